//! Forms that the assistant runs in the chat, one question at a time (G1–G3, H1).

use crate::{ActionId, Tag};
use serde::{Deserialize, Serialize};

/// An admin's form: what is asked, and what follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "ActionFields")]
pub struct Action {
    /// Rules run it by this id. Unique in a team; where it is left out, it is made of the name.
    pub id: ActionId,
    /// What people call it; models that choose know it by this name. Unique in a team.
    pub name: String,
    /// In plain words, when to run it: for models that choose.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What the learner is told before the first question.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub opening: String,
    /// What is asked, in this order.
    pub fields: Vec<Field>,
    /// Whether the learner sees everything once more before it is sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
    /// What follows.
    pub then: Completion,
}

/// What is read of a form.
#[derive(Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Action")
)]
struct ActionFields {
    /// Rules run it by this id. Unique in a team; where it is left out, it is made of the name.
    #[serde(default)]
    id: Option<ActionId>,
    /// What people call it; models that choose know it by this name. Unique in a team.
    name: String,
    /// In plain words, when to run it: for models that choose.
    #[serde(default)]
    description: String,
    /// What the learner is told before the first question.
    #[serde(default)]
    opening: String,
    /// What is asked, in this order.
    fields: Vec<Field>,
    /// Whether the learner sees everything once more before it is sent.
    #[serde(default)]
    confirm: bool,
    /// What follows.
    #[serde(default)]
    then: Completion,
}

impl From<ActionFields> for Action {
    fn from(read: ActionFields) -> Self {
        Self {
            id: read.id.unwrap_or_else(|| ActionId::named(&read.name)),
            name: read.name,
            description: read.description,
            opening: read.opening,
            fields: read.fields,
            confirm: read.confirm,
            then: read.then,
        }
    }
}

/// One question of an action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// What the team calls it; it stands in the packet.
    pub name: String,
    /// What the learner is asked.
    pub question: String,
    /// What may be answered.
    pub kind: FieldKind,
    /// Whether the learner may go on without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number, within bounds that count.
    Number {
        /// The smallest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<f64>,
        /// The largest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<f64>,
    },
    /// One of these.
    Choice(Vec<String>),
    /// An e-mail address.
    Email,
    /// A day; kept as year-month-day.
    Date,
    /// Files, such as a screenshot.
    File,
    /// Agreement; without it, a question that must be answered ends the action.
    Consent,
}

/// What follows when an action is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Completion {
    /// Who has the conversation then.
    #[serde(default)]
    pub route: Route,
    /// Tags it gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Where the details are posted to; `https`, or this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// What the learner is told, where the assistant goes on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
}

/// Who has a conversation when its action is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The assistant goes on.
    #[default]
    Assistant,
    /// People of the team (B11).
    Support,
    /// Sales: a lead, kept out of the support queue (H1).
    Sales,
}

/// What an action collected, as agents see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Collected {
    /// Name of the action.
    pub action: String,
    /// Name and value of each field, in the order asked.
    pub fields: Vec<(String, String)>,
    /// Whether all of it was filled in.
    pub is_complete: bool,
}
