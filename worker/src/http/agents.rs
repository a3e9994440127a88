//! `/api/agents` and `/api/invites`: who belongs to the team, from the invite to the end.

use super::{MAX_BODY_BYTES, body, json, text};
use crate::auth::{self, password};
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::durable::team::{self, Ended, NewAccount};
use crate::durable::{conversation, inbox};
use crate::error::Error;
use crate::totp;
use futures_util::future;
use protocol::http::{
    AcceptInvite, Agent, AgentCommand, ChangeAgent, ChangePassword, ForgottenPassword, Invite, Me,
    NewAgent, NewInvite, NewPassword, NewSecondFactor, OpenInvite, PasswordLink, RecoveryCodes,
    SignIn, WithCode, WithPassword,
};
use protocol::{AgentId, Code, TeamId};
use std::time::Duration;
use worker::{Env, Request, Response};

/// How long an invite may be accepted.
const INVITE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// How long a link for a new password may be used.
const LINK_MS: i64 = 24 * 60 * 60 * 1_000;

/// How long such a link may be used, if it went by e-mail: mailboxes are read later, by others too.
const MAILED_LINK_MS: i64 = 60 * 60 * 1_000;

/// Codes for when an app is lost: as many as other services give.
const RECOVERY_CODES: usize = 10;

/// More than twice the time by which the list may lag behind a conversation (`TELL_PAUSE` in
/// `durable/effect.rs`).
const LIST_LAG: Duration = Duration::from_millis(400);

/// Characters that are kept of what a browser calls itself.
const MAX_DEVICE_CHARS: usize = 200;

pub(crate) async fn sign_in(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let browser = Browser::of(&request, env)?;
    let asked: SignIn = body(request, MAX_BODY_BYTES).await?;
    password::check_length(&asked.password)?;
    let team = config::team_or_only(env, asked.team)?;
    let email = address(&asked.email)?;
    let credentials = team::Credentials {
        email: email.clone(),
        address: browser.network.clone(),
        browser: browser.mark.as_deref().map(digest),
    };
    let account = team::ask(env, &team, credentials).await?;
    let hash = account.as_ref().map(|(_, hash)| hash.as_str());
    let is_right = password::verify(&asked.password, hash)?;
    match account {
        Some((agent, hash)) if is_right => {
            begin_session(env, &team, agent.id, hash, asked.code, browser).await
        }
        _ => {
            let failed = team::SignInFailed {
                email,
                address: browser.network,
            };
            team::ask(env, &team, failed).await?;
            Err(Error::new(
                Code::Unauthenticated,
                "the email or the password is incorrect",
            ))
        }
    }
}

/// The browser that signs in.
pub(super) struct Browser {
    /// What it calls itself.
    pub(super) device: String,
    pub(super) network: String,
    /// The session that it had, by its team and the hash of its token: it ends with the new one.
    pub(super) had: Option<(TeamId, String)>,
    /// What it was given when somebody signed in with it before.
    mark: Option<String>,
}

impl Browser {
    pub(super) fn of(request: &Request, env: &Env) -> Result<Self, Error> {
        let agent = request.headers().get("user-agent")?.unwrap_or_default();
        let had = auth::session(request, env).ok();
        Ok(Self {
            device: agent.chars().take(MAX_DEVICE_CHARS).collect(),
            network: auth::network(request)?,
            had: had.map(|(team, token)| (team, digest(&token))),
            mark: auth::browser_mark(request)?,
        })
    }
}

/// Answers with a fresh session's cookie.
async fn begin_session(
    env: &Env,
    id: &TeamId,
    agent: AgentId,
    password_hash: String,
    code: Option<String>,
    browser: Browser,
) -> Result<Response, Error> {
    let token = clock::random_secret()?;
    let (here, elsewhere) = match browser.had {
        Some((team, had)) if team == *id => (Some(had), None),
        had => (None, had),
    };
    let mark = match browser.mark {
        Some(mark) => mark,
        None => clock::random_secret()?,
    };
    let opens = team::OpenSession {
        browser: digest(&mark),
        agent,
        password_hash,
        code,
        token_hash: digest(&token),
        device: browser.device,
        address: browser.network,
        replaces: here,
    };
    let (me, ended) = team::ask(env, id, opens).await?;
    close(env, id, ended).await;
    if let Some((other, token_hash)) = elsewhere {
        // This browser's cookie for it is overwritten, so nobody could end it later.
        let ended = team::ask(env, &other, team::CloseSession { token_hash }).await?;
        close(env, &other, ended).await;
    }
    let response = json(&me)?;
    let headers = response.headers();
    headers.append("set-cookie", &auth::session_cookie(id, &token))?;
    headers.append("set-cookie", &auth::browser_cookie(&mark))?;
    Ok(response)
}

