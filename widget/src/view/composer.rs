//! Where the learner writes.

use crate::chat::Chat;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use protocol::{MAX_MESSAGE_CHARS, Status};
use ui::IconName;

/// The composer, and the way to a person under it.
pub(crate) fn view(chat: Chat) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let text = RwSignal::new(String::new());
    let fit = move || {
        if let Some(area) = area.get_untracked() {
            // Grows with its text; the style sheet stops it at five lines.
            let style = web_sys::HtmlElement::style(&area);
            let _set = style.set_property("height", "auto");
            let _set = style.set_property("height", &format!("{}px", area.scroll_height()));
        }
    };
    let send = move || {
        chat.say(&text.get_untracked());
        text.set(String::new());
        if let Some(area) = area.get_untracked() {
            area.set_value("");
            let _focused = area.focus();
        }
        fit();
    };
    Effect::new(move || {
        if chat.is_open.get()
            && let Some(area) = area.get()
        {
            let _focused = area.focus();
        }
    });
    let on_key = move |event: ev::KeyboardEvent| {
        // Enter while composing a letter (Japanese, Chinese) belongs to the composition.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let is_blank = move || text.with(|text| text.trim().is_empty());
    html::form()
        .class("composer")
        .on(ev::submit, move |event| {
            event.prevent_default();
            send();
        })
        .child((
            html::div().class("field").child((
                html::textarea()
                    .node_ref(area)
                    .attr("aria-label", "Message")
                    .attr("placeholder", "Write a message…")
                    .attr("rows", "1")
                    .attr("maxlength", MAX_MESSAGE_CHARS.to_string())
                    .attr("enterkeyhint", "send")
                    .attr("autocomplete", "off")
                    .on(ev::input, move |event| {
                        text.set(event_target_value(&event));
                        fit();
                    })
                    .on(ev::keydown, on_key),
                html::button()
                    .attr("type", "submit")
                    .class("send")
                    .attr("aria-label", "Send")
                    .attr("title", "Send")
                    .prop("disabled", is_blank)
                    .child(ui::icon(IconName::Send)),
            )),
            move || person(chat),
        ))
}

/// Always one tap from a person, until one is on the way.
fn person(chat: Chat) -> AnyView {
    match chat.view.get().status {
        Status::Pending | Status::Resolved => html::button()
            .attr("type", "button")
            .class("person")
            .on(ev::click, move |_| chat.ask_for_person())
            .child((
                ui::icon(IconName::Person),
                "Talk to a person",
            ))
            .into_any(),
        Status::Open | Status::Snoozed => html::p()
            .class("person note")
            .child("You can close this page. The reply will be here.")
            .into_any(),
    }
}
