//! Alerts that were given up. The words stand with their conversation, in its outbox, and go with it: here is only
//! where to find them.

use super::outbox::Key;
use super::{Sql, Value, int, text};
use crate::error::Error;
use protocol::ConversationId;
use protocol::http::Undelivered;
use protocol::settings::AlertKind;
use serde::Deserialize;

// Told twice, it is there once, under a new number.
const ADD: &str =
    "INSERT OR REPLACE INTO undelivered (conversation, event, kind, address, status, at)
    VALUES (?, ?, ?, ?, ?, ?)";
/// The last 50 of an address, so that one that is dead hides no other; and 200 in all, of a month.
const FORGET_OLD: &str = "DELETE FROM undelivered WHERE at < ?1 OR number NOT IN
    (SELECT number FROM undelivered ORDER BY number DESC LIMIT 200) OR (address = ?2 AND number NOT IN
    (SELECT number FROM undelivered WHERE address = ?2 ORDER BY number DESC LIMIT 50))";
const KEPT_MS: i64 = 30 * 24 * 60 * 60_000;
const ALL: &str = "SELECT number, conversation, event, kind, address, status, at FROM undelivered
    ORDER BY number DESC";
const ONE: &str = "SELECT number, conversation, event, kind, address, status, at FROM undelivered
    WHERE number = ?";
const DROP: &str = "DELETE FROM undelivered WHERE number = ?";
const FORGET: &str =
    "DELETE FROM undelivered WHERE conversation IN (SELECT value FROM json_each(?))";

/// An alert that was given up.
#[derive(Clone, serde::Serialize, Deserialize)]
pub(crate) struct Kept {
    /// 0 until it is kept.
    #[serde(default)]
    pub(crate) number: u32,
    pub(crate) conversation: ConversationId,
    /// What tells its event from any other in its conversation's outbox.
    pub(crate) event: String,
    pub(crate) kind: AlertKind,
    pub(crate) address: String,
    /// The last answer's status, if there was an answer.
    pub(crate) status: Option<u16>,
    /// When it was given up, in milliseconds since 1970.
    pub(crate) at: i64,
}

impl Kept {
    /// Its row in its conversation's outbox.
    pub(crate) fn key(&self) -> Key {
        Key {
            event: self.event.clone(),
            channel: self.kind,
            address: self.address.clone(),
        }
    }
}

impl From<Kept> for Undelivered {
    fn from(kept: Kept) -> Self {
        Self {
            number: kept.number,
            conversation: kept.conversation,
            kind: kept.kind,
            address: kept.address,
            status: kept.status,
            at: protocol::Timestamp(kept.at),
        }
    }
}

/// Keeps one.
pub(crate) fn add(sql: &Sql, kept: &Kept) -> Result<(), Error> {
    let values = vec![
        text(kept.conversation.as_str()),
        text(kept.event.as_str()),
        text(kept.kind.name()),
        text(kept.address.as_str()),
        kept.status.map_or(Value::Null, int),
        int(kept.at),
    ];
    sql.run(ADD, values)?;
    let old = vec![int(kept.at - KEPT_MS), text(kept.address.as_str())];
    sql.run(FORGET_OLD, old).map(|_| ())
}

/// All of them, the last first.
pub(crate) fn all(sql: &Sql) -> Result<Vec<Kept>, Error> {
    sql.rows(ALL, vec![])
}

/// One of them; nothing, if it is not there.
pub(crate) fn one(sql: &Sql, number: u32) -> Result<Option<Kept>, Error> {
    sql.row(ONE, vec![int(number)])
}

/// Takes one off the list.
pub(crate) fn drop(sql: &Sql, number: u32) -> Result<(), Error> {
    sql.run(DROP, vec![int(number)]).map(|_| ())
}

/// Forgets those of conversations that are erased.
pub(crate) fn forget(sql: &Sql, conversations: &[ConversationId]) -> Result<(), Error> {
    sql.run(FORGET, vec![super::json(&conversations)?])
        .map(|_| ())
}
