//! A letter by SMTP over a TCP socket: TLS from the start on `smtps`, by STARTTLS on `smtp`, plain to this
//! machine alone. Not by port 25, which the platform closes
//! (<https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/>).

use super::Sent;
use crate::error::Error;
use async_smtp::authentication::{Credentials, Mechanism};
use async_smtp::{EmailAddress, Envelope, SendableEmail, SmtpClient, SmtpTransport};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, BufStream, ReadBuf};
use worker::wasm_bindgen_futures::spawn_local;
use worker::{SecureTransport, Socket, Url};

/// Sends it.
pub(super) async fn send(url: &Url, from: &str, to: &str, raw: Vec<u8>) -> Result<Sent, Error> {
    match attempt(url, from, to, raw).await {
        Ok(()) => Ok(Sent::Taken),
        Err(Failure::Setting(why)) => Err(Error::bug(why)),
        Err(Failure::Address) => Ok(Sent::Refused),
        Err(Failure::Smtp(error)) => {
            worker::console_error!("SMTP: {error}");
            Ok(match error {
                async_smtp::error::Error::Permanent(answer) if is_no_address(&answer) => {
                    Sent::Refused
                }
                _ => Sent::Failed,
            })
        }
    }
}

enum Failure {
    /// What the deployment set cannot be used.
    Setting(&'static str),
    /// The address cannot be written to.
    Address,
    Smtp(async_smtp::error::Error),
}

impl From<async_smtp::error::Error> for Failure {
    fn from(error: async_smtp::error::Error) -> Self {
        Self::Smtp(error)
    }
}

/// Whether a refusal is of the address, and not of us, a policy or a login: RFC 5321, 4.2.3, and RFC 3463's class
/// X.1, addressing.
fn is_no_address(answer: &async_smtp::response::Response) -> bool {
    let line = answer.first_line().unwrap_or_default();
    let enhanced = line
        .split_whitespace()
        .next()
        .filter(|it| it.starts_with("5."));
    match enhanced {
        Some(code) => code.starts_with("5.1."),
        None => [550, 551, 553]
            .into_iter()
            .any(|code| answer.has_code(code)),
    }
}

/// A connection that is closed with whatever has it: one that is left open keeps its object awake, until the server
/// closes it.
struct Connection(Option<Socket>);

impl Connection {
    /// Takes it out, not closed.
    fn into_inner(mut self) -> Result<Socket, Failure> {
        self.0
            .take()
            .ok_or(Failure::Setting("a connection was closed"))
    }

    fn socket(&mut self) -> io::Result<Pin<&mut Socket>> {
        let socket = self.0.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        Ok(Pin::new(socket))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let Some(mut socket) = self.0.take() {
            spawn_local(async move {
                let _closed = socket.close().await;
            });
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.socket()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.socket()?.poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket()?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.socket()?.poll_shutdown(context)
    }
}

async fn attempt(url: &Url, from: &str, to: &str, raw: Vec<u8>) -> Result<(), Failure> {
    let host = url
        .host_str()
        .ok_or(Failure::Setting("MAIL_URL names no host"))?;
    let is_local = matches!(host, "localhost" | "127.0.0.1");
    let (secure, port) = match url.scheme() {
        "smtps" => (SecureTransport::On, 465),
        _ if is_local => (SecureTransport::Off, 25),
        _ => (SecureTransport::StartTls, 587),
    };
    let is_upgraded = matches!(secure, SecureTransport::StartTls);
    let address = |text: &str| EmailAddress::new(text.to_owned()).map_err(|_| Failure::Address);
    let envelope = Envelope::new(Some(address(from)?), vec![address(to)?]);
    let envelope = envelope.map_err(|_| Failure::Address)?;
    let socket = Socket::builder()
        .secure_transport(secure)
        .connect(host, url.port().unwrap_or(port))
        .map_err(|_| Failure::Setting("MAIL_URL cannot be connected to"))?;
    let stream = |socket| BufStream::new(Connection(Some(socket)));
    let mut line = SmtpTransport::new(SmtpClient::new(), stream(socket)).await?;
    if is_upgraded {
        let socket = line
            .starttls()
            .await?
            .into_inner()
            .into_inner()?
            .start_tls();
        let client = SmtpClient::new().without_greeting();
        line = SmtpTransport::new(client, stream(socket)).await?;
    }
    if !url.username().is_empty() {
        let decoded = |text: &str| js_sys::decode_uri_component(text).map(String::from);
        let decoded = |text: &str| {
            decoded(text).map_err(|_| Failure::Setting("MAIL_URL is not percent-encoded"))
        };
        let login = Credentials::new(
            decoded(url.username())?,
            decoded(url.password().unwrap_or_default())?,
        );
        line.try_login(&login, &[Mechanism::Plain, Mechanism::Login])
            .await?;
    }
    line.send(SendableEmail::new(envelope, raw)).await?;
    // It is taken; what comes of the goodbye is nobody's matter.
    let _gone = line.quit().await;
    Ok(())
}
