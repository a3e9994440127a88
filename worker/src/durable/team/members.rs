//! Accounts as they change: whose guess failed, who is an admin, whose sessions end.

use super::{Ended, NewAccount, TeamObject};
use crate::error::Error;
use crate::store::account::{self as accounts, Ending};
use protocol::http::{self, Agent, Role};
use protocol::{AgentId, Code, Problem, Timestamp};

/// Sign-ins that may fail for one account from one network before that network has to wait. The
/// account's owner, on another network, does not wait.
const FAILURES_ALLOWED: i64 = 10;
/// Sign-ins that may fail for one account from all networks together. High, as its owner has to wait too:
/// it takes a hundred networks to get there.
const FAILURES_AN_ACCOUNT: i64 = 1_000;
/// Sign-ins that may fail from one network for any accounts. High, as a campus is one network.
const FAILURES_AN_ADDRESS: i64 = 100;
/// How long it has to wait, from the first failure.
const FAILURE_WINDOW_MS: i64 = 15 * 60 * 1_000;

impl TeamObject {
    pub(super) fn add_account(
        &self,
        account: NewAccount,
        role: Role,
        now: Timestamp,
    ) -> Result<Agent, Error> {
        let agent = Agent {
            id: account.id,
            name: account.name,
            email: account.email,
            role,
            is_inactive: false,
        };
        if accounts::add(self.sql()?, &agent, &account.password_hash, now)? {
            Ok(agent)
        } else {
            Err(Error::new(
                Code::Conflict,
                "an agent has this address already",
            ))
        }
    }

    /// Counts a sign-in as failed, or refuses it after too many. Called before the password is checked, so
    /// that many attempts at once are counted too.
    pub(super) fn count_failure(
        &self,
        email: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = self.sql()?;
        accounts::forget_failures(sql, now.plus(-FAILURE_WINDOW_MS))?;
        let buckets = [
            (format!("{email} {address}"), FAILURES_ALLOWED),
            (email.to_owned(), FAILURES_AN_ACCOUNT),
            (address.to_owned(), FAILURES_AN_ADDRESS),
        ];
        let mut counted = Vec::new();
        for (bucket, most) in buckets {
            let (failures, since) = accounts::failures(sql, &bucket)?;
            if failures >= most {
                let wait = since.plus(FAILURE_WINDOW_MS).since(now).max(1_000) / 1_000;
                return Err(Error::Problem(Problem {
                    retry_after: u32::try_from(wait).ok(),
                    ..Problem::new(Code::TooFast, "too many failed sign-ins")
                }));
            }
            let since = if failures == 0 { now } else { since };
            counted.push((bucket, failures + 1, since));
        }
        // A refused attempt does not count: a tool that keeps trying an old password must not use up
        // what its whole campus has.
        for (bucket, failures, since) in counted {
            accounts::put_failures(sql, &bucket, failures, since)?;
        }
        Ok(())
    }

    /// The password was right: it is no failure.
    pub(super) fn was_right(&self, email: &str, address: &str) -> Result<(), Error> {
        let sql = self.sql()?;
        accounts::clear_failures(sql, &format!("{email} {address}"))?;
        accounts::take_back_failure(sql, email)?;
        accounts::take_back_failure(sql, address)
    }

    /// Whether the caller is still an admin: a slow request may outlive the role it was admitted by.
    pub(super) fn is_admin(&self, id: &AgentId) -> Result<(), Error> {
        let account = accounts::agent(self.sql()?, id)?;
        match account {
            Some((agent, _)) if agent.role == Role::Admin && !agent.is_inactive => Ok(()),
            _ => Err(Error::unauthenticated()),
        }
    }

    /// Ends sessions: the one place where any does.
    pub(super) fn end(&self, ending: &Ending<'_>, now: Timestamp) -> Result<Ended, Error> {
        let (token_hashes, conversations) = accounts::end(self.sql()?, ending, now)?;
        Ok(Ended {
            token_hashes,
            conversations,
        })
    }

    pub(super) fn change_agent(
        &self,
        id: &AgentId,
        change: &http::ChangeAgent,
        now: Timestamp,
    ) -> Result<(Agent, Ended), Error> {
        let sql = self.sql()?;
        let known = accounts::agent(sql, id)?;
        let (before, _) = known.ok_or_else(|| Error::not_found("agent"))?;
        let agent = Agent {
            role: change.role.unwrap_or(before.role),
            is_inactive: change.is_inactive.unwrap_or(before.is_inactive),
            ..before.clone()
        };
        let is_admin = agent.role == Role::Admin && !agent.is_inactive;
        if !is_admin && !accounts::has_other_admin(sql, id)? {
            let why = "the team would have no admin: make somebody else one first";
            return Err(Error::new(Code::Conflict, why));
        }
        if agent == before {
            return Ok((agent, Ended::default()));
        }
        accounts::change(sql, &agent)?;
        if agent.is_inactive {
            accounts::use_link(sql, id)?;
        }
        if !is_admin {
            // Invites and password links end with the admin who made them.
            accounts::revoke_made_by(sql, id)?;
        }
        let ended = self.end(&Ending::AllOf(id, None), now)?;
        Ok((agent, ended))
    }
}
