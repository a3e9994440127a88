//! What is seen of one window: what the index saw, and what it says.

use super::question::{Question, poles};
use crate::article::plain;
use crate::retrieval::{Candidate, Table, Vector, WINDOW_SIGNS, terms};
use embedding::{CONTEXT_DIMS, dot};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A window that is read.
#[derive(Clone, Debug)]
pub struct Window {
    /// As the index ranked it.
    pub candidate: Candidate,
    /// Its article's title.
    pub title: String,
    /// Headings above it.
    pub heading: String,
    /// Its text, Markdown.
    pub text: String,
    /// Vectors of its pieces; empty where the question has none of its words.
    pub pieces: Vec<i8>,
}

/// How many signs there are.
pub const SIGNS: usize = WINDOW_SIGNS + 12;

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
    "context",
    "context_gap",
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

/// The signs of a window; `asked` is of the same question.
#[must_use]
pub fn signs_of(question: &Question, window: &Window, asked: &LateTerms) -> [f32; SIGNS] {
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
    let text = asked.read(&words);
    let (title, path, last_words) = (
        asked.read(&window.title),
        asked.read(&window.heading),
        asked.read(last),
    );
    let late = asked.late(title.iter().chain(&path).chain(&text));
    let in_order: Vec<&str> = title
        .iter()
        .chain(&last_words)
        .chain(&text)
        .map(|known| known.word.stem.as_str())
        .collect();
    let is_there = |(first, second): &&(String, String)| {
        let mut pairs = in_order.windows(2);
        pairs.any(|pair| pair[0] == first && pair[1] == second)
    };
    let shared = question.pairs.iter().filter(is_there).count() as f32;
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
        in_context(question, &window.pieces),
        0.0,
    ]);
    signs
}

/// Where the signs say how near a question's words come in context, and by how much another window's are nearer.
const CONTEXT: usize = SIGNS - 2;

/// Fills in what is seen of a window beside the others: how much less near its words are than the
/// nearest's.
pub fn compare(windows: &mut [[f32; SIGNS]]) {
    let nearest = windows
        .iter()
        .map(|signs| signs[CONTEXT])
        .fold(0.0, f32::max);
    for signs in windows {
        signs[CONTEXT + 1] = signs[CONTEXT] - nearest;
    }
}

/// How near each of the question's words comes to a piece of a window, each in its context, weighed by rarity: the
/// mean of the best cosines. 0 if either side has no vectors.
fn in_context(question: &Question, pieces: &[i8]) -> f32 {
    let all: f32 = question.words.iter().map(|(_, rarity)| rarity).sum();
    if pieces.is_empty() || all <= 0.0 {
        return 0.0;
    }
    let lengths: Vec<f32> = pieces
        .chunks_exact(CONTEXT_DIMS)
        .map(|piece| (dot(piece, piece) as f32).sqrt().max(1.0))
        .collect();
    let best = |word: &Vector| {
        let own = (dot(word, word) as f32).sqrt().max(1.0);
        let all = pieces.chunks_exact(CONTEXT_DIMS).zip(&lengths);
        all.map(|(piece, length)| dot(word, piece) as f32 / length)
            .fold(0.0, f32::max)
            / own
    };
    let words = question.words.iter();
    words.map(|(word, rarity)| best(word) * rarity).sum::<f32>() / all
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

/// A question's terms as the table has them, and the words of windows that were compared with them:
/// windows share most of their words.
pub struct LateTerms {
    terms: Vec<(Vector, f32)>,
    rarities: Vec<f32>,
    known: RefCell<HashMap<String, Option<Rc<Known>>>>,
}

/// A word by itself.
struct Word {
    stem: String,
    vector: Vector,
    length: f32,
}

/// Words that are kept between questions: help centres say the same ones, and what the table makes
/// of one costs more than looking it up. Of some 300 bytes each.
const KEPT_WORDS: usize = 8_192;

thread_local! {
    static WORDS: RefCell<HashMap<String, Option<Rc<Word>>>> = RefCell::default();
}

impl Word {
    /// A word in lower case; `None` for a stop word.
    fn of(word: &str) -> Option<Rc<Self>> {
        WORDS.with_borrow_mut(|known| {
            if let Some(word) = known.get(word) {
                return word.clone();
            }
            let new = crate::words::term(word).map(|stem| {
                let vector = Table::shipped().embed(word);
                let length = (dot(&vector, &vector) as f32).sqrt();
                Rc::new(Self {
                    stem,
                    vector,
                    length,
                })
            });
            if known.len() >= KEPT_WORDS {
                known.clear();
            }
            // Without the table every word is far from all: that is not kept.
            if Table::is_installed() {
                known.insert(word.to_owned(), new.clone());
            }
            new
        })
    }
}

/// A word of a window.
struct Known {
    word: Rc<Word>,
    /// Its likeness to each of the question's terms.
    likeness: Vec<f32>,
}

impl LateTerms {
    /// Of a question.
    #[must_use]
    pub fn of(question: &Question) -> Self {
        let table = Table::shipped();
        let terms = question.terms.iter();
        Self {
            terms: terms
                .clone()
                .map(|(stem, ..)| {
                    let vector = table.embed(stem);
                    let length = (dot(&vector, &vector) as f32).sqrt();
                    (vector, length)
                })
                .collect(),
            rarities: terms.map(|(_, rarity, _)| *rarity).collect(),
            known: RefCell::default(),
        }
    }

    /// The words of a text that tell one from another, in order.
    fn read(&self, text: &str) -> Vec<Rc<Known>> {
        let mut known = self.known.borrow_mut();
        let mut read = Vec::new();
        for word in crate::words::words(text) {
            let word = match known.get(&word) {
                Some(word) => word.clone(),
                None => {
                    let new = Word::of(&word).map(|word| Rc::new(self.know(word)));
                    known.insert(word, new.clone());
                    new
                }
            };
            read.extend(word);
        }
        read
    }

    fn know(&self, word: Rc<Word>) -> Known {
        let likeness = |(term, own): &(Vector, f32)| {
            let lengths = own * word.length;
            if lengths == 0.0 {
                0.0
            } else {
                dot(term, &word.vector) as f32 / lengths
            }
        };
        Known {
            likeness: self.terms.iter().map(likeness).collect(),
            word,
        }
    }

    /// How near each of the question's terms comes to one of these words, weighed by rarity: the
    /// mean of the best likenesses.
    fn late<'w>(&self, words: impl Iterator<Item = &'w Rc<Known>> + Clone) -> f32 {
        let sum: f32 = self.rarities.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let best = |term: usize| {
            let all = words.clone().map(|word| word.likeness[term]);
            all.fold(0.0, f32::max)
        };
        let terms = self.rarities.iter().enumerate();
        terms.map(|(term, rarity)| best(term) * rarity).sum::<f32>() / sum
    }
}
