//! The inbox page and the widget's frame: our own documents, under our own headers.

use super::query;
use crate::asset::asset;
use crate::config;
use crate::durable::team as team_object;
use crate::error::Error;
use protocol::TeamId;
use worker::{Env, Headers, Request, Response, Url};

/// Only our own files, and the wasm among them; nothing inline, nothing from elsewhere.
/// <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy>.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; font-src 'none'; form-action 'none'; \
    base-uri 'none'; require-trusted-types-for 'script'";

/// No script's address is made of text.
const NO_TYPES: &str = "trusted-types 'none'";

/// The inbox, for every address under `/inbox`. No other page may frame it.
pub(crate) async fn inbox(env: &Env) -> Result<Response, Error> {
    let several = config::has_several_teams(env)?;
    // Of several teams, nobody knows which it is before it is named.
    let by_provider = match config::team_or_only(env, None) {
        Ok(team) => {
            let asked = team_object::SignInBy { counts: None };
            let (settings, _) = team_object::ask(env, &team, asked)
                .await
                .unwrap_or_default();
            settings.issuer.is_some()
        }
        Err(_) => several,
    };
    let own = [
        ("data-teams", if several { "several" } else { "" }),
        ("data-sign-in", if by_provider { "provider" } else { "" }),
    ];
    // The one that the inbox makes is of `push.js`, whatever it is asked (`inbox/src/views/push.rs`).
    let policy = "trusted-types push; frame-ancestors 'none'";
    page(env, "inbox", policy, &own).await
}

/// The widget's frame. Only the team's LMS pages, and our own, may frame it.
pub(crate) async fn widget_frame(request: &Request, env: &Env) -> Result<Response, Error> {
    let team = query(request, "team")?
        .and_then(|team| TeamId::new(team).ok())
        .ok_or_else(|| Error::not_found("team"))?;
    let team = config::known_team(env, team)?;
    // The page around it; browsers send its origin alone.
    let referrer = request.headers().get("referer")?;
    let referrer = referrer.and_then(|page| Url::parse(&page).ok());
    let origin = referrer.map(|page| page.origin().ascii_serialization());
    let settings = team_object::ask(env, &team, team_object::Shown { origin }).await?;
    let ancestors = ["'self'".to_owned()]
        .into_iter()
        .chain(settings.allowed_origins)
        .collect::<Vec<_>>()
        .join(" ");
    let policy = format!("{NO_TYPES}; frame-ancestors {ancestors}");
    let own = [("data-language", settings.profile.language.as_str())];
    page(env, "widget", &policy, &own).await
}

/// The chat on a page of its own: where an e-mail leads. No other page may frame it.
pub(crate) async fn chat(request: &Request, env: &Env) -> Result<Response, Error> {
    let team = query(request, "team")?
        .and_then(|team| TeamId::new(team).ok())
        .ok_or_else(|| Error::not_found("team"))?;
    let team = config::known_team(env, team)?;
    let settings = team_object::ask(env, &team, team_object::ReadSettings {}).await?;
    let own = [
        ("data-team", team.as_str()),
        ("data-language", settings.profile.language.as_str()),
    ];
    let policy = format!("{NO_TYPES}; frame-src 'self'; frame-ancestors 'none'");
    page(env, "chat", &policy, &own).await
}

/// In a frame's place, where there is none: nothing that a learner would have to read. The page's developers
/// read the loader's line in their console.
pub(crate) fn no_frame(error: Error) -> Result<Response, Error> {
    let answer = error.into_response()?;
    let headers = Headers::new();
    headers.set("content-type", "text/html; charset=utf-8")?;
    headers.set("cache-control", "no-store")?;
    Ok(Response::empty()?
        .with_status(answer.status_code())
        .with_headers(headers))
}

/// The root: who comes here is looking for the inbox.
pub(crate) fn root(request: &Request) -> Result<Response, Error> {
    Ok(Response::redirect(request.url()?.join("/inbox").map_err(
        |_| Error::bug("an address of ours is malformed"),
    )?)?)
}

/// A page, with what attributes of its root say: a language's code, as settings are checked, or a word of
/// ours.
async fn page(
    env: &Env,
    name: &str,
    ancestors: &str,
    attributes: &[(&str, &str)],
) -> Result<Response, Error> {
    let mut asset = asset(env, name).await?;
    let headers = Headers::new();
    headers.set("content-type", "text/html; charset=utf-8")?;
    headers.set("content-security-policy", &format!("{POLICY}; {ancestors}"))?;
    headers.set("cache-control", "no-cache")?;
    headers.set("cross-origin-resource-policy", "cross-origin")?;
    headers.set(
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=()",
    )?;
    let mut page = asset.text().await?;
    for (attribute, value) in attributes {
        let (empty, own) = (
            format!("{attribute}=\"\""),
            format!("{attribute}=\"{value}\""),
        );
        page = page.replace(&empty, &own);
    }
    Ok(Response::from_bytes(page.into_bytes())?.with_headers(headers))
}
