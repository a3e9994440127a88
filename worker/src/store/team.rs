//! A team's rows: settings, agents, sessions, invites, keys.

use super::{Sql, int, json, text};
use crate::error::Error;
use protocol::http::{Agent, ApiKey, Role, Scope};
use protocol::settings::{Section, Settings};
use protocol::{AgentId, Timestamp};
use serde::Deserialize;

const SECTIONS: &str = "SELECT name, value FROM section";
const PUT_SECTION: &str = "INSERT INTO section (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

const DAY: &str = "SELECT day, conversations FROM assistant_day";
const PUT_DAY: &str = "INSERT INTO assistant_day (id, day, conversations) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET day = excluded.day, conversations = excluded.conversations";

const ADD_AGENT: &str = "INSERT INTO agent (id, name, email, role, password_hash, created_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING";
const AGENTS: &str = "SELECT id, name, email, role, password_hash FROM agent ORDER BY name";
const AGENT_BY_EMAIL: &str =
    "SELECT id, name, email, role, password_hash FROM agent WHERE email = ?";
const AGENT_OF_SESSION: &str = "SELECT agent.id, name, email, role, password_hash FROM agent
    JOIN session ON session.agent = agent.id WHERE token_hash = ? AND expires_at > ?";

const OPEN_SESSION: &str = "INSERT INTO session (token_hash, agent, expires_at) VALUES (?, ?, ?)";
const CLOSE_SESSION: &str = "DELETE FROM session WHERE token_hash = ? OR expires_at <= ?";

const FAILURES: &str = "SELECT failures, since FROM sign_in_failure WHERE email = ?";
const PUT_FAILURES: &str = "INSERT INTO sign_in_failure (email, failures, since) VALUES (?, ?, ?)
    ON CONFLICT (email) DO UPDATE SET failures = excluded.failures, since = excluded.since";
const CLEAR_FAILURES: &str = "DELETE FROM sign_in_failure WHERE email = ?";
const FORGET_FAILURES: &str = "DELETE FROM sign_in_failure WHERE since < ?";

const ADD_INVITE: &str = "INSERT INTO invite (token_hash, role, expires_at) VALUES (?, ?, ?)";
const INVITE: &str = "SELECT role FROM invite
    WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?";
const USE_INVITE: &str = "UPDATE invite SET used_at = ? WHERE token_hash = ?";

const ADD_KEY: &str =
    "INSERT INTO api_key (id, label, scopes, secret_hash, created_at) VALUES (?, ?, ?, ?, ?)";
const KEYS: &str = "SELECT id, label, scopes, secret_hash, created_at FROM api_key
    ORDER BY created_at DESC";
const KEY: &str = "SELECT id, label, scopes, secret_hash, created_at FROM api_key WHERE id = ?";
const REVOKE_KEY: &str = "DELETE FROM api_key WHERE id = ?";

#[derive(Deserialize)]
struct Text {
    #[serde(alias = "role")]
    value: String,
}

/// The team's settings; `None` until it is set up.
pub(crate) fn settings(sql: &Sql) -> Result<Option<Settings>, Error> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
        value: String,
    }
    let rows: Vec<Row> = sql.rows(SECTIONS, vec![])?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut settings = Settings::new(String::new());
    for row in rows {
        let section = Section::of(&row.name);
        let section = section.ok_or_else(|| Error::bug("a stored section is unknown"))?;
        settings.read(section, &mut serde_json::Deserializer::from_str(&row.value))?;
    }
    Ok(Some(settings))
}

/// Keeps a section of the settings.
pub(crate) fn put_section(sql: &Sql, settings: &Settings, section: Section) -> Result<(), Error> {
    let value = settings.write(section, serde_json::value::Serializer)?;
    sql.run(PUT_SECTION, vec![text(section.name()), json(&value)?])?;
    Ok(())
}

/// Conversations the assistant took on in a day.
#[derive(Deserialize)]
struct Day {
    /// Days since the Unix epoch, UTC.
    day: i64,
    conversations: u32,
}

/// Counts a conversation that begins against `most` a day; `false` if they are used up.
pub(crate) fn count_conversation(sql: &Sql, most: u32, now: Timestamp) -> Result<bool, Error> {
    let today = now.0.div_euclid(24 * 60 * 60 * 1_000);
    let stored = sql.row::<Day>(DAY, vec![])?;
    let taken = stored.filter(|it| it.day == today);
    let taken = taken.map_or(0, |it| it.conversations);
    if taken >= most {
        return Ok(false);
    }
    sql.run(PUT_DAY, vec![int(today), int(taken + 1)])?;
    Ok(true)
}

#[derive(Deserialize)]
struct AgentRow {
    id: AgentId,
    name: String,
    email: String,
    role: String,
    password_hash: String,
}

impl AgentRow {
    fn agent(self) -> Result<(Agent, String), Error> {
        let agent = Agent {
            id: self.id,
            name: self.name,
            email: self.email,
            role: role(&self.role)?,
        };
        Ok((agent, self.password_hash))
    }
}

fn role(text: &str) -> Result<Role, Error> {
    match text {
        "agent" => Ok(Role::Agent),
        "admin" => Ok(Role::Admin),
        _ => Err(Error::bug("a stored role is unknown")),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        Role::Admin => "admin",
    }
}

/// Adds an agent; `false` if the address is taken.
pub(crate) fn add_agent(
    sql: &Sql,
    agent: &Agent,
    password_hash: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let written = sql.run(
        ADD_AGENT,
        vec![
            text(agent.id.as_str()),
            text(&agent.name),
            text(&agent.email),
            text(role_name(agent.role)),
            text(password_hash),
            int(now.0),
        ],
    )?;
    Ok(written > 0)
}

