//! What is loaded when it is opened: code in a module of its own, which the build splits off
//! (`xtask/src/split.rs`).

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use ui::Icon;
use ui::dom::{El, el};
use wasm_split_helpers::SplitLoaderError;

/// How far it is.
#[derive(Clone)]
enum Loading {
    Running,
    Done(El),
    /// The network is away, or a newer version was deployed since this page was loaded.
    Failed,
}

/// Whatever `load` makes, once it is there. It is made under the owner that it is given: what it holds
/// ends with the screen around it, not with the page.
pub(super) fn lazy<F>(load: impl FnOnce(Owner) -> F) -> El
where
    F: Future<Output = Result<El, SplitLoaderError>> + 'static,
{
    let loading = RwSignal::new_local(Loading::Running);
    let made = load(Owner::current().unwrap_or_default());
    spawn_local(async move {
        let loaded = match made.await {
            Ok(view) => Loading::Done(view),
            Err(_) => Loading::Failed,
        };
        let _gone = loading.try_set(loaded);
    });
    el("div").child(move || match loading.get() {
        Loading::Running => el("div")
            .class("opening")
            .attr("aria-busy", "true")
            .child(el("p").class("hidden").child("Opening the settings")),
        Loading::Done(view) => view,
        Loading::Failed => el("div").class("opening").child((
            el("p").attr("role", "alert").child(
                "The settings could not be loaded: the server could not be reached, or there is a \
                 newer version of this page.",
            ),
            super::button("primary", Icon::RETURN, "Reload", || {
                let _reloads = location().reload();
            }),
        )),
    })
}
