//! `/api/learner`: everything a learner's browser may ask.
//!
//! Which conversation is theirs follows from their token: no id is taken from them.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::auth::learner_token::{self, Claims};
use crate::clock;
use crate::config;
use crate::durable::conversation::{self, Call, Opening};
use crate::durable::{inbox, knowledge};
use crate::error::Error;
use domain::speech;
use protocol::http::{
    LearnerSession, LearnerTranscript, NewLearnerMessage, NewLearnerSession, Settings,
};
use protocol::{
    Article, ArticleId, Audience, ClientMessageId, Code, LearnerCommand, LearnerId,
    MAX_OPEN_CONVERSATIONS, Seq,
};
use worker::{Env, Request, Response};

/// Begins a session, or renews the one a token is from.
///
/// A token that is not ours any more begins a new one: an anonymous learner has nothing
/// else to show.
pub(super) async fn session(request: Request, env: &Env) -> Result<Response, Error> {
    // A page of another site must not mint tokens in its visitors' names.
    auth::same_origin_or_tool(&request)?;
    // The platform's own word on who connects; absent where there is no platform.
    let address = request
        .headers()
        .get("cf-connecting-ip")?
        .unwrap_or_default();
    let asked: NewLearnerSession = body(request, MAX_BODY_BYTES).await?;
    let team = config::known_team(env, asked.team)?;
    let key = config::signing_key(env)?;
    let now = clock::now();
    let known = asked
        .token
        .and_then(|token| learner_token::read(&token, key.as_bytes(), now).ok())
        .filter(|claims| claims.team == team);
    let (claims, settings) = match known {
        Some(claims) => {
            let call = inbox::Call::Returning {
                learner: claims.learner.clone(),
            };
            let (settings, newest): (Settings, u32) = inbox::call(env, &team, &call).await?;
            // Another tab may have begun a conversation since: they show the same one.
            let ordinal = claims.ordinal.max(newest);
            (Claims::new(team, claims.learner, ordinal, now), settings)
        }
        None => {
            let call = inbox::Call::NewLearner {
                address,
                ceiling: config::learners_an_address(env),
            };
            let settings = inbox::call(env, &team, &call).await?;
            let learner = LearnerId::new(format!("l-{}", clock::random_id()?))
                .map_err(|_| Error::bug("a minted id is malformed"))?;
            (Claims::new(team, learner, 1, now), settings)
        }
    };
    begun(env, claims, settings)
}

/// A session, with its token.
fn begun(env: &Env, claims: Claims, settings: Settings) -> Result<Response, Error> {
    let key = config::signing_key(env)?;
    json(&LearnerSession {
        token: learner_token::write(&claims, key.as_bytes())?,
        expires_at: claims.expires_at,
        ordinal: claims.ordinal,
        team: settings.profile,
    })
}

/// Begins the learner's next conversation, and answers the session that is in it. Asking twice
/// at once, as two tabs do, begins one. While nothing is said in the current one, it stays.
pub(super) async fn new_conversation(request: &Request, env: &Env) -> Result<Response, Error> {
    let claims = auth::learner(request, env)?;
    let current = claims.conversation()?;
    let call = Call::LearnerTranscript {
        conversation: current.clone(),
        since: Seq::MAX,
        language: String::new(),
    };
    let transcript: LearnerTranscript =
        conversation::call(env, &claims.team, &current, &call).await?;
    let settings: Settings = inbox::call(env, &claims.team, &inbox::Call::Settings).await?;
    if transcript.last_seq == 0 {
        return begun(env, claims, settings);
    }
    let call = inbox::Call::OpenConversations {
        learner: claims.learner.clone(),
    };
    let open: u32 = inbox::call(env, &claims.team, &call).await?;
    if open >= MAX_OPEN_CONVERSATIONS {
        return Err(Error::new(
            Code::TooMany,
            format!("at most {MAX_OPEN_CONVERSATIONS} conversations may be open at once"),
        ));
    }
    let next = Claims::new(
        claims.team,
        claims.learner,
        claims.ordinal.saturating_add(1),
        clock::now(),
    );
    begun(env, next, settings)
}

pub(super) async fn conversation(request: &Request, env: &Env) -> Result<Response, Error> {
    let claims = auth::learner(request, env)?;
    let id = claims.conversation()?;
    let call = Call::LearnerTranscript {
        conversation: id.clone(),
        since: number(request, "since", 0)?,
        language: language(request)?,
    };
    json(&conversation::call::<LearnerTranscript>(env, &claims.team, &id, &call).await?)
}

pub(super) async fn message(request: Request, env: &Env) -> Result<Response, Error> {
    let claims = auth::learner(&request, env)?;
    let message: NewLearnerMessage = body(request, MAX_BODY_BYTES).await?;
    let command = LearnerCommand::Say {
        client_id: message.client_id,
        text: message.text,
        attachments: message.attachments,
        page: None,
    };
    tell(env, &claims, command).await
}

pub(super) async fn handoff(request: &Request, env: &Env) -> Result<Response, Error> {
    let claims = auth::learner(request, env)?;
    let command = LearnerCommand::AskForPerson {
        client_id: ClientMessageId::new(clock::random_id()?)
            .map_err(|_| Error::bug("a minted id is malformed"))?,
    };
    tell(env, &claims, command).await
}

/// Gives the conversation a command; answers 202 with the stream's newest number.
async fn tell(env: &Env, claims: &Claims, command: LearnerCommand) -> Result<Response, Error> {
    let id = claims.conversation()?;
    let call = Call::Learner {
        conversation: id.clone(),
        command,
    };
    let last_seq: Seq = conversation::call(env, &claims.team, &id, &call).await?;
    Ok(json(&serde_json::json!({ "last_seq": last_seq }))?.with_status(202))
}

pub(super) async fn socket(request: &Request, env: &Env) -> Result<Response, Error> {
    wants_socket(request)?;
    auth::same_origin_or_tool(request)?;
    let claims = auth::learner_of_socket(request, env)?;
    let opening = Opening {
        conversation: claims.conversation()?,
        agent: None,
        since: number(request, "since", 0)?,
        language: language(request)?,
    };
    conversation::open_socket(env, &claims.team, &opening).await
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

pub(super) async fn article(
    request: &Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    let claims = auth::learner(request, env)?;
    let call = knowledge::Call::Get {
        id,
        audience: Audience::Learner,
    };
    let article: Option<Article> = knowledge::call(env, &claims.team, &call).await?;
    json(&article.ok_or_else(|| Error::not_found("article"))?)
}
