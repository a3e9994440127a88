//! The settings, the account and the way in, loaded when somebody opens them: most agents rarely do, and they
//! are a third of the inbox's code.

use super::lazy::lazy;
use crate::desk::{Desk, Overlay};
use crate::screen::Screen;
use crate::thread::Thread;
use leptos::prelude::Owner;
use ui::dom::El;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

#[wasm_split(settings, fallible)]
fn settings_of(desk: Desk, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::settings::view(desk)))
}

/// The settings' screens.
pub(super) fn settings(desk: Desk) -> El {
    lazy(move |owner| settings_of(desk, owner))
}

#[wasm_split(account, fallible)]
fn account_of(desk: Desk, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::account::view(desk)))
}

/// One's own account.
pub(super) fn account(desk: Desk) -> El {
    lazy(move |owner| account_of(desk, owner))
}

#[wasm_split(search, fallible)]
fn found_of(desk: Desk, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::search::view(desk)))
}

/// What was looked for.
pub(super) fn found(desk: Desk) -> El {
    lazy(move |owner| found_of(desk, owner))
}

#[wasm_split(gate, fallible)]
fn gate_of(desk: Desk, screen: Screen, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::sign_in::view(desk, screen)))
}

/// What stands before the inbox while nobody is signed in.
pub(super) fn gate(desk: Desk, screen: Screen) -> El {
    lazy(move |owner| gate_of(desk, screen, owner))
}

#[wasm_split(palette, fallible)]
fn palette_of(desk: Desk, overlay: Overlay, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::palette::view(desk, overlay)))
}

/// What the articles say to a learner's question.
pub(super) fn lookup(desk: Desk, thread: Thread) -> El {
    lazy(move |owner| lookup_of(desk, thread, owner))
}

#[wasm_split(more, fallible)]
fn lookup_of(desk: Desk, thread: Thread, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::lookup::view(desk, thread)))
}

/// What is done about a learner.
pub(super) fn person(desk: Desk, thread: Thread, is_blocked: bool) -> El {
    lazy(move |owner| person_of(desk, thread, is_blocked, owner))
}

#[wasm_split(more, fallible)]
fn person_of(
    desk: Desk,
    thread: Thread,
    is_blocked: bool,
    owner: Owner,
) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::person::view(desk, thread, is_blocked)))
}

/// What is done with all that is selected.
pub(super) fn bulk(desk: Desk) -> El {
    lazy(move |owner| bulk_of(desk, owner))
}

#[wasm_split(more, fallible)]
fn bulk_of(desk: Desk, owner: Owner) -> Result<El, SplitLoaderError> {
    Ok(owner.with(|| super::bulk::view(desk)))
}

/// All commands by name, or the sheet of keys.
pub(super) fn palette(desk: Desk, overlay: Overlay) -> El {
    lazy(move |owner| palette_of(desk, overlay, owner))
}
