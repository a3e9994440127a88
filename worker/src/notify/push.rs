//! Push notifications to agents' browsers: encrypted for the browser alone (RFC 8291, RFC 8188) and signed with the
//! team's key, by which the browser's push service knows us (VAPID, RFC 8292).

use super::words;
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::error::Error;
use crate::store::outbox::Post;
use crate::subtle::subtle;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Delivery, News};
use js_sys::{Array, ArrayBuffer, JSON, Reflect, Uint8Array};
use protocol::push::PushSubscription;
use protocol::{AgentEvent, ConversationId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{Env, Headers, Method, Request, RequestInit, RequestRedirect, Url};

/// How long a push service keeps a message for a browser that is off, in seconds: a day. By then somebody else has
/// taken the conversation.
const TTL_S: u32 = 24 * 60 * 60;
/// How long a signature holds, in seconds: at most a day (RFC 8292, 2).
const SIGNED_S: i64 = 12 * 60 * 60;
/// Size of a record: a message is one of them (RFC 8291, 4).
const RECORD: u32 = 4_096;
/// Longest text in a push, in characters. A notification shows less, and a message has to fit one record.
const MAX_CHARS: usize = 200;
/// Longest topic (RFC 8030, 5.4).
const TOPIC_CHARS: usize = 32;
/// An uncompressed point of P-256, and what a browser authenticates by, in bytes (RFC 8291, 2.1 and 2.2).
const POINT_BYTES: usize = 65;
const AUTH_BYTES: usize = 16;

/// Where a browser is reached, as an outbox keeps it: JSON of these.
#[derive(Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) endpoint: String,
    p256dh: String,
    auth: String,
}

impl Address {
    /// The address of a browser whose keys are keys.
    ///
    /// # Errors
    /// `invalid`, if they are none.
    pub(crate) async fn of(subscription: &PushSubscription) -> Result<Self, Error> {
        let address = Self {
            endpoint: subscription.endpoint.clone(),
            p256dh: subscription.p256dh.clone(),
            auth: subscription.auth.clone(),
        };
        let wrong = || Error::invalid("these are not the keys of a browser's push subscription");
        let (point, _) = address.keys().ok_or_else(wrong)?;
        import(&point, Use::Derive).await.map_err(|_| wrong())?;
        Ok(address)
    }

    /// As it is kept.
    pub(crate) fn text(&self) -> Result<String, Error> {
        Ok(serde_json::to_string(self)?)
    }

    /// Its public point, and what it authenticates by.
    fn keys(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        let point = URL_SAFE_NO_PAD.decode(&self.p256dh).ok()?;
        let auth = URL_SAFE_NO_PAD.decode(&self.auth).ok()?;
        (point.len() == POINT_BYTES && auth.len() == AUTH_BYTES).then_some((point, auth))
    }
}

/// The key pair of a team's, as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct VapidKey {
    /// The private key, a JSON Web Key.
    jwk: String,
    /// The public one: a point in base64url.
    pub(crate) public: String,
}

impl VapidKey {
    /// A new one.
    pub(crate) async fn new() -> Result<Self, Error> {
        let made = async {
            let arguments = Array::of3(
                &algorithm(ECDSA)?,
                &true.into(),
                &Array::of2(&"sign".into(), &"verify".into()),
            );
            let pair = subtle("generateKey", &arguments).await?;
            let private = Reflect::get(&pair, &"privateKey".into())?;
            let public = Reflect::get(&pair, &"publicKey".into())?;
            let jwk = subtle("exportKey", &Array::of2(&"jwk".into(), &private)).await?;
            let jwk = String::from(JSON::stringify(&jwk)?);
            let public = bytes(subtle("exportKey", &Array::of2(&"raw".into(), &public)).await?);
            Ok(Self {
                jwk,
                public: URL_SAFE_NO_PAD.encode(public),
            })
        };
        made.await.map_err(bug)
    }

