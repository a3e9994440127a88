//! A conversation's rows: its log, its snapshot, and summaries the inbox has not heard.

use super::{Sql, int, json, text};
use crate::error::Error;
use domain::{Logged, Snapshot};
use protocol::{
    AgentEvent, ClientMessageId, LearnerEvent, Seq, Sequenced, Summary, TeamId, Timestamp,
};
use serde::Deserialize;
use worker::SqlStorageValue as Value;

/// Most events one answer carries: a long conversation comes in pages.
pub(crate) const PAGE: u32 = 200;

const APPEND: &str =
    "INSERT INTO entry (seq, learner_seq, at, client_id, event) VALUES (?, ?, ?, ?, ?)";
const SINCE: &str = "SELECT seq, at, event FROM entry WHERE seq > ? ORDER BY seq LIMIT ?";
const SINCE_LEARNER: &str = "SELECT learner_seq AS seq, at, event FROM entry
    WHERE learner_seq > ? ORDER BY learner_seq LIMIT ?";
const BY_CLIENT_ID: &str = "SELECT seq, learner_seq, at, event FROM entry WHERE client_id = ?";
const STATE: &str = "SELECT team, snapshot FROM state WHERE id = 1";
const KEEP: &str = "INSERT INTO state (id, team, snapshot) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET snapshot = excluded.snapshot";
const DROP_AFTER: &str = "DELETE FROM entry WHERE seq > ?";
const TELL_LATER: &str = "INSERT OR REPLACE INTO untold (version, summary) VALUES (?, ?)";
const UNTOLD: &str = "SELECT summary FROM untold ORDER BY version DESC LIMIT 1";
const TOLD: &str = "DELETE FROM untold WHERE version <= ?";

#[derive(Deserialize)]
struct EntryRow {
    seq: Seq,
    #[serde(default)]
    learner_seq: Option<Seq>,
    at: i64,
    event: String,
}

impl EntryRow {
    fn entry(&self) -> Result<Sequenced<AgentEvent>, Error> {
        Ok(Sequenced {
            seq: self.seq,
            at: Timestamp(self.at),
            event: serde_json::from_str(&self.event)?,
        })
    }
}

/// Appends an event.
pub(crate) fn append(sql: &Sql, logged: &Logged) -> Result<(), Error> {
    let entry = &logged.entry;
    sql.run(
        APPEND,
        vec![
            int(entry.seq),
            logged.learner_seq.map_or(Value::Null, int),
            int(entry.at.0),
            logged
                .client_id()
                .map_or(Value::Null, |id| text(id.as_str())),
            json(&entry.event)?,
        ],
    )?;
    Ok(())
}

/// Agents' events after `since`, at most a page.
pub(crate) fn since(sql: &Sql, since: Seq) -> Result<Vec<Sequenced<AgentEvent>>, Error> {
    sql.rows::<EntryRow>(SINCE, vec![int(since), int(PAGE)])?
        .iter()
        .map(EntryRow::entry)
        .collect()
}

/// The learner's events after `since`, at most a page.
pub(crate) fn learner_since(sql: &Sql, since: Seq) -> Result<Vec<Sequenced<LearnerEvent>>, Error> {
    sql.rows::<EntryRow>(SINCE_LEARNER, vec![int(since), int(PAGE)])?
        .iter()
        .map(|row| {
            let entry = row.entry()?;
            for_learner(entry.seq, &entry)
                .ok_or_else(|| Error::bug("an event numbered for the learner is not for them"))
        })
        .collect()
}

/// The event as the learner may see it, under their own number.
pub(crate) fn for_learner(
    seq: Seq,
    entry: &Sequenced<AgentEvent>,
) -> Option<Sequenced<LearnerEvent>> {
    entry.event.for_learner().map(|event| Sequenced {
        seq,
        at: entry.at,
        event,
    })
}

/// The event a client's message became, if it is stored already.
pub(crate) fn by_client_id(sql: &Sql, id: &ClientMessageId) -> Result<Option<Logged>, Error> {
    sql.row::<EntryRow>(BY_CLIENT_ID, vec![text(id.as_str())])?
        .map(|row| {
            Ok(Logged {
                entry: row.entry()?,
                learner_seq: row.learner_seq,
            })
        })
        .transpose()
}

/// The team and the snapshot, if the conversation has begun.
pub(crate) fn state(sql: &Sql) -> Result<Option<(TeamId, Snapshot)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        team: TeamId,
        snapshot: String,
    }
    sql.row::<Row>(STATE, vec![])?
        .map(|row| Ok((row.team, serde_json::from_str(&row.snapshot)?)))
        .transpose()
}

/// Writes the snapshot.
pub(crate) fn keep(sql: &Sql, team: &TeamId, snapshot: &Snapshot) -> Result<(), Error> {
    sql.run(KEEP, vec![text(team.as_str()), json(snapshot)?])?;
    Ok(())
}

/// Drops events that were appended before a later write of the same input failed: what is
/// caught is not rolled back, so it is taken back.
pub(crate) fn drop_after(sql: &Sql, seq: Seq) -> Result<(), Error> {
    sql.run(DROP_AFTER, vec![int(seq)])?;
    Ok(())
}

/// Notes a summary that the inbox must hear.
pub(crate) fn tell_later(sql: &Sql, summary: &Summary) -> Result<(), Error> {
    sql.run(TELL_LATER, vec![int(summary.version), json(summary)?])?;
    Ok(())
}

/// The newest summary the inbox has not heard.
pub(crate) fn untold(sql: &Sql) -> Result<Option<Summary>, Error> {
    #[derive(Deserialize)]
    struct Row {
        summary: String,
    }
    sql.row::<Row>(UNTOLD, vec![])?
        .map(|row| Ok(serde_json::from_str(&row.summary)?))
        .transpose()
}

/// Forgets summaries up to `version`: the inbox has heard them.
pub(crate) fn told(sql: &Sql, version: u32) -> Result<(), Error> {
    sql.run(TOLD, vec![int(version)])?;
    Ok(())
}
