//! Whether learners are asked if people helped.

use super::{Settings, Wrong};
use serde::{Deserialize, Serialize};

/// Whether learners are asked if people helped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatingSettings {
    /// Whether a learner whom a person answered is asked, once their conversation is resolved.
    pub is_asked: bool,
}

impl RatingSettings {
    /// Whether nobody is asked.
    #[must_use]
    pub fn is_off(&self) -> bool {
        !self.is_asked
    }
}

/// Nothing of it can be wrong.
#[allow(clippy::unnecessary_wraps, reason = "every section has a check")]
pub(super) fn check(_settings: &mut Settings) -> Result<(), Wrong> {
    Ok(())
}
