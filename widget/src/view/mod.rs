//! The panel: header, log, composer; and the article over them.

mod article;
mod composer;
mod log;

use crate::chat::Chat;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use ui::IconName;

/// The whole panel.
pub(crate) fn panel(chat: Chat) -> impl IntoView {
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            chat.back_or_close();
        }
    };
    html::main()
        .class("panel")
        .on(ev::keydown, on_key)
        .child((header(chat), body(chat)))
}

fn header(chat: Chat) -> impl IntoView {
    let name = move || chat.team.get().map_or_else(|| "Chat".to_owned(), |team| team.name);
    html::header().class("head").child((
        html::div().class("who").child((
            html::h1().child(name),
            html::p()
                .class("status")
                .attr("role", "status")
                .child(move || chat.status_line()),
        )),
        icon_button("Close chat", IconName::Close, move || chat.close()),
    ))
}

fn body(chat: Chat) -> impl IntoView {
    move || match chat.reading.get() {
        Some(reading) => article::view(chat, reading).into_any(),
        None => (log::view(chat), composer::view(chat)).into_any(),
    }
}

/// A button that is only an icon, with its name for who cannot see it.
fn icon_button(
    name: &'static str,
    icon: IconName,
    press: impl Fn() + 'static,
) -> impl IntoView {
    html::button()
        .attr("type", "button")
        .class("icon-button")
        .attr("aria-label", name)
        .attr("title", name)
        .on(ev::click, move |_| press())
        .child(ui::icon(icon))
}
