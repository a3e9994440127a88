//! Who a learner is, as the LMS signs it: a JSON Web Token (RFC 7519) of the team's platform.
//!
//! Signed by a secret of the team's (HS256) or by a key of the platform's (RS256, ES256), which the team
//! pasted or the platform publishes (JWKS, RFC 7517). The algorithm decides which keys are tried, so that a
//! public key is never a secret (RFC 8725, 3.1). Public keys are checked by the runtime's WebCrypto: nothing
//! of it is in the module.

mod key_set;
pub(crate) mod public_key;

use crate::clock;
use crate::error::Error;
use crate::store::learner::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use protocol::settings::IdentitySettings;
use protocol::{Audience, TeamId, Timestamp, VerifiedLearner};
use public_key::PublicKey;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;

/// Longest token, in characters: about ten times what a platform's claims need.
const MAX_CHARS: usize = 8_192;

/// Longest subject, in bytes.
const MAX_SUBJECT_BYTES: usize = 255;

/// Longest name, address or course, in characters.
const MAX_DETAIL_CHARS: usize = 120;

/// How long a token may live, in seconds: an hour.
const MAX_LIFE: f64 = 3_600.0;

/// How far the platform's clock may be from ours, in seconds.
const LEEWAY: f64 = 30.0;

/// What a valid token says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Identity {
    /// The platform's own id for them.
    pub(crate) subject: String,
    /// Name, e-mail address, role, course and language.
    pub(crate) learner: VerifiedLearner,
    /// The token's own id (`jti`), if it has one: the token then works in one browser.
    pub(crate) token_id: Option<String>,
    /// When the token ends.
    pub(crate) expires_at: Timestamp,
}

/// Why a token is refused. Shown to whoever builds the LMS's side, never to a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not a signed token.
    NotAToken,
    /// It names another algorithm, or asks for an extension.
    Algorithm,
    /// The team has no key for its algorithm or `kid`.
    NoKey,
    /// The signature is wrong.
    Signature,
    /// `sub`, `exp` or another claim is missing or of the wrong shape.
    Claims,
    /// `aud` is not the team.
    Audience,
    /// It has expired.
    Expired,
    /// It is valid for more than an hour.
    LivesTooLong,
    /// `nbf` or `iat` is in the future.
    NotYet,
    /// It was used in another browser before.
    Used,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAToken => "it is no signed token in three parts",
            Self::Algorithm => "its algorithm is not HS256, RS256 or ES256, or it has a crit header",
            Self::NoKey => "the team has no key for its algorithm and kid",
            Self::Signature => "its signature is wrong",
            Self::Claims => {
                "a claim is missing or malformed: sub and exp are needed, role is learner, instructor or admin"
            }
            Self::Audience => "its aud is not the team's id",
            Self::Expired => "it has expired",
            Self::LivesTooLong => "its exp is more than an hour away",
            Self::NotYet => "its nbf or iat is in the future",
            Self::Used => "its jti was used in another browser",
        })
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    /// Extensions that a reader must understand (RFC 7515, 4.1.11). We understand none.
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    aud: Recipients,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    iat: Option<f64>,
    #[serde(default)]
    jti: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    role: Audience,
    #[serde(default)]
    course: Option<String>,
    #[serde(default)]
    locale: Option<String>,
}

/// One, or several (RFC 7519, 4.1.3).
#[derive(Deserialize)]
#[serde(untagged)]
enum Recipients {
    One(String),
    Several(Vec<String>),
}

impl Recipients {
    fn are_just(&self, team: &TeamId) -> bool {
        match self {
            Self::One(one) => one == team.as_str(),
            Self::Several(several) => several.iter().any(|it| it == team.as_str()),
        }
    }
}

/// A detail, cut to its longest: it travels in our own tokens, which travel in headers.
fn clipped(text: Option<String>) -> Option<String> {
    text.map(|text| text.chars().take(MAX_DETAIL_CHARS).collect())
}

/// How a token is signed. Each has keys of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Hs256,
    Rs256,
    Es256,
}

/// A token's parts, before its signature is checked.
#[derive(Debug)]
pub(super) struct Unverified<'t> {
    algorithm: Algorithm,
    kid: Option<String>,
    /// What is signed.
    signed: &'t str,
    /// JSON.
    pub(super) claims: Vec<u8>,
    signature: Vec<u8>,
}

impl<'t> Unverified<'t> {
    fn of(token: &'t str) -> Result<Self, Refused> {
        Self::of_at_most(token, MAX_CHARS)
    }

