//! Webhooks: what the team's own systems are told, signed.
//!
//! By Standard Webhooks (<https://www.standardwebhooks.com>): `webhook-id`, `webhook-timestamp` and
//! `webhook-signature`, the HMAC-SHA256 of `id.timestamp.body` under the team's secret.

use crate::clock;
use crate::config;
use crate::error::Error;
use crate::store::outbox::Post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Delivery, News};
use hmac::{Hmac, KeyInit, Mac};
use protocol::{ConversationId, HandoffPacket, LearnerProfile, TeamId};
use serde::Serialize;
use sha2::Sha256;
use worker::{Env, Headers, Method, Request, RequestInit, RequestRedirect};

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
    };
    let kind = match &delivery.news {
        News::Collected(collected) => {
            let fields = collected.fields.iter();
            data.action = Some(&collected.action);
            data.fields = fields.map(|(name, value)| Field { name, value }).collect();
            "action.completed"
        }
        News::HandedOff(packet) => {
            data.packet = Some(packet);
            "conversation.handed_off"
        }
    };
    let timestamp = js_sys::Date::new(&(delivery.at.0 as f64).into()).to_iso_string();
    let body = Body {
        kind,
        timestamp: timestamp.into(),
        data,
    };
    serde_json::to_string(&body).map_err(|error| Error::Bug(error.to_string()))
}

/// The secret a team checks signatures with, as Standard Webhooks writes one.
pub(crate) fn secret(env: &Env, team: &TeamId) -> Result<String, Error> {
    let key = key(env, team)?;
    Ok(format!("whsec_{}", STANDARD.encode(key)))
}

/// A key of its own for each team, made from the deployment's.
fn key(env: &Env, team: &TeamId) -> Result<Vec<u8>, Error> {
    let deployment = config::signing_key(env)?;
    mac(deployment.as_bytes(), &format!("webhook:{team}"))
}

fn mac(key: &[u8], text: &str) -> Result<Vec<u8>, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|_| Error::bug("the signing key cannot be used"))?;
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

/// A row of the outbox as it is posted now.
pub(super) fn request(env: &Env, team: &TeamId, post: &Post) -> Result<Request, Error> {
    let id = &post.event;
    let timestamp = clock::now().0.div_euclid(1_000);
    let signed = mac(&key(env, team)?, &format!("{id}.{timestamp}.{}", post.body))?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &timestamp.to_string())?;
    headers.set(
        "webhook-signature",
        &format!("v1,{}", STANDARD.encode(signed)),
    )?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        // An address the admin did not write is not posted to.
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(post.body.as_str().into()));
    Ok(Request::new_with_init(&post.address, &init)?)
}
