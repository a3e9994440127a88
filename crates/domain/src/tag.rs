//! Automatic tags: which of a team's tags a message is about, from each tag's description and
//! examples (F1).
//!
//! A tag is the mean of its texts, in the space of the fitted table and in the space of words; a
//! message is compared with both. No model is asked, and a new tag counts at once.

use crate::intent::classifier::hashed;
use crate::words::{term, words};
use embedding::{Table, dot};
use protocol::{Tag, TagDefinition};
use std::collections::{HashMap, HashSet};

/// Share of the words' similarity in a score; the rest is the table's. Chosen on BANKING77's
/// training part (`cargo xtask eval tags`).
const WORDS: f32 = 0.55;
/// Share of the nearest example in the table's similarity; the rest is the mean's.
const NEAREST: f32 = 0.5;
/// Texts of which half the mean is taken for what texts have in common.
const FEW_TEXTS: f32 = 20.0;
/// Power that a tag's words are raised to.
const FLATTEN: f32 = 0.4;
/// Letters of the pieces of a word: forms and slips of one word have most of them in common.
const PIECES: [usize; 3] = [3, 4, 5];

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
    tags: Vec<Mean>,
    /// The mean of all texts: what they have in common tells nothing.
    centre: Vec<f32>,
    rarity: HashMap<u64, f32>,
    unseen: f32,
}

/// A tag in both spaces, of length 1 in each.
struct Mean {
    vector: Vec<f32>,
    words: HashMap<u64, f32>,
    /// Its texts one by one, in the space of the table.
    texts: Vec<Vec<f32>>,
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
                [Some(name.as_str()), description]
                    .into_iter()
                    .flatten()
                    .chain(examples)
                    .collect()
            })
            .collect();
        let all = texts.iter().map(Vec::len).sum::<usize>() as f32;
        let mut counts: HashMap<u64, f32> = HashMap::new();
        let mut centre = vec![0.0; embedding::DIMS];
        for texts in &texts {
            // A piece is as common as the tags that have it.
            let having: HashSet<u64> = texts
                .iter()
                .flat_map(|text| pieces(text).into_keys())
                .collect();
            for piece in having {
                *counts.entry(piece).or_default() += 1.0;
            }
            for text in texts {
                for (sum, place) in centre.iter_mut().zip(unit(text)) {
                    *sum += place / all;
                }
            }
        }
        // Of a few texts the mean is not what texts have in common: it is the texts.
        let trust = all / (all + FEW_TEXTS);
        centre.iter_mut().for_each(|place| *place *= trust);
        let all = tags.len() as f32;
        let rarity = counts
            .into_iter()
            .map(|(piece, having)| (piece, ((all + 1.0) / (having + 0.5)).ln()))
            .collect();
        let mut tagger = Self {
            tags: Vec::new(),
            centre,
            rarity,
            unseen: (2.0 * (all + 1.0)).ln(),
        };
        for texts in &texts {
            let mut mean = Mean {
                vector: vec![0.0; embedding::DIMS],
                words: HashMap::new(),
                texts: texts.iter().map(|text| tagger.vector(text)).collect(),
            };
            for text in texts {
                for (sum, place) in mean.vector.iter_mut().zip(tagger.vector(text)) {
                    *sum += place;
                }
                for (piece, weight) in tagger.words(text) {
                    *mean.words.entry(piece).or_default() += weight;
                }
            }
            normalize(&mut mean.vector);
            // What one example says often counts little more than what it says once.
            let flatten = |weight: &mut f32| *weight = weight.powf(FLATTEN);
            mean.words.values_mut().for_each(flatten);
            let length = length(mean.words.values());
            mean.words.values_mut().for_each(|weight| *weight /= length);
            tagger.tags.push(mean);
        }
        tagger
    }

    /// How much a message is like each tag, in their order: a cosine, −1 to 1.
    #[must_use]
    pub fn scores(&self, text: &str) -> Vec<f32> {
        let vector = self.vector(text);
        let words = self.words(text);
        self.tags
            .iter()
            .map(|tag| {
                let near: f32 = tag.vector.iter().zip(&vector).map(|(a, b)| a * b).sum();
                let alike: f32 = words
                    .iter()
                    .filter_map(|(piece, weight)| Some(weight * tag.words.get(piece)?))
                    .sum();
                let nearest = tag
                    .texts
                    .iter()
                    .map(|t| t.iter().zip(&vector).map(|(a, b)| a * b).sum::<f32>())
                    .fold(-1.0, f32::max);
                let near = (1.0 - NEAREST) * near + NEAREST * nearest;
                (1.0 - WORDS) * near + WORDS * alike
            })
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

    /// A text's vector from the centre, of length 1.
    fn vector(&self, text: &str) -> Vec<f32> {
        let mut vector = unit(text);
        for (place, centre) in vector.iter_mut().zip(&self.centre) {
            *place -= centre;
        }
        normalize(&mut vector);
        vector
    }

    /// A text's pieces, weighed by rarity, of length 1.
    fn words(&self, text: &str) -> HashMap<u64, f32> {
        let mut weights: HashMap<u64, f32> = pieces(text)
            .into_iter()
            .map(|(piece, count)| {
                let rarity = self.rarity.get(&piece).copied().unwrap_or(self.unseen);
                (piece, (1.0 + count.ln()) * rarity)
            })
            .collect();
        let length = length(weights.values());
        weights.values_mut().for_each(|weight| *weight /= length);
        weights
    }
}

/// A text's vector, of length 1.
fn unit(text: &str) -> Vec<f32> {
    let vector = Table::shipped().embed(text);
    let length = (dot(&vector, &vector) as f32).sqrt().max(1.0);
    vector
        .iter()
        .map(|place| f32::from(*place) / length)
        .collect()
}

fn normalize(vector: &mut [f32]) {
    let length = length(vector.iter());
    vector.iter_mut().for_each(|place| *place /= length);
}

fn length<'a>(weights: impl Iterator<Item = &'a f32>) -> f32 {
    weights
        .map(|weight| weight * weight)
        .sum::<f32>()
        .sqrt()
        .max(f32::MIN_POSITIVE)
}

/// Words, their stems, pairs of neighbours and pieces of words, with how often each is there.
fn pieces(text: &str) -> HashMap<u64, f32> {
    let words = words(text);
    let mut counts: HashMap<u64, f32> = HashMap::new();
    let mut add = |kind: u8, parts: &[&str]| {
        *counts.entry(hashed(kind, parts)).or_default() += 1.0;
    };
    for word in &words {
        add(b'w', &[word]);
        if let Some(stem) = term(word) {
            add(b't', &[&stem]);
        }
        let marked: Vec<char> = format!("^{word}$").chars().collect();
        for length in PIECES {
            for piece in marked.windows(length) {
                add(b'p', &[&piece.iter().collect::<String>()]);
            }
        }
    }
    for pair in words.windows(2) {
        add(b'2', &[&pair[0], &pair[1]]);
    }
    counts
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
