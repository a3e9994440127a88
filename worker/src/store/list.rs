//! The inbox's rows: a summary of each conversation, and beside it what rows are chosen by.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::list::{Counts, Cursor, Filter, NOBODY_WAITS, Order, SavedFilter, changed_at};
use protocol::{AgentId, ConversationId, LearnerId, Rating, Status, Summary, Timestamp, View};
use serde::Deserialize;

const PUT: &str = "INSERT INTO summary
    (conversation, learner, ordinal, version, status, owner, waiting_since, updated_at, rank, summary)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (conversation) DO UPDATE SET version = excluded.version, status = excluded.status,
    owner = excluded.owner, waiting_since = excluded.waiting_since, updated_at = excluded.updated_at,
    rank = excluded.rank, summary = excluded.summary
    WHERE excluded.version > summary.version";

const PAGE: &str = "SELECT summary FROM summary
    ORDER BY updated_at DESC, conversation LIMIT ?";

// The condition is the partial index's, word for word.
const WITH_PEOPLE: &str = "SELECT summary FROM summary WHERE status IN ('open', 'snoozed')
    ORDER BY rank, conversation LIMIT ?";
const OF_PEOPLE: &str = "SELECT summary FROM summary INDEXED BY summary_with_people
    WHERE status IN ('open', 'snoozed')";
const OF_ALL: &str = "SELECT summary FROM summary WHERE true";
const OF_MENTIONS: &str = "SELECT summary FROM summary
    WHERE conversation IN (SELECT conversation FROM mention WHERE agent = ?)";

const TALLY: &str = "SELECT status, count FROM tally";

const FILTERS: &str = "SELECT filters FROM saved_filter WHERE agent = ?";
const KEEP_FILTERS: &str = "INSERT INTO saved_filter (agent, filters) VALUES (?, ?)
    ON CONFLICT (agent) DO UPDATE SET filters = excluded.filters";
const OWNED: &str = "SELECT summary FROM summary WHERE status IN ('open', 'snoozed') AND owner = ?";

const HANDS: &str = "SELECT owner, waiting_since, summary ->> '$.mentions' AS mentions,
        summary ->> '$.rating' AS rating
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
        int(summary.rank()),
        json(summary)?,
    ];
    Ok(sql.run(PUT, values)? > 0)
}

/// Conversations that people have, what is due first.
pub(crate) fn with_people(sql: &Sql, limit: u32) -> Result<Vec<Summary>, Error> {
    summaries(sql, WITH_PEOPLE, vec![int(limit)])
}

/// Who has a conversation, since when its learner waits, whom its notes name, and what its learner said of it.
#[derive(Default, Deserialize)]
pub(crate) struct Hands {
    pub(crate) owner: Option<AgentId>,
    pub(crate) waiting_since: Option<Timestamp>,
    #[serde(default)]
    mentions: Option<String>,
    #[serde(default)]
    pub(crate) rating: Option<Rating>,
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

/// How many conversations there are.
pub(crate) fn counts(sql: &Sql) -> Result<Counts, Error> {
    #[derive(Deserialize)]
    struct Row {
        status: String,
        count: u32,
    }
    let rows: Vec<Row> = sql.rows(TALLY, vec![])?;
    let of = |wanted: Status| {
        let mut rows = rows.iter();
        rows.find(|row| row.status == status(wanted))
            .map_or(0, |row| row.count)
    };
    Ok(Counts {
        pending: of(Status::Pending),
        open: of(Status::Open),
        snoozed: of(Status::Snoozed),
    })
}

/// The filters that an agent keeps, in their order.
pub(crate) fn filters(sql: &Sql, agent: &AgentId) -> Result<Vec<SavedFilter>, Error> {
    #[derive(Deserialize)]
    struct Row {
        filters: String,
    }
    let row = sql.row::<Row>(FILTERS, vec![text(agent.as_str())])?;
    // Of a form that is no longer read, nothing is kept.
    Ok(row
        .and_then(|row| crate::json::read(&row.filters).ok())
        .unwrap_or_default())
}

/// Keeps an agent's filters in the place of those before.
pub(crate) fn keep_filters(
    sql: &Sql,
    agent: &AgentId,
    filters: &[SavedFilter],
) -> Result<(), Error> {
    sql.run(KEEP_FILTERS, vec![text(agent.as_str()), json(&filters)?])
        .map(|_| ())
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

/// The most recently changed conversations.
pub(crate) fn newest(sql: &Sql, limit: u32) -> Result<Vec<Summary>, Error> {
    summaries(sql, PAGE, vec![int(limit)])
}

/// What rows are sorted by; of equal ones by their id.
#[derive(Clone, Copy)]
enum By {
    Rank,
    Newest,
    Oldest,
}

/// A query of rows, as it is put together. What it is made of is written here: all that comes from elsewhere is
/// bound.
struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.text += " AND ";
        self.text += condition;
        self.values.extend(values);
    }

