//! What one team decided and who belongs to it: settings, agents and their sessions, invites, API keys,
//! and how much of the day's limits is used.
//!
//! Named after the team. Its rows: `store/team.rs`.

mod calls;
mod guesses;
pub(crate) mod learners;
mod ledger;
mod letters;
mod members;

pub(crate) use super::ask::ask;
use super::ask::told;
use super::{Incoming, answer, incoming, is_named};
use crate::brake::Crowd;
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::error::Error;
use crate::meter::Meter;
use crate::notify::push::VapidKey;
use crate::notify::{SigningKeys, webhook};
use crate::proof::Proofs;
use crate::store::account::{self as accounts, Ending};
use crate::store::audit::{self};
use crate::store::sign_in::{self};
use crate::store::{
    self, Sql, learner as known, push, second_factor as factors, team as rows, undelivered,
};
use crate::token::Kind;
pub(crate) use calls::*;
use guesses::Bucket;
use protocol::audit::{Action, Actor};
use protocol::http::{IdentitySecret, Me, Role};
use protocol::push::MAX_PUSH_BROWSERS;
use protocol::settings::{Section, Settings, TeamProfile};
use protocol::{Code, Problem, TeamId, Timestamp};
use std::cell::RefCell;
use std::collections::HashMap;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// How long a session lasts: a fortnight, so that a holiday signs an agent out.
pub(crate) const SESSION_SECONDS: i64 = 14 * 24 * 60 * 60;

/// How long a secret of the LMS's still works after the next was made: long enough to change it there.
const SECRETS_OVERLAP_MS: i64 = 24 * 60 * 60 * 1_000;

/// What tells one state of a team's settings from another: an HTTP entity tag (RFC 9110, 8.8.3).
pub(crate) fn mark(settings: &Settings) -> std::result::Result<String, Error> {
    let digest = digest(&serde_json::to_string(settings)?);
    Ok(format!("\"{digest}\""))
}

/// Files of newcomers of one network, once its burst is used up: five a minute.
const UPLOADS_A_SECOND: f64 = 5.0 / 60.0;
/// When to try again: a file more is let through by then.
const UPLOAD_PAUSE_S: u32 = 12;

/// Replies that the model writes for one agent: 20 at once, then ten a minute; for the team five times that. An agent at
/// work does not reach it. It keeps a script that has an agent's session from running up the model's bill.
const DRAFTS: u32 = 20;
const DRAFTS_A_SECOND: f64 = 10.0 / 60.0;
/// When to try again: one more is written by then.
const DRAFT_PAUSE_S: u32 = 6;

/// The object.
#[durable_object]
pub struct TeamObject {
    /// Learners who began in this minute, by address.
    beginnings: RefCell<(i64, HashMap<String, u32>)>,
    /// Newcomers who were passed on to people.
    crowd: RefCell<Crowd>,
    /// Files that newcomers upload.
    uploads: RefCell<Crowd>,
    /// Replies that the model writes, by agent.
    drafts: RefCell<Crowd>,
    /// Proofs of work that newcomers showed.
    proofs: RefCell<Proofs>,
    state: State,
    env: Env,
    sql: std::result::Result<Sql, String>,
}

impl DurableObject for TeamObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::TEAM, Meter::of(&env, "team"))
            .map_err(|error| format!("{error:?}"));
        Self {
            beginnings: RefCell::default(),
            crowd: RefCell::new(Crowd::new(config::handoffs_an_address(&env), 1.0)),
            uploads: RefCell::new(Crowd::new(
                config::uploads_an_address(&env),
                UPLOADS_A_SECOND,
            )),
            drafts: RefCell::new(Crowd::new(DRAFTS, DRAFTS_A_SECOND)),
            proofs: RefCell::default(),
            state,
            env,
            sql,
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if let Ok(sql) = &self.sql {
            sql.meter().count("request", 1);
        }
        match incoming::<Call, ()>(request).await {
            Ok(Incoming::Call(team, call)) => {
                answer(is_named(&self.state, &team).and_then(|()| self.answer(&team, call)))
            }
            Ok(Incoming::Socket(..)) => Error::not_found("socket").into_response(),
            Err(error) => error.into_response(),
        }
    }
}

