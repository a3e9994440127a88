//! What a team no longer keeps: learners who are erased, and conversations whose time is over.
//!
//! Named after the team. One operation over every object, file, row and index that has something of a
//! person; it is written down before it begins, so that one that is cut off is finished by the alarm.

use super::ask::{Ask, asks, told};
use super::{Incoming, answer, conversation, inbox, incoming, is_named, team};
use crate::clock;
use crate::error::Error;
use crate::files;
use crate::meter::Meter;
use crate::store::{self, Sql, erasure as rows};
use protocol::http::Erased;
use protocol::{ConversationId, LearnerId, TeamId, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const CLASS: &str = "ERASURE";

/// Conversations that one alarm erases. Each takes some five calls, and a request may make a thousand:
/// <https://developers.cloudflare.com/workers/platform/limits/#subrequests>.
const AT_ONCE: u32 = 100;

/// Pause until the next, while there are more, and after something failed.
const PAUSE: Duration = Duration::from_secs(60);

/// At once: an alarm of no time at all that is set while one runs is lost.
const SOON: Duration = Duration::from_millis(10);

/// How often conversations are looked at whose time is over.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

asks! {
    /// What the worker may ask of it.
    Call {
        /// Erases a person: everything of every learner that they are.
        Erase { learner: LearnerId, } -> Erased;
        /// The team has changed how long conversations are kept.
        Changed {} -> ();
    }
}

/// Asks a team's.
pub(crate) async fn ask<A: Ask<Call = Call>>(
    env: &Env,
    team: &TeamId,
    asked: A,
) -> std::result::Result<A::Answer, Error> {
    let stub = super::stub(env, CLASS, team.as_str())?;
    let call: Call = asked.into();
    super::ask::<A>(&stub, team, &call).await
}

/// The object.
#[durable_object]
pub struct ErasureObject {
    state: State,
    env: Env,
    sql: std::result::Result<Sql, String>,
}

impl DurableObject for ErasureObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::ERASURE, Meter::of(&env, "erasure"))
            .map_err(|error| format!("{error:?}"));
        Self { state, env, sql }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        match incoming::<Call, ()>(request).await {
            Ok(Incoming::Call(team, call)) => {
                let answered = match is_named(&self.state, &team) {
                    Ok(()) => self.answer(&team, call).await,
                    Err(error) => Err(error),
                };
                answer(answered)
            }
            Ok(Incoming::Socket(..)) => Error::not_found("socket").into_response(),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        let next = match self.sweep().await {
            Ok(next) => next,
            Err(error) => {
                error.into_problem();
                Some(PAUSE)
            }
        };
        // What came meanwhile may be sooner.
        let sooner = self.state.storage().get_alarm().await?;
        if let Some(next) = next.filter(|_| sooner.is_none()) {
            self.state.storage().set_alarm(next).await?;
        }
        Response::ok("")
    }
}

impl ErasureObject {
    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    async fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<String, Error> {
        let sql = self.sql()?;
        rows::keep_team(sql, team)?;
        match call {
            Call::Erase(Erase { learner }) => {
                let asked = team::SameAs { learner };
                let learners = team::ask(&self.env, team, asked).await?;
                rows::begin(sql, &learners, clock::now())?;
                self.state.storage().set_alarm(PAUSE).await?;
                let erased = self.erase(team, learners).await?;
                told::<Erase>(erased)
            }
            Call::Changed(Changed {}) => {
                self.state.storage().set_alarm(SOON).await?;
                told::<Changed>(())
            }
        }
    }

    /// Erases a person. What is done already is done again without harm.
    async fn erase(
        &self,
        team: &TeamId,
        learners: Vec<LearnerId>,
    ) -> std::result::Result<Erased, Error> {
        // First, so that nothing of theirs is written any more.
        let forget = team::ForgetLearners {
            learners: learners.clone(),
        };
        team::ask(&self.env, team, forget).await?;
        let mut erased = Erased {
            learners: learners.clone(),
            ..Erased::default()
        };
        let asked = inbox::AllOf {
            learners: learners.clone(),
        };
        let listed = inbox::ask(&self.env, team, asked).await?;
        // The list may not have heard of one that has just begun.
        let begun = learners.iter().flat_map(|learner| {
            let known = listed
                .iter()
                .filter(|id| id.learner().as_ref() == Some(learner));
            let newest = known.filter_map(ConversationId::ordinal).max().unwrap_or(0);
            (1..=newest + 1).filter_map(|ordinal| ConversationId::of(learner, ordinal).ok())
        });
        let all: BTreeSet<ConversationId> = begun.chain(listed.iter().cloned()).collect();
        for conversation in &all {
            let erase = conversation::Erase {
                is_for_good: true,
                before: None,
            };
            let events = conversation::ask(&self.env, team, conversation, erase).await?;
            let events = events.unwrap_or_default();
            erased.conversations += u32::from(events > 0);
            erased.events += events;
            erased.files += files::delete_all(&self.env, team, conversation).await?;
        }
        let forget = inbox::Forget {
            conversations: all.into_iter().collect(),
            before: None,
        };
        inbox::ask(&self.env, team, forget).await?;
        rows::done(self.sql()?, &learners)?;
        Ok(erased)
    }

    /// Erases a conversation whose time is over, if it still is.
    async fn erase_over(
        &self,
        team: &TeamId,
        id: &ConversationId,
        before: Timestamp,
    ) -> std::result::Result<(), Error> {
        let erase = conversation::Erase {
            is_for_good: false,
            before: Some(before),
        };
        if conversation::ask(&self.env, team, id, erase)
            .await?
            .is_none()
        {
            return Ok(());
        }
        files::delete_all(&self.env, team, id).await?;
        let forget = inbox::Forget {
            conversations: vec![id.clone()],
            before: Some(before),
        };
        inbox::ask(&self.env, team, forget).await
    }

    /// Finishes what was cut off, and erases what the team keeps no longer; when to look again, if ever.
    async fn sweep(&self) -> std::result::Result<Option<Duration>, Error> {
        let sql = self.sql()?;
        let Some(team) = rows::team(sql)? else {
            return Ok(None);
        };
        let begun = rows::begun(sql)?;
        if !begun.is_empty() {
            self.erase(&team, begun).await?;
            // Twenty at a time.
            return Ok(Some(PAUSE));
        }
        let settings = team::ask(&self.env, &team, team::ReadSettings {}).await?;
        let Some(days) = settings.retention.days else {
            return Ok(None);
        };
        let before = clock::now().plus(-i64::from(days) * 24 * 60 * 60 * 1_000);
        let asked = inbox::Over {
            before,
            limit: AT_ONCE,
        };
        let over = inbox::ask(&self.env, &team, asked).await?;
        let is_all = u32::try_from(over.len()).is_ok_and(|count| count < AT_ONCE);
        for id in &over {
            self.erase_over(&team, id, before).await?;
        }
        if !rows::begun(sql)?.is_empty() {
            return Ok(Some(PAUSE));
        }
        Ok(Some(if is_all { DAY } else { PAUSE }))
    }
}
