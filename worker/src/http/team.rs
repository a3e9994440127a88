//! `/api/setup`, `/api/settings` and `/api/keys`: what an admin decides.

use super::agents::account;
use super::{MAX_BODY_BYTES, MAX_SETTINGS_BYTES, body, json, text};
use crate::auth;
use crate::clock;
use crate::config;
use crate::digest::{digest, same_secret};
use crate::durable::team;
use crate::error::Error;
use crate::notify::webhook;
use protocol::http::{
    ApiKey, Budget, Manner, MintedApiKey, NewApiKey, PatienceSettings, Role, Settings, Setup,
    TeamProfile, WebhookSecret,
};
use protocol::{Assignee, Code, TagDefinition, TeamId};
use worker::{Env, Request, Response};

/// Most origins a team may allow: they all stand in one header.
const MAX_ORIGINS: usize = 50;

/// Makes the team with its first admin, once, for whoever has the set-up secret.
pub(crate) async fn set_up(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let secret = config::setup_secret(env)?;
    let asked: Setup = body(request, MAX_BODY_BYTES).await?;
    if !same_secret(&asked.secret, &secret) {
        return Err(Error::new(Code::Forbidden, "the set-up secret is wrong"));
    }
    let id = config::known_team(env, asked.team)?;
    let name = text(&asked.team_name, "team_name", 60)?;
    let settings = Settings {
        profile: TeamProfile {
            greeting: String::new(),
            suggestions: Vec::new(),
            language: String::new(),
            name,
        },
        allowed_origins: Vec::new(),
        confidence_threshold: domain::DEFAULT_THRESHOLD,
        offer_threshold: Manner::Balanced.thresholds().1,
        crisis_line: String::new(),
        rules: None,
        tags: Vec::new(),
        actions: Vec::new(),
        hours: None,
        budget: Budget::default(),
        patience: PatienceSettings::default(),
    };
    let set_up = team::SetUp {
        settings: Box::new(settings),
        admin: account(asked.admin)?,
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
        // Such an address may be a secret by itself.
        for action in &mut settings.actions {
            action.then.webhook = None;
        }
        for rule in settings.rules.iter_mut().flatten() {
            rule.then.alert = None;
        }
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
    // The edge marks what it compresses as weak.
    let since = request.headers().get("if-match")?;
    let since = since.map(|mark| mark.trim_start_matches("W/").to_owned());
    let settings = checked(body(request, MAX_SETTINGS_BYTES).await?)?;
    check_assignees(env, &me.team, &settings).await?;
    let put = team::PutSettings {
        settings: Box::new(settings.clone()),
        since,
    };
    team::ask(env, &me.team, put).await?;
    marked(&settings, &team::mark(&settings)?)
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

/// Settings within their limits, origins in the form browsers send.
fn checked(settings: Settings) -> Result<Settings, Error> {
    if !(0.0..=1.0).contains(&settings.confidence_threshold) {
        return Err(Error::invalid("confidence_threshold is between 0 and 1"));
    }
    if settings
        .offer_threshold
        .is_some_and(|it| !(0.0..=1.0).contains(&it))
    {
        return Err(Error::invalid(
            "offer_threshold is between 0 and 1, or null",
        ));
    }
    if settings.allowed_origins.len() > MAX_ORIGINS {
        return Err(Error::invalid(format!("at most {MAX_ORIGINS} origins")));
    }
    domain::action::check(&settings.actions).map_err(Error::invalid)?;
    let rules = settings.rules.as_deref().unwrap_or_default();
    domain::escalation::check(rules, &settings.actions).map_err(Error::invalid)?;
    check_tags(&settings.tags)?;
    check_budget(&settings.budget)?;
    check_patience(&settings.patience)?;
    if let Some(hours) = &settings.hours {
        domain::hours::check(hours).map_err(Error::invalid)?;
        if hours.time_zone.len() > 64 || clock::local(&hours.time_zone).is_none() {
            return Err(Error::invalid(
                "hours.time_zone is an IANA time zone, such as Europe/Berlin",
            ));
        }
    }
    let profile = settings.profile;
    if profile.suggestions.len() > 6 {
        return Err(Error::invalid("at most 6 suggestions"));
    }
    Ok(Settings {
        profile: TeamProfile {
            name: text(&profile.name, "profile.name", 60)?,
            greeting: match profile.greeting.trim() {
                "" => String::new(),
                greeting => text(greeting, "profile.greeting", 500)?,
            },
            language: match profile.language {
                own if own.is_empty() || domain::speech::languages().any(|it| it == own) => own,
                _ => {
                    let all: Vec<&str> = domain::speech::languages().collect();
                    let why = format!("profile.language is one of {}", all.join(", "));
                    return Err(Error::invalid(why));
                }
            },
            suggestions: profile
                .suggestions
                .iter()
                .map(|suggestion| text(suggestion, "a suggestion", 120))
                .collect::<Result<_, _>>()?,
        },
        allowed_origins: settings
            .allowed_origins
            .iter()
            .map(|origin| checked_origin(origin))
            .collect::<Result<_, _>>()?,
        confidence_threshold: settings.confidence_threshold,
        offer_threshold: settings.offer_threshold,
        crisis_line: match settings.crisis_line.trim() {
            "" => String::new(),
            line => text(line, "crisis_line", 500)?,
        },
        rules: settings.rules,
        tags: settings.tags,
        actions: settings.actions,
        hours: settings.hours,
        budget: settings.budget,
        patience: settings.patience,
    })
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

fn check_budget(budget: &Budget) -> Result<(), Error> {
    let is_within = (1..=200).contains(&budget.turns)
        && (50..=4_000).contains(&budget.answer_tokens)
        && (5..=300).contains(&budget.answer_seconds)
        && budget
            .conversations_a_day
            .is_none_or(|most| most <= 1_000_000);
    if is_within {
        Ok(())
    } else {
        Err(Error::invalid(
            "budget: 1 to 200 turns, 50 to 4000 answer_tokens, 5 to 300 answer_seconds, at most \
             1000000 conversations_a_day",
        ))
    }
}

fn check_patience(patience: &PatienceSettings) -> Result<(), Error> {
    let is_within = (1..=1_440).contains(&patience.owner_minutes)
        && (1..=1_440).contains(&patience.form_minutes)
        && (1..=365).contains(&patience.snooze_days);
    if is_within {
        Ok(())
    } else {
        Err(Error::invalid(
            "patience: 1 to 1440 owner_minutes, 1 to 1440 form_minutes, 1 to 365 snooze_days",
        ))
    }
}

pub(crate) async fn webhook_secret(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&WebhookSecret {
        secret: webhook::secret(env, &me.team)?,
    })
}

/// Tags that the assistant gives, examples of one, and characters of a text: what is compared
/// with every message.
const MAX_TAG_DEFINITIONS: usize = 50;
const MAX_EXAMPLES: usize = 30;
const MAX_EXAMPLE_CHARS: usize = 500;

fn check_tags(tags: &[TagDefinition]) -> Result<(), Error> {
    if tags.len() > MAX_TAG_DEFINITIONS {
        return Err(Error::invalid(format!(
            "at most {MAX_TAG_DEFINITIONS} tags"
        )));
    }
    for tag in tags {
        let is_long = |text: &String| text.chars().count() > MAX_EXAMPLE_CHARS;
        if tag.examples.len() > MAX_EXAMPLES
            || tag.examples.iter().any(is_long)
            || is_long(&tag.description)
        {
            return Err(Error::invalid(format!(
                "a tag has at most {MAX_EXAMPLES} examples, each text at most {MAX_EXAMPLE_CHARS} characters"
            )));
        }
    }
    Ok(())
}

/// An origin as `frame-ancestors` takes it: scheme, host, port, and nothing that could
/// say more in a header.
fn checked_origin(origin: &str) -> Result<String, Error> {
    let invalid =
        || Error::invalid("an allowed origin looks like https://lms.example.edu, without a path");
    let origin = origin.trim().trim_end_matches('/');
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))
        .ok_or_else(invalid)?;
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
    // A star stands for subdomains only: `https://*` would be everybody.
    let star_is_fine = match host.strip_prefix("*.") {
        Some(rest) => rest.contains('.') && !rest.contains('*'),
        None => !host.contains('*'),
    };
    if host.is_empty() || !host.chars().all(is_host) || !star_is_fine {
        return Err(invalid());
    }
    Ok(origin.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_hosts_and_nothing_more() {
        assert_eq!(
            checked_origin(" https://LMS.example.edu/ ").unwrap(),
            "https://lms.example.edu"
        );
        assert!(checked_origin("https://*.example.edu").is_ok());
        assert!(checked_origin("http://localhost:8080").is_ok());
        for bad in [
            "*",
            "https://*",
            "https://*.edu",
            "lms.example.edu",
            "https://a.edu; script-src *",
            "https://a.edu/path",
            "https://",
            "javascript:alert(1)",
            "https://a.edu 'unsafe-inline'",
        ] {
            assert!(checked_origin(bad).is_err(), "{bad}");
        }
    }
}
