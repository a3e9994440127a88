//! The inbox's rows: a summary of each conversation, and beside it what rows are chosen by.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::{AgentId, ConversationId, LearnerId, Status, Summary, Timestamp};
use serde::Deserialize;

const PUT: &str = "INSERT INTO summary
    (conversation, learner, ordinal, version, status, owner, waiting_since, updated_at, summary)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (conversation) DO UPDATE SET version = excluded.version, status = excluded.status,
    owner = excluded.owner, waiting_since = excluded.waiting_since, updated_at = excluded.updated_at,
    summary = excluded.summary
    WHERE excluded.version > summary.version";

const PAGE: &str = "SELECT summary FROM summary
    ORDER BY updated_at DESC, conversation DESC LIMIT ?";
const PAGE_BEFORE: &str = "SELECT summary FROM summary
    WHERE (updated_at, conversation) < (?, ?)
    ORDER BY updated_at DESC, conversation DESC LIMIT ?";

// The condition is the partial index's, word for word.
const WITH_PEOPLE: &str = "SELECT summary FROM summary WHERE status IN ('open', 'snoozed')
    ORDER BY waiting_since IS NULL, waiting_since, conversation LIMIT ?";
const COUNT_WITH_PEOPLE: &str =
    "SELECT count(*) AS count FROM summary WHERE status IN ('open', 'snoozed')";
const OWNED: &str = "SELECT summary FROM summary WHERE status IN ('open', 'snoozed') AND owner = ?";

const HANDS: &str = "SELECT owner, waiting_since, summary ->> '$.mentions' AS mentions
    FROM summary WHERE conversation = ?";

const MENTION: &str =
    "INSERT INTO mention (agent, conversation) VALUES (?, ?) ON CONFLICT DO NOTHING";
const NO_MENTION: &str = "DELETE FROM mention WHERE agent = ? AND conversation = ?";
const MENTIONING: &str = "SELECT summary.summary FROM mention
    JOIN summary ON summary.conversation = mention.conversation WHERE mention.agent = ? LIMIT 200";

const OVER: &str = "SELECT conversation FROM summary
    WHERE updated_at < ? AND status IN ('pending', 'resolved') ORDER BY updated_at LIMIT ?";
const DELETE: &str = "DELETE FROM summary WHERE conversation = ?";
const DELETE_BEFORE: &str = "DELETE FROM summary WHERE conversation = ? AND updated_at < ?";
const FORGET: &str = "INSERT INTO forgotten (conversation) VALUES (?) ON CONFLICT DO NOTHING";
const IS_FORGOTTEN: &str = "SELECT conversation FROM forgotten WHERE conversation = ?";

const OF_LEARNER: &str = "SELECT summary FROM summary
    WHERE learner = ? ORDER BY ordinal DESC LIMIT ?";

#[derive(Deserialize)]
struct Row {
    summary: String,
}

pub(super) fn summaries(
    sql: &Sql,
    query: &str,
    bindings: Vec<Value>,
) -> Result<Vec<Summary>, Error> {
    let rows: Vec<Row> = sql.rows(query, bindings)?;
    rows.into_iter()
        .map(|row| Ok(crate::json::read(&row.summary)?))
        .collect()
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Open => "open",
        Status::Snoozed => "snoozed",
        Status::Resolved => "resolved",
    }
}

/// Puts a summary; `false` if a newer one is here already (architecture, invariant 14).
pub(crate) fn put(sql: &Sql, summary: &Summary) -> Result<bool, Error> {
    let id = &summary.id;
    let learner = id
        .learner()
        .ok_or_else(|| Error::bug("a conversation without a learner"))?;
    // Told on its way while it was erased.
    if !ids(sql, IS_FORGOTTEN, vec![text(id.as_str())])?.is_empty() {
        return Ok(false);
    }
    let owner = summary.owner.as_ref();
    let values = vec![
        text(id.as_str()),
        text(learner.as_str()),
        int(id.ordinal().unwrap_or_default()),
        int(summary.version),
        text(status(summary.status)),
        owner.map_or(Value::Null, |owner| text(owner.id.as_str())),
        summary.waiting_since.map_or(Value::Null, |at| int(at.0)),
        int(summary.updated_at.0),
        json(summary)?,
    ];
    Ok(sql.run(PUT, values)? > 0)
}

