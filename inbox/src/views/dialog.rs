//! What stands over the inbox until it is answered: the browser's own dialog, which keeps the focus, gives it back
//! and closes by Escape; and the line that says what was done.

use crate::desk::Desk;
use crate::does;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use ui::Icon;
use ui::dom::{El, ElementRef, View, el};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlDialogElement;

/// Closes a dialog.
pub(super) type Close = Rc<dyn Fn()>;

/// A dialog that is open from the start; `closed` is called when it closes, by whatever.
pub(super) fn dialog<V: View>(
    class: &'static str,
    label: &'static str,
    closed: impl Fn() + 'static,
    content: impl FnOnce(Close) -> V,
) -> El {
    let element = ElementRef::new_local(None);
    // None once the screen that holds it is disposed.
    let dialog =
        move || -> Option<HtmlDialogElement> { element.try_get_untracked()??.dyn_into().ok() };
    // Reported once and at once: the browser's `close` event comes later, when another dialog may be open.
    let is_closed = Cell::new(false);
    let closed: Rc<dyn Fn()> = Rc::new(move || {
        if !is_closed.replace(true) {
            closed();
        }
    });
    let (cancelled, ended) = (Rc::clone(&closed), Rc::clone(&closed));
    let close: Close = Rc::new(move || {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
        closed();
    });
    show(Rc::new(dialog));
    let made = el("dialog").class(class).keep(element);
    hear(element, "cancel", cancelled);
    hear(element, "close", ended);
    made.attr("aria-label", label).child(content(close))
}

/// Calls `run` when a dialog fires this event. `close` is fired after the dialog was removed from the page and its
/// signals were disposed, so the listener has to outlive both.
fn hear(element: ElementRef, event: &'static str, run: Rc<dyn Fn()>) {
    if let Some(dialog) = element.get_untracked() {
        let run = Closure::<dyn Fn()>::new(move || run());
        let run = run.into_js_value();
        let _added = dialog.add_event_listener_with_callback(event, run.unchecked_ref());
    }
}

/// Opens a dialog once it is on the page: what is loaded first comes some frames later.
fn show(dialog: Rc<dyn Fn() -> Option<HtmlDialogElement>>) {
    request_animation_frame(move || match dialog() {
        Some(there) if there.is_connected() => {
            let _refused = there.show_modal();
        }
        Some(_) => show(dialog),
        None => {}
    });
}

/// A dialog's last row, if all one can do is to close it.
pub(super) fn closing(name: &'static str, close: Close) -> El {
    el("div").class("row-end").child(
        el("button")
            .attr("type", "button")
            .class("button primary")
            .attr("autofocus", "")
            .on("click", move |_| close())
            .child(name),
    )
}

/// What is asked before something is done.
pub(super) fn question(desk: Desk) -> Option<El> {
    let question = desk.question.get()?;
    let then = Rc::clone(&question.then);
    let asks = dialog(
        "asks",
        "Are you sure?",
        move || desk.question.set(None),
        move |close| {
            let (no, yes) = (Rc::clone(&close), close);
            (
                el("p").attr("id", "question").child(question.words.clone()),
                el("div").class("row-end").child((
                    el("button")
                        .attr("type", "button")
                        .class("button")
                        .on("click", move |_| no())
                        .child("Cancel"),
                    el("button")
                        .attr("type", "button")
                        .class("button primary")
                        .attr("autofocus", "")
                        .on("click", move |_| {
                            yes();
                            then();
                        })
                        .child(question.yes),
                )),
            )
        },
    );
    Some(asks.attr("aria-describedby", "question"))
}

/// What was done last, and the way back.
pub(super) fn toast(desk: Desk) -> El {
    el("div").attr("role", "status").child(move || {
        let toast = desk.toast.get()?;
        let undo = (!toast.undo.is_empty()).then(|| {
            el("button")
                .attr("type", "button")
                .class("link")
                .attr("title", "Z")
                .on("click", move |_| does::undo(desk))
                .child("Undo")
        });
        Some(
            el("div").class("toast").child((
                el("span").child(toast.words),
                undo,
                el("button")
                    .attr("type", "button")
                    .class("close")
                    .attr("aria-label", "Dismiss")
                    .on("click", move |_| desk.toast.set(None))
                    .child(ui::icon(Icon::CLOSE)),
            )),
        )
    })
}
