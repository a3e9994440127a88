//! Bodies of the HTTP API. Paths and methods stand in `worker/src/route.rs`.

use crate::{
    Action, AgentEvent, AgentId, AgentView, ArticleSummary, AttachmentId, Audience,
    ClientMessageId, Consequence, ConversationId, Evidence, Hours, LearnerEvent, LearnerView,
    Outcome, Partial, Passage, Reason, Rule, Seq, Sequenced, Tag, TagDefinition, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A list, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOf<T> {
    /// This page.
    pub items: Vec<T>,
    /// Give it as `cursor` to get the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// `GET /api/articles`.
pub type ArticlePage = PageOf<ArticleSummary>;

/// `PUT /api/articles/{id}`: what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct PutAnswer {
    /// What was done.
    pub outcome: PutOutcome,
    /// How many passages it has.
    pub passages: u32,
}

/// `GET /api/search`: what retrieval finds for a question, for admins and tools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
}

/// `GET /api/knowledge`: how far indexing has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// `POST /api/learner/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLearnerSession {
    /// Whose help it is about.
    pub team: TeamId,
    /// A token from before, to be renewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// `POST /api/learner/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnerSession {
    /// Goes in `Authorization: Bearer`, or as second WebSocket subprotocol. Never in a URL.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Which of the learner's conversations it is in, from 1: another tab may have begun one.
    pub ordinal: u32,
    /// The team as its learners see it.
    pub team: TeamProfile,
}

/// How a team presents itself to learners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamProfile {
    /// Name above the chat.
    pub name: String,
    /// The first words in an empty chat; empty for the chat's own, in the learner's language.
    pub greeting: String,
    /// Questions to start with.
    pub suggestions: Vec<String>,
    /// The language of whoever reads none that the chat speaks, an ISO 639-1 code; English if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// `POST /api/learner/messages`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLearnerMessage {
    /// The client's id: the same id twice is stored once.
    pub client_id: ClientMessageId,
    /// What to say; may be empty beside attachments.
    pub text: String,
    /// Files the learner has uploaded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentId>,
}

/// `GET /api/learner/conversation`: the state, and the events after `since`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AgentCommand {
    /// Take it over.
    Claim,
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
    },
    /// Give it to an agent: one's own, one that nobody owns, or as an admin any.
    Assign {
        /// To whom.
        to: AgentId,
        /// What to tell them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
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

/// `POST /api/setup`: makes the team and its first admin, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The deployment's set-up secret.
    pub secret: String,
    /// Which team.
    pub team: TeamId,
    /// Name above the chat.
    pub team_name: String,
    /// The first admin.
    pub admin: NewAgent,
}

/// An agent who chooses their password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAgent {
    /// The name learners see.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// At least 10 characters.
    pub password: String,
}

/// Whether an agent may change settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers in the inbox.
    Agent,
    /// The same, and may change settings.
    Admin,
}

/// An agent of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Their id.
    pub id: AgentId,
    /// The name learners see.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

/// `POST /api/agents/sign-in`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Which team; the deployment's only one if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The agent's address.
    pub email: String,
    /// Their password.
    pub password: String,
}

/// `GET /api/agents/me`, and the answer to a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Who is signed in.
    pub agent: Agent,
    /// Which team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
}

/// `POST /api/invites`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInvite {
    /// What the invited may do.
    pub role: Role,
}

/// `POST /api/invites`: shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Accepts the invitation, once.
    pub token: String,
    /// The page where it is accepted; the token stands in the fragment, which is never sent.
    pub link: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// `POST /api/invites/accept`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptInvite {
    /// From the link.
    pub token: String,
    /// Who accepts.
    pub agent: NewAgent,
}

/// What an API key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Read articles and search them.
    #[serde(rename = "articles:read")]
    ArticlesRead,
    /// Put and delete articles.
    #[serde(rename = "articles:write")]
    ArticlesWrite,
}

/// `POST /api/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewApiKey {
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// `GET /api/keys`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its public part.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// `POST /api/keys`: the secret is shown once; only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MintedApiKey {
    /// Goes in `Authorization: Bearer`.
    pub secret: String,
    /// What is kept of it.
    pub key: ApiKey,
}

/// The probability from which an article is offered where a team has not chosen: that of *balanced*.
#[allow(clippy::unnecessary_wraps, reason = "the field may also be null")]
fn offer_threshold() -> Option<f32> {
    Manner::Balanced.thresholds().1
}

/// How readily the assistant answers, by name. `docs/answers.md` says what each means, measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Answers where it is surest; people answer the rest.
    Careful,
    /// Answers where it is sure, and offers what may be it.
    Balanced,
    /// Answers and offers more.
    Eager,
}

