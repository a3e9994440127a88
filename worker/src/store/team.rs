//! A team's rows: settings, the day's count, keys. Its accounts are `account.rs`.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::http::{ApiKey, Scope, SeenOn};
use protocol::settings::{Section, Settings};
use protocol::{AgentId, Timestamp};
use serde::{Deserialize, Serialize};

const SECTIONS: &str = "SELECT name, value FROM section";
const PUT_SECTION: &str = "INSERT INTO section (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

const DAYS: &str = "SELECT day, conversations FROM day_used WHERE day >= ? ORDER BY day DESC";
const PUT_DAY: &str = "INSERT INTO day_used (day, conversations) VALUES (?, 1)
    ON CONFLICT (day) DO UPDATE SET conversations = conversations + 1";
const FORGET_DAYS: &str = "DELETE FROM day_used WHERE day < ?";
/// Days that are kept: a year and the month that it is compared with.
const DAYS_KEPT: i64 = 400;

const ADD_KEY: &str = "INSERT INTO api_key (id, label, scopes, secret_hash, created_at, made_by) VALUES (?, ?, ?, ?, ?, ?)";
const KEYS: &str = "SELECT id, label, scopes, secret_hash, created_at, made_by, last_used_at
    FROM api_key ORDER BY created_at DESC";
const KEY: &str = "SELECT id, label, scopes, secret_hash, created_at, made_by, last_used_at
    FROM api_key WHERE id = ?";
/// A write at most every ten minutes for each key.
const USE_KEY: &str = "UPDATE api_key SET last_used_at = ?1
    WHERE id = ?2 AND coalesce(last_used_at, 0) <= ?1 - 600000";
const REVOKE_KEYS_OF: &str = "DELETE FROM api_key WHERE made_by = ?";
const REVOKE_KEY: &str = "DELETE FROM api_key WHERE id = ?";

const WEBHOOK_SECRETS: &str = "SELECT secret FROM webhook_secret
    WHERE ends_at IS NULL OR ends_at > ? ORDER BY created_at DESC";
const ADD_WEBHOOK_SECRET: &str =
    "INSERT INTO webhook_secret (secret, created_at, ends_at) VALUES (?, ?, NULL)";
const RETIRE_WEBHOOK_SECRETS: &str = "UPDATE webhook_secret SET ends_at = ? WHERE ends_at IS NULL";
const FORGET_WEBHOOK_SECRETS: &str = "DELETE FROM webhook_secret WHERE ends_at <= ?";

/// A write at most every ten minutes for each origin.
const SEE_ON: &str = "INSERT INTO seen_on (origin, at) VALUES (?, ?)
    ON CONFLICT (origin) DO UPDATE SET at = excluded.at WHERE excluded.at > seen_on.at + 600000";
const SEEN_ON: &str = "SELECT origin, at FROM seen_on ORDER BY at DESC, origin";
/// Of a star's many origins the last are kept: anybody can make them up.
const FORGET_SEEN_ON: &str = "DELETE FROM seen_on WHERE origin NOT IN
    (SELECT origin FROM seen_on ORDER BY at DESC, origin LIMIT 50)";

/// A page of this origin shows the chat.
pub(crate) fn seen_on(sql: &Sql, origin: &str, now: Timestamp) -> Result<(), Error> {
    if sql.run(SEE_ON, vec![text(origin), int(now.0)])? > 0 {
        sql.run(FORGET_SEEN_ON, Vec::new())?;
    }
    Ok(())
}

/// Origins whose pages have shown the chat, the last first.
pub(crate) fn all_seen_on(sql: &Sql) -> Result<Vec<SeenOn>, Error> {
    sql.rows(SEEN_ON, Vec::new())
}

/// What webhooks are signed with now, the newest first.
pub(crate) fn webhook_secrets(sql: &Sql, now: Timestamp) -> Result<Vec<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        secret: String,
    }
    let rows: Vec<Row> = sql.rows(WEBHOOK_SECRETS, vec![int(now.0)])?;
    Ok(rows.into_iter().map(|row| row.secret).collect())
}

/// Keeps a new one; those before it end then.
pub(crate) fn add_webhook_secret(
    sql: &Sql,
    secret: &str,
    now: Timestamp,
    others_end: Timestamp,
) -> Result<(), Error> {
    sql.run(FORGET_WEBHOOK_SECRETS, vec![int(now.0)])?;
    sql.run(RETIRE_WEBHOOK_SECRETS, vec![int(others_end.0)])?;
    sql.run(ADD_WEBHOOK_SECRET, vec![text(secret), int(now.0)])
        .map(|_| ())
}

