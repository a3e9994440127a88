//! What the deployment set: variables and secrets, read once per use.

use crate::error::Error;
use protocol::{Code, TeamId};
use worker::{Env, Url};

/// The deployment's teams: `BATON_TEAMS`, separated by commas. Any other is denied.
pub(crate) fn teams(env: &Env) -> Result<Vec<TeamId>, Error> {
    let list = variable(env, "BATON_TEAMS").unwrap_or_default();
    let teams: Vec<TeamId> = list
        .split(',')
        .filter_map(|team| TeamId::new(team.trim()).ok())
        .collect();
    if teams.is_empty() {
        return Err(Error::bug("BATON_TEAMS names no team"));
    }
    Ok(teams)
}

/// The team, if this deployment has it.
pub(crate) fn known_team(env: &Env, team: TeamId) -> Result<TeamId, Error> {
    if teams(env)?.contains(&team) {
        Ok(team)
    } else {
        Err(Error::not_found("team"))
    }
}

/// The team asked for, or the deployment's only one.
pub(crate) fn team_or_only(env: &Env, team: Option<TeamId>) -> Result<TeamId, Error> {
    match team {
        Some(team) => known_team(env, team),
        None => match teams(env)?.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Error::invalid(
                "this deployment has several teams: name one",
            )),
        },
    }
}

/// Whether there are teams to choose from.
pub(crate) fn has_several_teams(env: &Env) -> Result<bool, Error> {
    Ok(teams(env)?.len() > 1)
}

/// The deployment's own key: `BATON_SECRET`, at least 32 characters.
pub(crate) fn signing_key(env: &Env) -> Result<String, Error> {
    secret(env, "BATON_SECRET").filter(|secret| secret.len() >= 32).ok_or_else(|| {
        Error::bug("BATON_SECRET is missing or shorter than 32 characters: set it with `wrangler secret put BATON_SECRET`")
    })
}

/// The keys that sign learners' tokens: `BATON_SECRET`, and `BATON_SECRET_PREVIOUS` while it is being
/// replaced, which only reads.
pub(crate) fn signing_keys(env: &Env) -> Result<Vec<String>, Error> {
    let previous = secret(env, "BATON_SECRET_PREVIOUS").filter(|secret| secret.len() >= 32);
    Ok([signing_key(env)?].into_iter().chain(previous).collect())
}

/// The one-time secret for making a team: `BATON_SETUP_SECRET`.
pub(crate) fn setup_secret(env: &Env) -> Result<String, Error> {
    secret(env, "BATON_SETUP_SECRET")
        .filter(|secret| secret.len() >= 16)
        .ok_or_else(|| {
            Error::new(
                Code::Forbidden,
                "set-up is closed: BATON_SETUP_SECRET is not set or shorter than 16 characters",
            )
        })
}

/// Learners who may begin at one network address within a minute, if
/// `LEARNERS_PER_ADDRESS` does not say. High, because a campus is one address (T10): it
/// only stops a machine that begins chats in a loop.
const LEARNERS_PER_ADDRESS: u32 = 1_000;

/// Learners who may begin at one network address within a minute.
pub(crate) fn learners_an_address(env: &Env) -> u32 {
    variable(env, "LEARNERS_PER_ADDRESS")
        .and_then(|count| count.parse().ok())
        .unwrap_or(LEARNERS_PER_ADDRESS)
}

/// Newcomers of one network who are passed on to people at once, if `HANDOFFS_PER_ADDRESS` does not say: a
/// campus is one network, and its learners ask for a person over a day (T10).
const HANDOFFS_PER_ADDRESS: u32 = 120;

/// Newcomers of one network who are passed on to people at once.
pub(crate) fn handoffs_an_address(env: &Env) -> u32 {
    variable(env, "HANDOFFS_PER_ADDRESS")
        .and_then(|count| count.parse().ok())
        .unwrap_or(HANDOFFS_PER_ADDRESS)
}

/// Files that newcomers of one network upload at once, if `UPLOADS_PER_ADDRESS` does not say: a campus is one network,
/// and each of its learners may have a picture to show (T10).
const UPLOADS_PER_ADDRESS: u32 = 500;

/// Files that newcomers of one network upload at once.
pub(crate) fn uploads_an_address(env: &Env) -> u32 {
    variable(env, "UPLOADS_PER_ADDRESS")
        .and_then(|count| count.parse().ok())
        .unwrap_or(UPLOADS_PER_ADDRESS)
}

/// Waits before an alert is sent again, in seconds, if `ALERT_RETRIES` does not say; after the last it is given up: over
/// two days, as Standard Webhooks advises.
const ALERT_RETRIES: [u32; 9] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000];

/// How many seconds after so many failures an alert is sent again; `None` if it is given up.
pub(crate) fn alert_retry(env: &Env, failures: usize) -> Option<u32> {
    match variable(env, "ALERT_RETRIES").as_deref().and_then(waits) {
        Some(own) => own.get(failures).copied(),
        None => ALERT_RETRIES.get(failures).copied(),
    }
}

/// Numbers of seconds, separated by commas; `None` if one is no number.
fn waits(text: &str) -> Option<Vec<u32>> {
    text.split(',').map(|it| it.trim().parse().ok()).collect()
}

/// Which way e-mail goes.
pub(crate) struct MailRoute {
    /// `smtp`, `smtps`, `https` of a provider's API, or `binding:` for Cloudflare's own.
    pub(crate) url: Url,
    /// The deployment's own address.
    pub(crate) from: String,
    /// The address whose mail comes to this worker.
    pub(crate) inbound: Option<String>,
    /// Where this deployment is, without a slash at its end.
    pub(crate) public_url: String,
}

impl MailRoute {
    /// The domain that it writes from.
    pub(crate) fn domain(&self) -> &str {
        self.from.split_once('@').map_or("localhost", |it| it.1)
    }
}

/// Which way e-mail goes: the secret `MAIL_URL`, `MAIL_FROM`, `MAIL_INBOUND`, and `PUBLIC_URL`, to which its links
/// lead. `None` if there is no e-mail.
pub(crate) fn mail(env: &Env) -> Option<MailRoute> {
    let url = secret(env, "MAIL_URL")?;
    let Ok(url) = Url::parse(&url) else {
        worker::console_error!("MAIL_URL is no address");
        return None;
    };
    Some(MailRoute {
        url,
        from: variable(env, "MAIL_FROM")?,
        inbound: variable(env, "MAIL_INBOUND"),
        public_url: public_url(env)?,
    })
}

/// Where this deployment is, `PUBLIC_URL`, without a slash at its end.
pub(crate) fn public_url(env: &Env) -> Option<String> {
    variable(env, "PUBLIC_URL").map(|url| url.trim_end_matches('/').to_owned())
}

/// A plain variable; `None` if absent or empty.
pub(crate) fn variable(env: &Env, name: &str) -> Option<String> {
    env.var(name)
        .ok()
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
}

/// A secret; `None` if absent or empty.
pub(crate) fn secret(env: &Env, name: &str) -> Option<String> {
    env.secret(name)
        .ok()
        .map(|value| value.to_string())
        .filter(|value| !value.is_empty())
}
