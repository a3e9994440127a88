//! Who calls a conversation, and who its sockets belong to.

use domain::AgentRef;
use protocol::http::{Agent, Role};
use protocol::{AgentId, ConversationId, TeamId, Timestamp, VerifiedLearner};
use serde::{Deserialize, Serialize};

/// Who makes a call.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) enum Party {
    /// An agent.
    Agent(AgentId),
    /// The learner, and whether the LMS's signature for them is still valid.
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

/// What the LMS signed about a learner, and until when that is valid.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Signed {
    pub(crate) learner: VerifiedLearner,
    pub(crate) until: Timestamp,
}

/// A learner whom the LMS did not sign for.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Newcomer {
    /// What they are counted by until then: the network they come from, as a rule (`brake.rs`).
    pub(crate) network: String,
    /// Until when they count as a newcomer.
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
    /// Whether they came back from an e-mail: then the LMS's signature is not asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_trusted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) newcomer: Option<Newcomer>,
    /// The learner's browser, as its tokens name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) browser: Option<String>,
    /// Name and e-mail address that the page gave, until the first message: nothing is stored of a learner who
    /// only looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) told: Option<(Option<String>, Option<String>)>,
}

impl Identity {
    /// Hash of the token of the agent's session.
    pub(super) fn session(&self) -> Option<String> {
        self.session.as_ref().map(|(hash, _)| hash.clone())
    }
}
