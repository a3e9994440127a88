//! The inbox page and the widget's frame: our own documents, under our own headers.

use super::query;
use crate::asset::asset;
use crate::config;
use crate::durable::team as team_object;
use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use protocol::TeamId;
use protocol::settings::AppearanceSettings;
use sha2::{Digest as _, Sha256};
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
        ("data-mail", config::mail(env).map_or("", |_| "yes")),
    ];
    // The one that the inbox makes is of `push.js`, whatever it is asked (`inbox/src/views/push.rs`).
    // The frame is the chat as its settings show it (`inbox/src/views/settings/appearance.rs`).
    let policy = "trusted-types push; frame-src 'self'; frame-ancestors 'none'";
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
    dressed(env, &policy, &own, &settings.appearance).await
}

/// What the loader has to know of how the chat looks, before anybody opens it. Any page may ask, as any may show a
/// launcher; browsers keep the answer for five minutes.
pub(crate) async fn widget_look(request: &Request, env: &Env) -> Result<Response, Error> {
    let team = query(request, "team")?
        .and_then(|team| TeamId::new(team).ok())
        .ok_or_else(|| Error::not_found("team"))?;
    let team = config::known_team(env, team)?;
    let settings = team_object::ask(env, &team, team_object::ReadSettings {}).await?;
    let AppearanceSettings { color, side, .. } = settings.appearance;
    let look = Response::from_json(&serde_json::json!({ "color": color, "side": side }))?;
    let headers = look.headers();
    headers.set("access-control-allow-origin", "*")?;
    headers.set("cross-origin-resource-policy", "cross-origin")?;
    headers.set("cache-control", "public, max-age=300")?;
    Ok(look)
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

/// The widget's frame in the team's colour, under its logo. The rules stand in the page itself, so that nothing more is
/// loaded; the policy names them by their digest. What they are made of was checked when it was set
/// ([`AppearanceSettings`]).
async fn dressed(
    env: &Env,
    policy: &str,
    attributes: &[(&str, &str)],
    appearance: &AppearanceSettings,
) -> Result<Response, Error> {
    let AppearanceSettings { color, logo, .. } = appearance;
    let mut rules = String::new();
    if !color.is_empty() {
        rules = format!(":root{{--team:{color}}}");
    }
    if !logo.is_empty() {
        rules += &format!(
            ".head::before{{content:\"\";flex:none;inline-size:36px;block-size:36px;border-radius:8px;\
             background:url(\"{logo}\") center/contain no-repeat}}"
        );
    }
    if rules.is_empty() {
        return page(env, "widget", policy, attributes).await;
    }
    // A source of a policy has no query.
    let picture = logo.split(['?', '#']).next().unwrap_or_default();
    let digest = STANDARD.encode(Sha256::digest(rules.as_bytes()));
    let styles = format!("style-src 'self' 'sha256-{digest}'");
    let pictures = format!("img-src 'self' {picture}");
    let own = POLICY
        .replace("style-src 'self'", &styles)
        .replace("img-src 'self'", &pictures);
    let page = filled(env, "widget", attributes).await?;
    let page = page.replace("</head>", &format!("<style>{rules}</style></head>"));
    document(page, &format!("{own}; {policy}"))
}

/// A page, with what attributes of its root say: a language's code, as settings are checked, or a word of
/// ours.
async fn page(
    env: &Env,
    name: &str,
    ancestors: &str,
    attributes: &[(&str, &str)],
) -> Result<Response, Error> {
    let page = filled(env, name, attributes).await?;
    document(page, &format!("{POLICY}; {ancestors}"))
}

/// A page's text, its root's attributes filled in.
async fn filled(env: &Env, name: &str, attributes: &[(&str, &str)]) -> Result<String, Error> {
    let mut page = asset(env, name).await?.text().await?;
    for (attribute, value) in attributes {
        let (empty, own) = (
            format!("{attribute}=\"\""),
            format!("{attribute}=\"{value}\""),
        );
        page = page.replace(&empty, &own);
    }
    Ok(page)
}

/// A page under its policy.
fn document(page: String, policy: &str) -> Result<Response, Error> {
    let headers = Headers::new();
    headers.set("content-type", "text/html; charset=utf-8")?;
    headers.set("content-security-policy", policy)?;
    headers.set("cache-control", "no-cache")?;
    headers.set("cross-origin-resource-policy", "cross-origin")?;
    headers.set(
        "permissions-policy",
        "camera=(), microphone=(), geolocation=(), payment=()",
    )?;
    Ok(Response::from_bytes(page.into_bytes())?.with_headers(headers))
}
