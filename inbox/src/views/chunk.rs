//! The settings and the account, loaded when somebody opens them: most agents rarely do, and they are a
//! third of the inbox's code.

use super::lazy::lazy;
use crate::desk::Desk;
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
