//! Answering: which window of which article holds what was asked, what is quoted of it, and how
//! sure that is.
//!
//! Three steps, each with weights fitted by `cargo xtask eval help --fit` (`fitted.rs`): the index
//! ranks windows by what it sees; the best are read, and ranked again by what they say; what is
//! quoted is composed of the best, and weighed as a whole. `docs/answers.md` tells admins.

mod compose;
mod fitted;
mod query;
mod question;
mod signs;
mod weigh;
mod weights;

pub use compose::{Composed, MOST_WORDS, answer_features, compose};
pub use query::{Query, Topic, respond};
pub use question::{Asks, Question};
pub use signs::{LateTerms, SIGN_NAMES, SIGNS, Window, compare, shown, signs_of};
pub use weigh::{ANSWERABLE_NAMES, Weighed, answerable_features, weigh};
pub use weights::{ANSWERABLE, Weights};

use crate::article::{Reading, windows};
use crate::retrieval::{PassageKey, Ranking, Tier};
use crate::turn::{Decision, Found, Quoted, TurnRequest};
use protocol::{ArticleId, Citation, Passage, Reason};

/// Windows that are read of those that the index ranks. Source: `cargo xtask eval help`: with more,
/// no more questions are answered rightly.
pub const SHORTLIST: usize = 24;

/// Articles that are offered, or given to a model.
const ARTICLES: usize = 6;

/// Share of all windows' probability below which an article is not worth a look.
const FAR: f32 = 0.002;

/// A window as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Its key.
    pub passage: PassageKey,
    /// Headings above it.
    pub heading: String,
    /// Its text, Markdown.
    pub text: String,
    /// Vectors of its pieces, [`embedding::CONTEXT_DIMS`] places each; empty where nobody asked.
    pub pieces: Vec<i8>,
}

/// Where windows and articles are kept.
pub trait Library {
    /// What can go wrong.
    type Error;

    /// Windows, in any order; those that are gone are left out. The vectors of their pieces are needed where
    /// `in_context` says so.
    ///
    /// # Errors
    /// They could not be read.
    fn windows(&self, keys: &[PassageKey], in_context: bool) -> Result<Vec<Kept>, Self::Error>;

    /// An article's title and text.
    ///
    /// # Errors
    /// It could not be read.
    fn article(&self, id: &ArticleId) -> Result<Option<(String, String)>, Self::Error>;
}

/// How much is taken of articles.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    /// Words of a composed answer, at most.
    pub answer_words: usize,
    /// Whether passages are whole sections, for a model, or windows.
    pub sections: bool,
}

/// Words of a whole section, at most: a longer one is represented by its window.
const SECTION_WORDS: usize = 400;

