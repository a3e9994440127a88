//! What an admin is told of how the team works.

use super::{json, number, query};
use crate::auth;
use crate::clock;
use crate::durable::{inbox, team};
use crate::error::Error;
use crate::store::team::day_of;
use domain::insight;
use protocol::Timestamp;
use protocol::http::{Usage, UsedDay, WaitingHours};
use worker::{Env, Request, Response};

const DAY_MS: i64 = 24 * 60 * 60_000;
const WEEK_MS: i64 = 7 * DAY_MS;
/// Days of usage that are shown.
const USED_DAYS: i64 = 30;
/// Most weeks that are counted.
const MAX_WEEKS: u32 = 13;

/// When learners wait, by hour of the week, beside the team's hours.
pub(crate) async fn hours(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let weeks = number(&request, "weeks", 4)?.clamp(1, MAX_WEEKS);
    let asked = query(&request, "time_zone")?;
    let settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    let time_zone = match (&settings.hours, asked) {
        (Some(hours), _) => hours.time_zone.clone(),
        (None, Some(zone)) => zone,
        (None, None) => "UTC".to_owned(),
    };
    let since = clock::now().plus(-WEEK_MS * i64::from(weeks));
    let offsets = clock::offsets(&time_zone, since)
        .ok_or_else(|| Error::invalid("there is no such time zone"))?;
    let (quarters, ratings) = inbox::ask(env, &me.team, inbox::Waits { since }).await?;
    json(&WaitingHours {
        weeks,
        hours: insight::by_hour(&quarters, settings.hours.as_ref(), &offsets),
        time_zone,
        ratings,
    })
}

/// Questions that are listed, at most.
const MOST_UNANSWERED: u32 = 200;

/// Questions that went to people because no article surely answers them.
pub(crate) async fn unanswered(
    auth::Admin(me): auth::Admin,
    _: Request,
    env: &Env,
) -> Result<Response, Error> {
    let limit = MOST_UNANSWERED;
    json(&inbox::ask(env, &me.team, inbox::ListUnanswered { limit }).await?)
}

/// Takes one of them off the list.
pub(crate) async fn dismiss_unanswered(
    auth::Admin(me): auth::Admin,
    _: Request,
    env: &Env,
    number: u64,
) -> Result<Response, Error> {
    match inbox::ask(env, &me.team, inbox::DismissUnanswered { number }).await? {
        true => Ok(Response::empty()?.with_status(204)),
        false => Err(Error::not_found("question")),
    }
}

/// What was used in the last thirty days, day by day.
pub(crate) async fn usage(
    auth::Admin(me): auth::Admin,
    _: Request,
    env: &Env,
) -> Result<Response, Error> {
    let today = day_of(clock::now());
    let first = today - USED_DAYS + 1;
    let begins = |day: i64| Timestamp(day * DAY_MS);
    let (settings, used) = team::ask(env, &me.team, team::Used { since: first }).await?;
    let since = begins(first);
    let (quarters, _) = inbox::ask(env, &me.team, inbox::Waits { since }).await?;
    let days = (first..=today).rev().map(|day| {
        let within = insight::quarter_of(begins(day))..insight::quarter_of(begins(day + 1));
        let waits = quarters.iter().filter(|it| within.contains(&it.number));
        let conversations = used.iter().find(|it| it.day == day);
        UsedDay {
            at: begins(day),
            conversations: conversations.map_or(0, |it| it.conversations),
            waits: waits.map(|it| it.waits).sum(),
        }
    });
    json(&Usage {
        most_a_day: settings.budget.conversations_a_day,
        days: days.collect(),
    })
}
