//! A team's rules: when the assistant's part ends, and what else happens then (B1–B12).

use crate::{ActionId, AgentId, Audience, Reason, RuleId, Tag};
use serde::{Deserialize, Serialize};

/// What has to be so for a rule to fire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Each of them.
    All(Vec<Condition>),
    /// One of them.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// The learner asks for a person (B3).
    AsksForPerson,
    /// No article speaks of it (B2).
    NoAnswer,
    /// The articles answer it less surely than this, 0 to 1 (B1).
    ConfidenceBelow(f32),
    /// The message has one of these phrases, whole words, whatever their case and accents (B4, B5).
    Phrase(Vec<String>),
    /// The message is about this: a description, or examples, in plain words (B7).
    Topic(Vec<String>),
    /// The learner is frustrated, by all they said (B8).
    Frustrated,
    /// The conversation has become complex: long, of many questions, or in circles (B9).
    Complex,
    /// The learner asks the same again.
    Repeated,
    /// The learner has this role.
    Role(Audience),
    /// The address of the page has this in it.
    Page(String),
    /// The learner gave a file.
    Attachment,
    /// The writer wants to buy the product for others, or to see it first (H1).
    WantsToBuy,
    /// The learner wants something done, and does not ask how it is done or what is allowed (B7).
    WantsAction,
    /// The team is away, by its hours.
    OutOfHours,
    /// The action that was just filled in collected this.
    Collected {
        /// Name of the field.
        field: String,
        /// One of these, whatever the case; any value at all if there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        is: Vec<String>,
    },
}

impl Condition {
    /// Whether it is such a one, or has one within it.
    #[must_use]
    pub fn has(&self, is_such: &dyn Fn(&Self) -> bool) -> bool {
        is_such(self)
            || match self {
                Self::All(list) | Self::Any(list) => list.iter().any(|it| it.has(is_such)),
                Self::Not(it) => it.has(is_such),
                _ => false,
            }
    }
}

/// What a rule leads to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consequence {
    /// People take over, for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_off: Option<Reason>,
    /// The learner is asked first whether a person should come; once in a conversation (B12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
    /// Tags it gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// It comes before all others, and is shown so (B5, B6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// Whose it is once people take over: the right person, past the queue (B6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign: Option<Assignee>,
    /// Address that the handoff is posted to at once, signed: for whoever has to hear of it where
    /// they are (B5, B6, F3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The learner is asked this back, once, where nobody takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask_back: Option<String>,
    /// The action that is run; what it hands over for comes after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<ActionId>,
}

/// The agent a rule gives a conversation to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assignee {
    /// Which.
    pub id: AgentId,
    /// The name learners see.
    pub name: String,
}

/// A rule of a team's. All that fire tag; the first that hands over does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "RuleFields")]
pub struct Rule {
    /// Unique in a team; where it is left out, it is made of the name.
    pub id: RuleId,
    /// What people call it; it stands in the packet.
    pub name: String,
    /// When it fires.
    pub when: Condition,
    /// What then.
    pub then: Consequence,
}

/// What is read of a rule.
#[derive(Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Rule")
)]
struct RuleFields {
    /// Unique in a team; where it is left out, it is made of the name.
    #[serde(default)]
    id: Option<RuleId>,
    /// What people call it; it stands in the packet.
    name: String,
    /// When it fires.
    when: Condition,
    /// What then.
    then: Consequence,
}

impl From<RuleFields> for Rule {
    fn from(read: RuleFields) -> Self {
        Self {
            id: read.id.unwrap_or_else(|| RuleId::named(&read.name)),
            name: read.name,
            when: read.when,
            then: read.then,
        }
    }
}

/// What becomes of a message, in a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing: people have it already.
    #[default]
    Waits,
    /// A word that needs no article: a greeting, thanks.
    Says,
    /// An answer with its sources.
    Answer,
    /// An article that may answer, with others beside it (M4).
    Offer,
    /// A question of what is meant (A9).
    AskBack,
    /// A question whether a person should come (B12).
    Confirm,
    /// The first question of an action (G1).
    RunAction,
    /// People take over.
    HandOff,
}

/// A tag that the assistant gives by itself (F1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagDefinition {
    /// The tag.
    pub tag: Tag,
    /// In plain words, what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Messages that have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// How agents see it.
    #[serde(default, skip_serializing_if = "TagColor::is_plain")]
    pub color: TagColor,
}

/// Colours that a tag may have: each is readable in light and dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TagColor {
    /// None.
    #[default]
    Grey,
    /// Red.
    Red,
    /// Amber.
    Amber,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Violet.
    Violet,
}

impl TagColor {
    /// Every colour, by name.
    pub const ALL: [(&'static str, Self); 6] = [
        ("grey", Self::Grey),
        ("red", Self::Red),
        ("amber", Self::Amber),
        ("green", Self::Green),
        ("blue", Self::Blue),
        ("violet", Self::Violet),
    ];

    fn is_plain(&self) -> bool {
        *self == Self::Grey
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter();
        all.find(|(_, it)| *it == self)
            .map_or("grey", |(name, _)| name)
    }
}
