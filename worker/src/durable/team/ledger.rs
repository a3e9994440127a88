//! What is counted and written down: who begins, what of the day is used, what was done.

use super::{Decided, TeamObject};
use crate::clock;
use crate::error::Error;
use crate::store::audit::{self, Done};
use crate::store::{account, learner as known, push, team as rows};
use protocol::audit::{Action, Actor};
use protocol::{AgentId, Code, Problem, Timestamp};
use std::collections::HashMap;

/// Failures of one account in a row that are written down, each; of more, each so-manieth.
const FAILURES_TOLD: i64 = 20;

impl TeamObject {
    /// What the assistant has to know; a conversation that begins counts. `is_signed`: the LMS signed for the learner.
    pub(super) fn decided(
        &self,
        begins: bool,
        is_signed: bool,
        is_crowded: bool,
        now: Timestamp,
    ) -> Result<Decided, Error> {
        let sql = self.sql()?;
        let settings = self.settings()?;
        let signs = !settings.identity.is_empty() || !known::secrets(sql, now)?.is_empty();
        let a_day = settings.budget.conversations_a_day;
        let is_spent = begins && self.is_day_spent(a_day, signs && !is_signed, now)?;
        let gone = account::agents(sql)?.into_iter();
        let gone = gone.filter(|agent| agent.is_inactive).map(|it| it.id);
        Ok(Decided {
            settings: Box::new(settings),
            is_spent,
            is_crowded,
            gone: gone.collect(),
            here: account::here(sql)?,
            push: push::all(sql, now)?,
        })
    }

    /// Counts a conversation that begins; whether the day's conversations were used up before it. A stranger's may
    /// use four fifths of them: the rest is for learners whom the LMS signs for, so that nobody who makes learners up
    /// uses up the day.
    fn is_day_spent(
        &self,
        most: Option<u32>,
        is_stranger: bool,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let nearly = most.map(|most| most.saturating_mul(4).div_ceil(5));
        let own = if is_stranger { nearly } else { most };
        let count = rows::count_conversation(self.sql()?, own, now)?;
        if count.is_some() && count == nearly {
            let action = Action::BudgetNearlySpent;
            self.did(Actor::Team, action, None::<&AgentId>, None)?;
        }
        Ok(count.is_none())
    }

    /// Counts learners who begin, by address and minute. In memory: a ceiling, not a ledger.
    pub(super) fn count_beginning(
        &self,
        address: String,
        ceiling: u32,
        now: Timestamp,
    ) -> Result<(), Error> {
        let minute = now.0.div_euclid(60_000);
        let mut beginnings = self.beginnings.borrow_mut();
        if beginnings.0 != minute {
            *beginnings = (minute, HashMap::new());
        }
        let count = beginnings.1.entry(address).or_default();
        *count += 1;
        if *count <= ceiling {
            return Ok(());
        }
        let wait = (minute + 1) * 60 - now.0.div_euclid(1_000);
        Err(Error::Problem(Problem {
            retry_after: u32::try_from(wait.max(1)).ok(),
            ..Problem::new(Code::TooFast, "too many chats began here within a minute")
        }))
    }

    /// Writes down what was done.
    pub(super) fn did(
        &self,
        by: Actor,
        action: Action,
        target: Option<&impl ToString>,
        network: Option<String>,
    ) -> Result<(), Error> {
        let done = Done {
            by,
            action,
            target: target.map(ToString::to_string),
            network: network.filter(|it| !it.is_empty()),
        };
        audit::add(self.sql()?, &done, clock::now())
    }

    /// A password was wrong. Of an account, so many within the window of failures are written down as tell
    /// that it is guessed at; of an address that is nobody's, none: it is a word of whoever tries it, and
    /// anybody could fill the log with them.
    pub(super) fn sign_in_failed(&self, email: &str, address: String) -> Result<(), Error> {
        let sql = self.sql()?;
        let Some((agent, _)) = account::agent_by_email(sql, email)? else {
            return Ok(());
        };
        let (failures, _) = account::failures(sql, email)?;
        if failures > FAILURES_TOLD && failures % FAILURES_TOLD != 0 {
            return Ok(());
        }
        let action = Action::SignInFailed;
        self.did(Actor::Nobody, action, Some(&agent.id), Some(address))
    }
}
