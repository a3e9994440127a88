//! Gives conversations that wait for a person to agents who are available (`domain::routing` says whose turn it
//! is).

use super::Opening;
use crate::clock;
use crate::durable::conversation_call::{self as conversation, Caller};
use crate::durable::team;
use crate::error::Error;
use crate::socket;
use crate::store::{Sql, routing as rows};
use domain::routing::{Available, turn};
use protocol::settings::{Routing, RoutingSettings};
use protocol::{
    AgentId, AgentPresence, Availability, ConversationId, Reason, Summary, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use worker::{Env, State, WebSocket};

/// How long the team's settings are taken as known. A change is told at once; this is for one that could not be.
const FRESH_MS: i64 = 60 * 60_000;

/// How soon it is tried again, if an object could not be asked.
const RETRY_MS: i64 = 10_000;

/// What an inbox remembers of it while it lives.
#[derive(Default)]
pub(super) struct Router {
    is_running: Cell<bool>,
    /// Whether something happened while it ran.
    is_due: Cell<bool>,
    /// Conversations that were given to an agent, until the list says so: with the version that says it, once
    /// that is known.
    given: RefCell<HashMap<ConversationId, (AgentId, Option<u32>)>>,
}

/// What the team's object was told and answered last, and when. Stored, so that an inbox that wakes asks the team only
/// if who is here has changed.
#[derive(Serialize, Deserialize)]
struct Known {
    at: Timestamp,
    here: Vec<AgentId>,
    settings: RoutingSettings,
}

impl Router {
    /// The list has heard how a conversation stands. What was on its way before it was given says nothing of that.
    pub(super) fn heard(&self, summary: &Summary) {
        let mut given = self.given.borrow_mut();
        let said_by = given.get(&summary.id).and_then(|it| it.1);
        if said_by.is_some_and(|version| summary.version >= version) {
            given.remove(&summary.id);
        }
    }

    fn give(&self, conversation: &ConversationId, to: &AgentId, version: Option<u32>) {
        let given = (to.clone(), version);
        self.given.borrow_mut().insert(conversation.clone(), given);
    }

    /// Who is here or waits has changed: whoever can be given a conversation is.
    pub(super) fn run(self: &Rc<Self>, env: &Env, state: &Rc<State>, sql: &Sql, team: &TeamId) {
        self.is_due.set(true);
        if self.is_running.replace(true) {
            return;
        }
        let router = Rc::clone(self);
        let inbox = Inbox {
            env: env.clone(),
            state: Rc::clone(state),
            sql: sql.clone(),
            team: team.clone(),
        };
        state.wait_until(async move {
            while router.is_due.take() {
                if let Err(error) = router.pass(&inbox).await {
                    error.into_problem();
                    let again = clock::now().plus(RETRY_MS);
                    if let Err(error) = super::review::wake_by(&inbox.state, again).await {
                        error.into_problem();
                    }
                }
            }
            router.is_running.set(false);
        });
    }

    async fn pass(&self, inbox: &Inbox) -> Result<(), Error> {
        let settings = self.settings(inbox).await?;
        if settings.by == Routing::Off {
            return Ok(());
        }
        // A conversation that could not be assigned is not tried again in this pass.
        let mut refused = HashSet::new();
        let mut failed = None;
        while let Some((conversation, to)) = self.next(inbox, &settings, &refused)? {
            let agent = to.id.clone();
            self.give(&conversation, &agent, None);
            let asked = conversation::Route { to };
            match conversation::ask(&inbox.env, &inbox.team, &conversation, asked).await {
                Ok(Some(version)) => {
                    // The list may have heard of it before this answer came.
                    let known = rows::version(&inbox.sql, &conversation)?;
                    match known.is_some_and(|known| known >= version) {
                        true => drop(self.given.borrow_mut().remove(&conversation)),
                        false => self.give(&conversation, &agent, Some(version)),
                    }
                    rows::give(&inbox.sql, &agent, clock::now())?;
                }
                other => {
                    failed = other.err().or(failed);
                    self.given.borrow_mut().remove(&conversation);
                    refused.insert(conversation);
                }
            }
        }
        failed.map_or(Ok(()), Err)
    }

    /// The team's settings; its object is told who is here.
    async fn settings(&self, inbox: &Inbox) -> Result<RoutingSettings, Error> {
        let here = present(&inbox.sql, &inbox.state, None)?.into_iter();
        let here = here.filter(|agent| agent.availability != Availability::Away);
        let mut here: Vec<AgentId> = here.map(|agent| agent.id).collect();
        here.sort();
        here.dedup();
        let now = clock::now();
        let known = rows::known(&inbox.sql)?;
        if let Some(known) = known.and_then(|text| crate::json::read::<Known>(&text).ok())
            && known.here == here
            && now.since(known.at) < FRESH_MS
        {
            return Ok(known.settings);
        }
        let asked = team::Here {
            agents: here.clone(),
        };
        let settings = team::ask(&inbox.env, &inbox.team, asked).await?;
        let known = Known {
            at: now,
            here,
            settings,
        };
        rows::keep_known(&inbox.sql, &serde_json::to_string(&known)?)?;
        Ok(known.settings)
    }

    /// The next conversation, and whose turn it is.
    fn next(
        &self,
        inbox: &Inbox,
        settings: &RoutingSettings,
        refused: &HashSet<ConversationId>,
    ) -> Result<Option<(ConversationId, Caller)>, Error> {
        let sql = &inbox.sql;
        let present = present(sql, &inbox.state, None)?;
        let given = self.given.borrow();
        let open: HashMap<AgentId, u32> = rows::open(sql)?.into_iter().collect();
        let states = rows::states(sql)?;
        let free = present
            .iter()
            .filter(|agent| agent.availability == Availability::Available);
        let mut agents: Vec<Available> = free
            .map(|agent| {
                let state = states.iter().find(|it| it.agent == agent.id);
                let more = given.values().filter(|it| it.0 == agent.id).count();
                let more = u32::try_from(more).unwrap_or(u32::MAX);
                Available {
                    id: agent.id.clone(),
                    open: open
                        .get(&agent.id)
                        .copied()
                        .unwrap_or(0)
                        .saturating_add(more),
                    given_at: state.and_then(|it| it.given_at),
                }
            })
            .collect();
        // Who views several conversations is here once for each.
        agents.dedup_by(|one, other| one.id == other.id);
        agents.retain(|agent| agent.open < settings.most_open);
        if agents.is_empty() {
            return Ok(None);
        }
        let mut waiting = rows::waiting(sql)?;
        waiting.retain(|it| !refused.contains(&it.id) && !given.contains_key(&it.id));
        for summary in waiting {
            let let_go = rows::who_let_go(sql, &summary.id)?;
            let is_lead = summary.reason == Some(Reason::Lead);
            if let Some(next) = turn(settings, &summary.tags, is_lead, &let_go, &agents) {
                let agent = present.iter().find(|agent| agent.id == *next);
                return Ok(agent.map(|agent| {
                    let to = Caller {
                        id: agent.id.clone(),
                        name: agent.name.clone(),
                        is_admin: false,
                    };
                    (summary.id, to)
                }));
            }
        }
        Ok(None)
    }
}

/// What a pass needs of its inbox.
struct Inbox {
    env: Env,
    state: Rc<State>,
    sql: Sql,
    team: TeamId,
}

/// Who has the inbox open: whoever a socket belongs to, with whether they take conversations. By name; who views
/// several conversations is there once for each.
pub(super) fn present(
    sql: &Sql,
    state: &State,
    closing: Option<&WebSocket>,
) -> Result<Vec<AgentPresence>, Error> {
    let sockets = state.get_websockets().into_iter();
    // One that we closed, or that is gone, is listed until its end has been seen to.
    let sockets = sockets.filter(|socket| Some(socket) != closing && socket::is_open(socket));
    let openings = sockets.filter_map(|socket| socket::identity::<Opening>(&socket).ok());
    present_by(sql, &openings.collect::<Vec<_>>())
}

/// Who is present by these sockets.
pub(super) fn present_by(sql: &Sql, openings: &[Opening]) -> Result<Vec<AgentPresence>, Error> {
    let chosen = rows::states(sql)?;
    let present = openings.iter().map(|opening| {
        let id = &opening.agent.id;
        let mut theirs = openings.iter().filter(|it| it.agent.id == *id);
        let is_idle = theirs.all(|it| it.is_idle);
        let chosen = chosen.iter().find(|it| it.agent == *id);
        let chosen = chosen.and_then(|it| it.availability).unwrap_or_default();
        AgentPresence {
            availability: match is_idle {
                true => Availability::Away,
                false => chosen,
            },
            ..opening.agent.clone()
        }
    });
    Ok(distinct(present.collect()))
}

/// Each agent once for each conversation they view, by name: two tabs are one person.
fn distinct(mut present: Vec<AgentPresence>) -> Vec<AgentPresence> {
    present.sort_by(|a, b| (&a.name, &a.id, &b.viewing).cmp(&(&b.name, &b.id, &a.viewing)));
    present.dedup();
    // A tab that views nothing says nothing where another tab of theirs views something.
    let mut once: Vec<AgentPresence> = Vec::new();
    for agent in present {
        let is_known = once.last().is_some_and(|last| last.id == agent.id);
        if !(is_known && agent.viewing.is_none()) {
            once.push(agent);
        }
    }
    once
}
