//! A team's accounts: agents, their sessions and which conversations those have open, invites, links for a
//! new password, and failed sign-ins.

use super::{Sql, Value, int, push, text};
use crate::error::Error;
use protocol::http::{Agent, AgentSession, OpenInvite, Role};
use protocol::{AgentId, ConversationId, Timestamp};
use serde::Deserialize;

const ADD_AGENT: &str = "INSERT INTO agent (id, name, email, role, password_hash, created_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING";
const AGENTS: &str = "SELECT agent.*, EXISTS (SELECT 1 FROM second_factor
    WHERE agent = agent.id AND is_confirmed) AS has_second_factor FROM agent ORDER BY name, id";
// Only the rows that change are written.
const PUT_HERE: &str = "UPDATE agent SET is_here = NOT is_here
    WHERE is_here <> (id IN (SELECT value FROM json_each(?)))";
const HERE: &str = "SELECT id FROM agent WHERE is_here";
const AGENT: &str = "SELECT agent.*, EXISTS (SELECT 1 FROM second_factor
    WHERE agent = agent.id AND is_confirmed) AS has_second_factor FROM agent WHERE id = ?";
const AGENT_BY_EMAIL: &str = "SELECT agent.*, EXISTS (SELECT 1 FROM second_factor
    WHERE agent = agent.id AND is_confirmed) AS has_second_factor FROM agent WHERE email = ?";
const CHANGE_AGENT: &str = "UPDATE agent SET role = ?, is_inactive = ? WHERE id = ?";
const OTHER_ADMINS: &str = "SELECT count(*) AS number FROM agent
    WHERE role = 'admin' AND NOT is_inactive AND id != ?";
const PUT_PASSWORD: &str = "UPDATE agent SET password_hash = ? WHERE id = ?";

