//! Sign-in by an organization's own accounts: `OpenID` Connect Core 1.0, 3.1, the authorization code with PKCE
//! (RFC 7636).
//!
//! What the provider says is believed of its own token alone: signed by a key it publishes, for this client,
//! for this very sign-in (`nonce`). Its addresses come from its discovery document, and pass the guard.

use super::fetch;
use super::identity::Unverified;
use crate::clock;
use crate::digest::digest;
use crate::error::Error;
use crate::guard;
use crate::store::sign_in::Named;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::http::Role;
use protocol::settings::SignInSettings;
use protocol::{Code, Timestamp};
use serde::Deserialize;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use url::form_urlencoded::Serializer;
use worker::{Env, Url};

/// How long a discovery document is used before it is fetched again.
const FRESH_MS: i64 = 10 * 60 * 1_000;

/// Most documents that an isolate keeps.
const MAX_PROVIDERS: usize = 100;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY: f64 = 60.0;

/// Longest name that is taken over, in characters.
const MAX_NAME_CHARS: usize = 60;

/// What a provider says of itself: `OpenID` Connect Discovery 1.0, 3.
#[derive(Clone, Deserialize)]
struct Provider {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

thread_local! {
    /// By issuer.
    static KNOWN: RefCell<HashMap<String, (Timestamp, Provider)>> = RefCell::default();
}

/// A sign-in that has begun: what the browser brings back with it.
pub(crate) struct Begun {
    /// Where the browser goes.
    pub(crate) address: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    /// Of PKCE: only who began it can end it.
    pub(crate) verifier: String,
}

/// Begins a sign-in that comes back to `here`.
pub(crate) async fn begin(
    env: &Env,
    settings: &SignInSettings,
    here: &str,
) -> Result<Begun, Error> {
    let provider = provider(env, settings).await?;
    let [state, nonce, verifier] = [
        clock::random_secret()?,
        clock::random_secret()?,
        clock::random_secret()?,
    ];
    let mut address = Url::parse(&provider.authorization_endpoint)
        .map_err(|_| Error::bug("the provider's address cannot be read"))?;
    address
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &settings.client_id)
        .append_pair("redirect_uri", here)
        .append_pair("scope", "openid email profile")
        .append_pair("state", &state)
        .append_pair("nonce", &nonce)
        .append_pair("code_challenge", &digest(&verifier))
        .append_pair("code_challenge_method", "S256");
    Ok(Begun {
        address: address.into(),
        state,
        nonce,
        verifier,
    })
}

/// What the browser brought back.
pub(crate) struct Answer<'a> {
    pub(crate) code: &'a str,
    /// Who says so, if the provider names itself (RFC 9207).
    pub(crate) issuer: Option<&'a str>,
    pub(crate) nonce: &'a str,
    pub(crate) verifier: &'a str,
}

