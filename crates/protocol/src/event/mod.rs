//! What the server tells, and what a learner's browser may ask.
//!
//! Learner and agents have an event type each. A packet, a reason class or a note
//! is not representable in a learner's stream (architecture, invariant 13).

mod lean;

use crate::{
    AttachmentId, Audience, ClientMessageId, Collected, ConversationId, HandoffPacket, LearnerId,
    LearnerMessage, Message, Note, Owner, Page, Problem, Rating, Reason, Receipt, Seq, Status, Tag,
    Tagging, Timestamp, Turn,
};
use serde::{Deserialize, Serialize};

/// A stored event with its place in the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Sequenced_{E}")
)]
pub struct Sequenced<E> {
    /// Its number in this audience's stream.
    pub seq: Seq,
    /// When it was stored.
    pub at: Timestamp,
    /// What happened.
    pub event: E,
}

/// What happened, as the learner may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    try_from = "lean::LearnerEventFields"
)]
pub enum LearnerEvent {
    /// Something was said.
    Message(LearnerMessage),
    /// The conversation changed hands.
    Changed(LearnerChange),
}

/// What happened, as agents see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentEvent {
    /// Something was said.
    Message(Message),
    /// The conversation changed hands.
    Changed(Change),
    /// People are needed, and this is what they need.
    Handoff(HandoffPacket),
    /// An agent told the others something.
    Note(Note),
    /// A tag was put on or taken off.
    Tagged(Tagging),
    /// An action was filled in, or left.
    Collected(Collected),
}

/// A change of hands, and the state after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// Status after the change.
    pub status: Status,
    /// Owner after the change.
    pub owner: Option<Owner>,
    /// What was done.
    pub activity: Activity,
    /// Name of the agent who had joined and left by this change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
}

/// What was done to a conversation, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Activity {
    /// The assistant stopped and people take over.
    HandedOff {
        /// Why.
        reason: Reason,
    },
    /// An agent took it over.
    Claimed {
        /// The agent's name.
        by: String,
    },
    /// An agent took it over from a colleague.
    TakenOver {
        /// The agent's name.
        by: String,
        /// Name of who had it.
        from: String,
    },
    /// Its owner let go of it.
    Released {
        /// The agent's name.
        by: String,
    },
    /// It was given to an agent.
    Assigned {
        /// Name of who gave it.
        by: String,
        /// Name of who has it now.
        to: String,
    },
    /// It was given to an agent by the team's routing.
    Routed {
        /// Name of who has it now.
        to: String,
    },
    /// The owner it was assigned to reads it or replies for the first time: learners are told that they joined.
    Joined {
        /// The agent's name.
        by: String,
    },
    /// Its owner put it off.
    Snoozed {
        /// The agent's name.
        by: String,
        /// Until when.
        until: Timestamp,
    },
    /// The time it was put off to has come.
    Woke,
    /// Its owner did not answer in time: it is in the queue again.
    LeaseEnded {
        /// Name of who had it.
        of: String,
    },
    /// An agent gave it back to the assistant.
    Returned {
        /// The agent's name.
        by: String,
    },
    /// An agent called it done.
    Resolved {
        /// The agent's name.
        by: String,
    },
    /// The learner said whether people helped; it stays resolved.
    Rated {
        /// What they said.
        rating: Rating,
    },
    /// The learner wrote again.
    Reopened,
    /// An agent opened it again, and has it.
    ReopenedBy {
        /// The agent's name.
        by: String,
    },
    /// An agent blocked this learner; the conversation is resolved.
    Blocked {
        /// The agent's name.
        by: String,
    },
    /// An agent opened it for them again.
    Unblocked {
        /// The agent's name.
        by: String,
    },
    /// Something that this version does not know yet: a page that was loaded before, or a worker that was rolled back.
    #[serde(other)]
    Other,
}

/// A change of hands as the learner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnerChange {
    /// Status after the change.
    pub status: Status,
    /// Name of the person who answers now, if one does.
    pub person: Option<String>,
    /// What was done.
    pub activity: LearnerActivity,
}

/// What was done, without the team's reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    try_from = "lean::LearnerActivityFields"
)]
#[non_exhaustive]
pub enum LearnerActivity {
    /// A person will join.
    PersonAskedFor,
    /// A person joined.
    Joined {
        /// Their name.
        name: String,
    },
    /// The person left; another will join.
    Left {
        /// Their name.
        name: String,
    },
    /// The assistant answers again.
    WithAssistant,
    /// The conversation is done.
    Resolved,
    /// The learner opened it again.
    Reopened,
}

/// The unfinished answer of a running turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Partial {
    /// Which turn.
    pub turn: Turn,
    /// Its text so far.
    pub text: String,
}

/// A conversation's state as its learner sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnerView {
    /// Who it waits for.
    pub status: Status,
    /// Name of the person who answers, if one does.
    pub person: Option<String>,
    /// By when a person replies, while the learner waits for one; it moves if it must.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Timestamp>,
    /// How far the team's people have come with what the learner said.
    #[serde(default)]
    pub receipt: Receipt,
}