pub(crate) fn agents(sql: &Sql) -> Result<Vec<Agent>, Error> {
    sql.rows::<AgentRow>(AGENTS, vec![])?
        .into_iter()
        .map(|row| Ok(row.agent()?.0))
        .collect()
}

/// The agent with this address, and the hash of their password.
pub(crate) fn agent_by_email(sql: &Sql, email: &str) -> Result<Option<(Agent, String)>, Error> {
    sql.row::<AgentRow>(AGENT_BY_EMAIL, vec![text(email)])?
        .map(AgentRow::agent)
        .transpose()
}

/// Whose session this is, if it has not ended.
pub(crate) fn agent_of_session(
    sql: &Sql,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Agent>, Error> {
    sql.row::<AgentRow>(AGENT_OF_SESSION, vec![text(token_hash), int(now.0)])?
        .map(|row| Ok(row.agent()?.0))
        .transpose()
}

pub(crate) fn open_session(
    sql: &Sql,
    token_hash: &str,
    agent: &AgentId,
    expires_at: Timestamp,
) -> Result<(), Error> {
    sql.run(
        OPEN_SESSION,
        vec![text(token_hash), text(agent.as_str()), int(expires_at.0)],
    )?;
    Ok(())
}

/// Ends a session, and forgets those that have ended by themselves.
pub(crate) fn close_session(sql: &Sql, token_hash: &str, now: Timestamp) -> Result<(), Error> {
    sql.run(CLOSE_SESSION, vec![text(token_hash), int(now.0)])?;
    Ok(())
}

/// Failed sign-ins for this address, and since when.
pub(crate) fn failures(sql: &Sql, email: &str) -> Result<(i64, Timestamp), Error> {
    #[derive(Deserialize)]
    struct Row {
        failures: i64,
        since: i64,
    }
    let row = sql.row::<Row>(FAILURES, vec![text(email)])?;
    Ok(row.map_or((0, Timestamp(0)), |row| {
        (row.failures, Timestamp(row.since))
    }))
}

pub(crate) fn put_failures(
    sql: &Sql,
    email: &str,
    failures: i64,
    since: Timestamp,
) -> Result<(), Error> {
    sql.run(PUT_FAILURES, vec![text(email), int(failures), int(since.0)])?;
    Ok(())
}

pub(crate) fn clear_failures(sql: &Sql, email: &str) -> Result<(), Error> {
    sql.run(CLEAR_FAILURES, vec![text(email)])?;
    Ok(())
}

/// Forgets failures that began before `before`.
pub(crate) fn forget_failures(sql: &Sql, before: Timestamp) -> Result<(), Error> {
    sql.run(FORGET_FAILURES, vec![int(before.0)])?;
    Ok(())
}

pub(crate) fn add_invite(
    sql: &Sql,
    token_hash: &str,
    role: Role,
    expires_at: Timestamp,
) -> Result<(), Error> {
    sql.run(
        ADD_INVITE,
        vec![text(token_hash), text(role_name(role)), int(expires_at.0)],
    )?;
    Ok(())
}

/// What an invite that is still open makes of whoever accepts it.
pub(crate) fn invite(sql: &Sql, token_hash: &str, now: Timestamp) -> Result<Option<Role>, Error> {
    sql.row::<Text>(INVITE, vec![text(token_hash), int(now.0)])?
        .map(|row| role(&row.value))
        .transpose()
}

pub(crate) fn use_invite(sql: &Sql, token_hash: &str, now: Timestamp) -> Result<(), Error> {
    sql.run(USE_INVITE, vec![int(now.0), text(token_hash)])?;
    Ok(())
}

#[derive(Deserialize)]
struct KeyRow {
    id: String,
    label: String,
    scopes: String,
    secret_hash: String,
    created_at: i64,
}

impl KeyRow {
    fn key(self) -> Result<(ApiKey, String), Error> {
        let key = ApiKey {
            id: self.id,
            label: self.label,
            scopes: serde_json::from_str(&self.scopes)?,
            created_at: Timestamp(self.created_at),
        };
        Ok((key, self.secret_hash))
    }
}

pub(crate) fn add_key(sql: &Sql, key: &ApiKey, secret_hash: &str) -> Result<(), Error> {
    sql.run(
        ADD_KEY,
        vec![
            text(&key.id),
            text(&key.label),
            json(&key.scopes)?,
            text(secret_hash),
            int(key.created_at.0),
        ],
    )?;
    Ok(())
}

pub(crate) fn keys(sql: &Sql) -> Result<Vec<ApiKey>, Error> {
    sql.rows::<KeyRow>(KEYS, vec![])?
        .into_iter()
        .map(|row| Ok(row.key()?.0))
        .collect()
}

/// What a key may do, if its secret is this one.
pub(crate) fn key_scopes(
    sql: &Sql,
    id: &str,
    secret_hash: &str,
) -> Result<Option<Vec<Scope>>, Error> {
    let Some(row) = sql.row::<KeyRow>(KEY, vec![text(id)])? else {
        return Ok(None);
    };
    let (key, kept) = row.key()?;
    Ok((kept == secret_hash).then_some(key.scopes))
}

/// Deletes a key; whether there was one.
pub(crate) fn revoke_key(sql: &Sql, id: &str) -> Result<bool, Error> {
    Ok(sql.run(REVOKE_KEY, vec![text(id)])? > 0)
}
