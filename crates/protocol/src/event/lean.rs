//! Reading tagged enums without serde's buffer.
//!
//! An enum with `tag = "type"` is read by first buffering the whole value, and every type
//! inside is compiled a second time for that buffer: a third of the learner's bytes. What
//! a learner's browser reads is read instead as one struct of all fields, each optional,
//! and then sorted into its variant. The JSON is the same; `tests/wire` says so.

use crate::{
    Attachment, Author, Citation, ClientMessageId, Frame, LearnerActivity, LearnerChange,
    LearnerEvent, LearnerMessage, Partial, Problem, Receipt, Seq, Sequenced, Status, Timestamp,
    Turn,
};
use serde::Deserialize;

/// A field that its variant needs is absent.
type Absent = &'static str;

fn need<T>(field: Option<T>, name: Absent) -> Result<T, Absent> {
    field.ok_or(name)
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum FrameKind {
    Hello,
    Entry,
    Started,
    Delta,
    Ended,
    Receipt,
    Promise,
    Typing,
    Refused,
}

/// All fields of a [`Frame`].
#[derive(Deserialize)]
#[serde(bound(deserialize = "V: Deserialize<'de>, E: Deserialize<'de>"))]
pub(crate) struct FrameFields<V, E> {
    r#type: FrameKind,
    view: Option<V>,
    entries: Option<Vec<Sequenced<E>>>,
    last_seq: Option<Seq>,
    partial: Option<Partial>,
    seq: Option<Seq>,
    at: Option<Timestamp>,
    event: Option<E>,
    turn: Option<Turn>,
    from: Option<usize>,
    text: Option<String>,
    delivered: Option<Seq>,
    read: Option<Seq>,
    reply_by: Option<Timestamp>,
    name: Option<String>,
    client_id: Option<ClientMessageId>,
    problem: Option<Problem>,
}

impl<V, E> TryFrom<FrameFields<V, E>> for Frame<V, E> {
    type Error = Absent;

    fn try_from(fields: FrameFields<V, E>) -> Result<Self, Absent> {
        Ok(match fields.r#type {
            FrameKind::Hello => Self::Hello {
                view: need(fields.view, "view")?,
                entries: need(fields.entries, "entries")?,
                last_seq: need(fields.last_seq, "last_seq")?,
                partial: fields.partial,
            },
            FrameKind::Entry => Self::Entry(Sequenced {
                seq: need(fields.seq, "seq")?,
                at: need(fields.at, "at")?,
                event: need(fields.event, "event")?,
            }),
            FrameKind::Started => Self::Started {
                turn: need(fields.turn, "turn")?,
            },
            FrameKind::Delta => Self::Delta {
                turn: need(fields.turn, "turn")?,
                from: need(fields.from, "from")?,
                text: need(fields.text, "text")?,
            },
            FrameKind::Ended => Self::Ended {
                turn: need(fields.turn, "turn")?,
            },
            FrameKind::Receipt => Self::Receipt(Receipt {
                delivered: need(fields.delivered, "delivered")?,
                read: need(fields.read, "read")?,
            }),
            FrameKind::Promise => Self::Promise {
                reply_by: fields.reply_by,
            },
            FrameKind::Typing => Self::Typing { name: fields.name },
            FrameKind::Refused => Self::Refused {
                client_id: fields.client_id,
                problem: need(fields.problem, "problem")?,
            },
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum LearnerEventKind {
    Message,
    Changed,
}

/// All fields of a [`LearnerEvent`].
#[derive(Deserialize)]
pub(crate) struct LearnerEventFields {
    r#type: LearnerEventKind,
    author: Option<Author>,
    text: Option<String>,
    #[serde(default)]
    attachments: Vec<Attachment>,
    #[serde(default)]
    citations: Vec<Citation>,
    #[serde(default)]
    quick_replies: Vec<String>,
    #[serde(default)]
    asks_address: bool,
    #[serde(default)]
    asks_proof: bool,
    client_id: Option<ClientMessageId>,
    status: Option<Status>,
    person: Option<String>,
    activity: Option<LearnerActivity>,
}

impl TryFrom<LearnerEventFields> for LearnerEvent {
    type Error = Absent;

    fn try_from(fields: LearnerEventFields) -> Result<Self, Absent> {
        Ok(match fields.r#type {
            LearnerEventKind::Message => Self::Message(LearnerMessage {
                author: need(fields.author, "author")?,
                text: need(fields.text, "text")?,
                attachments: fields.attachments,
                citations: fields.citations,
                quick_replies: fields.quick_replies,
                asks_address: fields.asks_address,
                asks_proof: fields.asks_proof,
                client_id: fields.client_id,
            }),
            LearnerEventKind::Changed => Self::Changed(LearnerChange {
                status: need(fields.status, "status")?,
                person: fields.person,
                activity: need(fields.activity, "activity")?,
            }),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum LearnerActivityKind {
    PersonAskedFor,
    Joined,
    Left,
    WithAssistant,
    Resolved,
    Reopened,
}

/// All fields of a [`LearnerActivity`].
#[derive(Deserialize)]
pub(crate) struct LearnerActivityFields {
    kind: LearnerActivityKind,
    name: Option<String>,
}

impl TryFrom<LearnerActivityFields> for LearnerActivity {
    type Error = Absent;

    fn try_from(fields: LearnerActivityFields) -> Result<Self, Absent> {
        Ok(match fields.kind {
            LearnerActivityKind::PersonAskedFor => Self::PersonAskedFor,
            LearnerActivityKind::Joined => Self::Joined {
                name: need(fields.name, "name")?,
            },
            LearnerActivityKind::Left => Self::Left {
                name: need(fields.name, "name")?,
            },
            LearnerActivityKind::WithAssistant => Self::WithAssistant,
            LearnerActivityKind::Resolved => Self::Resolved,
            LearnerActivityKind::Reopened => Self::Reopened,
        })
    }
}
