//! The only place where a decision becomes I/O (architecture, invariant 2).
//!
//! Order: write everything, in one commit; then tell the sockets; then what takes time,
//! as tasks that come back with the next input.

use crate::clock;
use crate::durable::conversation::Core;
use crate::durable::{inbox, knowledge};
use crate::error::Error;
use crate::model;
use crate::socket::{self, Audience};
use crate::store::log;
use domain::{Conversation, Effect, Found, Input, Logged, SearchFailed, Telling};
use futures_util::future;
use protocol::{AgentEvent, AgentView, Frame, LearnerEvent, LearnerView, TeamId, Timestamp, Turn};
use std::rc::Rc;
use std::time::Duration;

/// How soon a summary that the inbox did not hear is told again.
const RETRY_MS: i64 = 5_000;

/// How long a team's threshold is remembered: a change in settings is felt within a minute.
const THRESHOLD_FRESH_MS: i64 = 60_000;

/// How long a search may take. Far above what one takes; then people take over.
const SEARCH_PATIENCE: Duration = Duration::from_secs(10);

/// Performs effects, in order.
///
/// # Errors
/// A bug if something could not be written; then nothing was told to anybody.
pub(crate) fn perform(
    core: &Rc<Core>,
    team: &TeamId,
    conversation: &Conversation,
    effects: Vec<Effect>,
) -> Result<(), Error> {
    write(core, team, conversation, &effects)?;
    let kept = effects.contains(&Effect::Keep);
    let mut untold = false;
    for effect in effects {
        match effect {
            Effect::Store(_) | Effect::Keep => {}
            Effect::Send(logged) => send(core, &logged)?,
            Effect::Tell(telling) => tell(core, telling)?,
            Effect::Summarize(_) => untold = true,
            Effect::Search { turn, query } => {
                let task = search(Rc::clone(core), team.clone(), turn, query);
                core.state.wait_until(task);
            }
            Effect::Ask(request) => {
                let task = model::run(Rc::clone(core), request);
                core.state.wait_until(task);
            }
        }
    }
    // The alarm stands before the inbox is told: if this task dies on the way, it tells again.
    if untold || (kept && conversation.next_wake().is_some()) {
        let task = Rc::clone(core);
        core.state.wait_until(async move {
            set_alarm(&task).await;
            if untold {
                tell_inbox(&task).await;
            }
        });
    }
    Ok(())
}

/// Writes all there is to write: one commit, as there is no `await` from the first to the last.
fn write(
    core: &Core,
    team: &TeamId,
    conversation: &Conversation,
    effects: &[Effect],
) -> Result<(), Error> {
    let sql = core.sql()?;
    let written = effects.iter().try_for_each(|effect| match effect {
        Effect::Store(logged) => log::append(sql, logged),
        Effect::Summarize(summary) => log::tell_later(sql, summary),
        _ => Ok(()),
    });
    // The snapshot last: until it is written, everything before it can be taken back.
    let written = match written {
        Ok(()) if effects.contains(&Effect::Keep) => log::keep(sql, team, conversation.snapshot()),
        written => written,
    };
    if written.is_err() {
        let first = effects.iter().find_map(|effect| match effect {
            Effect::Store(logged) => Some(logged.entry.seq),
            _ => None,
        });
        if let Some(first) = first {
            log::drop_after(sql, first.saturating_sub(1))?;
        }
    }
    written
}

/// Sends a stored event to everybody who may see it.
fn send(core: &Core, logged: &Logged) -> Result<(), Error> {
    let frame = Frame::<AgentView, AgentEvent>::Entry(logged.entry.clone());
    socket::broadcast(&core.state, Audience::Agent, &frame)?;
    if let Some(entry) = logged
        .learner_seq
        .and_then(|seq| log::for_learner(seq, &logged.entry))
    {
        let frame = Frame::<LearnerView, LearnerEvent>::Entry(entry);
        socket::broadcast(&core.state, Audience::Learner, &frame)?;
    }
    Ok(())
}

