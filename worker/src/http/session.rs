//! `/api/learner/session`: which learner a browser is, and which of their conversations they are in.

use super::{MAX_BODY_BYTES, body, json, query};
use crate::auth;
use crate::auth::identity::{self, Identity, Refused};
use crate::clock;
use crate::config;
use crate::digest::digest;
use crate::durable::team::learners::Held;
use crate::durable::{conversation, inbox, team as team_object};
use crate::error::Error;
use crate::proof;
use crate::token::learner::{ByMail, Claims, Verified};
use crate::token::mail::Letter;
use crate::token::{self, Kind};
use futures_util::future;
use protocol::http::{
    EndLearnerSession, LearnerSession, MailToken, NewChallenge, NewLearnerSession,
};
use protocol::settings::Settings;
use protocol::{Code, ConversationId, LearnerId, MAX_OPEN_CONVERSATIONS, Seq, TeamId, Timestamp};
use team_object::Recognized;
use worker::{Env, Request, Response};

/// Begins a session, or renews the one before.
///
/// What renews nothing any more begins a new one: an anonymous learner has nothing else to show. Who the LMS
/// says they are counts before who they were in this browser; a word of the LMS's that is not believed
/// counts for nothing, and the page's developers read why.
pub(crate) async fn session(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    // A page of another site must not mint tokens in its visitors' names.
    auth::same_origin_or_tool(&request)?;
    let address = auth::network(&request)?;
    let asked: NewLearnerSession = body(request, MAX_BODY_BYTES).await?;
    let team = config::known_team(env, asked.team)?;
    let keys = config::signing_keys(env)?;
    let before = asked
        .renewal
        .and_then(|renewal| token::read(&renewal, Kind::Renewal, &keys, clock::now()).ok())
        .filter(|claims: &Claims| claims.team == team);
    // What was ended is nobody's: not even its browser goes on.
    let before = match before {
        Some(claims) => {
            let held = Held::of(&claims, clock::now());
            let is_good = team_object::ask(env, &team, team_object::IsGood { held });
            is_good.await?.then_some(claims)
        }
        None => None,
    };
    let is_proven = match &asked.proof {
        Some(proof) => is_proven(env, &team, proof).await?,
        None => false,
    };
    let mut refused = None;
    if let Some(token) = &asked.identity {
        // Who came by an e-mail is no browser of the person whom the LMS names.
        let own = before.as_ref().filter(|claims| claims.by_mail.is_none());
        match recognized(env, &team, token, own).await? {
            Ok((claims, settings)) => return begun(env, &claims, settings, None),
            Err(why) => refused = Some(why.to_string()),
        }
    }
    let renewed = match before {
        Some(before) => renewed(env, before).await?,
        None => None,
    };
    let (mut claims, settings) = match renewed {
        Some(renewed) => renewed,
        None => anonymous(env, team, address, is_proven).await?,
    };
    if is_proven {
        claims.has_worked = true;
    }
    begun(env, &claims, settings, refused)
}

/// Ends the session of a learner's browser: at a shared computer the next person, and whoever copied a token, come
/// to nothing of theirs. Any page may ask, as only who has the session can: the LMS's page does, when its learner
/// leaves.
pub(crate) async fn end(_: auth::Anybody, request: Request, env: &Env) -> Result<Response, Error> {
    let asked: EndLearnerSession = body(request, MAX_BODY_BYTES).await?;
    let keys = config::signing_keys(env)?;
    let claims: Claims = token::read(&asked.renewal, Kind::Renewal, &keys, clock::now())?;
    let team = config::known_team(env, claims.team.clone())?;
    let browser = claims.browser.clone();
    team_object::ask(env, &team, team_object::EndBrowser { browser }).await?;
    // Every conversation of theirs may be open in some tab.
    let learners = vec![claims.learner.clone()];
    let mut all = inbox::ask(env, &team, inbox::AllOf { learners }).await?;
    all.push(claims.conversation()?);
    all.sort();
    all.dedup();
    let closed = all.iter().map(|id| {
        let browser = claims.browser.clone();
        conversation::ask(env, &team, id, conversation::CloseBrowser { browser })
    });
    future::try_join_all(closed).await?;
    Ok(Response::empty()?.with_status(204))
}

