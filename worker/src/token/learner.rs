//! A learner's claims: who they are, and which of their conversations they are in.

use crate::brake;
use crate::error::Error;
use protocol::{Audience, ConversationId, LearnerId, TeamId, Timestamp, VerifiedLearner};
use serde::{Deserialize, Serialize};

/// How long the LMS's signature for a learner is valid in our own tokens: a school day. A page that stays open
/// keeps its conversation after a lost connection; the next page brings a new signature.
const VERIFIED_MS: i64 = 8 * 60 * 60 * 1_000;

/// How long a learner counts as a newcomer. Learners made up by a script are recent.
const NEW_MS: i64 = 10 * 60 * 1_000;

/// Who a learner is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    /// The team.
    pub(crate) team: TeamId,
    /// Their id.
    pub(crate) learner: LearnerId,
    /// Which of their conversations is the current one, from 1. A token gives no other.
    pub(crate) ordinal: u32,
    /// Generation of the token. Erasing a learner raises it: tokens of an earlier generation are refused.
    pub(crate) generation: u32,
    /// A random id of the browser, the same in all its tokens.
    pub(crate) browser: String,
    /// When they began in this browser.
    pub(crate) begun_at: Timestamp,
    /// What the LMS signed about them, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verified: Option<Verified>,
    /// What they came back to from an e-mail: whoever reads the mailbox may read and write there, whatever the LMS
    /// signs elsewhere, and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by_mail: Option<ByMail>,
    /// Whether this browser has shown a proof of work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) has_worked: bool,
}

/// What the LMS signed about a learner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verified {
    /// Digest of the LMS's own id for them.
    pub(crate) subject: String,
    /// Until when this is valid.
    pub(crate) until: Timestamp,
    /// Name, e-mail address, role, course and language.
    pub(crate) learner: VerifiedLearner,
}

impl Verified {
    /// When it was signed, or our token was first written by it.
    pub(crate) fn since(&self) -> Timestamp {
        self.until.plus(-VERIFIED_MS)
    }

    /// What the LMS signed just now.
    pub(crate) fn new(subject: String, learner: VerifiedLearner, now: Timestamp) -> Self {
        Self {
            subject,
            until: now.plus(VERIFIED_MS),
            learner,
        }
    }
}

/// What somebody came back to from an e-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByMail {
    /// Which of the learner's conversations.
    pub(crate) ordinal: u32,
    /// Digest of the address that the e-mail went to.
    pub(crate) to: String,
}

impl Claims {
    /// The learner's conversation: it follows from who they are, never from what they send.
    pub(crate) fn conversation(&self) -> Result<ConversationId, Error> {
        ConversationId::of(&self.learner, self.ordinal)
            .map_err(|_| Error::bug("a learner's id is too long"))
    }

    /// What the LMS signed about them, while it is valid.
    pub(crate) fn verified(&self, now: Timestamp) -> Option<&Verified> {
        self.verified.as_ref().filter(|it| it.until > now)
    }

    /// Whether they may read and write in a conversation that is somebody's for whom the LMS signed.
    pub(crate) fn is_trusted(&self, now: Timestamp) -> bool {
        self.verified(now).is_some()
            || self
                .by_mail
                .as_ref()
                .is_some_and(|it| it.ordinal == self.ordinal)
    }

    /// Until when they count as a newcomer, or did. Learners whom the LMS signed for never do.
    pub(crate) fn is_new_until(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.begun_at.plus(NEW_MS);
        self.verified(now).is_none().then_some(until)
    }

    /// The name under which the brake counts them, if they come from this network; nothing, if the LMS signed for them.
    pub(crate) fn counted_by(&self, network: &str, now: Timestamp) -> Option<String> {
        let until = self.is_new_until(now)?;
        Some(match until > now {
            true => network.to_owned(),
            false => brake::aged(network),
        })
    }

    /// The same of a request for a person: the limit of their network does not hold for who has shown a proof of work.
    pub(crate) fn asks_as(&self, network: &str, now: Timestamp) -> Option<String> {
        let counted = self.counted_by(network, now)?;
        Some(match self.has_worked {
            true => brake::WORKED.to_owned(),
            false => counted,
        })
    }

    /// Whose articles they may read.
    pub(crate) fn role(&self, now: Timestamp) -> Audience {
        self.verified(now)
            .map(|it| it.learner.role)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Claims {
        pub(in crate::token) fn example() -> Self {
            Self {
                team: TeamId::new("riverside").unwrap(),
                learner: LearnerId::new("l_1").unwrap(),
                ordinal: 2,
                generation: 0,
                browser: "b".to_owned(),
                begun_at: Timestamp(1_000),
                verified: None,
                by_mail: None,
                has_worked: false,
            }
        }
    }

    #[test]
    fn an_email_opens_the_conversation_it_was_about_and_no_other() {
        let claims = Claims {
            by_mail: Some(ByMail {
                ordinal: 2,
                to: String::new(),
            }),
            ..Claims::example()
        };
        assert!(claims.is_trusted(Timestamp(0)));
        let next = Claims {
            ordinal: 3,
            ..claims
        };
        assert!(!next.is_trusted(Timestamp(0)));
    }

    #[test]
    fn what_the_lms_signed_stands_for_a_school_day() {
        let learner = VerifiedLearner {
            role: Audience::Instructor,
            ..VerifiedLearner::default()
        };
        const NOW: Timestamp = Timestamp(1_000);
        let claims = Claims {
            verified: Some(Verified::new("s".to_owned(), learner, NOW)),
            ..Claims::example()
        };
        assert_eq!(claims.role(NOW), Audience::Instructor);
        assert_eq!(claims.role(NOW.plus(VERIFIED_MS)), Audience::Learner);
    }
}
