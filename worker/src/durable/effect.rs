//! The only place where a decision becomes I/O (architecture, invariant 2).
//!
//! Order: write everything, in one commit; then tell the sockets; then what takes time,
//! as tasks that come back with the next input.

use super::core::Core;
use super::identity::Identity;
use super::{inbox, knowledge, team, transaction, vigil};
use crate::clock;
use crate::embed;
use crate::error::Error;
use crate::files;
use crate::model;
use crate::notify;
use crate::socket::{self, Audience};
use crate::store::outbox::{self, Post};
use crate::store::{Sql, log, undelivered};
use domain::answer::Query;
use domain::tag::AutoTags;
use domain::{Conversation, Delivery, Effect, Found, Input, Logged, SearchFailed, Telling};
use domain::{inbox_search, insight};
use futures_util::future;
use futures_util::task::noop_waker_ref;
use protocol::settings::AlertKind;
use protocol::{
    Activity, AgentEvent, AgentView, AttachmentId, ConversationId, Frame, LearnerEvent,
    LearnerView, Sequenced, TeamId, Turn,
};
use std::rc::Rc;
use std::task;
use std::time::Duration;

/// How soon a summary that the inbox did not hear is told again.
pub(crate) const RETRY_MS: i64 = 10_000;
/// The same, for a wake that failed.
pub(crate) const RETRY: Duration = Duration::from_millis(RETRY_MS.unsigned_abs());

/// Pause between two words to the inbox. The first goes at once; what follows in one go, as
/// the messages of a burst do, goes as one: each is a request and rows written.
const TELL_PAUSE: Duration = Duration::from_millis(150);

/// How long a search may take. Far above what one takes; then people take over.
const SEARCH_PATIENCE: Duration = Duration::from_secs(10);

/// Feeds the domain and performs what it decides.
///
/// The state in memory moves only if what it decided was written: after a failed write the
/// stored state is read again.
///
/// # Errors
/// A refusal of the domain, or a bug if it could not be written.
pub(crate) fn input(core: &Rc<Core>, input: Input) -> Result<(), Error> {
    let team = core.team.now(&core.env, core.sql()?);
    let (effects, written) = {
        let mut live = core.live.borrow_mut();
        let live = live
            .as_mut()
            .ok_or_else(|| Error::bug("the conversation is not loaded"))?;
        let effects = live.conversation.handle(clock::now(), &team, input)?;
        live.sent
            .extend(effects.iter().filter_map(|effect| match effect {
                Effect::Store(logged) => logged.client_id().cloned(),
                _ => None,
            }));
        let written = write(core, &live.team, &live.conversation, &effects);
        (effects, written)
    };
    let performed = written.and_then(|()| perform(core, effects));
    if performed.is_err() {
        *core.live.borrow_mut() = None;
    }
    performed
}

/// Performs effects that are written, in order.
///
/// # Errors
/// A bug if something cannot be told as JSON.
fn perform(core: &Rc<Core>, effects: Vec<Effect>) -> Result<(), Error> {
    let is_written = |effect: &Effect| matches!(effect, Effect::Store(_) | Effect::Keep);
    if effects.iter().any(is_written) {
        // In the same commit: whoever is to be woken is, if the object dies right after it.
        set_alarm(core);
    }
    if effects.iter().any(is_passed_on)
        && let Some(network) = core.team.uncounted()
    {
        let (task, team) = (Rc::clone(core), core.with(|team, _| team.clone())?);
        core.state.wait_until(async move {
            let passed = team::PassedOn { network };
            if let Err(error) = team::ask(&task.env, &team, passed).await {
                error.into_problem();
            }
        });
    }
    let is_sent = |effect: &Effect| matches!(effect, Effect::Send(_));
    if effects.iter().any(is_sent) && core.vigil.is_due() {
        let (task, team) = (Rc::clone(core), core.with(|team, _| team.clone())?);
        core.state.wait_until(async move {
            let closed = vigil::close_ended(&task.env, &task.state, &team, Identity::session);
            if let Err(error) = closed.await {
                error.into_problem();
            }
        });
    }
    let mut untold = false;
    for effect in effects {
        match effect {
            Effect::Store(_) | Effect::Keep => {}
            Effect::Send(logged) => send(core, &logged)?,
            Effect::Tell(telling) => tell(core, telling)?,
            Effect::Summarize(_) => untold = true,
            Effect::Search { turn, query } => {
                let team = core.with(|team, _| team.clone())?;
                let task = search(Rc::clone(core), team, turn, query);
                core.state.wait_until(task);
            }
            Effect::Discard(attachment) => {
                core.state.wait_until(discard(Rc::clone(core), attachment));
            }
            Effect::Post(_) => {
                let task = Rc::clone(core);
                core.state.wait_until(async move { send_out(&task).await });
            }
            Effect::Ask(request) => {
                let task = Rc::clone(core);
                core.state.wait_until(async move {
                    let feed = |input| feed(&task, input);
                    model::run(&task.env, &feed, request).await;
                });
            }
        }
    }
    if untold && !core.is_telling.get() {
        // The alarm stands: if this task dies on the way, it tells again.
        let task = Rc::clone(core);
        core.state
            .wait_until(async move { tell_inbox(&task).await });
    }
    Ok(())
}