/// The team's settings; `None` until it is set up.
pub(crate) fn settings(sql: &Sql) -> Result<Option<Settings>, Error> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
        value: String,
    }
    let rows: Vec<Row> = sql.rows(SECTIONS, vec![])?;
    if rows.is_empty() {
        return Ok(None);
    }
    let mut settings = Settings::new(String::new());
    for row in rows {
        // Of a version after this one, which was taken back: it is there again with that version.
        if let Some(section) = Section::of(&row.name) {
            settings.read(
                section,
                &mut serde_json::Deserializer::from_slice(row.value.as_bytes()),
            )?;
        }
    }
    Ok(Some(settings))
}

/// A section as JSON.
pub(crate) fn written(settings: &Settings, section: Section) -> Result<String, Error> {
    let mut text = Vec::new();
    settings.write(section, &mut serde_json::Serializer::new(&mut text))?;
    String::from_utf8(text).map_err(|_| Error::bug("JSON is text"))
}

/// Keeps a section of the settings.
pub(crate) fn put_section(sql: &Sql, settings: &Settings, section: Section) -> Result<(), Error> {
    sql.run(
        PUT_SECTION,
        vec![text(section.name()), text(written(settings, section)?)],
    )?;
    Ok(())
}

/// Conversations the assistant took on in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Day {
    /// Days since the Unix epoch, UTC.
    pub(crate) day: i64,
    pub(crate) conversations: u32,
}

/// The day that a time is in.
pub(crate) fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(24 * 60 * 60 * 1_000)
}

/// Counts a conversation that begins; how many that makes today, or nothing if the most a day are used up.
pub(crate) fn count_conversation(
    sql: &Sql,
    most: Option<u32>,
    now: Timestamp,
) -> Result<Option<u32>, Error> {
    let today = day_of(now);
    let taken = days(sql, today)?;
    let taken = taken.first().map_or(0, |it| it.conversations);
    if most.is_some_and(|most| taken >= most) {
        return Ok(None);
    }
    if taken == 0 {
        sql.run(FORGET_DAYS, vec![int(today - DAYS_KEPT)])?;
    }
    sql.run(PUT_DAY, vec![int(today)])?;
    Ok(Some(taken + 1))
}

/// The days since then on which conversations began, the last first.
pub(crate) fn days(sql: &Sql, since: i64) -> Result<Vec<Day>, Error> {
    sql.rows(DAYS, vec![int(since)])
}

#[derive(Deserialize)]
struct KeyRow {
    id: String,
    label: String,
    scopes: String,
    secret_hash: String,
    created_at: i64,
    made_by: Option<String>,
    last_used_at: Option<i64>,
}

impl KeyRow {
    fn key(self) -> Result<(ApiKey, String), Error> {
        let key = ApiKey {
            id: self.id,
            label: self.label,
            scopes: crate::json::read(&self.scopes)?,
            created_at: Timestamp(self.created_at),
            made_by: self.made_by.and_then(|id| AgentId::new(id).ok()),
            last_used_at: self.last_used_at.map(Timestamp),
        };
        Ok((key, self.secret_hash))
    }
}

pub(crate) fn add_key(sql: &Sql, key: &ApiKey, secret_hash: &str) -> Result<(), Error> {
    sql.run(
        ADD_KEY,
        vec![
            text(&key.id),
            text(&key.label),
            json(&key.scopes)?,
            text(secret_hash),
            int(key.created_at.0),
            key.made_by
                .as_ref()
                .map_or(Value::Null, |by| text(by.as_str())),
        ],
    )?;
    Ok(())
}

pub(crate) fn keys(sql: &Sql) -> Result<Vec<ApiKey>, Error> {
    sql.rows::<KeyRow>(KEYS, vec![])?
        .into_iter()
        .map(|row| Ok(row.key()?.0))
        .collect()
}

/// What a key may do, if its secret is this one; it was used then.
pub(crate) fn key_scopes(
    sql: &Sql,
    id: &str,
    secret_hash: &str,
    now: Timestamp,
) -> Result<Option<Vec<Scope>>, Error> {
    let Some(row) = sql.row::<KeyRow>(KEY, vec![text(id)])? else {
        return Ok(None);
    };
    let (key, kept) = row.key()?;
    if kept != secret_hash {
        return Ok(None);
    }
    sql.run(USE_KEY, vec![int(now.0), text(id)])?;
    Ok(Some(key.scopes))
}

/// Deletes the keys that an agent made.
pub(crate) fn revoke_keys_of(sql: &Sql, agent: &AgentId) -> Result<(), Error> {
    sql.run(REVOKE_KEYS_OF, vec![text(agent.as_str())])
        .map(|_| ())
}

/// Deletes a key; whether there was one.
pub(crate) fn revoke_key(sql: &Sql, id: &str) -> Result<bool, Error> {
    Ok(sql.run(REVOKE_KEY, vec![text(id)])? > 0)
}
