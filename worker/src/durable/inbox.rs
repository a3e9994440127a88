//! One team's shared list, and who has it open.
//!
//! Named after the team. Holds summaries it is told about: older versions than the stored one are
//! ignored (`store/list.rs`). Agents' sockets carry who they are, which is who is present.

mod review;
mod routing;

pub(crate) use super::ask::ask;
use super::ask::{OneOfTeam, asks, told};
use super::transaction;
use super::vigil::{self, Vigil};
use super::{Incoming, answer, incoming, is_named};
use crate::brake::Brake;
use crate::clock;
use crate::error::Error;
use crate::meter::Meter;
use crate::socket::{self, Audience};
use crate::store::{self, Sql, found, list as rows, ratings, routing as kept, unanswered, waits};
use domain::inbox_search::{About, SearchLine, Wanted};
use domain::insight::{Asked, Quarter};
use protocol::http::{ConversationFound, PageOf, Ratings, Unanswered};
use protocol::list::{Counts, Cursor, Filter, Order, SavedFilter};
use protocol::{
    AgentId, AgentPresence, Code, ConversationId, InboxFrame, InboxSignal, LearnerId, Status,
    Summary, TeamId, Timestamp,
};
use routing::Router;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::rc::Rc;
use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

/// Last changed conversations in the list, besides those that people have; older ones come by the API's
/// pages.
const LISTED: u32 = 200;

/// Conversations in the list that people have, besides an agent's own: what is due first. A frame of them
/// is 300 KB.
const WAITING: u32 = 500;

/// Conversations of one learner that are shown beside the current one. More is not read.
const OF_LEARNER: u32 = 20;

/// Longest frame an agent may send here, in bytes: it names one conversation.
const MAX_FRAME_BYTES: usize = 1_000;

asks! {
    /// What the worker may ask of an inbox.
    Call {
        /// Takes a conversation's summary, and what is to be searched of it: who the learner is, and lines
        /// that were not told before; with them what no article surely answers. Told twice, they are there once.
        Summarize {
            summary: Box<Summary>,
            about: About,
            lines: Vec<SearchLine>,
            asked: Vec<Asked>,
        } -> ();
        /// Conversations that an agent looks for, the most recently changed first.
        Find {
            wanted: Wanted,
            before: Option<(Timestamp, ConversationId)>,
            limit: u32,
        } -> PageOf<ConversationFound>;
        /// Conversations of a person's, who may be several learners, the last changed first.
        OfLearner { learners: Vec<LearnerId>, } -> Vec<Summary>;
        /// The conversation that a person is in: of the newest of each learner they are, one that is not
        /// resolved before one that is, and the last changed of those. None, if they said nothing.
        CurrentOf { learners: Vec<LearnerId>, } -> Option<ConversationId>;
        /// How many conversations of a person's are not resolved.
        OpenOf { learners: Vec<LearnerId>, } -> u32;
        /// All conversations of a person's, and the next of each learner they are: it may be open with nothing
        /// said in it yet, or have begun without the list having heard of it.
        AllOf { learners: Vec<LearnerId>, } -> Vec<ConversationId>;
        /// Conversations that people do not have and in which nothing happened since then.
        Over { before: Timestamp, limit: u32, } -> Vec<ConversationId>;
        /// Takes conversations that were erased out of the list. With a time, only rows in which nothing
        /// happened since; without, for good: nothing is ever listed under their ids again.
        Forget { conversations: Vec<ConversationId>, before: Option<Timestamp>, } -> ();
        /// A page of what a filter shows to an agent, in its order; without a filter of everything, the most
        /// recently changed first.
        List {
            me: AgentId,
            filter: Option<Filter>,
            after: Option<Cursor>,
            limit: u32,
        } -> PageOf<Summary>;
        /// Keeps an agent's filters in the place of those before.
        KeepFilters { of: AgentId, filters: Vec<SavedFilter>, } -> ();
        /// When learners waited since then, and what they said of the help.
        Waits { since: Timestamp, } -> (Vec<Quarter>, Ratings);
        /// Questions that no article surely answers, the newest first.
        ListUnanswered { limit: u32, } -> Vec<Unanswered>;
        /// Takes one of them off the list. Answers whether it was there.
        DismissUnanswered { number: u64, } -> bool;
        /// The team's routing is another now.
        RoutingChanged {} -> ();
        /// The rhythm in which the team is reminded of what waits is another now.
        ReviewChanged {} -> ();
        /// Closes what sessions opened: who signed out reads on at no other tab.
        CloseSockets { token_hashes: Vec<String>, } -> ();
        /// Conversations of an agent's that are not resolved.
        OwnedBy { agent: AgentId, } -> Vec<ConversationId>;
    }
}

