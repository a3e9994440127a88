//! Who is at the other end: of a call to a conversation, and of its sockets.

use domain::AgentRef;
use protocol::http::{Agent, Role};
use protocol::{AgentId, ConversationId, TeamId, Timestamp, VerifiedLearner};
use serde::{Deserialize, Serialize};

/// Who asks.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Party {
    /// An agent.
    Agent(AgentId),
    /// The learner, and whether the LMS's word for who they are stands.
    Learner { is_verified: bool },
}

impl Party {
    /// The agent; the learner, if none.
    pub(super) fn agent(self) -> Option<AgentId> {
        match self {
            Self::Agent(id) => Some(id),
            Self::Learner { .. } => None,
        }
    }
}

/// What the LMS signed of a learner, and until when that stands.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Signed {
    pub(crate) learner: VerifiedLearner,
    pub(crate) until: Timestamp,
}

/// A learner who has begun not long ago, and for whom the LMS did not sign.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Newcomer {
    /// Where they come from.
    pub(crate) network: String,
    /// Until when they are new.
    pub(crate) until: Timestamp,
}

/// An agent, as the worker knows them.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Caller {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    pub(crate) is_admin: bool,
}

impl From<Agent> for Caller {
    fn from(agent: Agent) -> Self {
        Self {
            id: agent.id,
            name: agent.name,
            is_admin: agent.role == Role::Admin,
        }
    }
}

impl From<Caller> for AgentRef {
    fn from(caller: Caller) -> Self {
        Self {
            id: caller.id,
            name: caller.name,
            is_admin: caller.is_admin,
        }
    }
}

/// Who a socket belongs to, as attached to it.
#[derive(Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) team: TeamId,
    pub(super) conversation: ConversationId,
    /// The agent; the learner, if absent.
    pub(super) agent: Option<Caller>,
    /// Hash of the token of the agent's session, and when it ends at the latest.
    pub(super) session: Option<(String, Timestamp)>,
    /// The code of the language that the learner reads.
    pub(super) language: String,
    /// What the LMS signed of the learner, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signed: Option<Signed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) newcomer: Option<Newcomer>,
    /// The name and the address that the page gave, while nothing has been said: who only looks leaves
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) told: Option<(Option<String>, Option<String>)>,
}

impl Identity {
    /// Hash of the token of the agent's session.
    pub(super) fn session(&self) -> Option<String> {
        self.session.as_ref().map(|(hash, _)| hash.clone())
    }
}
