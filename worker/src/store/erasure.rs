//! What is being erased: written down before it begins, and gone when it is done.

use super::{Sql, int, text};
use crate::error::Error;
use protocol::{LearnerId, TeamId, Timestamp};
use serde::Deserialize;

const KEEP_TEAM: &str = "INSERT INTO team (id, team) VALUES (1, ?1)
    ON CONFLICT (id) DO UPDATE SET team = ?1 WHERE team <> ?1";
const TEAM: &str = "SELECT team FROM team";
const BEGIN: &str = "INSERT INTO erasure (learner, at) VALUES (?, ?)
    ON CONFLICT (learner) DO NOTHING";
const BEGUN: &str = "SELECT learner FROM erasure ORDER BY at LIMIT 20";
const DONE: &str = "DELETE FROM erasure WHERE learner = ?";

/// Keeps whose this is: an alarm does not say.
pub(crate) fn keep_team(sql: &Sql, team: &TeamId) -> Result<(), Error> {
    sql.run(KEEP_TEAM, vec![text(team.as_str())]).map(|_| ())
}

/// Whose this is.
pub(crate) fn team(sql: &Sql) -> Result<Option<TeamId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        team: TeamId,
    }
    Ok(sql.row::<Row>(TEAM, vec![])?.map(|row| row.team))
}

/// Learners are about to be erased.
pub(crate) fn begin(sql: &Sql, learners: &[LearnerId], now: Timestamp) -> Result<(), Error> {
    for learner in learners {
        sql.run(BEGIN, vec![text(learner.as_str()), int(now.0)])?;
    }
    Ok(())
}

/// Those whose erasure was cut off, the first first.
pub(crate) fn begun(sql: &Sql) -> Result<Vec<LearnerId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        learner: LearnerId,
    }
    let rows: Vec<Row> = sql.rows(BEGUN, vec![])?;
    Ok(rows.into_iter().map(|row| row.learner).collect())
}

/// They are erased.
pub(crate) fn done(sql: &Sql, learners: &[LearnerId]) -> Result<(), Error> {
    for learner in learners {
        sql.run(DONE, vec![text(learner.as_str())])?;
    }
    Ok(())
}
