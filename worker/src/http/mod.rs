//! One REST resource per file: parse, call the object, answer.

mod agents;
mod articles;
mod attachments;
mod conversations;
mod learner;
pub(crate) mod pages;
mod rules;
mod shape;
mod tags;
mod team;

use crate::endpoint::Route;
use crate::error::Error;
use crate::model::Chosen;
use crate::openapi;
use futures_util::StreamExt as _;
use protocol::http::Health;
use protocol::{Audience, Code};
use serde::{Serialize, de::DeserializeOwned};
use shape::unreadable;
use worker::{Env, Request, Response};

/// Longest body, in bytes, of anything but an article.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest settings, in bytes: with rules and the examples of tags.
const MAX_SETTINGS_BYTES: usize = 512 * 1024;

/// How many times what is allowed a sender may send before nobody listens any more.
const HEARD_OUT: usize = 4;

/// Answers a request on its route.
pub(crate) async fn answer(route: Route, request: Request, env: Env) -> Result<Response, Error> {
    match route {
        Route::Health => health(&env),
        Route::OpenApi => openapi::document(&env).await,
        Route::PacketSchema => openapi::packet_schema(),
        Route::Setup => team::set_up(request, &env).await,
        Route::Settings => team::settings(&request, &env).await,
        Route::PutSettings => team::put_settings(request, &env).await,
        Route::WebhookSecret => team::webhook_secret(&request, &env).await,
        Route::TestRules => rules::test(request, &env).await,
        Route::ReplayRules => rules::replay(request, &env).await,
        Route::CatchUpTags => tags::catch_up(request, &env).await,
        Route::Keys => team::keys(&request, &env).await,
        Route::NewKey => team::new_key(request, &env).await,
        Route::RevokeKey(id) => team::revoke_key(&request, &env, id).await,
        Route::SignIn => agents::sign_in(request, &env).await,
        Route::SignOut => agents::sign_out(&request, &env).await,
        Route::Me => agents::me(&request, &env).await,
        Route::Agents => agents::list(&request, &env).await,
        Route::NewInvite => agents::new_invite(request, &env).await,
        Route::AcceptInvite => agents::accept_invite(request, &env).await,
        Route::Articles => articles::list(&request, &env).await,
        Route::Article(id) => articles::get(&request, &env, id).await,
        Route::PutArticle(id) => articles::put(request, &env, id).await,
        Route::DeleteArticle(id) => articles::delete(&request, &env, id).await,
        Route::Search => articles::search(&request, &env).await,
        Route::Knowledge => articles::knowledge_status(&request, &env).await,
        Route::LearnerSession => learner::session(request, &env).await,
        Route::NewLearnerConversation => learner::new_conversation(&request, &env).await,
        Route::NewOwnAttachment => attachments::upload(request, &env, None).await,
        Route::OwnAttachment(id) => attachments::content(&request, &env, None, id).await,
        Route::TakeBackOwnAttachment(id) => attachments::take_back(&request, &env, None, id).await,
        Route::NewAttachment(of) => attachments::upload(request, &env, Some(of)).await,
        Route::Attachment(of, id) => attachments::content(&request, &env, Some(of), id).await,
        Route::TakeBackAttachment(of, id) => {
            attachments::take_back(&request, &env, Some(of), id).await
        }
        Route::LearnerConversation => learner::conversation(&request, &env).await,
        Route::LearnerMessages => learner::message(request, &env).await,
        Route::LearnerHandoff => learner::handoff(&request, &env).await,
        Route::LearnerSocket => learner::socket(&request, &env).await,
        Route::LearnerArticle(id) => learner::article(&request, &env, id).await,
        Route::Conversations => conversations::list(&request, &env).await,
        Route::Conversation(id) => conversations::get(&request, &env, id).await,
        Route::EarlierConversations(id) => conversations::earlier(&request, &env, id).await,
        Route::ConversationCommands(id) => conversations::command(request, &env, id).await,
        Route::ConversationSocket(id) => conversations::socket(&request, &env, id).await,
        Route::InboxSocket => conversations::inbox_socket(&request, &env).await,
        Route::InboxPage => pages::inbox(&env).await,
        Route::WidgetFrame => pages::widget_frame(&request, &env).await,
    }
}

fn health(env: &Env) -> Result<Response, Error> {
    let model = Chosen::of(env)
        .map_err(|_| Error::bug("MODEL names no model, or one that lacks its settings"))?;
    json(&Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        model: model.name(),
        default_audience: Audience::Learner,
    })
}

/// A JSON answer that nobody stores.
fn json(body: &impl Serialize) -> Result<Response, Error> {
    let response = Response::from_json(body)?;
    response.headers().set("cache-control", "no-store")?;
    Ok(response)
}

/// The request's JSON body, at most `most` bytes.
///
/// # Errors
/// `too_large`, `bad_request` if it is no JSON, `invalid` if it has another shape.
async fn body<T: DeserializeOwned>(request: Request, most: usize) -> Result<T, Error> {
    let bytes = bytes(request, most).await?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&bytes, &error))
}

/// The request's body as it is, at most `most` bytes.
///
/// # Errors
/// `too_large`.
async fn bytes(mut request: Request, most: usize) -> Result<Vec<u8>, Error> {
    let too_large = || {
        Error::new(
            Code::TooLarge,
            format!("more than {most} bytes cannot be taken at once"),
        )
    };
    // Piece by piece: what is announced may be a lie, and all objects share one memory. What is
    // too much is read on and dropped: a sender that still sends may not hear an answer.
    let (mut bytes, mut length) = (Vec::new(), 0);
    if let Ok(mut stream) = request.stream() {
        while let Some(piece) = stream.next().await {
            let piece = piece?;
            length += piece.len();
            if length > most.saturating_mul(HEARD_OUT) {
                break;
            }
            if length <= most {
                bytes.extend(piece);
            }
        }
    }
    if length > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// A value of the query string.
fn query(request: &Request, name: &str) -> Result<Option<String>, Error> {
    let url = request.url()?;
    Ok(url
        .query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned()))
}

/// A whole number of the query string.
fn number<T: std::str::FromStr>(request: &Request, name: &str, absent: T) -> Result<T, Error> {
    match query(request, name)? {
        None => Ok(absent),
        Some(text) => text
            .parse()
            .map_err(|_| Error::invalid(format!("{name} is no whole number"))),
    }
}

/// A text of 1 to `most` characters, trimmed.
fn text(text: &str, name: &str, most: usize) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > most {
        return Err(Error::invalid(format!("{name} has 1 to {most} characters")));
    }
    Ok(text.to_owned())
}

/// Whether the request wants to become a WebSocket.
fn wants_socket(request: &Request) -> Result<(), Error> {
    match request.headers().get("upgrade")? {
        Some(upgrade) if upgrade.eq_ignore_ascii_case("websocket") => Ok(()),
        _ => Err(Error::new(Code::BadRequest, "this address is a WebSocket")),
    }
}
