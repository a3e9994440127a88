//! What people get when the assistant stops.

use crate::{ArticleId, Citation, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why the conversation went to people: the class every handoff has (B14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// The learner asked for a person (B3).
    AskedForPerson,
    /// The learner may harm themselves, or is in danger (M1).
    Safety,
    /// No article answers it (B2).
    NoAnswer,
    /// An article may answer it, but not surely enough (B1).
    LowConfidence,
    /// A keyword of the team's list (B5).
    Keyword,
    /// A topic people always handle (B7).
    Topic,
    /// The learner is frustrated (B8).
    Frustration,
    /// The conversation has become complex (B9).
    Complexity,
    /// An action asked for it (B11).
    Action,
    /// A prospective buyer, for sales (H1).
    Lead,
    /// The model failed: connection, time, status, or a broken answer.
    ModelFailure,
    /// A budget is used up.
    Limit,
    /// An agent stepped in (B13).
    Manual,
}

/// Why a passage was not enough for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhyNot {
    /// The learner asked for a person before it was tried.
    PersonAskedFor,
    /// A rule of the team's brought people in before it was tried.
    Ruled,
    /// The learner had been shown this article already.
    AlreadyShown,
    /// It was offered to the learner as what may answer it.
    Offered,
    /// It was offered for an answer that used other passages.
    NotUsed,
    /// It may answer, but not surely enough.
    BelowThreshold,
    /// It shares too little with the question.
    OffTopic,
    /// The model failed before it could be used.
    ModelFailed,
    /// The model read it and asked for a person.
    ModelDeclined,
    /// It was offered to the assistant, and an agent stepped in.
    AgentSteppedIn,
}

/// A passage the assistant looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Considered {
    /// Its article.
    pub article: ArticleId,
    /// The article's title.
    pub title: String,
    /// The passage's heading; empty for the article's beginning.
    #[serde(default)]
    pub heading: String,
    /// How well it ranked, 0 to 1 within its query.
    pub score: f32,
    /// Why it was not enough.
    pub why_not: WhyNot,
}

/// What a confidence was made of: each sign's name and value.
pub type Evidence = BTreeMap<String, f32>;

/// One search the assistant made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// What was searched for.
    pub query: String,
    /// How sure the assistant was that the passages answer it: a probability, 0 to 1.
    pub confidence: f32,
    /// What that was made of, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: Evidence,
    /// The best passages, best first.
    pub considered: Vec<Considered>,
    /// Whether the knowledge could be searched at all.
    pub searched: bool,
}

/// The packet as a JSON Schema (draft 2020-12), published for integrations.
pub const HANDOFF_PACKET_SCHEMA: &str = include_str!("handoff_packet.schema.json");

/// What the human gets: why, what was tried, sources, the open question.
///
/// Written in the commit that flags the conversation (architecture, invariant 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffPacket {
    /// The class of the reason.
    pub reason: Reason,
    /// One sentence for the agent: why the assistant stopped.
    pub why: String,
    /// When.
    pub at: Timestamp,
    /// What the learner still wants, in their words.
    pub open_question: String,
    /// Searches made since people last had the conversation, oldest first.
    pub tried: Vec<Attempt>,
    /// Articles the learner was shown in this conversation.
    pub cited: Vec<Citation>,
    /// Details collected beforehand: name and value, in the order given.
    pub collected: Vec<(String, String)>,
    /// What to do next.
    pub suggested: String,
    /// Whether it comes before all others (B6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
}
