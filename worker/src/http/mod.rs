//! One REST resource per file: parse, call the object, answer.

pub(crate) mod agents;
pub(crate) mod articles;
pub(crate) mod attachments;
pub(crate) mod audit;
pub(crate) mod conversations;
pub(crate) mod crawl;
pub(crate) mod demo;
pub(crate) mod identity;
pub(crate) mod insights;
pub(crate) mod learner;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod push;
pub(crate) mod replies;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod session;
mod shape;
pub(crate) mod sign_in;
pub(crate) mod tags;
pub(crate) mod team;

use crate::error::Error;
use futures_util::StreamExt as _;
use protocol::Code;
use serde::{Serialize, de::DeserializeOwned};
use shape::unreadable;
use worker::{Request, Response};

/// Longest body, in bytes, of anything but an article.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Longest settings, in bytes: with rules and the examples of tags.
const MAX_SETTINGS_BYTES: usize = 512 * 1024;

/// How many times what is allowed a sender may send before nobody listens any more.
const HEARD_OUT: usize = 4;

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
    read(request, most, |from| T::deserialize(from)).await
}

/// The same, read by `how`.
async fn read<T>(
    request: Request,
    most: usize,
    how: impl FnOnce(&mut Json<'_>) -> serde_json::Result<T>,
) -> Result<T, Error> {
    let bytes = bytes(request, most).await?;
    let mut from = Json::from_slice(&bytes);
    let read = how(&mut from).and_then(|read| from.end().map(|()| read));
    read.map_err(|error| unreadable(&bytes, &error))
}

/// JSON in memory.
type Json<'a> = serde_json::Deserializer<serde_json::de::SliceRead<'a>>;

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
