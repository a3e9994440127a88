//! `/api/conversations` and `/api/inbox`: what agents see and do.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::digest::digest;
use crate::durable::conversation::{self, Call, Opening};
use crate::durable::inbox;
use crate::error::Error;
use protocol::http::{Agent, AgentCommand, AgentTranscript, PageOf};
use protocol::{AgentPresence, AgentView, ConversationId, Summary, Timestamp};
use worker::{Env, Request, Response};

/// Conversations of one page of the list, at most.
const MAX_PAGE: u32 = 100;

pub(super) async fn list(request: &Request, env: &Env) -> Result<Response, Error> {
    let me = auth::agent(request, env).await?;
    let before = query(request, "cursor")?
        .map(|text| cursor(&text))
        .transpose()?;
    let call = inbox::Call::Conversations {
        before,
        limit: number(request, "limit", MAX_PAGE)?.clamp(1, MAX_PAGE),
    };
    json(&inbox::call::<PageOf<Summary>>(env, &me.team, &call).await?)
}

/// Where a page of the list ended.
pub(super) fn cursor(text: &str) -> Result<(Timestamp, ConversationId), Error> {
    let read = || {
        let (at, id) = text.split_once(':')?;
        Some((Timestamp(at.parse().ok()?), ConversationId::new(id).ok()?))
    };
    read().ok_or_else(|| Error::invalid("the cursor is not one of ours"))
}

pub(super) async fn get(
    request: &Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let me = auth::agent(request, env).await?;
    let call = Call::AgentTranscript {
        conversation: id.clone(),
        since: number(request, "since", 0)?,
    };
    json(&conversation::call::<AgentTranscript>(env, &me.team, &id, &call).await?)
}

/// What else the same learner wrote: other conversations of theirs, the newest first (D5).
pub(super) async fn earlier(
    request: &Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let me = auth::agent(request, env).await?;
    let learner = id
        .learner()
        .ok_or_else(|| Error::not_found("conversation"))?;
    let call = inbox::Call::OfLearner { learner };
    let mut items: Vec<Summary> = inbox::call(env, &me.team, &call).await?;
    items.retain(|summary| summary.id != id);
    json(&PageOf { items, next: None })
}

pub(super) async fn command(
    request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let me = auth::agent(&request, env).await?;
    let command: AgentCommand = body(request, MAX_BODY_BYTES).await?;
    let assignee = match &command {
        AgentCommand::Assign { to, .. } => {
            let agents: Vec<Agent> = inbox::call(env, &me.team, &inbox::Call::Agents).await?;
            agents.into_iter().find(|agent| agent.id == *to)
        }
        _ => None,
    };
    let call = Call::Agent {
        conversation: id.clone(),
        by: me.agent.into(),
        command,
        assignee: assignee.map(Into::into),
    };
    json(&conversation::call::<AgentView>(env, &me.team, &id, &call).await?)
}

pub(super) async fn socket(
    request: &Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    wants_socket(request)?;
    let me = auth::agent(request, env).await?;
    let opening = Opening {
        language: String::new(),
        conversation: id,
        agent: Some(me.agent.into()),
        since: number(request, "since", 0)?,
    };
    conversation::open_socket(env, &me.team, &opening).await
}

pub(super) async fn inbox_socket(request: &Request, env: &Env) -> Result<Response, Error> {
    wants_socket(request)?;
    let me = auth::agent(request, env).await?;
    let (_, token) = auth::session(request, env)?;
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
