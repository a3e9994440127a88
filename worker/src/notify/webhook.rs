//! Webhooks: what the team's own systems are told, signed.
//!
//! By Standard Webhooks (<https://www.standardwebhooks.com>): `webhook-id`, `webhook-timestamp` and
//! `webhook-signature`, the HMAC-SHA256 of `id.timestamp.body` under the team's secret.

use crate::clock;
use crate::error::Error;
use crate::store::outbox::Post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Delivery, News, Rung};
use hmac::{Hmac, KeyInit, Mac};
use protocol::settings::AlertOn;
use protocol::{
    AgentEvent, ConversationId, HandoffPacket, LearnerId, LearnerProfile, Reason, Summary, TeamId,
    Timestamp,
};
use serde::Serialize;
use sha2::Sha256;
use worker::Headers;

/// What a delivery says.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    team: &'a TeamId,
    conversation: &'a ConversationId,
    learner: &'a LearnerProfile,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    packet: Option<&'a HandoffPacket>,
    /// What happened, as the conversation's log has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a AgentEvent>,
    /// When the reply was promised, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    promised_for: Option<Timestamp>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    value: &'a str,
}

/// What a delivery says, as it is kept.
pub(crate) fn body(
    team: &TeamId,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<String, Error> {
    let mut data = Data {
        team,
        conversation,
        learner: &delivery.learner,
        action: None,
        fields: Vec::new(),
        packet: None,
        event: None,
        promised_for: None,
    };
    match &delivery.news {
        News::Collected(collected) => {
            let fields = collected.fields.iter();
            data.action = Some(&collected.action);
            data.fields = fields.map(|(name, value)| Field { name, value }).collect();
        }
        News::HandedOff(packet) => data.packet = Some(packet),
        News::Waits(packet, promised, _) => {
            data.packet = Some(packet);
            data.promised_for = Some(*promised);
        }
        News::Happened(_, event) => data.event = Some(event),
        // To the learner alone, by e-mail.
        News::Replied { .. } => {}
    }
    let body = Body {
        kind: kind(&delivery.news),
        timestamp: iso(delivery.at),
        data,
    };
    serde_json::to_string(&body).map_err(|error| Error::Bug(error.to_string()))
}

/// The name of the event that something is said.
pub(super) const SAID: &str = "message.created";

/// The name of an event. Part of its id, too: one event of a conversation may be several of these.
pub(crate) fn kind(news: &News) -> &'static str {
    match news {
        News::Collected(_) => "action.completed",
        News::HandedOff(packet) if packet.reason == Reason::Lead => "lead.captured",
        News::HandedOff(_) => "handoff.requested",
        News::Waits(_, _, Rung::Soon) => "sla.warned",
        News::Waits(_, _, Rung::Late) => "sla.breached",
        News::Waits(_, _, Rung::Unanswered) => "sla.unanswered",
        News::Waits(_, _, Rung::Unresolved) => "sla.unresolved",
        News::Happened(on, _) => match on {
            AlertOn::Created => "conversation.created",
            AlertOn::Claimed => "handoff.claimed",
            AlertOn::Tags => "tags.changed",
            AlertOn::Resolved => "conversation.resolved",
            AlertOn::Rated => "conversation.rated",
            _ => SAID,
        },
        News::Replied { .. } => LETTER,
    }
}

/// What a letter to the learner is called.
const LETTER: &str = "message.sent";

/// Whether an outbox's event is a letter to the learner, by its name: the conversation, the event's number, what it
/// is called.
pub(crate) fn is_letter(event: &str) -> bool {
    event.ends_with(LETTER)
}

/// What a test says.
pub(super) fn test_body(team: &TeamId) -> String {
    let body = serde_json::json!({
        "type": "alert.test",
        "timestamp": iso(clock::now()),
        "data": { "team": team },
    });
    body.to_string()
}

/// What a review says: what waited at a moment and nobody had taken, what is due first.
pub(super) fn review_body(team: &TeamId, waiting: &[Summary], at: Timestamp) -> String {
    let body = serde_json::json!({
        "type": "review.due",
        "timestamp": iso(at),
        "data": { "team": team, "waiting": waiting },
    });
    body.to_string()
}

/// What is told of a person who is erased: their ids, and nothing else that is left of them.
pub(crate) fn erased_body(team: &TeamId, learners: &[LearnerId]) -> String {
    let body = serde_json::json!({
        "type": "learner.erased",
        "timestamp": iso(clock::now()),
        "data": { "team": team, "learners": learners },
    });
    body.to_string()
}

fn iso(at: Timestamp) -> String {
    String::from(js_sys::Date::new(&(at.0 as f64).into()).to_iso_string())
}

/// A secret of a team's, as Standard Webhooks writes one, of random bytes.
pub(crate) fn secret(random: &[u8; 32]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(random))
}

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// Signatures of a text, one by each secret, as receivers expect them while a secret is changed.
fn signatures(secrets: &[String], text: &str) -> Result<String, Error> {
    let mut all = Vec::new();
    for secret in secrets {
        let key = secret.strip_prefix(PREFIX).unwrap_or(secret);
        let key = STANDARD
            .decode(key)
            .map_err(|_| Error::bug("a webhook's secret cannot be read"))?;
        let mac = Hmac::<Sha256>::new_from_slice(&key)
            .map_err(|_| Error::bug("a webhook's secret cannot be used"))?;
        let mac = mac.chain_update(text).finalize().into_bytes();
        all.push(format!("v1,{}", STANDARD.encode(mac)));
    }
    Ok(all.join(" "))
}

/// What says that a row of the outbox, posted now, is ours.
pub(super) fn headers(secrets: &[String], post: &Post) -> Result<Headers, Error> {
    let id = &post.event;
    let timestamp = clock::now().0.div_euclid(1_000);
    let signed = signatures(secrets, &format!("{id}.{timestamp}.{}", post.body))?;
    let headers = Headers::new();
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &timestamp.to_string())?;
    headers.set("webhook-signature", &signed)?;
    Ok(headers)
}
