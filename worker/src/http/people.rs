//! What a team may do about a person behind a conversation: close the chat for them, export and erase them.

use super::{bytes, json};
use crate::auth;
use crate::durable::{conversation, erasure, inbox, team};
use crate::error::Error;
use protocol::{Code, ConversationId, LearnerId};
use serde::Deserialize;
use std::collections::BTreeSet;
use worker::{Env, Request, Response};

/// Longest import, in bytes: a conversation of thousands of messages.
const MAX_IMPORT_BYTES: usize = 10 * 1024 * 1024;

/// The learner a conversation is of.
fn learner_of(id: &ConversationId) -> Result<LearnerId, Error> {
    id.learner().ok_or_else(|| Error::not_found("conversation"))
}

pub(crate) async fn block(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    set_blocked(auth::Agent(me), env, id, true).await
}

pub(crate) async fn unblock(
    auth::Agent(me): auth::Agent,
    _request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    set_blocked(auth::Agent(me), env, id, false).await
}

/// Tokens first, so that none comes back; then each of their conversations.
async fn set_blocked(
    auth::Agent(me): auth::Agent,
    env: &Env,
    id: ConversationId,
    is_blocked: bool,
) -> Result<Response, Error> {
    let since = u32::MAX;
    // Only whom the team knows.
    conversation::ask(env, &me.team, &id, conversation::ReadAsAgent { since }).await?;
    let learner = learner_of(&id)?;
    let asked = team::Block {
        learner,
        is_blocked,
    };
    let learners = team::ask(env, &me.team, asked).await?;
    let asked = inbox::AllOf {
        learners: learners.clone(),
    };
    let mut all = inbox::ask(env, &me.team, asked).await?;
    all.push(id);
    // The next of each, which they may have open with nothing said in it yet.
    let next = learners.iter().filter_map(|learner| {
        let theirs = all
            .iter()
            .filter(|id| id.learner().as_ref() == Some(learner));
        let newest = theirs
            .filter_map(ConversationId::ordinal)
            .max()
            .unwrap_or(0);
        ConversationId::of(learner, newest + 1).ok()
    });
    let all: BTreeSet<ConversationId> = next.collect::<Vec<_>>().into_iter().chain(all).collect();
    for conversation in all {
        let block = conversation::Block {
            by: me.agent.clone().into(),
            is_blocked,
        };
        conversation::ask(env, &me.team, &conversation, block).await?;
    }
    Ok(Response::empty()?.with_status(204))
}

/// All that the team has of the person.
pub(crate) async fn export(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let learner = learner_of(&id)?;
    let learners = team::ask(env, &me.team, team::SameAs { learner }).await?;
    let asked = inbox::AllOf {
        learners: learners.clone(),
    };
    let mut all = inbox::ask(env, &me.team, asked).await?;
    if !all.contains(&id) {
        all.push(id);
    }
    let mut conversations = Vec::new();
    for id in all {
        let export = conversation::ask(env, &me.team, &id, conversation::Export {}).await?;
        conversations.extend(export);
    }
    if conversations.is_empty() {
        return Err(Error::not_found("conversation"));
    }
    // Each is JSON already: a `LearnerExport` is written around them.
    let (learners, conversations) = (serde_json::to_string(&learners)?, conversations.join(","));
    let export = format!(
        r#"{{"format":"baton.learner.v1","learners":{learners},"conversations":[{conversations}]}}"#
    );
    let response = Response::ok(export)?;
    response.headers().set("content-type", "application/json")?;
    response.headers().set("cache-control", "no-store")?;
    Ok(response)
}

/// Takes a conversation back that was exported and is not there.
pub(crate) async fn import(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    /// What has to be known to find its object.
    #[derive(Deserialize)]
    struct Named {
        conversation: ConversationId,
    }
    let bytes = bytes(request, MAX_IMPORT_BYTES).await?;
    let unreadable = |_| Error::new(Code::BadRequest, "the export is no text");
    let export = String::from_utf8(bytes).map_err(unreadable)?;
    let named: Named = crate::json::read(&export)
        .map_err(|_| Error::invalid("this is no whole export of a conversation"))?;
    let id = named.conversation;
    learner_of(&id)?;
    let import = conversation::Import { export };
    conversation::ask(env, &me.team, &id, import).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Erases the person, in every object, file and index; answers the receipt.
pub(crate) async fn erase(
    auth::Admin(me): auth::Admin,
    _request: Request,
    env: &Env,
    id: ConversationId,
) -> Result<Response, Error> {
    let since = u32::MAX;
    conversation::ask(env, &me.team, &id, conversation::ReadAsAgent { since }).await?;
    let learner = learner_of(&id)?;
    json(&erasure::ask(env, &me.team, erasure::Erase { learner }).await?)
}
