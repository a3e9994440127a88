//! `/api/setup`, `/api/settings` and `/api/keys`: what an admin decides.

use super::agents::account;
use super::{MAX_BODY_BYTES, MAX_SETTINGS_BYTES, body, json, read, text};
use crate::auth;
use crate::auth::identity::public_key::PublicKey;
use crate::brake::Brake;
use crate::clock;
use crate::config;
use crate::digest::{digest, same_secret};
use crate::durable::{conversation, erasure, inbox, team};
use crate::error::Error;
use crate::guard;
use crate::notify;
use crate::store;
use crate::store::undelivered::Kept;
use domain::speech;
use protocol::http::{
    AlertTested, ApiKey, MintedApiKey, NewApiKey, Role, Setup, TestAlert, Undelivered,
    WebhookSecret,
};
use protocol::settings::{Alert, AlertKind, IdentitySettings, Section, Settings, check_mail};
use protocol::{Assignee, Code, TeamId};
use worker::{Env, Request, Response};

thread_local! {
    /// On guesses of the set-up secret. In memory, by isolate: a script meets it, who sets a team up does not.
    static SET_UPS: Brake = const { Brake::new(60, 1.0) };
}

/// Makes the team with its first admin, once, for whoever has the set-up secret.
pub(crate) async fn set_up(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let secret = config::setup_secret(env)?;
    // Before the secret is compared: right and wrong are told apart no faster than this.
    SET_UPS.with(|brake| brake.take(clock::now()))?;
    let asked: Setup = body(request, MAX_BODY_BYTES).await?;
    if !same_secret(&asked.secret, &secret) {
        return Err(Error::new(Code::Forbidden, "the set-up secret is wrong"));
    }
    let id = config::known_team(env, asked.team)?;
    let name = text(&asked.team_name, "team_name", 60)?;
    let settings = Settings::new(name);
    let set_up = team::SetUp {
        settings: Box::new(settings),
        admin: account(asked.admin, &[id.as_str(), &asked.team_name])?,
    };
    let admin = team::ask(env, &id, set_up).await?;
    Ok(json(&admin)?.with_status(201))
}

pub(crate) async fn settings(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let mut settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    let mark = team::mark(&settings)?;
    if me.agent.role != Role::Admin {
        settings = settings.without_secrets();
    }
    marked(&settings, &mark)
}

/// Settings with what tells this state of them from another.
fn marked(settings: &Settings, mark: &str) -> Result<Response, Error> {
    let response = json(settings)?;
    response.headers().set("etag", mark)?;
    Ok(response)
}

pub(crate) async fn put_settings(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let since = since(&request)?;
    let mut settings: Settings = body(request, MAX_SETTINGS_BYTES).await?;
    for section in Section::ALL {
        check(env, &me.team, &mut settings, *section).await?;
    }
    let settings = put(env, &me.team, settings, Section::ALL.to_vec(), since).await?;
    if settings.retention.days.is_some() {
        erasure::ask(env, &me.team, erasure::Changed {}).await?;
    }
    marked(&settings, &team::mark(&settings)?)
}

/// Replaces a section; the others stay as they are.
pub(crate) async fn put_section(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
    section: Section,
) -> Result<Response, Error> {
    let since = since(&request)?;
    let mut settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    read(request, MAX_SETTINGS_BYTES, |from| {
        settings.read(section, from)
    })
    .await?;
    check(env, &me.team, &mut settings, section).await?;
    let settings = put(env, &me.team, settings, vec![section], since).await?;
    if section == Section::Retention {
        erasure::ask(env, &me.team, erasure::Changed {}).await?;
    }
    let response = Response::ok(store::team::written(&settings, section)?)?;
    let headers = response.headers();
    headers.set("content-type", "application/json")?;
    headers.set("cache-control", "no-store")?;
    headers.set("etag", &team::mark(&settings)?)?;
    Ok(response)
}

/// The settings' mark, if nobody may have changed them since.
fn since(request: &Request) -> Result<Option<String>, Error> {
    let since = request.headers().get("if-match")?;
    // The edge marks what it compresses as weak.
    Ok(since.map(|mark| mark.trim_start_matches("W/").to_owned()))
}