/// A challenge for a browser whose session was refused with `too_fast`, or whose learner was not passed on.
pub(crate) async fn challenge(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let network = auth::network(&request)?;
    let asked: NewChallenge = body(request, MAX_BODY_BYTES).await?;
    let team = config::known_team(env, asked.team)?;
    let asked = team_object::ChallengeBits {
        network: network.clone(),
    };
    let bits = team_object::ask(env, &team, asked).await?;
    let keys = config::signing_keys(env)?;
    json(&proof::challenge(team, network, bits, &keys)?)
}

/// Whether a proof of work counts: nobody used it before, and it is as difficult as is asked for now.
///
/// # Errors
/// `invalid`, if it solves no challenge of this team's.
async fn is_proven(env: &Env, team: &TeamId, proof: &str) -> Result<bool, Error> {
    let proof = proof::read(proof, team, &config::signing_keys(env)?, clock::now())?;
    team_object::ask(env, team, team_object::Prove { proof }).await
}

/// Whoever the LMS says they are, in the conversation that they are in on whatever device.
async fn recognized(
    env: &Env,
    team: &TeamId,
    token: &str,
    before: Option<&Claims>,
) -> Result<Result<(Claims, Settings), Refused>, Error> {
    let (secrets, settings) = team_object::ask(env, team, team_object::IdentityKeys {}).await?;
    let identity = match identity::verify(token, team, &secrets, &settings).await {
        Ok(identity) => identity,
        Err(why) => return Ok(Err(why)),
    };
    let Identity {
        subject,
        learner: signed,
        token_id,
        expires_at,
    } = identity;
    let now = clock::now();
    let subject = digest(&format!("{team} {subject}"));
    let browser = match before {
        Some(before) => before.browser.clone(),
        None => clock::random_id()?,
    };
    // Who only looked at the chat before they signed in has nothing to keep.
    let learner = match before {
        Some(before) if before.verified.is_none() => {
            let learners = vec![before.learner.clone()];
            let said = inbox::ask(env, team, inbox::CurrentOf { learners }).await?;
            said.map(|_| (before.learner.clone(), before.generation))
        }
        _ => None,
    };
    let asked = team_object::Recognize {
        subject: subject.clone(),
        learner,
        browser: browser.clone(),
        token: token_id.map(|id| (digest(&format!("{team} {id}")), expires_at)),
    };
    let known = match team_object::ask(env, team, asked).await? {
        Recognized::Known(known) => known,
        Recognized::Used => return Ok(Err(Refused::Used)),
        Recognized::Blocked => return Err(team_object::learners::blocked()),
    };
    let learners: Vec<LearnerId> = known.iter().map(|(learner, _)| learner.clone()).collect();
    let current = inbox::ask(env, team, inbox::CurrentOf { learners });
    let settings = team_object::ask(env, team, team_object::ReadSettings {});
    let (current, settings) = future::try_join(current, settings).await?;
    let (learner, ordinal) = current
        .as_ref()
        .and_then(|id| Some((id.learner()?, id.ordinal()?)))
        .or_else(|| known.first().map(|(learner, _)| (learner.clone(), 1)))
        .ok_or_else(|| Error::bug("a recognized learner is nobody"))?;
    // A conversation that they have begun here, and in which nothing is said yet, stays.
    let begun = before.filter(|before| before.learner == learner && before.ordinal > ordinal);
    let generation = known.iter().find(|(id, _)| *id == learner);
    let claims = Claims {
        team: team.clone(),
        ordinal: begun.map_or(ordinal, |before| before.ordinal),
        generation: generation.map_or(0, |(_, generation)| *generation),
        learner,
        browser,
        begun_at: before.map_or(now, |before| before.begun_at),
        verified: Some(Verified::new(subject, signed, now)),
        by_mail: None,
        has_worked: false,
    };
    Ok(Ok((claims, settings)))
}

