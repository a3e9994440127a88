//! `/api/agents` and `/api/invites`: signing in, and who may.

use super::{MAX_BODY_BYTES, body, json, text};
use crate::auth::{self, password};
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::durable::inbox::{self, Call, NewAccount};
use crate::error::Error;
use protocol::http::{AcceptInvite, Agent, Invite, Me, NewAgent, NewInvite, SignIn};
use protocol::{AgentId, Code, TeamId};
use worker::{Env, Request, Response};

/// How long an invite may be accepted.
const INVITE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

pub(super) async fn sign_in(request: Request, env: &Env) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: SignIn = body(request, MAX_BODY_BYTES).await?;
    let team = config::team_or_only(env, asked.team)?;
    let call = Call::Credentials {
        email: address(&asked.email)?,
    };
    let account: Option<(Agent, String)> = inbox::call(env, &team, &call).await?;
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
    let call = Call::OpenSession {
        agent,
        token_hash: digest(&token),
    };
    let me: Me = inbox::call(env, team, &call).await?;
    let response = json(&me)?;
    response
        .headers()
        .set("set-cookie", &auth::session_cookie(team, &token))?;
    Ok(response)
}

pub(super) async fn sign_out(request: &Request, env: &Env) -> Result<Response, Error> {
    auth::same_origin(request)?;
    let (team, token) = auth::session(request, env)?;
    let call = Call::CloseSession {
        token_hash: digest(&token),
    };
    inbox::call::<()>(env, &team, &call).await?;
    let response = Response::empty()?.with_status(204);
    response
        .headers()
        .set("set-cookie", &auth::session_cookie(&team, ""))?;
    Ok(response)
}

pub(super) async fn me(request: &Request, env: &Env) -> Result<Response, Error> {
    json(&auth::agent(request, env).await?)
}

pub(super) async fn list(request: &Request, env: &Env) -> Result<Response, Error> {
    let me = auth::agent(request, env).await?;
    json(&inbox::call::<Vec<Agent>>(env, &me.team, &Call::Agents).await?)
}

pub(super) async fn new_invite(request: Request, env: &Env) -> Result<Response, Error> {
    let me = auth::admin(&request, env).await?;
    let origin = request.url()?.origin().ascii_serialization();
    let asked: NewInvite = body(request, MAX_BODY_BYTES).await?;
    // The team goes with the token, as whoever accepts it is not signed in anywhere.
    let token = format!("{}:{}", me.team, clock::random_secret()?);
    let expires_at = clock::now().plus(INVITE_MS);
    let call = Call::NewInvite {
        role: asked.role,
        token_hash: digest(&token),
        expires_at,
    };
    inbox::call::<()>(env, &me.team, &call).await?;
    let link = format!("{origin}/inbox#invite={token}");
    let invite = Invite {
        token,
        link,
        expires_at,
    };
    Ok(json(&invite)?.with_status(201))
}

pub(super) async fn accept_invite(request: Request, env: &Env) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: AcceptInvite = body(request, MAX_BODY_BYTES).await?;
    let team = asked
        .token
        .split_once(':')
        .and_then(|(team, _)| TeamId::new(team).ok())
        .ok_or_else(|| Error::not_found("invite"))?;
    let team = config::known_team(env, team).map_err(|_| Error::not_found("invite"))?;
    let call = Call::AcceptInvite {
        token_hash: digest(&asked.token),
        account: account(asked.agent)?,
    };
    let agent: Agent = inbox::call(env, &team, &call).await?;
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
