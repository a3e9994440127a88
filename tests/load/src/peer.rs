//! How a conversation is opened on either side.

use crate::room::{Open, PATIENCE, Room, Socket};
use crate::runtime::SETUP_SECRET;
use anyhow::{Context as _, Result};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

/// Learners who begin at the same time, and the pause between two such groups.
const AT_ONCE: usize = 20;
const PAUSE: Duration = Duration::from_millis(150);

static ROOMS: AtomicUsize = AtomicUsize::new(0);

fn next_name() -> String {
    format!("room-{}", ROOMS.fetch_add(1, Ordering::Relaxed))
}

async fn open(address: &str, path: &str, headers: &[(&'static str, String)]) -> Result<Socket> {
    let mut request = format!("ws://{address}{path}").into_client_request()?;
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_str(value)?);
    }
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (socket, _) = tokio::time::timeout(PATIENCE, client_async(request, stream))
        .await?
        .with_context(|| format!("{path} was refused"))?;
    Ok(socket)
}

/// The barest chat.
pub(crate) struct Peer {
    address: String,
}

impl Peer {
    pub(crate) fn at(address: &str) -> Self {
        Self {
            address: address.to_owned(),
        }
    }

    /// A room with one who says and some who hear.
    pub(crate) async fn room(&self, hearers: usize) -> Result<Room> {
        let name = next_name();
        let path = format!("/{name}");
        let mut sockets = Vec::new();
        for _ in 0..=hearers {
            sockets.push(open(&self.address, &path, &[]).await?);
        }
        let sayer = sockets.remove(0);
        Ok(Room::new(name, sayer, sockets, str::to_owned))
    }
}

/// Baton, with a team and its agent.
pub(crate) struct Baton {
    address: String,
    cookie: String,
}

impl Baton {
    /// Makes the team, and signs its agent in.
    pub(crate) fn set_up(address: &str) -> Result<Self> {
        let agent = json!({ "name": "Ana", "email": "ana@bench.example", "password": "amber-tulip-cabinet" });
        let setup = json!({
            "secret": SETUP_SECRET, "team": "bench", "team_name": "Bench", "admin": agent,
        });
        ureq::post(format!("http://{address}/api/setup")).send_json(&setup)?;
        let sign_in = json!({
            "team": "bench", "email": "ana@bench.example", "password": "amber-tulip-cabinet",
        });
        let answer =
            ureq::post(format!("http://{address}/api/agents/sign-in")).send_json(&sign_in)?;
        let cookie = answer
            .headers()
            .get("set-cookie")
            .and_then(|cookie| cookie.to_str().ok()?.split(';').next())
            .context("no session")?;
        Ok(Self {
            address: address.to_owned(),
            cookie: cookie.to_owned(),
        })
    }

    /// A learner's session: what opens their socket, and their conversation.
    async fn session(&self) -> Result<(String, String)> {
        let url = format!("http://{}/api/learner/session", self.address);
        let session: Value = tokio::task::spawn_blocking(move || -> Result<Value> {
            let mut answer = ureq::post(url).send_json(json!({ "team": "bench" }))?;
            Ok(answer.body_mut().read_json()?)
        })
        .await??;
        let text = |name: &str| session[name].as_str().map(str::to_owned);
        let ticket = text("ticket").context("no ticket")?;
        Ok((ticket, text("conversation").context("no conversation")?))
    }

    async fn learner(&self, ticket: &str) -> Result<Socket> {
        let protocols = format!("baton.v1, {ticket}");
        let headers = [("sec-websocket-protocol", protocols)];
        open(&self.address, "/api/learner/socket?since=0", &headers).await
    }

    /// A conversation that people have: a learner who says, and agents who hear.
    pub(crate) async fn room(&self, hearers: usize) -> Result<Room> {
        let (ticket, conversation) = self.session().await?;
        let mut sayer = self.learner(&ticket).await?;
        let ask = json!({ "type": "ask_for_person", "client_id": "ask" }).to_string();
        sayer.send(Message::text(ask)).await?;
        loop {
            let frame = tokio::time::timeout(PATIENCE, sayer.next()).await;
            let frame = frame.context("nobody was handed over to")?;
            if frame
                .context("a socket closed")??
                .to_text()?
                .contains("\"system\"")
            {
                break;
            }
        }
        let path = format!("/api/conversations/{conversation}/socket?since=0");
        let headers = [
            ("cookie", self.cookie.clone()),
            ("origin", format!("http://{}", self.address)),
        ];
        let mut sockets = Vec::new();
        for _ in 0..hearers {
            sockets.push(open(&self.address, &path, &headers).await?);
        }
        let frame = |text: &str| {
            let client_id = text.replace(' ', "-");
            json!({ "type": "say", "client_id": client_id, "text": text }).to_string()
        };
        Ok(Room::new(next_name(), sayer, sockets, frame))
    }

    /// Learners who are only connected.
    pub(crate) async fn learners(&self, count: usize) -> Result<Vec<Open>> {
        let mut learners = Vec::with_capacity(count);
        while learners.len() < count {
            let batch = (0..AT_ONCE.min(count - learners.len())).map(|_| async {
                let (ticket, _) = self.session().await?;
                self.learner(&ticket).await.map(Open::new)
            });
            for learner in futures_util::future::join_all(batch).await {
                learners.push(learner?);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(learners)
    }
}
