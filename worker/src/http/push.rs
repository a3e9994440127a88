//! `/api/agents/me/push`: which of an agent's browsers are told when people are needed.

use super::{MAX_BODY_BYTES, body, json};
use crate::auth;
use crate::clock;
use crate::digest::digest;
use crate::durable::team;
use crate::error::Error;
use crate::guard;
use crate::notify;
use crate::notify::push::{Address, VapidKey};
use crate::store::audit::Done;
use crate::store::push::PushTo;
use protocol::audit::Action;
use protocol::http::{AlertTested, Role};
use protocol::push::{PushBrowsers, PushChoices, PushEndpoint, PushSubscription};
use protocol::settings::AlertKind;
use worker::{Env, Request, Response};

/// Minutes of a day.
const DAY: u16 = 1_440;

/// The agent's browsers, and the key that a browser's push service is to know the team by. It is made when it is first
/// asked for.
pub(crate) async fn browsers(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let signing = team::ask(env, &me.team, team::Signing {}).await?;
    let key = match signing.push {
        Some(key) => key,
        None => {
            let key = VapidKey::new().await?;
            team::ask(env, &me.team, team::KeepPushKey { key }).await?
        }
    };
    let known = team::ask(env, &me.team, team::Browsers { of: me.agent.id }).await?;
    json(&PushBrowsers {
        key: key.public,
        browsers: known.into_iter().map(|(browser, _)| browser).collect(),
    })
}

/// Keeps a browser.
pub(crate) async fn put(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let (_, token) = auth::session(&request, env)?;
    let network = auth::network(&request)?;
    let subscription: PushSubscription = body(request, MAX_BODY_BYTES).await?;
    guard::check(env, &subscription.endpoint)?;
    check(&subscription.choices)?;
    let address = Address::of(&subscription).await?.text()?;
    let by = auth::named(&me);
    let keep = team::KeepBrowser {
        endpoint: subscription.endpoint,
        to: PushTo {
            agent: me.agent.id,
            is_admin: me.agent.role == Role::Admin,
            address,
            choices: subscription.choices,
        },
        token_hash: digest(&token),
    };
    if team::ask(env, &me.team, keep).await? {
        let done = Done {
            by,
            action: Action::NotificationsOn,
            target: None,
            network: Some(network).filter(|it| !it.is_empty()),
        };
        team::ask(env, &me.team, team::Audit { done }).await?;
    }
    Ok(Response::empty()?.with_status(204))
}

fn check(choices: &PushChoices) -> Result<(), Error> {
    let is_one = |on| PushChoices::EVENTS.contains(on);
    if choices.on.is_empty() || !choices.on.iter().all(is_one) {
        return Err(Error::invalid("choose at least one event"));
    }
    let Some(hours) = &choices.hours else {
        return Ok(());
    };
    if hours.from >= hours.to || hours.to > DAY {
        return Err(Error::invalid(
            "the end is later than the beginning, on the same day",
        ));
    }
    match clock::offsets(&hours.time_zone, clock::now()) {
        Some(_) => Ok(()),
        None => Err(Error::invalid("there is no such time zone")),
    }
}

/// Forgets one of the agent's browsers.
pub(crate) async fn delete(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let PushEndpoint { endpoint } = body(request, MAX_BODY_BYTES).await?;
    let agent = Some(me.agent.id);
    team::ask(env, &me.team, team::DropBrowser { endpoint, agent }).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Tells one of the agent's browsers something, at once.
pub(crate) async fn test(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let PushEndpoint { endpoint } = body(request, MAX_BODY_BYTES).await?;
    let known = team::ask(env, &me.team, team::Browsers { of: me.agent.id }).await?;
    let mut known = known.into_iter();
    let browser = known.find(|(browser, _)| browser.endpoint == endpoint);
    let (_, address) = browser.ok_or_else(|| Error::not_found("browser"))?;
    let keys = team::ask(env, &me.team, team::Signing {}).await?;
    let status = notify::test(env, &me.team, AlertKind::Push, address, &keys).await?;
    json(&AlertTested { status })
}
