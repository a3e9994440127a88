//! A conversation's rows: its log, its snapshot, and the files that were said.

use super::push::PushTo;
use super::{Sql, int, json, text};
use crate::error::Error;
use domain::speech;
use domain::{Logged, Snapshot};
use protocol::settings::Settings;
use protocol::{
    AgentEvent, Attachment, AttachmentId, ClientMessageId, LearnerEvent, Seq, Sequenced, TeamId,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use worker::SqlStorageValue as Value;

/// Most events one answer carries: a long conversation comes in pages.
pub(crate) const PAGE: u32 = 200;

const APPEND: &str =
    "INSERT INTO entry (seq, learner_seq, at, client_id, event) VALUES (?, ?, ?, ?, ?)";
const SINCE: &str = "SELECT seq, at, event FROM entry WHERE seq > ? ORDER BY seq LIMIT ?";
// An event's number in the learner's stream is never above its number in the agents'.
const SINCE_LEARNER: &str = "SELECT learner_seq AS seq, at, event FROM entry
    WHERE seq > ?1 AND learner_seq > ?1 ORDER BY seq LIMIT ?2";
const SINCE_TIME: &str = "SELECT seq, at, event FROM entry WHERE at >= ? ORDER BY seq";
const ALL: &str = "SELECT seq, learner_seq, at, event FROM entry ORDER BY seq";
const COUNT: &str = "SELECT count(*) AS count FROM entry";
const IS_GONE: &str = "SELECT count(*) AS count FROM gone";
const GONE: &str = "INSERT INTO gone (id) VALUES (1)";
const CLIENT_IDS: &str = "SELECT client_id FROM entry WHERE client_id IS NOT NULL";
const BY_CLIENT_ID: &str = "SELECT seq, learner_seq, at, event FROM entry WHERE client_id = ?";
const STATE: &str = "SELECT team, snapshot, told, told_lines FROM state WHERE id = 1";
const KEEP: &str = "INSERT INTO state (id, team, snapshot, told, told_lines) VALUES (1, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET snapshot = excluded.snapshot, told = excluded.told,
    told_lines = excluded.told_lines";
const SETTINGS: &str = "SELECT settings FROM settings";
const KEEP_SETTINGS: &str = "INSERT INTO settings (id, settings) VALUES (1, ?1)
    ON CONFLICT (id) DO UPDATE SET settings = ?1 WHERE settings <> ?1";
const ATTACH: &str =
    "INSERT INTO attachment (id, seq, for_learner, attachment) VALUES (?, ?, ?, ?)";
const ATTACHMENT: &str = "SELECT for_learner, attachment FROM attachment WHERE id = ?";

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
            event: crate::json::read(&self.event)?,
        })
    }
}

/// Appends an event, and the files that are said with it.
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
    for attachment in logged.attachments() {
        sql.run(
            ATTACH,
            vec![
                text(attachment.id.as_str()),
                int(entry.seq),
                int(i64::from(logged.learner_seq.is_some())),
                json(attachment)?,
            ],
        )?;
    }
    Ok(())
}

/// A file that was said; `None` if there is none that this audience may have.
pub(crate) fn attachment(
    sql: &Sql,
    id: &AttachmentId,
    is_learner: bool,
) -> Result<Option<Attachment>, Error> {
    #[derive(Deserialize)]
    struct Row {
        for_learner: i64,
        attachment: String,
    }
    sql.row::<Row>(ATTACHMENT, vec![text(id.as_str())])?
        .filter(|row| !is_learner || row.for_learner != 0)
        .map(|row| Ok(crate::json::read(&row.attachment)?))
        .transpose()
}

/// Agents' events after `since`, at most a page.
pub(crate) fn since(sql: &Sql, since: Seq) -> Result<Vec<Sequenced<AgentEvent>>, Error> {
    sql.rows::<EntryRow>(SINCE, vec![int(since), int(PAGE)])?
        .iter()
        .map(EntryRow::entry)
        .collect()
}

/// Everything that happened from a time on.
pub(crate) fn since_time(sql: &Sql, at: Timestamp) -> Result<Vec<Sequenced<AgentEvent>>, Error> {
    sql.rows::<EntryRow>(SINCE_TIME, vec![int(at.0)])?
        .iter()
        .map(EntryRow::entry)
        .collect()
}

/// The learner's events after `since`, at most a page.
pub(crate) fn learner_since(
    sql: &Sql,
    since: Seq,
    language: &str,
) -> Result<Vec<Sequenced<LearnerEvent>>, Error> {
    sql.rows::<EntryRow>(SINCE_LEARNER, vec![int(since), int(PAGE)])?
        .iter()
        .map(|row| {
            let entry = row.entry()?;
            for_learner(entry.seq, &entry, language)
                .ok_or_else(|| Error::bug("an event numbered for the learner is not for them"))
        })
        .collect()
}

