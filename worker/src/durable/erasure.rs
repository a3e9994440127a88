//! Erasure: of learners, when an admin asks for it, and of conversations older than the team's retention.
//!
//! One object a team, named after it. Erasing a learner touches several objects and the files, and can be cut
//! off between two of them. It is therefore stored before it begins, and the alarm finishes what was cut off.

pub(crate) use super::ask::ask;
use super::ask::{OneOfTeam, asks, told};
use super::{Incoming, answer, conversation, inbox, incoming, is_named, team};
use crate::clock;
use crate::error::Error;
use crate::files;
use crate::meter::Meter;
use crate::notify::{Outbox, webhook};
use crate::store::{self, Sql, erasure as rows, outbox};
use protocol::http::Erased;
use protocol::settings::{Alert, AlertKind, AlertOn};
use protocol::{ConversationId, LearnerId, TeamId, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// Most conversations that one alarm erases. Each takes about five calls, of the thousand that a request may make:
/// <https://developers.cloudflare.com/workers/platform/limits/#subrequests>.
const AT_ONCE: u32 = 100;

/// Pause before the next alarm while there is more to erase, and after a failure.
const PAUSE: Duration = Duration::from_secs(60);

/// The shortest pause. An alarm set to zero while another runs is lost.
const SOON: Duration = Duration::from_millis(10);

/// Pause between two looks for conversations older than the retention.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

asks! {
    /// What the worker may ask of it.
    Call {
        /// Erases a person: this learner, and all that the LMS says are the same person.
        Erase { learner: LearnerId, } -> Erased;
        /// The team changed its retention.
        Changed {} -> ();
    }
}

impl OneOfTeam for Call {
    const CLASS: &'static str = "ERASURE";
}

/// The object.
#[durable_object]
pub struct ErasureObject {
    state: State,
    env: Env,
    sql: std::result::Result<Sql, String>,
    /// What systems of the team's are told of who was erased.
    outbox: Outbox,
}

impl DurableObject for ErasureObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::ERASURE, Meter::of(&env, "erasure"))
            .map_err(|error| format!("{error:?}"));
        let outbox = Outbox::default();
        if let Ok(sql) = &sql
            && let Err(error) = outbox.wake(sql)
        {
            error.into_problem();
        }
        Self {
            state,
            env,
            sql,
            outbox,
        }
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
        let swept = match self.sweep().await {
            Ok(next) => next,
            Err(error) => {
                error.into_problem();
                Some(PAUSE)
            }
        };
        if let Err(error) = self.send().await {
            error.into_problem();
            self.outbox.put_off();
        }
        let sends = self.outbox.next_wake().map(|at| {
            let left = at.since(clock::now()).max(0);
            Duration::from_millis(u64::try_from(left).unwrap_or(0)).max(SOON)
        });
        let next = swept.into_iter().chain(sends).min();
        // A call during the sweep may have set an earlier alarm: it stands.
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
                let learners = ask(&self.env, team, asked).await?;
                rows::begin(sql, &learners, clock::now())?;
                self.state.storage().set_alarm(PAUSE).await?;
                let erased = self.erase(team, learners).await?;
                if self.outbox.is_due() {
                    self.state.storage().set_alarm(SOON).await?;
                }
                told::<Erase>(erased)
            }
            Call::Changed(Changed {}) => {
                self.state.storage().set_alarm(SOON).await?;
                told::<Changed>(())
            }
        }
    }

    /// Erases these learners, who are one person. Safe to repeat after it was cut off.
    async fn erase(
        &self,
        team: &TeamId,
        learners: Vec<LearnerId>,
    ) -> std::result::Result<Erased, Error> {
        // Their tokens first: from here on they can write nothing.
        let forget = team::ForgetLearners {
            learners: learners.clone(),
        };
        ask(&self.env, team, forget).await?;
        let mut erased = Erased {
            learners: learners.clone(),
            ..Erased::default()
        };
        let asked = inbox::AllOf {
            learners: learners.clone(),
        };
        let listed = ask(&self.env, team, asked).await?;
        // Also the numbers in between: the list may have lost a conversation, numbers have no gaps.
        let between = listed.iter().filter_map(|id| {
            let (learner, ordinal) = (id.learner()?, id.ordinal()?);
            Some((1..ordinal).filter_map(move |it| ConversationId::of(&learner, it).ok()))
        });
        let all: BTreeSet<ConversationId> =
            between.flatten().chain(listed.iter().cloned()).collect();
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
        let all: Vec<ConversationId> = all.into_iter().collect();
        let forget = team::ForgetUndelivered {
            conversations: all.clone(),
        };
        ask(&self.env, team, forget).await?;
        let forget = inbox::Forget {
            conversations: all,
            before: None,
        };
        ask(&self.env, team, forget).await?;
        self.tell(team, &learners).await?;
        rows::done(self.sql()?, &learners)?;
        Ok(erased)
    }

    /// Systems that want to hear of it are told. Once, if it is repeated: the event has the learner's name.
    async fn tell(&self, team: &TeamId, learners: &[LearnerId]) -> std::result::Result<(), Error> {
        let Some(first) = learners.first() else {
            return Ok(());
        };
        let settings = ask(&self.env, team, team::ReadSettings {}).await?;
        let wants = |alert: &&Alert| {
            alert.kind == AlertKind::Webhook && alert.on.contains(&AlertOn::Erased)
        };
        let event = format!("{first}-learner.erased");
        for alert in settings.alerts.iter().filter(wants) {
            let body = webhook::erased_body(team, learners);
            let (kind, address) = (AlertKind::Webhook, alert.address.as_str());
            self.outbox.add(self.sql()?, &event, kind, address, &body)?;
        }
        Ok(())
    }

    /// Sends what is due. What its address did not take for a day is given up: nothing of the learner is left to say
    /// where.
    async fn send(&self) -> std::result::Result<(), Error> {
        let sql = self.sql()?;
        let Some(team) = rows::team(sql)?.filter(|_| self.outbox.is_due()) else {
            return Ok(());
        };
        let keys = ask(&self.env, &team, team::Signing {}).await?;
        for (post, _) in self.outbox.send(&self.env, sql, &keys).await {
            outbox::drop(sql, &post)?;
        }
        Ok(())
    }

    /// Erases a conversation in which nothing has happened since `before`.
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
        let forget = team::ForgetUndelivered {
            conversations: vec![id.clone()],
        };
        ask(&self.env, team, forget).await?;
        let forget = inbox::Forget {
            conversations: vec![id.clone()],
            before: Some(before),
        };
        ask(&self.env, team, forget).await
    }

    /// Finishes what was cut off, then erases what is older than the retention. Answers the pause until the next
    /// sweep; none, if there is nothing to wait for.
    async fn sweep(&self) -> std::result::Result<Option<Duration>, Error> {
        let sql = self.sql()?;
        let Some(team) = rows::team(sql)? else {
            return Ok(None);
        };
        let begun = rows::begun(sql)?;
        if !begun.is_empty() {
            // Each by itself: they may be several people.
            for learner in begun {
                self.erase(&team, vec![learner]).await?;
            }
            // `begun` names at most twenty; there may be more.
            return Ok(Some(PAUSE));
        }
        let settings = ask(&self.env, &team, team::ReadSettings {}).await?;
        let Some(days) = settings.retention.days else {
            return Ok(None);
        };
        let before = clock::now().plus(-i64::from(days) * 24 * 60 * 60 * 1_000);
        let asked = inbox::Over {
            before,
            limit: AT_ONCE,
        };
        let over = ask(&self.env, &team, asked).await?;
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
