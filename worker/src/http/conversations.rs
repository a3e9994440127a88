//! `/api/conversations` and `/api/inbox`: what agents see and do.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::digest::digest;
use crate::durable::conversation::{self, Opening};
use crate::durable::{inbox, team};
use crate::error::Error;
use crate::store::audit::Done;
use domain::inbox_search;
use protocol::audit::Action;
use protocol::http::{AgentCommand, FindConversations, PageOf};
use protocol::{AgentId, AgentPresence, Availability, ConversationId, Timestamp};
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

/// Most conversations of one page of a search: each has its excerpt.
const MAX_FOUND: u32 = 50;

pub(crate) async fn find(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: FindConversations = body(request, MAX_BODY_BYTES).await?;
    let wanted = inbox_search::wanted(&asked.text).map_err(|unclear| Error::invalid(unclear.0))?;
    let before = asked.cursor.as_deref().map(cursor).transpose()?;
    let limit = asked.limit.clamp(1, MAX_FOUND);
    let find = inbox::Find {
        wanted,
        before,
        limit,
    };
    json(&inbox::ask(env, &me.team, find).await?)
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
    let network = auth::network(&request).ok();
    let mut command: AgentCommand = body(request, MAX_BODY_BYTES).await?;
    if let AgentCommand::Note { mentions, .. } = &mut command
        && !mentions.is_empty()
    {
        let agents = team::ask(env, &me.team, team::Agents {}).await?;
        let is_one = |id: &AgentId| agents.iter().any(|it| it.id == *id && !it.is_inactive);
        mentions.sort();
        mentions.dedup();
        mentions.retain(is_one);
    }
    let assignee = match &command {
        AgentCommand::Assign { to, .. } => {
            let agents = team::ask(env, &me.team, team::Agents {}).await?;
            let mut agents = agents.into_iter();
            agents.find(|agent| agent.id == *to && !agent.is_inactive)
        }
        _ => None,
    };
    let action = action(&command);
    let by = auth::named(&me);
    let taken = conversation::TakeFromAgent {
        by: me.agent.into(),
        command,
        assignee: assignee.map(Into::into),
    };
    let answer = json(&conversation::ask(env, &me.team, &id, taken).await?)?;
    if let Some(action) = action {
        let done = Done {
            by,
            action,
            target: Some(id.to_string()),
            network: network.filter(|it| !it.is_empty()),
        };
        team::ask(env, &me.team, team::Audit { done }).await?;
    }
    Ok(answer)
}

/// What the audit log tells of a command: that a conversation changed hands. What is said and noted is in
/// the conversation's own log.
fn action(command: &AgentCommand) -> Option<Action> {
    match command {
        AgentCommand::Claim { .. } | AgentCommand::Reopen => Some(Action::ConversationClaimed),
        AgentCommand::Release => Some(Action::ConversationReleased),
        AgentCommand::Resolve => Some(Action::ConversationResolved),
        AgentCommand::ReturnToAssistant => Some(Action::ConversationReturned),
        AgentCommand::Assign { .. } => Some(Action::ConversationAssigned),
        AgentCommand::Snooze { .. } => Some(Action::ConversationSnoozed),
        AgentCommand::Reply { .. }
        | AgentCommand::Note { .. }
        | AgentCommand::Tag { .. }
        | AgentCommand::Untag { .. } => None,
    }
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
        by: auth::named(&me),
        address: auth::network(&request)?,
    };
    let ends_at = team::ask(env, &me.team, looks).await?;
    let ends_at = ends_at.ok_or_else(Error::unauthenticated)?;
    let opening = Opening {
        language: String::new(),
        conversation: id.clone(),
        signed: None,
        is_trusted: false,
        newcomer: None,
        agent: Some(me.agent.into()),
        session: Some((token_hash.clone(), ends_at)),
        since: number(&request, "since", 0)?,
    };
    let opened = conversation::open_socket(env, &me.team, &opening).await?;
    // A session that ended while its socket was opened closed only what was open before.
    let asked = team::Session {
        token_hash: token_hash.clone(),
    };
    if team::ask(env, &me.team, asked).await?.is_none() {
        let close = conversation::CloseSockets {
            token_hashes: vec![token_hash],
        };
        conversation::ask(env, &me.team, &id, close).await?;
        return Err(Error::unauthenticated());
    }
    Ok(opened)
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
            availability: Availability::default(),
        },
        team: me.team.clone(),
        // Who comes back without having touched the page is no more here than before.
        is_idle: query(&request, "idle")?.is_some(),
        token_hash: digest(&token),
    };
    let opened = inbox::open_socket(env, &me.team, &opening).await?;
    let token_hash = opening.token_hash;
    let asked = team::Session {
        token_hash: token_hash.clone(),
    };
    if team::ask(env, &me.team, asked).await?.is_none() {
        let close = inbox::CloseSockets {
            token_hashes: vec![token_hash],
        };
        inbox::ask(env, &me.team, close).await?;
        return Err(Error::unauthenticated());
    }
    Ok(opened)
}
