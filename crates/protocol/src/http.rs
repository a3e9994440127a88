//! Bodies of the HTTP API. Paths and methods stand in `worker/src/endpoint.rs`.

mod account;
mod insight;

pub use account::*;
pub use insight::*;

use crate::settings::{AlertKind, TeamProfile};
use crate::{
    AgentEvent, AgentId, AgentView, ArticleSummary, AttachmentId, Audience, Citation,
    ClientMessageId, Consequence, ConversationId, Evidence, LearnerEvent, LearnerId, LearnerView,
    Outcome, Partial, Passage, Reason, Rule, RuleId, Seq, Sequenced, Summary, Tag, TeamId,
    Timestamp,
};
use serde::{Deserialize, Serialize};

/// A list, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "PageOf_{T}")
)]
pub struct PageOf<T> {
    /// This page.
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `POST /api/conversations/search`: what an agent looks for, in a body and not in an address, which stands in
/// logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindConversations {
    /// Words, each somewhere in the conversation, and filters: `from:name`, `tag:billing`, `is:open`,
    /// `before:2026-11-30`, `after:2026-11-01`. At most 200 characters and 8 words.
    pub text: String,
    /// The last page's `next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// At most so many, 1 to 50.
    #[serde(default = "ten")]
    pub limit: u32,
}

/// A search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConversationFound {
    /// The conversation.
    pub summary: Summary,
    /// Where its words were said, in parts; empty, if only filters were given.
    pub excerpt: Vec<Excerpt>,
}

/// A part of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Excerpt {
    /// Its text.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_match: bool,
}

/// `POST /api/alerts/test`: sends a test alert at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestAlert {
    /// The kind of alert.
    pub kind: AlertKind,
    /// Its URL.
    pub address: String,
}

/// The result of a test alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlertTested {
    /// The HTTP status that it answered; none, if it did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// `GET /api/alerts/undelivered`: an alert that was given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undelivered {
    /// Its number.
    pub number: u32,
    /// What it was about.
    pub conversation: ConversationId,
    /// The kind of alert.
    pub kind: AlertKind,
    /// Where it went.
    pub address: String,
    /// The HTTP status of the last answer; none, if there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// When it was given up.
    pub at: Timestamp,
}

/// `GET /api/articles`.
pub type ArticlePage = PageOf<ArticleSummary>;

/// `PUT /api/articles/{id}`: what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PutOutcome {
    /// It is new.
    Added,
    /// It replaced an older text.
    Updated,
    /// It was there already.
    Unchanged,
}

/// `PUT /api/articles/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PutAnswer {
    /// What was done.
    pub outcome: PutOutcome,
    /// How many passages it has.
    pub passages: u32,
}

/// `POST /api/search`: a question, in a body and not in an address, which stands in logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchFor {
    /// The question, at most 1,000 characters.
    pub question: String,
    /// For whom.
    #[serde(default)]
    pub audience: Audience,
    /// Only articles in this language: a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// At most so many passages, 1 to 50.
    #[serde(default = "ten")]
    pub limit: u32,
}

fn ten() -> u32 {
    10
}

/// `POST /api/search`: what retrieval finds for a question, for admins and tools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SearchAnswer {
    /// The question as it was understood: with slips of the pen mended.
    pub asked: String,
    /// How sure it is that the answer holds what was asked: a probability, 0 to 1.
    pub confidence: f32,
    /// How sure it is that some article does.
    #[serde(default)]
    pub answerable: f32,
    /// What that was made of.
    pub evidence: Evidence,
    /// What the best article says to it, Markdown, word for word.
    #[serde(default)]
    pub answer: String,
    /// The best section of each article that may be meant, best first.
    pub passages: Vec<Passage>,
    /// What the assistant does with it without a model, by the team's thresholds: `answer`, `offer` or `hand_off`.
    #[serde(default)]
    pub outcome: Outcome,
    /// Whether a model may write a reply from them: `POST /api/replies/draft`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_write: bool,
}

/// `POST /api/replies/draft`: what a model is to answer from the articles, for an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DraftReply {
    /// The learner's question, at most 1,000 characters.
    pub question: String,
    /// For whom.
    #[serde(default)]
    pub audience: Audience,
}

/// What the model wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DraftedReply {
    /// Markdown, with the numbers of its citations; empty, if it wrote nothing that the articles say.
    pub text: String,
    /// Which articles it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Why there is none, in words for the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

