//! How the LMS signs who a learner is.

use super::address::check_webhook;
use super::{Settings, Wrong};
use serde::{Deserialize, Serialize};

/// Most public keys a team may paste: two at a time are enough for a change of keys.
const MAX_KEYS: usize = 5;

/// Longest key, in characters: an RSA key of 8,192 bits has 1,500.
const MAX_KEY_CHARS: usize = 4_000;

/// How the LMS signs who a learner is, besides the secrets that are made for it (docs/identity.md).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentitySettings {
    /// Where the LMS publishes its keys: a JWKS (RFC 7517), by https.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_set: Option<String>,
    /// Its public keys, for RS256 or ES256: PEM, or a JSON Web Key; at most 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
}

impl IdentitySettings {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let identity = &mut settings.identity;
    identity.key_set = identity.key_set.take().filter(|it| !it.trim().is_empty());
    check_webhook(identity.key_set.as_ref())
        .map_err(|_| Wrong("the address of the key set begins with https://".to_owned()))?;
    if identity.keys.len() > MAX_KEYS {
        return Err(Wrong(format!("at most {MAX_KEYS} public keys")));
    }
    for key in &mut identity.keys {
        *key = key.trim().to_owned();
        let is_pem = key.starts_with("-----BEGIN PUBLIC KEY-----");
        let is_jwk = key.starts_with('{') && key.contains("\"kty\"");
        if key.contains("PRIVATE KEY") || (is_jwk && key.contains("\"d\"")) {
            let wrong = "this is a private key: it stays with the LMS; paste the public one";
            return Err(Wrong(wrong.to_owned()));
        }
        if key.len() > MAX_KEY_CHARS || !(is_pem || is_jwk) {
            let wrong = "a public key begins with -----BEGIN PUBLIC KEY-----, or is a JSON Web Key";
            return Err(Wrong(wrong.to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(identity: IdentitySettings) -> Result<IdentitySettings, Wrong> {
        let mut settings = Settings::new("Riverside".to_owned());
        settings.identity = identity;
        check(&mut settings).map(|()| settings.identity)
    }

    #[test]
    fn public_keys_are_taken_and_private_ones_sent_back() {
        let with = |key: &str| {
            checked(IdentitySettings {
                key_set: Some(" ".to_owned()),
                keys: vec![key.to_owned()],
            })
        };
        let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----";
        let kept = with(&format!(" {pem}\n")).unwrap();
        assert_eq!((kept.key_set, kept.keys), (None, vec![pem.to_owned()]));
        assert!(with(r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#).is_ok());
        for private in [
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            r#"{"kty":"RSA","n":"AA","e":"AQAB","d":"AA"}"#,
        ] {
            assert!(with(private).unwrap_err().0.contains("private"));
        }
        assert!(with("secret").is_err());
        let insecure = IdentitySettings {
            key_set: Some("http://lms.example/jwks".to_owned()),
            keys: Vec::new(),
        };
        assert!(checked(insecure).is_err());
    }
}
