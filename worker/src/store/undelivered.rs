//! Alerts that were given up. The words stand with their conversation, in its outbox, and go with it: here is only
//! where to find them.

use super::{Sql, Value, int, text};
use crate::error::Error;
use protocol::http::Undelivered;
use protocol::settings::AlertKind;
use protocol::{ConversationId, LearnerId};
use serde::Deserialize;

const ADD: &str = "INSERT INTO undelivered (conversation, event, kind, address, status, at)
    VALUES (?, ?, ?, ?, ?, ?)";
/// The last of them: whoever has more has one address to mend.
const FORGET_OLD: &str = "DELETE FROM undelivered WHERE number <=
    (SELECT max(number) FROM undelivered) - 200";
const ALL: &str = "SELECT number, conversation, event, kind, address, status, at FROM undelivered
    ORDER BY number DESC";
const ONE: &str = "SELECT number, conversation, event, kind, address, status, at FROM undelivered
    WHERE number = ?";
const DROP: &str = "DELETE FROM undelivered WHERE number = ?";
const FORGET_LEARNER: &str = "DELETE FROM undelivered
    WHERE substr(conversation, 1, length(?1) + 1) = ?1 || '.'";

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
    sql.run(FORGET_OLD, vec![]).map(|_| ())
}

/// All of them, the last first.
pub(crate) fn all(sql: &Sql) -> Result<Vec<Kept>, Error> {
    sql.rows(ALL, vec![])
}

/// Takes one off the list; nothing, if it is not there.
pub(crate) fn take(sql: &Sql, number: u32) -> Result<Option<Kept>, Error> {
    let kept = sql.row(ONE, vec![int(number)])?;
    sql.run(DROP, vec![int(number)])?;
    Ok(kept)
}

/// Forgets those of a learner's conversations.
pub(crate) fn forget(sql: &Sql, learner: &LearnerId) -> Result<(), Error> {
    sql.run(FORGET_LEARNER, vec![text(learner.as_str())])
        .map(|_| ())
}