/// Writes all there is to write, in one transaction.
///
/// # Errors
/// A bug if something could not be written; then nothing is, and nobody may be told.
pub(crate) fn write(
    core: &Core,
    team: &TeamId,
    conversation: &Conversation,
    effects: &[Effect],
) -> Result<(), Error> {
    let sql = core.sql()?;
    let mut written = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Store(_) | Effect::Post(_) | Effect::Keep));
    // A message between people is one row. One statement is a transaction by itself, and this is the
    // path that is taken most.
    match (written.next(), written.next()) {
        (None, _) => return Ok(()),
        (Some(Effect::Store(logged)), None) if logged.attachments().is_empty() => {
            return log::append(sql, logged);
        }
        _ => {}
    }
    sql.make()?;
    transaction::commit(&core.state, || {
        for effect in effects {
            match effect {
                Effect::Store(logged) => log::append(sql, logged)?,
                Effect::Post(delivery) => queue(core, sql, team, conversation.id(), delivery)?,
                _ => {}
            }
        }
        if effects.contains(&Effect::Keep) {
            log::keep(sql, team, conversation.snapshot(), core.told.get())?;
        }
        Ok(())
    })
}

/// Whether it is that people are asked for.
fn is_passed_on(effect: &Effect) -> bool {
    match effect {
        Effect::Store(logged) => match &logged.entry.event {
            AgentEvent::Changed(change) => matches!(change.activity, Activity::HandedOff { .. }),
            _ => false,
        },
        _ => false,
    }
}

/// Sends a stored event to everybody who may see it.
fn send(core: &Core, logged: &Logged) -> Result<(), Error> {
    let frame = Frame::<AgentView, &AgentEvent>::Entry(Sequenced {
        seq: logged.entry.seq,
        at: logged.entry.at,
        event: &logged.entry.event,
    });
    socket::broadcast(&core.state, Audience::Agent, &frame)?;
    let Some(seq) = logged.learner_seq else {
        return Ok(());
    };
    socket::broadcast_by_language(&core.state, |language| {
        let entry = log::for_learner(seq, &logged.entry, language);
        entry.map(Frame::<LearnerView, LearnerEvent>::Entry)
    })
}

/// Tells those whom it concerns something that is not stored.
fn tell(core: &Core, telling: Telling) -> Result<(), Error> {
    const AGENTS: &[Audience] = &[Audience::Agent];
    const LEARNER: &[Audience] = &[Audience::Learner];
    const BOTH: &[Audience] = &[Audience::Agent, Audience::Learner];
    let (frame, audiences): (Frame<(), ()>, _) = match telling {
        Telling::Started(turn) => (Frame::Started { turn }, BOTH),
        Telling::Delta { turn, from, text } => (Frame::Delta { turn, from, text }, BOTH),
        Telling::Ended(turn) => (Frame::Ended { turn }, BOTH),
        Telling::Promise(reply_by) => (Frame::Promise { reply_by }, BOTH),
        Telling::LearnerCame(receipt) => (Frame::Receipt(receipt), AGENTS),
        Telling::TeamCame(receipt) => (Frame::Receipt(receipt), LEARNER),
        Telling::Typing { name, to_learner } => {
            let audiences = if to_learner { BOTH } else { AGENTS };
            (Frame::Typing { name }, audiences)
        }
    };
    for audience in audiences {
        socket::broadcast(&core.state, *audience, &frame)?;
    }
    Ok(())
}

/// Sends what is due in the outbox, and lets the alarm stand for the rest.
pub(crate) async fn send_out(core: &Rc<Core>) {
    let sent = async {
        let team = core.with(|team, _| team.clone())?;
        let keys = team::ask(&core.env, &team, team::Signing {}).await?;
        for (post, status) in core.outbox.send(&core.env, core.sql()?, &keys).await {
            // Each by itself: the others are known all the same.
            if let Err(error) = given_up(core, &team, post, status).await {
                error.into_problem();
            }
        }
        Ok::<(), Error>(())
    };
    if let Err(error) = sent.await {
        error.into_problem();
        core.outbox.put_off();
    }
    set_alarm(core);
}

