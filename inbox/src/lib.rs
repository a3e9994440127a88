//! The shared inbox: where people answer. One file per screen under `views/`.

mod desk;
mod thread;
mod api;
mod views;

use leptos::mount::mount_to_body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the inbox in this document.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(|| {
        let desk = desk::Desk::new();
        desk.begin();
        views::page(desk)
    });
}
