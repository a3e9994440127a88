//! The settings, loaded when an admin opens them: most agents never do, and they are a third of the
//! inbox's code.

use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::Icon;
use ui::dom::{El, el};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// How far it is.
#[derive(Clone)]
enum Loading {
    Running,
    Done(El),
    /// The network is away, or a newer version was deployed since this page was loaded.
    Failed,
}

#[wasm_split(settings, fallible)]
fn settings_of(desk: Desk, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::settings::view(desk)))
}

/// The settings' screens.
pub(super) fn settings(desk: Desk) -> El {
    let loading = RwSignal::new_local(Loading::Running);
    load(desk, loading);
    el("div").child(move || match loading.get() {
        Loading::Running => el("main")
            .class("opening")
            .attr("aria-busy", "true")
            .child(el("p").class("hidden").child("Opening the settings")),
        Loading::Done(settings) => settings,
        Loading::Failed => el("main").class("opening").child((
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

fn load(desk: Desk, loading: RwSignal<Loading, LocalStorage>) {
    // What the screens hold ends with them, not with the page.
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        let loaded = match settings_of(desk, owner).await {
            Ok(settings) => Loading::Done(settings),
            Err(_) => Loading::Failed,
        };
        let _gone = loading.try_set(loaded);
    });
}