/// Ends a sign-in: asks the provider who it was.
///
/// # Errors
/// `unauthenticated` for what is not the provider's, or not for us; a bug if it cannot be reached.
pub(crate) async fn finish(
    env: &Env,
    settings: &SignInSettings,
    secret: Option<&str>,
    here: &str,
    answer: &Answer<'_>,
) -> Result<Named, Error> {
    #[derive(Deserialize)]
    struct Tokens {
        id_token: String,
        access_token: String,
    }
    let provider = provider(env, settings).await?;
    if answer.issuer.is_some_and(|it| it != provider.issuer) {
        return Err(refused("another provider answered"));
    }
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", answer.code)
        .append_pair("redirect_uri", here)
        .append_pair("code_verifier", answer.verifier);
    let methods = &provider.token_endpoint_auth_methods_supported;
    let is_posted = methods.iter().any(|it| it == "client_secret_post")
        && methods.iter().all(|it| it != "client_secret_basic");
    // As RFC 6749, 2.3.1: each part form-encoded first.
    let encoded = |text: &str| {
        let bytes = url::form_urlencoded::byte_serialize(text.as_bytes());
        bytes.collect::<String>()
    };
    let authorization = secret.filter(|_| !is_posted).map(|secret| {
        let pair = format!("{}:{}", encoded(&settings.client_id), encoded(secret));
        format!("Basic {}", STANDARD.encode(pair))
    });
    if authorization.is_none() {
        form.append_pair("client_id", &settings.client_id);
        if let Some(secret) = secret {
            form.append_pair("client_secret", secret);
        }
    }
    let tokens = fetch::post(
        &provider.token_endpoint,
        form.finish(),
        authorization.as_deref(),
        "the sign-in provider",
    )
    .await?;
    let tokens: Tokens = crate::json::read(&tokens).map_err(|_| refused("no tokens came"))?;
    let read = Unverified::of_at_most(&tokens.id_token, fetch::MAX_BYTES)
        .map_err(|why| refused(&format!("the token: {why}")))?;
    read.is_by_key_set(&provider.jwks_uri)
        .await
        .map_err(|why| refused(&format!("the token: {why}")))?;
    let mut claims: Value =
        serde_json::from_slice(&read.claims).map_err(|_| refused("the token has no claims"))?;
    check(
        &claims,
        &provider.issuer,
        &settings.client_id,
        answer.nonce,
        clock::now(),
    )
    .map_err(refused)?;
    // What scopes ask for is told where there is an access token (5.4).
    if let Some(address) = &provider.userinfo_endpoint {
        let bearer = format!("Bearer {}", tokens.access_token);
        let more = fetch::get(address, Some(&bearer), "the sign-in provider").await?;
        let more: Value = crate::json::read(&more).map_err(|_| refused("no claims came"))?;
        // Of somebody else, it would be a swap of tokens (5.3.2).
        if more.get("sub") != claims.get("sub") {
            return Err(refused("the claims are of somebody else"));
        }
        if let (Some(claims), Value::Object(more)) = (claims.as_object_mut(), more) {
            // An address and whether it is verified are one claim: never of two sources.
            let has_email = claims.contains_key("email");
            for (name, value) in more {
                if !(has_email && name == "email_verified") {
                    claims.entry(name).or_insert(value);
                }
            }
        }
    }
    person(&claims, &provider.issuer, settings).map_err(refused)
}

/// The provider, from its discovery document.
async fn provider(env: &Env, settings: &SignInSettings) -> Result<Provider, Error> {
    let issuer = settings.issuer.as_deref();
    let issuer = issuer.ok_or_else(|| Error::not_found("sign-in by an organization's account"))?;
    let now = clock::now();
    let known = KNOWN.with_borrow(|known| known.get(issuer).cloned());
    if let Some((at, provider)) = known
        && now.since(at) < FRESH_MS
    {
        return Ok(provider);
    }
    let plain = issuer.trim_end_matches('/');
    guard::check(env, plain)?;
    let address = format!("{plain}/.well-known/openid-configuration");
    let text = fetch::get(&address, None, "the sign-in provider").await?;
    let provider: Provider = crate::json::read(&text)
        .map_err(|_| Error::bug("the provider's discovery document cannot be read"))?;
    if provider.issuer.trim_end_matches('/') != plain {
        return Err(Error::bug("the provider names itself otherwise"));
    }
    let addresses = [
        &provider.authorization_endpoint,
        &provider.token_endpoint,
        &provider.jwks_uri,
    ];
    for address in addresses.into_iter().chain(&provider.userinfo_endpoint) {
        guard::check(env, address)?;
    }
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MAX_PROVIDERS {
            known.clear();
        }
        known.insert(issuer.to_owned(), (now, provider.clone()));
    });
    Ok(provider)
}

fn refused(why: &str) -> Error {
    worker::console_log!("sign-in refused: {why}");
    Error::new(Code::Unauthenticated, why)
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether a token's claims are by this provider, for this client and this sign-in, and of now: 3.1.3.7.
fn check(
    claims: &Value,
    issuer: &str,
    client: &str,
    nonce: &str,
    now: Timestamp,
) -> Result<(), &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let number = |name: &str| claims.get(name).and_then(Value::as_f64);
    let recipients = strings(claims.get("aud"));
    let now = now.0 as f64 / 1_000.0;
    if text("iss") != Some(issuer) {
        Err("the token: its iss is another")
    } else if !recipients.contains(&client) {
        Err("the token: its aud is another")
    } else if recipients.len() > 1 && text("azp") != Some(client) {
        Err("the token: its azp is another")
    } else if text("nonce") != Some(nonce) {
        Err("the token: its nonce is another")
    } else if number("exp").is_none_or(|exp| exp + LEEWAY <= now) {
        Err("the token: it has expired")
    } else if number("iat").is_none_or(|iat| iat > now + LEEWAY) {
        Err("the token: it is of the future")
    } else if text("sub").is_none_or(str::is_empty) {
        Err("the token: it names nobody")
    } else {
        Ok(())
    }
}