/// What a ranking's articles say to the question: the composed answer, and the best section of
/// each article that may be meant.
///
/// # Errors
/// The library's.
pub fn read<L: Library>(
    ranking: &Ranking,
    library: &L,
    weights: &Weights,
    extent: Extent,
) -> Result<Found, L::Error> {
    let question = Question::of(ranking);
    let listed = weigh::shortlist(ranking, weights);
    let keys: Vec<PassageKey> = listed.iter().map(|candidate| candidate.passage).collect();
    let mut stored = library.windows(&keys, !ranking.words.is_empty())?;
    let mut titles: Vec<(ArticleId, String, String)> = Vec::new();
    let mut read: Vec<Window> = Vec::new();
    for candidate in listed {
        let Some(at) = stored
            .iter()
            .position(|kept| kept.passage == candidate.passage)
        else {
            continue;
        };
        let Kept {
            heading,
            text,
            pieces,
            ..
        } = stored.swap_remove(at);
        // The same text in several articles is said once, by the one that ranks first.
        let is_copy = |other: &Window| {
            other.candidate.article != candidate.article && other.text.trim() == text.trim()
        };
        if read.iter().any(is_copy) {
            continue;
        }
        if !titles.iter().any(|(id, ..)| *id == candidate.article) {
            let Some((title, text)) = library.article(&candidate.article)? else {
                continue;
            };
            titles.push((candidate.article.clone(), title, text));
        }
        let title = titles
            .iter()
            .find(|(id, ..)| *id == candidate.article)
            .map(|(_, title, _)| title.clone());
        read.push(Window {
            candidate: candidate.clone(),
            title: title.unwrap_or_default(),
            heading,
            text,
            pieces,
        });
    }
    let weighed = weigh(&question, read, weights);
    let Some(best) = weighed.windows.first() else {
        return Ok(Found {
            asked: ranking.asked.clone(),
            ..Found::default()
        });
    };
    let article = best.0.candidate.article.clone();
    let title = best.0.title.clone();
    let text = titles
        .iter()
        .find(|(id, ..)| *id == article)
        .map(|(_, _, text)| text.as_str());
    let reading = Reading::of(&title, text.unwrap_or_default());
    let cut = windows(&reading);
    let composed = compose(&weighed, &reading, &cut, extent.answer_words);
    let right = weights.right(&answer_features(&weighed, &composed));
    let answerable_by = answerable_features(&question, ranking, &weighed);
    let mut answerable = weights.answerable(&answerable_by);
    if !weigh::is_of_no_article(&answerable_by) {
        answerable = answerable.max(weigh::is_same_question(best.0.candidate.synonym));
    }
    let mut passages: Vec<Passage> = Vec::new();
    for (window, p) in &weighed.windows {
        let is_new = passages
            .iter()
            .all(|known| known.article != window.candidate.article);
        let is_near = passages.is_empty() || weighed.of_article(&window.candidate.article) >= FAR;
        if is_new && is_near && passages.len() < ARTICLES {
            let whole = extent.sections.then(|| {
                let known = titles
                    .iter()
                    .find(|(id, ..)| *id == window.candidate.article);
                known.and_then(|(_, title, text)| section(title, text, window))
            });
            passages.push(Passage {
                article: window.candidate.article.clone(),
                title: window.title.clone(),
                heading: window.heading.clone(),
                text: whole.flatten().unwrap_or_else(|| window.text.clone()),
                score: weighed.of_article(&window.candidate.article).max(*p),
            });
        }
    }
    let names = ANSWERABLE_NAMES.iter().map(|name| (*name).to_owned());
    Ok(Found {
        confidence: answerable * right,
        answerable,
        evidence: names
            .zip(answerable_by)
            .map(|(name, value)| (name, (value * 1_000.0).round() / 1_000.0))
            .collect(),
        asked: ranking.asked.clone(),
        answer: Some(Quoted {
            text: composed.text,
            citations: vec![Citation {
                number: 1,
                article,
                title,
                heading: composed.heading,
            }],
            also: None,
        }),
        passages,
    })
}

/// The whole section of an article that a window is of; `None` if it is long, or the article was
/// cut otherwise when it was put.
fn section(title: &str, text: &str, window: &Window) -> Option<String> {
    let reading = Reading::of(title, text);
    let cut = windows(&reading);
    let own = cut.get(window.candidate.place)?;
    let of = |unit: &usize| reading.units.get(*unit).map(|unit| unit.section);
    let sections: Vec<usize> = own.units.iter().filter_map(of).collect();
    let units: Vec<usize> = (0..reading.units.len())
        .filter(|unit| of(unit).is_some_and(|it| sections.contains(&it)))
        .collect();
    let whole = reading.text(&units);
    (crate::article::word_count(&whole) <= SECTION_WORDS).then_some(whole)
}

/// The answer without a model: what was composed, with its citations.
#[must_use]
pub fn decision(request: &TurnRequest) -> Decision {
    match &request.answer {
        Some(quoted) => Decision::Answer {
            text: quoted.numbered(),
            citations: quoted.cited(),
        },
        None => Decision::HandOff {
            reason: Reason::NoAnswer,
        },
    }
}

impl Weights {
    /// Those that ship for what a question was compared by.
    #[must_use]
    pub fn shipped(tier: Tier) -> &'static Self {
        match tier {
            Tier::Encoder => &fitted::ENCODER,
            Tier::Remote => &fitted::REMOTE,
            Tier::Mixed => &fitted::MIXED,
            Tier::Table => &fitted::TABLE,
            Tier::Words => &fitted::WORDS,
        }
    }
}
