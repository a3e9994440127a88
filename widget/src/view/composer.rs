//! Where the learner writes.

use crate::chat::Chat;
use leptos::prelude::*;
use protocol::{MAX_MESSAGE_CHARS, Status};
use ui::IconName;
use ui::dom::{El, ElementRef, el, focus, set_value};

/// The composer, and the way to a person under it.
pub(crate) fn view(chat: Chat) -> El {
    let area = ElementRef::new_local(None);
    let text = RwSignal::new(String::new());
    let fit = move || {
        if let Some(area) = area.get_untracked() {
            // Grows with its text; the style sheet stops it at five lines.
            let style = area.style();
            let _set = style.set_property("height", "auto");
            let _set = style.set_property("height", &format!("{}px", area.scroll_height()));
        }
    };
    let send = move || {
        chat.say(&text.get_untracked());
        text.set(String::new());
        if let Some(area) = area.get_untracked() {
            set_value(&area, "");
        }
        focus(area);
        fit();
    };
    Effect::new(move || {
        if chat.is_open.get() {
            focus(area);
        }
    });
    let on_key = move |event: web_sys::KeyboardEvent| {
        // Enter while composing a letter (Japanese, Chinese) belongs to the composition.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    let is_blank = move || text.with(|text| text.trim().is_empty());
    el("form")
        .class("composer")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child((
            el("div").class("field").child((
                el("textarea")
                    .keep(area)
                    .attr("aria-label", "Message")
                    .attr("placeholder", "Write a message…")
                    .attr("rows", "1")
                    .attr("maxlength", MAX_MESSAGE_CHARS.to_string())
                    .attr("enterkeyhint", "send")
                    .attr("autocomplete", "off")
                    .on_input(move |written| {
                        text.set(written);
                        fit();
                    })
                    .on_key(on_key),
                el("button")
                    .attr("type", "submit")
                    .class("send")
                    .attr("aria-label", "Send")
                    .attr("title", "Send")
                    .disabled(is_blank)
                    .child(ui::icon(IconName::Send)),
            )),
            move || person(chat, area),
        ))
}

/// Always one tap from a person, until one is on the way.
fn person(chat: Chat, area: ElementRef) -> El {
    let view = chat.view.get();
    match view.status {
        Status::Pending | Status::Resolved => el("button")
            .attr("type", "button")
            .class("person")
            .on("click", move |_| {
                chat.ask_for_person();
                // The button goes away; who pressed it goes on writing.
                focus(area);
            })
            .child((ui::icon(IconName::Person), "Talk to a person")),
        // Whoever talks with a person needs no more words here.
        Status::Open | Status::Snoozed if view.person.is_some() => el("p").class("person note"),
        Status::Open | Status::Snoozed => el("p")
            .class("person note")
            .child("You can close this page. The reply will be here."),
    }
}
