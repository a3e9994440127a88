//! Why an input was turned down.

use protocol::{Code, Owner, Problem};

/// Why an input was turned down. The state is unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The team has blocked this learner.
    Blocked,
    /// There is nothing to say.
    Empty,
    /// The text is over [`protocol::MAX_MESSAGE_CHARS`].
    TooLong,
    /// Too many messages within a minute; the seconds to wait.
    TooFast(u32),
    /// Another agent owns it.
    AlreadyClaimed(Owner),
    /// Only its owner may do this; who that is.
    NotOwner(Option<Owner>),
    /// It is not in a status for this.
    WrongStatus,
    /// The team has no such agent.
    NoSuchAgent,
    /// There is no such upload of theirs that is not said yet.
    NoSuchAttachment,
    /// Too many bytes within a day; the seconds to wait.
    TooMuchAttached(u32),
    /// It has [`protocol::MAX_TAGS`] already.
    TooManyTags,
    /// The time is past, or too far away.
    NotThen,
    /// It has not begun.
    NotBegun,
    /// The turn this belongs to is over.
    Stale,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Blocked => Self::new(Code::Forbidden, "the team has closed this chat"),
            Refusal::Empty => Self::new(Code::Invalid, "the message is empty"),
            Refusal::TooLong => Self::new(
                Code::TooLarge,
                format!(
                    "a message holds at most {} characters",
                    protocol::MAX_MESSAGE_CHARS
                ),
            ),
            Refusal::TooFast(seconds) => Self {
                retry_after: Some(seconds),
                ..Self::new(Code::TooFast, "too many messages within a minute")
            },
            Refusal::AlreadyClaimed(owner) => {
                Self::new(Code::AlreadyClaimed, "another agent has taken it over")
                    .with_owner(Some(owner))
            }
            Refusal::NotOwner(owner) => {
                Self::new(Code::NotOwner, "only the agent who owns it may do this")
                    .with_owner(owner)
            }
            Refusal::WrongStatus => Self::new(
                Code::WrongStatus,
                "the conversation is not in a status for this",
            ),
            Refusal::NoSuchAgent => Self::new(Code::Invalid, "the team has no such agent"),
            Refusal::NoSuchAttachment => Self::new(
                Code::Invalid,
                "an attachment is not there any more: attach it again",
            ),
            Refusal::TooMuchAttached(seconds) => Self {
                retry_after: Some(seconds),
                ..Self::new(Code::TooFast, "too many bytes were attached within a day")
            },
            Refusal::TooManyTags => Self::new(
                Code::TooMany,
                format!("a conversation has at most {} tags", protocol::MAX_TAGS),
            ),
            Refusal::NotThen => Self::new(
                Code::Invalid,
                "a conversation is put off to a time within the next 90 days",
            ),
            Refusal::NotBegun => Self::new(Code::NotFound, "no such conversation"),
            Refusal::Stale => Self::new(Code::WrongStatus, "the turn is over"),
        }
    }
}
