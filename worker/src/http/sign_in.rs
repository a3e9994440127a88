//! `/api/sign-in`: agents who sign in by their organization's accounts. The browser leaves for the provider and
//! comes back; what it has to bring back stands in a cookie of ten minutes.

use super::agents::{Browser, close};
use super::{MAX_BODY_BYTES, body, query, text};
use crate::auth::{self, oidc};
use crate::clock;
use crate::config;
use crate::digest::{digest, same_secret};
use crate::durable::team;
use crate::error::Error;
use protocol::http::ClientSecret;
use protocol::{AgentId, Code, TeamId};
use worker::{Env, Headers, Request, Response};

/// The cookie: team, state, nonce, verifier, and the digest of the session that the browser had. `Lax`, as the provider's page leads here.
const COOKIE: &str = "__Host-baton-sign-in";

/// How long somebody may take to sign in at the provider, in seconds.
const SECONDS: u32 = 600;

/// Longest secret that a provider gives.
const MAX_SECRET_CHARS: usize = 500;

/// Sends the browser to the provider.
pub(crate) async fn begin(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    match begun(&request, env).await {
        Ok((address, cookie)) => leave(&address, &cookie),
        Err(error) => back(error),
    }
}

async fn begun(request: &Request, env: &Env) -> Result<(String, String), Error> {
    // Begun by another site, it would end in an account that somebody else chose.
    if request.headers().get("sec-fetch-site")?.as_deref() == Some("cross-site") {
        return Err(Error::new(
            Code::Unauthenticated,
            "another site began this sign-in",
        ));
    }
    let asked = query(request, "team")?.filter(|team| !team.is_empty());
    let asked = asked.map(|team| TeamId::new(team).map_err(|_| Error::not_found("team")));
    let team = config::team_or_only(env, asked.transpose()?)?;
    let (settings, _) = team::ask(env, &team, team::SignInBy { counts: None }).await?;
    let begun = oidc::begin(env, &settings, &here(request, &team)?).await?;
    let oidc::Begun {
        address,
        state,
        nonce,
        verifier,
    } = begun;
    // The session's own cookie is not sent when the provider leads back: it is `Strict`.
    let had = auth::session(request, env).ok();
    let had = had
        .filter(|(of, _)| *of == team)
        .map(|(_, token)| digest(&token));
    let had = had.unwrap_or_default();
    Ok((address, format!("{team}:{state}:{nonce}:{verifier}:{had}")))
}

/// The browser is back from the provider.
///
/// Each team has an address of its own: a provider of one team cannot have another's code sent to it.
pub(crate) async fn callback(
    _: auth::Anybody,
    request: Request,
    env: &Env,
    team: TeamId,
) -> Result<Response, Error> {
    match finished(&request, env, &team).await {
        Ok(session) => {
            let response = leave("/inbox", "")?;
            response.headers().append("set-cookie", &session)?;
            Ok(response)
        }
        Err(error) => back(error),
    }
}

/// Signs in whoever the provider names; answers the session's cookie.
async fn finished(request: &Request, env: &Env, came_to: &TeamId) -> Result<String, Error> {
    let again = || {
        Error::new(
            Code::Unauthenticated,
            "this sign-in was not begun here, or too long ago",
        )
    };
    let begun = auth::cookie(request, COOKIE)?.ok_or_else(again)?;
    let mut parts = begun.split(':');
    let mut part = || parts.next().ok_or_else(again);
    let (team, state, nonce, verifier) = (part()?, part()?, part()?, part()?);
    let had = part()?;
    if team != came_to.as_str() {
        return Err(again());
    }
    let team = config::known_team(env, came_to.clone())?;
    let came = query(request, "state")?.unwrap_or_default();
    if state.is_empty() || !same_secret(&came, state) {
        return Err(again());
    }
    let code = query(request, "code")?.ok_or_else(|| {
        Error::new(
            Code::Unauthenticated,
            "the provider did not let this account in",
        )
    })?;
    let browser = Browser::of(request, env)?;
    let counts = Some(browser.network.clone());
    let (settings, secret) = team::ask(env, &team, team::SignInBy { counts }).await?;
    let issuer = query(request, "iss")?;
    let answer = oidc::Answer {
        code: &code,
        issuer: issuer.as_deref(),
        nonce,
        verifier,
    };
    let here = here(request, &team)?;
    let person = oidc::finish(env, &settings, secret.as_deref(), &here, &answer).await?;
    let token = clock::random_secret()?;
    let id = AgentId::new(format!("a-{}", clock::random_id()?))
        .map_err(|_| Error::bug("no id could be made"))?;
    let opens = team::OpenSessionOf {
        person: Box::new(person),
        id,
        token_hash: digest(&token),
        device: browser.device,
        address: browser.network,
        replaces: Some(had.to_owned()).filter(|had| !had.is_empty()),
    };
    let (_, ended) = team::ask(env, &team, opens).await?;
    close(env, &team, ended).await;
    Ok(auth::session_cookie(&team, &token))
}

/// Keeps the client's secret.
pub(crate) async fn put_secret(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: ClientSecret = body(request, MAX_BODY_BYTES).await?;
    let secret = match asked.secret.as_str() {
        "" => None,
        secret => Some(text(secret, "secret", MAX_SECRET_CHARS)?),
    };
    let put = team::PutClientSecret {
        secret,
        by: me.agent.id,
    };
    team::ask(env, &me.team, put).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Where the provider sends the browser back to.
fn here(request: &Request, team: &TeamId) -> Result<String, Error> {
    let origin = request.url()?.origin().ascii_serialization();
    Ok(format!("{origin}/api/sign-in/{team}/callback"))
}

/// To another address, with the cookie of this sign-in; without one, it is over.
fn leave(address: &str, cookie: &str) -> Result<Response, Error> {
    let seconds = if cookie.is_empty() { 0 } else { SECONDS };
    let cookie =
        format!("{COOKIE}={cookie}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    let headers = Headers::new();
    headers.set("location", address)?;
    headers.set("cache-control", "no-store")?;
    headers.set("set-cookie", &cookie)?;
    Ok(Response::empty()?.with_status(303).with_headers(headers))
}

/// Back to the sign-in page, which says what went wrong: a person waits there, and reads no JSON.
fn back(error: Error) -> Result<Response, Error> {
    let problem = error.into_problem();
    let why = match problem.code {
        Code::NotFound => "absent",
        Code::Invalid => "team",
        Code::Forbidden => "stranger",
        Code::Conflict => "address",
        Code::TooFast => "later",
        Code::Unauthenticated => "refused",
        _ => "away",
    };
    leave(&format!("/inbox#refused={why}"), "")
}
