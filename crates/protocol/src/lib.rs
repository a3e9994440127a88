//! What may be said on the wire.
//!
//! Owns every type that crosses between browser, worker and command line.
//! Knows nothing of how any of them works: pure data, `serde` only. A change
//! here changes a golden frame in `tests/wire/` (architecture, invariant 7).

mod action;
mod article;
mod attachment;
pub mod audit;
mod conversation;
pub mod crawl;
mod event;
mod handoff;
pub mod http;
mod id;
mod inbox;
mod limit;
pub mod list;
mod message;
mod notice;
mod problem;
pub mod push;
mod rule;
pub mod settings;
mod tag;
mod time;

pub use action::{Action, Collected, Completion, Field, FieldKind, Route};
pub use article::{
    Article, ArticleDraft, ArticleFormat, ArticleSummary, ArticleVersion, Audience, Passage,
};
pub use attachment::{Attachment, Media};
pub use conversation::{Owner, Page, Rating, Receipt, Status};
pub use event::{
    Activity, AgentEvent, AgentSignal, AgentView, Change, Frame, LearnerActivity, LearnerChange,
    LearnerCommand, LearnerEvent, LearnerProfile, LearnerView, Partial, Sequenced, VerifiedLearner,
};
pub use handoff::{
    Attempt, Considered, Evidence, HANDOFF_PACKET_SCHEMA, HandoffPacket, Reason, WhyNot,
};
pub use id::{
    ActionId, AgentId, ArticleId, AttachmentId, ClientMessageId, ConversationId, InvalidId,
    LearnerId, RuleId, TeamId,
};
pub use inbox::{AgentPresence, Availability, InboxFrame, InboxSignal};
pub use limit::*;
pub use list::{Summary, View};
pub use message::{Author, Citation, LearnerMessage, Message, Note};
pub use notice::{Notice, QuickReply, Say, Tap, fill};
pub use problem::{Code, Problem};
pub use rule::{Assignee, Condition, Consequence, Outcome, Rule, TagColor, TagDefinition};
pub use settings::{Exception, Hours, Period, Span, day};
pub use tag::{InvalidTag, Tag, Tagging};
pub use time::Timestamp;

/// Number of an event in one conversation's stream for one audience: 1, 2, 3, … without gaps.
///
/// Learner and agents have a stream each, as agents see events that the learner must not.
pub type Seq = u32;

/// Number of an assistant's turn in its conversation, counted from 1.
pub type Turn = u32;
