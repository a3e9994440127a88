//! What a team knows of its learners besides their conversations: who the LMS says they are, which of
//! their tokens are good, and the secrets that the LMS signs with.

use super::{Sql, int, text};
use crate::error::Error;
use protocol::http::IdentitySecret;
use protocol::{LearnerId, Timestamp};
use serde::{Deserialize, Serialize};

const SECRETS: &str = "SELECT id, secret, created_at, ends_at FROM identity_secret
    WHERE ends_at IS NULL OR ends_at > ? ORDER BY created_at DESC, id";
const ADD_SECRET: &str =
    "INSERT INTO identity_secret (id, secret, created_at, ends_at) VALUES (?, ?, ?, NULL)";
const RETIRE_SECRETS: &str = "UPDATE identity_secret SET ends_at = ? WHERE ends_at IS NULL";
const FORGET_SECRETS: &str = "DELETE FROM identity_secret WHERE ends_at <= ?";
const END_SECRET: &str = "DELETE FROM identity_secret WHERE id = ?";

const SUBJECT_OF: &str = "SELECT subject FROM identity WHERE learner = ?";
const LEARNERS_OF: &str = "SELECT learner FROM identity WHERE subject = ? ORDER BY rowid";
const BIND: &str = "INSERT INTO identity (learner, subject) VALUES (?, ?)";

const FORGET: &str = "DELETE FROM identity WHERE learner = ?";

const STANDING: &str = "SELECT generation, is_blocked FROM learner WHERE id = ?";
const RAISE: &str = "INSERT INTO learner (id, generation, is_blocked) VALUES (?, 1, 0)
    ON CONFLICT (id) DO UPDATE SET generation = generation + 1";
const BLOCK: &str = "INSERT INTO learner (id, generation, is_blocked) VALUES (?, 0, ?)
    ON CONFLICT (id) DO UPDATE SET is_blocked = excluded.is_blocked";

const END: &str = "INSERT INTO ended (what, at) VALUES (?, ?)
    ON CONFLICT (what) DO UPDATE SET at = excluded.at";
const ENDED: &str = "SELECT at FROM ended WHERE what = ?";
const FORGET_ENDED: &str = "DELETE FROM ended WHERE at <= ? AND what <> ?";
/// How often what is older than any token is forgotten: once a day.
const FORGET_EVERY_MS: i64 = 24 * 60 * 60 * 1_000;
/// What a row says that is no browser's: when that was done last.
const FORGOTTEN: &str = "forgotten";
/// What a row says that is no browser's: when an identity secret was ended at once.
const SIGNATURES: &str = "signatures";

const USE_OF: &str = "SELECT browser FROM token_use WHERE token_hash = ?";
const USE: &str = "INSERT INTO token_use (token_hash, browser, ends_at) VALUES (?, ?, ?)";
const FORGET_USES: &str = "DELETE FROM token_use WHERE ends_at <= ?";

/// A secret that the team's platform signs with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Secret {
    /// Its name, which a token may give as `kid`.
    pub(crate) id: String,
    /// Its text; its bytes are the key.
    pub(crate) secret: String,
}

#[derive(Deserialize)]
struct SecretRow {
    id: String,
    secret: String,
    created_at: i64,
    ends_at: Option<i64>,
}

/// The secrets that are good now, the newest first.
pub(crate) fn secrets(sql: &Sql, now: Timestamp) -> Result<Vec<(Secret, IdentitySecret)>, Error> {
    let rows: Vec<SecretRow> = sql.rows(SECRETS, vec![int(now.0)])?;
    let both = rows.into_iter().map(|row| {
        let kept = IdentitySecret {
            id: row.id.clone(),
            created_at: Timestamp(row.created_at),
            ends_at: row.ends_at.map(Timestamp),
        };
        let secret = Secret {
            id: row.id,
            secret: row.secret,
        };
        (secret, kept)
    });
    Ok(both.collect())
}

/// Keeps a new secret; those before it end then.
pub(crate) fn add_secret(
    sql: &Sql,
    secret: &Secret,
    now: Timestamp,
    others_end: Timestamp,
) -> Result<(), Error> {
    sql.run(FORGET_SECRETS, vec![int(now.0)])?;
    sql.run(RETIRE_SECRETS, vec![int(others_end.0)])?;
    let values = vec![text(&secret.id), text(&secret.secret), int(now.0)];
    sql.run(ADD_SECRET, values).map(|_| ())
}

/// Ends a secret; whether there was one.
pub(crate) fn end_secret(sql: &Sql, id: &str) -> Result<bool, Error> {
    Ok(sql.run(END_SECRET, vec![text(id)])? > 0)
}

/// Digest of the LMS's id for a learner, if it ever said who they are.
pub(crate) fn subject_of(sql: &Sql, learner: &LearnerId) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        subject: String,
    }
    let row = sql.row::<Row>(SUBJECT_OF, vec![text(learner.as_str())])?;
    Ok(row.map(|row| row.subject))
}

