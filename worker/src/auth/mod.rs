//! Who is calling. Each endpoint names the kind of caller it admits; its handler takes that caller as an
//! argument, so it cannot run before the check.

mod fetch;
pub(crate) mod identity;
pub(crate) mod oidc;
pub(crate) mod password;

use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::durable::team::learners::Held;
use crate::durable::team::{self, SESSION_SECONDS};
use crate::error::Error;
use crate::socket::SUBPROTOCOL;
use crate::token::learner::Claims;
use crate::token::{self, Kind};
use protocol::audit::Actor;
use protocol::http::{Me, Role, Scope};
use protocol::{Code, TeamId};
use worker::{Env, Request};

/// Name of the agents' session cookie. The prefix binds it to this host, this path and TLS:
/// <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes>.
const SESSION_COOKIE: &str = "__Host-baton";

/// A caller whom an endpoint admits.
pub(crate) trait Admit: Sized {
    /// Who calls.
    ///
    /// # Errors
    /// `unauthenticated` if nobody is known to, `forbidden` if they may not.
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error>;

    /// Who the audit log says did it, and in which team; `None` for whoever it does not name.
    fn actor(&self) -> Option<(TeamId, Actor)> {
        None
    }
}

/// Whoever reaches the deployment.
pub(crate) struct Anybody;

/// An agent who is signed in; admins are agents.
pub(crate) struct Agent(pub(crate) Me);

/// An admin who is signed in.
pub(crate) struct Admin(pub(crate) Me);

/// An agent's team, or that of a key that may read articles.
pub(crate) struct ArticleReader(pub(crate) TeamId, pub(crate) Actor);

/// An admin's team, or that of a key that may write articles.
pub(crate) struct ArticleWriter(pub(crate) TeamId, pub(crate) Actor);

/// A learner with a token of ours.
pub(crate) struct Learner(pub(crate) Claims);

/// A learner with a ticket of ours, who opens a socket.
pub(crate) struct LearnerSocket(pub(crate) Claims);

impl Admit for Anybody {
    async fn admit(_request: &Request, _env: &Env) -> Result<Self, Error> {
        Ok(Self)
    }
}

impl Admit for Agent {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        agent(request, env).await.map(Self)
    }

    fn actor(&self) -> Option<(TeamId, Actor)> {
        Some((self.0.team.clone(), named(&self.0)))
    }
}

impl Admit for Admin {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        admin(request, env).await.map(Self)
    }

    fn actor(&self) -> Option<(TeamId, Actor)> {
        Some((self.0.team.clone(), named(&self.0)))
    }
}

impl Admit for ArticleReader {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        let (team, actor) = key_or_session(request, env, Scope::ArticlesRead).await?;
        Ok(Self(team, actor))
    }

    fn actor(&self) -> Option<(TeamId, Actor)> {
        Some((self.0.clone(), self.1.clone()))
    }
}

impl Admit for ArticleWriter {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        let (team, actor) = key_or_session(request, env, Scope::ArticlesWrite).await?;
        Ok(Self(team, actor))
    }

    fn actor(&self) -> Option<(TeamId, Actor)> {
        Some((self.0.clone(), self.1.clone()))
    }
}

impl Admit for Learner {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        let token = bearer(request)?.ok_or_else(Error::unauthenticated)?;
        claims(&token, Kind::Access, env).await.map(Self)
    }
}

impl Admit for LearnerSocket {
    async fn admit(request: &Request, env: &Env) -> Result<Self, Error> {
        let ticket = offered(request)?.ok_or_else(Error::unauthenticated)?;
        claims(&ticket, Kind::Ticket, env).await.map(Self)
    }
}

/// The ticket of a learner who opens a socket: browsers can give no header but the subprotocols.
fn offered(request: &Request) -> Result<Option<String>, Error> {
    let offered = request.headers().get("sec-websocket-protocol")?;
    let offered = offered.unwrap_or_default();
    let mut offered = offered.split(',').map(str::trim);
    Ok(match (offered.next(), offered.next()) {
        (Some(SUBPROTOCOL), Some(token)) => Some(token.to_owned()),
        _ => None,
    })
}

