//! What one team decided and who belongs to it: settings, agents and their sessions, invites, API keys,
//! and how much of the day's limits is used.
//!
//! Named after the team. Its rows: `store/team.rs`.

use super::ask::{Ask, asks, told};
use super::{Incoming, answer, incoming, is_named};
use crate::clock;
use crate::digest::digest;
use crate::error::Error;
use crate::meter::Meter;
use crate::store::{self, Sql, team as rows};
use protocol::http::{Agent, ApiKey, Me, Role, Scope};
use protocol::settings::{Section, Settings, TeamProfile};
use protocol::{AgentId, Code, Problem, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::HashMap;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// How long a session lasts: a fortnight, so that a holiday signs an agent out.
pub(crate) const SESSION_SECONDS: i64 = 14 * 24 * 60 * 60;

const CLASS: &str = "TEAM";

/// Sign-ins that may fail for one address before it has to wait.
const FAILURES_ALLOWED: i64 = 10;
/// How long it has to wait, from the first failure.
const FAILURE_WINDOW_MS: i64 = 15 * 60 * 1_000;

asks! {
    /// What the worker may ask of a team.
    Call {
        /// Makes the team with its first admin. Refused with `conflict` if it is made.
        SetUp { settings: Box<Settings>, admin: NewAccount, } -> Agent;
        /// The settings.
        ReadSettings {} -> Settings;
        /// The settings, for the assistant, and whether the conversations of the day are used up: one
        /// that begins counts.
        Decide { begins: bool, } -> (Settings, bool);
        /// A learner begins, from this network address. Refused with `too_fast` when too many began
        /// there within a minute.
        NewLearner { address: String, ceiling: u32, } -> Settings;
        /// Replaces these sections of the settings. Answers all of them.
        PutSettings {
            settings: Box<Settings>,
            sections: Vec<Section>,
            /// The settings' mark, if nobody may have changed them since: `conflict` if somebody has.
            since: Option<String>,
        } -> Settings;
        /// Account and password hash for an address, or nothing. Counts as a failed sign-in until a
        /// session is opened; refused with `too_fast` when there were too many.
        Credentials { email: String, } -> Option<(Agent, String)>;
        /// Begins a session.
        OpenSession { agent: AgentId, token_hash: String, } -> Me;
        /// Whose session it is.
        Session { token_hash: String, } -> Option<Me>;
        /// Ends a session; its sockets are the inbox's to close.
        CloseSession { token_hash: String, } -> ();
        /// The team's agents, by name.
        Agents {} -> Vec<Agent>;
        /// Keeps an invite.
        KeepInvite { role: Role, token_hash: String, expires_at: Timestamp, } -> ();
        /// Uses an invite.
        UseInvite { token_hash: String, account: NewAccount, } -> Agent;
        /// The team's API keys, the newest first.
        Keys {} -> Vec<ApiKey>;
        /// Keeps a key.
        KeepKey { key: ApiKey, secret_hash: String, } -> ();
        /// Deletes a key.
        RevokeKey { id: String, } -> ();
        /// What a key may do.
        CheckKey { id: String, secret_hash: String, } -> Option<Vec<Scope>>;
    }
}

/// What tells one state of a team's settings from another: an HTTP entity tag (RFC 9110, 8.8.3).
pub(crate) fn mark(settings: &Settings) -> std::result::Result<String, Error> {
    let digest = digest(&serde_json::to_string(settings)?);
    Ok(format!("\"{digest}\""))
}

/// An account to be made, its password hashed already.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewAccount {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password_hash: String,
}

/// Asks a team.
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
pub struct TeamObject {
    /// Learners who began in this minute, by address.
    beginnings: RefCell<(i64, HashMap<String, u32>)>,
    state: State,
    sql: std::result::Result<Sql, String>,
}

impl DurableObject for TeamObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::TEAM, Meter::of(&env, "team"))
            .map_err(|error| format!("{error:?}"));
        Self {
            beginnings: RefCell::default(),
            state,
            sql,
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if let Ok(sql) = &self.sql {
            sql.meter().count("request", 1);
        }
        match incoming::<Call, ()>(request).await {
            Ok(Incoming::Call(team, call)) => {
                answer(is_named(&self.state, &team).and_then(|()| self.answer(&team, call)))
            }
            Ok(Incoming::Socket(..)) => Error::not_found("socket").into_response(),
            Err(error) => error.into_response(),
        }
    }
}

