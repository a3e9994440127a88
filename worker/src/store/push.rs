//! Agents' browsers that are told when people are needed, and the team's key that push services know it by.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::push::{PushBrowser, PushChoices};
use protocol::{AgentId, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a browser that does not open the inbox keeps its notifications. Each opening renews it.
const KEPT_MS: i64 = 60 * 24 * 60 * 60_000;

const KEY: &str = "SELECT key FROM push_key";
const KEEP_KEY: &str = "INSERT INTO push_key (id, key) VALUES (1, ?) ON CONFLICT DO NOTHING";
const PUT: &str = "INSERT INTO push (endpoint, agent, token_hash, address, choices, at)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (endpoint) DO UPDATE SET agent = excluded.agent, token_hash = excluded.token_hash,
    address = excluded.address, choices = excluded.choices, at = excluded.at";
const FORGET_OLD: &str = "DELETE FROM push WHERE at < ?";
const OF: &str =
    "SELECT endpoint, address, choices FROM push WHERE agent = ? AND at >= ? ORDER BY at";
// Deactivated agents are told nothing.
const ALL: &str = "SELECT agent, address, choices, role = 'admin' AS is_admin FROM push
    JOIN agent ON agent.id = push.agent WHERE at >= ? AND is_inactive = 0 ORDER BY endpoint";
const DROP: &str = "DELETE FROM push WHERE endpoint = ? AND (?2 IS NULL OR agent = ?2)";
const DROP_SESSION: &str = "DELETE FROM push WHERE token_hash = ?";
const DROP_OTHERS: &str = "DELETE FROM push WHERE agent = ? AND token_hash <> ?";

/// A browser, as conversations are told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PushTo {
    pub(crate) agent: AgentId,
    /// Whether they are an admin.
    #[serde(default)]
    pub(crate) is_admin: bool,
    /// Where it is reached, as the outbox keeps it.
    pub(crate) address: String,
    pub(crate) choices: PushChoices,
}

#[derive(Deserialize)]
struct Row {
    endpoint: String,
    address: String,
    choices: String,
}

/// The team's key, as JSON, if it was made.
pub(crate) fn key(sql: &Sql) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        key: String,
    }
    Ok(sql.row::<Row>(KEY, vec![])?.map(|row| row.key))
}

/// Keeps a key, unless there is one.
pub(crate) fn keep_key(sql: &Sql, key: &str) -> Result<(), Error> {
    sql.run(KEEP_KEY, vec![text(key)]).map(|_| ())
}

/// Keeps a browser, of the agent and session that it belongs to now.
pub(crate) fn put(
    sql: &Sql,
    (endpoint, token_hash): (&str, &str),
    to: &PushTo,
    now: Timestamp,
) -> Result<(), Error> {
    sql.run(FORGET_OLD, vec![int(now.0 - KEPT_MS)])?;
    let values = vec![
        text(endpoint),
        text(to.agent.as_str()),
        text(token_hash),
        text(&to.address),
        json(&to.choices)?,
        int(now.0),
    ];
    sql.run(PUT, values).map(|_| ())
}

/// An agent's browsers, the newest last.
pub(crate) fn of(
    sql: &Sql,
    agent: &AgentId,
    now: Timestamp,
) -> Result<Vec<(PushBrowser, String)>, Error> {
    let rows: Vec<Row> = sql.rows(OF, vec![text(agent.as_str()), int(now.0 - KEPT_MS)])?;
    let browsers = rows.into_iter().map(|row| {
        let browser = PushBrowser {
            endpoint: row.endpoint,
            choices: crate::json::read(&row.choices)?,
        };
        Ok((browser, row.address))
    });
    browsers.collect()
}

/// All browsers of agents who may sign in.
pub(crate) fn all(sql: &Sql, now: Timestamp) -> Result<Vec<PushTo>, Error> {
    #[derive(Deserialize)]
    struct Row {
        agent: AgentId,
        address: String,
        choices: String,
        is_admin: u8,
    }
    let rows: Vec<Row> = sql.rows(ALL, vec![int(now.0 - KEPT_MS)])?;
    let all = rows.into_iter().map(|row| {
        Ok(PushTo {
            agent: row.agent,
            is_admin: row.is_admin != 0,
            address: row.address,
            choices: crate::json::read(&row.choices)?,
        })
    });
    all.collect()
}

/// Forgets a browser, if it is this agent's; without one, whoever's it is.
pub(crate) fn drop(sql: &Sql, endpoint: &str, agent: Option<&AgentId>) -> Result<(), Error> {
    let agent = agent.map_or(Value::Null, |agent| text(agent.as_str()));
    sql.run(DROP, vec![text(endpoint), agent]).map(|_| ())
}

/// A session ended by its agent's choice or an admin's: its browser is told nothing more.
pub(crate) fn drop_session(sql: &Sql, token_hash: &str) -> Result<(), Error> {
    sql.run(DROP_SESSION, vec![text(token_hash)]).map(|_| ())
}

/// All sessions of an agent but one were ended that way.
pub(crate) fn drop_others(sql: &Sql, agent: &AgentId, kept: &str) -> Result<(), Error> {
    sql.run(DROP_OTHERS, vec![text(agent.as_str()), text(kept)])
        .map(|_| ())
}
