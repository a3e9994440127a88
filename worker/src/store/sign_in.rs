//! Sign-in by an organization's accounts: whose each is, and the client's secret.

use super::{Sql, text};
use crate::error::Error;
use protocol::AgentId;
use protocol::http::Role;
use serde::{Deserialize, Serialize};

/// Somebody whom an organization's provider names.
#[derive(Serialize, Deserialize)]
pub(crate) struct Named {
    /// Digest of the provider and its own id for them.
    pub(crate) subject: String,
    pub(crate) email: String,
    /// Whether the provider has seen that the address is theirs.
    pub(crate) is_verified: bool,
    pub(crate) name: String,
    /// What the claim makes them; nothing, if it makes them nothing.
    pub(crate) role: Option<Role>,
}

const AGENT: &str = "SELECT agent FROM agent_subject WHERE subject = ?";
const SUBJECT: &str = "SELECT subject FROM agent_subject WHERE agent = ?";
const BIND: &str = "INSERT INTO agent_subject (subject, agent) VALUES (?, ?)";
const SECRET: &str = "SELECT secret FROM client_secret";
const PUT_SECRET: &str = "INSERT INTO client_secret (id, secret) VALUES (1, ?)
    ON CONFLICT (id) DO UPDATE SET secret = excluded.secret";
const DELETE_SECRET: &str = "DELETE FROM client_secret";

/// Whose account it is.
pub(crate) fn agent(sql: &Sql, subject: &str) -> Result<Option<AgentId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        agent: AgentId,
    }
    let row = sql.row::<Row>(AGENT, vec![text(subject)])?;
    Ok(row.map(|row| row.agent))
}

/// Whether an agent is somebody at the provider already.
pub(crate) fn is_bound(sql: &Sql, agent: &AgentId) -> Result<bool, Error> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "subject")]
        _subject: String,
    }
    let row = sql.row::<Row>(SUBJECT, vec![text(agent.as_str())])?;
    Ok(row.is_some())
}

/// From now on it is this agent's.
pub(crate) fn bind(sql: &Sql, subject: &str, agent: &AgentId) -> Result<(), Error> {
    sql.run(BIND, vec![text(subject), text(agent.as_str())])
        .map(|_| ())
}

/// What the provider knows this deployment by.
pub(crate) fn secret(sql: &Sql) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        secret: String,
    }
    let row = sql.row::<Row>(SECRET, vec![])?;
    Ok(row.map(|row| row.secret))
}

/// Keeps it, or deletes it.
pub(crate) fn put_secret(sql: &Sql, secret: Option<&str>) -> Result<(), Error> {
    let written = match secret {
        Some(secret) => sql.run(PUT_SECRET, vec![text(secret)]),
        None => sql.run(DELETE_SECRET, vec![]),
    };
    written.map(|_| ())
}
