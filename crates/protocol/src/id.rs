//! Ids: one newtype each, checked when they are read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest id, in bytes. Article ids come from file paths; 128 holds the longest we met.
const MAX_ID_BYTES: usize = 128;

/// A text that may not serve as an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an id is 1 to {MAX_ID_BYTES} of A-Z a-z 0-9 . _ ~ -")
    }
}

impl std::error::Error for InvalidId {}

fn check(text: &str) -> Result<(), InvalidId> {
    let fits = !text.is_empty() && text.len() <= MAX_ID_BYTES;
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'~' | b'-');
    // "." and ".." would change meaning inside a URL path.
    let is_path_step = matches!(text, "." | "..");
    if fits && !is_path_step && text.bytes().all(allowed) {
        Ok(())
    } else {
        Err(InvalidId)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(extend("pattern" = "^[A-Za-z0-9._~-]{1,128}$"))
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`InvalidId`] unless it is 1 to 128 URL-safe characters.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                check(&text)?;
                Ok(Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// One tenant.
    TeamId,
    /// One thread between a learner and the team: the learner's id, a dot, a number from 1.
    ConversationId,
    /// The person on the LMS page.
    LearnerId,
    /// A human who answers.
    AgentId,
    /// A knowledge document.
    ArticleId,
    /// A file beside a message.
    AttachmentId,
    /// A team's rule.
    RuleId,
    /// A team's form.
    ActionId,
    /// Minted by the browser for each message it sends, so that a message sent twice is stored once.
    ClientMessageId,
}

macro_rules! named {
    ($($name:ident),+) => {$(
        impl $name {
            /// The id of something that got none when it got its name: `error-report` of "Error
            /// report". It stays when the name changes.
            #[must_use]
            pub fn named(name: &str) -> Self {
                Self(slug(name))
            }
        }
    )+};
}

named!(RuleId, ActionId);

/// A name's letters and digits with dashes between its words; of other scripts, a hash of it.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let slug = words.join("-");
    if !slug.is_empty() && slug.is_ascii() && slug.len() <= MAX_ID_BYTES {
        return slug;
    }
    // FNV-1a, 64 bits: <https://datatracker.ietf.org/doc/draft-eastlake-fnv/>.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("n-{hash:016x}")
}

impl ConversationId {
    /// The conversation number `ordinal` of `learner`.
    ///
    /// Derived, so that two tabs that start at once start the same conversation.
    ///
    /// # Errors
    /// [`InvalidId`] if the learner's id leaves no room for the number.
    pub fn of(learner: &LearnerId, ordinal: u32) -> Result<Self, InvalidId> {
        Self::new(format!("{learner}.{ordinal}"))
    }

    /// Which of its learner's conversations this is, counted from 1.
    #[must_use]
    pub fn ordinal(&self) -> Option<u32> {
        let (_, ordinal) = self.0.rsplit_once('.')?;
        ordinal.parse().ok()
    }

    /// Whose conversation this is, if the id has the derived form.
    #[must_use]
    pub fn learner(&self) -> Option<LearnerId> {
        let (learner, ordinal) = self.0.rsplit_once('.')?;
        ordinal.parse::<u32>().ok()?;
        LearnerId::new(learner).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_name_gets_an_id_of_it() {
        assert_eq!(ActionId::named("Error report").as_str(), "error-report");
        assert_eq!(
            RuleId::named(" Refunds, cancellations! ").as_str(),
            "refunds-cancellations"
        );
        for name in ["", "…", "طلب", "über", &"x".repeat(200)] {
            let id = RuleId::named(name);
            assert!(RuleId::new(id.as_str()).is_ok(), "{name}: {id}");
            assert!(id.as_str().starts_with("n-"), "{name}: {id}");
        }
        assert_ne!(RuleId::named("طلب"), RuleId::named("شكوى"));
    }

    #[test]
    fn an_id_is_checked_when_it_is_read() {
        assert!(serde_json::from_str::<ArticleId>("\"reset-your-password\"").is_ok());
        for bad in ["\"\"", "\"a/b\"", "\"..\"", "\"a b\"", "\"<x>\"", "7"] {
            assert!(serde_json::from_str::<ArticleId>(bad).is_err(), "{bad}");
        }
        assert!(ArticleId::new("x".repeat(129)).is_err());
    }

    #[test]
    fn a_conversation_names_its_learner() {
        let learner = LearnerId::new("l.7").unwrap();
        let conversation = ConversationId::of(&learner, 1).unwrap();
        assert_eq!(conversation.as_str(), "l.7.1");
        assert_eq!(conversation.learner(), Some(learner));
        assert_eq!(conversation.ordinal(), Some(1));
        assert_eq!(ConversationId::new("l").unwrap().learner(), None);
    }
}
