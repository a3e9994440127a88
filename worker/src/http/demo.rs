//! The demo LMS: its page, and the tokens that it signs for whoever its switch says is signed in. There only
//! where `BATON_DEMO` is set, as `cargo xtask dev` does.

use super::{json, query};
use crate::asset::asset;
use crate::auth::identity::sign;
use crate::config;
use crate::durable::team;
use crate::error::Error;
use protocol::{Audience, VerifiedLearner};
use serde::Serialize;
use worker::{Env, Headers, Request, Response};

/// What an LMS's page may do, as strictly as any of them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Whether this deployment is a demo.
pub(crate) fn is_here(env: &Env) -> bool {
    config::variable(env, "BATON_DEMO").is_some()
}

/// The course page.
pub(crate) async fn page(env: &Env) -> Result<Response, Error> {
    let mut asset = asset(env, "demo").await?;
    let headers = Headers::new();
    headers.set("content-type", "text/html; charset=utf-8")?;
    headers.set("content-security-policy", POLICY)?;
    headers.set("referrer-policy", "same-origin")?;
    headers.set("cache-control", "no-cache")?;
    Ok(Response::from_bytes(asset.bytes().await?)?.with_headers(headers))
}

/// A token for one of the demo's people, as an LMS's server signs it for the page it renders.
pub(crate) async fn identity(request: &Request, env: &Env) -> Result<Response, Error> {
    #[derive(Serialize)]
    struct Signed {
        /// Nothing, until an admin has made a secret.
        token: Option<String>,
    }
    let person = |name: &str, email: &str, role| VerifiedLearner {
        name: Some(name.to_owned()),
        email: Some(email.to_owned()),
        role,
        course: Some("HIST-101".to_owned()),
        locale: None,
    };
    let who = query(request, "as")?.unwrap_or_default();
    let learner = match who.as_str() {
        "learner" => person(
            "Maya Okafor",
            "maya.okafor@riverside.example",
            Audience::Learner,
        ),
        "instructor" => person(
            "Dr. Tomas Reyes",
            "t.reyes@riverside.example",
            Audience::Instructor,
        ),
        "admin" => person(
            "Ines Lindqvist",
            "i.lindqvist@riverside.example",
            Audience::Admin,
        ),
        _ => return Err(Error::not_found("person")),
    };
    let demo = config::team_or_only(env, None)?;
    let (secrets, _) = team::ask(env, &demo, team::IdentityKeys {}).await?;
    let subject = format!("demo-{who}");
    let sign = |secret| sign(&subject, &learner, &demo, secret);
    json(&Signed {
        token: secrets.first().map(sign).transpose()?,
    })
}