/// All learners that the LMS says are this one, the first first: each browser in which they began
/// before they signed in was one.
pub(crate) fn learners_of(sql: &Sql, subject: &str) -> Result<Vec<LearnerId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        learner: LearnerId,
    }
    let rows: Vec<Row> = sql.rows(LEARNERS_OF, vec![text(subject)])?;
    Ok(rows.into_iter().map(|row| row.learner).collect())
}

/// All learners that are the same person as this one, which is among them.
pub(crate) fn same_as(sql: &Sql, learner: LearnerId) -> Result<Vec<LearnerId>, Error> {
    match subject_of(sql, &learner)? {
        Some(subject) => learners_of(sql, &subject),
        None => Ok(vec![learner]),
    }
}

/// Forgets who the LMS says a learner is.
pub(crate) fn forget(sql: &Sql, learner: &LearnerId) -> Result<(), Error> {
    sql.run(FORGET, vec![text(learner.as_str())]).map(|_| ())
}

/// Keeps who a learner is. Once: it is never another.
pub(crate) fn bind(sql: &Sql, learner: &LearnerId, subject: &str) -> Result<(), Error> {
    sql.run(BIND, vec![text(learner.as_str()), text(subject)])
        .map(|_| ())
}

/// Which of a learner's tokens are good, and whether they are blocked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) generation: u32,
    pub(crate) is_blocked: bool,
}

pub(crate) fn standing(sql: &Sql, learner: &LearnerId) -> Result<Standing, Error> {
    #[derive(Deserialize)]
    struct Row {
        generation: u32,
        is_blocked: i64,
    }
    let row = sql.row::<Row>(STANDING, vec![text(learner.as_str())])?;
    Ok(row.map_or_else(Standing::default, |row| Standing {
        generation: row.generation,
        is_blocked: row.is_blocked != 0,
    }))
}

/// Ends every token that a learner has.
pub(crate) fn raise(sql: &Sql, learner: &LearnerId) -> Result<(), Error> {
    sql.run(RAISE, vec![text(learner.as_str())]).map(|_| ())
}

/// Blocks a learner, or unblocks them. Their tokens stay as they are.
pub(crate) fn block(sql: &Sql, learner: &LearnerId, is_blocked: bool) -> Result<(), Error> {
    let values = vec![text(learner.as_str()), int(u8::from(is_blocked))];
    sql.run(BLOCK, values).map(|_| ())
}

/// Ends the session of a learner's browser: none of its tokens is good any more. Twice is once. Once a day what is older
/// than any token is forgotten.
pub(crate) fn end_browser(
    sql: &Sql,
    browser: &str,
    now: Timestamp,
    oldest: Timestamp,
) -> Result<(), Error> {
    if is_browser_ended(sql, browser)? {
        return Ok(());
    }
    let last = ended(sql, FORGOTTEN)?;
    if last.is_none_or(|last| now.since(last) >= FORGET_EVERY_MS) {
        sql.run(FORGET_ENDED, vec![int(oldest.0), text(SIGNATURES)])?;
        end(sql, FORGOTTEN, now)?;
    }
    end(sql, &browser_row(browser), now)
}

/// Whether it was ended.
pub(crate) fn is_browser_ended(sql: &Sql, browser: &str) -> Result<bool, Error> {
    Ok(ended(sql, &browser_row(browser))?.is_some())
}

/// What the LMS signed until now is good no more.
pub(crate) fn end_signatures(sql: &Sql, now: Timestamp) -> Result<(), Error> {
    end(sql, SIGNATURES, now)
}

/// Since when what the LMS signs is good.
pub(crate) fn signatures_since(sql: &Sql) -> Result<Option<Timestamp>, Error> {
    ended(sql, SIGNATURES)
}

fn browser_row(browser: &str) -> String {
    format!("browser {browser}")
}

fn end(sql: &Sql, what: &str, now: Timestamp) -> Result<(), Error> {
    sql.run(END, vec![text(what), int(now.0)]).map(|_| ())
}

fn ended(sql: &Sql, what: &str) -> Result<Option<Timestamp>, Error> {
    #[derive(Deserialize)]
    struct Row {
        at: i64,
    }
    let row = sql.row::<Row>(ENDED, vec![text(what)])?;
    Ok(row.map(|row| Timestamp(row.at)))
}

/// Whether a token of the LMS's may be used by this browser: the first that did, and no other.
pub(crate) fn may_use(
    sql: &Sql,
    token_hash: &str,
    browser: &str,
    ends_at: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    #[derive(Deserialize)]
    struct Row {
        browser: String,
    }
    if let Some(used) = sql.row::<Row>(USE_OF, vec![text(token_hash)])? {
        // Whose session was ended may be signed for by the same page once more.
        return Ok(used.browser == browser || is_browser_ended(sql, &used.browser)?);
    }
    sql.run(FORGET_USES, vec![int(now.0)])?;
    let values = vec![text(token_hash), text(browser), int(ends_at.0)];
    sql.run(USE, values)?;
    Ok(true)
}