    /// Reads a token of at most so many characters: a provider's lists somebody's groups.
    pub(super) fn of_at_most(token: &'t str, most: usize) -> Result<Self, Refused> {
        if token.len() > most {
            return Err(Refused::NotAToken);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::NotAToken)?;
        let (header, claims) = signed.split_once('.').ok_or(Refused::NotAToken)?;
        let bytes = |part| URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::NotAToken);
        let header: Header =
            serde_json::from_slice(&bytes(header)?).map_err(|_| Refused::NotAToken)?;
        let algorithm = match header.alg.as_str() {
            "HS256" => Algorithm::Hs256,
            "RS256" => Algorithm::Rs256,
            "ES256" => Algorithm::Es256,
            _ => return Err(Refused::Algorithm),
        };
        if header.crit.is_some() {
            return Err(Refused::Algorithm);
        }
        Ok(Self {
            algorithm,
            kid: header.kid,
            signed,
            claims: bytes(claims)?,
            signature: bytes(signature)?,
        })
    }

    /// Checks it against the team's secrets: the one it names, or each.
    fn is_by_secret(&self, secrets: &[Secret]) -> Result<(), Refused> {
        let is_meant = |secret: &&Secret| self.kid.as_ref().is_none_or(|kid| *kid == secret.id);
        let mut tried = secrets.iter().filter(is_meant).peekable();
        if tried.peek().is_none() {
            return Err(Refused::NoKey);
        }
        let is_right = |secret: &Secret| {
            Hmac::<Sha256>::new_from_slice(secret.secret.as_bytes()).is_ok_and(|mac| {
                mac.chain_update(self.signed)
                    .verify_slice(&self.signature)
                    .is_ok()
            })
        };
        match tried.any(is_right) {
            true => Ok(()),
            false => Err(Refused::Signature),
        }
    }

    /// Checks it against the keys that are published at an address, and by them alone: a token that is signed
    /// by a secret has no key there.
    pub(super) async fn is_by_key_set(&self, address: &str) -> Result<(), Refused> {
        let keys = key_set::keys(address, self.kid.as_deref()).await;
        self.is_by_key(&keys).await
    }

    /// Checks it against public keys: the one it names, or each that is for its algorithm.
    async fn is_by_key(&self, keys: &[PublicKey]) -> Result<(), Refused> {
        let mut was_tried = false;
        for key in keys {
            if !key.is_for(self.algorithm, self.kid.as_deref()) {
                continue;
            }
            was_tried = true;
            if key.verifies(self.signed.as_bytes(), &self.signature).await {
                return Ok(());
            }
        }
        Err(if was_tried {
            Refused::Signature
        } else {
            Refused::NoKey
        })
    }

    /// Its claims, after the signature was checked.
    fn identity(&self, team: &TeamId, now: Timestamp) -> Result<Identity, Refused> {
        let claims: Claims = serde_json::from_slice(&self.claims).map_err(|_| Refused::Claims)?;
        if !(1..=MAX_SUBJECT_BYTES).contains(&claims.sub.len()) {
            return Err(Refused::Claims);
        }
        if !claims.aud.are_just(team) {
            return Err(Refused::Audience);
        }
        let now = now.0 as f64 / 1_000.0;
        if claims.exp + LEEWAY <= now {
            return Err(Refused::Expired);
        }
        if claims.exp > now + MAX_LIFE + LEEWAY {
            return Err(Refused::LivesTooLong);
        }
        let begins = claims.nbf.into_iter().chain(claims.iat);
        if begins.into_iter().any(|at| at > now + LEEWAY) {
            return Err(Refused::NotYet);
        }
        Ok(Identity {
            subject: claims.sub,
            learner: VerifiedLearner {
                name: clipped(claims.name),
                email: clipped(claims.email),
                role: claims.role,
                course: clipped(claims.course),
                locale: clipped(claims.locale),
            },
            token_id: claims.jti.filter(|id| !id.is_empty()),
            expires_at: Timestamp((claims.exp * 1_000.0) as i64),
        })
    }
}

/// Checks a token: whom it names, if the team's platform signed it.
pub(crate) async fn verify(
    token: &str,
    team: &TeamId,
    secrets: &[Secret],
    settings: &IdentitySettings,
) -> Result<Identity, Refused> {
    let read = Unverified::of(token)?;
    if read.algorithm == Algorithm::Hs256 {
        read.is_by_secret(secrets)?;
    } else {
        let pasted = settings.keys.iter().flat_map(|text| PublicKey::read(text));
        let mut keys: Vec<PublicKey> = pasted.collect();
        let kid = read.kid.as_deref();
        let is_pasted = keys.iter().any(|key| key.is_for(read.algorithm, kid));
        if let Some(address) = settings.key_set.as_deref().filter(|_| !is_pasted) {
            keys.extend(key_set::keys(address, kid).await);
        }
        read.is_by_key(&keys).await?;
    }
    read.identity(team, clock::now())
}

