//! The shared inbox: where people answer. One file per screen under `views/`.

mod api;
mod availability;
mod browser;
mod desk;
mod does;
mod listed;
mod listing;
mod mention;
mod screen;
mod selection;
mod thread;
mod touches;
mod unsaved;
mod views;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the inbox in this document.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    ui::speak();
    ui::dom::mount(|| {
        let desk = desk::Desk::new();
        desk.begin();
        does::listen(desk);
        unsaved::guard();
        views::page(desk)
    });
}