/// What is known of a learner. What the page told is unverified and says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnerProfile {
    /// Their id.
    pub id: LearnerId,
    /// The name the page gave, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address the page gave, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The page they last wrote from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// Whether the LMS signed these details, but for the page.
    pub verified: bool,
    /// Their role, as the LMS signed it; a learner's, until it has.
    #[serde(default, skip_serializing_if = "Audience::is_learner")]
    pub role: Audience,
    /// The course they are in, as the LMS signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// The language they use, as the LMS signed it: a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// What the LMS signed of a learner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerifiedLearner {
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Their e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Their role: which articles they are answered from.
    #[serde(default, skip_serializing_if = "Audience::is_learner")]
    pub role: Audience,
    /// The course they are in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// The language they use: a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// A conversation's state as agents see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentView {
    /// Which conversation.
    pub id: ConversationId,
    /// With whom.
    pub learner: LearnerProfile,
    /// Who it waits for.
    pub status: Status,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// The latest handoff, until the conversation is resolved or returned.
    pub handoff: Option<HandoffPacket>,
    /// Its tags, in the order they were put on.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// How far the learner has come with what was said to them.
    #[serde(default)]
    pub receipt: Receipt,
    /// Whether the chat is closed for the learner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_blocked: bool,
}

/// One frame from the server to a browser that follows a conversation.
///
/// `V` is the audience's view, `E` its event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(!try_from, rename = "Frame_{V}_{E}"))]
#[serde(
    tag = "type",
    rename_all = "snake_case",
    try_from = "lean::FrameFields<V, E>"
)]
pub enum Frame<V, E> {
    /// First frame of a connection: the state, and the events after the client's last `seq`.
    Hello {
        /// The state now.
        view: V,
        /// Events the client has not seen, in order.
        entries: Vec<Sequenced<E>>,
        /// Number of the newest event; above the last entry's if more pages follow.
        last_seq: Seq,
        /// The running turn's text, if one runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partial: Option<Partial>,
    },
    /// A new event.
    Entry(Sequenced<E>),
    /// A turn has begun: the assistant is reading and searching.
    Started {
        /// Which turn.
        turn: Turn,
    },
    /// More of a running turn's text.
    Delta {
        /// Which turn.
        turn: Turn,
        /// Characters (Unicode scalar values) of the text before this piece.
        from: usize,
        /// The piece.
        text: String,
    },
    /// A turn has ended; its partial text is void, as a message stands for it or nothing does.
    Ended {
        /// Which turn.
        turn: Turn,
    },
    /// The other side has come further with what was said.
    Receipt(Receipt),
    /// The promised reply time changed, or the learner no longer waits.
    Promise {
        /// When.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_by: Option<Timestamp>,
    },
    /// Somebody writes, as of now. Never stored.
    Typing {
        /// The agent who does; the learner, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// What the client asked was refused. Nothing was stored.
    Refused {
        /// The message refused, if it was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<ClientMessageId>,
        /// Why.
        problem: Problem,
    },
}

/// All a learner's browser may ask over its socket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LearnerCommand {
    /// Say something.
    Say {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// What to say; may be empty beside attachments.
        text: String,
        /// Files the learner has uploaded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<AttachmentId>,
        /// Where the learner is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<Page>,
    },
    /// Tap a quick reply.
    Tap {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// Number of the message that offers it, in the learner's stream.
        seq: Seq,
        /// Its place among the message's quick replies, from 0.
        reply: u32,
        /// What stood on it, as the learner read it: said instead if it is offered no more.
        text: String,
        /// Where the learner is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<Page>,
    },
    /// "Talk to a person", by the button.
    AskForPerson {
        /// The browser's id for the request.
        client_id: ClientMessageId,
    },
    /// What the page knows of the learner. Unverified; never replaces verified details.
    Identify {
        /// Their name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Their e-mail address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
    },
    /// How far the learner has come.
    Receipt(Receipt),
    /// The learner writes, as of now.
    Typing,
}

/// All an agent's browser may say over a conversation's socket; what they do, they do over HTTP.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentSignal {
    /// How far the agent has come.
    Receipt(Receipt),
    /// The agent writes, as of now.
    Typing,
}

impl AgentEvent {
    /// Whether the learner may see it. `domain::speech` says how.
    #[must_use]
    pub fn is_for_learner(&self) -> bool {
        match self {
            Self::Message(_) => true,
            Self::Changed(change) => change.for_learner().is_some(),
            Self::Handoff(_) | Self::Note(_) | Self::Tagged(_) | Self::Collected(_) => false,
        }
    }
}

impl Change {
    /// The change as the learner may see it; `None` if it is the team's own business.
    #[must_use]
    pub fn for_learner(&self) -> Option<LearnerChange> {
        let activity = match &self.activity {
            Activity::HandedOff { .. } => LearnerActivity::PersonAskedFor,
            Activity::Claimed { by }
            | Activity::TakenOver { by, .. }
            | Activity::ReopenedBy { by }
            | Activity::Joined { by } => LearnerActivity::Joined { name: by.clone() },
            // Learners hear that an agent left only if they heard that the agent joined.
            Activity::Assigned { .. } | Activity::Released { .. } | Activity::LeaseEnded { .. } => {
                match (&self.left, &self.activity) {
                    (Some(name), _) => LearnerActivity::Left { name: name.clone() },
                    (None, Activity::Assigned { .. }) => LearnerActivity::PersonAskedFor,
                    (None, _) => return None,
                }
            }
            // They wait for a person as before, or said it themselves.
            Activity::Routed { .. } | Activity::Rated { .. } | Activity::Other => return None,
            Activity::Snoozed { .. }
            | Activity::Woke
            | Activity::Blocked { .. }
            | Activity::Unblocked { .. } => return None,
            Activity::Returned { .. } => LearnerActivity::WithAssistant,
            Activity::Resolved { .. } => LearnerActivity::Resolved,
            Activity::Reopened => LearnerActivity::Reopened,
        };
        Some(LearnerChange {
            // Learners do not see that the team snoozed it.
            status: match self.status {
                Status::Snoozed => Status::Open,
                status => status,
            },
            person: match &activity {
                LearnerActivity::Joined { name } => Some(name.clone()),
                _ => None,
            },
            activity,
        })
    }
}