    /// Rows that a filter shows to an agent.
    fn of(filter: Option<&Filter>, me: &AgentId, now: Timestamp) -> Result<Self, Error> {
        let mut query = Self {
            text: match filter.map(|filter| filter.view) {
                Some(View::Mentions) => OF_MENTIONS,
                Some(view) if view.is_of_people() => OF_PEOPLE,
                _ => OF_ALL,
            }
            .to_owned(),
            values: Vec::new(),
        };
        let Some(filter) = filter else {
            return Ok(query);
        };
        let me = || text(me.as_str());
        match filter.view {
            View::Mentions => query.values.push(me()),
            View::NeedsAttention => query.and(
                "status = 'open' AND waiting_since IS NOT NULL AND summary ->> '$.reason' IS NOT 'lead'",
                [],
            ),
            View::Mine => query.and("status = 'open' AND owner = ?", [me()]),
            View::Unassigned => query.and(
                "status = 'open' AND owner IS NULL AND summary ->> '$.reason' IS NOT 'lead'",
                [],
            ),
            View::Leads => query.and("status = 'open' AND summary ->> '$.reason' = 'lead'", []),
            View::Snoozed => query.and("status = 'snoozed'", []),
            View::WithAssistant => query.and("status = 'pending'", []),
            View::All => query.and("status IN ('open', 'pending')", []),
            View::Resolved => query.and("status = 'resolved'", []),
        }
        if let Some(tag) = &filter.tag {
            query.and(
                "EXISTS (SELECT 1 FROM json_each(summary, '$.tags') WHERE value = ?)",
                [text(tag.as_str())],
            );
        }
        if let Some(owner) = &filter.owner {
            query.and("owner = ?", [text(owner.as_str())]);
        }
        if let Some(reason) = filter.reason {
            // As JSON on both sides: in quotes.
            query.and("summary -> '$.reason' = ?", [json(&reason)?]);
        }
        if filter.is_late {
            query.and(
                "status = 'open' AND waiting_since IS NOT NULL AND summary ->> '$.reply_by' < ?",
                [int(now.0)],
            );
        }
        if let Some(course) = &filter.course {
            query.and("summary ->> '$.course' = ?", [text(course)]);
        }
        Ok(query)
    }

    /// The rows after a place.
    fn page(
        mut self,
        sql: &Sql,
        by: By,
        after: Option<(i64, &ConversationId)>,
        limit: u32,
    ) -> Result<Vec<Summary>, Error> {
        if let Some((at, id)) = after {
            let after = match by {
                By::Rank => "rank >= ? AND (rank > ? OR conversation > ?)",
                By::Newest => "updated_at <= ? AND (updated_at < ? OR conversation > ?)",
                By::Oldest => "updated_at >= ? AND (updated_at > ? OR conversation > ?)",
            };
            self.and(after, [int(at), int(at), text(id.as_str())]);
        }
        self.text += match by {
            By::Rank => " ORDER BY rank, conversation LIMIT ?",
            By::Newest => " ORDER BY updated_at DESC, conversation LIMIT ?",
            By::Oldest => " ORDER BY updated_at, conversation LIMIT ?",
        };
        self.values.push(int(limit));
        summaries(sql, &self.text, self.values)
    }
}

/// What a filter shows to an agent, after the row where the page before ended. Without a filter, everything, the
/// most recently changed first.
pub(crate) fn page(
    sql: &Sql,
    filter: Option<&Filter>,
    me: &AgentId,
    now: Timestamp,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    let query = || Query::of(filter, me, now);
    let (by, sign) = match filter.map_or(Order::Newest, |filter| filter.order) {
        Order::Newest => (By::Newest, -1),
        Order::Oldest => (By::Oldest, 1),
        Order::Due if filter.is_some_and(|filter| filter.view.is_of_people()) => (By::Rank, 1),
        Order::Due => return by_due(sql, query, after, limit),
    };
    let after = after.map(|after| (sign * after.rank, &after.id));
    query()?.page(sql, by, after, limit)
}

/// What is due first, of conversations that people do not all have: those in which somebody waits, by the index of
/// those that people have; then the others by the index of what changed, whose order is the ranks' own.
fn by_due(
    sql: &Sql,
    query: impl Fn() -> Result<Query, Error>,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    let mut page = Vec::new();
    let rest = after.and_then(|after| Some((changed_at(after.rank)?.0, &after.id)));
    if rest.is_none() {
        let mut waiting = query()?;
        waiting.and(
            "status IN ('open', 'snoozed') AND rank < ?",
            [int(NOBODY_WAITS)],
        );
        page = waiting.page(sql, By::Rank, after.map(|it| (it.rank, &it.id)), limit)?;
    }
    let left = limit.saturating_sub(u32::try_from(page.len()).unwrap_or(limit));
    if left > 0 {
        let mut others = query()?;
        others.and("rank >= ?", [int(NOBODY_WAITS)]);
        page.extend(others.page(sql, By::Newest, rest, left)?);
    }
    Ok(page)
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
