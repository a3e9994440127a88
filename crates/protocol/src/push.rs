//! Push notifications to agents' browsers: who is told of what, and when.

use crate::settings::AlertOn;
use serde::{Deserialize, Serialize};

/// Browsers of one agent's that are told, at most.
pub const MAX_PUSH_BROWSERS: usize = 10;

/// `PUT /api/agents/me/push`: a browser that wants to be told, as its push service knows it
/// (<https://www.w3.org/TR/push-api/#dom-pushsubscription>).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PushSubscription {
    /// Where messages to it are posted. A secret: whoever knows it and the keys can write to the browser.
    pub endpoint: String,
    /// Its public key: a point of P-256, 65 bytes in base64url without padding.
    pub p256dh: String,
    /// What it authenticates by: 16 bytes in base64url without padding.
    pub auth: String,
    /// What it is told, and when.
    pub choices: PushChoices,
}

/// What a browser is told, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PushChoices {
    /// The events: those that are for people; and `message`, which is the learner's in a conversation of the agent's
    /// own, while their inbox is closed or they are away.
    pub on: Vec<AlertOn>,
    /// At these hours alone; at any time, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<PushHours>,
    /// Whether what is urgent is told at any time.
    pub urgent_always: bool,
}

impl PushChoices {
    /// Events to choose from, in the order of the form.
    pub const EVENTS: [AlertOn; 8] = [
        AlertOn::HandedOff,
        AlertOn::Urgent,
        AlertOn::Message,
        AlertOn::Soon,
        AlertOn::Late,
        AlertOn::Unanswered,
        AlertOn::Unresolved,
        AlertOn::Lead,
    ];
}

/// Part of every day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PushHours {
    /// An IANA time zone.
    pub time_zone: String,
    /// Minutes after midnight from which they begin.
    pub from: u16,
    /// Minutes after midnight at which they end: later than `from`, at most 1,440.
    pub to: u16,
}

/// `GET /api/agents/me/push`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushBrowsers {
    /// The team's public key, by which push services know its messages (RFC 8292): a point of P-256 in base64url.
    pub key: String,
    /// The agent's own browsers that are told.
    pub browsers: Vec<PushBrowser>,
}

/// A browser that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PushBrowser {
    /// Where messages to it are posted.
    pub endpoint: String,
    /// What it is told, and when.
    pub choices: PushChoices,
}

/// `DELETE /api/agents/me/push` and `POST /api/agents/me/push/test`: one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PushEndpoint {
    /// Where messages to it are posted.
    pub endpoint: String,
}