async fn put(
    env: &Env,
    id: &TeamId,
    settings: Settings,
    sections: Vec<Section>,
    since: Option<String>,
) -> Result<Settings, Error> {
    let is_routing = sections.contains(&Section::Routing);
    let is_review = sections.contains(&Section::Review);
    let put = team::PutSettings {
        settings: Box::new(settings),
        sections,
        since,
    };
    let put = team::ask(env, id, put).await?;
    if is_routing {
        // The settings are kept: the inbox reads them within the hour, if it cannot be told now.
        if let Err(error) = inbox::ask(env, id, inbox::RoutingChanged {}).await {
            error.into_problem();
        }
    }
    if is_review {
        // Nothing else starts the rhythm.
        inbox::ask(env, id, inbox::ReviewChanged {}).await?;
    }
    Ok(put)
}

pub(crate) async fn keys(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::Keys {}).await?)
}

pub(crate) async fn new_key(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: NewApiKey = body(request, MAX_BODY_BYTES).await?;
    if asked.scopes.is_empty() {
        return Err(Error::invalid("a key needs at least one scope"));
    }
    let secret = clock::random_secret()?;
    let key = ApiKey {
        id: clock::random_id()?,
        label: text(&asked.label, "label", 100)?,
        scopes: asked.scopes,
        created_at: clock::now(),
        made_by: Some(me.agent.id.clone()),
        last_used_at: None,
    };
    let kept = team::KeepKey {
        key: key.clone(),
        secret_hash: digest(&secret),
    };
    team::ask(env, &me.team, kept).await?;
    let secret = auth::api_key(&me.team, &key.id, &secret);
    Ok(json(&MintedApiKey { secret, key })?.with_status(201))
}

pub(crate) async fn revoke_key(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    id: String,
) -> Result<Response, Error> {
    team::ask(env, &me.team, team::RevokeKey { id }).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Checks a section: its own limits, and what only the worker knows of.
async fn check(
    env: &Env,
    id: &TeamId,
    settings: &mut Settings,
    section: Section,
) -> Result<(), Error> {
    settings
        .check(section)
        .map_err(|wrong| Error::invalid(wrong.0))?;
    match section {
        Section::Profile => check_language(&settings.profile.language),
        Section::Rules => {
            let alerts = settings.rules.iter().flatten();
            let alerts = alerts.filter_map(|rule| rule.then.alert.as_deref());
            check_addresses(env, alerts)?;
            check_assignees(env, id, settings).await
        }
        Section::Actions => {
            let actions = settings.actions.iter();
            check_addresses(env, actions.filter_map(|it| it.then.webhook.as_deref()))
        }
        Section::Hours => check_zone(settings.hours.as_ref().map(|it| it.time_zone.as_str())),
        Section::Review => check_zone(settings.review.as_ref().map(|it| it.time_zone.as_str())),
        Section::Alerts if settings.alerts.iter().any(is_mail) && config::mail(env).is_none() => {
            Err(Error::invalid(
                "e-mail is not set up in this deployment: see docs/email.md",
            ))
        }
        Section::Alerts => check_addresses(
            env,
            // An e-mail address is no place that the worker itself asks.
            (settings.alerts.iter())
                .filter(|alert| !is_mail(alert))
                .map(|alert| alert.address.as_str()),
        ),
        Section::SignIn => check_addresses(env, settings.sign_in.issuer.as_deref().into_iter()),
        Section::Identity => {
            check_addresses(env, settings.identity.key_set.as_deref().into_iter())?;
            check_keys(&settings.identity)
        }
        _ => Ok(()),
    }
}

fn check_language(language: &str) -> Result<(), Error> {
    if language.is_empty() || speech::languages().any(|it| it == language) {
        return Ok(());
    }
    let all: Vec<&str> = speech::languages().collect();
    let why = format!("the language is one of {}", all.join(", "));
    Err(Error::invalid(why))
}

fn is_mail(alert: &Alert) -> bool {
    alert.kind == AlertKind::Email
}

fn check_addresses<'a>(
    env: &Env,
    mut addresses: impl Iterator<Item = &'a str>,
) -> Result<(), Error> {
    addresses.try_for_each(|address| guard::check(env, address))
}

