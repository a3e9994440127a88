//! What was said.

use crate::{AgentId, ArticleId, Attachment, ClientMessageId, Notice, QuickReply};
use serde::{Deserialize, Serialize};

/// Who said it. Every message says so: the handoff is seamless, not deceptive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "AuthorFields")]
pub enum Author {
    /// The person on the LMS page.
    Learner,
    /// The AI that answers.
    Assistant,
    /// A human of the team.
    Agent {
        /// Their id.
        id: AgentId,
        /// The name the learner sees.
        name: String,
    },
    /// Baton itself: what happens next, in the team's words.
    System,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AuthorKind {
    Learner,
    Assistant,
    Agent,
    System,
}

/// All fields of an [`Author`]: read without a buffer, as `event/lean.rs` says.
#[derive(Deserialize)]
struct AuthorFields {
    kind: AuthorKind,
    id: Option<AgentId>,
    name: Option<String>,
}

impl TryFrom<AuthorFields> for Author {
    type Error = &'static str;

    fn try_from(fields: AuthorFields) -> Result<Self, &'static str> {
        Ok(match fields.kind {
            AuthorKind::Learner => Self::Learner,
            AuthorKind::Assistant => Self::Assistant,
            AuthorKind::System => Self::System,
            AuthorKind::Agent => {
                let (id, name) = fields.id.zip(fields.name).ok_or("id, name")?;
                Self::Agent { id, name }
            }
        })
    }
}

/// A reference to the passage an answer used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Citation {
    /// The number that stands for it in the text, as in `[1]`.
    pub number: u32,
    /// The article cited.
    pub article: ArticleId,
    /// The article's title when it was cited.
    pub title: String,
    /// Heading of the cited passage; empty for the article's beginning.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub heading: String,
}

/// Something one agent tells the others. A type of its own: no learner's event can hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// Who wrote it.
    pub by: AgentId,
    /// Their name.
    pub name: String,
    /// What it says; empty only beside attachments.
    pub text: String,
    /// Files beside it: for the team alone, as the note is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The sender's own id for it, if a client sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
}

/// Something said by a learner, an agent, the assistant or Baton.
///
/// The text is data: Markdown's safe subset for display, never HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// Who said it.
    pub author: Author,
    /// What was said; empty only beside attachments. In English where it is Baton's own to say.
    pub text: String,
    /// What it says, if Baton itself says it: each learner then reads it in their own language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
    /// Files beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What an assistant's answer rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// What the learner may answer by one tap; whatever they type is as good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<QuickReply>,
    /// The sender's own id for it, if a client sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
}

/// Something said, as its learner has it: what Baton says is in their language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnerMessage {
    /// Who said it.
    pub author: Author,
    /// What was said; empty only beside attachments.
    pub text: String,
    /// Files beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What an assistant's answer rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// What may be answered by one tap: what stands on each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<String>,
    /// Whether it asks for an e-mail address, in a field of its own; an address that is typed is as good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_address: bool,
    /// Whether it says that the request for a person was refused because too many newcomers ask. A browser that has shown
    /// a proof of work (`POST /api/learner/challenge`) may ask again at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_proof: bool,
    /// The sender's own id for it, if a client sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientMessageId>,
}

impl Message {
    /// Words alone.
    #[must_use]
    pub fn new(author: Author, text: impl Into<String>) -> Self {
        Self {
            author,
            text: text.into(),
            notice: None,
            attachments: Vec::new(),
            citations: Vec::new(),
            quick_replies: Vec::new(),
            client_id: None,
        }
    }
}
