//! What went wrong, as a client can act on it.

use crate::Owner;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a client can react to. Stable: codes are added, never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// The request could not be read.
    BadRequest,
    /// A field breaks its limits.
    Invalid,
    /// Nobody is signed in, or the token is not ours.
    Unauthenticated,
    /// The password is right, and a code of the second factor is missing or wrong.
    SecondFactor,
    /// Signed in, but not allowed.
    Forbidden,
    /// No such thing, or not for you.
    NotFound,
    /// The address takes other methods; `Allow` names them.
    WrongMethod,
    /// Another agent owns the conversation; `owner` names them.
    AlreadyClaimed,
    /// Only the owner may do this; `owner` names them, if there is one.
    NotOwner,
    /// The conversation is not in a state for this.
    WrongStatus,
    /// Already done: the invite is used, the team is set up.
    Conflict,
    /// Too long or too large.
    TooLarge,
    /// A file of a kind that is not taken.
    UnsupportedMedia,
    /// A count is at its limit; waiting does not help.
    TooMany,
    /// Too many at once; `retry_after` says when to try again.
    TooFast,
    /// Ours: logged on the server, safe to try again.
    Internal,
    /// A code this client does not know yet.
    #[serde(other)]
    Unknown,
}

/// A typed refusal or failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What kind.
    pub code: Code,
    /// For a person: lower-case, no full stop, never containing what somebody wrote.
    pub message: String,
    /// Who owns the conversation, where that is the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// Seconds after which to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Problem {
    /// A problem of this kind, with nothing attached.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            owner: None,
            retry_after: None,
        }
    }

    /// The same, naming who owns the conversation.
    #[must_use]
    pub fn with_owner(self, owner: Option<Owner>) -> Self {
        Self { owner, ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
