//! What routing goes by: which agents take conversations, whom one was given to last, and who let go of which.

use super::{Sql, Value, int, text};
use crate::error::Error;
use protocol::{AgentId, Availability, ConversationId, Summary, Timestamp};
use serde::Deserialize;

const STATES: &str = "SELECT agent, availability, given_at FROM agent_state";
const CHOOSE: &str = "INSERT INTO agent_state (agent, availability) VALUES (?, ?)
    ON CONFLICT (agent) DO UPDATE SET availability = excluded.availability";
const GIVE: &str = "INSERT INTO agent_state (agent, given_at) VALUES (?, ?)
    ON CONFLICT (agent) DO UPDATE SET given_at = excluded.given_at";

// The condition is the partial index's, word for word. As many as are looked at: what is due first.
const WAITING: &str = "SELECT summary FROM summary WHERE status IN ('open', 'snoozed')
    AND status = 'open' AND owner IS NULL AND waiting_since IS NOT NULL
    ORDER BY rank, conversation LIMIT 100";
const OPEN: &str = "SELECT owner AS agent, count(*) AS open FROM summary
    WHERE status IN ('open', 'snoozed') AND status = 'open' AND owner IS NOT NULL GROUP BY owner";

const VERSION: &str = "SELECT version FROM summary WHERE conversation = ?";

const KNOWN: &str = "SELECT known FROM routing";
const KEEP_KNOWN: &str = "INSERT INTO routing (id, known) VALUES (1, ?)
    ON CONFLICT (id) DO UPDATE SET known = excluded.known";
const FORGET_KNOWN: &str = "DELETE FROM routing";

const LET_GO: &str =
    "INSERT INTO let_go (conversation, agent) VALUES (?, ?) ON CONFLICT DO NOTHING";
const WHO_LET_GO: &str = "SELECT agent FROM let_go WHERE conversation = ?";
const FORGET: &str = "DELETE FROM let_go WHERE conversation = ?";

/// What the team's object was told and answered last, as JSON.
pub(crate) fn known(sql: &Sql) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        known: String,
    }
    Ok(sql.row::<Row>(KNOWN, vec![])?.map(|row| row.known))
}

/// Keeps it.
pub(crate) fn keep_known(sql: &Sql, known: &str) -> Result<(), Error> {
    sql.run(KEEP_KNOWN, vec![text(known)]).map(|_| ())
}

/// Forgets it: it is read anew.
pub(crate) fn forget_known(sql: &Sql) -> Result<(), Error> {
    sql.run(FORGET_KNOWN, vec![]).map(|_| ())
}

/// What is kept of an agent.
#[derive(Deserialize)]
pub(crate) struct AgentState {
    pub(crate) agent: AgentId,
    /// What they chose last; nothing, if they never did.
    pub(crate) availability: Option<Availability>,
    /// When a conversation was given to them last.
    pub(crate) given_at: Option<Timestamp>,
}

/// All that is kept of agents.
pub(crate) fn states(sql: &Sql) -> Result<Vec<AgentState>, Error> {
    sql.rows(STATES, vec![])
}

/// Keeps what an agent chose.
pub(crate) fn choose(sql: &Sql, agent: &AgentId, availability: Availability) -> Result<(), Error> {
    let name = match availability {
        Availability::Available => "available",
        Availability::Busy => "busy",
        Availability::Away => "away",
    };
    sql.run(CHOOSE, vec![text(agent.as_str()), text(name)])
        .map(|_| ())
}

/// A conversation was given to an agent.
pub(crate) fn give(sql: &Sql, agent: &AgentId, at: Timestamp) -> Result<(), Error> {
    sql.run(GIVE, vec![text(agent.as_str()), int(at.0)])
        .map(|_| ())
}

/// Conversations that wait for a person and nobody has, what is due first.
pub(crate) fn waiting(sql: &Sql) -> Result<Vec<Summary>, Error> {
    super::list::summaries(sql, WAITING, vec![])
}

/// The version of a conversation's summary, as the list knows it.
pub(crate) fn version(sql: &Sql, conversation: &ConversationId) -> Result<Option<u32>, Error> {
    #[derive(Deserialize)]
    struct Row {
        version: u32,
    }
    let row = sql.row::<Row>(VERSION, vec![text(conversation.as_str())])?;
    Ok(row.map(|row| row.version))
}

/// How many open conversations each agent has who has any.
pub(crate) fn open(sql: &Sql) -> Result<Vec<(AgentId, u32)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        agent: AgentId,
        open: u32,
    }
    let rows: Vec<Row> = sql.rows(OPEN, vec![])?;
    Ok(rows.into_iter().map(|row| (row.agent, row.open)).collect())
}

/// An agent let go of a conversation.
pub(crate) fn let_go(
    sql: &Sql,
    conversation: &ConversationId,
    agent: &AgentId,
) -> Result<(), Error> {
    let values: Vec<Value> = vec![text(conversation.as_str()), text(agent.as_str())];
    sql.run(LET_GO, values).map(|_| ())
}

/// Who let go of a conversation.
pub(crate) fn who_let_go(sql: &Sql, conversation: &ConversationId) -> Result<Vec<AgentId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        agent: AgentId,
    }
    let rows: Vec<Row> = sql.rows(WHO_LET_GO, vec![text(conversation.as_str())])?;
    Ok(rows.into_iter().map(|row| row.agent).collect())
}

/// People are done with a conversation: whoever let go of it may be given it again.
pub(crate) fn forget(sql: &Sql, conversation: &ConversationId) -> Result<(), Error> {
    sql.run(FORGET, vec![text(conversation.as_str())])
        .map(|_| ())
}
