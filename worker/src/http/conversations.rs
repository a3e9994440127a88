//! `/api/conversations` and `/api/inbox`: what agents see and do.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::digest::digest;
use crate::durable::conversation::{self, Opening};
use crate::durable::{inbox, team};
use crate::error::Error;
use protocol::http::{AgentCommand, PageOf};
use protocol::{AgentPresence, ConversationId, Timestamp};
use worker::{Env, Request, Response};

/// Conversations of one page of the list, at most.
const MAX_PAGE: u32 = 100;

pub(crate) async fn list(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let before = query(&request, "cursor")?
        .map(|text| cursor(&text))
        .transpose()?;
    let asked = inbox::List {
        before,
        limit: number(&request, "limit", MAX_PAGE)?.clamp(1, MAX_PAGE),
    };
    json(&inbox::ask(env, &me.team, asked).await?)
}

/// Where a page of the list ended.
pub(super) fn cursor(text: &str) -> Result<(Timestamp, ConversationId), Error> {
    let read = || {
        let (at, id) = text.split_once(':')?;
        Some((Timestamp(at.parse().ok()?), ConversationId::new(id).ok()?))
    };
    read().ok_or_else(|| Error::invalid("the cursor is not one of ours"))
}

pub(crate) async fn get(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let since = number(&request, "since", 0)?;
    json(&conversation::ask(env, &me.team, &id, conversation::ReadAsAgent { since }).await?)
}

/// What else the same learner wrote: other conversations of theirs, the newest first (D5).
pub(crate) async fn earlier(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let learner = id
        .learner()
        .ok_or_else(|| Error::not_found("conversation"))?;
    let learners = team::ask(env, &me.team, team::SameAs { learner }).await?;
    let mut items = inbox::ask(env, &me.team, inbox::OfLearner { learners }).await?;
    items.retain(|summary| summary.id != id);
    json(&PageOf { items, next: None })
}

pub(crate) async fn command(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let command: AgentCommand = body(request, MAX_BODY_BYTES).await?;
    let assignee = match &command {
        AgentCommand::Assign { to, .. } => {
            let agents = team::ask(env, &me.team, team::Agents {}).await?;
            let mut agents = agents.into_iter();
            agents.find(|agent| agent.id == *to && !agent.is_inactive)
        }
        _ => None,
    };
    let taken = conversation::TakeFromAgent {
        by: me.agent.into(),
        command,
        assignee: assignee.map(Into::into),
    };
    json(&conversation::ask(env, &me.team, &id, taken).await?)
}

pub(crate) async fn socket(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    wants_socket(&request)?;
    let (_, token) = auth::session(&request, env)?;
    let token_hash = digest(&token);
    let looks = team::LookAt {
        token_hash: token_hash.clone(),
        conversation: id.clone(),
    };
    team::ask(env, &me.team, looks).await?;
    let opening = Opening {
        language: String::new(),
        conversation: id,
        verified: None,
        agent: Some(me.agent.into()),
        session: Some(token_hash),
        since: number(&request, "since", 0)?,
    };
    conversation::open_socket(env, &me.team, &opening).await
}

pub(crate) async fn inbox_socket(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    wants_socket(&request)?;
    let (_, token) = auth::session(&request, env)?;
    let opening = inbox::Opening {
        agent: AgentPresence {
            id: me.agent.id,
            name: me.agent.name,
            viewing: None,
        },
        token_hash: digest(&token),
    };
    inbox::open_socket(env, &me.team, &opening).await
}