const OPEN_SESSION: &str = "INSERT INTO session
    (token_hash, id, agent, device, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
const SESSION: &str =
    "SELECT * FROM session WHERE token_hash = ? AND expires_at > ? AND seen_at > ?";
const SEE_SESSION: &str = "UPDATE session SET seen_at = ? WHERE token_hash = ?";
const SESSIONS: &str = "SELECT * FROM session WHERE agent = ? AND expires_at > ? AND seen_at > ?
    ORDER BY seen_at DESC";
const STALE: &str = "SELECT token_hash FROM session WHERE expires_at <= ? OR seen_at <= ?";
const BY_TOKEN: &str = "SELECT token_hash FROM session WHERE token_hash = ?";
const BY_ID: &str = "SELECT token_hash FROM session WHERE agent = ? AND id = ?";
const ALL_BUT: &str = "SELECT token_hash FROM session WHERE agent = ? AND token_hash != ?";
const END_SESSION: &str = "DELETE FROM session WHERE token_hash = ?";
const LOOKS_AT: &str = "INSERT INTO session_conversation (token_hash, conversation) VALUES (?, ?)
    ON CONFLICT DO NOTHING";
const LOOKED_AT: &str = "SELECT conversation FROM session_conversation WHERE token_hash = ?";
const LOOKS_AT_NOTHING: &str = "DELETE FROM session_conversation WHERE token_hash = ?";

const BROWSER: &str = "SELECT seen_at FROM known_browser WHERE agent = ? AND mark = ?";
const KNOW_BROWSER: &str = "INSERT INTO known_browser (agent, mark, seen_at) VALUES (?, ?, ?)
    ON CONFLICT (agent, mark) DO UPDATE SET seen_at = excluded.seen_at";
const FORGET_BROWSERS: &str = "DELETE FROM known_browser WHERE agent = ? AND mark NOT IN
    (SELECT mark FROM known_browser WHERE agent = ? ORDER BY seen_at DESC LIMIT ?)";

const FAILURES: &str = "SELECT failures, since FROM sign_in_failure WHERE bucket = ?";
const PUT_FAILURES: &str = "INSERT INTO sign_in_failure (bucket, failures, since, before) VALUES (?, ?, ?3, ?3)
    ON CONFLICT (bucket) DO UPDATE SET failures = excluded.failures, before = since, since = excluded.since";
const CLEAR_FAILURES: &str = "DELETE FROM sign_in_failure WHERE bucket = ?";
// The one before it is the last again: what was right makes nobody wait, and keeps nothing from being forgotten.
const TAKE_BACK_FAILURE: &str = "UPDATE sign_in_failure SET failures = failures - 1, since = before
    WHERE bucket = ? AND failures > 0";
const FORGET_FAILURES: &str = "DELETE FROM sign_in_failure WHERE since < ?";

const ADD_INVITE: &str = "INSERT INTO invite (token_hash, id, role, invited_by, issuer, expires_at) VALUES (?, ?, ?, ?, ?, ?)";
const INVITE: &str = "SELECT * FROM invite WHERE token_hash = ? AND expires_at > ?";
const INVITES: &str = "SELECT * FROM invite WHERE expires_at > ? ORDER BY expires_at DESC";
const USE_INVITE: &str = "DELETE FROM invite WHERE token_hash = ?";
const REVOKE_INVITE: &str = "DELETE FROM invite WHERE id = ?";
const REVOKE_INVITES_OF: &str = "DELETE FROM invite WHERE issuer = ?";
const FORGET_INVITES: &str = "DELETE FROM invite WHERE expires_at <= ?";

const ADD_LINK: &str = "INSERT INTO password_link (agent, token_hash, issuer, expires_at)
    VALUES (?, ?, ?, ?) ON CONFLICT (agent) DO UPDATE SET token_hash = excluded.token_hash,
    issuer = excluded.issuer, expires_at = excluded.expires_at";
const ADD_MAILED_LINK: &str = "INSERT INTO mailed_link (agent, token_hash, expires_at) VALUES (?, ?, ?)
    ON CONFLICT (agent) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at";
const LINK: &str = "SELECT agent FROM password_link WHERE token_hash = ?1 AND expires_at > ?2
    UNION ALL SELECT agent FROM mailed_link WHERE token_hash = ?1 AND expires_at > ?2";
const USE_LINK: &str = "DELETE FROM password_link WHERE agent = ?";
const USE_MAILED_LINK: &str = "DELETE FROM mailed_link WHERE agent = ?";
const REVOKE_LINKS_OF: &str = "DELETE FROM password_link WHERE issuer = ?";

/// A session that nobody used for this long is over: half a day.
const IDLE_MS: i64 = 12 * 60 * 60 * 1_000;
/// Browsers that are known of an agent.
const BROWSERS: i32 = 20;
/// How often it is written that a session is used.
const SEEN_MS: i64 = 10 * 60 * 1_000;

#[derive(Deserialize)]
struct AgentRow {
    id: AgentId,
    name: String,
    email: String,
    role: String,
    password_hash: String,
    is_inactive: i64,
    has_second_factor: i64,
}

impl AgentRow {
    fn agent(self) -> Result<(Agent, String), Error> {
        let agent = Agent {
            id: self.id,
            name: self.name,
            email: self.email,
            role: role(&self.role)?,
            is_inactive: self.is_inactive != 0,
            has_second_factor: self.has_second_factor != 0,
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
pub(crate) fn add(
    sql: &Sql,
    agent: &Agent,
    password_hash: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let values = vec![
        text(agent.id.as_str()),
        text(&agent.name),
        text(&agent.email),
        text(role_name(agent.role)),
        text(password_hash),
        int(now.0),
    ];
    Ok(sql.run(ADD_AGENT, values)? > 0)
}

/// All agents, by name.
pub(crate) fn agents(sql: &Sql) -> Result<Vec<Agent>, Error> {
    let rows = sql.rows::<AgentRow>(AGENTS, vec![])?;
    rows.into_iter().map(|row| Ok(row.agent()?.0)).collect()
}

/// Keeps who has the inbox open and is not away.
pub(crate) fn put_here(sql: &Sql, agents: &[AgentId]) -> Result<(), Error> {
    let agents = super::json(&agents)?;
    sql.run(PUT_HERE, vec![agents]).map(|_| ())
}

/// Who has the inbox open and is not away.
pub(crate) fn here(sql: &Sql) -> Result<Vec<AgentId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        id: AgentId,
    }
    let rows: Vec<Row> = sql.rows(HERE, vec![])?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// An agent, and the hash of their password.
pub(crate) fn agent(sql: &Sql, id: &AgentId) -> Result<Option<(Agent, String)>, Error> {
    let row = sql.row::<AgentRow>(AGENT, vec![text(id.as_str())])?;
    row.map(AgentRow::agent).transpose()
}

/// The agent with this address, and the hash of their password.
pub(crate) fn agent_by_email(sql: &Sql, email: &str) -> Result<Option<(Agent, String)>, Error> {
    let row = sql.row::<AgentRow>(AGENT_BY_EMAIL, vec![text(email)])?;
    row.map(AgentRow::agent).transpose()
}

/// Keeps an agent's role and whether they may sign in.
pub(crate) fn change(sql: &Sql, agent: &Agent) -> Result<(), Error> {
    let values = vec![
        text(role_name(agent.role)),
        int(i64::from(agent.is_inactive)),
        text(agent.id.as_str()),
    ];
    sql.run(CHANGE_AGENT, values).map(|_| ())
}

/// Whether there is an admin who may sign in besides this agent.
pub(crate) fn has_other_admin(sql: &Sql, than: &AgentId) -> Result<bool, Error> {
    #[derive(Deserialize)]
    struct Row {
        number: i64,
    }
    let row = sql.row::<Row>(OTHER_ADMINS, vec![text(than.as_str())])?;
    Ok(row.is_some_and(|row| row.number > 0))
}

/// Keeps an agent's new password.
pub(crate) fn put_password(sql: &Sql, agent: &AgentId, hash: &str) -> Result<(), Error> {
    sql.run(PUT_PASSWORD, vec![text(hash), text(agent.as_str())])
        .map(|_| ())
}

#[derive(Deserialize)]
struct SessionRow {
    token_hash: String,
    id: String,
    agent: AgentId,
    device: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

/// A session that begins.
pub(crate) struct NewSession<'a> {
    pub(crate) token_hash: &'a str,
    pub(crate) id: &'a str,
    pub(crate) agent: &'a AgentId,
    pub(crate) device: &'a str,
    pub(crate) expires_at: Timestamp,
}

/// Begins a session.
pub(crate) fn open(sql: &Sql, session: &NewSession<'_>, now: Timestamp) -> Result<(), Error> {
    let values = vec![
        text(session.token_hash),
        text(session.id),
        text(session.agent.as_str()),
        text(session.device),
        int(now.0),
        int(now.0),
        int(session.expires_at.0),
    ];
    sql.run(OPEN_SESSION, values).map(|_| ())
}

/// Whose session this is and when it ends, if it has not ended and its agent may sign in; it counts as
/// used.
pub(crate) fn of_session(
    sql: &Sql,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<(Agent, Timestamp)>, Error> {
    let values = vec![text(token_hash), int(now.0), int(now.0 - IDLE_MS)];
    let Some(row) = sql.row::<SessionRow>(SESSION, values)? else {
        return Ok(None);
    };
    if now.0 - row.seen_at >= SEEN_MS {
        sql.run(SEE_SESSION, vec![int(now.0), text(token_hash)])?;
    }
    let ends = Timestamp(row.expires_at);
    let known = agent(sql, &row.agent)?.filter(|(agent, _)| !agent.is_inactive);
    Ok(known.map(|(agent, _)| (agent, ends)))
}

/// Which of these sessions have not ended.
pub(crate) fn alive(
    sql: &Sql,
    token_hashes: Vec<String>,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    let mut alive = Vec::new();
    for token_hash in token_hashes {
        let values = vec![text(&token_hash), int(now.0), int(now.0 - IDLE_MS)];
        if sql.row::<SessionRow>(SESSION, values)?.is_some() {
            alive.push(token_hash);
        }
    }
    Ok(alive)
}

/// An agent's sessions, the last used first; `current` is the hash of the one that asks.
pub(crate) fn sessions(
    sql: &Sql,
    agent: &AgentId,
    current: &str,
    now: Timestamp,
) -> Result<Vec<AgentSession>, Error> {
    let values = vec![text(agent.as_str()), int(now.0), int(now.0 - IDLE_MS)];
    let rows = sql.rows::<SessionRow>(SESSIONS, values)?;
    let sessions = rows.into_iter().map(|row| AgentSession {
        is_current: row.token_hash == current,
        id: row.id,
        device: row.device,
        created_at: Timestamp(row.created_at),
        seen_at: Timestamp(row.seen_at),
    });
    Ok(sessions.collect())
}

/// Which sessions end.
pub(crate) enum Ending<'a> {
    /// This one.
    Session(&'a str),
    /// The one of an agent's with this id.
    Named(&'a AgentId, &'a str),
    /// All of an agent's but this one, if one is kept.
    AllOf(&'a AgentId, Option<&'a str>),
}

/// Ends sessions, and those that have ended by themselves. Answers the hashes of their tokens, and the
/// conversations that they had open.
pub(crate) fn end(
    sql: &Sql,
    ending: &Ending<'_>,
    now: Timestamp,
) -> Result<(Vec<String>, Vec<ConversationId>), Error> {
    #[derive(Deserialize)]
    struct Token {
        token_hash: String,
    }
    #[derive(Deserialize)]
    struct Looked {
        conversation: ConversationId,
    }
    let (statement, values): (&str, Vec<Value>) = match ending {
        Ending::Session(token_hash) => (BY_TOKEN, vec![text(*token_hash)]),
        Ending::Named(agent, id) => (BY_ID, vec![text(agent.as_str()), text(*id)]),
        Ending::AllOf(agent, kept) => {
            let kept = kept.unwrap_or_default();
            (ALL_BUT, vec![text(agent.as_str()), text(kept)])
        }
    };
    let mut tokens = sql.rows::<Token>(statement, values)?;
    // A session that expires does not end its browser's notifications.
    for Token { token_hash } in &tokens {
        push::drop_session(sql, token_hash)?;
    }
    if let Ending::AllOf(agent, kept) = ending {
        push::drop_others(sql, agent, kept.unwrap_or_default())?;
    }
    tokens.extend(sql.rows::<Token>(STALE, vec![int(now.0), int(now.0 - IDLE_MS)])?);
    let (mut hashes, mut conversations) = (Vec::new(), Vec::new());
    for Token { token_hash } in tokens {
        let looked = sql.rows::<Looked>(LOOKED_AT, vec![text(&token_hash)])?;
        conversations.extend(looked.into_iter().map(|row| row.conversation));
        sql.run(LOOKS_AT_NOTHING, vec![text(&token_hash)])?;
        sql.run(END_SESSION, vec![text(&token_hash)])?;
        hashes.push(token_hash);
    }
    conversations.sort();
    conversations.dedup();
    Ok((hashes, conversations))
}

/// Notes that a session opens a conversation's socket; whether it is the first time.
pub(crate) fn looks_at(
    sql: &Sql,
    token_hash: &str,
    conversation: &ConversationId,
) -> Result<bool, Error> {
    let values = vec![text(token_hash), text(conversation.as_str())];
    Ok(sql.run(LOOKS_AT, values)? > 0)
}

/// Whether an agent has signed in with this browser before.
pub(crate) fn knows_browser(sql: &Sql, agent: &AgentId, mark: &str) -> Result<bool, Error> {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "seen_at")]
        _seen_at: i64,
    }
    let row = sql.row::<Row>(BROWSER, vec![text(agent.as_str()), text(mark)])?;
    Ok(row.is_some())
}

/// Notes that an agent signs in with this browser; those longest unused are forgotten.
pub(crate) fn know_browser(
    sql: &Sql,
    agent: &AgentId,
    mark: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let agent = text(agent.as_str());
    sql.run(KNOW_BROWSER, vec![agent.clone(), text(mark), int(now.0)])?;
    sql.run(FORGET_BROWSERS, vec![agent.clone(), agent, int(BROWSERS)])
        .map(|_| ())
}

/// Failed attempts of a bucket, and when the last was.
pub(crate) fn failures(sql: &Sql, bucket: &str) -> Result<(i64, Timestamp), Error> {
    #[derive(Deserialize)]
    struct Row {
        failures: i64,
        since: i64,
    }
    let row = sql.row::<Row>(FAILURES, vec![text(bucket)])?;
    Ok(row.map_or((0, Timestamp(0)), |row| {
        (row.failures, Timestamp(row.since))
    }))
}

pub(crate) fn put_failures(
    sql: &Sql,
    bucket: &str,
    failures: i64,
    since: Timestamp,
) -> Result<(), Error> {
    sql.run(
        PUT_FAILURES,
        vec![text(bucket), int(failures), int(since.0)],
    )
    .map(|_| ())
}

pub(crate) fn clear_failures(sql: &Sql, bucket: &str) -> Result<(), Error> {
    sql.run(CLEAR_FAILURES, vec![text(bucket)]).map(|_| ())
}

/// Counts one failure less.
pub(crate) fn take_back_failure(sql: &Sql, bucket: &str) -> Result<(), Error> {
    sql.run(TAKE_BACK_FAILURE, vec![text(bucket)]).map(|_| ())
}

/// Forgets failures of buckets whose last was before `before`.
pub(crate) fn forget_failures(sql: &Sql, before: Timestamp) -> Result<(), Error> {
    sql.run(FORGET_FAILURES, vec![int(before.0)]).map(|_| ())
}

#[derive(Deserialize)]
struct InviteRow {
    id: String,
    role: String,
    invited_by: String,
    expires_at: i64,
}

impl InviteRow {
    fn invite(self) -> Result<OpenInvite, Error> {
        Ok(OpenInvite {
            id: self.id,
            role: role(&self.role)?,
            invited_by: self.invited_by,
            expires_at: Timestamp(self.expires_at),
        })
    }
}

/// Keeps an invite, and forgets those that have ended.
pub(crate) fn add_invite(
    sql: &Sql,
    token_hash: &str,
    invite: &OpenInvite,
    issuer: &AgentId,
    now: Timestamp,
) -> Result<(), Error> {
    sql.run(FORGET_INVITES, vec![int(now.0)])?;
    let values = vec![
        text(token_hash),
        text(&invite.id),
        text(role_name(invite.role)),
        text(&invite.invited_by),
        text(issuer.as_str()),
        int(invite.expires_at.0),
    ];
    sql.run(ADD_INVITE, values).map(|_| ())
}

/// An invite that is still open.
pub(crate) fn invite(
    sql: &Sql,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<OpenInvite>, Error> {
    let row = sql.row::<InviteRow>(INVITE, vec![text(token_hash), int(now.0)])?;
    row.map(InviteRow::invite).transpose()
}

/// All that are still open.
pub(crate) fn invites(sql: &Sql, now: Timestamp) -> Result<Vec<OpenInvite>, Error> {
    let rows = sql.rows::<InviteRow>(INVITES, vec![int(now.0)])?;
    rows.into_iter().map(InviteRow::invite).collect()
}

pub(crate) fn use_invite(sql: &Sql, token_hash: &str) -> Result<(), Error> {
    sql.run(USE_INVITE, vec![text(token_hash)]).map(|_| ())
}

/// Takes an invite back; whether there was one.
pub(crate) fn revoke_invite(sql: &Sql, id: &str) -> Result<bool, Error> {
    Ok(sql.run(REVOKE_INVITE, vec![text(id)])? > 0)
}

/// Keeps an agent's link for a new password; an older one ends.
pub(crate) fn add_link(
    sql: &Sql,
    agent: &AgentId,
    token_hash: &str,
    issuer: &AgentId,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let values = vec![
        text(agent.as_str()),
        text(token_hash),
        text(issuer.as_str()),
        int(expires_at.0),
    ];
    sql.run(ADD_LINK, values).map(|_| ())
}

/// Keeps the link that an agent asked for by e-mail; an older one of the kind ends. What an admin made stays: anybody can
/// ask for this one.
pub(crate) fn add_mailed_link(
    sql: &Sql,
    agent: &AgentId,
    token_hash: &str,
    expires_at: Timestamp,
) -> Result<(), Error> {
    let values = vec![text(agent.as_str()), text(token_hash), int(expires_at.0)];
    sql.run(ADD_MAILED_LINK, values).map(|_| ())
}

/// Whose link this is, if it has not ended.
pub(crate) fn link(sql: &Sql, token_hash: &str, now: Timestamp) -> Result<Option<AgentId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        agent: AgentId,
    }
    let row = sql.row::<Row>(LINK, vec![text(token_hash), int(now.0)])?;
    Ok(row.map(|row| row.agent))
}

/// Ends an agent's links.
pub(crate) fn use_link(sql: &Sql, agent: &AgentId) -> Result<(), Error> {
    sql.run(USE_LINK, vec![text(agent.as_str())])?;
    sql.run(USE_MAILED_LINK, vec![text(agent.as_str())])
        .map(|_| ())
}

/// Ends every invite and link that an admin made who is none any more.
pub(crate) fn revoke_made_by(sql: &Sql, issuer: &AgentId) -> Result<(), Error> {
    sql.run(REVOKE_INVITES_OF, vec![text(issuer.as_str())])?;
    sql.run(REVOKE_LINKS_OF, vec![text(issuer.as_str())])
        .map(|_| ())
}
