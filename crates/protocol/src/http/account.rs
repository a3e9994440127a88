//! Bodies about who belongs to a team: agents, sessions, invites, keys.

use crate::{AgentId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

/// `POST /api/setup`: makes the team and its first admin, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setup {
    /// The deployment's set-up secret.
    pub secret: String,
    /// Which team.
    pub team: TeamId,
    /// Name above the chat.
    pub team_name: String,
    /// The first admin.
    pub admin: NewAgent,
}

/// An agent who chooses their password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewAgent {
    /// The name learners see.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// At least 10 characters.
    pub password: String,
}

/// Whether an agent may change settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers in the inbox.
    Agent,
    /// The same, and may change settings.
    Admin,
}

/// An agent of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agent {
    /// Their id.
    pub id: AgentId,
    /// The name learners see.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may not sign in any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_inactive: bool,
    /// Whether they sign in with a code of their app as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_second_factor: bool,
}

/// `PATCH /api/agents/{agent}`: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeAgent {
    /// What they may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whether they may not sign in any more: then what they own is released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_inactive: Option<bool>,
    /// Only `false`: who lost their app signs in with the password alone, until they set it up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_second_factor: Option<bool>,
}

/// `POST` and `DELETE /api/agents/me/second-factor`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithPassword {
    /// The agent's password.
    pub password: String,
}

/// `PUT /api/agents/me/second-factor`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithCode {
    /// The six digits that the app shows.
    pub code: String,
}

/// `PUT /api/sign-in/secret`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientSecret {
    /// What the provider gave; empty, to delete it.
    pub secret: String,
}

/// What an authenticator app is set up with: TOTP (RFC 6238).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSecondFactor {
    /// The secret in base32, to be typed.
    pub secret: String,
    /// The same as an `otpauth:` address, to be opened or drawn as a QR code.
    pub uri: String,
}

/// Codes for when the app is lost, each good once; shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecoveryCodes {
    /// Ten of them.
    pub codes: Vec<String>,
}

/// `PUT /api/agents/me/password`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangePassword {
    /// The one there is.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

/// `POST /api/agents/{agent}/password-link`: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PasswordLink {
    /// The page where a password is chosen, once; the token stands in the fragment, which is never
    /// sent.
    pub link: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /api/agents/forgotten-password`: whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ForgottenPassword {
    /// The team; the deployment's only one, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The agent's address, to which the link goes.
    pub email: String,
}

/// `POST /api/agents/password`: a password chosen by such a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewPassword {
    /// From the link.
    pub token: String,
    /// The password from now on.
    pub password: String,
}

/// `GET /api/agents/me/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentSession {
    /// Its id, which opens nothing.
    pub id: String,
    /// What the browser called itself.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to ten minutes.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// `GET /api/invites`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenInvite {
    /// Its id, which opens nothing.
    pub id: String,
    /// What the invited may do.
    pub role: Role,
    /// Name of the admin who made it.
    pub invited_by: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /api/agents/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// Which team; the deployment's only one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The agent's address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// A code of their app, or one for when it is lost, if they have a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// `GET /api/agents/me`, and the answer to a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    /// Who is signed in.
    pub agent: Agent,
    /// Which team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
}

/// `POST /api/invites`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewInvite {
    /// What the invited may do.
    pub role: Role,
}

/// `POST /api/invites`: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invite {
    /// Accepts the invitation, once.
    pub token: String,
    /// The page where it is accepted; the token stands in the fragment, which is never sent.
    pub link: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /api/invites/accept`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcceptInvite {
    /// From the link.
    pub token: String,
    /// Who accepts.
    pub agent: NewAgent,
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Scope {
    /// Read articles and search them.
    #[serde(rename = "articles:read")]
    ArticlesRead,
    /// Put and delete articles.
    #[serde(rename = "articles:write")]
    ArticlesWrite,
}

/// `POST /api/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewApiKey {
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// `GET /api/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiKey {
    /// Its public part.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The admin who made it: it ends with their being one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<AgentId>,
    /// When it was used last, to within ten minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

/// `POST /api/keys`: the secret is shown once; only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MintedApiKey {
    /// Goes in `Authorization: Bearer`.
    pub secret: String,
    /// What is kept of it.
    pub key: ApiKey,
}
