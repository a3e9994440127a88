//! A platform's public key, and the runtime's WebCrypto that checks with it.
//!
//! <https://developer.mozilla.org/docs/Web/API/SubtleCrypto/verify>.

use super::Algorithm;
use crate::subtle::subtle;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use js_sys::{Array, JSON, Uint8Array};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;

/// Most keys that are read from one text.
const MAX_KEYS: usize = 20;

/// Shortest RSA modulus, in bytes: 2,048 bits (RFC 7518, 3.3).
const MIN_MODULUS_BYTES: usize = 256;

/// `rsaEncryption` (RFC 8017, A.1) and `prime256v1` (RFC 5480, 2.1.1.1) as they stand in a key's DER.
const RSA_OID: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
];
const P256_OID: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// A public key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PublicKey {
    kid: Option<String>,
    algorithm: Algorithm,
    material: Material,
}

#[derive(Clone, Debug, PartialEq)]
enum Material {
    /// A JSON Web Key (RFC 7517), without anything but its numbers.
    Jwk(Value),
    /// A SubjectPublicKeyInfo in DER (RFC 5280, 4.1).
    Spki(Vec<u8>),
}

/// What is read of a JSON Web Key.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default)]
    crv: Option<String>,
    #[serde(default)]
    n: Option<String>,
    #[serde(default)]
    e: Option<String>,
    #[serde(default)]
    x: Option<String>,
    #[serde(default)]
    y: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Set { keys: Vec<Value> },
    One(Value),
}

impl PublicKey {
    /// The keys that a text has: PEM, a JSON Web Key or a set of them. What is for something else than
    /// RS256 or ES256 is left out.
    pub(crate) fn read(text: &str) -> Vec<Self> {
        let text = text.trim();
        if text.starts_with('{') {
            let values = match crate::json::read(text) {
                Ok(Written::Set { keys }) => keys,
                Ok(Written::One(key)) => vec![key],
                Err(_) => Vec::new(),
            };
            let keys = values.into_iter().take(MAX_KEYS);
            return keys.filter_map(Self::of_jwk).collect();
        }
        Self::of_pem(text).into_iter().collect()
    }

    fn of_jwk(key: Value) -> Option<Self> {
        let key: Jwk = serde_json::from_value(key).ok()?;
        if key.purpose.is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let (algorithm, name, material) = match (key.kty.as_str(), key.crv.as_deref()) {
            ("RSA", _) => {
                let (n, e) = (key.n?, key.e?);
                let modulus = URL_SAFE_NO_PAD.decode(&n).ok()?;
                if modulus.len() < MIN_MODULUS_BYTES {
                    return None;
                }
                (
                    Algorithm::Rs256,
                    "RS256",
                    json!({ "kty": "RSA", "n": n, "e": e }),
                )
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (key.x?, key.y?);
                let material = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
                (Algorithm::Es256, "ES256", material)
            }
            _ => return None,
        };
        let is_for_it = key.alg.is_none_or(|alg| alg == name);
        is_for_it.then_some(Self {
            kid: key.kid,
            algorithm,
            material: Material::Jwk(material),
        })
    }

    fn of_pem(text: &str) -> Option<Self> {
        let body = text.strip_prefix("-----BEGIN PUBLIC KEY-----")?;
        let body = body.strip_suffix("-----END PUBLIC KEY-----")?;
        let body: String = body.split_whitespace().collect();
        let der = STANDARD.decode(body).ok()?;
        let has = |oid: &[u8]| der.windows(oid.len()).any(|bytes| bytes == oid);
        let algorithm = if has(RSA_OID) && der.len() >= MIN_MODULUS_BYTES {
            Algorithm::Rs256
        } else if has(P256_OID) {
            Algorithm::Es256
        } else {
            return None;
        };
        Some(Self {
            kid: None,
            algorithm,
            material: Material::Spki(der),
        })
    }

    /// Whether a token of this algorithm and key id may be by it.
    pub(super) fn is_for(&self, algorithm: Algorithm, kid: Option<&str>) -> bool {
        let is_meant = match (&self.kid, kid) {
            (Some(own), Some(kid)) => own == kid,
            _ => true,
        };
        self.algorithm == algorithm && is_meant
    }

    /// Whether the key's id is this one.
    pub(super) fn is_named(&self, kid: &str) -> bool {
        self.kid.as_deref() == Some(kid)
    }

    /// Whether the signature is by this key. A key that the runtime does not take signs nothing.
    pub(super) async fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        let verified = self.verified(signed, signature).await;
        verified.is_ok_and(|verified| verified.is_truthy())
    }

    async fn verified(&self, signed: &[u8], signature: &[u8]) -> Result<JsValue, JsValue> {
        let (import, check) = match self.algorithm {
            Algorithm::Rs256 => {
                let name = json!({ "name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256" });
                (name.clone(), name)
            }
            Algorithm::Es256 => (
                json!({ "name": "ECDSA", "namedCurve": "P-256" }),
                json!({ "name": "ECDSA", "hash": "SHA-256" }),
            ),
            Algorithm::Hs256 => return Err(JsValue::NULL),
        };
        let (format, material) = match &self.material {
            Material::Jwk(jwk) => ("jwk", JSON::parse(&jwk.to_string())?),
            Material::Spki(der) => ("spki", Uint8Array::from(der.as_slice()).into()),
        };
        let import = JSON::parse(&import.to_string())?;
        let uses = Array::of1(&"verify".into());
        let arguments = Array::of5(&format.into(), &material, &import, &false.into(), &uses);
        let key = subtle("importKey", &arguments).await?;
        let arguments = Array::of4(
            &JSON::parse(&check.to_string())?,
            &key,
            &Uint8Array::from(signature),
            &Uint8Array::from(signed),
        );
        subtle("verify", &arguments).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rsa(bytes: usize) -> String {
        let n = URL_SAFE_NO_PAD.encode(vec![0xff; bytes]);
        format!(r#"{{"kty":"RSA","kid":"a","n":"{n}","e":"AQAB"}}"#)
    }

    #[test]
    fn keys_are_read_from_jwk_set_and_pem() {
        let one = PublicKey::read(&rsa(256));
        assert_eq!(one.len(), 1);
        assert!(one[0].is_for(Algorithm::Rs256, Some("a")));
        assert!(one[0].is_for(Algorithm::Rs256, None));
        assert!(!one[0].is_for(Algorithm::Rs256, Some("b")));
        assert!(!one[0].is_for(Algorithm::Es256, Some("a")));
        assert!(!one[0].is_for(Algorithm::Hs256, Some("a")));
        let ec = r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#;
        let set = format!(r#"{{"keys":[{},{ec},{{"kty":"OKP"}},7]}}"#, rsa(256));
        assert_eq!(PublicKey::read(&set).len(), 2);
        let der = [RSA_OID, &[0; 280]].concat();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            STANDARD.encode(der)
        );
        assert_eq!(PublicKey::read(&pem).len(), 1);
    }

    #[test]
    fn what_is_weak_or_for_something_else_is_no_key() {
        for text in [
            rsa(128),
            r#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#.to_owned(),
            r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","use":"enc"}"#.to_owned(),
            r#"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","alg":"ES384"}"#.to_owned(),
            r#"{"kty":"oct","k":"c2VjcmV0"}"#.to_owned(),
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----".to_owned(),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----".to_owned(),
            "a shared secret".to_owned(),
            String::new(),
        ] {
            assert_eq!(PublicKey::read(&text), [], "{text}");
        }
    }
}