/// The event as the learner may see it, under their own number, in a language.
pub(crate) fn for_learner(
    seq: Seq,
    entry: &Sequenced<AgentEvent>,
    language: &str,
) -> Option<Sequenced<LearnerEvent>> {
    speech::for_learner(&entry.event, language).map(|event| Sequenced {
        seq,
        at: entry.at,
        event,
    })
}

/// Ids of everything a client has sent. Read once, when the object wakes: reading costs a
/// thousandth of what an index would for every message.
pub(crate) fn client_ids(sql: &Sql) -> Result<HashSet<ClientMessageId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        client_id: ClientMessageId,
    }
    let rows = sql.rows::<Row>(CLIENT_IDS, vec![])?;
    Ok(rows.into_iter().map(|row| row.client_id).collect())
}

/// The event a client's message became, if it is stored already. Reads the whole log: asked
/// only of what is known to be there.
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

/// What is kept of a conversation besides its log.
pub(crate) struct State {
    pub(crate) team: TeamId,
    pub(crate) snapshot: Snapshot,
    /// What the inbox has heard, or a little less.
    pub(crate) told: Told,
}

/// How much the inbox has heard of a conversation.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    /// Version of the summary.
    pub(crate) version: u32,
    /// The last event whose words it searches.
    pub(crate) lines: Seq,
}

/// What is kept, if the conversation has begun.
pub(crate) fn state(sql: &Sql) -> Result<Option<State>, Error> {
    #[derive(Deserialize)]
    struct Row {
        team: TeamId,
        snapshot: String,
        told: u32,
        told_lines: Seq,
    }
    sql.row::<Row>(STATE, vec![])?
        .map(|row| {
            Ok(State {
                team: row.team,
                snapshot: crate::json::read(&row.snapshot)?,
                told: Told {
                    version: row.told,
                    lines: row.told_lines,
                },
            })
        })
        .transpose()
}

/// Writes the snapshot, and what the inbox has heard by now: a row of its own would be a
/// row written with every message.
pub(crate) fn keep(sql: &Sql, team: &TeamId, snapshot: &Snapshot, told: Told) -> Result<(), Error> {
    let told = [told.version, told.lines].map(int);
    let values = [text(team.as_str()), json(snapshot)?]
        .into_iter()
        .chain(told);
    sql.run(KEEP, values.collect())?;
    Ok(())
}

/// What a conversation knows of its team.
#[derive(Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) settings: Settings,
    /// Agents' browsers that are told.
    pub(crate) push: Vec<PushTo>,
}

/// The team as it was last kept.
pub(crate) fn known_team(sql: &Sql) -> Result<Option<Known>, Error> {
    #[derive(Deserialize)]
    struct Row {
        settings: String,
    }
    let Some(row) = sql.row::<Row>(SETTINGS, vec![])? else {
        return Ok(None);
    };
    // The form before push notifications: the settings alone.
    let known = crate::json::read(&row.settings).or_else(|_| {
        let settings = crate::json::read(&row.settings)?;
        let push = Vec::new();
        Ok::<_, Error>(Known { settings, push })
    })?;
    Ok(Some(known))
}

/// Keeps the team, where it is another than the one that is kept: a row that stays as it is costs nothing.
pub(crate) fn keep_team(sql: &Sql, known: &Known) -> Result<(), Error> {
    sql.run(KEEP_SETTINGS, vec![json(known)?])?;
    Ok(())
}

/// The whole log, in order.
pub(crate) fn all(sql: &Sql) -> Result<Vec<Logged>, Error> {
    let rows: Vec<EntryRow> = sql.rows(ALL, vec![])?;
    let logged = rows.into_iter().map(|row| {
        Ok(Logged {
            entry: row.entry()?,
            learner_seq: row.learner_seq,
        })
    });
    logged.collect()
}

#[derive(Deserialize)]
struct Count {
    count: u32,
}

/// How many events there are.
pub(crate) fn count(sql: &Sql) -> Result<u32, Error> {
    let row = sql.row::<Count>(COUNT, vec![])?;
    Ok(row.map_or(0, |row| row.count))
}

/// Whether the conversation's learner is erased.
pub(crate) fn is_gone(sql: &Sql) -> Result<bool, Error> {
    let row = sql.row::<Count>(IS_GONE, vec![])?;
    Ok(row.is_some_and(|row| row.count > 0))
}

/// Its learner is erased: nothing is ever written here again.
pub(crate) fn gone(sql: &Sql) -> Result<(), Error> {
    sql.run(GONE, vec![]).map(|_| ())
}
