//! Second factors of agents: the secret of their app, and codes for when it is lost.

use super::{Sql, int, text};
use crate::error::Error;
use protocol::AgentId;
use serde::Deserialize;

const FACTOR: &str = "SELECT secret, is_confirmed, last_step FROM second_factor WHERE agent = ?";
const BEGIN: &str = "INSERT INTO second_factor (agent, secret, is_confirmed, last_step)
    VALUES (?, ?, 0, 0) ON CONFLICT (agent) DO UPDATE SET secret = excluded.secret, last_step = 0
    WHERE NOT is_confirmed";
const CONFIRM: &str = "UPDATE second_factor SET is_confirmed = 1, last_step = ? WHERE agent = ?";
const DELETE: &str = "DELETE FROM second_factor WHERE agent = ?";
const ADD_CODE: &str = "INSERT INTO recovery_code (hash, agent) VALUES (?, ?)";
const USE_CODE: &str = "DELETE FROM recovery_code WHERE hash = ? AND agent = ?";
const DELETE_CODES: &str = "DELETE FROM recovery_code WHERE agent = ?";

/// A factor.
pub(crate) struct Factor {
    pub(crate) secret: String,
    /// Whether a code of it was given once: until then it is not asked for.
    pub(crate) is_confirmed: bool,
    /// The step of the last code that was used.
    pub(crate) last_step: i64,
}

pub(crate) fn of(sql: &Sql, agent: &AgentId) -> Result<Option<Factor>, Error> {
    #[derive(Deserialize)]
    struct Row {
        secret: String,
        is_confirmed: i64,
        last_step: i64,
    }
    let row = sql.row::<Row>(FACTOR, vec![text(agent.as_str())])?;
    Ok(row.map(|row| Factor {
        secret: row.secret,
        is_confirmed: row.is_confirmed != 0,
        last_step: row.last_step,
    }))
}

/// Keeps a secret that is to be confirmed; `false` if there is a factor already.
pub(crate) fn begin(sql: &Sql, agent: &AgentId, secret: &str) -> Result<bool, Error> {
    Ok(sql.run(BEGIN, vec![text(agent.as_str()), text(secret)])? > 0)
}

/// A code of this step was used.
pub(crate) fn used(sql: &Sql, agent: &AgentId, step: i64) -> Result<(), Error> {
    sql.run(CONFIRM, vec![int(step), text(agent.as_str())])
        .map(|_| ())
}

/// Keeps codes for when the app is lost, in the place of those before.
pub(crate) fn put_codes(sql: &Sql, agent: &AgentId, hashes: &[String]) -> Result<(), Error> {
    sql.run(DELETE_CODES, vec![text(agent.as_str())])?;
    for hash in hashes {
        sql.run(ADD_CODE, vec![text(hash), text(agent.as_str())])?;
    }
    Ok(())
}

/// Uses such a code up; whether it was one.
pub(crate) fn use_code(sql: &Sql, agent: &AgentId, hash: &str) -> Result<bool, Error> {
    Ok(sql.run(USE_CODE, vec![text(hash), text(agent.as_str())])? > 0)
}

/// Deletes an agent's factor and its codes; whether there was one.
pub(crate) fn delete(sql: &Sql, agent: &AgentId) -> Result<bool, Error> {
    sql.run(DELETE_CODES, vec![text(agent.as_str())])?;
    Ok(sql.run(DELETE, vec![text(agent.as_str())])? > 0)
}
