//! `/api/learner`: everything a learner's browser may ask, once it has a session (`session.rs`).
//!
//! Which conversation is theirs follows from their token: no id is taken from them.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::clock;
use crate::durable::conversation::{self, Newcomer, Opening, Signed};
use crate::durable::knowledge;
use crate::error::Error;
use crate::token::learner::Claims;
use domain::speech;
use protocol::http::{LastSeq, NewLearnerMessage};
use protocol::{ArticleId, ClientMessageId, LearnerCommand};
use worker::{Env, Request, Response};

pub(crate) async fn conversation(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let id = claims.conversation()?;
    let read = conversation::ReadAsLearner {
        is_verified: claims.is_trusted(clock::now()),
        since: number(&request, "since", 0)?,
        language: language(&request)?,
    };
    json(&conversation::ask(env, &claims.team, &id, read).await?)
}

pub(crate) async fn message(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let network = auth::network(&request)?;
    let message: NewLearnerMessage = body(request, MAX_BODY_BYTES).await?;
    let command = LearnerCommand::Say {
        client_id: message.client_id,
        text: message.text,
        attachments: message.attachments,
        page: None,
    };
    tell(env, &claims, network, command).await
}

pub(crate) async fn handoff(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let network = auth::network(&request)?;
    let command = LearnerCommand::AskForPerson {
        client_id: ClientMessageId::new(clock::random_id()?)
            .map_err(|_| Error::bug("a minted id is malformed"))?,
    };
    tell(env, &claims, network, command).await
}

/// Gives the conversation a command; answers 202 with the stream's newest number.
async fn tell(
    env: &Env,
    claims: &Claims,
    network: String,
    command: LearnerCommand,
) -> Result<Response, Error> {
    let id = claims.conversation()?;
    let taken = conversation::TakeFromLearner {
        command,
        signed: signed(claims),
        is_trusted: claims.is_trusted(clock::now()),
        newcomer: newcomer(claims, network),
    };
    let last_seq = conversation::ask(env, &claims.team, &id, taken).await?;
    Ok(json(&LastSeq { last_seq })?.with_status(202))
}

pub(crate) async fn socket(
    auth::LearnerSocket(claims): auth::LearnerSocket,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    wants_socket(&request)?;
    auth::same_origin_or_tool(&request)?;
    let opening = Opening {
        conversation: claims.conversation()?,
        signed: signed(&claims),
        is_trusted: claims.is_trusted(clock::now()),
        newcomer: newcomer(&claims, auth::network(&request)?),
        browser: Some(claims.browser.clone()),
        agent: None,
        session: None,
        since: number(&request, "since", 0)?,
        language: language(&request)?,
    };
    conversation::open_socket(env, &claims.team, &opening).await
}

/// A learner as the brake on newcomers sees them.
fn newcomer(claims: &Claims, network: String) -> Option<Newcomer> {
    let now = clock::now();
    Some(Newcomer {
        network: claims.asks_as(&network, now)?,
        until: claims.is_new_until(now)?,
    })
}

/// What the LMS signed of a learner, while it stands.
fn signed(claims: &Claims) -> Option<Signed> {
    let verified = claims.verified(clock::now())?;
    Some(Signed {
        learner: verified.learner.clone(),
        until: verified.until,
    })
}

/// The language that a learner reads: what is asked for by its code, else the first that the browser
/// prefers and Baton speaks.
fn language(request: &Request) -> Result<String, Error> {
    let asked = query(request, "language")?;
    let accepted = request.headers().get("accept-language")?;
    let tags = asked.iter().chain(&accepted).flat_map(|it| it.split(','));
    let codes = tags.filter_map(|tag| tag.trim().split(['-', ';']).next());
    let mut spoken = codes.filter(|code| speech::languages().any(|it| it == *code));
    Ok(spoken.next().unwrap_or("en").to_owned())
}

pub(crate) async fn article(
    auth::Learner(claims): auth::Learner,
    _request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    let audience = claims.role(clock::now());
    let article = knowledge::ask(env, &claims.team, knowledge::Get { id, audience }).await?;
    let mut article = article.ok_or_else(|| Error::not_found("article"))?;
    article.text = domain::article::shown(&article.text);
    json(&article)
}
