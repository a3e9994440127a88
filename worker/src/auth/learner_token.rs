//! The learner's token: who they are, signed, so that no object is asked to check it.
//!
//! Form: `v1.<claims>.<mac>`, both base64url without padding. The claims are JSON, the
//! mac is HMAC-SHA256 over everything before the last dot. Only we read it.

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use protocol::{ConversationId, LearnerId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How long a token lasts: half a year, so that a term's questions stay one conversation.
/// Every opening of the chat renews it.
const LIFETIME_MS: i64 = 180 * 24 * 60 * 60 * 1_000;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// Whose help it is about.
    pub(crate) team: TeamId,
    /// Who.
    pub(crate) learner: LearnerId,
    /// Which of their conversations is the current one, from 1. A token gives no other.
    #[serde(default = "first")]
    pub(crate) ordinal: u32,
    /// When it ends.
    pub(crate) expires_at: Timestamp,
}

fn first() -> u32 {
    1
}

impl Claims {
    /// Claims that begin now.
    pub(crate) fn new(team: TeamId, learner: LearnerId, ordinal: u32, now: Timestamp) -> Self {
        Self {
            team,
            learner,
            ordinal,
            expires_at: now.plus(LIFETIME_MS),
        }
    }

    /// The learner's conversation: it follows from who they are, never from what they send.
    pub(crate) fn conversation(&self) -> Result<ConversationId, Error> {
        ConversationId::of(&self.learner, self.ordinal)
            .map_err(|_| Error::bug("a learner's id is too long"))
    }
}

/// Writes a token.
pub(crate) fn write(claims: &Claims, key: &[u8]) -> Result<String, Error> {
    let body = format!("v1.{}", URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?));
    let mac = URL_SAFE_NO_PAD.encode(mac(&body, key)?.finalize().into_bytes());
    Ok(format!("{body}.{mac}"))
}

/// Reads a token.
///
/// # Errors
/// `unauthenticated` if it is not ours, was changed, or has ended.
pub(crate) fn read(token: &str, key: &[u8], now: Timestamp) -> Result<Claims, Error> {
    let (body, given) = token.rsplit_once('.').ok_or_else(Error::unauthenticated)?;
    let given = URL_SAFE_NO_PAD
        .decode(given)
        .map_err(|_| Error::unauthenticated())?;
    mac(body, key)?
        .verify_slice(&given)
        .map_err(|_| Error::unauthenticated())?;
    let claims = body
        .strip_prefix("v1.")
        .ok_or_else(Error::unauthenticated)?;
    let claims: Claims = URL_SAFE_NO_PAD
        .decode(claims)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(Error::unauthenticated)?;
    if claims.expires_at <= now {
        return Err(Error::unauthenticated());
    }
    Ok(claims)
}

fn mac(body: &str, key: &[u8]) -> Result<Hmac<Sha256>, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|_| Error::bug("the signing key cannot be used"))?;
    mac.update(body.as_bytes());
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn claims() -> Claims {
        Claims::new(
            TeamId::new("riverside").unwrap(),
            LearnerId::new("l_1").unwrap(),
            2,
            Timestamp(1_000),
        )
    }

    #[test]
    fn a_token_is_read_back_until_it_ends() {
        let token = write(&claims(), KEY).unwrap();
        assert_eq!(read(&token, KEY, Timestamp(2_000)).unwrap(), claims());
        assert!(read(&token, KEY, Timestamp(1_000 + LIFETIME_MS)).is_err());
    }

    #[test]
    fn a_token_from_before_there_were_several_is_of_the_first() {
        let old = r#"{"team":"riverside","learner":"l_1","expires_at":5}"#;
        let claims: Claims = serde_json::from_str(old).unwrap();
        assert_eq!(claims.conversation().unwrap().as_str(), "l_1.1");
    }

    #[test]
    fn a_changed_or_foreign_token_is_refused() {
        let token = write(&claims(), KEY).unwrap();
        let now = Timestamp(2_000);
        assert!(read(&token, b"another key another key another k", now).is_err());
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(read(&changed, KEY, now).is_err(), "byte {at}");
        }
        for bad in ["", ".", "v1", "v1.e30", "v1..", "v2.e30.AAAA"] {
            assert!(read(bad, KEY, now).is_err(), "{bad}");
        }
    }
}
