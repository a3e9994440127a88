//! `/api/agents` and `/api/invites`: signing in, and who may.

use super::{MAX_BODY_BYTES, body, json, text};
use crate::auth::{self, password};
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::durable::inbox;
use crate::durable::team::{self, NewAccount};
use crate::error::Error;
use protocol::http::{AcceptInvite, Invite, NewAgent, NewInvite, SignIn};
use protocol::{AgentId, Code, TeamId};
use worker::{Env, Request, Response};

/// How long an invite may be accepted.
const INVITE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

pub(crate) async fn sign_in(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: SignIn = body(request, MAX_BODY_BYTES).await?;
    let team = config::team_or_only(env, asked.team)?;
    let email = address(&asked.email)?;
    let account = team::ask(env, &team, team::Credentials { email }).await?;
    let hash = account.as_ref().map(|(_, hash)| hash.as_str());
    let is_right = password::verify(&asked.password, hash)?;
    match account {
        Some((agent, _)) if is_right => begin_session(env, &team, agent.id).await,
        _ => Err(Error::new(
            Code::Unauthenticated,
            "the address or the password is wrong",
        )),
    }
}

/// Answers with a fresh session's cookie.
async fn begin_session(env: &Env, team: &TeamId, agent: AgentId) -> Result<Response, Error> {
    let token = clock::random_secret()?;
    let asked = team::OpenSession {
        agent,
        token_hash: digest(&token),
    };
    let me = team::ask(env, team, asked).await?;
    let response = json(&me)?;
    response
        .headers()
        .set("set-cookie", &auth::session_cookie(team, &token))?;
    Ok(response)
}

pub(crate) async fn sign_out(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin(&request)?;
    let (team, token) = auth::session(&request, env)?;
    let token_hash = digest(&token);
    let ended = token_hash.clone();
    team::ask(env, &team, team::CloseSession { token_hash: ended }).await?;
    inbox::ask(env, &team, inbox::CloseSockets { token_hash }).await?;
    let response = Response::empty()?.with_status(204);
    response
        .headers()
        .set("set-cookie", &auth::session_cookie(&team, ""))?;
    Ok(response)
}

pub(crate) async fn me(
    auth::Agent(me): auth::Agent,
    _: Request,
    _: &Env,
) -> Result<Response, Error> {
    json(&me)
}

pub(crate) async fn list(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::Agents {}).await?)
}

pub(crate) async fn new_invite(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let origin = request.url()?.origin().ascii_serialization();
    let asked: NewInvite = body(request, MAX_BODY_BYTES).await?;
    // The team goes with the token, as whoever accepts it is not signed in anywhere.
    let token = format!("{}:{}", me.team, clock::random_secret()?);
    let expires_at = clock::now().plus(INVITE_MS);
    let kept = team::KeepInvite {
        role: asked.role,
        token_hash: digest(&token),
        expires_at,
    };
    team::ask(env, &me.team, kept).await?;
    let link = format!("{origin}/inbox#invite={token}");
    let invite = Invite {
        token,
        link,
        expires_at,
    };
    Ok(json(&invite)?.with_status(201))
}

pub(crate) async fn accept_invite(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: AcceptInvite = body(request, MAX_BODY_BYTES).await?;
    let team = asked
        .token
        .split_once(':')
        .and_then(|(team, _)| TeamId::new(team).ok())
        .ok_or_else(|| Error::not_found("invite"))?;
    let team = config::known_team(env, team).map_err(|_| Error::not_found("invite"))?;
    let used = team::UseInvite {
        token_hash: digest(&asked.token),
        account: account(asked.agent)?,
    };
    let agent = team::ask(env, &team, used).await?;
    begin_session(env, &team, agent.id).await
}

/// A new account, its password hashed.
pub(super) fn account(agent: NewAgent) -> Result<NewAccount, Error> {
    Ok(NewAccount {
        id: AgentId::new(format!("a-{}", clock::random_id()?))
            .map_err(|_| Error::bug("a minted id is malformed"))?,
        name: text(&agent.name, "name", 60)?,
        email: address(&agent.email)?,
        password_hash: password::hash(&agent.password)?,
    })
}

/// An e-mail address, as far as it can be told without writing to it.
fn address(email: &str) -> Result<String, Error> {
    let email = text(email, "email", 254)?;
    match email.split_once('@') {
        Some((name, host))
            if !name.is_empty() && host.contains('.') && !email.contains(char::is_whitespace) =>
        {
            Ok(email.to_lowercase())
        }
        _ => Err(Error::invalid("this is no e-mail address")),
    }
}
