//! Accounts as they change: whose guess failed, who is an admin, whose sessions end.

use super::guesses::Bucket;
use super::{Ended, NewAccount, SESSION_SECONDS, TeamObject};
use crate::clock;
use crate::digest::digest;
use crate::error::Error;
use crate::store::account::{self as accounts, Ending, NewSession};
use crate::store::second_factor as factors;
use crate::store::sign_in::{self, Named};
use crate::store::team as rows;
use crate::totp;
use protocol::audit::{Action, Actor};
use protocol::http::{self, Agent, Role};
use protocol::{AgentId, Code, TeamId, Timestamp};

/// A code without what people type between its parts.
fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.collect::<String>().to_ascii_lowercase()
}

/// The browser that signs in.
pub(super) struct Browser {
    pub(super) token_hash: String,
    pub(super) device: String,
    pub(super) address: String,
    /// The session that it had, which ends.
    pub(super) replaces: Option<String>,
    /// Digest of what it is known by from now on.
    pub(super) mark: Option<String>,
}

impl TeamObject {
    /// Begins an agent's session.
    pub(super) fn begin_session(
        &self,
        team: &TeamId,
        account: Agent,
        browser: Browser,
        now: Timestamp,
    ) -> Result<(http::Me, Ended), Error> {
        let sql = self.sql()?;
        let ended = match &browser.replaces {
            Some(before) => self.end(&Ending::Session(before), now)?,
            None => Ended::default(),
        };
        let session = NewSession {
            token_hash: &browser.token_hash,
            id: &clock::random_id()?,
            agent: &account.id,
            device: &browser.device,
            expires_at: now.plus(SESSION_SECONDS * 1_000),
        };
        accounts::open(sql, &session, now)?;
        if let Some(mark) = &browser.mark {
            accounts::know_browser(sql, &account.id, mark, now)?;
        }
        let me = self.me(team, &browser.token_hash, now)?;
        let me = me.ok_or_else(|| Error::bug("a session that was opened is not there"))?;
        let by = Actor::Agent {
            id: account.id,
            name: account.name,
        };
        let address = Some(browser.address);
        self.did(by, Action::SignedIn, None::<&AgentId>, address)?;
        Ok((me, ended))
    }

    /// The account of somebody whom the organization's provider names: theirs; the one of their address, if the
    /// provider has seen that it is theirs; a new one, if the claim makes them something. The role follows the
    /// claim, where the team reads one.
    pub(super) fn named(
        &self,
        person: &Named,
        id: AgentId,
        now: Timestamp,
    ) -> Result<(Agent, Ended), Error> {
        let sql = self.sql()?;
        let stranger = || Error::new(Code::Forbidden, "this account may not sign in here");
        let settings = self.settings()?.sign_in;
        let reads_claim = !settings.role_claim.is_empty();
        if reads_claim && person.role.is_none() {
            return Err(stranger());
        }
        let bound = sign_in::agent(sql, &person.subject)?;
        let bound = bound.map(|id| accounts::agent(sql, &id)).transpose()?;
        let account = match bound.flatten() {
            Some((account, _)) => account,
            None => {
                let account = match (accounts::agent_by_email(sql, &person.email)?, person.role) {
                    // Not one that is somebody's at the provider already: its address may be a claim that
                    // nobody checked. Nor one with a second step, which a mailbox alone must not open.
                    (Some((account, _)), _)
                        if person.is_verified
                            && !account.has_second_factor
                            && !sign_in::is_bound(sql, &account.id)? =>
                    {
                        account
                    }
                    (Some(_), _) => {
                        return Err(Error::new(
                            Code::Conflict,
                            "an agent has this address already, and signs in otherwise",
                        ));
                    }
                    (None, Some(role)) => {
                        let new = NewAccount {
                            id,
                            name: person.name.clone(),
                            email: person.email.clone(),
                            // No password is its hash.
                            password_hash: String::new(),
                        };
                        self.add_account(new, role, now)?
                    }
                    (None, None) => return Err(stranger()),
                };
                sign_in::bind(sql, &person.subject, &account.id)?;
                self.did(Actor::Team, Action::AgentChanged, Some(&account.id), None)?;
                account
            }
        };
        if account.is_inactive {
            return Err(stranger());
        }
        // Where no value makes an admin, admins are made here.
        let stays = account.role == Role::Admin && settings.admins.is_empty();
        let role = person.role.filter(|role| *role != account.role);
        match role.filter(|_| reads_claim && !stays) {
            None => Ok((account, Ended::default())),
            Some(role) => {
                let change = http::ChangeAgent {
                    role: Some(role),
                    ..http::ChangeAgent::default()
                };
                match self.change_agent(&account.id, &change, now) {
                    // The last admin stays one: nobody else could let an admin in.
                    Err(Error::Problem(problem)) if problem.code == Code::Conflict => {
                        Ok((account, Ended::default()))
                    }
                    changed => {
                        let by = Actor::Team;
                        self.did(by, Action::AgentChanged, Some(&account.id), None)?;
                        changed
                    }
                }
            }
        }
    }

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
            has_second_factor: false,
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

    /// Whether the code is right, for an agent who has a second factor.
    pub(super) fn check_factor(
        &self,
        agent: &AgentId,
        code: Option<&str>,
        browser: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = self.sql()?;
        let Some(factor) = factors::of(sql, agent)?.filter(|it| it.is_confirmed) else {
            return Ok(());
        };
        let asks = |why| Error::new(Code::SecondFactor, why);
        let code = code.map(plain).filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| asks("a code of your app is needed"))?;
        // Whoever knows the password tries codes: not many.
        let is_known = accounts::knows_browser(sql, agent, browser)?;
        let bucket = Bucket::of_codes(agent, Some(browser).filter(|_| is_known));
        self.count_in(std::slice::from_ref(&bucket), now)?;
        if let Some(step) = totp::step(&factor.secret, &code, factor.last_step, now) {
            self.was_no_failure(&bucket)?;
            return factors::used(sql, agent, step);
        }
        if factors::use_code(sql, agent, &digest(&format!("{agent} {code}")))? {
            return self.was_no_failure(&bucket);
        }
        Err(asks("the code is wrong, or was used"))
    }

    /// Turns a second factor on by its first code.
    pub(super) fn confirm_factor(
        &self,
        agent: &AgentId,
        code: &str,
        recovery: &[String],
        now: Timestamp,
    ) -> Result<(), Error> {
        let sql = self.sql()?;
        let factor = factors::of(sql, agent)?.filter(|it| !it.is_confirmed);
        let factor =
            factor.ok_or_else(|| Error::new(Code::Conflict, "no two-step sign-in was begun"))?;
        let step = totp::step(&factor.secret, &plain(code), factor.last_step, now);
        let step = step.ok_or_else(|| {
            Error::invalid("the code is wrong: look at the app again, and at its clock")
        })?;
        factors::used(sql, agent, step)?;
        factors::put_codes(sql, agent, recovery)
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
            // Turned on by its owner alone.
            has_second_factor: before.has_second_factor && change.has_second_factor != Some(false),
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
        if before.has_second_factor && !agent.has_second_factor {
            factors::delete(sql, id)?;
        }
        if agent.is_inactive {
            accounts::use_link(sql, id)?;
        }
        if !is_admin {
            // Invites, password links and keys end with the admin who made them.
            accounts::revoke_made_by(sql, id)?;
            rows::revoke_keys_of(sql, id)?;
        }
        let ended = self.end(&Ending::AllOf(id, None), now)?;
        Ok((agent, ended))
    }
}