async fn claims(token: &str, kind: Kind, env: &Env) -> Result<Claims, Error> {
    let keys = config::signing_keys(env)?;
    let now = clock::now();
    let claims: Claims = token::read(token, kind, &keys, now)?;
    config::known_team(env, claims.team.clone())?;
    let held = Held::of(&claims, now);
    match team::ask(env, &claims.team, team::IsGood { held }).await {
        Ok(true) => Ok(claims),
        Ok(false) => Err(Error::unauthenticated()),
        // It is ours and has not expired. That the team cannot be asked keeps nobody from their conversation.
        Err(error) => {
            error.into_problem();
            Ok(claims)
        }
    }
}

/// An agent as the audit log names them.
pub(crate) fn named(me: &Me) -> Actor {
    Actor::Agent {
        id: me.agent.id.clone(),
        name: me.agent.name.clone(),
    }
}

/// The agent who calls, by their session cookie.
///
/// Anything but a plain GET must come from our own pages: `Origin` says so, and browsers
/// do not let a page choose it. The cookie is `SameSite=Strict` besides.
async fn agent(request: &Request, env: &Env) -> Result<Me, Error> {
    let (team, token) = session(request, env)?;
    let is_upgrade = request.headers().get("upgrade")?.is_some();
    if is_upgrade || request.method().as_ref() != "GET" {
        same_origin(request)?;
    }
    let asked = team::Session {
        token_hash: digest(&token),
    };
    let me = team::ask(env, &team, asked).await?;
    me.ok_or_else(Error::unauthenticated)
}

/// The agent who calls, who must be an admin.
async fn admin(request: &Request, env: &Env) -> Result<Me, Error> {
    let me = agent(request, env).await?;
    if me.agent.role == Role::Admin {
        Ok(me)
    } else {
        Err(Error::new(Code::Forbidden, "only an admin may do this"))
    }
}

/// The team on whose behalf a tool or a person calls: an API key with this scope, or a session; to write articles
/// an admin's, to read them any agent's, who answers from them.
async fn key_or_session(
    request: &Request,
    env: &Env,
    scope: Scope,
) -> Result<(TeamId, Actor), Error> {
    let Some(key) = bearer(request)? else {
        let me = match scope {
            Scope::ArticlesRead => agent(request, env).await?,
            Scope::ArticlesWrite => admin(request, env).await?,
        };
        let actor = named(&me);
        return Ok((me.team, actor));
    };
    let (team, id, secret) = split_key(&key).ok_or_else(Error::unauthenticated)?;
    let team = config::known_team(env, team).map_err(|_| Error::unauthenticated())?;
    let asked = team::CheckKey {
        id: id.to_owned(),
        secret_hash: digest(secret),
    };
    let scopes = team::ask(env, &team, asked).await?;
    let scopes = scopes.ok_or_else(Error::unauthenticated)?;
    if scopes.contains(&scope) {
        Ok((team, Actor::Key { id: id.to_owned() }))
    } else {
        Err(Error::new(
            Code::Forbidden,
            "this key does not have the scope for this",
        ))
    }
}

/// The value of a request's cookie.
pub(crate) fn cookie(request: &Request, name: &str) -> Result<Option<String>, Error> {
    let cookies = request.headers().get("cookie")?.unwrap_or_default();
    let mut cookies = cookies
        .split(';')
        .filter_map(|cookie| cookie.trim().split_once('='));
    let found = cookies.find(|(known, _)| *known == name);
    Ok(found.map(|(_, value)| value.to_owned()))
}

/// The session token of a request, with its team.
pub(crate) fn session(request: &Request, env: &Env) -> Result<(TeamId, String), Error> {
    let value = cookie(request, SESSION_COOKIE)?.ok_or_else(Error::unauthenticated)?;
    let (team, token) = value.rsplit_once(':').ok_or_else(Error::unauthenticated)?;
    let team = TeamId::new(team).map_err(|_| Error::unauthenticated())?;
    let team = config::known_team(env, team).map_err(|_| Error::unauthenticated())?;
    Ok((team, token.to_owned()))
}

