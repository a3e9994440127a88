//! The learner's chat. Runs in a frame of ours on the LMS page; `loader/loader.js` makes it.
//!
//! Knows what the learner may see, and no rule: those are the worker's.

mod api;
mod chat;
mod host;
mod view;

use chat::Chat;
use host::Host;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the chat in this document.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let Some(host) = Host::of_this_frame() else {
        // Opened by itself, not from a page: there is nobody to talk for.
        return;
    };
    // `loader/boot.js` has them before it starts the chat.
    ui::speak();
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    ui::dom::mount(move || {
        let chat = Chat::new(host.clone());
        chat.begin();
        view::panel(chat)
    });
}