/// A post is given up. A letter to an address that is none is deleted, and the learner is told. A browser that wants
/// no more is forgotten. An alert, and a letter that no mail server took for a day, are kept: the team's admins see
/// them, and may send them again.
async fn given_up(
    core: &Rc<Core>,
    team: &TeamId,
    post: Post,
    status: Option<u16>,
) -> Result<(), Error> {
    let sql = core.sql()?;
    let is_letter = post.channel == AlertKind::Email && notify::webhook::is_letter(&post.event);
    if is_letter && status == Some(notify::GONE) {
        outbox::drop(sql, &post)?;
        let address = post.address;
        return input(core, Input::NotMailed { address });
    }
    if post.channel == AlertKind::Push {
        outbox::drop(sql, &post)?;
        let address: notify::push::Address = crate::json::read(&post.address)?;
        // A push service that failed for a day says nothing about the browser.
        if status == Some(notify::GONE) {
            let endpoint = address.endpoint;
            let agent = None;
            team::ask(&core.env, team, team::DropBrowser { endpoint, agent }).await?;
        }
        return Ok(());
    }
    let kept = undelivered::Kept {
        number: 0,
        conversation: core.with(|_, conversation| conversation.id().clone())?,
        event: post.event.clone(),
        kind: post.channel,
        address: post.address.clone(),
        status,
        at: clock::now().0,
    };
    team::ask(&core.env, team, team::KeepUndelivered { kept }).await?;
    core.outbox.give_up(sql, &post)
}

/// Deletes a file that was never said.
async fn discard(core: Rc<Core>, attachment: AttachmentId) {
    let names = core.with(|team, conversation| (team.clone(), conversation.id().clone()));
    let deleted = async {
        let (team, id) = names?;
        files::delete(&core.env, &team, &id, &attachment).await
    };
    if let Err(error) = deleted.await {
        // A file that nobody can ask for stays behind; the log says which kind of failure.
        error.into_problem();
    }
}

/// Feeds a task's result back. A refusal only means that the turn is over.
fn feed(core: &Rc<Core>, input: Input) -> Result<(), ()> {
    match self::input(core, input) {
        Ok(()) => Ok(()),
        Err(Error::Problem(_)) => Err(()),
        Err(bug @ Error::Bug(_)) => {
            bug.into_problem();
            Err(())
        }
    }
}

/// Reads what the team decided, if that is a while ago.
pub(crate) async fn team_of_now(core: &Rc<Core>) -> Result<(), Error> {
    let id = core.with(|team, _| team.clone())?;
    // It begins nothing, and counts as no conversation of the day.
    refreshed_as(core, &id, true, false).await.map(|_| ())
}

/// The team's tags, once what the team decided is read.
async fn refreshed(core: &Rc<Core>, id: &TeamId) -> Result<Rc<AutoTags>, Error> {
    let is_taken_on = core.with(|_, conversation| conversation.is_taken_on())?;
    let asks_for_person = core.with(|_, conversation| conversation.asks_for_person())?;
    refreshed_as(core, id, is_taken_on, asks_for_person).await
}

async fn refreshed_as(
    core: &Rc<Core>,
    id: &TeamId,
    is_taken_on: bool,
    asks_for_person: bool,
) -> Result<Rc<AutoTags>, Error> {
    let team = &core.team;
    // An object that has slept knew the team before, and told it then.
    let is_first = !core.team.is_known(core.sql()?);
    let tags = team
        .refresh(&core.env, core.sql()?, id, is_taken_on, asks_for_person)
        .await?;
    if is_first {
        tell_earlier(core)?;
    }
    Ok(tags)
}

/// Tells the team's systems what happened before the conversation knew that they want to hear of it: its
/// beginning. Once, as the settings are kept from then on.
fn tell_earlier(core: &Rc<Core>) -> Result<(), Error> {
    let sql = core.sql()?;
    let team = core.team.now(&core.env, sql);
    let entries = log::since(sql, 0)?;
    let told = core.with(|id, conversation| {
        let told = conversation.told_of(&team, &entries);
        (id.clone(), conversation.id().clone(), told)
    });
    let (team, id, told) = told?;
    if told.is_empty() {
        return Ok(());
    }
    transaction::commit(&core.state, || {
        let mut told = told.iter();
        told.try_for_each(|delivery| queue(core, sql, &team, &id, delivery))
    })?;
    let task = Rc::clone(core);
    core.state.wait_until(async move { send_out(&task).await });
    Ok(())
}

/// Writes a row of the outbox.
fn queue(
    core: &Core,
    sql: &Sql,
    team: &TeamId,
    id: &ConversationId,
    delivery: &Delivery,
) -> Result<(), Error> {
    let body = match notify::written(&core.env, sql, team, id, delivery) {
        Ok(Some(body)) => body,
        // There is nothing to tell any more.
        Ok(None) => return Ok(()),
        // What cannot be written holds up no handoff.
        Err(error) => {
            let problem = error.into_problem();
            worker::console_error!("nobody is told: {}", problem.message);
            return Ok(());
        }
    };
    let kind = notify::webhook::kind(&delivery.news);
    let event = format!("{id}-{}-{kind}", delivery.seq);
    core.outbox
        .add(sql, &event, delivery.kind, &delivery.address, &body)
}

