//! What is on its way to somebody outside: a row for each recipient of an event, until it is taken
//! or given up. Any object may keep one.

use super::{Sql, Value, int, text};
use crate::error::Error;
use protocol::Timestamp;
use protocol::settings::AlertKind;
use serde::{Deserialize, Serialize};

/// Its table. An event, a channel and an address tell a row from any other: nobody hears twice of
/// the same thing, and an event has as many recipients as it needs.
pub(super) const TABLE: &str = "CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    event TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    UNIQUE (event, channel, address)
) STRICT;";

const ADD: &str = "INSERT INTO outbox (event, channel, address, body, attempts, due)
    VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING";
const DUE: &str = "SELECT id, event, channel, address, body, attempts FROM outbox
    WHERE given_up IS NULL AND due <= ? ORDER BY due, id LIMIT 10";
const NEXT: &str = "SELECT min(due) AS due FROM outbox WHERE given_up IS NULL";
const PUT_OFF: &str = "UPDATE outbox SET attempts = attempts + 1, due = ? WHERE id = ?";
const GIVE_UP: &str = "UPDATE outbox SET given_up = ? WHERE id = ?";
const FORGET: &str = "DELETE FROM outbox WHERE given_up < ?";
const DELETE: &str = "DELETE FROM outbox
    WHERE given_up IS NOT NULL AND event = ? AND channel = ? AND address = ?";
const LATER: &str = "UPDATE outbox SET due = ? WHERE id = ?";
const AGAIN: &str = "UPDATE outbox SET given_up = NULL, attempts = 0, due = ?
    WHERE given_up IS NOT NULL AND event = ? AND channel = ? AND address = ?";
const DROP: &str = "DELETE FROM outbox WHERE id = ?";

/// How long what was given up can be sent again: a month.
const KEPT_MS: i64 = 30 * 24 * 60 * 60_000;

/// What tells a row from any other.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) event: String,
    pub(crate) channel: AlertKind,
    pub(crate) address: String,
}

impl Key {
    fn values(&self) -> [Value; 3] {
        [&self.event, self.channel.name(), &self.address].map(text)
    }
}

/// Something to send.
#[derive(Deserialize)]
pub(crate) struct Post {
    id: i64,
    /// What tells its event from any other: the conversation and the event's number.
    pub(crate) event: String,
    pub(crate) channel: AlertKind,
    pub(crate) address: String,
    pub(crate) body: String,
    /// Attempts that failed.
    pub(crate) attempts: u32,
}

impl Post {
    /// Something that is sent now and kept nowhere.
    pub(crate) fn once(event: String, channel: AlertKind, address: String, body: String) -> Self {
        Self {
            id: 0,
            event,
            channel,
            address,
            body,
            attempts: 0,
        }
    }
}

/// Keeps something to send, as of now; once, however often it is asked.
pub(crate) fn add(
    sql: &Sql,
    event: &str,
    channel: AlertKind,
    address: &str,
    body: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let values = [event, channel.name(), address, body].map(text);
    let values = values.into_iter().chain([int(now.0)]).collect();
    sql.run(ADD, values).map(|_| ())
}

/// What is to be sent by now.
pub(crate) fn due(sql: &Sql, now: Timestamp) -> Result<Vec<Post>, Error> {
    sql.rows(DUE, vec![int(now.0)])
}

/// When something is to be sent next.
pub(crate) fn next(sql: &Sql) -> Result<Option<Timestamp>, Error> {
    #[derive(Deserialize)]
    struct Row {
        due: Option<i64>,
    }
    let row = sql.row::<Row>(NEXT, vec![])?;
    Ok(row.and_then(|row| row.due).map(Timestamp))
}

/// Tries it again then.
pub(crate) fn put_off(sql: &Sql, post: &Post, until: Timestamp) -> Result<(), Error> {
    sql.run(PUT_OFF, vec![int(until.0), int(post.id)])
        .map(|_| ())
}

/// Moves a row that is about to be given up out of the way, until the object has recorded that.
pub(crate) fn postpone(sql: &Sql, post: &Post, until: Timestamp) -> Result<(), Error> {
    sql.run(LATER, vec![int(until.0), int(post.id)]).map(|_| ())
}

/// It is given up: kept for a while, and sent no more by itself. What was given up long ago is forgotten.
pub(crate) fn give_up(sql: &Sql, post: &Post, now: Timestamp) -> Result<(), Error> {
    sql.run(FORGET, vec![int(now.plus(-KEPT_MS).0)])?;
    sql.run(GIVE_UP, vec![int(now.0), int(post.id)]).map(|_| ())
}

/// Forgets what was given up.
pub(crate) fn dismiss(sql: &Sql, key: &Key) -> Result<(), Error> {
    sql.run(DELETE, key.values().into()).map(|_| ())
}

/// Sends what was given up again, as if for the first time; whether it is there.
pub(crate) fn again(sql: &Sql, key: &Key, now: Timestamp) -> Result<bool, Error> {
    let values = [int(now.0)].into_iter().chain(key.values()).collect();
    Ok(sql.run(AGAIN, values)? > 0)
}

/// It was taken, or nobody is told any more.
pub(crate) fn drop(sql: &Sql, post: &Post) -> Result<(), Error> {
    sql.run(DROP, vec![int(post.id)]).map(|_| ())
}
