//! What a question asks for, as far as its words tell.

use crate::article::plain;
use crate::intent::side::{self, Side};
use crate::retrieval::{Ranking, Vector};
use crate::words::{term, words};
use std::collections::HashSet;

/// What kind of answer is wanted; several may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// Steps: "how do I", "I want to".
    pub how: bool,
    /// A number, a time, a limit.
    pub limit: bool,
    /// Something does not work.
    pub trouble: bool,
}

/// A question, ready to be compared with windows.
#[derive(Clone, Debug)]
pub struct Question {
    /// With its spelling mended.
    pub text: String,
    /// Its terms, each with its rarity and whether any article has it.
    pub terms: Vec<(String, f32, bool)>,
    /// Their rarities' sum.
    pub weight: f32,
    /// Pairs of terms that stand next to each other.
    pub pairs: HashSet<(String, String)>,
    /// What kind of answer is wanted.
    pub asks: Asks,
    /// Whether it is about what was answered before, so that a title it shares says nothing.
    pub is_about: bool,
    /// Which way it points, where the way matters: "on", "add".
    pub poles: Vec<(usize, bool)>,
    /// Vectors of its words that say something, where the encoder gave them, each with the word's rarity.
    pub words: Vec<(Vector, f32)>,
    /// From which side it is asked.
    pub side: Option<Side>,
}

/// Opposites that decide whether an answer is right, by their stems' beginnings.
const POLES: &[(&[&str], &[&str])] = &[
    (
        &["enable", "activate", "turn on", "switch on", "turning on"],
        &[
            "disable",
            "deactivate",
            "turn off",
            "switch off",
            "turning off",
        ],
    ),
    (
        &["add", "create", "new"],
        &["remove", "delete", "erase", "get rid"],
    ),
    (&["subscribe"], &["unsubscribe"]),
    (&["install"], &["uninstall"]),
    (&["upload", "import"], &["download", "export"]),
    (&["open", "start"], &["close", "stop", "end"]),
    (&["lock", "block"], &["unlock", "unblock"]),
    (&["upgrade"], &["downgrade"]),
    (&["hide"], &["show", "unhide"]),
    (
        &["enrol", "enroll", "join"],
        &["unenrol", "unenroll", "leave", "withdraw", "drop"],
    ),
    (&["increase", "raise"], &["decrease", "lower", "reduce"]),
    (
        &["connect", "link", "pair"],
        &["disconnect", "unlink", "unpair"],
    ),
];

/// Which opposites a text names: the number of the pair, and which side.
pub(super) fn poles(text: &str) -> Vec<(usize, bool)> {
    let said = words(text).join(" ");
    let said = format!(" {said} ");
    let names = |side: &[&str]| {
        side.iter().any(|it| {
            said.contains(&format!(" {it} ")) || (it.len() > 4 && said.contains(&format!(" {it}")))
        })
    };
    let mut poles = Vec::new();
    for (number, (one, other)) in POLES.iter().enumerate() {
        match (names(one), names(other)) {
            (true, false) => poles.push((number, true)),
            (false, true) => poles.push((number, false)),
            _ => {}
        }
    }
    // "turn the notifications off": the particle stands apart.
    if !poles.iter().any(|(number, _)| *number == 0)
        && (said.contains(" turn ") || said.contains(" switch "))
    {
        match (said.contains(" on "), said.contains(" off ")) {
            (true, false) => poles.push((0, true)),
            (false, true) => poles.push((0, false)),
            _ => {}
        }
    }
    poles
}

/// Neighbouring terms of a text.
pub(super) fn pairs(text: &str) -> HashSet<(String, String)> {
    let stems: Vec<String> = words(text).iter().filter_map(|word| term(word)).collect();
    stems
        .windows(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

/// Words after "how" that ask for no steps: "how is my grade calculated", "how long does it take".
const NO_STEPS: &[&str] = &[
    "is", "are", "was", "were", "does", "did", "will", "come", "long", "many", "much", "often",
    "big", "large", "far", "old", "soon", "late", "early", "about",
];

/// Whether a text says "how" and asks for steps.
fn asks_how(text: &str) -> bool {
    let said: Vec<&str> = text.split_whitespace().collect();
    let next = |at: usize| said.get(at + 1).copied().unwrap_or_default();
    let mut hows = said.iter().enumerate().filter(|(_, word)| **word == "how");
    hows.any(|(at, _)| !NO_STEPS.contains(&next(at)))
}

/// The least rarity that a word counts with, and that of a word in no article: common words count too. Source: design
/// notes on answers.
const LEAST_RARITY: f32 = 0.3;

/// The words of a question that say something, each with its vector and its rarity: no stop words, no marks, and not
/// what an apostrophe leaves of a word.
fn rare_words(ranking: &Ranking) -> Vec<(Vector, f32)> {
    let rarity = |stem: &String| {
        let known = ranking.terms.iter().find(|(term, ..)| term == stem);
        known.map_or(LEAST_RARITY, |(_, rarity, _)| rarity.max(LEAST_RARITY))
    };
    let all = &ranking.words;
    let word = |at: usize| all.get(at).map_or("", |(word, _)| word.as_str());
    let is_word = |at: usize| {
        let is_negated = matches!(word(at + 1), "'" | "’") && word(at + 2) == "t";
        let is_scrap = word(at).len() == 1 || is_negated;
        !is_scrap && word(at).chars().all(char::is_alphanumeric)
    };
    (0..all.len())
        .filter(|at| is_word(*at))
        .filter_map(|at| Some((all[at].1.clone(), rarity(&term(word(at))?))))
        .collect()
}

impl Question {
    /// The question of a ranking.
    #[must_use]
    pub fn of(ranking: &Ranking) -> Self {
        let text = plain(&ranking.asked);
        let lower = format!(" {} ", words(&text).join(" "));
        let has = |list: &[&str]| list.iter().any(|it| lower.contains(&format!(" {it} ")));
        Self {
            pairs: pairs(&text),
            asks: Asks {
                how: has(&[
                    "how do",
                    "how can",
                    "how to",
                    "how would",
                    "how should",
                    "want to",
                    "need to",
                    "steps",
                    "where do",
                    "where can",
                    "way to",
                ]) || asks_how(&lower),
                limit: has(&[
                    "how long",
                    "how many",
                    "how much",
                    "how often",
                    "how big",
                    "how large",
                    "when",
                    "limit",
                    "maximum",
                    "max",
                    "minimum",
                    "cost",
                    "price",
                    "size",
                    "deadline",
                    "how far",
                    "how old",
                ]),
                trouble: has(&[
                    "not", "cant", "cannot", "wont", "doesnt", "isnt", "error", "fails", "failed",
                    "fail", "stuck", "broken", "missing", "lost", "problem", "keeps", "nothing",
                    "why", "wrong", "never", "without",
                ]),
            },
            is_about: ranking.is_about,
            poles: poles(&text),
            side: match ranking.is_staff {
                true => Some(Side::Staff),
                false => side::asker(&text),
            },
            words: rare_words(ranking),
            weight: ranking
                .terms
                .iter()
                .map(|it| it.1)
                .sum::<f32>()
                .max(f32::MIN_POSITIVE),
            terms: ranking.terms.clone(),
            text,
        }
    }

    /// Share of the question, by rarity, that these terms say.
    #[must_use]
    pub fn covered(&self, by: &HashSet<String>) -> f32 {
        let said = self.terms.iter().filter(|(stem, ..)| by.contains(stem));
        said.map(|it| it.1).sum::<f32>() / self.weight
    }
}