/// An agent's socket to the inbox, as it is opened and attached.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) agent: AgentPresence,
    pub(crate) team: TeamId,
    /// Whether the agent has not touched the page for a while.
    pub(crate) is_idle: bool,
    /// Of the session it was opened with: signing out closes it.
    pub(crate) token_hash: String,
}

impl OneOfTeam for Call {
    const CLASS: &'static str = "INBOX";
}

/// Opens an agent's socket to the inbox.
pub(crate) async fn open_socket(
    env: &Env,
    team: &TeamId,
    opening: &Opening,
) -> std::result::Result<Response, Error> {
    super::open_socket(
        &super::stub(env, Call::CLASS, team.as_str())?,
        team,
        opening,
    )
    .await
}

/// The object.
#[durable_object]
pub struct InboxObject {
    state: Rc<State>,
    env: Env,
    vigil: Vigil,
    router: Rc<Router>,
    /// On what agents' browsers send: what each tells, all are told.
    frames: Brake,
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
            state: Rc::new(state),
            env,
            vigil: Vigil::default(),
            router: Rc::default(),
            // Fifty agents who each open a conversation a second, and a burst when all reconnect.
            frames: Brake::new(600, 50.0),
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
        // An object could not be asked when a conversation was to be given to somebody.
        let openings = self.state.get_websockets().into_iter();
        let mut openings = openings.filter_map(|it| socket::identity::<Opening>(&it).ok());
        if let Some(opening) = openings.next() {
            self.route(&opening.team);
        }
        let told = match self.sql() {
            Ok(sql) => review::beat(&self.env, &self.state, sql).await,
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            error.into_problem();
        }
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
        self.is_gone(&ws);
        Ok(())
    }

    async fn websocket_error(&self, ws: WebSocket, _error: worker::Error) -> Result<()> {
        self.is_gone(&ws);
        Ok(())
    }
}

impl InboxObject {
    /// An agent's socket is gone.
    fn is_gone(&self, ws: &WebSocket) {
        self.tell_present(Some(ws));
        if let Ok(opening) = socket::identity::<Opening>(ws) {
            self.route(&opening.team);
        }
    }

    /// A frame from an agent's browser: which conversation they have before their eyes, and whether they are
    /// idle, which stand in their socket's attachment and nowhere else; or whether they take conversations.
    fn frame(
        &self,
        ws: &WebSocket,
        message: WebSocketIncomingMessage,
    ) -> std::result::Result<(), Error> {
        self.frames.take(clock::now())?;
        let unreadable = || Error::new(Code::BadRequest, "the frame could not be read");
        let text = match message {
            WebSocketIncomingMessage::String(text) if text.len() <= MAX_FRAME_BYTES => text,
            _ => return Err(unreadable()),
        };
        let signal: InboxSignal = crate::json::read(&text).map_err(|_| unreadable())?;
        let mut opening: Opening = socket::identity(ws)?;
        let is_viewing = matches!(signal, InboxSignal::Viewing { .. });
        match signal {
            InboxSignal::Viewing { conversation } => opening.agent.viewing = conversation,
            InboxSignal::Idle { is_idle } => opening.is_idle = is_idle,
            InboxSignal::Available { availability } => {
                kept::choose(self.sql()?, &opening.agent.id, availability)?;
            }
        }
        socket::attach(ws, &opening)?;
        self.tell_present(None);
        if !is_viewing {
            self.route(&opening.team);
        }
        Ok(())
    }

    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    /// Who is here or waits has changed.
    fn route(&self, team: &TeamId) {
        if let Ok(sql) = self.sql() {
            self.router.run(&self.env, &self.state, sql, team);
        }
    }

    /// The team's rhythm is another now.
    fn review(&self, team: &TeamId) {
        let Ok(sql) = self.sql() else { return };
        let (env, state) = (self.env.clone(), Rc::clone(&self.state));
        let (sql, team) = (sql.clone(), team.clone());
        self.state.wait_until(async move {
            if let Err(error) = review::begin(&env, &state, &sql, &team).await {
                error.into_problem();
            }
        });
    }

    /// Counts waits and ratings; and who let go of a conversation is not given it again, until people are done with it.
    fn hands_changed(
        &self,
        before: rows::Hands,
        summary: &Summary,
    ) -> std::result::Result<(), Error> {
        let sql = self.sql()?;
        let (was, is) = (before.waiting_since, summary.waiting_since);
        waits::count(sql, was, is, summary.updated_at)?;
        ratings::count(sql, before.rating, summary.rating, summary.updated_at)?;
        rows::mention(sql, &before.mentions(), summary)?;
        match (summary.status, &summary.owner) {
            (Status::Open, None) => match before.owner {
                Some(before) => kept::let_go(sql, &summary.id, &before),
                None => Ok(()),
            },
            (Status::Pending | Status::Resolved, _) => kept::forget(sql, &summary.id),
            (Status::Open | Status::Snoozed, _) => Ok(()),
        }
    }

