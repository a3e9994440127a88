//! The panel: header, log, composer; and the article over them.

mod article;
mod composer;
mod log;

use crate::chat::Chat;
use client::Word;
use leptos::prelude::*;
use ui::Icon;
use ui::dom::{El, View, el};
use ui::word;

/// The whole panel.
pub(crate) fn panel(chat: Chat) -> El {
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            chat.back_or_close();
        }
    };
    el("main")
        .class("panel")
        .on_key(on_key)
        .child((header(chat), body(chat)))
}

fn header(chat: Chat) -> El {
    let name = move || {
        chat.team
            .get()
            .map_or_else(|| word(Word::Chat).to_owned(), |team| team.name)
    };
    el("header").class("head").child((
        el("div").class("who").child((
            el("h1").child(name),
            el("p")
                .class("status")
                .attr("role", "status")
                .child(move || chat.status_line()),
        )),
        icon_button(Word::CloseChat, Icon::CLOSE, move || chat.close()),
    ))
}

fn body(chat: Chat) -> impl View {
    move || match chat.reading.get() {
        Some(reading) => vec![article::view(chat, reading)],
        None => vec![log::view(chat), composer::view(chat)],
    }
}

/// A button that is only an icon, with its name for who cannot see it.
fn icon_button(name: Word, icon: Icon, press: impl Fn() + 'static) -> El {
    let name = word(name);
    el("button")
        .attr("type", "button")
        .class("icon-button")
        .attr("aria-label", name)
        .attr("title", name)
        .on("click", move |_| press())
        .child(ui::icon(icon))
}
