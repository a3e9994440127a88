//! Whether what a model writes stands in the passages it was given: sentence by sentence, before a
//! learner sees it (A1, A2).
//!
//! Words and meaning, no second model: a sentence is supported if most of its words stand in one of
//! the passages, or if it is near one of their sentences in the table's space and shares words with
//! it. Numbers, addresses and names of buttons have to be there as they are.

use crate::words::terms;
use embedding::{Table, Vector, similarity};
use protocol::Passage;
use std::collections::HashSet;

/// Share of a sentence's words that have to stand in one passage.
const SHARE: f32 = 0.6;
/// With this likeness to one of its sentences, fewer words are enough.
const ALIKE: f32 = 0.65;
const SHARE_IF_ALIKE: f32 = 0.35;
/// Sentences with fewer words that tell something lead from one to the next: "Here is how:".
const TELLING: usize = 3;

/// Holds a stream of text back until each sentence is known to be supported.
pub struct Grounding {
    passages: Vec<Ground>,
    /// What came and is no whole sentence yet.
    pending: String,
    /// What leads to the next sentence, and is shown with it or not at all.
    leading: String,
    dropped: usize,
    kept: usize,
}

struct Ground {
    words: HashSet<String>,
    text: String,
    sentences: Vec<Vector>,
}

impl Grounding {
    /// Against these passages.
    #[must_use]
    pub fn new(passages: &[Passage]) -> Self {
        let ground = |passage: &Passage| {
            let text = format!("{}\n{}\n{}", passage.title, passage.heading, passage.text);
            let table = Table::shipped();
            Ground {
                words: terms(&text).into_iter().collect(),
                sentences: pieces(&text).map(|it| table.embed(it)).collect(),
                text: text.to_lowercase(),
            }
        };
        Self {
            passages: passages.iter().map(ground).collect(),
            pending: String::new(),
            leading: String::new(),
            dropped: 0,
            kept: 0,
        }
    }

    /// Takes more of the text; answers what may be shown.
    pub fn push(&mut self, piece: &str) -> String {
        self.pending.push_str(piece);
        let mut shown = String::new();
        while let Some(end) = end_of_sentence(&self.pending) {
            let sentence: String = self.pending.drain(..end).collect();
            shown.push_str(&self.checked(&sentence));
        }
        shown
    }

    /// The end of the text: what may be shown of the rest.
    pub fn finish(&mut self) -> String {
        let rest = std::mem::take(&mut self.pending);
        let mut shown = self.checked(&rest);
        if self.kept > 0 {
            shown.push_str(&std::mem::take(&mut self.leading));
        }
        shown
    }

    /// Sentences that say something and stand nowhere.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Sentences that say something and stand in a passage.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.kept
    }

    fn checked(&mut self, sentence: &str) -> String {
        let said = terms(&without_marks(sentence));
        let tells = said.len() >= TELLING || has_exact(sentence);
        if !tells && !self.has_all(&said) {
            self.leading.push_str(sentence);
            return String::new();
        }
        if !tells || self.is_supported(sentence, &said) {
            self.kept += 1;
            let mut shown = std::mem::take(&mut self.leading);
            shown.push_str(sentence);
            return shown;
        }
        self.dropped += 1;
        self.leading.clear();
        // What stands around a sentence stays: the next one begins its own line.
        if self.kept > 0 {
            self.leading
                .push_str(&sentence[sentence.trim_end().len()..]);
        }
        String::new()
    }

    /// Whether the few words of a short sentence all stand in one passage.
    fn has_all(&self, said: &[String]) -> bool {
        let has = |ground: &Ground| said.iter().all(|word| ground.words.contains(word));
        !said.is_empty() && self.passages.iter().any(has)
    }

    /// Whether a sentence stands in one of the passages.
    fn is_supported(&self, sentence: &str, said: &[String]) -> bool {
        let vector = Table::shipped().embed(&without_marks(sentence));
        self.passages.iter().any(|ground| {
            if !exact(sentence).all(|it| ground.text.contains(&it)) {
                return false;
            }
            let there = said
                .iter()
                .filter(|word| ground.words.contains(*word))
                .count();
            let share = there as f32 / said.len().max(1) as f32;
            let is_alike = || {
                let mut sentences = ground.sentences.iter();
                sentences.any(|other| similarity(&vector, other) >= ALIKE)
            };
            share >= SHARE || (share >= SHARE_IF_ALIKE && is_alike())
        })
    }
}