/// `GET /api/knowledge`: how far indexing has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnowledgeStatus {
    /// Articles there are.
    pub articles: u32,
    /// Passages they have. All can be found, by their words at least.
    pub passages: u32,
    /// What embeds passages.
    pub model: String,
    /// Passages it has embedded; the rest follow by themselves.
    pub embedded: u32,
    /// Why it does not get on, if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// `GET /api/install`: an origin whose pages have shown the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeenOn {
    /// The origin.
    pub origin: String,
    /// When a page of it showed the chat last, to within ten minutes.
    pub at: Timestamp,
}

/// `POST /api/learner/mail/open`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MailToken {
    /// What stands in the link of an e-mail, after `#open=`.
    pub token: String,
}

/// `POST /api/learner/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewLearnerSession {
    /// Whose help it is about.
    pub team: TeamId,
    /// What renews a session from before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<String>,
    /// Who the LMS says they are: a JSON Web Token that it signed for this page (docs/identity.md).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// A solved [`Challenge`]: the challenge, a colon, and the number that solves it, in decimals. With it the limits of
    /// the learner's network on new sessions and on requests for a person do not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
}

/// `POST /api/learner/session/end`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndLearnerSession {
    /// What would renew the session.
    pub renewal: String,
}

/// `POST /api/learner/challenge`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewChallenge {
    /// Whose chat it is about.
    pub team: TeamId,
}

/// A proof-of-work challenge, for a browser whose session was refused with `too_fast` or that was shown a message with
/// `asks_proof`. A proof is a number for which the SHA-256 of 40 bytes begins with so many zero bits: the SHA-256 of
/// `challenge`, and the number in 8 bytes, the least significant first. Any such number is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Challenge {
    /// Good once, for two minutes.
    pub challenge: String,
    /// Difficulty: how many zero bits. More, the more proofs were shown lately.
    pub bits: u32,
}

/// `POST /api/learner/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearnerSession {
    /// Goes in `Authorization: Bearer`. Never in a URL.
    pub token: String,
    /// When it ends: an hour after it was made.
    pub expires_at: Timestamp,
    /// Begins the next session of this learner's, for half a year. To be kept where only the page it
    /// was made for can read it.
    pub renewal: String,
    /// Opens a socket within 30 seconds, as its second WebSocket subprotocol.
    pub ticket: String,
    /// The conversation it is in: another tab, or another device of a verified learner's, may have begun
    /// one.
    pub conversation: ConversationId,
    /// Why who the LMS says they are was not believed, in words for its developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The team as its learners see it.
    pub team: TeamProfile,
}

/// A secret that the LMS signs with who a learner is, without the secret itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentitySecret {
    /// Its id: the `kid` of tokens that name it.
    pub id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends: a day after the next one was made. Not yet, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
}

/// `POST /api/identity/secrets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MintedIdentitySecret {
    /// The secret itself, shown once. Its text is the key of HS256.
    pub secret: String,
    /// What stays.
    #[serde(flatten)]
    pub kept: IdentitySecret,
}

/// A conversation as it is exported and imported: all that is kept of it but the content of its files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ConversationExport")
)]
pub struct ConversationExport<S> {
    /// `baton.conversation.v1`.
    pub format: String,
    /// Which conversation.
    pub conversation: ConversationId,
    /// What is kept besides its log (docs/privacy.md).
    pub state: S,
    /// Its log, in order.
    pub entries: Vec<ExportedEntry>,
}

/// An event of an exported conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportedEntry {
    /// Its number in the agents' stream.
    pub seq: Seq,
    /// When it was stored.
    pub at: Timestamp,
    /// What happened.
    pub event: AgentEvent,
    /// Its number in the learner's stream, if it is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner_seq: Option<Seq>,
}

/// `GET /api/conversations/{conversation}/learner/export`: all that a team has of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "LearnerExport")
)]
pub struct LearnerExport<S> {
    /// `baton.learner.v1`.
    pub format: String,
    /// Ids of the person: one for each browser in which they began.
    pub learners: Vec<LearnerId>,
    /// Their conversations, the last changed first.
    pub conversations: Vec<ConversationExport<S>>,
}

/// What was erased of a person: the receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erased {
    /// Ids of the person: random, and of nobody from now on.
    pub learners: Vec<LearnerId>,
    /// Conversations.
    pub conversations: u32,
    /// Events of their logs.
    pub events: u32,
    /// Files.
    pub files: u32,
}

/// `POST /api/learner/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewLearnerMessage {
    /// The client's id: the same id twice is stored once.
    pub client_id: ClientMessageId,
    /// What to say; may be empty beside attachments.
    pub text: String,
    /// Files the learner has uploaded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentId>,
}

/// What a command of the learner's led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastSeq {
    /// Number of the newest event of theirs.
    pub last_seq: Seq,
}