/// Who the claims name.
fn person(claims: &Value, issuer: &str, settings: &SignInSettings) -> Result<Named, &'static str> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let subject = text("sub").unwrap_or_default();
    let email = text("email").map(str::trim).filter(|it| it.contains('@'));
    let email = email.ok_or("the provider tells no e-mail address")?;
    let is_verified = match claims.get("email_verified") {
        Some(Value::Bool(is_verified)) => *is_verified,
        // Some providers write it so.
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let name = text("name").map(str::trim).filter(|it| !it.is_empty());
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default());
    Ok(Named {
        subject: digest(&format!("{issuer} {subject}")),
        email: email.to_owned(),
        is_verified,
        name: name.chars().take(MAX_NAME_CHARS).collect(),
        role: role(claims, settings),
    })
}

/// What the claim makes somebody.
fn role(claims: &Value, settings: &SignInSettings) -> Option<Role> {
    // `realm_access.roles` is a path, where no claim is called so.
    let claim = claims.get(&settings.role_claim).or_else(|| {
        let mut steps = settings.role_claim.split('.');
        steps.try_fold(claims, |value, step| value.get(step))
    });
    let has = strings(claim);
    let is_one_of = |values: &[String]| values.iter().any(|value| has.contains(&value.as_str()));
    if is_one_of(&settings.admins) {
        Some(Role::Admin)
    } else {
        is_one_of(&settings.agents).then_some(Role::Agent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    #[test]
    fn a_claim_makes_somebody_something_or_nothing() {
        let settings = SignInSettings {
            role_claim: "realm_access.roles".to_owned(),
            agents: vec!["support".to_owned()],
            admins: vec!["owners".to_owned()],
            ..SignInSettings::default()
        };
        let role = |claims: Value| role(&claims, &settings);
        assert_eq!(
            role(json!({"realm_access": {"roles": ["x", "support"]}})),
            Some(Role::Agent)
        );
        assert_eq!(
            role(json!({"realm_access.roles": "owners"})),
            Some(Role::Admin)
        );
        assert_eq!(
            role(json!({"realm_access": {"roles": ["support", "owners"]}})),
            Some(Role::Admin)
        );
        for nothing in [
            json!({}),
            json!({"realm_access": "support"}),
            json!({"realm_access": {"roles": [["support"]]}}),
            json!({"realm_access": {"roles": "supporters"}}),
        ] {
            assert_eq!(role(nothing.clone()), None, "{nothing}");
        }
        assert_eq!(
            super::role(&json!({"": "x"}), &SignInSettings::default()),
            None
        );
    }

    #[test]
    fn an_address_is_verified_where_the_provider_says_so() {
        let read = |claims: Value| person(&claims, "https://id", &SignInSettings::default());
        let it =
            read(json!({"sub": "7", "email": "a@b.example", "email_verified": "true"})).unwrap();
        assert!(it.is_verified);
        assert_eq!(it.name, "a");
        assert!(
            !read(json!({"sub": "7", "email": "a@b.example"}))
                .unwrap()
                .is_verified
        );
        let other = person(
            &json!({"sub": "7", "email": "a@b.example"}),
            "https://other",
            &SignInSettings::default(),
        );
        assert_ne!(other.unwrap().subject, it.subject);
    }

    #[test]
    fn a_token_is_for_this_sign_in_alone() {
        let fine = json!({"iss": "https://id", "aud": "baton", "sub": "7", "nonce": "n",
            "exp": 1_000_100, "iat": 999_990});
        let is_fine = |claims: &Value| check(claims, "https://id", "baton", "n", NOW).is_ok();
        assert!(is_fine(&fine));
        let with = |name: &str, value: Value| {
            let mut claims = fine.clone();
            claims[name] = value;
            claims
        };
        assert!(is_fine(&with("aud", json!(["baton"]))));
        let mut several = with("aud", json!(["baton", "x"]));
        several["azp"] = json!("baton");
        assert!(is_fine(&several));
        for (name, value) in [
            ("iss", json!("https://other")),
            ("iss", Value::Null),
            ("aud", json!("other")),
            ("aud", json!([])),
            ("aud", json!(["baton", "x"])),
            ("nonce", json!("m")),
            ("nonce", Value::Null),
            ("exp", json!(999_940)),
            ("exp", json!("1000100")),
            ("iat", json!(1_000_061)),
            ("iat", Value::Null),
            ("sub", json!("")),
            ("sub", json!(7)),
        ] {
            assert!(!is_fine(&with(name, value.clone())), "{name} {value}");
        }
    }
}
