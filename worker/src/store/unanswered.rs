//! Questions that went to people because no article surely answers them. They are words of learners: they are deleted
//! with their conversation, or once they are older than [`KEPT_MS`] and another one comes.

use super::waits::KEPT_MS;
use super::{Sql, int, text};
use crate::error::Error;
use domain::insight::Asked;
use protocol::http::{NearestArticle, Unanswered};
use protocol::{ArticleId, ConversationId, Timestamp};
use serde::Deserialize;

/// Numbered as lines of what is searched are (`found.rs`): the conversation's row number, then the event's in 20 bits.
pub(super) const TABLE: &str = "CREATE TABLE unanswered (
        number INTEGER PRIMARY KEY,
        conversation TEXT NOT NULL,
        at INTEGER NOT NULL,
        question TEXT NOT NULL,
        article TEXT,
        title TEXT,
        is_dismissed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TRIGGER summary_unanswered AFTER DELETE ON summary BEGIN
        DELETE FROM unanswered WHERE number BETWEEN old.number << 20 AND (old.number << 20) + 1048575;
    END;";

const PUT: &str = "INSERT INTO unanswered (number, conversation, at, question, article, title)
    SELECT (number << 20) | ?, conversation, ?, ?, ?, ? FROM summary WHERE conversation = ?
    ON CONFLICT DO NOTHING";
const FORGET: &str = "DELETE FROM unanswered WHERE at < ?";
const LIST: &str = "SELECT number, conversation, at, question, article, title FROM unanswered
    WHERE is_dismissed = 0 AND at >= ? ORDER BY at DESC, number DESC LIMIT ?";
// The row stays: the conversation may report the same question again.
const DISMISS: &str = "UPDATE unanswered SET is_dismissed = 1, question = ''
    WHERE number = ? AND is_dismissed = 0";

/// Puts questions of a conversation that is listed; one that is there already stays as it is. What is older than
/// [`KEPT_MS`] goes.
pub(crate) fn put(
    sql: &Sql,
    conversation: &ConversationId,
    questions: &[Asked],
    now: Timestamp,
) -> Result<(), Error> {
    if questions.is_empty() {
        return Ok(());
    }
    forget(sql, now)?;
    let oldest = now.plus(-KEPT_MS);
    for asked in questions.iter().filter(|asked| asked.at >= oldest) {
        let nearest = asked.nearest.as_ref();
        let or_null = |it: Option<&str>| it.map_or(super::Value::Null, text);
        sql.run(
            PUT,
            vec![
                int(asked.seq),
                int(asked.at.0),
                text(&asked.question),
                or_null(nearest.map(|it| it.id.as_str())),
                or_null(nearest.map(|it| it.title.as_str())),
                text(conversation.as_str()),
            ],
        )?;
    }
    Ok(())
}

/// Deletes those that are older than [`KEPT_MS`].
pub(crate) fn forget(sql: &Sql, now: Timestamp) -> Result<(), Error> {
    sql.run(FORGET, vec![int(now.plus(-KEPT_MS).0)]).map(|_| ())
}

/// Those that nobody has dismissed, the newest first, at most `limit`.
pub(crate) fn list(sql: &Sql, now: Timestamp, limit: u32) -> Result<Vec<Unanswered>, Error> {
    #[derive(Deserialize)]
    struct Row {
        number: u64,
        conversation: ConversationId,
        at: i64,
        question: String,
        article: Option<ArticleId>,
        title: Option<String>,
    }
    let rows: Vec<Row> = sql.rows(LIST, vec![int(now.plus(-KEPT_MS).0), int(limit)])?;
    let of = |row: Row| Unanswered {
        number: row.number,
        conversation: row.conversation,
        at: Timestamp(row.at),
        question: row.question,
        nearest: row.article.map(|id| NearestArticle {
            id,
            title: row.title.unwrap_or_default(),
        }),
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Takes one off the list; answers whether it was there.
pub(crate) fn dismiss(sql: &Sql, number: u64) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(number) else {
        return Ok(false);
    };
    Ok(sql.run(DISMISS, vec![int(number)])? > 0)
}
