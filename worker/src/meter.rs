//! Counts what the platform bills, for `cargo xtask bench cost`: one console line each.
//! Off unless the variable `COUNT_OPERATIONS` is set, which no deployment does.

use crate::config;
use worker::{Env, console_log};

/// Counts for one class of objects.
#[derive(Clone, Copy)]
pub(crate) struct Meter(Option<&'static str>);

impl Meter {
    /// The meter of a class, if this run counts.
    pub(crate) fn of(env: &Env, class: &'static str) -> Self {
        Self(config::variable(env, "COUNT_OPERATIONS").map(|_| class))
    }

    /// Counts some of one thing: `rows_written`, `rows_read`, `request`, `frame`, `alarm`.
    pub(crate) fn count(self, what: &str, some: usize) {
        if let Self(Some(class)) = self
            && some > 0
        {
            console_log!("counted {class} {what} {some}");
        }
    }
}
