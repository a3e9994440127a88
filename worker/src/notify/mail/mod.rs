//! E-mail: what a letter says, and which way it goes.
//!
//! A letter is written in the commit of what it tells, and kept in the outbox as JSON. `MAIL_URL` says which way
//! all letters of a deployment go: by SMTP (`smtp.rs`), by a provider's HTTP API (`provider.rs`), or by
//! Cloudflare's own binding.

mod provider;
mod smtp;

use super::chat;
use super::words::{self, Words};
use crate::clock;
use crate::config::{self, MailRoute};
use crate::error::Error;
use crate::json;
use crate::store::outbox::Post;
use crate::store::{Sql, log};
use crate::token::mail as token;
use domain::{Delivery, News, speech};
use mail_builder::MessageBuilder;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::url::URL;
use mail_builder::mime::{BodyPart, MimePart};
use protocol::{Author, ConversationId, LearnerEvent, LearnerMessage, Say, Seq, TeamId};
use serde::{Deserialize, Serialize};
use worker::{EmailMessage, Env, SendEmail};

/// The binding of Cloudflare's own e-mail.
const BINDING: &str = "EMAIL";

/// What a letter says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(super) to: String,
    /// Whose name stands before the deployment's address.
    pub(super) from_name: String,
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
    /// Where an answer goes, if it is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<String>,
    /// Its own id without brackets.
    pub(super) id: String,
    /// What it belongs to, as mail programs group letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) thread: Option<String>,
    /// What ends these letters by one click (RFC 8058).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) stop: Option<String>,
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// It is on its way.
    Taken,
    /// There is no such address.
    Refused,
    /// Not now.
    Failed,
}

impl Sent {
    /// By what an HTTP API answers. What it refuses may be our own fault, a template's or a key's: it says nothing
    /// of the address, which bounces do.
    fn by_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            _ => Self::Failed,
        }
    }
}

/// The letter that tells a delivery, as JSON.
pub(super) fn written(
    env: &Env,
    sql: &Sql,
    team: &TeamId,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<Option<String>, Error> {
    let route = route(env)?;
    let letter = match &delivery.news {
        News::Replied {
            after,
            with_assistant,
        } => {
            let unseen = unseen(sql, *after, *with_assistant, language(delivery))?;
            if unseen.is_empty() {
                return Ok(None);
            }
            reply(env, &route, team, conversation, delivery, &unseen)?
        }
        _ => {
            let words = words::words(env, conversation, delivery);
            let kind = super::webhook::kind(&delivery.news);
            let id = format!("{conversation}-{}-{kind}", delivery.seq);
            alert(&route, &delivery.address, &id, &words)
        }
    };
    Ok(Some(serde_json::to_string(&letter)?))
}

/// A letter that says that letters come.
pub(super) fn test(env: &Env, to: &str) -> Result<String, Error> {
    let route = route(env)?;
    let id = format!("test-{}", clock::random_id()?);
    Ok(serde_json::to_string(&alert(
        &route,
        to,
        &id,
        &chat::test(env),
    ))?)
}

/// A letter to the team of what waits.
pub(super) fn review(env: &Env, to: &str, event: &str, words: &Words) -> Result<String, Error> {
    Ok(serde_json::to_string(&alert(
        &route(env)?,
        to,
        event,
        words,
    ))?)
}

fn route(env: &Env) -> Result<MailRoute, Error> {
    config::mail(env)
        .ok_or_else(|| Error::invalid("e-mail is not set up in this deployment: see docs/email.md"))
}

/// The language that the learner reads in, by its code.
fn language(delivery: &Delivery) -> &'static str {
    let locale = delivery.learner.locale.as_deref().unwrap_or_default();
    speech::spoken(locale.split(['-', '_']).next().unwrap_or_default())
}

/// What the learner has not seen, in their language, oldest first: each with who wrote it.
fn unseen(
    sql: &Sql,
    after: Seq,
    with_assistant: bool,
    language: &str,
) -> Result<Vec<LearnerMessage>, Error> {
    let entries = log::learner_since(sql, after, language)?;
    let messages = entries.into_iter().filter_map(|entry| match entry.event {
        LearnerEvent::Message(message) => Some(message),
        LearnerEvent::Changed(_) => None,
    });
    let is_told = |message: &LearnerMessage| match message.author {
        Author::Agent { .. } => true,
        Author::Assistant | Author::System => with_assistant,
        Author::Learner => false,
    };
    Ok(messages.filter(is_told).collect())
}

