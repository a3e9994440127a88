//! Who learners are.

use super::{Recognize, Recognized};
use crate::clock;
use crate::error::Error;
use crate::store::{Sql, learner as known};
use crate::token::learner::Claims;
use protocol::{Code, LearnerId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a learner's token says of itself.
#[derive(Serialize, Deserialize)]
pub(crate) struct Held {
    learner: LearnerId,
    generation: u32,
    browser: String,
    /// When the LMS signed for them, if it did.
    signed_at: Option<Timestamp>,
}

impl Held {
    pub(crate) fn of(claims: &Claims, now: Timestamp) -> Self {
        Self {
            learner: claims.learner.clone(),
            generation: claims.generation,
            browser: claims.browser.clone(),
            signed_at: claims.verified(now).map(|it| it.since()),
        }
    }

    /// Whether it has not been ended: the learner erased, the browser's session ended, the secret it came by taken
    /// back.
    pub(super) fn is_good(&self, sql: &Sql) -> Result<bool, Error> {
        if known::standing(sql, &self.learner)?.generation != self.generation
            || known::is_browser_ended(sql, &self.browser)?
        {
            return Ok(false);
        }
        let since = match self.signed_at {
            Some(_) => known::signatures_since(sql)?,
            None => None,
        };
        Ok(since.is_none_or(|since| self.signed_at.is_some_and(|at| at > since)))
    }
}

/// Browsers in which one person began before they signed in: what came before in more is not theirs.
const MAX_BROWSERS: usize = 20;

/// Why a blocked learner gets no session.
pub(crate) fn blocked() -> Error {
    Error::new(Code::Forbidden, "the team has closed this chat")
}

/// Takes the LMS's word for who a learner is. Who began here before they signed in stays the same
/// learner, so that nothing they said is lost; unless they are somebody else already.
pub(super) fn recognize(sql: &Sql, asked: &Recognize, now: Timestamp) -> Result<Recognized, Error> {
    if let Some((hash, ends_at)) = &asked.token
        && !known::may_use(sql, hash, &asked.browser, *ends_at, now)?
    {
        return Ok(Recognized::Used);
    }
    let mut all = known::learners_of(sql, &asked.subject)?;
    if let Some((learner, generation)) = &asked.learner
        && all.len() < MAX_BROWSERS
        && known::subject_of(sql, learner)?.is_none()
    {
        // A learner who is blocked or erased is not taken for the next person at that computer.
        let standing = known::standing(sql, learner)?;
        if !standing.is_blocked && standing.generation == *generation {
            known::bind(sql, learner, &asked.subject)?;
            all.push(learner.clone());
        }
    }
    if all.is_empty() {
        let learner = LearnerId::new(format!("l-{}", clock::random_id()?))
            .map_err(|_| Error::bug("a minted id is malformed"))?;
        known::bind(sql, &learner, &asked.subject)?;
        all.push(learner);
    }
    let mut standings = Vec::new();
    for learner in all {
        let standing = known::standing(sql, &learner)?;
        if standing.is_blocked {
            return Ok(Recognized::Blocked);
        }
        standings.push((learner, standing.generation));
    }
    Ok(Recognized::Known(standings))
}
