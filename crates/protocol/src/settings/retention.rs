//! How long conversations are kept.

use super::{Settings, Wrong, between};
use serde::{Deserialize, Serialize};

/// How long conversations are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RetentionSettings {
    /// Days after the last word, 7 to 3,650, after which a conversation that people do not have is erased
    /// with its files; never, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

impl RetentionSettings {
    /// Whether everything is kept.
    #[must_use]
    pub fn is_for_ever(&self) -> bool {
        self.days.is_none()
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    match settings.retention.days {
        Some(days) => between(days, "days a conversation is kept", 7, 3_650),
        None => Ok(()),
    }
}