/// To a learner: what they have not seen, the way back, and the end of it.
fn reply(
    env: &Env,
    route: &MailRoute,
    team: &TeamId,
    conversation: &ConversationId,
    delivery: &Delivery,
    unseen: &[LearnerMessage],
) -> Result<Letter, Error> {
    let language = language(delivery);
    let say = |what: Say, with: &[String]| speech::sentence(what, language, with);
    let keys = config::signing_keys(env)?;
    let now = clock::now();
    let of = token::Letter::new(team, conversation, &delivery.address);
    let links = token::links(&route.public_url, &of, &keys, now)?;
    let (link, stop) = (links.open, links.stop);
    let reply_to = match &route.inbound {
        Some(inbound) => token::reply_address(inbound, &of, &keys)?,
        None => None,
    };
    let above = reply_to.as_ref().map(|_| say(Say::MailAbove, &[]));
    let names = unseen
        .iter()
        .rev()
        .find_map(|message| match &message.author {
            Author::Agent { name, .. } => Some(name.clone()),
            _ => None,
        });
    let name = names.unwrap_or_else(|| team.to_string());
    let mut text = String::new();
    let mut html = String::new();
    if let Some(above) = &above {
        text.push_str(&format!("## {above} ##\n\n"));
        html.push_str(&format!(
            "<p style=\"color:#6b7280\">## {} ##</p>",
            escaped(above)
        ));
    }
    for message in unseen {
        let who = match &message.author {
            Author::Agent { name, .. } => Some(name.as_str()),
            _ => None,
        };
        let mut said = message.text.clone();
        for file in &message.attachments {
            // Files stay in the conversation, behind the link.
            if !said.is_empty() {
                said.push('\n');
            }
            said.push_str(&format!("[{}]", file.name));
        }
        if let Some(who) = who {
            text.push_str(&format!("{who}:\n"));
            html.push_str(&format!(
                "<p style=\"margin:16px 0 4px\"><b>{}</b></p>",
                escaped(who)
            ));
        }
        text.push_str(&format!("{said}\n\n"));
        html.push_str(&paragraphs(&said));
    }
    let go_on = say(Say::MailReply, &[]);
    let (open, end) = (say(Say::MailLink, &[]), say(Say::MailStop, &[]));
    if above.is_some() {
        text.push_str(&format!("{go_on}\n"));
        html.push_str(&format!("<p>{}</p>", escaped(&go_on)));
    }
    text.push_str(&format!("{open}: {link}\n\n{end}: {stop}\n"));
    html.push_str(&format!(
        "<p><a href=\"{link}\" style=\"display:inline-block;padding:10px 16px;border-radius:8px;\
         background:#3452cc;color:#ffffff;text-decoration:none\">{}</a></p>\
         <p style=\"font-size:13px\"><a href=\"{stop}\" style=\"color:#6b7280\">{}</a></p>",
        escaped(&open),
        escaped(&end),
    ));
    Ok(Letter {
        to: delivery.address.clone(),
        from_name: name.clone(),
        subject: say(Say::MailSubject, &[name]),
        text,
        html: page(language, &html),
        reply_to,
        id: format!("{conversation}-{}@{}", delivery.seq, route.domain()),
        thread: Some(format!("{conversation}@{}", route.domain())),
        stop: Some(links.stop_by_post),
    })
}

/// To an agent: what happened to their account in this team.
pub(super) fn to_agent(
    env: &Env,
    to: &str,
    team: &str,
    letter: &super::ToAgent,
) -> Result<String, Error> {
    let route = route(env)?;
    let (words, label) = match letter {
        super::ToAgent::PasswordLink(link) => (
            Words {
                title: format!("A new password for the inbox of {team}"),
                why: "Somebody, hopefully you, asked for a new password for this address. The link works once, \
                      for an hour."
                    .to_owned(),
                question: "If it was not you, there is nothing to do: your password stays as it is.".to_owned(),
                link: Some(link.clone()),
                take: None,
            },
            "Choose a password",
        ),
        super::ToAgent::PasswordChanged => (
            Words {
                title: format!("Your password for the inbox of {team} was changed"),
                why: "You are signed out wherever else you were signed in.".to_owned(),
                question: "If it was not you, tell an admin of your team, and choose another under \
                           \"Forgot your password?\"."
                    .to_owned(),
                link: Some(format!("{}/inbox", route.public_url)),
                take: None,
            },
            OPEN_INBOX,
        ),
    };
    let id = format!("account-{}", clock::random_id()?);
    Ok(serde_json::to_string(&to_staff(
        &route, to, &id, &words, label,
    ))?)
}

/// What the link of an alert says.
const OPEN_INBOX: &str = "Open the inbox";

/// To the team: who waits, why, what is open.
fn alert(route: &MailRoute, to: &str, id: &str, words: &Words) -> Letter {
    to_staff(route, to, id, words, OPEN_INBOX)
}