impl Manner {
    /// All of them, from the most careful on.
    pub const ALL: [Self; 3] = [Self::Careful, Self::Balanced, Self::Eager];

    /// From which confidence it answers, and from which probability it offers. Source: `cargo
    /// xtask eval help`.
    #[must_use]
    pub fn thresholds(self) -> (f32, Option<f32>) {
        match self {
            Self::Careful => (0.7, None),
            Self::Balanced => (0.58, Some(0.45)),
            Self::Eager => (0.5, Some(0.4)),
        }
    }

    /// The one with these thresholds, if one has them.
    #[must_use]
    pub fn of(answers: f32, offers: Option<f32>) -> Option<Self> {
        let is_near = |a: f32, b: f32| (a - b).abs() < 0.005;
        Self::ALL.into_iter().find(|manner| {
            let (own, offered) = manner.thresholds();
            let same = match (offered, offers) {
                (None, None) => true,
                (Some(a), Some(b)) => is_near(a, b),
                _ => false,
            };
            is_near(own, answers) && same
        })
    }
}

/// `GET /api/settings` and `PUT /api/settings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// How the team presents itself.
    pub profile: TeamProfile,
    /// Origins of LMS pages that may show the chat, such as `https://lms.example.edu`.
    /// Our own origin always may; any other is denied.
    pub allowed_origins: Vec<String>,
    /// From this confidence on, 0 to 1, the assistant answers (B1).
    pub confidence_threshold: f32,
    /// Below that, and from this probability on that some article answers, 0 to 1, the likeliest is
    /// offered; `null` if people answer then (M4).
    #[serde(default = "offer_threshold")]
    pub offer_threshold: Option<f32>,
    /// What somebody in danger is told besides that a person comes: whom to call (M1). Empty for a
    /// text that holds everywhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub crisis_line: String,
    /// Rules of when people take over; absent, those every team begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<Rule>>,
    /// Tags that the assistant gives by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagDefinition>,
    /// Forms that the assistant may run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// When the team is there; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// What the assistant may use.
    #[serde(default)]
    pub budget: Budget,
    /// How long things may wait before something happens.
    #[serde(default)]
    pub patience: PatienceSettings,
}

/// `GET /api/webhook-secret`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSecret {
    /// What actions' webhooks are signed with, as Standard Webhooks writes it: `whsec_…`.
    pub secret: String,
}

/// What the assistant may use. At each limit people take over: nobody is left in silence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// Turns in one conversation before people have it; 1 to 200.
    pub turns: u32,
    /// Tokens of one answer; 50 to 4,000.
    pub answer_tokens: u32,
    /// Seconds one answer may take; 5 to 300.
    pub answer_seconds: u32,
    /// Conversations the assistant takes on in a day (UTC); any number, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversations_a_day: Option<u32>,
}

impl Default for Budget {
    /// Who has asked 30 times without an end is better served by a person; 600 tokens are two
    /// screens of the chat; after a minute nobody waits any more.
    fn default() -> Self {
        Self {
            turns: 30,
            answer_tokens: 600,
            answer_seconds: 60,
            conversations_a_day: None,
        }
    }
}

/// How long things may wait before something happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatienceSettings {
    /// Minutes an owner may leave a learner waiting before the conversation returns to the queue;
    /// 1 to 1,440.
    pub owner_minutes: u32,
    /// Minutes a form may wait for an answer before people take over; 1 to 1,440. A form that ends
    /// with the assistant waits for as long as it takes.
    pub form_minutes: u32,
    /// The longest snooze, in days; 1 to 365.
    pub snooze_days: u32,
}

impl Default for PatienceSettings {
    /// A quarter of an hour is longer than any answer takes to write, and shorter than a learner
    /// waits in earnest; beyond a quarter of a year nobody remembers why.
    fn default() -> Self {
        Self {
            owner_minutes: 15,
            form_minutes: 15,
            snooze_days: 90,
        }
    }
}

/// `POST /api/rules/test`: a message, and rules that are not saved yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
pub struct FiredRule {
    /// Its name.
    pub name: String,
    /// Why, in words.
    pub why: String,
    /// What it leads to.
    pub then: Consequence,
}

/// What would become of a message.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
pub struct Foretold {
    /// In a word.
    pub outcome: Outcome,
    /// Why people take over, if they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// `POST /api/rules/replay`: a past conversation, and rules that are not saved yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplayRules {
    /// Which.
    pub conversation: ConversationId,
    /// A draft.
    pub rules: Vec<Rule>,
}

/// What would have become of a past conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
pub struct CatchUp {
    /// Where the last page ended; the newest, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// How far that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
