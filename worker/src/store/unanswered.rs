//! Questions that went to people because no article surely answers them. Words of learners: they go with their
//! conversation, and after a quarter of a year.

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
        is_aside INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TRIGGER summary_unanswered AFTER DELETE ON summary BEGIN
        DELETE FROM unanswered WHERE number BETWEEN old.number << 20 AND (old.number << 20) + 1048575;
    END;";

const PUT: &str = "INSERT INTO unanswered (number, conversation, at, question, article, title)
    SELECT (number << 20) | ?, conversation, ?, ?, ?, ? FROM summary WHERE conversation = ?
    ON CONFLICT DO NOTHING";
const FORGET: &str = "DELETE FROM unanswered WHERE at < ?";
const LIST: &str = "SELECT number, conversation, at, question, article, title FROM unanswered
    WHERE is_aside = 0 ORDER BY at DESC, number DESC LIMIT ?";
// The row stays: its conversation may be told again.
const SET_ASIDE: &str =
    "UPDATE unanswered SET is_aside = 1, question = '' WHERE number = ? AND is_aside = 0";

/// Puts questions of a conversation that is listed; one that is there already stays as it is.
pub(crate) fn put(
    sql: &Sql,
    conversation: &ConversationId,
    questions: &[Asked],
    now: Timestamp,
) -> Result<(), Error> {
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

/// Forgets those whose time is over.
pub(crate) fn forget(sql: &Sql, now: Timestamp) -> Result<(), Error> {
    sql.run(FORGET, vec![int(now.plus(-KEPT_MS).0)]).map(|_| ())
}

/// Those that nobody has set aside, the newest first, at most `limit`.
pub(crate) fn list(sql: &Sql, limit: u32) -> Result<Vec<Unanswered>, Error> {
    #[derive(Deserialize)]
    struct Row {
        number: u64,
        conversation: ConversationId,
        at: i64,
        question: String,
        article: Option<ArticleId>,
        title: Option<String>,
    }
    let rows: Vec<Row> = sql.rows(LIST, vec![int(limit)])?;
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

/// Sets one aside; answers whether it was there.
pub(crate) fn set_aside(sql: &Sql, number: u64) -> Result<bool, Error> {
    let Ok(number) = i64::try_from(number) else {
        return Ok(false);
    };
    Ok(sql.run(SET_ASIDE, vec![int(number)])? > 0)
}