/// The learner of this browser; `None` if what it has is good no more.
async fn renewed(env: &Env, before: Claims) -> Result<Option<(Claims, Settings)>, Error> {
    if before.by_mail.is_some() {
        return by_mail(env, before).await;
    }
    let verified = before.verified(clock::now()).cloned();
    let renew = team_object::Renew {
        learner: before.learner.clone(),
        subject: verified.as_ref().map(|it| it.subject.clone()),
    };
    let Some(settings) = team_object::ask(env, &before.team, renew).await? else {
        return Ok(None);
    };
    let learners = vec![before.learner.clone()];
    let current = inbox::ask(env, &before.team, inbox::CurrentOf { learners }).await?;
    // Another tab may have begun a conversation since: they show the same one.
    let newest = current.as_ref().and_then(ConversationId::ordinal);
    let claims = Claims {
        ordinal: before.ordinal.max(newest.unwrap_or_default()),
        verified,
        ..before
    };
    Ok(Some((claims, settings)))
}

/// Whoever came back from an e-mail, to the conversation that it was about; `None` if what they have is good no
/// more.
async fn by_mail(env: &Env, before: Claims) -> Result<Option<(Claims, Settings)>, Error> {
    let asked = team_object::ByMail {
        learner: before.learner.clone(),
    };
    let (settings, generation) = team_object::ask(env, &before.team, asked).await?;
    let to = before
        .by_mail
        .as_ref()
        .map(|it| it.to.as_str())
        .unwrap_or_default();
    let conversation = before.conversation()?;
    let is_good = generation == before.generation
        && is_still_to(env, &before.team, &conversation, to).await?;
    Ok(is_good.then_some((before, settings)))
}

/// Why a link of an e-mail leads nowhere: it has ended, or was changed.
fn no_link() -> Error {
    Error::not_found("link")
}

/// Whether e-mails about a conversation still go to the address of this digest.
async fn is_still_to(
    env: &Env,
    team: &TeamId,
    id: &ConversationId,
    to: &str,
) -> Result<bool, Error> {
    let address = conversation::ask(env, team, id, conversation::MailAddress {}).await?;
    Ok(address.is_some_and(|address| digest(&address.to_ascii_lowercase()) == to))
}

/// Begins a session by the link of an e-mail.
pub(crate) async fn open_mail(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    auth::same_origin_or_tool(&request)?;
    let asked: MailToken = body(request, MAX_BODY_BYTES).await?;
    let keys = config::signing_keys(env)?;
    let now = clock::now();
    let letter: Letter =
        token::read(&asked.token, Kind::Link, &keys, now).map_err(|_| no_link())?;
    let team = config::known_team(env, letter.team)?;
    let id = letter.conversation;
    let (Some(learner), Some(ordinal)) = (id.learner(), id.ordinal()) else {
        return Err(Error::not_found("conversation"));
    };
    // Erased, it is nobody's any more.
    let read = conversation::ReadAsLearner {
        is_verified: true,
        since: Seq::MAX,
        language: String::new(),
    };
    conversation::ask(env, &team, &id, read).await?;
    if !is_still_to(env, &team, &id, &letter.to).await? {
        return Err(no_link());
    }
    let begins = team_object::ByMail {
        learner: learner.clone(),
    };
    let (settings, generation) = team_object::ask(env, &team, begins).await?;
    let claims = Claims {
        team,
        learner,
        ordinal,
        generation,
        browser: clock::random_id()?,
        // They are no newcomer: somebody has written to them.
        begun_at: Timestamp(0),
        verified: None,
        by_mail: Some(ByMail {
            ordinal,
            to: letter.to,
        }),
        has_worked: false,
    };
    begun(env, &claims, settings, None)
}

