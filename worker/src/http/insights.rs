//! What an admin is told of how the team works.

use super::{json, number, query};
use crate::auth;
use crate::clock;
use crate::durable::{inbox, team};
use crate::error::Error;
use domain::insight;
use protocol::http::WaitingHours;
use worker::{Env, Request, Response};

const WEEK_MS: i64 = 7 * 24 * 60 * 60_000;
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
