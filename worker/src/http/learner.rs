//! `/api/learner`: everything a learner's browser may ask.
//!
//! Which conversation is theirs follows from their token: no id is taken from them.

use super::{MAX_BODY_BYTES, body, json, number, query, wants_socket};
use crate::auth;
use crate::auth::learner_token::{self, Claims};
use crate::clock;
use crate::config;
use crate::durable::conversation::{self, Opening};
use crate::durable::{inbox, knowledge, team as team_object};
use crate::error::Error;
use domain::speech;
use futures_util::future;
use protocol::http::{LastSeq, LearnerSession, NewLearnerMessage, NewLearnerSession};
use protocol::settings::Settings;
use protocol::{
    ArticleId, Audience, ClientMessageId, Code, LearnerCommand, LearnerId, MAX_OPEN_CONVERSATIONS,
    Seq,
};
use worker::{Env, Request, Response};

/// Begins a session, or renews the one a token is from.
///
/// A token that is not ours any more begins a new one: an anonymous learner has nothing
/// else to show.
pub(crate) async fn session(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    // A page of another site must not mint tokens in its visitors' names.
    auth::same_origin_or_tool(&request)?;
    let address = auth::network(&request)?;
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
            let learner = claims.learner.clone();
            let newest = inbox::ask(env, &team, inbox::NewestOf { learner });
            let settings = team_object::ask(env, &team, team_object::ReadSettings {});
            let (newest, settings) = future::try_join(newest, settings).await?;
            // Another tab may have begun a conversation since: they show the same one.
            let ordinal = claims.ordinal.max(newest);
            (Claims::new(team, claims.learner, ordinal, now), settings)
        }
        None => {
            let begins = team_object::NewLearner {
                address,
                ceiling: config::learners_an_address(env),
            };
            let settings = team_object::ask(env, &team, begins).await?;
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
pub(crate) async fn new_conversation(
    auth::Learner(claims): auth::Learner,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let current = claims.conversation()?;
    let read = conversation::ReadAsLearner {
        since: Seq::MAX,
        language: String::new(),
    };
    let transcript = conversation::ask(env, &claims.team, &current, read).await?;
    let settings = team_object::ask(env, &claims.team, team_object::ReadSettings {}).await?;
    if transcript.last_seq == 0 {
        return begun(env, claims, settings);
    }
    let learner = claims.learner.clone();
    let open = inbox::ask(env, &claims.team, inbox::OpenOf { learner }).await?;
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

pub(crate) async fn conversation(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let id = claims.conversation()?;
    let read = conversation::ReadAsLearner {
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
    let message: NewLearnerMessage = body(request, MAX_BODY_BYTES).await?;
    let command = LearnerCommand::Say {
        client_id: message.client_id,
        text: message.text,
        attachments: message.attachments,
        page: None,
    };
    tell(env, &claims, command).await
}

pub(crate) async fn handoff(
    auth::Learner(claims): auth::Learner,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let command = LearnerCommand::AskForPerson {
        client_id: ClientMessageId::new(clock::random_id()?)
            .map_err(|_| Error::bug("a minted id is malformed"))?,
    };
    tell(env, &claims, command).await
}

/// Gives the conversation a command; answers 202 with the stream's newest number.
async fn tell(env: &Env, claims: &Claims, command: LearnerCommand) -> Result<Response, Error> {
    let id = claims.conversation()?;
    let taken = conversation::TakeFromLearner { command };
    let last_seq = conversation::ask(env, &claims.team, &id, taken).await?;
    Ok(json(&LastSeq { last_seq })?.with_status(202))
}

pub(crate) async fn socket(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    wants_socket(&request)?;
    auth::same_origin_or_tool(&request)?;
    let opening = Opening {
        conversation: claims.conversation()?,
        agent: None,
        session: None,
        since: number(&request, "since", 0)?,
        language: language(&request)?,
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

pub(crate) async fn article(
    auth::Learner(claims): auth::Learner,
    _request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    let audience = Audience::Learner;
    let article = knowledge::ask(env, &claims.team, knowledge::Get { id, audience }).await?;
    json(&article.ok_or_else(|| Error::not_found("article"))?)
}
