//! The shared list and the agents present on it.

use crate::list::{Counts, Cursor, SavedFilter};
use crate::{AgentId, ConversationId, Problem, Summary};
use serde::{Deserialize, Serialize};

/// An agent who has the inbox open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentPresence {
    /// Which agent.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// The conversation they have before their eyes. Never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewing: Option<ConversationId>,
    /// Whether they take conversations.
    #[serde(default)]
    pub availability: Availability,
}

/// Whether an agent who has the inbox open takes conversations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// They do: routing assigns to them.
    #[default]
    Available,
    /// They are here, and routing assigns nothing to them.
    Busy,
    /// They are not here: they say so, or have not touched the page for ten minutes.
    Away,
}

impl Availability {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Available, Self::Busy, Self::Away];
}

/// All an agent's browser may say over the inbox's socket. Never stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InboxSignal {
    /// Which conversation the agent has before their eyes now.
    Viewing {
        /// None, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conversation: Option<ConversationId>,
    },
    /// Whether the agent takes conversations, until they say something else, in all their browsers.
    Available {
        /// What they chose.
        availability: Availability,
    },
    /// The agent has not touched the page for ten minutes, or does so again.
    Idle {
        /// Whether they have not.
        is_idle: bool,
    },
}

/// One frame from the server to an open inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum InboxFrame {
    /// First frame of a connection: the newest conversations and who is here; an agent who
    /// views several conversations in several tabs stands there once for each.
    Hello {
        /// Rows, each once: those people have, what is due first, at most 500; the agent's own;
        /// those with an unread note that names them; the last changed 200.
        summaries: Vec<Summary>,
        /// How many conversations there are in all.
        counts: Counts,
        /// The last of those people have, as they are listed by what is due, if there are more of them than are
        /// here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        people_to: Option<Cursor>,
        /// The last of those that changed last, if there are more than are here: its rank is as it is listed by
        /// what is newest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        changed_to: Option<Cursor>,
        /// The filters that the agent keeps.
        filters: Vec<SavedFilter>,
        /// Who has the inbox open.
        present: Vec<AgentPresence>,
    },
    /// A row is new or has changed.
    Summary(Summary),
    /// How many conversations there are now, if it changed.
    Counts(Counts),
    /// The agent's filters are others now, in whichever tab that was done.
    Filters {
        /// All of them.
        filters: Vec<SavedFilter>,
    },
    /// Rows are gone: what they were of is erased.
    Gone {
        /// Which.
        conversations: Vec<ConversationId>,
    },
    /// What the browser sent was refused. Nothing was changed.
    Refused {
        /// Why.
        problem: Problem,
    },
    /// Who has the inbox open now.
    Present {
        /// All of them.
        present: Vec<AgentPresence>,
    },
}