/// Where the first sentence or line of a text ends, its white space included; `None` if it may go
/// on.
fn end_of_sentence(text: &str) -> Option<usize> {
    for (at, c) in text.char_indices() {
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | '。' | '！' | '？' => {
                // "2.1", "e.g. this" and "1. Open": only before white space and a new beginning.
                let number = text[..at]
                    .rsplit(char::is_whitespace)
                    .next()
                    .unwrap_or_default();
                let is_item =
                    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
                let rest = text[at + c.len_utf8()..].trim_start_matches([']', ')', '*', '"', '”']);
                let after = rest.trim_start();
                // Its citation belongs to it.
                let is_cited = after.starts_with('[');
                !is_item
                    && !is_cited
                    && rest.starts_with(char::is_whitespace)
                    && after.starts_with(|c: char| !c.is_lowercase())
            }
            ']' => {
                // A citation after the full stop ends it.
                let before = text[..at].rfind('[').map(|open| text[..open].trim_end());
                let rest = &text[at + 1..];
                before.is_some_and(|before| before.ends_with(['.', '!', '?']))
                    && rest.starts_with(char::is_whitespace)
                    && !rest.trim_start().is_empty()
                    && !rest.trim_start().starts_with('[')
            }
            _ => false,
        };
        if ends {
            let end = at + c.len_utf8();
            let rest = &text[end..];
            let white = rest.len() - rest.trim_start().len();
            let marks = rest.len() - rest.trim_start_matches([')', '*', '"', '”']).len();
            return Some(end + if marks > 0 { marks } else { white });
        }
    }
    None
}

/// What has to stand in a passage as it is: numbers of two digits and more, and addresses.
fn exact(sentence: &str) -> impl Iterator<Item = String> {
    let plain = without_marks(sentence);
    let tokens: Vec<String> = plain
        .split_whitespace()
        .map(|token| {
            token
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|token| {
            let digits = token.bytes().filter(u8::is_ascii_digit).count();
            digits >= 2 || token.contains("://") || token.contains('@') || token.starts_with("www.")
        })
        .collect();
    tokens.into_iter()
}

fn has_exact(sentence: &str) -> bool {
    exact(sentence).next().is_some()
}

/// Without citations and marks of Markdown.
fn without_marks(sentence: &str) -> String {
    let mut plain = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']') {
            Some((inside, after)) if inside.bytes().all(|byte| byte.is_ascii_digit()) => after,
            _ => after,
        };
    }
    plain.push_str(rest);
    plain.replace(['*', '`', '#', '_'], " ")
}

/// Sentences of a passage, roughly: enough to compare with.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '.', '!', '?'])
        .map(str::trim)
        .filter(|piece| piece.split_whitespace().count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::ArticleId;

    fn grounding() -> Grounding {
        let passage = |title: &str, text: &str| Passage {
            article: ArticleId::new("a").unwrap(),
            title: title.to_owned(),
            heading: String::new(),
            text: text.to_owned(),
            score: 1.0,
        };
        Grounding::new(&[
            passage(
                "Reset your password",
                "Select **Forgot password?** on the sign-in page and enter your e-mail address. \
                 We send you a link that works for 60 minutes.\n\n1. Open the link.\n2. Choose a new password.",
            ),
            passage(
                "Certificates",
                "Download the certificate as a PDF when the course is complete.",
            ),
        ])
    }

    /// What is shown of a text, whatever pieces it comes in.
    fn shown(text: &str) -> String {
        let whole = {
            let mut grounding = grounding();
            let mut shown = grounding.push(text);
            shown.push_str(&grounding.finish());
            shown
        };
        for size in [1, 3, 7] {
            let mut grounding = grounding();
            let mut shown = String::new();
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(size) {
                shown.push_str(&grounding.push(&piece.iter().collect::<String>()));
            }
            shown.push_str(&grounding.finish());
            assert_eq!(shown, whole, "in pieces of {size}");
        }
        whole
    }

    #[test]
    fn what_stands_in_the_articles_is_shown_as_it_is() {
        for text in [
            "Select *Forgot password?* on the sign-in page [1].",
            "Here is how:\n\n1. Open the link we send you. [1]\n2. Choose a new password. [1]",
            "The link works for 60 minutes. [1] You can download your certificate as a PDF. [2]",
            "Sure! On the sign-in page choose Forgot password and enter your email address [1].",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_stands_nowhere_is_not_shown() {
        for (text, left) in [
            (
                "Call our secret hotline and ask for a discount voucher. Open the link. [1]",
                "Open the link. [1]",
            ),
            ("The link works for 24 hours. [1]", ""),
            (
                "Open the link. [1] Mix two eggs with flour and sugar for the cake.",
                "Open the link. [1] ",
            ),
            (
                "Visit https://evil.example/login to enter your password. [1]",
                "",
            ),
        ] {
            assert_eq!(shown(text), left, "{text}");
        }
    }

    #[test]
    fn what_was_kept_and_dropped_is_counted() {
        let mut grounding = grounding();
        grounding
            .push("The link works for 60 minutes. [1] Bake the bread in a wood oven tonight. ");
        grounding.finish();
        assert_eq!((grounding.kept(), grounding.dropped()), (1, 1));
    }
}
