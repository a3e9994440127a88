//! What actions collected and rules alert of, posted to the team's own systems: signed, and again
//! until it is taken.
//!
//! By Standard Webhooks (<https://www.standardwebhooks.com>): `webhook-id`, `webhook-timestamp` and
//! `webhook-signature`, the HMAC-SHA256 of `id.timestamp.body` under the team's secret. The row is
//! written in the commit of the event it tells; the object's alarm comes back for what failed.

use crate::clock;
use crate::config;
use crate::durable::conversation::Core;
use crate::effect::{RETRY_MS, set_alarm};
use crate::error::Error;
use crate::store::delivery::{self, Post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Delivery, News};
use futures_util::future::{Either, select};
use hmac::{Hmac, KeyInit, Mac};
use protocol::{ConversationId, HandoffPacket, LearnerProfile, TeamId};
use serde::Serialize;
use sha2::Sha256;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;
use worker::{AbortController, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// How long an endpoint may take to answer. Source: Standard Webhooks, 15 to 30 seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// Waits between attempts, in seconds; after the last it is given up. Source: Standard Webhooks'
/// schedule over a bit more than a day.
const RETRIES_S: [i64; 8] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400];

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

/// Posts what is due, one after the other.
pub(crate) async fn deliver(core: &Rc<Core>) {
    if core.is_delivering.replace(true) {
        return;
    }
    let delivered = async {
        loop {
            let posts = delivery::due(core.sql()?, clock::now())?;
            if posts.is_empty() {
                core.due.set(delivery::next(core.sql()?)?);
                return Ok::<(), Error>(());
            }
            for post in posts {
                attempt(core, &post).await?;
            }
        }
    };
    let delivered = delivered.await;
    core.is_delivering.set(false);
    if let Err(error) = delivered {
        error.into_problem();
        // Not at once: what failed now would fail again.
        core.due.set(Some(clock::now().plus(RETRY_MS)));
    }
    set_alarm(core);
}

async fn attempt(core: &Rc<Core>, post: &Post) -> Result<(), Error> {
    let status = send(core, post).await?;
    let sql = core.sql()?;
    let retry = RETRIES_S.get(post.attempts as usize);
    match (status, retry) {
        (Some(200..=299), _) => delivery::drop(sql, post.seq),
        // Gone: it wants no more (Standard Webhooks).
        (Some(410), _) | (_, None) => {
            worker::console_error!("a webhook is given up: status {status:?}");
            delivery::drop(sql, post.seq)
        }
        (_, Some(seconds)) => delivery::put_off(sql, post.seq, clock::now().plus(seconds * 1_000)),
    }
}

/// The answer's status; `None` if there was none.
async fn send(core: &Rc<Core>, post: &Post) -> Result<Option<u16>, Error> {
    let (team, conversation) = core.with(|team, it| (team.clone(), it.agent_view().id))?;
    let id = format!("{conversation}-{}", post.seq);
    let timestamp = clock::now().0.div_euclid(1_000);
    let signed = mac(
        &key(&core.env, &team)?,
        &format!("{id}.{timestamp}.{}", post.body),
    )?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("webhook-id", &id)?;
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
    let Ok(request) = Request::new_with_init(&post.address, &init) else {
        return Ok(None);
    };
    let abort = AbortController::default();
    let signal = abort.signal();
    let sending = Fetch::Request(request);
    let sending = pin!(sending.send_with_signal(&signal));
    let status = match select(sending, pin!(clock::after(PATIENCE))).await {
        Either::Left((Ok(response), _)) => Some(response.status_code()),
        Either::Left((Err(_), _)) | Either::Right(_) => None,
    };
    abort.abort();
    Ok(status)
}
