//! Hibernating sockets: tags for the audience and a learner's language, attachments for identity, and a send that
//! forgives a socket that has closed.

use crate::error::Error;
use serde::{Serialize, de::DeserializeOwned};
use worker::{Response, State, WebSocket, WebSocketPair, WebSocketRequestResponsePair};

/// Who is at the other end of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    Learner,
    Agent,
}

impl Audience {
    /// The socket's tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Agent => "agent",
        }
    }
}

/// First WebSocket subprotocol of a learner's socket; the second is their token.
pub(crate) const SUBPROTOCOL: &str = "baton.v1";

/// What a browser sends to see whether the line is alive, and what the runtime answers
/// without waking the object.
pub(crate) const PING: (&str, &str) = ("ping", "pong");

/// Lets the runtime answer pings by itself, so that an idle conversation stays asleep.
pub(crate) fn answer_pings(state: &State) -> Result<(), Error> {
    let pair = WebSocketRequestResponsePair::new(PING.0, PING.1)
        .map_err(|_| Error::bug("no auto-response pair"))?;
    state.set_websocket_auto_response(&pair);
    Ok(())
}

/// Whether a socket is open: one that is closing is among an object's until its end has been seen to.
pub(crate) fn is_open(socket: &WebSocket) -> bool {
    /// `WebSocket.OPEN` (<https://websockets.spec.whatwg.org/#interface-definition>).
    const OPEN: u16 = 1;
    socket.as_ref().ready_state() == OPEN
}

/// Accepts a socket, sends its first frame and answers the upgrade.
pub(crate) fn accept(
    state: &State,
    tags: &[&str],
    identity: &impl Serialize,
    hello: &impl Serialize,
) -> Result<Response, Error> {
    let pair = WebSocketPair::new()?;
    state.accept_websocket_with_tags(&pair.server, tags);
    attach(&pair.server, identity)?;
    send_if_open(&pair.server, &serde_json::to_string(hello)?);
    let response = Response::from_websocket(pair.client)?;
    if tags.contains(&Audience::Learner.tag()) {
        // A browser that offers subprotocols closes the socket unless one is chosen.
        response
            .headers()
            .set("sec-websocket-protocol", SUBPROTOCOL)?;
    }
    Ok(response)
}

/// Writes who is at the other end. As JSON text: reading it for every frame is several times
/// faster than walking a JavaScript object.
pub(crate) fn attach(socket: &WebSocket, identity: &impl Serialize) -> Result<(), Error> {
    socket.serialize_attachment(serde_json::to_string(identity)?)?;
    Ok(())
}

/// Who is at the other end, as written.
pub(crate) fn identity<T: DeserializeOwned>(socket: &WebSocket) -> Result<T, Error> {
    let text: Option<String> = socket.deserialize_attachment()?;
    let text = text.ok_or_else(|| Error::bug("a socket without identity"))?;
    Ok(crate::json::read(&text)?)
}

/// Closes the oldest sockets of an audience, so that one more makes at most `most`.
pub(crate) fn make_room(state: &State, audience: Audience, most: usize) {
    // The runtime gives them in the order in which they were accepted.
    let open = state.get_websockets_with_tag(audience.tag());
    let many = (open.len() + 1).saturating_sub(most);
    for socket in open.into_iter().take(many) {
        let _closed_already = socket.close(Some(1008), Some("too many tabs"));
    }
}

/// Sends a frame to every socket of an audience.
pub(crate) fn broadcast(
    state: &State,
    audience: Audience,
    frame: &impl Serialize,
) -> Result<(), Error> {
    let sockets = state.get_websockets_with_tag(audience.tag());
    if sockets.is_empty() {
        return Ok(());
    }
    let frame = serde_json::to_string(frame)?;
    for socket in sockets {
        send_if_open(&socket, &frame);
    }
    Ok(())
}

/// Sends each learner's socket a frame in its language, which is its second tag. A frame is made once a
/// language.
pub(crate) fn broadcast_by_language<F: Serialize>(
    state: &State,
    frame: impl Fn(&str) -> Option<F>,
) -> Result<(), Error> {
    let mut made: Vec<(String, Option<String>)> = Vec::new();
    for socket in state.get_websockets_with_tag(Audience::Learner.tag()) {
        let language = state.get_tags(&socket).into_iter().nth(1);
        let language = language.unwrap_or_default();
        let known = made.iter().position(|(it, _)| *it == language);
        let at = match known {
            Some(at) => at,
            None => {
                let frame = frame(&language).map(|frame| serde_json::to_string(&frame));
                made.push((language, frame.transpose()?));
                made.len() - 1
            }
        };
        if let Some(frame) = &made[at].1 {
            send_if_open(&socket, frame);
        }
    }
    Ok(())
}

/// Closes the agents' sockets whose identity `is_such` accepts.
pub(crate) fn close<T: DeserializeOwned>(state: &State, is_such: impl Fn(&T) -> bool) {
    for socket in state.get_websockets_with_tag(Audience::Agent.tag()) {
        if identity::<T>(&socket).is_ok_and(|identity| is_such(&identity)) {
            let _closed_already = socket.close(Some(1000), Some("signed out"));
        }
    }
}

/// Closes the sockets of an audience whose identity `is_such` accepts.
pub(crate) fn close_such<T: DeserializeOwned>(
    state: &State,
    audience: Audience,
    is_such: impl Fn(&T) -> bool,
    why: &str,
) {
    for socket in state.get_websockets_with_tag(audience.tag()) {
        if identity::<T>(&socket).is_ok_and(|identity| is_such(&identity)) {
            let _closed_already = socket.close(Some(1008), Some(why));
        }
    }
}

/// Closes every socket of an audience.
pub(crate) fn close_all(state: &State, audience: Audience, why: &str) {
    for socket in state.get_websockets_with_tag(audience.tag()) {
        let _closed_already = socket.close(Some(1008), Some(why));
    }
}

/// Sends a frame, unless the socket has closed: its browser will resume from the log.
pub(crate) fn send_if_open(socket: &WebSocket, frame: &str) {
    let _closed = socket.send_with_str(frame);
}
