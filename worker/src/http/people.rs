//! What a team can do about the learner of a conversation: block them, export their data, erase them.

use super::{bytes, json};
use crate::auth;
use crate::durable::{conversation, erasure, inbox, team};
use crate::error::Error;
use protocol::{Code, ConversationId, LearnerId};
use serde::Deserialize;
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

/// The learner first, so that no new session begins; then each of their conversations.
async fn set_blocked(
    auth::Agent(me): auth::Agent,
    env: &Env,
    id: ConversationId,
    is_blocked: bool,
) -> Result<Response, Error> {
    let since = u32::MAX;
    // Refuses a learner whom the team does not know.
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
    for conversation in inbox::ask(env, &me.team, asked).await? {
        let block = conversation::Block {
            by: me.agent.clone().into(),
            is_blocked,
        };
        conversation::ask(env, &me.team, &conversation, block).await?;
    }
    Ok(Response::empty()?.with_status(204))
}

/// Exports everything the team has about the person.
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
    let mut conversations = Vec::new();
    for id in inbox::ask(env, &me.team, asked).await? {
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

/// Imports a conversation that was exported. Refused with `conflict` if it exists.
pub(crate) async fn import(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    /// The part of an export that says which object takes it.
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

/// Erases the person from every object, file and index. Answers what was erased.
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