/// Searches the articles for a turn.
async fn search(core: Rc<Core>, id: TeamId, turn: Turn, mut query: Query) {
    let audience = core.with(|_, conversation| conversation.learner().role);
    query.sections = model::is_written(&core.env);
    let text = query.text.clone();
    embed::table(&core.env).await;
    let asked = knowledge::Search {
        query,
        // Only a role that the LMS signed is another than a learner's.
        audience: audience.unwrap_or_default(),
        language: None,
    };
    let found = async {
        if text.is_empty() {
            return Ok(Found::default());
        }
        knowledge::ask(&core.env, &id, asked).await
    };
    let refreshed = refreshed(&core, &id);
    let both = Box::pin(future::join(found, refreshed));
    let patience = Box::pin(clock::after(SEARCH_PATIENCE));
    let (outcome, tags) = match future::select(both, patience).await {
        future::Either::Left(((Ok(found), Ok(tags)), _)) => (Ok(found), tags.of(&text)),
        future::Either::Left(((found, refreshed), _)) => {
            for error in [found.err(), refreshed.err()].into_iter().flatten() {
                error.into_problem();
            }
            (Err(SearchFailed), Vec::new())
        }
        future::Either::Right(_) => (Err(SearchFailed), Vec::new()),
    };
    let _turn_is_over = feed(
        &core,
        Input::Searched {
            turn,
            outcome,
            tags,
        },
    );
}

/// Tells the inbox how the conversation stands, until it has heard the newest. At least once:
/// what fails is told again by the alarm (architecture, invariant 14). While one call is on its
/// way, what comes meanwhile waits, and goes as one.
pub(crate) async fn tell_inbox(core: &Rc<Core>) {
    if core.is_telling.replace(true) {
        return;
    }
    let told = async {
        loop {
            let (team, summary, about) = core.with(|team, conversation| {
                let summary = conversation.summary();
                let about = inbox_search::about(conversation.learner(), &summary.tags);
                (team.clone(), summary, about)
            })?;
            let mut told = core.told.get();
            if summary.version <= told.version {
                return Ok(());
            }
            // A page at a time: a conversation that was imported has many.
            let entries = log::since(core.sql()?, told.lines)?;
            told.version = summary.version;
            told.lines = entries.last().map_or(told.lines, |entry| entry.seq);
            let is_whole = entries.len() < log::PAGE as usize;
            let asked = inbox::Summarize {
                summary: Box::new(summary),
                about,
                lines: entries.iter().filter_map(inbox_search::line).collect(),
                asked: entries.iter().filter_map(insight::unanswered).collect(),
            };
            inbox::ask(&core.env, &team, asked).await?;
            if !is_whole {
                // Not all of it: the version counts as heard when the last page is.
                told.version = core.told.get().version;
            }
            core.told.set(told);
            clock::after(TELL_PAUSE).await;
        }
    };
    let told: Result<(), Error> = told.await;
    core.is_telling.set(false);
    if let Err(error) = told {
        // The alarm that stands tells again.
        error.into_problem();
    }
}

/// Lets the alarm stand for whatever comes first. Called with the writes of an input it is
/// part of their commit; what stands early enough already is left alone, as setting it is a
/// row written.
pub(crate) fn set_alarm(core: &Rc<Core>) {
    let team = core
        .sql()
        .map(|sql| core.team.now(&core.env, sql))
        .unwrap_or_default();
    let next = core.with(|_, conversation| {
        let is_untold = conversation.version() > core.told.get().version;
        let retry = is_untold.then(|| clock::now().plus(RETRY_MS));
        let next = [
            retry,
            core.outbox.next_wake(),
            conversation.next_wake(&team),
        ];
        next.into_iter().flatten().min()
    });
    let at = match next {
        Ok(Some(at)) => at,
        Ok(None) => return,
        Err(error) => {
            error.into_problem();
            return;
        }
    };
    if core.alarm.get().is_some_and(|stands| stands <= at) {
        return;
    }
    core.alarm.set(Some(at));
    core.count("rows_written");
    let task = Rc::clone(core);
    let mut set = Box::pin(async move {
        // An offset, never zero: an alarm set for now from inside an alarm is dropped.
        let offset = at.since(clock::now()).max(1);
        let offset = Duration::from_millis(offset.unsigned_abs());
        if let Err(error) = task.state.storage().set_alarm(offset).await {
            task.alarm.set(None);
            Error::from(error).into_problem();
        }
    });
    // Begun at once, so that nothing comes between the writes and it.
    let _begun = set
        .as_mut()
        .poll(&mut task::Context::from_waker(noop_waker_ref()));
    core.state.wait_until(set);
}