/// Ends the e-mails about a conversation: from our own page, or from a mail program by one click (RFC 8058).
pub(crate) async fn stop_mail(
    _: auth::Anybody,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let token = query(&request, "token")?.unwrap_or_default();
    let keys = config::signing_keys(env)?;
    let letter: Letter =
        token::read(&token, Kind::Stop, &keys, clock::now()).map_err(|_| no_link())?;
    let team = config::known_team(env, letter.team)?;
    let stop = conversation::StopMail {};
    conversation::ask(env, &team, &letter.conversation, stop).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Somebody new.
async fn anonymous(
    env: &Env,
    team: TeamId,
    address: String,
    is_proven: bool,
) -> Result<(Claims, Settings), Error> {
    let ceiling = (!is_proven).then(|| config::learners_an_address(env));
    let begins = team_object::NewLearner { address, ceiling };
    let settings = team_object::ask(env, &team, begins).await?;
    let learner = LearnerId::new(format!("l-{}", clock::random_id()?))
        .map_err(|_| Error::bug("a minted id is malformed"))?;
    let claims = Claims {
        team,
        learner,
        ordinal: 1,
        generation: 0,
        browser: clock::random_id()?,
        begun_at: clock::now(),
        verified: None,
        by_mail: None,
        has_worked: false,
    };
    Ok((claims, settings))
}

/// A session, with its tokens.
fn begun(
    env: &Env,
    claims: &Claims,
    settings: Settings,
    refused: Option<String>,
) -> Result<Response, Error> {
    let keys = config::signing_keys(env)?;
    let now = clock::now();
    let (token, expires_at) = token::write(claims, Kind::Access, &keys, now)?;
    let (renewal, _) = token::write(claims, Kind::Renewal, &keys, now)?;
    let (ticket, _) = token::write(claims, Kind::Ticket, &keys, now)?;
    json(&LearnerSession {
        token,
        expires_at,
        renewal,
        ticket,
        conversation: claims.conversation()?,
        refused,
        team: settings.profile,
    })
}

/// Begins the learner's next conversation, and answers the session that is in it. Asking twice
/// at once, as two tabs do, begins one. While nothing is said in the current one, it stays.
pub(crate) async fn new_conversation(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let network = auth::network(&request)?;
    let current = claims.conversation()?;
    let read = conversation::ReadAsLearner {
        is_verified: claims.is_trusted(clock::now()),
        since: Seq::MAX,
        language: String::new(),
    };
    let transcript = conversation::ask(env, &claims.team, &current, read).await?;
    if claims.by_mail.is_some() {
        // What they came to is one conversation of somebody's: another is their own.
        let (claims, settings) = anonymous(env, claims.team, network, false).await?;
        return begun(env, &claims, settings, None);
    }
    let renew = team_object::Renew {
        learner: claims.learner.clone(),
        subject: claims.verified(clock::now()).map(|it| it.subject.clone()),
    };
    let settings = team_object::ask(env, &claims.team, renew).await?;
    let settings = settings.ok_or_else(Error::unauthenticated)?;
    if transcript.last_seq == 0 {
        return begun(env, &claims, settings, None);
    }
    let learner = claims.learner.clone();
    let learners = team_object::ask(env, &claims.team, team_object::SameAs { learner }).await?;
    let open = inbox::ask(env, &claims.team, inbox::OpenOf { learners }).await?;
    if open >= MAX_OPEN_CONVERSATIONS {
        return Err(Error::new(
            Code::TooMany,
            format!("at most {MAX_OPEN_CONVERSATIONS} conversations may be open at once"),
        ));
    }
    let next = Claims {
        ordinal: claims.ordinal.saturating_add(1),
        ..claims
    };
    begun(env, &next, settings, None)
}
