//! The learner's token: who they are, signed, so that no object is asked to check it.
//!
//! Form: `v1.<claims>.<mac>`, both base64url without padding. The claims are JSON, the
//! mac is HMAC-SHA256 over everything before the last dot. Only we read it.

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use protocol::{LearnerId, TeamId, Timestamp};
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
    /// When it ends.
    pub(crate) expires_at: Timestamp,
}

impl Claims {
    /// Claims that begin now.
    pub(crate) fn new(team: TeamId, learner: LearnerId, now: Timestamp) -> Self {
        Self {
            team,
            learner,
            expires_at: now.plus(LIFETIME_MS),
        }
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
