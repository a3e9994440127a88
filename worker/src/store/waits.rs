//! When learners waited for a person, counted by quarters of an hour: numbers alone, of no learner.

use super::{Sql, int};
use crate::error::Error;
use domain::insight::{Quarter, quarter_of};
use protocol::Timestamp;

const BEGIN: &str = "INSERT INTO wait (number, waits, ended, waited_ms) VALUES (?, 1, 0, 0)
    ON CONFLICT (number) DO UPDATE SET waits = waits + 1";
const END: &str = "UPDATE wait SET ended = ended + 1, waited_ms = waited_ms + ? WHERE number = ?";
const SINCE: &str = "SELECT number, waits, ended, waited_ms FROM wait WHERE number >= ?";
const FORGET: &str = "DELETE FROM wait WHERE number < ?";

/// How long counts are kept: a quarter of a year, and a week.
pub(crate) const KEPT_MS: i64 = 14 * 7 * 24 * 60 * 60_000;

/// A learner waited since `before`, and waits since `now`, as of `at`.
pub(crate) fn count(
    sql: &Sql,
    before: Option<Timestamp>,
    now: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), Error> {
    if before == now {
        return Ok(());
    }
    if let Some(since) = before {
        let waited = at.since(since).max(0);
        sql.run(END, vec![int(waited), int(quarter_of(since))])?;
    }
    if let Some(since) = now {
        sql.run(FORGET, vec![int(quarter_of(since.plus(-KEPT_MS)))])?;
        sql.run(BEGIN, vec![int(quarter_of(since))])?;
    }
    Ok(())
}

/// All that is counted since a time.
pub(crate) fn since(sql: &Sql, at: Timestamp) -> Result<Vec<Quarter>, Error> {
    sql.rows(SINCE, vec![int(quarter_of(at))])
}