/// Conversations that people have, who waits longest first.
pub(crate) fn with_people(sql: &Sql, limit: u32) -> Result<Vec<Summary>, Error> {
    summaries(sql, WITH_PEOPLE, vec![int(limit)])
}

/// Who has a conversation, since when its learner waits, and whom its notes name.
#[derive(Default, Deserialize)]
pub(crate) struct Hands {
    pub(crate) owner: Option<AgentId>,
    pub(crate) waiting_since: Option<Timestamp>,
    #[serde(default)]
    mentions: Option<String>,
}

impl Hands {
    /// Agents whom notes name that they have not read.
    pub(crate) fn mentions(&self) -> Vec<AgentId> {
        let mentions = self.mentions.as_deref();
        let mentions = mentions.and_then(|text| crate::json::read(text).ok());
        mentions.unwrap_or_default()
    }
}

/// A conversation's, as the list knows them; nobody's, if it does not.
pub(crate) fn hands(sql: &Sql, id: &ConversationId) -> Result<Hands, Error> {
    let row = sql.row::<Hands>(HANDS, vec![text(id.as_str())])?;
    Ok(row.unwrap_or_default())
}

/// How many conversations people have.
pub(crate) fn count_with_people(sql: &Sql) -> Result<u32, Error> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let row = sql.row::<Count>(COUNT_WITH_PEOPLE, vec![])?;
    Ok(row.map_or(0, |row| row.count))
}

/// An agent's conversations that are not resolved.
pub(crate) fn owned(sql: &Sql, agent: &AgentId) -> Result<Vec<Summary>, Error> {
    summaries(sql, OWNED, vec![text(agent.as_str())])
}

/// Keeps whom a conversation's notes name: `before` and now.
pub(crate) fn mention(sql: &Sql, before: &[AgentId], summary: &Summary) -> Result<(), Error> {
    let id = text(summary.id.as_str());
    for agent in before.iter().filter(|it| !summary.mentions.contains(it)) {
        sql.run(NO_MENTION, vec![text(agent.as_str()), id.clone()])?;
    }
    for agent in summary.mentions.iter().filter(|it| !before.contains(it)) {
        sql.run(MENTION, vec![text(agent.as_str()), id.clone()])?;
    }
    Ok(())
}

/// Conversations with a note that names an agent, unread.
pub(crate) fn mentioning(sql: &Sql, agent: &AgentId) -> Result<Vec<Summary>, Error> {
    summaries(sql, MENTIONING, vec![text(agent.as_str())])
}

/// A learner's conversations, the newest first.
pub(crate) fn of_learner(
    sql: &Sql,
    learner: &LearnerId,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    summaries(sql, OF_LEARNER, vec![text(learner.as_str()), int(limit)])
}

/// The most recently changed conversations, after the one named if one is.
pub(crate) fn page(
    sql: &Sql,
    before: Option<(Timestamp, ConversationId)>,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    match before {
        None => summaries(sql, PAGE, vec![int(limit)]),
        Some((at, id)) => {
            let bindings = vec![int(at.0), text(id.as_str()), int(limit)];
            summaries(sql, PAGE_BEFORE, bindings)
        }
    }
}

fn ids(sql: &Sql, query: &str, bindings: Vec<Value>) -> Result<Vec<ConversationId>, Error> {
    #[derive(Deserialize)]
    struct Id {
        conversation: ConversationId,
    }
    let rows: Vec<Id> = sql.rows(query, bindings)?;
    Ok(rows.into_iter().map(|row| row.conversation).collect())
}

/// Conversations that people do not have and in which nothing happened since then, the oldest first.
pub(crate) fn over(sql: &Sql, before: Timestamp, limit: u32) -> Result<Vec<ConversationId>, Error> {
    ids(sql, OVER, vec![int(before.0), int(limit)])
}

/// Deletes a row, if nothing happened since then; without a time, for good: nothing is ever listed under its
/// id again. Whether the row is gone.
pub(crate) fn forget(
    sql: &Sql,
    id: &ConversationId,
    before: Option<Timestamp>,
) -> Result<bool, Error> {
    match before {
        Some(before) => {
            let values = vec![text(id.as_str()), int(before.0)];
            Ok(sql.run(DELETE_BEFORE, values)? > 0)
        }
        None => {
            sql.run(DELETE, vec![text(id.as_str())])?;
            sql.run(FORGET, vec![text(id.as_str())])?;
            Ok(true)
        }
    }
}
