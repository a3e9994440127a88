//! `/api/conversations` and `/api/inbox`: what agents see and do.

use super::{MAX_BODY_BYTES, body, json, number, query, text, wants_socket};
use crate::auth;
use crate::digest::digest;
use crate::durable::conversation::{self, Opening};
use crate::durable::{inbox, team};
use crate::error::Error;
use crate::store::audit::Done;
use domain::inbox_search;
use protocol::audit::Action;
use protocol::http::{AgentCommand, FindConversations, PageOf};
use protocol::list::{Cursor, Filter, MAX_FILTER_NAME, MAX_SAVED_FILTERS, Order, SavedFilter};
use protocol::{
    AgentId, AgentPresence, Availability, ConversationId, Reason, Tag, Timestamp, View,
};
use std::collections::HashSet;
use worker::{Env, Request, Response};

/// Longest course of a filter, in characters: as long as one of a learner's (`profile_text`).
const MAX_COURSE: usize = 120;

/// Conversations of one page of the list, at most.
const MAX_PAGE: u32 = 100;

pub(crate) async fn list(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let after = query(&request, "cursor")?
        .map(|text| place(&text))
        .transpose()?;
    let asked = inbox::List {
        filter: filter(&request)?,
        me: me.agent.id,
        after,
        limit: number(&request, "limit", MAX_PAGE)?.clamp(1, MAX_PAGE),
    };
    json(&inbox::ask(env, &me.team, asked).await?)
}

/// What the query string asks to list; nothing, if it names no view.
fn filter(request: &Request) -> Result<Option<Filter>, Error> {
    let get = |name| query(request, name);
    let none = |name: &str, takes: &str| Error::invalid(format!("{name} is one of {takes}"));
    let Some(view) = get("view")? else {
        return Ok(None);
    };
    let views = || View::ALL.map(View::name).join(", ");
    let orders = || Order::ALL.map(Order::name).join(", ");
    let reason = |text: String| {
        let quoted = serde_json::to_string(&text).unwrap_or_default();
        crate::json::read::<Reason>(&quoted).map_err(|_| Error::invalid("there is no such reason"))
    };
    let order = get("order")?.map(|text| Order::of(&text).ok_or_else(|| none("order", &orders())));
    let tag = get("tag")?.map(|text| Tag::new(&text).map_err(|it| Error::invalid(it.to_string())));
    let owner = get("owner")?
        .map(|text| AgentId::new(&text).map_err(|_| Error::invalid("owner is no id of an agent")));
    Ok(Some(Filter {
        view: View::of(&view).ok_or_else(|| none("view", &views()))?,
        order: order.transpose()?.unwrap_or_default(),
        tag: tag.transpose()?,
        owner: owner.transpose()?,
        reason: get("reason")?.map(reason).transpose()?,
        is_late: get("late")?.is_some_and(|text| text == "true"),
        course: get("course")?,
    }))
}

/// Keeps the agent's filters in the place of those before.
pub(crate) async fn keep_filters(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let filters: Vec<SavedFilter> = body(request, MAX_BODY_BYTES).await?;
    if filters.len() > MAX_SAVED_FILTERS {
        return Err(Error::invalid(format!(
            "an agent keeps at most {MAX_SAVED_FILTERS} filters"
        )));
    }
    let mut names = HashSet::new();
    for saved in &filters {
        let name = text(&saved.name, "name", MAX_FILTER_NAME)?;
        if name != saved.name || !names.insert(name) {
            return Err(Error::invalid(
                "a filter's name has no spaces around it, and no two are alike",
            ));
        }
        if let Some(course) = &saved.filter.course {
            text(course, "course", MAX_COURSE)?;
        }
    }
    let of = me.agent.id;
    inbox::ask(env, &me.team, inbox::KeepFilters { of, filters }).await?;
    Ok(Response::empty()?.with_status(204))
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
pub(super) fn place(text: &str) -> Result<Cursor, Error> {
    text.parse()
        .map_err(|_| Error::invalid("the cursor is not one of ours"))
}

/// Where a page of what was found ended.
fn cursor(text: &str) -> Result<(Timestamp, ConversationId), Error> {
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
    if let AgentCommand::Note { mentions, .. } | AgentCommand::Assign { mentions, .. } =
        &mut command
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
        browser: None,
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
