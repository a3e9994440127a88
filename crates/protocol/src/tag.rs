//! Labels on conversations.

use crate::MAX_TAG_CHARS;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A label on a conversation: lower case, single spaces, 1 to 40 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

/// A text that may not serve as a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTag;

impl fmt::Display for InvalidTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a tag has 1 to {MAX_TAG_CHARS} characters")
    }
}

impl std::error::Error for InvalidTag {}

impl Tag {
    /// Reads a tag; however it is written, it is the same tag.
    ///
    /// # Errors
    /// [`InvalidTag`] if nothing is left, or too much.
    pub fn new(text: &str) -> Result<Self, InvalidTag> {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let text = words.join(" ").to_lowercase();
        let text = text.trim_start_matches(['#', ' ']);
        if text.is_empty() || text.chars().count() > MAX_TAG_CHARS {
            Err(InvalidTag)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The tag as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Tag {
    type Error = InvalidTag;
    fn try_from(text: String) -> Result<Self, InvalidTag> {
        Self::new(&text)
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tag was put on a conversation or taken off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tagging {
    /// Which tag.
    pub tag: Tag,
    /// Name of the agent who did it.
    pub by: String,
    /// Whether it was put on.
    pub is_on: bool,
    /// How sure the assistant is of it, 0 to 1, if it put it on by likeness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_it_is_written_it_is_the_same_tag() {
        for written in [
            "Billing dispute",
            " #billing  DISPUTE\n",
            "billing\u{0}dispute",
        ] {
            assert_eq!(Tag::new(written).unwrap().as_str(), "billing dispute");
        }
        for bad in ["", "  ", "#", &"x".repeat(41)] {
            assert!(Tag::new(bad).is_err(), "{bad}");
        }
        let stored = Tag::new("# # a").unwrap();
        assert_eq!(Tag::new(stored.as_str()).unwrap(), stored);
    }
}