/// The network that a request comes from, as Cloudflare says: an IPv4 address, or the first 64 bits of an
/// IPv6 address, which is one subnet (RFC 4291, 2.5.4). Empty where Cloudflare is not in front.
pub(crate) fn network(request: &Request) -> Result<String, Error> {
    let address = request.headers().get("cf-connecting-ip")?;
    Ok(network_of(&address.unwrap_or_default()))
}

fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(std::net::Ipv6Addr::LOCALHOST) | Err(_) => address.to_owned(),
        Ok(address) => {
            let half = address.segments();
            format!(
                "{:x}:{:x}:{:x}:{:x}::/64",
                half[0], half[1], half[2], half[3]
            )
        }
    }
}

/// The `Set-Cookie` that begins a session, or ends it when the token is empty.
pub(crate) fn session_cookie(team: &TeamId, token: &str) -> String {
    let seconds = if token.is_empty() { 0 } else { SESSION_SECONDS };
    format!(
        "{SESSION_COOKIE}={team}:{token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}"
    )
}

/// Name of the cookie by which a browser is known that signed in before. It opens nothing.
const BROWSER_COOKIE: &str = "__Host-baton-browser";
/// How long it is kept: as long as browsers keep any, 400 days (RFC 6265bis, 5.5).
const BROWSER_SECONDS: i64 = 400 * 24 * 60 * 60;

/// What a browser was given when somebody signed in with it before.
pub(crate) fn browser_mark(request: &Request) -> Result<Option<String>, Error> {
    // As `clock::random_secret` makes them.
    let is_mark = |mark: &String| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        mark.len() == 43 && mark.chars().all(is_letter)
    };
    Ok(cookie(request, BROWSER_COOKIE)?.filter(is_mark))
}

/// The `Set-Cookie` that gives a browser its mark.
pub(crate) fn browser_cookie(mark: &str) -> String {
    format!(
        "{BROWSER_COOKIE}={mark}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={BROWSER_SECONDS}"
    )
}

/// Refuses a request that another site's page makes.
pub(crate) fn same_origin(request: &Request) -> Result<(), Error> {
    let own = request.url()?.origin().ascii_serialization();
    match request.headers().get("origin")? {
        Some(origin) if origin == own => Ok(()),
        _ => Err(Error::new(
            Code::Forbidden,
            "only our own pages may do this: no matching Origin",
        )),
    }
}

/// Refuses a request that another site's page makes, but not a tool's: tools send no
/// `Origin`, browsers always do where it matters. For what needs no cookie.
pub(crate) fn same_origin_or_tool(request: &Request) -> Result<(), Error> {
    match request.headers().get("origin")? {
        None => Ok(()),
        Some(_) => same_origin(request),
    }
}

/// The text of an API key: team, id and secret, so that each can be found by what it says.
pub(crate) fn api_key(team: &TeamId, id: &str, secret: &str) -> String {
    format!("baton_{team}:{id}:{secret}")
}

fn split_key(key: &str) -> Option<(TeamId, &str, &str)> {
    let mut parts = key.strip_prefix("baton_")?.split(':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(team), Some(id), Some(secret), None) => Some((TeamId::new(team).ok()?, id, secret)),
        _ => None,
    }
}

fn bearer(request: &Request) -> Result<Option<String>, Error> {
    let header = request.headers().get("authorization")?;
    Ok(header.and_then(|value| {
        value
            .strip_prefix("Bearer ")
            .map(|token| token.trim().to_owned())
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campus_is_one_network() {
        assert_eq!(network_of("192.0.2.7"), "192.0.2.7");
        let (one, other) = ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9");
        assert_eq!(network_of(one), "2001:db8:1:2::/64");
        assert_eq!(network_of(one), network_of(other));
        assert_ne!(network_of(one), network_of("2001:db8:1:3::9"));
        assert_eq!(network_of(""), "");
    }

    #[test]
    fn a_key_says_whose_it_is() {
        let team = TeamId::new("riverside").unwrap();
        let key = api_key(&team, "k_1", "s-2");
        assert_eq!(split_key(&key), Some((team, "k_1", "s-2")));
        for bad in [
            "",
            "baton_",
            "baton_a:b",
            "other_a:b:c",
            "baton_a:b:c:d",
            "baton_a/:b:c",
        ] {
            assert_eq!(split_key(bad), None, "{bad}");
        }
    }
}
