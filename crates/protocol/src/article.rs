//! Knowledge documents.

use crate::audit::Actor;
use crate::{ArticleId, Timestamp};
use serde::{Deserialize, Serialize};

/// How an article's text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArticleFormat {
    /// CommonMark.
    #[default]
    Markdown,
    /// HTML; kept as Markdown, scripts and styles dropped.
    Html,
    /// Plain text.
    Text,
}

/// For whom an article is. Each sees their own and what is for those before them.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Everybody.
    #[default]
    Learner,
    /// Those who teach.
    Instructor,
    /// Those who run the platform.
    Admin,
}

impl Audience {
    /// Whether it is everybody.
    #[must_use]
    pub fn is_learner(&self) -> bool {
        *self == Self::Learner
    }
}

/// An article as it is put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArticleDraft {
    /// Its title, 1 to 300 characters.
    pub title: String,
    /// Its text.
    pub text: String,
    /// How the text is written.
    #[serde(default)]
    pub format: ArticleFormat,
    /// For whom it is.
    #[serde(default)]
    pub audience: Audience,
    /// Where it stands publicly, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Other words that learners use for what it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// In what language it is written: a BCP 47 tag such as `en` or `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// An article as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its text, as Markdown.
    pub text: String,
    /// For whom it is.
    pub audience: Audience,
    /// Where it stands publicly, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Words to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Other words that learners use for what it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub synonyms: Vec<String>,
    /// In what language it is written: a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArticleSummary {
    /// Its id.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// For whom it is.
    pub audience: Audience,
    /// SHA-256 of the JSON of the draft it was made from, base64url: equal if a put would
    /// change nothing.
    pub digest: String,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What an article said from a time on. At most 20 are kept of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArticleVersion {
    /// Its number among the article's, from 1.
    pub number: u32,
    /// From when on.
    pub at: Timestamp,
    /// Who wrote it; unknown, if it was there before versions were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    /// Its title then.
    pub title: String,
}

/// A piece of an article, as retrieval found it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passage {
    /// Its article.
    pub article: ArticleId,
    /// The article's title.
    pub title: String,
    /// Headings above it, outermost first, joined by " › "; empty at the beginning.
    pub heading: String,
    /// Its text, Markdown.
    pub text: String,
    /// How well it ranked, 0 to 1 within its query.
    pub score: f32,
}
