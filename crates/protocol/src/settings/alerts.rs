//! Who is told when people are needed: Slack, Microsoft Teams, e-mail, and systems of the team's own.

use super::address::{check_mail, check_webhook};
use super::{Settings, Wrong};
use crate::Tag;
use serde::{Deserialize, Serialize};

/// Most alerts of a team.
const MAX_ALERTS: usize = 10;
/// Longest name of one, in characters.
const MAX_NAME: usize = 60;
/// Most tags that one is for.
const MAX_TAGS: usize = 20;

/// A channel that alerts are sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// What the admin calls it.
    pub name: String,
    /// The kind of channel.
    pub kind: AlertKind,
    /// Its URL, or its e-mail address. A secret: whoever knows a URL can post to the channel.
    pub address: String,
    /// The events it is told of.
    pub on: Vec<AlertOn>,
    /// Of conversations with one of these tags alone; of all, if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Alert {
    /// Whether it is told of one of these things, in a conversation with these tags.
    #[must_use]
    pub fn is_told(&self, on: &[AlertOn], tags: &[Tag]) -> bool {
        self.suits(tags) && self.on.iter().any(|it| on.contains(it))
    }

    /// Whether it is for conversations with these tags.
    #[must_use]
    pub fn suits(&self, tags: &[Tag]) -> bool {
        self.tags.is_empty() || self.tags.iter().any(|tag| tags.contains(tag))
    }
}

/// Declares the kinds with their names: on the wire and in storage, and for people.
macro_rules! kinds {
    ($($(#[$of:meta])* $kind:ident $name:literal $label:literal,)*) => {
        /// The kind of a channel.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum AlertKind {
            $($(#[$of])* #[serde(rename = $name)] $kind,)*
        }

        impl AlertKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its name on the wire and in storage.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// Its name for people.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $(Self::$kind => $label,)* }
            }
        }
    };
}

kinds! {
    /// An incoming webhook of Slack's.
    Slack "slack" "Slack",
    /// A workflow's webhook of Microsoft Teams'.
    Teams "teams" "Microsoft Teams",
    /// An e-mail address.
    Email "email" "E-mail",
    /// Posted as JSON, signed by Standard Webhooks.
    Webhook "webhook" "Webhook (JSON, signed)",
    /// Pushed to an agent's browser. Each agent chooses it for their own: no alert of a team's is of this kind.
    Push "push" "Push notification",
}

/// Hosts of Slack's incoming webhooks and of Microsoft Teams', and what is under them: nothing else is posted to there.
/// Sources: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>,
/// <https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook>.
const CHAT_HOSTS: &[(&str, AlertKind)] = &[
    ("hooks.slack.com", AlertKind::Slack),
    ("hooks.slack-gov.com", AlertKind::Slack),
    ("webhook.office.com", AlertKind::Teams),
];

impl AlertKind {
    /// What an address takes that a rule names without a kind: a chat's message, where the host is a chat's,
    /// else signed JSON.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
        let is_under = |known: &str| {
            let own = host.strip_suffix(known);
            own.is_some_and(|own| own.is_empty() || own.ends_with('.'))
        };
        let chat = CHAT_HOSTS.iter().find(|(known, _)| is_under(known));
        chat.map_or(Self::Webhook, |(_, kind)| *kind)
    }
}

/// An event that alerts are sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlertOn {
    /// A conversation is handed to people.
    HandedOff,
    /// The same, and it is urgent.
    Urgent,
    /// Three quarters of the promised time have passed without a reply.
    Soon,
    /// A reply is later than was promised.
    Late,
    /// Twice the promised time has passed without a reply.
    Unanswered,
    /// It is not resolved by the team's own target.
    Unresolved,
    /// A lead for sales.
    Lead,
    /// By the team's rhythm: how many learners wait whom nobody has taken (`review`).
    Review,
    /// A conversation begins.
    Created,
    /// An agent takes it over, or it is given to one.
    Claimed,
    /// Something is said, by whomever.
    Message,
    /// A tag is put on or taken off.
    Tags,
    /// It is resolved.
    Resolved,
    /// Its learner says whether that helped.
    Rated,
    /// A learner is erased.
    Erased,
}

impl AlertOn {
    /// All of them: what people want to hear of first, then what only systems do.
    pub const ALL: [Self; 15] = [
        Self::HandedOff,
        Self::Urgent,
        Self::Soon,
        Self::Late,
        Self::Unanswered,
        Self::Unresolved,
        Self::Lead,
        Self::Review,
        Self::Created,
        Self::Claimed,
        Self::Message,
        Self::Tags,
        Self::Resolved,
        Self::Rated,
        Self::Erased,
    ];