/// To people of the team; `label` is what the link says.
fn to_staff(route: &MailRoute, to: &str, id: &str, words: &Words, label: &str) -> Letter {
    let parts = [&words.question, &words.why];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    let mut text = format!("{}\n\n", words.title);
    let mut html = format!("<p><b>{}</b></p>", escaped(&words.title));
    for part in parts {
        text.push_str(&format!("{part}\n\n"));
        html.push_str(&paragraphs(part));
    }
    if let Some(link) = &words.link {
        text.push_str(&format!("{link}\n"));
        html.push_str(&format!("<p><a href=\"{link}\">{label}</a></p>"));
    }
    if let Some(take) = &words.take {
        text.push_str(&format!("\nTake over: {take}\n"));
        let take = escaped(take);
        html.push_str(&format!("<p><a href=\"{take}\">Take over</a></p>"));
    }
    Letter {
        to: to.to_owned(),
        from_name: "Baton".to_owned(),
        subject: words.title.clone(),
        text,
        html: page("en", &html),
        reply_to: None,
        id: format!("{id}@{}", route.domain()),
        thread: None,
        stop: None,
    }
}

/// A document, as mail programs show one.
fn page(language: &str, body: &str) -> String {
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    format!(
        "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"></head>\
         <body style=\"font:15px/1.5 system-ui,sans-serif;max-width:600px\">{body}</body></html>"
    )
}

/// Text as HTML: paragraphs and lines, nothing else of what it says.
fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").filter(|it| !it.trim().is_empty());
    paragraphs
        .map(|it| {
            format!(
                "<p dir=\"auto\" style=\"margin:0 0 12px\">{}</p>",
                escaped(it).replace('\n', "<br>")
            )
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// What stands in a header: one line, and of a name nothing that would end it (RFC 5322, 3.2.3).
pub(super) fn line(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

pub(super) fn display(name: &str) -> String {
    let special = |c: char| "()<>[]:;@\\,\"".contains(c);
    line(&name.replace(special, " "))
}

/// A letter as RFC 5322 writes it.
fn raw(route: &MailRoute, letter: &Letter) -> Result<Vec<u8>, Error> {
    // The builder's own boundary asks a clock that there is not here.
    let both = ContentType::new("multipart/alternative").attribute("boundary", clock::random_id()?);
    let part = |kind: &'static str, content: &'_ str| {
        let kind = ContentType::new(kind).attribute("charset", "utf-8");
        MimePart::new(kind, BodyPart::from(content.to_owned()))
    };
    let parts = vec![
        part("text/plain", &letter.text),
        part("text/html", &letter.html),
    ];
    let mut message = MessageBuilder::new()
        .from((display(&letter.from_name), route.from.clone()))
        .to(letter.to.as_str())
        .subject(line(&letter.subject))
        .date(clock::now().0.div_euclid(1_000))
        .message_id(letter.id.as_str())
        .body(MimePart::new(both, parts))
        // Nobody's holiday answers a machine (RFC 3834).
        .header("Auto-Submitted", Raw::new("auto-generated"));
    if let Some(reply_to) = &letter.reply_to {
        message = message.reply_to(reply_to.as_str());
    }
    if let Some(thread) = &letter.thread {
        message = message.references(thread.as_str());
    }
    if let Some(stop) = &letter.stop {
        message = message
            .header("List-Unsubscribe", URL::new(stop.as_str()))
            .header(
                "List-Unsubscribe-Post",
                Raw::new("List-Unsubscribe=One-Click"),
            );
    }
    message
        .write_to_vec()
        .map_err(|error| Error::bug(format!("a letter cannot be written: {error}")))
}

/// Sends a letter of the outbox.
pub(super) async fn send(env: &Env, post: &Post) -> Result<Sent, Error> {
    let route = route(env)?;
    let letter: Letter = json::read(&post.body)?;
    match route.url.scheme() {
        "smtp" | "smtps" => {
            // Where it cannot be delivered, the server says so to where answers go.
            let sender = letter.reply_to.as_ref().unwrap_or(&route.from);
            smtp::send(&route.url, sender, &letter.to, raw(&route, &letter)?).await
        }
        "binding" => {
            let raw = String::from_utf8(raw(&route, &letter)?);
            let raw = raw.map_err(|_| Error::bug("a letter is not ASCII"))?;
            let message = EmailMessage::new(&route.from, &letter.to, &raw);
            let message = message.map_err(|_| Error::bug("a letter cannot be made"))?;
            let binding: SendEmail = env.get_binding(BINDING)?;
            Ok(match binding.send(&message).await {
                Ok(_) => Sent::Taken,
                Err(_) => Sent::Failed,
            })
        }
        _ => provider::send(env, &route, &letter).await,
    }
}
