//! What is loaded apart from the list: the open conversation beside it; the settings, the account
//! and the way in when somebody opens them.

use super::lazy::{Place, lazy};
use crate::desk::{Desk, Overlay};
use crate::screen::Screen;
use crate::thread::Thread;
use leptos::task::spawn_local;
use ui::dom::{El, el};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

#[wasm_split(settings, fallible)]
fn settings_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::settings::view(desk))
}

/// The settings' screens.
pub(super) fn settings(desk: Desk) -> El {
    lazy(move |place| settings_of(desk, place))
}

#[wasm_split(account, fallible)]
fn account_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::account::view(desk))
}

/// One's own account.
pub(super) fn account(desk: Desk) -> El {
    lazy(move |place| account_of(desk, place))
}

#[wasm_split(account, fallible)]
fn push_renewed(desk: Desk) -> Result<(), SplitLoaderError> {
    spawn_local(super::push::renew(desk));
    Ok(())
}

#[wasm_split(account, fallible)]
fn push_ended() -> Result<(), SplitLoaderError> {
    spawn_local(super::push::end());
    Ok(())
}

/// This browser is told nothing any more.
pub(super) fn end_push() {
    spawn_local(async move {
        // It is tried again when the page is opened next.
        let _failed = push_ended().await;
    });
}

/// This browser is told when people are needed, as its agent chose.
pub(super) fn renew_push(desk: Desk) {
    spawn_local(async move {
        // It is tried again the next time.
        let _failed = push_renewed(desk).await;
    });
}

#[wasm_split(thread, fallible)]
fn found_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::search::view(desk))
}

/// What was looked for.
pub(super) fn found(desk: Desk) -> El {
    lazy(move |place| found_of(desk, place))
}

#[wasm_split(gate, fallible)]
fn gate_of(desk: Desk, screen: Screen, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::sign_in::view(desk, screen))
}

/// What stands before the inbox while nobody is signed in.
pub(super) fn gate(desk: Desk, screen: Screen) -> El {
    lazy(move |place| gate_of(desk, screen, place))
}

#[wasm_split(thread, fallible)]
fn thread_of(desk: Desk, thread: Thread, place: Place) -> Result<El, SplitLoaderError> {
    // Two panes of the desk's own grid.
    place.make(|| {
        el("div")
            .class("panes")
            .child(super::thread::view(desk, thread))
    })
}

/// The open conversation.
pub(super) fn thread(desk: Desk, thread: Thread) -> El {
    lazy(move |place| thread_of(desk, thread, place)).class("panes")
}

#[wasm_split(thread, fallible)]
fn thread_is_here() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// Loads what shows a conversation while the list is looked at.
pub(super) fn load_thread() {
    spawn_local(async {
        // Whoever opens one is told if it cannot be loaded.
        let _is_loaded = thread_is_here().await;
    });
}

#[wasm_split(thread, fallible)]
fn palette_of(desk: Desk, overlay: Overlay, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::palette::view(desk, overlay))
}

/// What narrows the list.
pub(super) fn filter(desk: Desk) -> El {
    lazy(move |place| filter_of(desk, place))
}

#[wasm_split(thread, fallible)]
fn filter_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::filter::view(desk))
}

/// What is done with all that is selected.
pub(super) fn bulk(desk: Desk) -> El {
    lazy(move |place| bulk_of(desk, place))
}

#[wasm_split(thread, fallible)]
fn bulk_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| super::bulk::view(desk))
}

/// All commands by name, or the sheet of keys.
pub(super) fn palette(desk: Desk, overlay: Overlay) -> El {
    lazy(move |place| palette_of(desk, overlay.clone(), place))
}
