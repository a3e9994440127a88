//! Screens of the settings on which something was changed and not saved: they are kept when another is looked at, and asked
//! about before the page goes.

use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;
use ui::dom::El;
use wasm_bindgen::JsCast as _;

thread_local! {
    static SCREENS: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// The name of the screen that is shown: what is saved or changed is on it.
pub(crate) fn shown() -> String {
    let screen = document().query_selector(".settings section.card:not([hidden])");
    let name = screen
        .ok()
        .flatten()
        .and_then(|it| it.get_attribute("aria-label"));
    name.unwrap_or_default()
}

/// Whether something is not saved.
pub(crate) fn is_any() -> bool {
    SCREENS.with_borrow(|screens| !screens.is_empty())
}

/// Something was changed on the screen that is shown.
pub(crate) fn mark() {
    SCREENS.with_borrow_mut(|screens| screens.insert(shown()));
}

/// What was changed on a screen is saved, or given up.
pub(crate) fn clear(screen: &str) {
    SCREENS.with_borrow_mut(|screens| screens.remove(screen));
}

/// Nobody is signed in any more.
pub(crate) fn forget() {
    SCREENS.with_borrow_mut(BTreeSet::clear);
}

/// Marks the screen when one of its fields changes, except in search fields and forms with `data-tries`: they save nothing.
pub(crate) fn watch(element: El) -> El {
    element.on("input", |event| {
        let field = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let tries = |field: &web_sys::Element| {
            let only_asks = field.closest("[data-tries], [type=search]");
            only_asks.is_ok_and(|it| it.is_some())
        };
        if field.is_some_and(|field| !tries(&field)) {
            mark();
        }
    })
}

/// Has the browser ask before the page goes with it.
pub(crate) fn guard() {
    window_event_listener_untyped("beforeunload", |event| {
        if is_any() {
            event.prevent_default();
        }
    });
}
