//! Tokens of ours: who somebody is, signed, so that no object is asked to check it.
//!
//! Form: `v1.<claims>.<mac>`, both base64url without padding. The claims are JSON, the
//! mac is HMAC-SHA256 over everything before the last dot. Only we read them.

pub(crate) mod learner;
pub(crate) mod mail;

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use protocol::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Everything that a learner may do over HTTP.
    Access,
    /// Beginning another session. A learner who is blocked or erased gets none.
    Renewal,
    /// Opening a socket. It travels in a header that servers write to their logs.
    Ticket,
    /// Coming back from an e-mail.
    Link,
    /// Ending the e-mails.
    Stop,
    /// A proof-of-work challenge (`proof.rs`).
    Challenge,
}

impl Kind {
    /// How long it lasts: an hour; half a year, so that a term's questions stay one conversation; half
    /// a minute; what stands in an e-mail as long as the conversation does; and two
    /// minutes for a challenge, as a slow phone needs some of them.
    pub(crate) fn lifetime_ms(self) -> i64 {
        match self {
            Self::Access => 60 * 60 * 1_000,
            Self::Renewal | Self::Link | Self::Stop => 180 * 24 * 60 * 60 * 1_000,
            Self::Ticket => 30 * 1_000,
            Self::Challenge => 2 * 60 * 1_000,
        }
    }
}

/// What is signed.
#[derive(Serialize, Deserialize)]
struct Signed<C> {
    kind: Kind,
    expires_at: Timestamp,
    claims: C,
}

/// The keys that tokens are signed with: the first writes, and all of them read, so that one can be
/// changed without anybody losing their conversation.
pub(crate) type Keys = [String];

/// Writes a token; answers when it ends, too.
pub(crate) fn write<C: Serialize>(
    claims: &C,
    kind: Kind,
    keys: &Keys,
    now: Timestamp,
) -> Result<(String, Timestamp), Error> {
    let expires_at = now.plus(kind.lifetime_ms());
    let signed = Signed {
        kind,
        expires_at,
        claims,
    };
    let key = keys.first().ok_or_else(|| Error::bug("no signing key"))?;
    let body = format!(
        "v1.{}",
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&signed)?)
    );
    let mac = URL_SAFE_NO_PAD.encode(mac(&body, key)?.finalize().into_bytes());
    Ok((format!("{body}.{mac}"), expires_at))
}

/// Reads a token of this kind.
///
/// # Errors
/// `unauthenticated` if it is not ours, of another kind, was changed, or has ended.
pub(crate) fn read<C: DeserializeOwned>(
    token: &str,
    kind: Kind,
    keys: &Keys,
    now: Timestamp,
) -> Result<C, Error> {
    let (body, given) = token.rsplit_once('.').ok_or_else(Error::unauthenticated)?;
    let given = URL_SAFE_NO_PAD
        .decode(given)
        .map_err(|_| Error::unauthenticated())?;
    let mut is_ours = false;
    for key in keys {
        is_ours |= mac(body, key)?.verify_slice(&given).is_ok();
    }
    if !is_ours {
        return Err(Error::unauthenticated());
    }
    let claims = body
        .strip_prefix("v1.")
        .ok_or_else(Error::unauthenticated)?;
    let signed: Signed<C> = URL_SAFE_NO_PAD
        .decode(claims)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or_else(Error::unauthenticated)?;
    if signed.kind != kind || signed.expires_at <= now {
        return Err(Error::unauthenticated());
    }
    Ok(signed.claims)
}

fn mac(body: &str, key: &str) -> Result<Hmac<Sha256>, Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(|_| Error::bug("the signing key cannot be used"))?;
    mac.update(body.as_bytes());
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::learner::Claims;
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn keys() -> Vec<String> {
        vec!["0123456789abcdef0123456789abcdef".to_owned()]
    }

    #[test]
    fn a_token_is_read_back_until_it_ends_and_as_nothing_else() {
        let kinds = [
            Kind::Access,
            Kind::Renewal,
            Kind::Ticket,
            Kind::Link,
            Kind::Stop,
            Kind::Challenge,
        ];
        for kind in kinds {
            let (token, ends) = write(&Claims::example(), kind, &keys(), NOW).unwrap();
            for read_as in kinds {
                let read = read::<Claims>(&token, read_as, &keys(), ends.plus(-1));
                assert_eq!(
                    read.ok(),
                    (read_as == kind).then(Claims::example),
                    "{kind:?} {read_as:?}"
                );
            }
            assert!(read::<Claims>(&token, kind, &keys(), ends).is_err());
        }
    }

    #[test]
    fn a_key_that_was_replaced_reads_and_does_not_write() {
        let (old, _) = write(&Claims::example(), Kind::Renewal, &keys(), NOW).unwrap();
        let next = "another key another key another k".to_owned();
        let both = [vec![next.clone()], keys()].concat();
        assert!(read::<Claims>(&old, Kind::Renewal, &both, NOW).is_ok());
        assert!(read::<Claims>(&old, Kind::Renewal, &[next], NOW).is_err());
        let (new, _) = write(&Claims::example(), Kind::Renewal, &both, NOW).unwrap();
        assert!(read::<Claims>(&new, Kind::Renewal, &keys(), NOW).is_err());
    }

    #[test]
    fn a_changed_or_foreign_token_is_refused() {
        let (token, _) = write(&Claims::example(), Kind::Access, &keys(), NOW).unwrap();
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(
                read::<Claims>(&changed, Kind::Access, &keys(), NOW).is_err(),
                "byte {at}"
            );
        }
        for bad in ["", ".", "v1", "v1.e30", "v1..", "v2.e30.AAAA"] {
            assert!(
                read::<Claims>(bad, Kind::Access, &keys(), NOW).is_err(),
                "{bad}"
            );
        }
    }
}
