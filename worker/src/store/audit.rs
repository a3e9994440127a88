//! The rows of the audit log: added, read, and forgotten by age and number. Nothing changes one.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::Timestamp;
use protocol::audit::{Action, Actor, AuditEntry};
use serde::{Deserialize, Serialize};

/// How long entries are kept: thirteen months, so that a year can be looked back on.
const KEPT_MS: i64 = 396 * 24 * 60 * 60 * 1_000;

/// Most entries that are kept: some 200 MB of the 10 GB that an object may have. Whoever writes more than this
/// in thirteen months loses the oldest.
const MOST: u32 = 1_000_000;

const ADD: &str = "INSERT INTO audit (at, by, action, target, network) VALUES (?, ?, ?, ?, ?)";
const FORGET: &str = "DELETE FROM audit WHERE number IN
    (SELECT number FROM audit WHERE at < ? OR number <= ? ORDER BY number LIMIT 5)";
const NEWEST: &str = "SELECT coalesce(max(number), 0) AS number FROM audit";
const PAGE: &str = "SELECT number, at, by, action, target, network FROM audit
    WHERE number < ? ORDER BY number DESC LIMIT ?";

/// Something that was done, before it has its number and time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) by: Actor,
    pub(crate) action: Action,
    pub(crate) target: Option<String>,
    pub(crate) network: Option<String>,
}

/// Adds an entry, and forgets a few old ones.
pub(crate) fn add(sql: &Sql, done: &Done, now: Timestamp) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Newest {
        number: i64,
    }
    let optional = |value: &Option<String>| value.as_ref().map_or(Value::Null, text);
    let values = vec![
        int(now.0),
        json(&done.by)?,
        json(&done.action)?,
        optional(&done.target),
        optional(&done.network),
    ];
    sql.run(ADD, values)?;
    let newest = sql.row::<Newest>(NEWEST, vec![])?.map_or(0, |it| it.number);
    let oldest = newest - i64::from(MOST);
    sql.run(FORGET, vec![int(now.0 - KEPT_MS), int(oldest)])
        .map(|_| ())
}

#[derive(Deserialize)]
struct Row {
    number: u64,
    at: i64,
    by: String,
    action: String,
    target: Option<String>,
    network: Option<String>,
}

/// Entries before this number, the newest first.
pub(crate) fn page(sql: &Sql, before: Option<u64>, limit: u32) -> Result<Vec<AuditEntry>, Error> {
    let before = before.and_then(|it| i64::try_from(it).ok());
    let rows: Vec<Row> = sql.rows(
        PAGE,
        vec![int(before.unwrap_or(i64::MAX >> 11)), int(limit)],
    )?;
    let entries = rows.into_iter().map(|row| {
        Ok(AuditEntry {
            number: row.number,
            at: Timestamp(row.at),
            by: crate::json::read(&row.by)?,
            action: crate::json::read(&row.action)?,
            target: row.target,
            network: row.network,
        })
    });
    entries.collect()
}
