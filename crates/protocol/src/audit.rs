//! The audit log: who did what in a team. Entries never contain what anyone wrote, are never changed, and are
//! deleted after thirteen months.

use crate::{AgentId, Timestamp};
use serde::{Deserialize, Serialize};

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// An agent; admins are agents.
    Agent {
        /// Which.
        id: AgentId,
        /// Their name then.
        name: String,
    },
    /// A program with an API key.
    Key {
        /// Which.
        id: String,
    },
    /// Not signed in: somebody with a link or the set-up secret, or who tries to sign in.
    Nobody,
    /// The worker itself, by the team's settings.
    Team,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "AuditAction")
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum Action {
    TeamMade,
    SignedIn,
    SignInFailed,
    SignedOut,
    AgentChanged,
    PasswordLinkMade,
    PasswordChanged,
    SessionsEnded,
    SecondFactorOn,
    SecondFactorOff,
    /// Of a browser.
    NotificationsOn,
    /// Of a browser.
    NotificationsOff,
    InviteMade,
    InviteRevoked,
    InviteAccepted,
    KeyMade,
    KeyRevoked,
    SettingsChanged,
    IdentitySecretMade,
    IdentitySecretEnded,
    WebhookSecretRead,
    WebhookSecretMade,
    AlertSentAgain,
    AlertDismissed,
    ArticlePut,
    ArticleDeleted,
    /// A website is read as articles.
    CrawlBegun,
    CrawlStopped,
    TagsGiven,
    ConversationRead,
    ConversationClaimed,
    ConversationAssigned,
    ConversationReleased,
    ConversationReturned,
    ConversationSnoozed,
    ConversationResolved,
    LearnerBlocked,
    LearnerUnblocked,
    LearnerExported,
    LearnerErased,
    ConversationImported,
    /// 80 % of the conversations that the assistant may have in a day are used.
    BudgetNearlySpent,
    /// An action that this version does not know.
    #[serde(other)]
    Unknown,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    /// Its number, from 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub action: Action,
    /// What it was done to: an id, or the name of a section of the settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// From which network: an IPv4 address, or the first 64 bits of an IPv6 address. Absent where nobody
    /// asked, or Cloudflare is not in front.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
}
