//! What the assistant may use.

use super::{Settings, Wrong, between};
use serde::{Deserialize, Serialize};

/// What the assistant may use. At each limit people take over: nobody is left in silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Budget {
    /// Turns in one conversation before people have it; 1 to 200.
    pub turns: u32,
    /// Tokens of one answer; 50 to 4,000.
    pub answer_tokens: u32,
    /// Seconds one answer may take; 5 to 300.
    pub answer_seconds: u32,
    /// Conversations the assistant takes on in a day (UTC); any number, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversations_a_day: Option<u32>,
}

impl Default for Budget {
    /// Who has asked 30 times without an end is better served by a person; 600 tokens are two
    /// screens of the chat; after a minute nobody waits any more; 2,000 conversations are more than a
    /// campus of 20,000 has in a day, and an end to what a flood may cost.
    fn default() -> Self {
        Self {
            turns: 30,
            answer_tokens: 600,
            answer_seconds: 60,
            conversations_a_day: Some(2_000),
        }
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let budget = &settings.budget;
    between(budget.turns, "answers in a row", 1, 200)?;
    between(budget.answer_tokens, "tokens of an answer", 50, 4_000)?;
    between(budget.answer_seconds, "seconds an answer may take", 5, 300)?;
    let a_day = budget.conversations_a_day.unwrap_or_default();
    between(a_day, "conversations a day", 0, 1_000_000)
}
