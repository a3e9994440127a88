//! What is seen of one window: what the index saw, and what it says.

use super::question::{Question, pairs, poles};
use super::weigh::Window;
use crate::article::plain;
use crate::retrieval::{Table, Vector, WINDOW_SIGNS, similarity, terms};
use std::collections::HashSet;

/// How many signs there are.
pub const SIGNS: usize = WINDOW_SIGNS + 10;

/// Their names.
pub const SIGN_NAMES: [&str; SIGNS] = [
    "words",
    "cosine",
    "cosine_gap",
    "article",
    "article_gap",
    "covered",
    "window_covered",
    "title_covered",
    "length",
    "lead",
    "tile",
    "late",
    "heading_covered",
    "contact",
    "steps",
    "numbers",
    "trouble",
    "pole",
    "intro",
    "pairs",
    "plain_steps",
];

/// Words that say that a window only tells whom to ask.
const CONTACT: &[&str] = &[
    "contact us",
    "contact support",
    "contact our",
    "support team",
    "submit a request",
    "get in touch",
    "ask the help desk",
];

/// Words of trouble in an article.
const TROUBLE: &[&str] = &[
    "error",
    "problem",
    "fail",
    "not work",
    "trouble",
    "issue",
    "if you see",
    "if the",
    "cannot",
    "can't",
    "doesn't",
    "missing",
    "solution",
    "fix",
];

/// The signs of a window.
pub(super) fn signs(question: &Question, window: &Window, late: f32) -> [f32; SIGNS] {
    let words = plain(&window.text);
    let lower = words.to_lowercase();
    let last = window.heading.rsplit(" › ").next().unwrap_or_default();
    let heading: HashSet<String> = terms(last).into_iter().collect();
    let is = |it: bool| f32::from(u8::from(it));
    let has_steps = window
        .text
        .lines()
        .any(|line| line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(". "));
    let has_numbers = lower.chars().any(|c| c.is_ascii_digit());
    let contact = CONTACT.iter().any(|it| lower.contains(it))
        || last.to_lowercase().contains("contact")
        || last.to_lowercase().contains("still need help");
    let about = format!("{} {last}", window.title);
    let pole = if question.poles.is_empty() {
        0.0
    } else {
        let own = poles(last);
        let own = if own.is_empty() { poles(&about) } else { own };
        let agree = question.poles.iter().map(|(number, side)| {
            match own.iter().find(|(other, _)| other == number) {
                Some((_, other)) if other == side => 1.0,
                Some(_) => -1.0,
                None => 0.0,
            }
        });
        agree.sum::<f32>().clamp(-1.0, 1.0)
    };
    let near = pairs(&format!("{about} {words}"));
    let shared = question.pairs.intersection(&near).count() as f32;
    let is_intro = words.split_whitespace().count() < 25
        && (lower.trim_end().ends_with(':') || !window.text.contains('\n'));
    let mut signs = [0.0; SIGNS];
    signs[..WINDOW_SIGNS].copy_from_slice(&window.candidate.signs);
    signs[WINDOW_SIGNS..].copy_from_slice(&[
        late,
        question.covered(&heading),
        is(contact),
        is(question.asks.how && has_steps),
        is(question.asks.limit && has_numbers),
        is(question.asks.trouble
            && TROUBLE
                .iter()
                .any(|it| lower.contains(it) || last.to_lowercase().contains(it))),
        pole,
        is(is_intro),
        shared / question.pairs.len().max(1) as f32,
        is(!question.asks.how && has_steps),
    ]);
    signs
}

/// What a window looks like when it is quoted: its last heading and its text.
#[must_use]
pub fn shown(title: &str, heading: &str, text: &str) -> String {
    let last = heading.rsplit(" › ").next().unwrap_or_default();
    if last.is_empty() || last == title {
        text.to_owned()
    } else {
        format!("**{last}**\n\n{text}")
    }
}

/// How near each word of the question comes to a word of the window, by the table, weighed by
/// rarity: the mean of the best likenesses.
pub(super) fn late(question: &[(Vector, f32)], window: &Window, table: &Table<'_>) -> f32 {
    let text = format!(
        "{} {} {}",
        window.title,
        window.heading,
        plain(&window.text)
    );
    let words: HashSet<String> = crate::words::words(&text)
        .into_iter()
        .filter(|word| crate::words::term(word).is_some())
        .collect();
    let vectors: Vec<Vector> = words.iter().map(|word| table.embed(word)).collect();
    let weight: f32 = question
        .iter()
        .map(|it| it.1)
        .sum::<f32>()
        .max(f32::MIN_POSITIVE);
    let best = |asked: &Vector| {
        vectors
            .iter()
            .map(|it| similarity(asked, it))
            .fold(0.0, f32::max)
    };
    question
        .iter()
        .map(|(vector, rarity)| best(vector) * rarity)
        .sum::<f32>()
        / weight
}
