//! Reminds the team of what nobody has taken, by its rhythm (J2): at each beat, whoever chose so is told how many learners
//! wait, if any do. What could not be told is told at the next.

use crate::clock;
use crate::config;
use crate::durable::team;
use crate::error::Error;
use crate::notify;
use crate::store::{Sql, list as rows, review as kept};
use protocol::list::Filter;
use protocol::settings::{Alert, AlertKind, AlertOn, Settings};
use protocol::{AgentId, Summary, TeamId, Timestamp, View};
use std::time::Duration;
use worker::{Env, State};

/// Conversations that are looked at: more are told as so many.
const MOST: u32 = 500;
/// Times that a place is told before the next beat.
const TRIES: u32 = 3;
/// Between them.
const PAUSE: Duration = Duration::from_secs(5);
/// How soon a team that could not be asked is asked again.
const RETRY_MS: i64 = 60_000;
/// Offsets are read from so long before: the rhythm looks two days back.
const BACK_MS: i64 = 3 * 24 * 60 * 60_000;

/// The team's rhythm is another now, or none.
pub(super) async fn begin(env: &Env, state: &State, sql: &Sql, team: &TeamId) -> Result<(), Error> {
    match team::ask(env, team, team::ReadSettings {}).await {
        Ok(settings) => wait(state, sql, team, &settings).await,
        Err(error) => {
            // In a minute it is tried again, as a beat, which reads the rhythm anew.
            let again = clock::now().plus(RETRY_MS);
            kept::keep(sql, team, again)?;
            wake_by(state, again).await?;
            Err(error)
        }
    }
}

/// Keeps when the next beat is, and wakes for it.
async fn wait(state: &State, sql: &Sql, team: &TeamId, settings: &Settings) -> Result<(), Error> {
    let now = clock::now();
    let next = settings.review.as_ref().and_then(|review| {
        let offsets = clock::offsets(&review.time_zone, now.plus(-BACK_MS))?;
        domain::review::next(review, offsets, now)
    });
    match next {
        None => kept::end(sql),
        Some(due) => {
            kept::keep(sql, team, due)?;
            wake_by(state, due).await
        }
    }
}

/// Sets the object's alarm, unless it comes earlier anyway.
pub(super) async fn wake_by(state: &State, due: Timestamp) -> Result<(), Error> {
    let storage = state.storage();
    let stands = storage.get_alarm().await?;
    if stands.is_none_or(|at| at > due.0) {
        // Not zero: such an alarm is lost, if it is set while another runs.
        let left = due.since(clock::now()).max(1);
        storage
            .set_alarm(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
            .await?;
    }
    Ok(())
}

/// The object woke: tells whoever is to be told, if a beat is due.
pub(super) async fn beat(env: &Env, state: &State, sql: &Sql) -> Result<(), Error> {
    let Some((team, due)) = kept::next(sql)? else {
        return Ok(());
    };
    if due > clock::now() {
        return wake_by(state, due).await;
    }
    let settings = match team::ask(env, &team, team::ReadSettings {}).await {
        Ok(settings) => settings,
        Err(error) => {
            wake_by(state, clock::now().plus(RETRY_MS)).await?;
            return Err(error);
        }
    };
    // The next beat is kept first: if the object dies while it tells, it tells nobody twice.
    wait(state, sql, &team, &settings).await?;
    let waiting = waiting(sql)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let keys = team::ask(env, &team, team::Signing {}).await?;
    let has_mail = config::mail(env).is_some();
    let is_told = |alert: &&Alert| {
        alert.on.contains(&AlertOn::Review) && (alert.kind != AlertKind::Email || has_mail)
    };
    let at = clock::now();
    for alert in settings.alerts.iter().filter(is_told) {
        let its = waiting.iter().filter(|row| alert.suits(&row.tags));
        let review = notify::Review {
            event: format!("review-{team}-{}", due.0),
            waiting: its.cloned().collect(),
            at,
        };
        if review.waiting.is_empty() {
            continue;
        }
        for attempt in 1..=TRIES {
            let status = notify::review(env, &team, alert, &review, &keys).await;
            match status {
                Ok(Some(200..=299)) => break,
                Err(error) => drop(error.into_problem()),
                Ok(_) => {}
            }
            if attempt < TRIES {
                clock::after(PAUSE).await;
            } else {
                worker::console_error!("a review was not told by {:?}", alert.kind);
            }
        }
    }
    Ok(())
}

/// Who waits for a person and is nobody's, what is due first.
fn waiting(sql: &Sql) -> Result<Vec<Summary>, Error> {
    let filter = Filter {
        view: View::Unassigned,
        ..Filter::default()
    };
    // Any agent's id will do: this view is the same for all.
    let nobody = AgentId::new("-").map_err(|_| Error::bug("a dash is an id"))?;
    let mut rows = rows::page(sql, Some(&filter), &nobody, clock::now(), None, MOST)?;
    rows.retain(Summary::waits);
    Ok(rows)
}
