//! What an admin is told of how the team works.

use crate::{ArticleId, ConversationId, Timestamp};
use serde::{Deserialize, Serialize};

/// `GET /api/insights/usage`: what was used, by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Usage {
    /// Conversations that the assistant takes on in a day, at most; none, if there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_a_day: Option<u32>,
    /// Thirty days by UTC, today first.
    pub days: Vec<UsedDay>,
}

/// What was used in a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UsedDay {
    /// When it began.
    pub at: Timestamp,
    /// Conversations that the assistant took on.
    pub conversations: u32,
    /// Waits for a person that began, of whatever conversation.
    pub waits: u32,
}

/// `GET /api/insights/unanswered`: a question that went to people because no article surely answers it (K4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unanswered {
    /// Its number, by which it is dismissed.
    pub number: u64,
    /// Where it was asked.
    pub conversation: ConversationId,
    /// When it went to people.
    pub at: Timestamp,
    /// What the learner wanted, in their words: the first 300 characters.
    pub question: String,
    /// The article that came nearest; none, if none came near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<NearestArticle>,
}

/// An article that a question came near to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NearestArticle {
    /// Which.
    pub id: ArticleId,
    /// Its title, as it was then.
    pub title: String,
}

/// `GET /api/insights/hours`: when learners wait for a person, by hour of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitingHours {
    /// The weeks that were counted.
    pub weeks: u32,
    /// The zone whose clocks the hours are of: the team's, or the one that was asked for.
    pub time_zone: String,
    /// All 168, from Monday 0:00.
    pub hours: Vec<WaitingHour>,
    /// What learners said of those weeks' help.
    #[serde(default)]
    pub ratings: Ratings,
}

/// How many learners said that people helped, and how many that they did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ratings {
    /// They helped.
    pub good: u32,
    /// They did not.
    pub bad: u32,
}

/// One hour of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitingHour {
    /// How often a learner began to wait for a person: at a handoff, or by writing again.
    pub waits: u32,
    /// How many of these waits have ended: by a reply, or as it was resolved, snoozed or returned.
    pub ended: u32,
    /// How long those took, in minutes, on average.
    pub mean_minutes: u32,
    /// Whether the team's week has it open, for a part of it at least.
    pub is_open: bool,
}
