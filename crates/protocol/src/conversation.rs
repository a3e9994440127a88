//! The state of a conversation that everyone may see.

use crate::{AgentId, Seq, Timestamp};
use serde::{Deserialize, Serialize};

/// Who a conversation waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// With the assistant.
    #[default]
    Pending,
    /// With people.
    Open,
    /// With people, but not before a time.
    Snoozed,
    /// Done, until the learner writes again.
    Resolved,
}

/// What a learner says of the help, once people are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// It helped.
    Good,
    /// It did not.
    Bad,
}

/// The one agent who owns a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owner {
    /// The agent's id.
    pub id: AgentId,
    /// The agent's name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// The page of the LMS the learner writes from, as the page itself tells it: unverified.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// Its address, without query and fragment.
    #[serde(default)]
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
}

/// How far a party has come with what the others said: numbers in the stream of whoever is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// Newest event that reached a browser of theirs.
    pub delivered: Seq,
    /// Newest event they had before their eyes.
    pub read: Seq,
}
