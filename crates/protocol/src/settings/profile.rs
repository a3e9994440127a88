//! How a team presents itself to learners.

use super::{Settings, Wrong, within};
use serde::{Deserialize, Serialize};

/// Questions to start with: more than six are not read.
const MAX_SUGGESTIONS: usize = 6;

/// How a team presents itself to learners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TeamProfile {
    /// Name above the chat.
    pub name: String,
    /// The first words in an empty chat; empty for the chat's own, in the learner's language.
    pub greeting: String,
    /// Questions to start with.
    pub suggestions: Vec<String>,
    /// The language of whoever reads none that the chat speaks, an ISO 639-1 code; English if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let profile = &mut settings.profile;
    within(&mut profile.name, "the team's name", 60)?;
    if !profile.greeting.trim().is_empty() {
        within(&mut profile.greeting, "the greeting", 500)?;
    }
    profile.greeting = profile.greeting.trim().to_owned();
    if profile.suggestions.len() > MAX_SUGGESTIONS {
        return Err(Wrong(format!("at most {MAX_SUGGESTIONS} suggestions")));
    }
    for suggestion in &mut profile.suggestions {
        within(suggestion, "a suggestion", 120)?;
    }
    Ok(())
}
