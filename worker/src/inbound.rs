//! Answers to e-mails: what Cloudflare's e-mail routing hands to the worker becomes the learner's next message.
//!
//! Taken is what comes to an address that we made (`token/mail.rs`), from the address that the letter went to.
//! What a machine wrote is dropped, so that no two machines answer each other (RFC 3834); what could not be
//! delivered ends the e-mails (RFC 3464). Whatever is refused is refused to the sender's own server, with why.

use crate::config;
use crate::digest::digest;
use crate::durable::conversation::{self, Party};
use crate::error::Error;
use crate::http::attachments::{self, Asking};
use crate::token::mail;
use domain::quoted_mail;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders as _};
use protocol::{
    ClientMessageId, Code, ConversationId, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS,
    MAX_MESSAGE_CHARS, TeamId,
};
use worker::{Env, ForwardableEmailMessage};

/// Largest e-mail that is read, in bytes: what Cloudflare takes, 25 MiB
/// (<https://developers.cloudflare.com/email-routing/limits/>).
const MAX_BYTES: f64 = 25.0 * 1024.0 * 1024.0;

/// Takes an e-mail in; what is refused, the sender's server hears of.
pub(crate) async fn take(message: &ForwardableEmailMessage, env: &Env) {
    match taken(message, env).await {
        Ok(()) => {}
        Err(Error::Problem(problem)) => message.set_reject(&problem.message),
        Err(bug @ Error::Bug(_)) => {
            let problem = bug.into_problem();
            message.set_reject(&problem.message);
        }
    }
}

async fn taken(message: &ForwardableEmailMessage, env: &Env) -> Result<(), Error> {
    let keys = config::signing_keys(env)?;
    let to = mail::read_address(&message.to(), &config::teams(env)?, &keys)?;
    let (team, id) = to.ok_or_else(|| Error::not_found("address"))?;
    let (team, id) = (&team, &id);
    if message.raw_size() > MAX_BYTES {
        return Err(Error::new(Code::TooLarge, "this e-mail is too large"));
    }
    let raw = message.raw_bytes().await?;
    let parsed = MessageParser::default()
        .parse(&raw)
        .ok_or_else(|| Error::invalid("this e-mail cannot be read"))?;
    if is_report(&parsed) {
        let not_mailed = conversation::NotMailed {};
        return conversation::ask(env, team, id, not_mailed).await;
    }
    // An empty sender is a machine's: a delay, a receipt, a note that somebody is away.
    if message.from().is_empty() || is_automatic(&parsed) {
        return Ok(());
    }
    let address = conversation::ask(env, team, id, conversation::MailAddress {}).await?;
    let from = parsed.from().and_then(|from| from.first());
    let from = from.and_then(|from| from.address()).unwrap_or_default();
    if !address.is_some_and(|address| address.eq_ignore_ascii_case(from)) {
        let why = "please answer from the address that our e-mail went to";
        return Err(Error::new(Code::Forbidden, why));
    }
    said(env, team, id, &parsed, &raw).await
}

/// The learner says what it says.
async fn said(
    env: &Env,
    team: &TeamId,
    id: &ConversationId,
    parsed: &Message<'_>,
    raw: &[u8],
) -> Result<(), Error> {
    let mut text = quoted_mail::said(&parsed.body_text(0).unwrap_or_default());
    let mut kept = Vec::new();
    let mut left = Vec::new();
    for file in parsed.attachments() {
        let name = file.attachment_name().unwrap_or("file");
        let content = file.contents();
        let fits = content.len() <= MAX_ATTACHMENT_BYTES && kept.len() < MAX_ATTACHMENTS;
        let asking = Asking {
            team: team.clone(),
            conversation: id.clone(),
            by: Party::Learner { is_verified: true },
        };
        let stored = match fits {
            true => attachments::store(env, asking, name, content.to_vec()).await,
            false => Err(Error::new(Code::TooLarge, "the file is too large")),
        };
        match stored {
            Ok(attachment) => kept.push(attachment.id),
            Err(Error::Problem(_)) => left.push(name),
            Err(bug) => return Err(bug),
        }
    }
    if !left.is_empty() {
        text.push_str(&format!("\n\n[{}]", left.join(", ")));
    }
    if text.chars().count() > MAX_MESSAGE_CHARS {
        text = text
            .chars()
            .take(MAX_MESSAGE_CHARS - 1)
            .chain(['…'])
            .collect();
    }
    // Delivered twice, it is one message.
    let own = parsed.message_id().map(str::as_bytes).unwrap_or(raw);
    let own = digest(&String::from_utf8_lossy(own));
    let client_id = ClientMessageId::new(format!("m-{}", own.replace(['+', '/', '='], "")))
        .map_err(|_| Error::bug("an id of an e-mail is malformed"))?;
    let says = conversation::TakeByMail {
        client_id,
        text,
        attachments: kept,
    };
    conversation::ask(env, team, id, says).await
}

/// A header's text, in small letters.
fn header(parsed: &Message<'_>, name: &str) -> Option<String> {
    match parsed.header(name)? {
        HeaderValue::Text(text) => Some(text.trim().to_ascii_lowercase()),
        HeaderValue::ContentType(kind) => Some(kind.ctype().to_ascii_lowercase()),
        // It is there.
        _ => Some(String::new()),
    }
}

/// Whether it says that a letter could not be delivered (RFC 3464).
fn is_report(parsed: &Message<'_>) -> bool {
    let is_report = parsed.content_type().is_some_and(|kind| {
        let of = kind.attribute("report-type").unwrap_or_default();
        kind.subtype()
            .is_some_and(|it| it.eq_ignore_ascii_case("report"))
            && of.eq_ignore_ascii_case("delivery-status")
    });
    let body = parsed
        .parts
        .iter()
        .find(|part| part.is_content_type("message", "delivery-status"));
    // A delay, or that it was delivered, ends nothing.
    let is_failure = body.is_none_or(|part| {
        let text = String::from_utf8_lossy(part.contents()).to_ascii_lowercase();
        text.contains("action: failed")
    });
    is_report && is_failure
}

/// Whether a machine wrote it: RFC 3834, and what programs before it used.
fn is_automatic(parsed: &Message<'_>) -> bool {
    let is = |name: &str, values: &[&str]| {
        header(parsed, name).is_some_and(|text| values.iter().any(|it| text.starts_with(it)))
    };
    header(parsed, "Auto-Submitted").is_some_and(|text| !text.starts_with("no"))
        || is("Precedence", &["bulk", "junk", "list", "auto_reply"])
        || [
            "List-Id",
            "X-Autoreply",
            "X-Autorespond",
            "X-Auto-Response-Suppress",
        ]
        .into_iter()
        .any(|name| parsed.header(name).is_some())
        || parsed.content_type().is_some_and(|kind| {
            kind.subtype()
                .is_some_and(|it| it.eq_ignore_ascii_case("report"))
        })
}