    /// Looks now and then for sessions that have ended by themselves.
    fn watch(&self, team: &TeamId) {
        if !self.vigil.is_due() {
            return;
        }
        let (env, state, team) = (self.env.clone(), Rc::clone(&self.state), team.clone());
        self.state.wait_until(async move {
            let session = |opening: &Opening| Some(opening.token_hash.clone());
            if let Err(error) = vigil::close_ended(&env, &state, &team, session).await {
                error.into_problem();
            }
        });
    }

    fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<String, Error> {
        let sql = self.sql()?;
        match call {
            Call::Summarize(Summarize {
                summary,
                about,
                lines,
                asked,
            }) => {
                self.watch(team);
                sql.make()?;
                let before = rows::counts(sql)?;
                let mut is_newer = false;
                transaction::commit(&self.state, || {
                    let before = rows::hands(sql, &summary.id)?;
                    is_newer = rows::put(sql, &summary)?;
                    if is_newer {
                        self.hands_changed(before, &summary)?;
                    }
                    unanswered::put(sql, &summary.id, &asked, clock::now())?;
                    found::put(sql, &summary.id, is_newer.then_some(&about), &lines)
                })?;
                if is_newer {
                    self.router.heard(&summary);
                    self.tell(&InboxFrame::Summary(*summary))?;
                    self.tell_counts(before)?;
                    self.route(team);
                }
                told::<Summarize>(())
            }
            Call::Find(Find {
                wanted,
                before,
                limit,
            }) => {
                let items = found::find(sql, &wanted, before, limit)?;
                let last = items.last().map(|it| &it.summary);
                let next = next(items.len(), limit, last);
                told::<Find>(PageOf { items, next })
            }
            Call::OfLearner(OfLearner { learners }) => {
                let mut all = of_person(sql, &learners, OF_LEARNER)?;
                all.sort_by_key(|summary| std::cmp::Reverse(summary.updated_at));
                told::<OfLearner>(all)
            }
            Call::CurrentOf(CurrentOf { learners }) => {
                let newest = of_person(sql, &learners, 1)?;
                let current = newest.into_iter().max_by_key(|summary| {
                    let is_open = summary.status != Status::Resolved;
                    (is_open, summary.updated_at, summary.id.clone())
                });
                told::<CurrentOf>(current.map(|summary| summary.id))
            }
            Call::OpenOf(OpenOf { learners }) => {
                let mut all = of_person(sql, &learners, OF_LEARNER)?;
                all.retain(|summary| summary.status != Status::Resolved);
                told::<OpenOf>(u32::try_from(all.len()).unwrap_or(u32::MAX))
            }
            Call::AllOf(AllOf { learners }) => {
                let mut all = Vec::new();
                for learner in &learners {
                    let listed = rows::of_learner(sql, learner, u32::MAX)?;
                    let listed = listed.into_iter().map(|summary| summary.id);
                    let first = all.len();
                    all.extend(listed);
                    let ordinals = all[first..].iter().filter_map(ConversationId::ordinal);
                    let newest = ordinals.max().unwrap_or(0);
                    all.extend(ConversationId::of(learner, newest + 1).ok());
                }
                told::<AllOf>(all)
            }
            Call::Over(Over { before, limit }) => {
                unanswered::forget(sql, clock::now())?;
                told::<Over>(rows::over(sql, before, limit)?)
            }
            Call::Forget(Forget {
                mut conversations,
                before,
            }) => {
                let mut gone = Vec::new();
                let counts = rows::counts(sql)?;
                for id in conversations.drain(..) {
                    if rows::forget(sql, &id, before)? {
                        gone.push(id);
                    }
                }
                self.tell(&InboxFrame::Gone {
                    conversations: gone,
                })?;
                self.tell_counts(counts)?;
                told::<Forget>(())
            }
            Call::List(List {
                me,
                filter,
                after,
                limit,
            }) => {
                let now = clock::now();
                let items = rows::page(sql, filter.as_ref(), &me, now, after.as_ref(), limit)?;
                let order = filter.map_or(Order::Newest, |filter| filter.order);
                let is_full = u32::try_from(items.len()) == Ok(limit);
                let last = items.last().filter(|_| is_full);
                let next = last.map(|last| Cursor::of(order, last).to_string());
                told::<List>(PageOf { items, next })
            }
            Call::KeepFilters(KeepFilters { of, filters }) => {
                rows::keep_filters(sql, &of, &filters)?;
                let text = serde_json::to_string(&InboxFrame::Filters { filters })?;
                for socket in self.state.get_websockets() {
                    let opening = socket::identity::<Opening>(&socket);
                    if opening.is_ok_and(|opening| opening.agent.id == of) {
                        socket::send_if_open(&socket, &text);
                    }
                }
                told::<KeepFilters>(())
            }
            Call::Waits(Waits { since }) => {
                told::<Waits>((waits::since(sql, since)?, ratings::since(sql, since)?))
            }
            Call::ListUnanswered(ListUnanswered { limit }) => {
                told::<ListUnanswered>(unanswered::list(sql, clock::now(), limit)?)
            }
            Call::DismissUnanswered(DismissUnanswered { number }) => {
                told::<DismissUnanswered>(unanswered::dismiss(sql, number)?)
            }
            Call::RoutingChanged(RoutingChanged {}) => {
                kept::forget_known(sql)?;
                self.route(team);
                told::<RoutingChanged>(())
            }
            Call::ReviewChanged(ReviewChanged {}) => {
                self.review(team);
                told::<ReviewChanged>(())
            }
            Call::CloseSockets(CloseSockets { token_hashes }) => {
                let is_ended = |opening: &Opening| token_hashes.contains(&opening.token_hash);
                socket::close(&self.state, is_ended);
                self.tell_present(None);
                self.route(team);
                told::<CloseSockets>(())
            }
            Call::OwnedBy(OwnedBy { agent }) => {
                let owned = rows::owned(sql, &agent)?;
                told::<OwnedBy>(owned.into_iter().map(|summary| summary.id).collect())
            }
        }
    }