/// Closes the sockets of sessions that have ended. A conversation that cannot be reached is logged; the
/// sessions have ended all the same.
pub(super) async fn close(env: &Env, id: &TeamId, ended: Ended) {
    let Ended {
        token_hashes,
        conversations,
    } = ended;
    if token_hashes.is_empty() {
        return;
    }
    let hashes = token_hashes.clone();
    let inbox = inbox::ask(
        env,
        id,
        inbox::CloseSockets {
            token_hashes: hashes,
        },
    );
    let closed = conversations.iter().map(|conversation| {
        let token_hashes = token_hashes.clone();
        let close = conversation::CloseSockets { token_hashes };
        conversation::ask(env, id, conversation, close)
    });
    let (inbox, closed) = future::join(inbox, future::join_all(closed)).await;
    for failed in closed.into_iter().chain([inbox]).filter_map(Result::err) {
        failed.into_problem();
    }
}

pub(crate) async fn sign_out(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin(&request)?;
    let (team, token) = auth::session(&request, env)?;
    let token_hash = digest(&token);
    let ended = team::ask(env, &team, team::CloseSession { token_hash }).await?;
    close(env, &team, ended).await;
    let response = Response::empty()?.with_status(204);
    let headers = response.headers();
    headers.set("set-cookie", &auth::session_cookie(&team, ""))?;
    // Attachments that were looked at stay in the browser's cache otherwise.
    headers.set("clear-site-data", "\"cache\"")?;
    Ok(response)
}

pub(crate) async fn me(
    auth::Agent(me): auth::Agent,
    _: Request,
    _: &Env,
) -> Result<Response, Error> {
    json(&me)
}

pub(crate) async fn list(
    auth::Agent(me): auth::Agent,
    _: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::Agents {}).await?)
}

/// Changes an agent's role, or whether they may sign in. What a deactivated agent owned goes back to the
/// queue.
pub(crate) async fn change(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
    id: AgentId,
) -> Result<Response, Error> {
    let change: ChangeAgent = body(request, MAX_BODY_BYTES).await?;
    let by = me.agent.id;
    let changes = team::ChangeAgent { id, by, change };
    let (agent, ended) = team::ask(env, &me.team, changes).await?;
    close(env, &me.team, ended).await;
    if agent.is_inactive {
        release_all(env, &me.team, &agent).await?;
        // The list hears of a conversation a moment after it changed hands.
        clock::after(LIST_LAG).await;
        release_all(env, &me.team, &agent).await?;
    }
    json(&agent)
}

/// Lets go of everything that an agent owns, by the list.
async fn release_all(env: &Env, id: &TeamId, agent: &Agent) -> Result<(), Error> {
    let asked = inbox::OwnedBy {
        agent: agent.id.clone(),
    };
    for conversation in inbox::ask(env, id, asked).await? {
        let release = conversation::TakeFromAgent {
            by: agent.clone().into(),
            command: AgentCommand::Release,
            assignee: None,
        };
        // It may have changed hands in between.
        let released = conversation::ask(env, id, &conversation, release).await;
        if let Err(bug @ Error::Bug(_)) = released {
            return Err(bug);
        }
    }
    Ok(())
}

/// Checks the password of whoever is signed in; answers its hash. Whoever sits down at an open session may
/// guess it no more often than at the sign-in page.
async fn password_of(
    env: &Env,
    me: &Me,
    password: &str,
    address: &str,
    browser: Option<String>,
) -> Result<String, Error> {
    password::check_length(password)?;
    let credentials = team::Credentials {
        email: me.agent.email.clone(),
        address: address.to_owned(),
        browser,
    };
    let account = team::ask(env, &me.team, credentials).await?;
    let (_, hash) = account.ok_or_else(Error::unauthenticated)?;
    match password::verify(password, Some(&hash))? {
        true => Ok(hash),
        false => Err(Error::new(Code::Forbidden, "the password is wrong")),
    }
}

pub(crate) async fn change_password(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let (_, token) = auth::session(&request, env)?;
    let address = auth::network(&request)?;
    let browser = auth::browser_mark(&request)?.as_deref().map(digest);
    let asked: ChangePassword = body(request, MAX_BODY_BYTES).await?;
    let old_hash = password_of(env, &me, &asked.old, &address, browser.clone()).await?;
    let own = [
        me.team.as_str(),
        &me.team_name,
        &me.agent.name,
        &me.agent.email,
    ];
    let put = team::PutPassword {
        agent: me.agent.id,
        old_hash,
        password_hash: password::hash(&asked.new, &own)?,
        current: digest(&token),
        address,
        browser,
    };
    let ended = team::ask(env, &me.team, put).await?;
    close(env, &me.team, ended).await;
    Ok(Response::empty()?.with_status(204))
}

