//! Limits that server and browser both know, each with its reason. Going over one gets a
//! typed refusal, and nothing else changes.

/// Most characters (Unicode scalar values) a learner or an agent may send at once.
///
/// About three printed pages: room for a pasted error log, and far below what one
/// `SQLite` row may hold (2 MB, Durable Objects limits).
pub const MAX_MESSAGE_CHARS: usize = 8_000;

/// Messages a learner may send within a minute.
///
/// A person types a handful; this leaves room for a pasted burst and stops a loop. It counts
/// per learner, never per address: a campus is one address (T10).
pub const MAX_MESSAGES_A_MINUTE: usize = 20;

/// Conversations of one learner that may be open at once.
///
/// One a course is more than anybody keeps up with; beyond it, the same question is asked
/// again and again.
pub const MAX_OPEN_CONVERSATIONS: u32 = 5;

/// Bytes of one attachment: 10 MB. A phone's screenshot has 1 to 4, a scanned page as many.
pub const MAX_ATTACHMENT_BYTES: usize = 10 * 1024 * 1024;

/// Attachments of one message, and those one party may have uploaded and not said yet.
pub const MAX_ATTACHMENTS: usize = 10;

/// Bytes that may be uploaded to one conversation within a day: 100 MB. Storage is paid for.
pub const MAX_ATTACHED_BYTES_A_DAY: u64 = 100 * 1024 * 1024;

/// Characters of an attachment's name.
pub const MAX_ATTACHMENT_NAME_CHARS: usize = 120;

/// Tags of one conversation: more would not be read.
pub const MAX_TAGS: usize = 20;

/// Characters of a tag: it stands in a list's row.
pub const MAX_TAG_CHARS: usize = 40;

/// Milliseconds between two signs that somebody writes: what comes sooner is not passed on. A
/// browser of ours sends one in three seconds; each is a frame to everybody who looks on.
pub const TYPING_PAUSE_MS: i64 = 1_000;
