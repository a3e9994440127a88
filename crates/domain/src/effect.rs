//! What to do, in order.

use crate::answer::Query;
use crate::turn::TurnRequest;
use protocol::settings::{AlertKind, AlertOn};
use protocol::{
    AgentEvent, Attachment, AttachmentId, ClientMessageId, Collected, HandoffPacket,
    LearnerProfile, Receipt, Seq, Sequenced, Summary, Timestamp, Turn,
};
use std::rc::Rc;

/// An event for the log, with its number in each audience's stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Logged {
    /// The event, numbered for agents.
    pub entry: Sequenced<AgentEvent>,
    /// Its number for the learner; `None` if it is not for them.
    pub learner_seq: Option<Seq>,
}

impl Logged {
    /// The sender's id, if a client sent it.
    #[must_use]
    pub fn client_id(&self) -> Option<&ClientMessageId> {
        match &self.entry.event {
            AgentEvent::Message(message) => message.client_id.as_ref(),
            AgentEvent::Note(note) => note.client_id.as_ref(),
            AgentEvent::Changed(_)
            | AgentEvent::Handoff(_)
            | AgentEvent::Tagged(_)
            | AgentEvent::Collected(_) => None,
        }
    }

    /// Files beside it.
    #[must_use]
    pub fn attachments(&self) -> &[Attachment] {
        match &self.entry.event {
            AgentEvent::Message(message) => &message.attachments,
            AgentEvent::Note(note) => &note.attachments,
            AgentEvent::Changed(_)
            | AgentEvent::Handoff(_)
            | AgentEvent::Tagged(_)
            | AgentEvent::Collected(_) => &[],
        }
    }
}

/// Something on its way to somebody outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Number of its event: with the conversation's id, what tells it from any other.
    pub seq: Seq,
    /// When that was.
    pub at: Timestamp,
    /// Where to.
    pub address: String,
    /// In which form.
    pub kind: AlertKind,
    /// What.
    pub news: News,
    /// Whose.
    pub learner: LearnerProfile,
}

/// What a team's own systems are told.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// An action was filled in.
    Collected(Collected),
    /// People take over, and a rule says who has to hear of it.
    HandedOff(Rc<HandoffPacket>),
    /// A learner waits for a reply: what people got, when it was promised, and how long they wait.
    Waits(Rc<HandoffPacket>, Timestamp, Rung),
    /// Something happened, as the log has it.
    Happened(AlertOn, AgentEvent),
    /// To the learner: what they have not seen.
    Replied {
        /// What comes after this number in their stream.
        after: Seq,
        /// Whether what nobody of the team wrote is among it, as for who wrote by e-mail.
        with_assistant: bool,
    },
}

/// How long a learner has waited, by what was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// Three quarters of it.
    Soon,
    /// All of it.
    Late,
    /// Twice as long.
    Unanswered,
    /// The team's own target for resolving a conversation.
    Unresolved,
}

impl Rung {
    /// The event that alerts name.
    #[must_use]
    pub fn on(self) -> AlertOn {
        match self {
            Self::Soon => AlertOn::Soon,
            Self::Late => AlertOn::Late,
            Self::Unanswered => AlertOn::Unanswered,
            Self::Unresolved => AlertOn::Unresolved,
        }
    }

    /// Its share of the promised time, in quarters; `None` if it has nothing to do with it.
    #[must_use]
    pub fn quarters(self) -> Option<i64> {
        match self {
            Self::Soon => Some(3),
            Self::Late => Some(4),
            Self::Unanswered => Some(8),
            Self::Unresolved => None,
        }
    }
}

/// Something to tell those on the conversation that is not an event of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// A turn has begun.
    Started(Turn),
    /// More of its text.
    Delta {
        /// Which turn.
        turn: Turn,
        /// Characters before this piece.
        from: usize,
        /// The piece.
        text: String,
    },
    /// It has ended.
    Ended(Turn),
    /// To both: by when a person replies; `None` if nobody waits any more.
    Promise(Option<Timestamp>),
    /// To agents: how far the learner has come, in the agents' numbers.
    LearnerCame(Receipt),
    /// To the learner: how far the team has come, in the learner's numbers.
    TeamCame(Receipt),
    /// Somebody writes.
    Typing {
        /// The agent; the learner, if absent.
        name: Option<String>,
        /// Whether the learner hears of it; agents always do.
        to_learner: bool,
    },
}

/// One thing to do. Whoever performs them keeps their order.
///
/// Every `Store` and the `Keep` precede every `Send` and `Tell` of the same input,
/// and everything up to them is one commit (architecture, invariants 3 and 11).
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Append to the log.
    Store(Logged),
    /// Write the snapshot.
    Keep,
    /// Send a stored event to whoever may see it.
    Send(Logged),
    /// Tell whoever is here.
    Tell(Telling),
    /// Tell the inbox how the conversation stands.
    Summarize(Summary),
    /// Search the articles, and come back with [`crate::Input::Searched`].
    Search {
        /// For which turn.
        turn: Turn,
        /// What to search for, and in what context.
        query: Query,
    },
    /// Delete a file that was uploaded and never said.
    Discard(AttachmentId),
    /// Ask the model, and come back with deltas and an answer or a failure.
    Ask(TurnRequest),
    /// Post something to the team's own system, until it is taken.
    Post(Delivery),
}
