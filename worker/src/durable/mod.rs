//! The object classes, and how the worker talks to them.
//!
//! Every object is named after its team (and conversation), never by a client
//! (architecture, invariant 15). Calls are JSON in a POST, answers a `Result` in JSON;
//! only this worker can send them, and each carries its team all the same.

mod ask;
mod command;
pub(crate) mod conversation;
mod conversation_call;
mod core;
mod effect;
pub(crate) mod erasure;
mod identity;
pub(crate) mod inbox;
pub(crate) mod knowledge;
pub(crate) mod last_team;
mod mail;
pub(crate) mod team;
pub(crate) mod transaction;
mod vigil;
mod whole;

use crate::error::Error;
use ask::Ask;
use protocol::{Problem, TeamId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use worker::{Env, Headers, Method, Request, RequestInit, Response, State, Stub};

/// Stub fetches need a full URL; the host means nothing.
const CALL: &str = "https://object/call";
const SOCKET: &str = "https://object/socket";

/// Header that carries a socket's opening, as JSON.
const OPENING: &str = "x-baton-opening";

/// A call as it travels.
#[derive(Serialize, Deserialize)]
struct Envelope<C> {
    team: TeamId,
    call: C,
}

/// What came to an object.
enum Incoming<C, O> {
    Call(TeamId, C),
    Socket(TeamId, O),
}

fn stub(env: &Env, class: &str, name: &str) -> Result<Stub, Error> {
    Ok(env.durable_object(class)?.id_from_name(name)?.get_stub()?)
}

/// Asks an object `A`; `call` is `A` in the enum of all that it is asked.
async fn ask<A: Ask>(
    stub: &Stub,
    team: &TeamId,
    call: &impl Serialize,
) -> Result<A::Answer, Error> {
    #[derive(Serialize)]
    struct Borrowed<'a, C> {
        team: &'a TeamId,
        call: &'a C,
    }
    let body = serde_json::to_string(&Borrowed { team, call })?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(body.into()));
    let request = Request::new_with_init(CALL, &init)?;
    let mut response = stub.fetch_with_request(request).await?;
    let answer: Result<A::Answer, Problem> = crate::json::read(&response.text().await?)?;
    answer.map_err(Error::from)
}

/// Opens a socket to an object; the answer goes to the browser as it is.
async fn open_socket<O: Serialize>(
    stub: &Stub,
    team: &TeamId,
    opening: &O,
) -> Result<Response, Error> {
    #[derive(Serialize)]
    struct Borrowed<'a, C> {
        team: &'a TeamId,
        call: &'a C,
    }
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    let opening = serde_json::to_string(&Borrowed {
        team,
        call: opening,
    })?;
    // Header values are bytes, not text: names may hold any letter.
    headers.set(OPENING, &percent_encoded(&opening))?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init(SOCKET, &init)?;
    Ok(stub.fetch_with_request(request).await?)
}

/// Reads what came to an object.
async fn incoming<C: DeserializeOwned, O: DeserializeOwned>(
    mut request: Request,
) -> Result<Incoming<C, O>, Error> {
    if let Some(opening) = request.headers().get(OPENING)? {
        let opening: Envelope<O> = crate::json::read(&percent_decoded(&opening)?)?;
        return Ok(Incoming::Socket(opening.team, opening.call));
    }
    let envelope: Envelope<C> = crate::json::read(&request.text().await?)?;
    Ok(Incoming::Call(envelope.team, envelope.call))
}

/// Refuses a caller of another team than the object is named after (architecture,
/// invariant 15). Runtimes that do not tell an object its name have nothing to compare.
fn is_named(state: &State, team: &TeamId) -> Result<(), Error> {
    match state.id().name() {
        Some(name) if name != team.as_str() => Err(Error::not_found("team")),
        _ => Ok(()),
    }
}

/// An object's answer to a call.
fn answer(result: Result<String, Error>) -> worker::Result<Response> {
    let refused = |error: Error| -> worker::Result<String> {
        let refused: Result<(), Problem> = Err(error.into_problem());
        Ok(serde_json::to_string(&refused)?)
    };
    // A `Result` as serde writes one.
    let text = match result {
        Ok(answer) => format!(r#"{{"Ok":{answer}}}"#),
        Err(error) => refused(error)?,
    };
    Response::ok(text)
}

/// Percent-encodes everything but ASCII letters and digits.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
            out
        })
}

fn percent_decoded(text: &str) -> Result<String, Error> {
    let malformed = || Error::bug("a socket's opening is malformed");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [
                rest.next().ok_or_else(malformed)?,
                rest.next().ok_or_else(malformed)?,
            ];
            let pair = std::str::from_utf8(&pair).map_err(|_| malformed())?;
            bytes.push(u8::from_str_radix(pair, 16).map_err(|_| malformed())?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opening_survives_a_header() {
        let text = "{\"name\":\"Aña 日本 %41\"}\r\n";
        assert_eq!(percent_decoded(&percent_encoded(text)).unwrap(), text);
        assert!(percent_decoded("%4").is_err());
        assert!(percent_decoded("%ff").is_err());
    }
}
