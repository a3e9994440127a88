//! How the chat looks.

use super::{Settings, Wrong, within};
use serde::{Deserialize, Serialize};

/// How the chat looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Appearance {
    /// The team's colour, as CSS writes it; empty for Baton's own.
    pub color: String,
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    if settings.appearance.color.is_empty() {
        return Ok(());
    }
    within(&mut settings.appearance.color, "a colour", 40)
}