    /// What says to a push service whose message it is (RFC 8292, 3).
    async fn authorization(&self, env: &Env, endpoint: &str) -> Result<String, Error> {
        let url = Url::parse(endpoint).map_err(|_| Error::bug("an endpoint that is no address"))?;
        let mut claims = json!({
            "aud": url.origin().ascii_serialization(),
            "exp": clock::now().0 / 1_000 + SIGNED_S,
        });
        // Whom the push service's operator may write to.
        if let Some(origin) = config::public_url(env) {
            claims["sub"] = origin.into();
        }
        let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let header = part(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{header}.{}", part(&claims.to_string()));
        let signature = async {
            let key = subtle(
                "importKey",
                &Array::of5(
                    &"jwk".into(),
                    &JSON::parse(&self.jwk)?,
                    &algorithm(ECDSA)?,
                    &false.into(),
                    &Array::of1(&"sign".into()),
                ),
            )
            .await?;
            let by = algorithm(SIGN)?;
            let arguments = Array::of3(&by, &key, &Uint8Array::from(signed.as_bytes()));
            Ok(bytes(subtle("sign", &arguments).await?))
        };
        let signature = URL_SAFE_NO_PAD.encode(signature.await.map_err(bug)?);
        Ok(format!("vapid t={signed}.{signature}, k={}", self.public))
    }
}

/// What a notification says, as `inbox/push.js` reads it; `None` if there is nothing to say. The title and `why` are ours,
/// and read in the agent's language; `body` is the learner's words.
pub(super) fn written(
    env: &Env,
    conversation: &ConversationId,
    delivery: &Delivery,
) -> Result<Option<String>, Error> {
    let words = words::words(env, conversation, delivery);
    let (title, why, text) = match &delivery.news {
        News::Happened(_, AgentEvent::Message(message)) => {
            let title = words::wrote(&delivery.learner);
            (title, String::new(), message.text.clone())
        }
        News::Happened(..) | News::Collected(_) | News::Replied { .. } => return Ok(None),
        News::HandedOff(_) | News::Waits(..) => (words.title, words.why, words.question),
    };
    let cut = |text: String| text.chars().take(MAX_CHARS).collect::<String>();
    let body = json!({
        "title": cut(title),
        "why": cut(why),
        "body": cut(text),
        "conversation": conversation,
    });
    Ok(Some(body.to_string()))
}

/// What a test says.
pub(super) fn test() -> String {
    let (title, why) = words::test();
    json!({ "title": title, "why": why }).to_string()
}

/// A post as the browser's push service takes it.
pub(super) async fn request(env: &Env, key: &VapidKey, post: &Post) -> Result<Request, Error> {
    let address: Address = crate::json::read(&post.address)?;
    let keys = address
        .keys()
        .ok_or_else(|| Error::bug("a browser without keys"))?;
    let body = encrypted(&keys, post.body.as_bytes()).await.map_err(bug)?;
    let headers = Headers::new();
    headers.set("content-type", "application/octet-stream")?;
    headers.set("content-encoding", "aes128gcm")?;
    headers.set("ttl", &TTL_S.to_string())?;
    headers.set("urgency", "high")?;
    headers.set(
        "authorization",
        &key.authorization(env, &address.endpoint).await?,
    )?;
    // A message that waits for a browser is replaced by a newer one about the same conversation.
    let conversation = post.event.rsplitn(3, '-').nth(2).unwrap_or_default();
    headers.set(
        "topic",
        digest(conversation).get(..TOPIC_CHARS).unwrap_or_default(),
    )?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(Uint8Array::from(body.as_slice()).into()));
    Ok(Request::new_with_init(&address.endpoint, &init)?)
}

