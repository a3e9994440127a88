//! Whether somebody is at the page.

use leptos::prelude::*;
use protocol::Timestamp;

/// When the page was touched last, and whether the others were told that it was not for long.
#[derive(Clone, Copy)]
pub(crate) struct Touches {
    pub(crate) last: StoredValue<Timestamp>,
    pub(crate) is_idle: StoredValue<bool>,
}

impl Touches {
    pub(crate) fn new() -> Self {
        Self {
            last: StoredValue::new(ui::now()),
            is_idle: StoredValue::new(false),
        }
    }
}
