//! What is on its way to webhooks, until it is taken or given up.

use super::{Sql, int, text};
use crate::error::Error;
use protocol::{Seq, Timestamp};
use serde::Deserialize;

const ADD: &str = "INSERT INTO delivery (seq, address, body, attempts, due) VALUES (?, ?, ?, 0, ?)";
const DUE: &str =
    "SELECT seq, address, body, attempts FROM delivery WHERE due <= ? ORDER BY due LIMIT 10";
const NEXT: &str = "SELECT min(due) AS due FROM delivery";
const PUT_OFF: &str = "UPDATE delivery SET attempts = attempts + 1, due = ? WHERE seq = ?";
const DROP: &str = "DELETE FROM delivery WHERE seq = ?";
const DROP_AFTER: &str = "DELETE FROM delivery WHERE seq > ?";

/// Something to post.
#[derive(Deserialize)]
pub(crate) struct Post {
    pub(crate) seq: Seq,
    pub(crate) address: String,
    pub(crate) body: String,
    /// Attempts that failed.
    pub(crate) attempts: u32,
}

/// Keeps something to post, as of now.
pub(crate) fn add(
    sql: &Sql,
    seq: Seq,
    address: &str,
    body: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let values = vec![int(seq), text(address), text(body), int(now.0)];
    sql.run(ADD, values).map(|_| ())
}

/// What is to be posted by now.
pub(crate) fn due(sql: &Sql, now: Timestamp) -> Result<Vec<Post>, Error> {
    sql.rows(DUE, vec![int(now.0)])
}

/// When something is to be posted next.
pub(crate) fn next(sql: &Sql) -> Result<Option<Timestamp>, Error> {
    #[derive(Deserialize)]
    struct Row {
        due: Option<i64>,
    }
    let row = sql.row::<Row>(NEXT, vec![])?;
    Ok(row.and_then(|row| row.due).map(Timestamp))
}

/// Tries it again then.
pub(crate) fn put_off(sql: &Sql, seq: Seq, until: Timestamp) -> Result<(), Error> {
    sql.run(PUT_OFF, vec![int(until.0), int(seq)]).map(|_| ())
}

/// It was taken, or is given up.
pub(crate) fn drop(sql: &Sql, seq: Seq) -> Result<(), Error> {
    sql.run(DROP, vec![int(seq)]).map(|_| ())
}

/// Takes back what was not written whole.
pub(crate) fn drop_after(sql: &Sql, seq: Seq) -> Result<(), Error> {
    sql.run(DROP_AFTER, vec![int(seq)]).map(|_| ())
}
