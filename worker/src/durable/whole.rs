//! A conversation as a whole: exported, imported, erased.

use super::core::Core;
use super::{effect, transaction};
use crate::error::Error;
use crate::socket::{self, Audience};
use crate::store::log;
use domain::{Logged, Snapshot};
use protocol::http::{ConversationExport, ExportedEntry};
use protocol::{Code, Sequenced, TeamId, Timestamp};
use std::rc::Rc;

/// The format that an export names.
const FORMAT: &str = "baton.conversation.v1";

impl Core {
    /// Everything stored of the conversation, as JSON text; nothing, if it has not begun. Text, because code that
    /// passes it on as a typed value adds 100 KB to the worker.
    pub(super) fn export(&self) -> Result<Option<String>, Error> {
        let entries = log::all(self.sql()?)?
            .into_iter()
            .map(|logged| ExportedEntry {
                seq: logged.entry.seq,
                at: logged.entry.at,
                event: logged.entry.event,
                learner_seq: logged.learner_seq,
            });
        let export = self.with(|_, conversation| {
            conversation.has_begun().then(|| ConversationExport {
                format: FORMAT.to_owned(),
                conversation: conversation.id().clone(),
                state: conversation.snapshot().clone(),
                entries: entries.collect(),
            })
        })?;
        let written = export.map(|export| serde_json::to_string(&export));
        Ok(written.transpose()?)
    }

    /// Stores an exported conversation as this one.
    pub(super) fn import(self: &Rc<Self>, export: &str) -> Result<(), Error> {
        let malformed = || Error::invalid("this is no whole export of a conversation");
        let export: ConversationExport<Snapshot> =
            crate::json::read(export).map_err(|_| malformed())?;
        if self.with(|_, conversation| conversation.has_begun())? {
            return Err(Error::new(
                Code::Conflict,
                "this conversation is there already",
            ));
        }
        let is_of_it = self.with(|_, it| export.state.is_of(it.id()))?;
        let in_order = export
            .entries
            .iter()
            .zip(1..)
            .all(|(it, seq)| it.seq == seq);
        let is_whole = export.entries.len() == export.state.seq() as usize;
        if export.format != FORMAT || !is_of_it || !in_order || !is_whole {
            return Err(malformed());
        }
        let sql = self.sql()?;
        let team = self.with(|team, _| team.clone())?;
        sql.make()?;
        transaction::commit(&self.state, || {
            for it in export.entries {
                let logged = Logged {
                    entry: Sequenced {
                        seq: it.seq,
                        at: it.at,
                        event: it.event,
                    },
                    learner_seq: it.learner_seq,
                };
                log::append(sql, &logged)?;
            }
            log::keep(sql, &team, &export.state, log::Told::default())
        })?;
        // As after a wake: load what is stored, and tell the inbox.
        *self.live.borrow_mut() = None;
        self.load_stored()?;
        let task = Rc::clone(self);
        self.state
            .wait_until(async move { effect::tell_inbox(&task).await });
        effect::set_alarm(self);
        Ok(())
    }

    /// Erases everything stored, and closes every socket.
    pub(super) async fn erase(
        self: &Rc<Self>,
        team: &TeamId,
        is_for_good: bool,
        before: Option<Timestamp>,
    ) -> Result<Option<u32>, Error> {
        let sql = self.sql()?;
        let state = log::state(sql)?;
        let is_there = state.is_some();
        if let Some(state) = state {
            if state.team != *team {
                return Err(Error::not_found("conversation"));
            }
            if before.is_some_and(|before| !state.snapshot.is_over(before)) {
                return Ok(None);
            }
        }
        let events = log::count(sql)?;
        *self.live.borrow_mut() = None;
        for audience in [Audience::Learner, Audience::Agent] {
            socket::close_all(&self.state, audience, "erased");
        }
        let storage = self.state.storage();
        if is_there || events > 0 {
            storage.delete_alarm().await?;
            storage.delete_all().await?;
            sql.forget();
            self.alarm.set(None);
            self.told.set(log::Told::default());
        }
        // Answers of the model or a tool that arrive later find nothing to continue.
        *self.live.borrow_mut() = None;
        if is_for_good && !log::is_gone(sql)? {
            log::gone(sql)?;
        }
        Ok(Some(events))
    }
}
