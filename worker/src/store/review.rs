//! When the team is next reminded of what waits: one row.

use super::{Sql, int, text};
use crate::error::Error;
use protocol::{TeamId, Timestamp};
use serde::Deserialize;

const NEXT: &str = "SELECT team, due FROM review";
const KEEP: &str = "INSERT INTO review (id, team, due) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET team = excluded.team, due = excluded.due";
const END: &str = "DELETE FROM review";

/// Of which team, and when; nothing, if it has no rhythm.
pub(crate) fn next(sql: &Sql) -> Result<Option<(TeamId, Timestamp)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        team: TeamId,
        due: Timestamp,
    }
    Ok(sql.row::<Row>(NEXT, vec![])?.map(|row| (row.team, row.due)))
}

/// Keeps when it is next.
pub(crate) fn keep(sql: &Sql, team: &TeamId, due: Timestamp) -> Result<(), Error> {
    sql.run(KEEP, vec![text(team.as_str()), int(due.0)])
        .map(|_| ())
}

/// There is no rhythm any more.
pub(crate) fn end(sql: &Sql) -> Result<(), Error> {
    sql.run(END, vec![]).map(|_| ())
}