fn check_keys(identity: &IdentitySettings) -> Result<(), Error> {
    let is_key = |text: &String| !PublicKey::read(text).is_empty();
    match identity.keys.iter().all(is_key) {
        true => Ok(()),
        false => Err(Error::invalid(
            "a public key is an RSA key of at least 2,048 bits, or an EC key on P-256",
        )),
    }
}

fn check_zone(zone: Option<&str>) -> Result<(), Error> {
    match zone {
        Some(zone) if clock::offsets(zone, clock::now()).is_none() => Err(Error::invalid(
            "the time zone is an IANA time zone, such as Europe/Berlin",
        )),
        _ => Ok(()),
    }
}

/// Whoever a rule gives conversations to is an agent of the team.
async fn check_assignees(env: &Env, id: &TeamId, settings: &Settings) -> Result<(), Error> {
    let rules = settings.rules.iter().flatten();
    let named: Vec<&Assignee> = rules.filter_map(|rule| rule.then.assign.as_ref()).collect();
    if named.is_empty() {
        return Ok(());
    }
    let agents = team::ask(env, id, team::Agents {}).await?;
    let is_agent = |to: &&Assignee| agents.iter().any(|it| it.id == to.id && it.name == to.name);
    if named.iter().all(is_agent) {
        Ok(())
    } else {
        Err(Error::invalid(
            "assign names an agent of the team, by id and name",
        ))
    }
}

/// Tells a place something, as an alert would.
pub(crate) async fn test_alert(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: TestAlert = body(request, MAX_BODY_BYTES).await?;
    match asked.kind {
        AlertKind::Email => {
            check_mail(&asked.address).map_err(|wrong| Error::invalid(wrong.to_string()))?
        }
        AlertKind::Push => {
            return Err(Error::invalid(
                "push notifications are tested by each agent, under Account",
            ));
        }
        _ => guard::check(env, &asked.address)?,
    }
    let keys = team::ask(env, &me.team, team::Signing {}).await?;
    let status = notify::test(env, &me.team, asked.kind, asked.address, &keys).await?;
    json(&AlertTested { status })
}

/// Alerts that were given up.
pub(crate) async fn undelivered(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let all = team::ask(env, &me.team, team::AllUndelivered {}).await?;
    let all: Vec<Undelivered> = all.into_iter().map(Undelivered::from).collect();
    json(&all)
}

/// Sends one of them again: its conversation has the words.
pub(crate) async fn send_again(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    number: u32,
) -> Result<Response, Error> {
    let kept = kept(env, &me.team, number).await?;
    let asked = conversation::SendAgain { alert: kept.key() };
    let is_there = conversation::ask(env, &me.team, &kept.conversation, asked).await?;
    team::ask(env, &me.team, team::DropUndelivered { number }).await?;
    match is_there {
        true => Ok(Response::empty()?.with_status(204)),
        // It was erased since, or a month has passed.
        false => Err(Error::not_found("alert")),
    }
}

pub(crate) async fn dismiss(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    number: u32,
) -> Result<Response, Error> {
    let kept = kept(env, &me.team, number).await?;
    let asked = conversation::ForgetAlert { alert: kept.key() };
    conversation::ask(env, &me.team, &kept.conversation, asked).await?;
    team::ask(env, &me.team, team::DropUndelivered { number }).await?;
    Ok(Response::empty()?.with_status(204))
}

async fn kept(env: &Env, id: &TeamId, number: u32) -> Result<Kept, Error> {
    let kept = team::ask(env, id, team::OneUndelivered { number }).await?;
    kept.ok_or_else(|| Error::not_found("alert"))
}

pub(crate) async fn webhook_secret(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let keys = team::ask(env, &me.team, team::Signing {}).await?;
    let secret = keys.webhook.into_iter().next();
    let secret = secret.ok_or_else(|| Error::bug("a team without a webhook's secret"))?;
    json(&WebhookSecret { secret })
}

/// Makes another; receivers have a day to change to it.
pub(crate) async fn new_webhook_secret(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let secret = team::ask(env, &me.team, team::NewWebhookSecret {}).await?;
    Ok(json(&WebhookSecret { secret })?.with_status(201))
}

/// Origins whose pages have shown the chat.
pub(crate) async fn seen_on(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::WhereSeen {}).await?)
}
