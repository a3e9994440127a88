//! One conversation under load: who says, and all who hear.

use anyhow::{Context as _, Result};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// A socket without TLS, as all of ours here are.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// How long a message may take before the run is broken.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A conversation with one who says and some who hear.
pub(crate) struct Room {
    say: SplitSink<Socket, Message>,
    frame: fn(&str) -> String,
    /// Distinguishes this room's messages from all others.
    name: String,
    hearing: Vec<mpsc::UnboundedReceiver<(String, Instant)>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Room {
    /// `frame` makes what is sent of a message's text.
    pub(crate) fn new(
        name: String,
        sayer: Socket,
        hearers: Vec<Socket>,
        frame: fn(&str) -> String,
    ) -> Self {
        let (say, echo) = sayer.split();
        let mut tasks = vec![tokio::spawn(drain(echo))];
        let mut hearing = Vec::new();
        for hearer in hearers {
            let (heard, receiver) = mpsc::unbounded_channel();
            hearing.push(receiver);
            tasks.push(tokio::spawn(hear(hearer, heard)));
        }
        Self {
            say,
            frame,
            name,
            hearing,
            tasks,
        }
    }

    fn text(&self, number: usize) -> String {
        format!("message {number} of {}", self.name)
    }

    /// Says a message.
    pub(crate) async fn say(&mut self, number: usize) -> Result<()> {
        let frame = (self.frame)(&self.text(number));
        self.say.send(Message::text(frame)).await?;
        Ok(())
    }

    /// Waits until everybody has heard a message; when the last did.
    pub(crate) async fn heard(&mut self, number: usize) -> Result<Instant> {
        let text = self.text(number);
        let mut last = Instant::now();
        for (index, hearer) in self.hearing.iter_mut().enumerate() {
            loop {
                let next = tokio::time::timeout(PATIENCE, hearer.recv()).await;
                let (frame, at) = next
                    .with_context(|| format!("“{text}” was not heard"))?
                    .context("a socket closed")?;
                if frame.contains(&text) {
                    last = if index == 0 { at } else { last.max(at) };
                    break;
                }
            }
        }
        Ok(last)
    }

    /// Leaves.
    pub(crate) async fn close(mut self) {
        let _closed = self.say.close().await;
        for task in self.tasks {
            task.abort();
        }
    }
}

async fn drain(mut socket: SplitStream<Socket>) {
    while let Some(Ok(_)) = socket.next().await {}
}

async fn hear(mut socket: Socket, heard: mpsc::UnboundedSender<(String, Instant)>) {
    while let Some(Ok(frame)) = socket.next().await {
        let at = Instant::now();
        if let Message::Text(text) = frame
            && heard.send((text.to_string(), at)).is_err()
        {
            return;
        }
    }
}

/// A socket that only stays open.
pub(crate) struct Open(JoinHandle<()>);

impl Open {
    pub(crate) fn new(socket: Socket) -> Self {
        Self(tokio::spawn(drain(socket.split().1)))
    }

    /// Whether the other side has closed it.
    pub(crate) fn is_closed(&self) -> bool {
        self.0.is_finished()
    }
}