/// `GET /api/learner/conversation`: the state, and the events after `since`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Transcript_{V}_{E}")
)]
pub struct Transcript<V, E> {
    /// The state now.
    pub view: V,
    /// Events after `since`, in order; at most one page.
    pub entries: Vec<Sequenced<E>>,
    /// Number of the newest event.
    pub last_seq: Seq,
    /// The running turn's text, if one runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<Partial>,
}

/// A learner's transcript.
pub type LearnerTranscript = Transcript<LearnerView, LearnerEvent>;

/// An agent's transcript.
pub type AgentTranscript = Transcript<AgentView, AgentEvent>;

/// `POST /api/conversations/{id}/commands`: all an agent may ask of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentCommand {
    /// Take it over.
    Claim {
        /// From whom, if a colleague has it: refused if it is another's by then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<AgentId>,
    },
    /// Let go of it.
    Release,
    /// Say something to the learner.
    Reply {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// What to say; may be empty beside attachments.
        text: String,
        /// Files the agent has uploaded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<AttachmentId>,
    },
    /// Call it done.
    Resolve,
    /// Open what is resolved, or what one has put off, again: it is one's own then.
    Reopen,
    /// Give it back to the assistant.
    ReturnToAssistant,
    /// Tell the other agents something.
    Note {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// What to tell; may be empty beside attachments.
        text: String,
        /// Files the agent has uploaded: no learner ever gets them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<AttachmentId>,
        /// Agents it is for: the conversation stands among their mentions until they have read it. At most 20
        /// count.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentId>,
    },
    /// Give it to an agent: one's own, one that nobody owns, or as an admin any.
    Assign {
        /// To whom.
        to: AgentId,
        /// What to tell them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        /// Agents whom the note is for besides, as a note of its own has them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<AgentId>,
    },
    /// Put it off.
    Snooze {
        /// Until when: within 90 days.
        until: Timestamp,
    },
    /// Put a tag on it.
    Tag {
        /// Which.
        tag: Tag,
    },
    /// Take a tag off it.
    Untag {
        /// Which.
        tag: Tag,
    },
}

/// `GET /api/webhook-secret`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookSecret {
    /// What actions' webhooks are signed with, as Standard Webhooks writes it: `whsec_…`.
    pub secret: String,
}

/// `POST /api/rules/test`: a message, and rules that are not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TestRules {
    /// What a learner might say; empty to be told the rules alone.
    #[serde(default)]
    pub message: String,
    /// A draft; absent, the rules in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
}

/// A rule that fires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FiredRule {
    /// Its id.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// Why, in words.
    pub why: String,
    /// What it leads to.
    pub then: Consequence,
}

/// What would become of a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleTest {
    /// The rules that fire, in their order: the first that hands over does.
    pub fired: Vec<FiredRule>,
    /// What becomes of it, in a conversation that it begins.
    pub outcome: Outcome,
    /// Why people take over, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Tags that it gets.
    pub tags: Vec<Tag>,
    /// Whether it asks for a person.
    pub asks_for_person: bool,
    /// How frustrated it sounds, 0 to 1.
    pub frustration: f32,
    /// How surely the articles answer it, 0 to 1.
    pub confidence: f32,
    /// The team's threshold.
    pub threshold: f32,
    /// The rules that were tried.
    pub rules: Vec<Rule>,
}

/// What becomes of a message: foretold by the same engine that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Foretold {
    /// In a word.
    pub outcome: Outcome,
    /// Why people take over, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// `POST /api/rules/replay`: a past conversation, and rules that are not saved yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplayRules {
    /// Which.
    pub conversation: ConversationId,
    /// A draft.
    pub rules: Vec<Rule>,
}

/// What would have become of a past conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replayed {
    /// Which.
    pub conversation: ConversationId,
    /// What the learner said, until people took over; the first 20.
    pub said: Vec<String>,
    /// What becomes of each by the rules in force; ends where people take over.
    pub now: Vec<Foretold>,
    /// The same by the draft.
    pub draft: Vec<Foretold>,
}

/// `POST /api/tags/catch-up`: tags for what was said in the last seven days, a page at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CatchUp {
    /// Where the last page ended; the newest, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// How far that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaughtUp {
    /// Conversations read in this page.
    pub read: u32,
    /// Tags they were given.
    pub tagged: u32,
    /// For the next page; absent when all are read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /healthz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Health {
    /// Always `ok`: an unhealthy worker answers with a problem.
    pub status: String,
    /// The product's version.
    pub version: String,
    /// Name of the model that answers.
    pub model: String,
    /// What a learner without a verified role may see.
    pub default_audience: Audience,
}
