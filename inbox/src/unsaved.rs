//! What was changed in the settings and is not saved: it is kept when another screen is looked at, and asked about before
//! the page goes.

use leptos::prelude::*;
use std::cell::Cell;
use ui::dom::El;
use wasm_bindgen::JsCast as _;

thread_local! {
    static IS_UNSAVED: Cell<bool> = const { Cell::new(false) };
}

/// Whether something is.
pub(crate) fn is_any() -> bool {
    IS_UNSAVED.get()
}

/// Something was changed.
pub(crate) fn mark() {
    IS_UNSAVED.set(true);
}

/// What was changed is saved, or nobody is signed in any more.
pub(crate) fn clear() {
    IS_UNSAVED.set(false);
}

/// Marks what is typed or chosen in an element; not what only searches or tries something, in a form with `data-tries`.
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
