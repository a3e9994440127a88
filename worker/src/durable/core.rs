//! What a conversation's object and the tasks that it started share: its database, and the
//! conversation as it is stored.

use super::last_team::LastTeam;
use super::vigil::Vigil;
use crate::brake::Brake;
use crate::error::Error;
use crate::notify::Outbox;
use crate::store::{Sql, log};
use domain::Conversation;
use protocol::{ClientMessageId, ConversationId, TeamId, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use worker::{Env, State};

/// What the object and the tasks it started share.
pub(crate) struct Core {
    pub(crate) state: State,
    pub(crate) env: Env,
    pub(crate) sql: Result<Sql, String>,
    /// A cache of the stored snapshot; `None` until first asked for.
    pub(super) live: RefCell<Option<Live>>,
    /// What the inbox has heard; what is stored may lag behind.
    pub(crate) told: Cell<log::Told>,
    /// Whether the inbox is being told: one call at a time, of the newest.
    pub(crate) is_telling: Cell<bool>,
    /// What is on its way to others.
    pub(crate) outbox: Outbox,
    /// When the alarm stands, if it was set since the object woke.
    pub(crate) alarm: Cell<Option<Timestamp>>,
    /// On what browsers send, the learner's and the agents'.
    pub(super) learners_frames: Brake,
    pub(super) agents_frames: Brake,
    /// When the learner last let know that they write.
    pub(super) typed: Cell<Timestamp>,
    /// What the team decided, as it was last seen.
    pub(crate) team: LastTeam,
    /// Whether agents' sessions ended by themselves.
    pub(super) vigil: Vigil,
}

pub(super) struct Live {
    pub(super) team: TeamId,
    pub(super) conversation: Conversation,
    /// Ids of everything a client has sent: what comes twice is stored once.
    pub(super) sent: HashSet<ClientMessageId>,
}

impl Core {
    /// What an object has that just woke: nothing is read yet.
    pub(super) fn new(state: State, env: Env, sql: Result<Sql, String>) -> Self {
        Self {
            state,
            env,
            sql,
            live: RefCell::new(None),
            told: Cell::default(),
            is_telling: Cell::new(false),
            outbox: Outbox::default(),
            alarm: Cell::new(None),
            learners_frames: Brake::new(60, 2.0),
            agents_frames: Brake::new(300, 10.0),
            typed: Cell::new(Timestamp(0)),
            team: LastTeam::default(),
            vigil: Vigil::default(),
        }
    }

    /// Counts one of something that is billed.
    pub(crate) fn count(&self, what: &str) {
        if let Ok(sql) = &self.sql {
            sql.meter().count(what, 1);
        }
    }

    /// The object's database.
    pub(crate) fn sql(&self) -> Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    /// Team and conversation as stored, if it has begun.
    ///
    /// # Errors
    /// A bug if the caller's team is not this object's (architecture, invariant 15).
    pub(super) fn load(&self, team: &TeamId, id: &ConversationId) -> Result<(), Error> {
        let mut live = self.live.borrow_mut();
        if live.is_none() {
            *live = Some(match log::state(self.sql()?)? {
                Some(state) => self.restored(state)?,
                None => {
                    if log::is_gone(self.sql()?)? {
                        return Err(Error::not_found("conversation"));
                    }
                    let learner = id
                        .learner()
                        .ok_or_else(|| Error::not_found("conversation"))?;
                    Live {
                        team: team.clone(),
                        conversation: Conversation::new(id.clone(), learner),
                        sent: HashSet::new(),
                    }
                }
            });
        }
        match live.as_ref() {
            Some(live) if live.team == *team && live.conversation.id() == id => Ok(()),
            _ => Err(Error::not_found("conversation")),
        }
    }

    fn restored(&self, state: log::State) -> Result<Live, Error> {
        self.told.set(state.told);
        let sql = self.sql()?;
        self.outbox.wake(sql)?;
        let since = log::since(sql, state.snapshot.seq())?;
        Ok(Live {
            team: state.team,
            conversation: Conversation::restore(state.snapshot, since),
            sent: log::client_ids(sql)?,
        })
    }

    /// Loads what is stored, for wake-ups that carry no team; `false` if nothing has begun.
    pub(super) fn load_stored(&self) -> Result<bool, Error> {
        let mut live = self.live.borrow_mut();
        if live.is_none() {
            *live = log::state(self.sql()?)?
                .map(|state| self.restored(state))
                .transpose()?;
        }
        Ok(live.is_some())
    }

    /// Reads the loaded conversation.
    pub(crate) fn with<T>(
        &self,
        read: impl FnOnce(&TeamId, &Conversation) -> T,
    ) -> Result<T, Error> {
        let live = self.live.borrow();
        let live = live
            .as_ref()
            .ok_or_else(|| Error::bug("the conversation is not loaded"))?;
        Ok(read(&live.team, &live.conversation))
    }
}
