//! Automatic tags: which of a team's tags a message is about, from each tag's description and
//! examples (F1).
//!
//! A message is compared with a tag's texts by what they mean, in the space of the fitted table, and
//! by their words. No model is asked, and a new tag counts at once.

mod meaning;
mod wording;

use crate::words::opening;
use meaning::Meanings;
use protocol::{Tag, TagDefinition};
use wording::Wordings;

/// Share of the words' similarity in a score; the rest is the meaning's. Chosen on BANKING77's
/// training part (`cargo xtask eval tags`).
const WORDS: f32 = 0.45;
/// Words of a text that are read: what it is about stands in them.
const READ_WORDS: usize = 120;

/// From this score on a message gets a tag: then 86 of 100 are right on BANKING77 with ten
/// examples a tag (`cargo xtask eval tags`).
pub const FROM: f32 = 0.35;
/// Tags that one message gets: what is about everything is about nothing.
pub const MOST: usize = 2;

/// What a tag is made from.
#[derive(Clone, Copy, Debug)]
pub struct TagText<'a> {
    /// Its name.
    pub name: &'a str,
    /// In plain words what it is for; may be empty.
    pub description: &'a str,
    /// Messages that have it.
    pub examples: &'a [String],
}

/// A team's tags by name, ready to give.
#[derive(Default)]
pub struct AutoTags {
    tags: Vec<Tag>,
    tagger: Option<Tagger>,
}

impl AutoTags {
    /// Reads a team's definitions.
    #[must_use]
    pub fn new(definitions: &[TagDefinition]) -> Self {
        let texts: Vec<TagText<'_>> = definitions
            .iter()
            .map(|it| TagText {
                name: it.tag.as_str(),
                description: &it.description,
                examples: &it.examples,
            })
            .collect();
        Self {
            tags: definitions.iter().map(|it| it.tag.clone()).collect(),
            tagger: (!texts.is_empty()).then(|| Tagger::new(&texts)),
        }
    }

    /// The tags a message is about, surest first, each with how sure that is: 0 to 1.
    #[must_use]
    pub fn of(&self, text: &str) -> Vec<(Tag, f32)> {
        let tagger = self.tagger.iter();
        let numbers = tagger.flat_map(|tagger| tagger.tags_of(text));
        numbers
            .filter_map(|(number, score)| Some((self.tags.get(number)?.clone(), score.min(1.0))))
            .collect()
    }
}

/// A team's tags, ready to compare.
pub struct Tagger {
    meanings: Meanings,
    wordings: Wordings,
}

impl Tagger {
    /// Reads a team's tags.
    #[must_use]
    pub fn new(tags: &[TagText<'_>]) -> Self {
        let names: Vec<String> = tags
            .iter()
            .map(|tag| tag.name.replace(['_', '-'], " "))
            .collect();
        let texts: Vec<Vec<&str>> = tags
            .iter()
            .zip(&names)
            .map(|(tag, name)| {
                let description = Some(tag.description).filter(|text| !text.is_empty());
                let examples = tag.examples.iter().map(String::as_str);
                let all = [Some(name.as_str()), description].into_iter().flatten();
                all.chain(examples)
                    .map(|text| opening(text, READ_WORDS))
                    .collect()
            })
            .collect();
        Self {
            meanings: Meanings::new(&texts),
            wordings: Wordings::new(&texts),
        }
    }

    /// How much a message is like each tag, in their order: a cosine, −1 to 1.
    #[must_use]
    pub fn scores(&self, text: &str) -> Vec<f32> {
        let text = opening(text, READ_WORDS);
        let pairs = self.meanings.scores(text).zip(self.wordings.scores(text));
        pairs
            .map(|(near, alike)| (1.0 - WORDS) * near + WORDS * alike)
            .collect()
    }

    /// The tags a message is about, surest first: at most [`MOST`], none below [`FROM`].
    #[must_use]
    pub fn tags_of(&self, text: &str) -> Vec<(usize, f32)> {
        let mut tags: Vec<(usize, f32)> = self.scores(text).into_iter().enumerate().collect();
        tags.retain(|(_, score)| *score >= FROM);
        tags.sort_by(|a, b| b.1.total_cmp(&a.1));
        tags.truncate(MOST);
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gets_the_tag_it_is_about() {
        let examples = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let billing: Vec<String> = examples(&["I was charged twice", "when is my refund paid"]);
        let grading: Vec<String> = examples(&["my quiz score is wrong", "the grade is missing"]);
        let tags = [
            ("billing", &billing),
            ("grading", &grading),
            ("sign-in", &Vec::new()),
        ];
        let tags = tags.map(|(name, examples)| TagText {
            name,
            description: if name == "sign-in" {
                "Passwords, single sign-on and locked accounts"
            } else {
                ""
            },
            examples,
        });
        let tagger = Tagger::new(&tags);
        let best = |text: &str| {
            let scores = tagger.scores(text);
            (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))
        };
        assert_eq!(
            best("why did you charge me two times for this course"),
            Some(0)
        );
        assert_eq!(best("there is a mistake in my score"), Some(1));
        assert_eq!(best("I forgot my pasword"), Some(2));
        assert!(Tagger::new(&[]).scores("anything").is_empty());
        // Two tags of two examples are enough to begin with, and give none to what is neither.
        let sign_in: Vec<String> = examples(&["I forgot my password", "I cannot log in"]);
        let few = [
            ("sign-in", "Passwords and signing in", &sign_in),
            ("grading", "Scores and grades", &grading),
        ];
        let few = Tagger::new(&few.map(|(name, description, examples)| TagText {
            name,
            description,
            examples,
        }));
        let first = |text: &str| few.tags_of(text).first().map(|(tag, _)| *tag);
        assert_eq!(
            first("How do I reset my password?"),
            Some(0),
            "{:?}",
            few.scores("How do I reset my password?")
        );
        assert_eq!(
            first("why is my quiz score so low"),
            Some(1),
            "{:?}",
            few.scores("why is my quiz score so low")
        );
        assert_eq!(
            first("where is the parking on the campus"),
            None,
            "{:?}",
            few.scores("where is the parking on the campus")
        );
    }
}