    fn accept(&self, opening: &Opening) -> std::result::Result<Response, Error> {
        let sockets = self.state.get_websockets().into_iter();
        let sockets = sockets.filter(socket::is_open);
        let openings = sockets.filter_map(|socket| socket::identity::<Opening>(&socket).ok());
        let openings: Vec<Opening> = openings.chain([opening.clone()]).collect();
        let sql = self.sql()?;
        let mut summaries = rows::with_people(sql, WAITING)?;
        let last = |rows: &[Summary], most: u32, order: Order| {
            let is_full = u32::try_from(rows.len()) == Ok(most);
            let last = rows.last().filter(|_| is_full);
            last.map(|last| Cursor::of(order, last))
        };
        let people_to = last(&summaries, WAITING, Order::Due);
        summaries.extend(rows::owned(sql, &opening.agent.id)?);
        summaries.extend(rows::mentioning(sql, &opening.agent.id)?);
        let newest = rows::newest(sql, LISTED)?;
        let changed_to = last(&newest, LISTED, Order::Newest);
        summaries.extend(newest);
        let mut known = HashSet::new();
        summaries.retain(|summary| known.insert(summary.id.clone()));
        let hello = InboxFrame::Hello {
            summaries,
            counts: rows::counts(sql)?,
            people_to,
            changed_to,
            filters: rows::filters(sql, &opening.agent.id)?,
            present: routing::present_by(sql, &openings)?,
        };
        let response = socket::accept(&self.state, &[Audience::Agent.tag()], opening, &hello)?;
        self.tell_present(None);
        self.route(&opening.team);
        Ok(response)
    }

    fn tell(&self, frame: &InboxFrame) -> std::result::Result<(), Error> {
        socket::broadcast(&self.state, Audience::Agent, frame)
    }

    /// Tells how many conversations there are, if there were not as many before.
    fn tell_counts(&self, before: Counts) -> std::result::Result<(), Error> {
        let now = rows::counts(self.sql()?)?;
        match now == before {
            true => Ok(()),
            false => self.tell(&InboxFrame::Counts(now)),
        }
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

    /// Who has the inbox open.
    fn present(&self, closing: Option<&WebSocket>) -> Vec<AgentPresence> {
        let present = self
            .sql()
            .and_then(|sql| routing::present(sql, &self.state, closing));
        // The list is shown all the same.
        present.unwrap_or_else(|error| {
            error.into_problem();
            Vec::new()
        })
    }
}

/// Where the next page begins, if this one is full.
fn next(count: usize, limit: u32, last: Option<&Summary>) -> Option<String> {
    let is_full = u32::try_from(count) == Ok(limit);
    last.filter(|_| is_full)
        .map(|last| format!("{}:{}", last.updated_at.0, last.id))
}

/// Conversations of all the learners that a person is, `limit` of each, the newest first.
fn of_person(
    sql: &Sql,
    learners: &[LearnerId],
    limit: u32,
) -> std::result::Result<Vec<Summary>, Error> {
    let mut all = Vec::new();
    for learner in learners {
        all.extend(rows::of_learner(sql, learner, limit)?);
    }
    Ok(all)
}