impl TeamObject {
    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<serde_json::Value, Error> {
        let sql = self.sql()?;
        let now = clock::now();
        match call {
            Call::SetUp(SetUp { settings, admin }) => {
                if rows::settings(sql)?.is_some() {
                    return Err(Error::new(Code::Conflict, "the team is set up already"));
                }
                // The settings last: a team with settings is a team with an admin.
                let admin = self.add_account(admin, Role::Admin, now)?;
                for section in Section::ALL {
                    rows::put_section(sql, &settings, *section)?;
                }
                told::<SetUp>(admin)
            }
            Call::ReadSettings(ReadSettings {}) => told::<ReadSettings>(self.settings()?),
            Call::Decide(Decide { begins }) => {
                let settings = self.settings()?;
                let most = settings.budget.conversations_a_day.filter(|_| begins);
                let is_spent = match most {
                    Some(most) => !rows::count_conversation(sql, most, now)?,
                    None => false,
                };
                told::<Decide>((settings, is_spent))
            }
            Call::NewLearner(NewLearner { address, ceiling }) => {
                self.count_beginning(address, ceiling, now)?;
                told::<NewLearner>(self.settings()?)
            }
            Call::PutSettings(PutSettings {
                settings,
                sections,
                since,
            }) => {
                let mut now = self.settings()?;
                if let Some(since) = since
                    && mark(&now)? != since
                {
                    return Err(Error::new(
                        Code::Conflict,
                        "somebody changed the settings meanwhile: nothing was changed, try again",
                    ));
                }
                for section in &sections {
                    now.take(*section, &settings);
                }
                for section in sections {
                    // What was checked with other sections as they were may not go with these.
                    now.check(section)
                        .map_err(|wrong| Error::invalid(wrong.0))?;
                    rows::put_section(sql, &now, section)?;
                }
                told::<PutSettings>(now)
            }
            Call::Credentials(Credentials { email }) => {
                rows::forget_failures(sql, now.plus(-FAILURE_WINDOW_MS))?;
                let (failures, since) = rows::failures(sql, &email)?;
                if failures >= FAILURES_ALLOWED {
                    let wait = since.plus(FAILURE_WINDOW_MS).since(now).max(1_000) / 1_000;
                    return Err(Error::Problem(Problem {
                        retry_after: u32::try_from(wait).ok(),
                        ..Problem::new(Code::TooFast, "too many failed sign-ins")
                    }));
                }
                // Counted before the password is checked, so that many at once are counted
                // too; a sign-in that succeeds clears it.
                let since = if failures == 0 { now } else { since };
                rows::put_failures(sql, &email, failures + 1, since)?;
                told::<Credentials>(rows::agent_by_email(sql, &email)?)
            }
            Call::OpenSession(OpenSession { agent, token_hash }) => {
                let expires_at = now.plus(SESSION_SECONDS * 1_000);
                rows::open_session(sql, &token_hash, &agent, expires_at)?;
                let me = self.me(team, &token_hash, now)?;
                if let Some(me) = &me {
                    rows::clear_failures(sql, &me.agent.email)?;
                }
                told::<OpenSession>(
                    me.ok_or_else(|| Error::bug("a session that was opened is not there"))?,
                )
            }
            Call::Session(Session { token_hash }) => {
                told::<Session>(self.me(team, &token_hash, now)?)
            }
            Call::CloseSession(CloseSession { token_hash }) => {
                told::<CloseSession>(rows::close_session(sql, &token_hash, now)?)
            }
            Call::Agents(Agents {}) => told::<Agents>(rows::agents(sql)?),
            Call::KeepInvite(KeepInvite {
                role,
                token_hash,
                expires_at,
            }) => told::<KeepInvite>(rows::add_invite(sql, &token_hash, role, expires_at)?),
            Call::UseInvite(UseInvite {
                token_hash,
                account,
            }) => {
                let role = rows::invite(sql, &token_hash, now)?
                    .ok_or_else(|| Error::new(Code::Conflict, "the invite is used or has ended"))?;
                let agent = self.add_account(account, role, now)?;
                rows::use_invite(sql, &token_hash, now)?;
                told::<UseInvite>(agent)
            }
            Call::Keys(Keys {}) => told::<Keys>(rows::keys(sql)?),
            Call::KeepKey(KeepKey { key, secret_hash }) => {
                told::<KeepKey>(rows::add_key(sql, &key, &secret_hash)?)
            }
            Call::RevokeKey(RevokeKey { id }) => {
                if rows::revoke_key(sql, &id)? {
                    told::<RevokeKey>(())
                } else {
                    Err(Error::not_found("key"))
                }
            }
            Call::CheckKey(CheckKey { id, secret_hash }) => {
                told::<CheckKey>(rows::key_scopes(sql, &id, &secret_hash)?)
            }
        }
    }

    /// Counts learners who begin, by address and minute. In memory: a ceiling, not a ledger.
    fn count_beginning(
        &self,
        address: String,
        ceiling: u32,
        now: Timestamp,
    ) -> std::result::Result<(), Error> {
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

    fn settings(&self) -> std::result::Result<Settings, Error> {
        rows::settings(self.sql()?)?.ok_or_else(|| Error::not_found("team"))
    }

    fn me(
        &self,
        team: &TeamId,
        token_hash: &str,
        now: Timestamp,
    ) -> std::result::Result<Option<Me>, Error> {
        let Some(agent) = rows::agent_of_session(self.sql()?, token_hash, now)? else {
            return Ok(None);
        };
        let TeamProfile { name, .. } = self.settings()?.profile;
        Ok(Some(Me {
            agent,
            team: team.clone(),
            team_name: name,
        }))
    }

    fn add_account(
        &self,
        account: NewAccount,
        role: Role,
        now: Timestamp,
    ) -> std::result::Result<Agent, Error> {
        let agent = Agent {
            id: account.id,
            name: account.name,
            email: account.email,
            role,
        };
        if rows::add_agent(self.sql()?, &agent, &account.password_hash, now)? {
            Ok(agent)
        } else {
            Err(Error::new(
                Code::Conflict,
                "an agent has this address already",
            ))
        }
    }
}
