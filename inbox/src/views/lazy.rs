//! Screens whose code is loaded when they are opened. The build splits it off into a module of its own
//! (`xtask/src/split.rs`).

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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

/// Where a view is made once its code is here: its signals end with the screen that it is a part of.
pub(super) struct Place {
    owner: Owner,
    is_gone: Arc<AtomicBool>,
}

impl Place {
    fn here() -> Self {
        let is_gone = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&is_gone);
        on_cleanup(move || gone.store(true, Ordering::Relaxed));
        Self {
            owner: Owner::current().unwrap_or_default(),
            is_gone,
        }
    }

    /// Makes the view, unless its screen has gone while the code was loaded: what it reads is gone too.
    pub(super) fn make(self, view: impl FnOnce() -> El) -> Result<El, SplitLoaderError> {
        Ok(match self.is_gone.load(Ordering::Relaxed) {
            true => el("div"),
            false => self.owner.with(view),
        })
    }
}

/// A place for the view that `load` makes, which shows while it loads and if it fails.
pub(super) fn lazy<F>(load: impl FnOnce(Place) -> F) -> El
where
    F: Future<Output = Result<El, SplitLoaderError>> + 'static,
{
    let loading = RwSignal::new_local(Loading::Running);
    let made = load(Place::here());
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