    /// Whether only a system wants to hear of it: webhooks alone are told.
    #[must_use]
    pub fn is_for_systems(self) -> bool {
        self as usize >= Self::Created as usize
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    if settings.alerts.len() > MAX_ALERTS {
        return Err(Wrong(format!("at most {MAX_ALERTS} alerts")));
    }
    for alert in &mut settings.alerts {
        alert.name = alert.name.trim().to_owned();
        alert.address = alert.address.trim().to_owned();
        if alert.name.is_empty() || alert.name.chars().count() > MAX_NAME {
            return Err(Wrong(format!(
                "an alert's name has 1 to {MAX_NAME} characters"
            )));
        }
        match alert.kind {
            AlertKind::Push => {
                return Err(Wrong(format!(
                    "“{}” is a push notification: each agent chooses those for their own browser",
                    alert.name
                )));
            }
            AlertKind::Email => check_mail(&alert.address)?,
            _ => check_webhook(Some(&alert.address)).map_err(|_| {
                Wrong(format!(
                    "the address of “{}” begins with https://",
                    alert.name
                ))
            })?,
        }
        if alert.kind != AlertKind::Webhook {
            alert.on.retain(|on| !on.is_for_systems());
        }
        if alert.tags.len() > MAX_TAGS {
            return Err(Wrong(format!(
                "“{}” is for at most {MAX_TAGS} tags",
                alert.name
            )));
        }
        if alert.on.is_empty() {
            return Err(Wrong(format!(
                "choose at least one event for “{}”",
                alert.name
            )));
        }
    }
    let mut names: Vec<&str> = settings.alerts.iter().map(|it| it.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Wrong(format!("two alerts are called “{}”", pair[0]))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chats_address_is_known_by_its_host() {
        for (address, kind) in [
            ("https://hooks.slack.com/services/T0/B0/x", AlertKind::Slack),
            (
                "https://riverside.webhook.office.com/webhookb2/x",
                AlertKind::Teams,
            ),
            // Any workflow may begin there.
            (
                "https://prod-01.westeurope.logic.azure.com:443/workflows/x",
                AlertKind::Webhook,
            ),
            ("https://crm.example/hooks.slack.com", AlertKind::Webhook),
            ("https://hooks.slack.com.evil.example/x", AlertKind::Webhook),
            ("https://nothooks.slack.com/x", AlertKind::Webhook),
            ("", AlertKind::Webhook),
        ] {
            assert_eq!(AlertKind::of_address(address), kind, "{address}");
        }
    }

    #[test]
    fn an_alert_that_cannot_be_sent_is_refused_by_its_name() {
        let alert = Alert {
            name: " Support ".to_owned(),
            kind: AlertKind::Slack,
            address: "https://hooks.example/services/T/B/x".to_owned(),
            on: vec![AlertOn::HandedOff],
            tags: Vec::new(),
        };
        let checked = |alerts: Vec<Alert>| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.alerts = alerts;
            check(&mut settings).map(|()| settings.alerts)
        };
        assert_eq!(checked(vec![alert.clone()]).unwrap()[0].name, "Support");
        let tag = |name| Tag::new(name).unwrap();
        let handed = [AlertOn::Urgent, AlertOn::HandedOff];
        assert!(alert.is_told(&handed, &[]) && !alert.is_told(&[AlertOn::Late], &[]));
        let billing = Alert {
            tags: vec![tag("billing"), tag("refund")],
            ..alert.clone()
        };
        assert!(billing.is_told(&handed, &[tag("exam"), tag("refund")]));
        assert!(!billing.is_told(&handed, &[tag("exam")]) && !billing.is_told(&handed, &[]));
        for (bad, why) in [
            (
                vec![Alert {
                    address: "http://hooks.example".to_owned(),
                    ..alert.clone()
                }],
                "https",
            ),
            (
                vec![Alert {
                    on: Vec::new(),
                    ..alert.clone()
                }],
                "at least one",
            ),
            (
                vec![Alert {
                    name: String::new(),
                    ..alert.clone()
                }],
                "name",
            ),
            (
                vec![Alert {
                    kind: AlertKind::Push,
                    ..alert.clone()
                }],
                "each agent",
            ),
            (vec![alert.clone(), alert.clone()], "two"),
            (vec![alert; 11], "at most"),
        ] {
            assert!(checked(bad).unwrap_err().0.contains(why), "{why}");
        }
    }
}
