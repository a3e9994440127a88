//! Screens whose code is loaded when they are opened. The build splits it off into a module of its own
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

/// A place for the view that `load` makes, which shows while it loads and if it fails. `load` gets the
/// reactive owner of the screen, so that the view's signals end with the screen.
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
            .child(el("p").class("hidden").child("Loading")),
        Loading::Done(view) => view,
        Loading::Failed => el("div").class("not-loaded").child((
            el("p").attr("role", "alert").child(
                "This screen could not be loaded: the server could not be reached, or there is a \
                 newer version of this page.",
            ),
            super::button("primary", Icon::RETURN, "Reload", || {
                let _reloads = location().reload();
            }),
        )),
    })
}
