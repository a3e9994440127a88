//! The shared list and the agents present on it.

use crate::{AgentId, ConversationId, Owner, Reason, Status, Timestamp};
use serde::{Deserialize, Serialize};

/// One row of the shared list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Which conversation.
    pub id: ConversationId,
    /// Grows with every change; an older summary than the stored one is ignored.
    pub version: u32,
    /// Who it waits for.
    pub status: Status,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// The learner's name, if known.
    pub learner_name: Option<String>,
    /// Title of the page the learner writes from.
    pub page_title: Option<String>,
    /// Beginning of the newest message.
    pub preview: String,
    /// Whether the newest message is the learner's.
    pub learner_spoke_last: bool,
    /// Why people are needed, while they are.
    pub reason: Option<Reason>,
    /// Since when the learner waits for a person, while they do.
    pub waiting_since: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
    /// When something was last said or changed.
    pub updated_at: Timestamp,
}

/// An agent who has the inbox open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentPresence {
    /// Which agent.
    pub id: AgentId,
    /// Their name.
    pub name: String,
}

/// One frame from the server to an open inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InboxFrame {
    /// First frame of a connection: the newest conversations and who is here.
    Hello {
        /// Rows, the most recently changed first.
        summaries: Vec<Summary>,
        /// Who has the inbox open.
        present: Vec<AgentPresence>,
    },
    /// A row is new or has changed.
    Summary(Summary),
    /// Who has the inbox open now.
    Present {
        /// All of them.
        present: Vec<AgentPresence>,
    },
}