/// A message for whoever has the private key of `point` and knows `auth`.
async fn encrypted((point, auth): &(Vec<u8>, Vec<u8>), text: &[u8]) -> Result<Vec<u8>, JsValue> {
    let uses = Array::of1(&"deriveBits".into());
    let pair = subtle(
        "generateKey",
        &Array::of3(&algorithm(ECDH)?, &true.into(), &uses),
    )
    .await?;
    let private = Reflect::get(&pair, &"privateKey".into())?;
    let public = Reflect::get(&pair, &"publicKey".into())?;
    let ours = bytes(subtle("exportKey", &Array::of2(&"raw".into(), &public)).await?);
    let theirs = import(point, Use::Derive).await?;
    let by = algorithm(ECDH)?;
    Reflect::set(&by, &"public".into(), &theirs)?;
    let shared = bytes(subtle("deriveBits", &Array::of3(&by, &private, &256.into())).await?);
    // RFC 8291, 3.4.
    let info = [b"WebPush: info\0", point.as_slice(), ours.as_slice()].concat();
    let secret = derived(&shared, auth, &info, 32).await?;
    let salt: [u8; 16] = clock::random_bytes().map_err(|_| JsValue::NULL)?;
    let key = derived(&secret, &salt, b"Content-Encoding: aes128gcm\0", 16).await?;
    let nonce = derived(&secret, &salt, b"Content-Encoding: nonce\0", 12).await?;
    // The last record, and the only one (RFC 8188, 2).
    let plain = [text, &[2]].concat();
    let key = import(&key, Use::Encrypt).await?;
    let by = algorithm(AES)?;
    Reflect::set(&by, &"iv".into(), &Uint8Array::from(nonce.as_slice()))?;
    let arguments = Array::of3(&by, &key, &Uint8Array::from(plain.as_slice()));
    let sealed = bytes(subtle("encrypt", &arguments).await?);
    let id = [u8::try_from(ours.len()).unwrap_or(u8::MAX)];
    Ok([
        salt.as_slice(),
        &RECORD.to_be_bytes(),
        &id,
        ours.as_slice(),
        sealed.as_slice(),
    ]
    .concat())
}

/// HKDF with SHA-256 (RFC 5869).
async fn derived(secret: &[u8], salt: &[u8], info: &[u8], count: u32) -> Result<Vec<u8>, JsValue> {
    let key = import(secret, Use::Stretch).await?;
    let by = algorithm(HKDF)?;
    Reflect::set(&by, &"salt".into(), &Uint8Array::from(salt))?;
    Reflect::set(&by, &"info".into(), &Uint8Array::from(info))?;
    let bits = (count * 8).into();
    Ok(bytes(
        subtle("deriveBits", &Array::of3(&by, &key, &bits)).await?,
    ))
}

/// The runtime's names of what is used here.
const ECDSA: &str = r#"{"name":"ECDSA","namedCurve":"P-256"}"#;
const SIGN: &str = r#"{"name":"ECDSA","hash":"SHA-256"}"#;
const ECDH: &str = r#"{"name":"ECDH","namedCurve":"P-256"}"#;
const HKDF: &str = r#"{"name":"HKDF","hash":"SHA-256"}"#;
const AES: &str = r#"{"name":"AES-GCM"}"#;

/// What a key is for.
#[derive(Clone, Copy)]
enum Use {
    /// The public point of the other side.
    Derive,
    /// A secret that keys are made of.
    Stretch,
    Encrypt,
}

async fn import(key: &[u8], for_use: Use) -> Result<JsValue, JsValue> {
    let (by, uses) = match for_use {
        Use::Derive => (ECDH, Array::new()),
        Use::Stretch => (HKDF, Array::of1(&"deriveBits".into())),
        Use::Encrypt => (AES, Array::of1(&"encrypt".into())),
    };
    let arguments = Array::of5(
        &"raw".into(),
        &Uint8Array::from(key),
        &algorithm(by)?,
        &false.into(),
        &uses,
    );
    subtle("importKey", &arguments).await
}

fn algorithm(json: &str) -> Result<JsValue, JsValue> {
    JSON::parse(json)
}

fn bytes(buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec()
}

fn bug(error: JsValue) -> Error {
    Error::bug(format!("WebCrypto: {error:?}"))
}
