//! Where the learner writes.

use crate::chat::Chat;
use client::Word;
use leptos::prelude::*;
use protocol::{MAX_MESSAGE_CHARS, Status};
use ui::Icon;
use ui::dom::{El, ElementRef, el, focus, set_value};
use ui::{word, words};

/// The composer, and the way to a person under it.
pub(crate) fn view(chat: Chat) -> El {
    let area = ElementRef::new_local(None);
    let text = RwSignal::new(String::new());
    let fit = move || {
        if let Some(area) = area.get_untracked() {
            // Grows with its text; the style sheet stops it at five lines.
            let style = area.style();
            let _set = style.set_property("height", "auto");
            let height = area.scroll_height();
            let _set = style.set_property("height", &format!("{height}px"));
            if chat.lines.get_untracked() != height {
                chat.lines.set(height);
            }
        }
    };
    let attach = chat.attach;
    let send = move || {
        // A message waits for its files.
        if attach.is_sending() || !chat.say(&text.get_untracked()) {
            return;
        }
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
        if event.key() == "Enter" && !event.shift_key() {
            event.prevent_default();
            send();
        }
    };
    let is_blank = move || {
        let is_empty = text.with(|text| text.trim().is_empty());
        (is_empty && !attach.has_ready()) || attach.is_sending()
    };
    let form = el("form")
        .class("composer")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child((
            ui::tray(attach),
            el("div").class("field").child((
                ui::attach_button(attach),
                el("textarea")
                    .keep(area)
                    .attr("aria-label", word(Word::Message))
                    .attr("placeholder", word(Word::WriteAMessage))
                    .attr("rows", "1")
                    .attr("maxlength", MAX_MESSAGE_CHARS.to_string())
                    .attr("enterkeyhint", "send")
                    .attr("autocomplete", "off")
                    .on_input(move |written| {
                        text.set(written);
                        chat.press();
                        fit();
                    })
                    .on_key(on_key),
                el("button")
                    .attr("type", "submit")
                    .class("send")
                    .attr("aria-label", word(Word::Send))
                    .attr("title", word(Word::Send))
                    .disabled(is_blank)
                    .child(ui::icon(Icon::SEND)),
            )),
            move || {
                chat.refusal.get().map(|why| {
                    el("p")
                        .class("person note")
                        .attr("role", "alert")
                        .child(why)
                })
            },
            move || person(chat, area),
        ));
    ui::takes_files(form, move || attach)
}

/// Always one tap from a person, until one is on the way.
fn person(chat: Chat, area: ElementRef) -> Vec<El> {
    let press = move |icon, name: Word, press: fn(Chat)| {
        el("button")
            .attr("type", "button")
            .class("person")
            .on("click", move |_| {
                press(chat);
                // The button goes away; who pressed it goes on writing.
                focus(area);
            })
            .child((ui::icon(icon), word(name)))
    };
    let ask = || press(Icon::PERSON, Word::TalkToAPerson, Chat::ask_for_person);
    let view = chat.view.get();
    match view.status {
        Status::Pending => vec![ask()],
        Status::Resolved => vec![
            ask(),
            press(Icon::WRITE, Word::StartAnother, Chat::begin_another),
        ],
        Status::Open | Status::Snoozed => {
            let calm = match (view.reply_by, view.person) {
                // As it is told to the team: the same time.
                (Some(at), _) => words().with(Word::ReplyBy, &ui::clock_time(at)),
                // Whoever talks with a person needs no more words here.
                (None, Some(_)) => return Vec::new(),
                (None, None) => word(Word::MayClose).to_owned(),
            };
            vec![el("p").class("person note").child(calm)]
        }
    }
}
