//! The inbox's rows: a summary of each conversation.

use super::{Sql, int, json, text};
use crate::error::Error;
use protocol::{ConversationId, LearnerId, Summary, Timestamp};
use serde::Deserialize;

const PUT: &str =
    "INSERT INTO summary (conversation, version, updated_at, summary) VALUES (?, ?, ?, ?)
    ON CONFLICT (conversation) DO UPDATE SET version = excluded.version,
    updated_at = excluded.updated_at, summary = excluded.summary
    WHERE excluded.version > summary.version";
const PAGE: &str = "SELECT summary FROM summary
    ORDER BY updated_at DESC, conversation DESC LIMIT ?";
const WITH_PEOPLE: &str = "SELECT summary FROM summary
    WHERE json_extract(summary, '$.status') IN ('open', 'snoozed')";
const PAGE_BEFORE: &str = "SELECT summary FROM summary
    WHERE (updated_at, conversation) < (?, ?)
    ORDER BY updated_at DESC, conversation DESC LIMIT ?";

const OF_LEARNER: &str = "SELECT summary FROM summary
    WHERE conversation >= ? AND conversation < ? ORDER BY updated_at DESC LIMIT ?";

#[derive(Deserialize)]
struct Row {
    summary: String,
}

/// Puts a summary; `false` if a newer one is here already (architecture, invariant 14).
pub(crate) fn put(sql: &Sql, summary: &Summary) -> Result<bool, Error> {
    let written = sql.run(
        PUT,
        vec![
            text(summary.id.as_str()),
            int(summary.version),
            int(summary.updated_at.0),
            json(summary)?,
        ],
    )?;
    Ok(written > 0)
}

/// Every conversation that people have: none of them may fall out of the list.
pub(crate) fn with_people(sql: &Sql) -> Result<Vec<Summary>, Error> {
    sql.rows::<Row>(WITH_PEOPLE, vec![])?
        .into_iter()
        .map(|row| Ok(serde_json::from_str(&row.summary)?))
        .collect()
}

/// A learner's conversations, the most recently changed first.
pub(crate) fn of_learner(
    sql: &Sql,
    learner: &LearnerId,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    // Their ids are the learner's, a dot and a number; the slash comes after the dot.
    let range = [format!("{learner}."), format!("{learner}/")].map(text);
    let [from, to] = range;
    let rows: Vec<Row> = sql.rows(OF_LEARNER, vec![from, to, int(limit)])?;
    rows.into_iter()
        .map(|row| Ok(serde_json::from_str(&row.summary)?))
        .collect()
}

/// The most recently changed conversations, after the one named if one is.
pub(crate) fn page(
    sql: &Sql,
    before: Option<(Timestamp, ConversationId)>,
    limit: u32,
) -> Result<Vec<Summary>, Error> {
    let rows: Vec<Row> = match before {
        None => sql.rows(PAGE, vec![int(limit)])?,
        Some((at, id)) => sql.rows(PAGE_BEFORE, vec![int(at.0), text(id.as_str()), int(limit)])?,
    };
    rows.into_iter()
        .map(|row| Ok(serde_json::from_str(&row.summary)?))
        .collect()
}