impl TeamObject {
    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<String, Error> {
        let sql = self.sql()?;
        let now = clock::now();
        match call {
            Call::SetUp(SetUp { settings, admin }) => {
                if rows::settings(sql)?.is_some() {
                    return Err(Error::new(Code::Conflict, "the team is set up already"));
                }
                // The settings last: a team with settings is a team with an admin.
                let admin = self.add_account(admin, Role::Admin, now)?;
                for section in Section::ALL {
                    rows::put_section(sql, &settings, *section)?;
                }
                self.did(Actor::Nobody, Action::TeamMade, Some(&admin.id), None)?;
                told::<SetUp>(admin)
            }
            Call::ReadSettings(ReadSettings {}) => told::<ReadSettings>(self.settings()?),
            Call::Shown(Shown { origin }) => {
                let settings = self.settings()?;
                // Only what the team allows is anybody's to write here.
                if let Some(origin) = origin.filter(|origin| settings.allows(origin))
                    && let Err(error) = rows::seen_on(sql, &origin, now)
                {
                    // The chat is shown all the same.
                    error.into_problem();
                }
                told::<Shown>(settings)
            }
            Call::Here(Here { agents }) => {
                accounts::put_here(sql, &agents)?;
                told::<Here>(self.settings()?.routing)
            }
            Call::KeepUndelivered(KeepUndelivered { kept }) => {
                told::<KeepUndelivered>(undelivered::add(sql, &kept)?)
            }
            Call::AllUndelivered(AllUndelivered {}) => {
                told::<AllUndelivered>(undelivered::all(sql)?)
            }
            Call::OneUndelivered(OneUndelivered { number }) => {
                told::<OneUndelivered>(undelivered::one(sql, number)?)
            }
            Call::DropUndelivered(DropUndelivered { number }) => {
                told::<DropUndelivered>(undelivered::drop(sql, number)?)
            }
            Call::ForgetUndelivered(ForgetUndelivered { conversations }) => {
                told::<ForgetUndelivered>(undelivered::forget(sql, &conversations)?)
            }
            Call::Used(Used { since }) => told::<Used>((self.settings()?, rows::days(sql, since)?)),
            Call::WhereSeen(WhereSeen {}) => told::<WhereSeen>(rows::all_seen_on(sql)?),
            Call::PassedOn(PassedOn { network }) => {
                self.crowd.borrow_mut().passed_on(&network, now);
                told::<PassedOn>(())
            }
            Call::Uploads(Uploads { network }) => {
                let mut uploads = self.uploads.borrow_mut();
                if uploads.is_full(&network, now) {
                    let problem = Problem {
                        retry_after: Some(UPLOAD_PAUSE_S),
                        ..Problem::new(Code::TooFast, "too many files were uploaded here lately")
                    };
                    return Err(Error::Problem(problem));
                }
                uploads.passed_on(&network, now);
                told::<Uploads>(())
            }
            Call::Drafts(Drafts { by }) => {
                if !self.drafts.borrow_mut().lets_through(by.as_str(), now) {
                    let problem = Problem {
                        retry_after: Some(DRAFT_PAUSE_S),
                        ..Problem::new(Code::TooFast, "too many replies were written here lately")
                    };
                    return Err(Error::Problem(problem));
                }
                told::<Drafts>(self.settings()?)
            }
            Call::Decide(Decide {
                begins,
                newcomer,
                asks_for_person,
            }) => {
                let is_signed = newcomer.is_none();
                let is_crowded = newcomer.is_some_and(|network| {
                    let mut crowd = self.crowd.borrow_mut();
                    match asks_for_person {
                        // Counted as it is asked: what is on its way meanwhile has its place.
                        true => !crowd.lets_through(&network, now),
                        false => crowd.is_full(&network, now),
                    }
                });
                told::<Decide>(self.decided(begins, is_signed, is_crowded, now)?)
            }
            Call::ChallengeBits(ChallengeBits { network }) => {
                told::<ChallengeBits>(self.proofs.borrow_mut().bits(&network, now))
            }
            Call::Prove(Prove { proof }) => {
                told::<Prove>(self.proofs.borrow_mut().take(proof, now))
            }
            Call::NewLearner(NewLearner { address, ceiling }) => {
                if let Some(ceiling) = ceiling {
                    self.count_beginning(address, ceiling, now)?;
                }
                told::<NewLearner>(self.settings()?)
            }
            Call::Renew(Renew { learner, subject }) => {
                if known::standing(sql, &learner)?.is_blocked {
                    return Err(learners::blocked());
                }
                let is_theirs = known::subject_of(sql, &learner)? == subject;
                let settings = is_theirs.then(|| self.settings()).transpose()?;
                told::<Renew>(settings)
            }
            Call::IsGood(IsGood { held }) => told::<IsGood>(held.is_good(sql)?),
            Call::EndBrowser(EndBrowser { browser }) => {
                let oldest = now.plus(-Kind::Renewal.lifetime_ms());
                told::<EndBrowser>(known::end_browser(sql, &browser, now, oldest)?)
            }
            Call::ByMail(ByMail { learner }) => {
                let standing = known::standing(sql, &learner)?;
                if standing.is_blocked {
                    return Err(learners::blocked());
                }
                told::<ByMail>((self.settings()?, standing.generation))
            }
            Call::IdentityKeys(IdentityKeys {}) => {
                let secrets = known::secrets(sql, now)?;
                let secrets = secrets.into_iter().map(|(secret, _)| secret);
                told::<IdentityKeys>((secrets.collect(), self.settings()?.identity))
            }
            Call::Recognize(asked) => told::<Recognize>(learners::recognize(sql, &asked, now)?),
            Call::SameAs(SameAs { learner }) => told::<SameAs>(known::same_as(sql, learner)?),
            Call::Block(Block {
                learner,
                is_blocked,
            }) => {
                let all = known::same_as(sql, learner)?;
                for learner in &all {
                    known::block(sql, learner, is_blocked)?;
                }
                told::<Block>(all)
            }
            Call::ForgetLearners(ForgetLearners { learners }) => {
                for learner in &learners {
                    known::raise(sql, learner)?;
                    known::forget(sql, learner)?;
                }
                told::<ForgetLearners>(())
            }
            Call::KeepIdentitySecret(KeepIdentitySecret { secret, by }) => {
                self.is_admin(&by)?;
                known::add_secret(sql, &secret, now, now.plus(SECRETS_OVERLAP_MS))?;
                told::<KeepIdentitySecret>(IdentitySecret {
                    id: secret.id,
                    created_at: now,
                    ends_at: None,
                })
            }
            Call::IdentitySecrets(IdentitySecrets {}) => {
                let secrets = known::secrets(sql, now)?;
                told::<IdentitySecrets>(secrets.into_iter().map(|(_, kept)| kept).collect())
            }
            Call::EndIdentitySecret(EndIdentitySecret { id, by }) => {
                self.is_admin(&by)?;
                match known::end_secret(sql, &id)? {
                    true => told::<EndIdentitySecret>(known::end_signatures(sql, now)?),
                    false => Err(Error::not_found("secret")),
                }
            }
            Call::Signing(Signing {}) => {
                let known = rows::webhook_secrets(sql, now)?;
                let webhook = match known.is_empty() {
                    true => vec![self.new_webhook_secret(now)?],
                    false => known,
                };
                told::<Signing>(SigningKeys {
                    webhook,
                    push: self.push_key()?,
                    browsers: push::all(sql, now)?
                        .into_iter()
                        .map(|to| (to.agent, to.address))
                        .collect(),
                    here: accounts::here(sql)?,
                })
            }
            Call::KeepPushKey(KeepPushKey { key }) => {
                push::keep_key(sql, &serde_json::to_string(&key)?)?;
                let kept = self.push_key()?;
                told::<KeepPushKey>(kept.ok_or_else(|| Error::bug("a key that is not kept"))?)
            }
            Call::Browsers(Browsers { of }) => told::<Browsers>(push::of(sql, &of, now)?),
            Call::KeepBrowser(KeepBrowser {
                endpoint,
                to,
                token_hash,
            }) => {
                // The session may have ended since the request was let in.
                if accounts::alive(sql, vec![token_hash.clone()], now)?.is_empty() {
                    return Err(Error::unauthenticated());
                }
                let known = push::of(sql, &to.agent, now)?;
                let is_known = known.iter().any(|(it, _)| it.endpoint == endpoint);
                if known.len() >= MAX_PUSH_BROWSERS && !is_known {
                    let why = "notifications go to at most 10 browsers: turn them off in another";
                    return Err(Error::new(Code::Conflict, why));
                }
                push::put(sql, (&endpoint, &token_hash), &to, now)?;
                told::<KeepBrowser>(!is_known)
            }
            Call::DropBrowser(DropBrowser { endpoint, agent }) => {
                told::<DropBrowser>(push::drop(sql, &endpoint, agent.as_ref())?)
            }
            Call::NewWebhookSecret(NewWebhookSecret {}) => {
                told::<NewWebhookSecret>(self.new_webhook_secret(now)?)
            }
            Call::Audit(Audit { done }) => told::<Audit>(audit::add(sql, &done, now)?),
            Call::ReadAudit(ReadAudit { before, limit }) => {
                told::<ReadAudit>(audit::page(sql, before, limit)?)
            }
            Call::PutSettings(PutSettings {
                settings,
                sections,
                since,
            }) => {
                let mut now = self.settings()?;
                if let Some(since) = since
                    && mark(&now)? != since
                {
                    return Err(Error::new(
                        Code::Conflict,
                        "somebody changed the settings meanwhile: nothing was changed, try again",
                    ));
                }
                let before = now.sign_in.clone();
                for section in &sections {
                    now.take(*section, &settings);
                }
                let (was, is) = (&before, &now.sign_in);
                if (&was.issuer, &was.client_id) != (&is.issuer, &is.client_id) {
                    // The secret is for one provider's eyes.
                    sign_in::put_secret(sql, None)?;
                }
                for section in sections {
                    // Another admin may have saved a section that this one depends on.
                    now.check(section)
                        .map_err(|wrong| Error::invalid(wrong.0))?;
                    rows::put_section(sql, &now, section)?;
                }
                told::<PutSettings>(now)
            }
            Call::Credentials(Credentials {
                email,
                address,
                browser,
            }) => {
                self.count_failure(&email, &address, browser.as_deref(), now)?;
                let account = accounts::agent_by_email(sql, &email)?;
                told::<Credentials>(account.filter(|(agent, _)| !agent.is_inactive))
            }
            Call::SignInFailed(SignInFailed { email, address }) => {
                self.sign_in_failed(&email, address)?;
                told::<SignInFailed>(())
            }
            Call::OpenSession(OpenSession {
                agent,
                password_hash,
                code,
                token_hash,
                device,
                address,
                replaces,
                browser,
            }) => {
                // Since the password was checked it may have been changed, or its owner deactivated.
                let account = accounts::agent(sql, &agent)?;
                let account =
                    account.filter(|(it, hash)| !it.is_inactive && *hash == password_hash);
                let (account, _) = account.ok_or_else(Error::unauthenticated)?;
                if let Err(refused) = self.check_factor(&agent, code.as_deref(), &browser, now) {
                    // The password was right, and is no failure; a wrong code counts by itself.
                    self.was_right(&account.email, &address, Some(&browser))?;
                    if code.is_some() {
                        let action = Action::SignInFailed;
                        self.did(Actor::Nobody, action, Some(&agent), Some(address))?;
                    }
                    return Err(refused);
                }
                self.was_right(&account.email, &address, Some(&browser))?;
                let browser = members::Browser {
                    token_hash,
                    device,
                    address,
                    replaces,
                    mark: Some(browser),
                };
                let (me, ended) = self.begin_session(team, account, browser, now)?;
                told::<OpenSession>((me, ended))
            }
            Call::SignInBy(SignInBy { counts }) => {
                let settings = self.settings()?.sign_in;
                if let Some(network) = counts {
                    self.count_in(&[Bucket::of_provider(&network)], now)?;
                }
                told::<SignInBy>((settings, sign_in::secret(sql)?))
            }
            Call::PutClientSecret(PutClientSecret { secret, by }) => {
                self.is_admin(&by)?;
                told::<PutClientSecret>(sign_in::put_secret(sql, secret.as_deref())?)
            }
            Call::OpenSessionOf(OpenSessionOf {
                person,
                id,
                token_hash,
                device,
                address,
                replaces,
            }) => {
                let (account, before) = self.named(&person, id, now)?;
                self.was_no_failure(&Bucket::of_provider(&address))?;
                let browser = members::Browser {
                    token_hash,
                    device,
                    address,
                    replaces,
                    mark: None,
                };
                let (me, mut ended) = self.begin_session(team, account, browser, now)?;
                ended.token_hashes.extend(before.token_hashes);
                ended.conversations.extend(before.conversations);
                told::<OpenSessionOf>((me, ended))
            }
            Call::BeginFactor(BeginFactor {
                agent,
                secret,
                address,
                browser,
            }) => {
                self.right_password_of(&agent, &address, browser.as_deref())?;
                match factors::begin(sql, &agent, &secret)? {
                    true => told::<BeginFactor>(()),
                    false => Err(Error::new(
                        Code::Conflict,
                        "two-step sign-in is on: turn it off first",
                    )),
                }
            }
            Call::ConfirmFactor(ConfirmFactor {
                agent,
                code,
                recovery,
                current,
            }) => {
                self.confirm_factor(&agent, &code, &recovery, now)?;
                let ending = Ending::AllOf(&agent, Some(&current));
                told::<ConfirmFactor>(self.end(&ending, now)?)
            }
            Call::DropFactor(DropFactor {
                agent,
                address,
                browser,
            }) => {
                self.right_password_of(&agent, &address, browser.as_deref())?;
                factors::delete(sql, &agent)?;
                told::<DropFactor>(())
            }
            Call::Alive(Alive { token_hashes }) => {
                told::<Alive>(accounts::alive(sql, token_hashes, now)?)
            }
            Call::Session(Session { token_hash }) => {
                told::<Session>(self.me(team, &token_hash, now)?)
            }
            Call::LookAt(LookAt {
                token_hash,
                conversation,
                by,
                address,
            }) => {
                let session = accounts::of_session(sql, &token_hash, now)?;
                let Some((_, ends_at)) = session else {
                    return told::<LookAt>(None);
                };
                // A line that is lost and opened again is no second reading.
                if accounts::looks_at(sql, &token_hash, &conversation)? {
                    let action = Action::ConversationRead;
                    self.did(by, action, Some(&conversation), Some(address))?;
                }
                told::<LookAt>(Some(ends_at))
            }
            Call::CloseSession(CloseSession { token_hash }) => {
                told::<CloseSession>(self.end(&Ending::Session(&token_hash), now)?)
            }
            Call::Sessions(Sessions { agent, current }) => {
                told::<Sessions>(accounts::sessions(sql, &agent, &current, now)?)
            }
            Call::EndSessions(EndSessions { agent, id, current }) => {
                let ending = match &id {
                    Some(id) => {
                        let open = accounts::sessions(sql, &agent, &current, now)?;
                        let is_open = open.iter().any(|session| session.id == *id);
                        is_open
                            .then_some(())
                            .ok_or_else(|| Error::not_found("session"))?;
                        Ending::Named(&agent, id)
                    }
                    None => Ending::AllOf(&agent, Some(&current)),
                };
                told::<EndSessions>(self.end(&ending, now)?)
            }
            Call::Agents(Agents {}) => told::<Agents>(accounts::agents(sql)?),
            Call::ChangeAgent(ChangeAgent { id, by, change }) => {
                self.is_admin(&by)?;
                told::<ChangeAgent>(self.change_agent(&id, &change, now)?)
            }
            Call::PasswordOf(PasswordOf { agent }) => {
                let account = accounts::agent(sql, &agent)?;
                told::<PasswordOf>(account.map(|(_, hash)| hash))
            }
            Call::PutPassword(PutPassword {
                agent,
                old_hash,
                password_hash,
                current,
                address,
                browser,
            }) => {
                let account = accounts::agent(sql, &agent)?;
                let account = account.filter(|(it, hash)| !it.is_inactive && *hash == old_hash);
                let (account, _) = account.ok_or_else(Error::unauthenticated)?;
                self.was_right(&account.email, &address, browser.as_deref())?;
                accounts::put_password(sql, &agent, &password_hash)?;
                accounts::use_link(sql, &agent)?;
                self.tell_of_password(&agent)?;
                let ending = Ending::AllOf(&agent, Some(&current));
                told::<PutPassword>(self.end(&ending, now)?)
            }
            Call::KeepLink(KeepLink {
                agent,
                issuer,
                token_hash,
                expires_at,
            }) => {
                self.is_admin(&issuer)?;
                let account = accounts::agent(sql, &agent)?;
                account.ok_or_else(|| Error::not_found("agent"))?;
                accounts::add_link(sql, &agent, &token_hash, &issuer, expires_at)?;
                told::<KeepLink>(())
            }
            Call::MailLink(asked) => told::<MailLink>(self.mail_link(asked, now)?),
            Call::CheckLink(CheckLink { token_hash }) => {
                told::<CheckLink>(accounts::link(sql, &token_hash, now)?.is_some())
            }
            Call::UseLink(UseLink {
                token_hash,
                password_hash,
            }) => {
                let agent = accounts::link(sql, &token_hash, now)?;
                let agent = agent
                    .ok_or_else(|| Error::new(Code::Conflict, "the link is used or has ended"))?;
                accounts::put_password(sql, &agent, &password_hash)?;
                accounts::use_link(sql, &agent)?;
                self.did(Actor::Nobody, Action::PasswordChanged, Some(&agent), None)?;
                self.tell_of_password(&agent)?;
                told::<UseLink>(self.end(&Ending::AllOf(&agent, None), now)?)
            }
            Call::KeepInvite(KeepInvite {
                token_hash,
                issuer,
                invite,
            }) => {
                self.is_admin(&issuer)?;
                accounts::add_invite(sql, &token_hash, &invite, &issuer, now)?;
                told::<KeepInvite>(())
            }
            Call::CheckInvite(CheckInvite { token_hash }) => {
                told::<CheckInvite>(accounts::invite(sql, &token_hash, now)?.is_some())
            }
            Call::UseInvite(UseInvite {
                token_hash,
                account,
            }) => {
                let invite = accounts::invite(sql, &token_hash, now)?
                    .ok_or_else(|| Error::new(Code::Conflict, "the invite is used or has ended"))?;
                let hash = account.password_hash.clone();
                let agent = self.add_account(account, invite.role, now)?;
                accounts::use_invite(sql, &token_hash)?;
                self.did(Actor::Nobody, Action::InviteAccepted, Some(&agent.id), None)?;
                told::<UseInvite>((agent, hash))
            }
            Call::Invites(Invites {}) => told::<Invites>(accounts::invites(sql, now)?),
            Call::RevokeInvite(RevokeInvite { id }) => match accounts::revoke_invite(sql, &id)? {
                true => told::<RevokeInvite>(()),
                false => Err(Error::not_found("invite")),
            },
            Call::Keys(Keys {}) => told::<Keys>(rows::keys(sql)?),
            Call::KeepKey(KeepKey { key, secret_hash }) => {
                // They may have been deactivated since the request began.
                if let Some(by) = &key.made_by {
                    self.is_admin(by)?;
                }
                told::<KeepKey>(rows::add_key(sql, &key, &secret_hash)?)
            }
            Call::RevokeKey(RevokeKey { id }) => {
                if rows::revoke_key(sql, &id)? {
                    told::<RevokeKey>(())
                } else {
                    Err(Error::not_found("key"))
                }
            }
            Call::CheckKey(CheckKey { id, secret_hash }) => {
                told::<CheckKey>(rows::key_scopes(sql, &id, &secret_hash, now)?)
            }
        }
    }

    fn new_webhook_secret(&self, now: Timestamp) -> std::result::Result<String, Error> {
        let secret = webhook::secret(&clock::random_bytes()?);
        let others_end = now.plus(SECRETS_OVERLAP_MS);
        rows::add_webhook_secret(self.sql()?, &secret, now, others_end)?;
        Ok(secret)
    }

    /// What push services know the team by, if it was made.
    fn push_key(&self) -> std::result::Result<Option<VapidKey>, Error> {
        let key = push::key(self.sql()?)?;
        Ok(key.map(|text| crate::json::read(&text)).transpose()?)
    }

    fn settings(&self) -> std::result::Result<Settings, Error> {
        rows::settings(self.sql()?)?.ok_or_else(|| Error::not_found("team"))
    }

    fn me(
        &self,
        team: &TeamId,
        token_hash: &str,
        now: Timestamp,
    ) -> std::result::Result<Option<Me>, Error> {
        let Some((agent, _)) = accounts::of_session(self.sql()?, token_hash, now)? else {
            return Ok(None);
        };
        let TeamProfile { name, .. } = self.settings()?.profile;
        Ok(Some(Me {
            agent,
            team: team.clone(),
            team_name: name,
        }))
    }
}