/// Tells everybody something that is not stored.
fn tell(core: &Core, telling: Telling) -> Result<(), Error> {
    let frame: Frame<(), ()> = match telling {
        Telling::Started(turn) => Frame::Started { turn },
        Telling::Delta { turn, from, text } => Frame::Delta { turn, from, text },
        Telling::Ended(turn) => Frame::Ended { turn },
    };
    socket::broadcast(&core.state, Audience::Agent, &frame)?;
    socket::broadcast(&core.state, Audience::Learner, &frame)
}

/// Feeds a task's result back. A refusal only means that the turn is over.
pub(crate) fn feed(core: &Rc<Core>, input: Input) -> Result<(), ()> {
    match core.input(input) {
        Ok(()) => Ok(()),
        Err(Error::Problem(_)) => Err(()),
        Err(bug @ Error::Bug(_)) => {
            bug.into_problem();
            Err(())
        }
    }
}

/// Searches the articles for a turn.
async fn search(core: Rc<Core>, team: TeamId, turn: Turn, query: String) {
    let call = knowledge::Call::Search {
        query,
        // Nobody's role is verified yet, so everybody is a learner.
        audience: protocol::Audience::Learner,
        most: knowledge::PASSAGES_FOR_AN_ANSWER,
    };
    let found = knowledge::call::<Found>(&core.env, &team, &call);
    let threshold = threshold(&core, &team);
    let both = Box::pin(future::join(found, threshold));
    let patience = Box::pin(clock::after(SEARCH_PATIENCE));
    let (outcome, threshold) = match future::select(both, patience).await {
        future::Either::Left(((Ok(found), Ok(threshold)), _)) => (Ok(found), threshold),
        future::Either::Left(((found, threshold), _)) => {
            for error in [found.err(), threshold.err()].into_iter().flatten() {
                error.into_problem();
            }
            (Err(SearchFailed), 0.0)
        }
        future::Either::Right(_) => (Err(SearchFailed), 0.0),
    };
    let _turn_is_over = feed(
        &core,
        Input::Searched {
            turn,
            outcome,
            threshold,
        },
    );
}

/// The team's confidence threshold, read at most once a minute.
async fn threshold(core: &Core, team: &TeamId) -> Result<f32, Error> {
    let now = clock::now();
    if let Some((threshold, read_at)) = core.threshold.get()
        && now.since(read_at) < THRESHOLD_FRESH_MS
    {
        return Ok(threshold);
    }
    let settings: protocol::http::Settings =
        inbox::call(&core.env, team, &inbox::Call::Settings).await?;
    core.threshold
        .set(Some((settings.confidence_threshold, now)));
    Ok(settings.confidence_threshold)
}

/// Tells the inbox the newest summary it has not heard. At least once: what fails is
/// told again by the alarm (architecture, invariant 14).
pub(crate) async fn tell_inbox(core: &Rc<Core>) {
    let told = async {
        let Some(summary) = log::untold(core.sql()?)? else {
            return Ok(());
        };
        let team = core.with(|team, _| team.clone())?;
        let version = summary.version;
        inbox::call::<()>(&core.env, &team, &inbox::Call::Summarize(Box::new(summary))).await?;
        log::told(core.sql()?, version)
    };
    if let Err(error) = told.await {
        // The alarm that stands tells again.
        Error::into_problem(error);
    }
}

/// Sets the alarm for whatever comes first. Last thing in an alarm, so that the
/// runtime's own retries are not hidden.
pub(crate) async fn set_alarm(core: &Core) {
    let next = || -> Result<Option<Timestamp>, Error> {
        let retry = log::untold(core.sql()?)?.map(|_| clock::now().plus(RETRY_MS));
        let turn = core.with(|_, conversation| conversation.next_wake())?;
        Ok(retry.into_iter().chain(turn).min())
    };
    match next() {
        Ok(Some(at)) => {
            // An offset, never zero: an alarm set for now from inside an alarm is dropped.
            let offset = at.since(clock::now()).max(1);
            let offset = Duration::from_millis(offset.unsigned_abs());
            if let Err(error) = core.state.storage().set_alarm(offset).await {
                Error::from(error).into_problem();
            }
        }
        Ok(None) => {}
        Err(error) => {
            error.into_problem();
        }
    }
}