/// Begins a second factor: what the app is set up with.
pub(crate) async fn begin_factor(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let address = auth::network(&request)?;
    let browser = auth::browser_mark(&request)?.as_deref().map(digest);
    let asked: WithPassword = body(request, MAX_BODY_BYTES).await?;
    password_of(env, &me, &asked.password, &address, browser.clone()).await?;
    let secret = totp::secret(&clock::random_bytes()?);
    let uri = totp::uri(&secret, &me.team_name, &me.agent.email);
    let begin = team::BeginFactor {
        agent: me.agent.id,
        secret: secret.clone(),
        address,
        browser,
    };
    team::ask(env, &me.team, begin).await?;
    json(&NewSecondFactor { secret, uri })
}

/// Turns it on by the first code.
pub(crate) async fn confirm_factor(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let (_, token) = auth::session(&request, env)?;
    let asked: WithCode = body(request, MAX_BODY_BYTES).await?;
    let agent = me.agent.id;
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        let random: [u8; 8] = clock::random_bytes()?;
        codes.push(recovery_code(random));
    }
    let digests = codes.iter().map(|code| {
        let plain = code.replace('-', "");
        digest(&format!("{agent} {plain}"))
    });
    let confirm = team::ConfirmFactor {
        recovery: digests.collect(),
        agent,
        code: asked.code,
        current: digest(&token),
    };
    let ended = team::ask(env, &me.team, confirm).await?;
    close(env, &me.team, ended).await;
    json(&RecoveryCodes { codes })
}

/// Turns it off.
pub(crate) async fn drop_factor(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let address = auth::network(&request)?;
    let browser = auth::browser_mark(&request)?.as_deref().map(digest);
    let asked: WithPassword = body(request, MAX_BODY_BYTES).await?;
    password_of(env, &me, &asked.password, &address, browser.clone()).await?;
    let drop = team::DropFactor {
        agent: me.agent.id,
        address,
        browser,
    };
    team::ask(env, &me.team, drop).await?;
    Ok(Response::empty()?.with_status(204))
}

/// A code of ten letters and digits (50 bits) that nobody mistakes for each other, with a dash.
fn recovery_code(random: [u8; 8]) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
    let mut bits = u64::from_be_bytes(random);
    let mut code = String::new();
    for at in 0..10 {
        if at == 5 {
            code.push('-');
        }
        code.push(char::from(LETTERS[(bits % 32) as usize]));
        bits /= 32;
    }
    code
}

/// A link by which an agent who forgot their password chooses another, once.
pub(crate) async fn password_link(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
    id: AgentId,
) -> Result<Response, Error> {
    let origin = request.url()?.origin().ascii_serialization();
    // The team goes with the token, as whoever uses it is not signed in anywhere.
    let token = format!("{}:{}", me.team, clock::random_secret()?);
    let expires_at = clock::now().plus(LINK_MS);
    let kept = team::KeepLink {
        agent: id,
        issuer: me.agent.id,
        token_hash: digest(&token),
        expires_at,
    };
    team::ask(env, &me.team, kept).await?;
    let link = PasswordLink {
        link: format!("{origin}/inbox#password={token}"),
        expires_at,
    };
    Ok(json(&link)?.with_status(201))
}

/// Sends an agent who forgot their password a link to their mailbox. Nobody learns by it who has an account: the
/// letter is written after the answer.
pub(crate) async fn forgotten_password(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let network = auth::network(&request)?;
    let asked: ForgottenPassword = body(request, MAX_BODY_BYTES).await?;
    if config::mail(env).is_none() {
        return Err(Error::new(
            Code::Conflict,
            "no e-mail is sent from here: an admin of your team can make a link for you",
        ));
    }
    let team = config::team_or_only(env, asked.team)?;
    let mails = team::MailLink {
        email: address(&asked.email)?,
        network,
        token: format!("{team}:{}", clock::random_secret()?),
        expires_at: clock::now().plus(MAILED_LINK_MS),
    };
    team::ask(env, &team, mails).await?;
    Ok(Response::empty()?.with_status(202))
}

pub(crate) async fn new_password(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: NewPassword = body(request, MAX_BODY_BYTES).await?;
    let id = team_of(env, &asked.token, "link")?;
    let token_hash = digest(&asked.token);
    let check = team::CheckLink {
        token_hash: token_hash.clone(),
    };
    // Before the password is hashed, which takes 40 ms of CPU: guesses of tokens stay cheap for us.
    if !team::ask(env, &id, check).await? {
        return Err(Error::new(Code::Conflict, "the link is used or has ended"));
    }
    let used = team::UseLink {
        token_hash,
        password_hash: password::hash(&asked.password, &[id.as_str()])?,
    };
    let ended = team::ask(env, &id, used).await?;
    close(env, &id, ended).await;
    Ok(Response::empty()?.with_status(204))
}

