//! What learners said of the help, counted by days: numbers alone, of no learner.

use super::waits::KEPT_MS;
use super::{Sql, int};
use crate::error::Error;
use protocol::http::Ratings;
use protocol::{Rating, Timestamp};

const DAY_MS: i64 = 24 * 60 * 60_000;

const COUNT: &str = "INSERT INTO rating (day, good, bad) VALUES (?, ?, ?)
    ON CONFLICT (day) DO UPDATE SET good = good + excluded.good, bad = bad + excluded.bad";
const SINCE: &str = "SELECT coalesce(sum(good), 0) AS good, coalesce(sum(bad), 0) AS bad FROM rating WHERE day >= ?";
const FORGET: &str = "DELETE FROM rating WHERE day < ?";

fn day(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY_MS)
}

/// A conversation was rated so before, and is now, as of `at`: one that is rated is counted once, until it goes on.
pub(crate) fn count(
    sql: &Sql,
    before: Option<Rating>,
    now: Option<Rating>,
    at: Timestamp,
) -> Result<(), Error> {
    let (None, Some(rating)) = (before, now) else {
        return Ok(());
    };
    sql.run(FORGET, vec![int(day(at.plus(-KEPT_MS)))])?;
    let is_good = i64::from(rating == Rating::Good);
    sql.run(COUNT, vec![int(day(at)), int(is_good), int(1 - is_good)])?;
    Ok(())
}

/// All that is counted since a time: whole days.
pub(crate) fn since(sql: &Sql, at: Timestamp) -> Result<Ratings, Error> {
    Ok(sql.row(SINCE, vec![int(day(at))])?.unwrap_or_default())
}
