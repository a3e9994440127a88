//! One team's shared list, its agents and its settings.
//!
//! Named after the team. Holds summaries it is told about (older versions than the stored
//! one are ignored), agents and their sessions, invites, API keys and settings
//! (`store/team.rs`). Agents' sockets carry who they are, which is who is present.

use super::{Incoming, answer, incoming, is_named, value};
use crate::clock;
use crate::digest::digest;
use crate::error::Error;
use crate::meter::Meter;
use crate::socket::{self, Audience};
use crate::store::{self, Sql, team as rows};
use protocol::http::{Agent, ApiKey, Me, PageOf, Role, Settings, TeamProfile};
use protocol::{
    AgentId, AgentPresence, Code, ConversationId, InboxFrame, InboxSignal, LearnerId, Problem,
    Status, Summary, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::collections::HashMap;
use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

/// How long a session lasts: a fortnight, so that a holiday signs an agent out.
pub(crate) const SESSION_SECONDS: i64 = 14 * 24 * 60 * 60;

const CLASS: &str = "INBOX";

/// Newest conversations in the list, besides all that people have; older ones come by the
/// API's pages.
const LISTED: u32 = 200;

/// Conversations of one learner that are shown beside the current one. More is not read.
const OF_LEARNER: u32 = 20;

/// Longest frame an agent may send here, in bytes: it names one conversation.
const MAX_FRAME_BYTES: usize = 1_000;

/// Sign-ins that may fail for one address before it has to wait.
const FAILURES_ALLOWED: i64 = 10;
/// How long it has to wait, from the first failure.
const FAILURE_WINDOW_MS: i64 = 15 * 60 * 1_000;

/// What the worker may ask of an inbox.
#[derive(Serialize, Deserialize)]
pub(crate) enum Call {
    /// Makes the team with its first admin. Refused with `conflict` if it is made.
    SetUp {
        settings: Box<Settings>,
        admin: NewAccount,
    },
    /// The settings. Answers [`Settings`].
    Settings,
    /// The settings, for the assistant; a conversation that begins counts against the day's.
    /// Answers [`Settings`] and whether the day's are used up.
    Decide { begins: bool },
    /// A learner begins, from this network address. Answers [`Settings`]; refused with
    /// `too_fast` when too many began there within a minute.
    NewLearner { address: String, ceiling: u32 },
    /// A known learner begins again. Answers the [`Settings`] and the ordinal of the newest
    /// conversation of theirs that is known here, 0 if none is.
    Returning { learner: LearnerId },
    /// Replaces the settings.
    PutSettings {
        settings: Box<Settings>,
        /// The settings' mark, if nobody may have changed them since: `conflict` if somebody has.
        since: Option<String>,
    },
    /// Account and password hash for an address, or nothing. Counts as a failed sign-in until a
    /// session is opened; refused with `too_fast` when there were too many. Answers `Option<(Agent, String)>`.
    Credentials { email: String },
    /// Begins a session. Answers [`Me`].
    OpenSession { agent: AgentId, token_hash: String },
    /// Whose session it is. Answers `Option<Me>`.
    Session { token_hash: String },
    /// Ends a session.
    CloseSession { token_hash: String },
    /// Answers `Vec<Agent>`.
    Agents,
    /// Keeps an invite.
    NewInvite {
        role: Role,
        token_hash: String,
        expires_at: Timestamp,
    },
    /// Uses an invite. Answers the [`Agent`].
    AcceptInvite {
        token_hash: String,
        account: NewAccount,
    },
    /// Answers `Vec<ApiKey>`.
    Keys,
    /// Keeps a key.
    NewKey { key: ApiKey, secret_hash: String },
    /// Deletes a key.
    RevokeKey { id: String },
    /// What a key may do. Answers `Option<Vec<Scope>>`.
    CheckKey { id: String, secret_hash: String },
    /// Takes a conversation's summary.
    Summarize(Box<Summary>),
    /// A learner's conversations, the newest first. Answers `Vec<Summary>`.
    OfLearner { learner: LearnerId },
    /// How many conversations of a learner are not resolved. Answers `u32`.
    OpenConversations { learner: LearnerId },
    /// Answers `PageOf<Summary>`.
    Conversations {
        before: Option<(Timestamp, ConversationId)>,
        limit: u32,
    },
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

/// An agent's socket to the inbox, as it is opened and attached.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) agent: AgentPresence,
    /// Of the session it was opened with: signing out closes it.
    pub(crate) token_hash: String,
}

/// Calls a team's inbox.
pub(crate) async fn call<A: DeserializeOwned>(
    env: &Env,
    team: &TeamId,
    call: &Call,
) -> std::result::Result<A, Error> {
    super::call(&super::stub(env, CLASS, team.as_str())?, team, call).await
}

/// Opens an agent's socket to the inbox.
pub(crate) async fn open_socket(
    env: &Env,
    team: &TeamId,
    opening: &Opening,
) -> std::result::Result<Response, Error> {
    super::open_socket(&super::stub(env, CLASS, team.as_str())?, team, opening).await
}

/// The object.
#[durable_object]
pub struct InboxObject {
    /// Learners who began in this minute, by address.
    beginnings: RefCell<(i64, HashMap<String, u32>)>,
    state: State,
    sql: std::result::Result<Sql, String>,
}

impl DurableObject for InboxObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::INBOX, Meter::of(&env, "inbox"))
            .map_err(|error| format!("{error:?}"));
        if let Err(error) = socket::answer_pings(&state) {
            worker::console_error!("bug: {error:?}");
        }
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
        match incoming::<Call, Opening>(request).await {
            Ok(Incoming::Call(team, call)) => {
                answer(is_named(&self.state, &team).and_then(|()| self.answer(&team, call)))
            }
            Ok(Incoming::Socket(team, opening)) => is_named(&self.state, &team)
                .and_then(|()| self.accept(&opening))
                .or_else(Error::into_response),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        // Sets none; a stray one does nothing.
        Response::ok("")
    }

    async fn websocket_message(
        &self,
        ws: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> Result<()> {
        if let Err(error) = self.frame(&ws, message) {
            let problem = error.into_problem();
            socket::send_if_open(
                &ws,
                &serde_json::to_string(&InboxFrame::Refused { problem })?,
            );
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        ws: WebSocket,
        _code: usize,
        reason: String,
        _was_clean: bool,
    ) -> Result<()> {
        let _closed_already = ws.close(Some(1000), Some(reason));
        self.tell_present(Some(&ws));
        Ok(())
    }

    async fn websocket_error(&self, ws: WebSocket, _error: worker::Error) -> Result<()> {
        self.tell_present(Some(&ws));
        Ok(())
    }
}

impl InboxObject {
    /// A frame from an agent's browser: which conversation they have before their eyes. It
    /// stands in their socket's attachment and nowhere else.
    fn frame(
        &self,
        ws: &WebSocket,
        message: WebSocketIncomingMessage,
    ) -> std::result::Result<(), Error> {
        let unreadable = || Error::new(Code::BadRequest, "the frame could not be read");
        let text = match message {
            WebSocketIncomingMessage::String(text) if text.len() <= MAX_FRAME_BYTES => text,
            _ => return Err(unreadable()),
        };
        let InboxSignal::Viewing { conversation } =
            serde_json::from_str(&text).map_err(|_| unreadable())?;
        let mut opening: Opening = socket::identity(ws)?;
        opening.agent.viewing = conversation;
        socket::attach(ws, &opening)?;
        self.tell_present(None);
        Ok(())
    }

    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<serde_json::Value, Error> {
        let sql = self.sql()?;
        let now = clock::now();
        match call {
            Call::SetUp { settings, admin } => {
                if rows::settings(sql)?.is_some() {
                    return Err(Error::new(Code::Conflict, "the team is set up already"));
                }
                // The settings last: a team with settings is a team with an admin.
                let admin = self.add_account(admin, Role::Admin, now)?;
                rows::put_settings(sql, &settings)?;
                value(admin)
            }
            Call::Settings => value(self.settings()?),
            Call::Decide { begins } => {
                let settings = self.settings()?;
                let most = settings.budget.conversations_a_day.filter(|_| begins);
                let is_spent = match most {
                    Some(most) => !rows::count_conversation(sql, most, now)?,
                    None => false,
                };
                value((settings, is_spent))
            }
            Call::NewLearner { address, ceiling } => {
                self.count_beginning(address, ceiling, now)?;
                value(self.settings()?)
            }
            Call::Returning { learner } => {
                let known = rows::of_learner(sql, &learner, OF_LEARNER)?;
                let ordinals = known.iter().filter_map(|summary| summary.id.ordinal());
                value((self.settings()?, ordinals.max().unwrap_or(0)))
            }
            Call::PutSettings { settings, since } => {
                if let Some(since) = since
                    && mark(&self.settings()?)? != since
                {
                    return Err(Error::new(
                        Code::Conflict,
                        "somebody changed the settings meanwhile: nothing was changed, try again",
                    ));
                }
                self.settings()?;
                rows::put_settings(sql, &settings)?;
                value(())
            }
            Call::Credentials { email } => {
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
                value(rows::agent_by_email(sql, &email)?)
            }
            Call::OpenSession { agent, token_hash } => {
                let expires_at = now.plus(SESSION_SECONDS * 1_000);
                rows::open_session(sql, &token_hash, &agent, expires_at)?;
                let me = self.me(team, &token_hash, now)?;
                if let Some(me) = &me {
                    rows::clear_failures(sql, &me.agent.email)?;
                }
                value(me.ok_or_else(|| Error::bug("a session that was opened is not there"))?)
            }
            Call::Session { token_hash } => value(self.me(team, &token_hash, now)?),
            Call::CloseSession { token_hash } => {
                rows::close_session(sql, &token_hash, now)?;
                self.close_sockets(&token_hash);
                value(())
            }
            Call::Agents => value(rows::agents(sql)?),
            Call::NewInvite {
                role,
                token_hash,
                expires_at,
            } => value(rows::add_invite(sql, &token_hash, role, expires_at)?),
            Call::AcceptInvite {
                token_hash,
                account,
            } => {
                let role = rows::invite(sql, &token_hash, now)?
                    .ok_or_else(|| Error::new(Code::Conflict, "the invite is used or has ended"))?;
                let agent = self.add_account(account, role, now)?;
                rows::use_invite(sql, &token_hash, now)?;
                value(agent)
            }
            Call::Keys => value(rows::keys(sql)?),
            Call::NewKey { key, secret_hash } => value(rows::add_key(sql, &key, &secret_hash)?),
            Call::RevokeKey { id } => {
                if rows::revoke_key(sql, &id)? {
                    value(())
                } else {
                    Err(Error::not_found("key"))
                }
            }
            Call::CheckKey { id, secret_hash } => value(rows::key_scopes(sql, &id, &secret_hash)?),
            Call::Summarize(summary) => {
                if rows::put_summary(sql, &summary)? {
                    self.tell(&InboxFrame::Summary(*summary))?;
                }
                value(())
            }
            Call::OfLearner { learner } => value(rows::of_learner(sql, &learner, OF_LEARNER)?),
            Call::OpenConversations { learner } => {
                let conversations = rows::of_learner(sql, &learner, OF_LEARNER)?;
                let open = conversations
                    .iter()
                    .filter(|summary| summary.status != Status::Resolved);
                value(open.count())
            }
            Call::Conversations { before, limit } => {
                let items = rows::summaries(sql, before, limit)?;
                let is_full = u32::try_from(items.len()) == Ok(limit);
                let next = items
                    .last()
                    .filter(|_| is_full)
                    .map(|last| format!("{}:{}", last.updated_at.0, last.id));
                value(PageOf::<Summary> { items, next })
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

    fn accept(&self, opening: &Opening) -> std::result::Result<Response, Error> {
        let mut present = self.present(None);
        present.push(opening.agent.clone());
        // A row twice is one row: the list goes by id and version.
        let mut summaries = rows::with_people(self.sql()?)?;
        summaries.extend(rows::summaries(self.sql()?, None, LISTED)?);
        let hello = InboxFrame::Hello {
            summaries,
            present: distinct(present),
        };
        let response = socket::accept(&self.state, &[Audience::Agent.tag()], opening, &hello)?;
        self.tell_present(None);
        Ok(response)
    }

    /// Closes what a session opened: who signed out reads on at no other tab.
    fn close_sockets(&self, token_hash: &str) {
        for socket in self.state.get_websockets() {
            let is_of_session = socket::identity::<Opening>(&socket)
                .is_ok_and(|opening| opening.token_hash == token_hash);
            if is_of_session {
                let _closed_already = socket.close(Some(1000), Some("signed out"));
            }
        }
    }

    fn tell(&self, frame: &InboxFrame) -> std::result::Result<(), Error> {
        socket::broadcast(&self.state, Audience::Agent, frame)
    }

    /// Tells everybody who is here, not counting a socket that is closing.
    fn tell_present(&self, closing: Option<&WebSocket>) {
        let frame = InboxFrame::Present {
            present: self.present(closing),
        };
        if let Err(error) = self.tell(&frame) {
            error.into_problem();
        }
    }

    /// Who has the inbox open: whoever a socket belongs to.
    fn present(&self, closing: Option<&WebSocket>) -> Vec<AgentPresence> {
        let present = self
            .state
            .get_websockets()
            .into_iter()
            .filter(|socket| Some(socket) != closing)
            .filter_map(|socket| socket::identity::<Opening>(&socket).ok())
            .map(|opening| opening.agent)
            .collect();
        distinct(present)
    }
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
