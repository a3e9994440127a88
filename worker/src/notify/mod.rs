//! What leaves: the outbox's rows, sent by their channel, and again until each is taken.
//!
//! A row is written in the commit of the event that it tells (architecture, invariant 17); the
//! object's alarm comes back for what failed. Knows no object: whoever keeps an outbox has one of these.

mod chat;
mod mail;
pub(crate) mod push;
pub(crate) mod webhook;
mod words;

use crate::clock;
use crate::config;
use crate::error::Error;
use crate::store::Sql;
use crate::store::outbox::{self, Post};
use domain::Delivery;
use futures_util::future::{Either, select};
use futures_util::stream::{self, StreamExt as _};
use protocol::settings::{Alert, AlertKind};
use protocol::{AgentId, ConversationId, Summary, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;
use worker::{AbortController, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// How long an endpoint may take to answer. Source: Standard Webhooks, 15 to 30 seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// Addresses that are sent to at once. A request waits for six connections at most (Workers, "Simultaneous open
/// connections"); one is left for the rest of the object's work.
const AT_ONCE: usize = 5;

/// How soon a row that was to be given up is tried again, if the object could not record it.
const LOOK_AGAIN_MS: i64 = 60_000;

/// How soon what could not even be tried is tried again.
const RETRY_MS: i64 = 10_000;

/// What a team signs with.
#[derive(Serialize, Deserialize)]
pub(crate) struct SigningKeys {
    /// Secrets of webhooks, the newest first: each signs.
    pub(crate) webhook: Vec<String>,
    /// What push services know it by, once an agent's browser wanted to be told.
    pub(crate) push: Option<push::VapidKey>,
    /// Agents' browsers that may be told now, as an outbox keeps their addresses: what was queued for another is not
    /// sent.
    pub(crate) browsers: Vec<(AgentId, String)>,
    /// Agents who have the inbox open and are not away.
    pub(crate) here: Vec<AgentId>,
}

impl SigningKeys {
    /// Whether a browser is still to be told of this: its agent has not ended it, and does not look at the inbox, where
    /// what a learner says to them stands anyway.
    fn tells(&self, post: &Post) -> bool {
        let mut browsers = self.browsers.iter();
        let known = browsers.find(|(_, address)| *address == post.address);
        let is_said = post.event.ends_with(webhook::SAID);
        known.is_some_and(|(agent, _)| !(is_said && self.here.contains(agent)))
    }
}

/// What a delivery says in its channel's form, as it is kept; `None` if there is nothing to say any more.
pub(crate) fn written(
    env: &Env,
    sql: &Sql,
    team: &TeamId,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<Option<String>, Error> {
    match delivery.kind {
        AlertKind::Email => mail::written(env, sql, team, conversation, delivery),
        AlertKind::Webhook => webhook::body(team, conversation, delivery).map(Some),
        AlertKind::Slack => chat::slack(env, conversation, delivery).map(Some),
        AlertKind::Teams => chat::teams(env, conversation, delivery).map(Some),
        AlertKind::Push => push::written(env, conversation, delivery),
    }
}

/// When an object's outbox is to be looked at, and whether somebody looks.
#[derive(Default)]
pub(crate) struct Outbox {
    due: Cell<Option<Timestamp>>,
    is_sending: Cell<bool>,
}

impl Outbox {
    /// Reads when something is to be sent: an object that wakes.
    pub(crate) fn wake(&self, sql: &Sql) -> Result<(), Error> {
        self.due.set(outbox::next(sql)?);
        Ok(())
    }

    /// Keeps something to send. If the object dies before it is sent, its alarm comes for it.
    pub(crate) fn add(
        &self,
        sql: &Sql,
        event: &str,
        channel: AlertKind,
        address: &str,
        body: &str,
    ) -> Result<(), Error> {
        let now = clock::now();
        outbox::add(sql, event, channel, address, body, now)?;
        self.due.set(Some(now.plus(RETRY_MS)));
        Ok(())
    }

    /// It could not even be tried: not at once again.
    pub(crate) fn put_off(&self) {
        self.due.set(Some(clock::now().plus(RETRY_MS)));
    }

    /// Whether something is to be sent.
    pub(crate) fn is_due(&self) -> bool {
        self.due.get().is_some()
    }

    /// When the alarm is to come for it; what is on its way comes back by itself.
    pub(crate) fn next_wake(&self) -> Option<Timestamp> {
        self.due.get().map(|due| match self.is_sending.get() {
            true => due.max(clock::now().plus(RETRY_MS)),
            false => due,
        })
    }

    /// It is given up, and known where it is to be known.
    pub(crate) fn give_up(&self, sql: &Sql, post: &Post) -> Result<(), Error> {
        outbox::give_up(sql, post, clock::now())?;
        self.due.set(outbox::next(sql)?);
        Ok(())
    }

    /// Sends what was given up again; whether it is there.
    pub(crate) fn again(&self, sql: &Sql, key: &outbox::Key) -> Result<bool, Error> {
        let now = clock::now();
        let is_there = outbox::again(sql, key, now)?;
        if is_there {
            self.due.set(Some(now.plus(RETRY_MS)));
        }
        Ok(is_there)
    }

    /// Sends what is due, signed with these keys: to each address one after the other, to several at once, so that one
    /// that does not answer holds up nobody else. Answers those that are given up by it, each with the last answer's
    /// status.
    pub(crate) async fn send(
        &self,
        env: &Env,
        sql: &Sql,
        keys: &SigningKeys,
    ) -> Vec<(Post, Option<u16>)> {
        let mut given_up = Vec::new();
        if self.is_sending.replace(true) {
            return given_up;
        }
        let sent = async {
            loop {
                let posts = outbox::due(sql, clock::now())?;
                if posts.is_empty() {
                    self.due.set(outbox::next(sql)?);
                    return Ok::<(), Error>(());
                }
                let mut by_address: Vec<Vec<Post>> = Vec::new();
                for post in posts {
                    let is_of = |posts: &&mut Vec<Post>| {
                        posts
                            .iter()
                            .any(|it| it.channel == post.channel && it.address == post.address)
                    };
                    match by_address.iter_mut().find(is_of) {
                        Some(posts) => posts.push(post),
                        None => by_address.push(vec![post]),
                    }
                }
                let sent = by_address.into_iter().map(|posts| async {
                    let mut given_up = Vec::new();
                    for post in posts {
                        if let Attempt::GivenUp(status) = attempt(env, sql, keys, &post).await? {
                            given_up.push((post, status));
                        }
                    }
                    Ok::<_, Error>(given_up)
                });
                let mut sent = stream::iter(sent).buffer_unordered(AT_ONCE);
                let mut failed = None;
                while let Some(of_address) = sent.next().await {
                    match of_address {
                        Ok(of_address) => given_up.extend(of_address),
                        Err(error) => failed = Some(error),
                    }
                }
                if let Some(error) = failed {
                    return Err(error);
                }
            }
        };
        let sent = sent.await;
        self.is_sending.set(false);
        if let Err(error) = sent {
            error.into_problem();
            // What failed now would fail again.
            self.put_off();
        }
        given_up
    }
}

/// What came of an attempt.
enum Attempt {
    /// It was taken, or is tried again.
    Goes,
    /// It is tried no more: the last answer's status, if there was one.
    GivenUp(Option<u16>),
}

/// Sends it once.
async fn attempt(env: &Env, sql: &Sql, keys: &SigningKeys, post: &Post) -> Result<Attempt, Error> {
    if post.channel == AlertKind::Push && !keys.tells(post) {
        return outbox::drop(sql, post).map(|()| Attempt::Goes);
    }
    let status = match told(env, keys, post).await {
        Ok(status) => status,
        Err(error) => {
            error.into_problem();
            None
        }
    };
    let status = match (status, post.channel) {
        // So a push service says it too: the browser wants no more (RFC 8030, 7.3).
        (Some(404), AlertKind::Push) => Some(GONE),
        _ => status,
    };
    let retry = config::alert_retry(env, post.attempts as usize);
    match (status, retry) {
        (Some(200..=299), _) => outbox::drop(sql, post).map(|()| Attempt::Goes),
        // Gone: it wants no more (Standard Webhooks).
        (Some(GONE), _) | (_, None) => {
            worker::console_error!("{:?} is given up: status {status:?}", post.channel);
            // The object records that it is given up; if it cannot, the row is tried again.
            let until = clock::now().plus(LOOK_AGAIN_MS);
            outbox::postpone(sql, post, until).map(|()| Attempt::GivenUp(status))
        }
        (_, Some(wait)) => {
            let until = clock::now().plus(spread(wait)?);
            outbox::put_off(sql, post, until).map(|()| Attempt::Goes)
        }
    }
}

/// A wait of so many seconds in milliseconds, up to a tenth longer: what failed together is not tried again together.
fn spread(seconds: u32) -> Result<i64, Error> {
    let [part] = clock::random_bytes::<1>()?;
    Ok(i64::from(seconds) * (1_000 + 100 * i64::from(part) / 255))
}

/// The status of who wants nothing of the kind any more.
pub(crate) const GONE: u16 = 410;

/// Tells it by its channel: the status that came back, if one did.
async fn told(env: &Env, keys: &SigningKeys, post: &Post) -> Result<Option<u16>, Error> {
    match post.channel {
        AlertKind::Email => Ok(match mailed(env, post).await? {
            mail::Sent::Taken => Some(200),
            mail::Sent::Refused => Some(GONE),
            mail::Sent::Failed => None,
        }),
        AlertKind::Push => match &keys.push {
            Some(key) => Ok(answered(push::request(env, key, post).await?).await),
            None => Err(Error::bug("a browser is told, and there is no key")),
        },
        AlertKind::Webhook | AlertKind::Slack | AlertKind::Teams => {
            Ok(answered(request(&keys.webhook, post)?).await)
        }
    }
}

/// A post in its channel's form.
fn request(secrets: &[String], post: &Post) -> Result<Request, Error> {
    let headers = match post.channel {
        AlertKind::Webhook => webhook::headers(secrets, post)?,
        AlertKind::Slack | AlertKind::Teams | AlertKind::Email | AlertKind::Push => Headers::new(),
    };
    headers.set("content-type", "application/json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        // An address the admin did not write is not posted to.
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(post.body.as_str().into()));
    Ok(Request::new_with_init(&post.address, &init)?)
}

/// What waits and nobody has taken, as it was at one moment: every place, at every try, is told the same.
pub(crate) struct Review {
    /// Tells it from any other.
    pub(crate) event: String,
    pub(crate) waiting: Vec<Summary>,
    /// How long each waits is counted until then.
    pub(crate) at: Timestamp,
}

/// Tells a place a review: the answer's status, if there is one.
pub(crate) async fn review(
    env: &Env,
    team: &TeamId,
    alert: &Alert,
    review: &Review,
    keys: &SigningKeys,
) -> Result<Option<u16>, Error> {
    let Review { event, waiting, at } = review;
    let words = chat::review(env, waiting, *at);
    let body = match alert.kind {
        AlertKind::Webhook => webhook::review_body(team, waiting, *at),
        AlertKind::Email => mail::review(env, &alert.address, event, &words)?,
        AlertKind::Slack => chat::slack_body(&words).to_string(),
        AlertKind::Teams => chat::teams_body(&words).to_string(),
        // Agents' own browsers are told of conversations.
        AlertKind::Push => return Ok(None),
    };
    let post = Post::once(event.clone(), alert.kind, alert.address.clone(), body);
    told(env, keys, &post).await
}

/// What an agent is told of their own account.
pub(crate) enum ToAgent {
    /// The link by which they choose a password.
    PasswordLink(String),
    /// Their password is another now.
    PasswordChanged,
}

/// Times that a letter to an agent is tried.
const LETTER_TRIES: u32 = 3;
/// Between them.
const LETTER_PAUSE: Duration = Duration::from_secs(5);

/// Sends an agent a letter about their account in this team. Whoever gets none asks for another.
pub(crate) async fn to_agent(
    env: &Env,
    to: String,
    team: &str,
    letter: &ToAgent,
) -> Result<(), Error> {
    let body = mail::to_agent(env, &to, team, letter)?;
    let event = format!("account-{}", clock::random_id()?);
    let post = Post::once(event, AlertKind::Email, to, body);
    for attempt in 1..=LETTER_TRIES {
        match mailed(env, &post).await? {
            mail::Sent::Failed if attempt < LETTER_TRIES => clock::after(LETTER_PAUSE).await,
            mail::Sent::Failed | mail::Sent::Refused => {
                worker::console_error!("a letter to an agent is given up");
                break;
            }
            mail::Sent::Taken => break,
        }
    }
    Ok(())
}

/// Sends a letter, if the route answers in time.
async fn mailed(env: &Env, post: &Post) -> Result<mail::Sent, Error> {
    let sending = pin!(mail::send(env, post));
    match select(sending, pin!(clock::after(PATIENCE))).await {
        Either::Left((sent, _)) => sent,
        Either::Right(_) => Ok(mail::Sent::Failed),
    }
}

/// Tells a place something now, once, as an alert would: the answer's status, if there is one.
pub(crate) async fn test(
    env: &Env,
    team: &TeamId,
    kind: AlertKind,
    address: String,
    keys: &SigningKeys,
) -> Result<Option<u16>, Error> {
    let body = match kind {
        AlertKind::Webhook => webhook::test_body(team),
        AlertKind::Email => mail::test(env, &address)?,
        AlertKind::Slack => chat::slack_test(env),
        AlertKind::Teams => chat::teams_test(env),
        AlertKind::Push => push::test(),
    };
    let event = format!("test-{}", clock::random_id()?);
    let post = Post::once(event, kind, address, body);
    told(env, keys, &post).await
}

/// The answer's status; `None` if there was none.
async fn answered(request: Request) -> Option<u16> {
    let abort = AbortController::default();
    let signal = abort.signal();
    let sending = Fetch::Request(request);
    let sending = pin!(sending.send_with_signal(&signal));
    let status = match select(sending, pin!(clock::after(PATIENCE))).await {
        Either::Left((Ok(response), _)) => Some(response.status_code()),
        Either::Left((Err(_), _)) | Either::Right(_) => None,
    };
    abort.abort();
    status
}