/// Signs as an LMS does, for the demo: good for ten minutes.
pub(crate) fn sign(
    subject: &str,
    learner: &VerifiedLearner,
    team: &TeamId,
    secret: &Secret,
) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Said<'a> {
        sub: &'a str,
        aud: &'a TeamId,
        exp: i64,
        #[serde(flatten)]
        learner: &'a VerifiedLearner,
    }
    let said = Said {
        sub: subject,
        aud: team,
        exp: clock::now().0 / 1_000 + 600,
        learner,
    };
    let header = serde_json::json!({ "alg": "HS256", "typ": "JWT", "kid": secret.id });
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let header = part(serde_json::to_vec(&header)?);
    let body = format!("{header}.{}", part(serde_json::to_vec(&said)?));
    let mac = Hmac::<Sha256>::new_from_slice(secret.secret.as_bytes())
        .map_err(|_| Error::bug("the secret cannot be used"))?;
    let mac = mac.chain_update(&body).finalize().into_bytes();
    Ok(format!("{body}.{}", part(mac.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn secret() -> Secret {
        Secret {
            id: "one".to_owned(),
            secret: "a secret of the platform's".to_owned(),
        }
    }

    fn signed(header: &str, claims: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let body = format!("{}.{}", part(header), part(claims));
        let mac = Hmac::<Sha256>::new_from_slice(secret().secret.as_bytes()).unwrap();
        let mac = mac.chain_update(&body).finalize().into_bytes();
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(mac))
    }

    fn read(token: &str) -> Result<Identity, Refused> {
        let read = Unverified::of(token)?;
        read.is_by_secret(&[secret()])?;
        read.identity(&TeamId::new("riverside").unwrap(), NOW)
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    #[test]
    fn what_the_platform_signed_is_read() {
        let claims = r#"{"sub":"42","aud":["x","riverside"],"exp":1000060,"iat":1000000,"role":"instructor",
            "name":"Maya","course":"Biology 101","locale":"de","jti":"j","groups":["a"]}"#;
        let identity = read(&signed(HEADER, claims)).unwrap();
        assert_eq!(identity.subject, "42");
        assert_eq!(identity.learner.role, Audience::Instructor);
        assert_eq!(identity.learner.name.as_deref(), Some("Maya"));
        assert_eq!(identity.learner.locale.as_deref(), Some("de"));
        assert_eq!(identity.token_id.as_deref(), Some("j"));
        assert_eq!(identity.expires_at, Timestamp(1_000_060_000));
        let named = signed(
            r#"{"alg":"HS256","kid":"one"}"#,
            r#"{"sub":"42","aud":"riverside","exp":1000060}"#,
        );
        assert_eq!(read(&named).unwrap().learner, VerifiedLearner::default());
    }

    #[test]
    fn what_is_not_right_in_every_way_is_refused() {
        let fine = r#"{"sub":"42","aud":"riverside","exp":1000060}"#;
        for (header, claims, why) in [
            (r#"{"alg":"none"}"#, fine, Refused::Algorithm),
            (r#"{"alg":"HS512"}"#, fine, Refused::Algorithm),
            (r#"{"alg":"hs256"}"#, fine, Refused::Algorithm),
            (
                r#"{"alg":"HS256","crit":["exp"]}"#,
                fine,
                Refused::Algorithm,
            ),
            (r#"{"alg":"HS256","kid":"two"}"#, fine, Refused::NoKey),
            (r#"{"typ":"JWT"}"#, fine, Refused::NotAToken),
            (
                HEADER,
                r#"{"aud":"riverside","exp":1000060}"#,
                Refused::Claims,
            ),
            (
                HEADER,
                r#"{"sub":"","aud":"riverside","exp":1000060}"#,
                Refused::Claims,
            ),
            (
                HEADER,
                r#"{"sub":42,"aud":"riverside","exp":1000060}"#,
                Refused::Claims,
            ),
            (HEADER, r#"{"sub":"42","aud":"riverside"}"#, Refused::Claims),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":"1000060"}"#,
                Refused::Claims,
            ),
            (HEADER, r#"{"sub":"42","exp":1000060}"#, Refused::Claims),
            (
                HEADER,
                r#"{"sub":"42","sub":"43","aud":"riverside","exp":1000060}"#,
                Refused::Claims,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":1000060,"role":"root"}"#,
                Refused::Claims,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"lakeside","exp":1000060}"#,
                Refused::Audience,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":[],"exp":1000060}"#,
                Refused::Audience,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":999970}"#,
                Refused::Expired,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":-1}"#,
                Refused::Expired,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":1003700}"#,
                Refused::LivesTooLong,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":1e300}"#,
                Refused::LivesTooLong,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":1000060,"nbf":1000031}"#,
                Refused::NotYet,
            ),
            (
                HEADER,
                r#"{"sub":"42","aud":"riverside","exp":1000060,"iat":1000031}"#,
                Refused::NotYet,
            ),
            (HEADER, "no JSON", Refused::Claims),
        ] {
            assert_eq!(read(&signed(header, claims)), Err(why), "{header} {claims}");
        }
        let token = signed(HEADER, fine);
        let (body, _) = token.rsplit_once('.').unwrap();
        for bad in ["", "a", "a.b", "a.b.c", "..", body, &format!("{token}.x")] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let other = signed(HEADER, r#"{"sub":"43","aud":"riverside","exp":1000060}"#);
        let (_, mac) = other.rsplit_once('.').unwrap();
        assert_eq!(read(&format!("{body}.{mac}")), Err(Refused::Signature));
        assert_eq!(read(&"a".repeat(MAX_CHARS + 1)), Err(Refused::NotAToken));
    }
}