pub(crate) async fn sessions(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let (_, token) = auth::session(&request, env)?;
    let sessions = team::Sessions {
        agent: me.agent.id,
        current: digest(&token),
    };
    json(&team::ask(env, &me.team, sessions).await?)
}

/// Signs the agent out everywhere else.
pub(crate) async fn end_sessions(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    end(me, request, env, None).await
}

pub(crate) async fn end_session(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
    id: String,
) -> Result<Response, Error> {
    end(me, request, env, Some(id)).await
}

async fn end(me: Me, request: Request, env: &Env, id: Option<String>) -> Result<Response, Error> {
    let (_, token) = auth::session(&request, env)?;
    let ends = team::EndSessions {
        agent: me.agent.id,
        id,
        current: digest(&token),
    };
    let ended = team::ask(env, &me.team, ends).await?;
    close(env, &me.team, ended).await;
    Ok(Response::empty()?.with_status(204))
}

pub(crate) async fn new_invite(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let origin = request.url()?.origin().ascii_serialization();
    let asked: NewInvite = body(request, MAX_BODY_BYTES).await?;
    let token = format!("{}:{}", me.team, clock::random_secret()?);
    let expires_at = clock::now().plus(INVITE_MS);
    let kept = team::KeepInvite {
        token_hash: digest(&token),
        issuer: me.agent.id,
        invite: OpenInvite {
            id: clock::random_id()?,
            role: asked.role,
            invited_by: me.agent.name,
            expires_at,
        },
    };
    team::ask(env, &me.team, kept).await?;
    let link = format!("{origin}/inbox#invite={token}");
    let invite = Invite {
        token,
        link,
        expires_at,
    };
    Ok(json(&invite)?.with_status(201))
}

pub(crate) async fn invites(
    auth::Admin(me): auth::Admin,
    _: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&team::ask(env, &me.team, team::Invites {}).await?)
}

pub(crate) async fn revoke_invite(
    auth::Admin(me): auth::Admin,
    _: Request,
    env: &Env,
    id: String,
) -> Result<Response, Error> {
    team::ask(env, &me.team, team::RevokeInvite { id }).await?;
    Ok(Response::empty()?.with_status(204))
}

pub(crate) async fn accept_invite(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let browser = Browser::of(&request, env)?;
    let asked: AcceptInvite = body(request, MAX_BODY_BYTES).await?;
    let id = team_of(env, &asked.token, "invite")?;
    let token_hash = digest(&asked.token);
    let check = team::CheckInvite {
        token_hash: token_hash.clone(),
    };
    // Before the password is hashed, which takes 40 ms of CPU: guesses of tokens stay cheap for us.
    if !team::ask(env, &id, check).await? {
        return Err(Error::new(
            Code::Conflict,
            "the invite is used or has ended",
        ));
    }
    let used = team::UseInvite {
        token_hash,
        account: account(asked.agent, &[id.as_str()])?,
    };
    let (agent, hash) = team::ask(env, &id, used).await?;
    begin_session(env, &id, agent.id, hash, None, browser).await
}

/// The team that stands in a link's token.
fn team_of(env: &Env, token: &str, of: &'static str) -> Result<TeamId, Error> {
    let team = token.split_once(':').map(|(team, _)| team);
    let team = team.and_then(|team| TeamId::new(team).ok());
    let team = team.ok_or_else(|| Error::not_found(of))?;
    config::known_team(env, team).map_err(|_| Error::not_found(of))
}

/// A new account, its password hashed; `team` are words of the team's.
pub(super) fn account(agent: NewAgent, team: &[&str]) -> Result<NewAccount, Error> {
    let own = [team, &[&agent.name, &agent.email]].concat();
    Ok(NewAccount {
        id: AgentId::new(format!("a-{}", clock::random_id()?))
            .map_err(|_| Error::bug("a minted id is malformed"))?,
        name: text(&agent.name, "name", 60)?,
        email: address(&agent.email)?,
        password_hash: password::hash(&agent.password, &own)?,
    })
}

/// An e-mail address, as far as it can be told without writing to it.
fn address(email: &str) -> Result<String, Error> {
    let email = text(email, "email", 254)?;
    match email.split_once('@') {
        Some((name, host))
            if !name.is_empty() && host.contains('.') && !email.contains(char::is_whitespace) =>
        {
            Ok(email.to_lowercase())
        }
        _ => Err(Error::invalid("this is no e-mail address")),
    }
}
