//! Weighing windows against each other, and an answer as a whole.

use super::question::Question;
use super::signs::{LateTerms, SIGNS, Window, compare, signs_of};
use super::weights::{ANSWERABLE, Weights};
use crate::intent::{account, elsewhere, side};
use crate::retrieval::{Candidate, FEATURES, Ranking};
use protocol::ArticleId;

/// Windows with their probabilities.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// Each with the probability that it is the one that answers, if one does; best first.
    pub windows: Vec<(Window, f32)>,
    /// Their scores, in the same order.
    pub scores: Vec<f32>,
    /// Signs of each, in the same order.
    pub signs: Vec<[f32; SIGNS]>,
    /// Signs of the best.
    pub best: [f32; SIGNS],
}

impl Weighed {
    /// The probability of all windows of an article, and of those that say the same elsewhere.
    #[must_use]
    pub fn of_article(&self, article: &ArticleId) -> f32 {
        let own = self
            .windows
            .iter()
            .filter(|(window, _)| window.candidate.article == *article);
        own.map(|(_, p)| p).sum::<f32>().min(1.0)
    }
}

/// The windows that are worth reading, best first.
pub(super) fn shortlist<'r>(ranking: &'r Ranking, weights: &Weights) -> Vec<&'r Candidate> {
    let mut scored: Vec<(f32, &Candidate)> = ranking
        .candidates
        .iter()
        .map(|candidate| {
            let glance = weights.glance(&candidate.signs);
            (glance + by_synonym(candidate.synonym), candidate)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.passage.cmp(&b.1.passage)));
    scored.truncate(super::SHORTLIST);
    scored.into_iter().map(|it| it.1).collect()
}

/// Share of a question that its article's title says, from which it asks about the article as a whole.
const WHOLE_TOPIC: f32 = 0.9;
/// What a window loses that says the opposite of what is asked: it is never quoted while another is there.
const OPPOSITE: f32 = 8.0;
/// What a window with steps gains where it is asked how the title is done, and the first one where it is
/// asked something else about it; and what each window before it takes of that. Source: the demo centre's
/// titles (`cargo xtask eval help demo`); questions of other help centres say less of the title.
const STEPS: f32 = 3.0;
const FIRST: f32 = 1.0;
const LATER: f32 = 0.3;

/// What a window gains if it is written for the side that asks, learners or staff, and loses if it is written for the
/// other. Source: `cargo xtask eval help`, where 0.5 and 1.5 give nearly the same.
const SIDE: f32 = 1.0;

/// What the score of an article's windows gains if the question is near one of the article's synonyms: nothing up to
/// the first cosine, all of it from the second one on. Chosen on the demo centre, whose synonyms were written by
/// somebody who had not seen its questions; 4 or 8, and cosines of 0.45 or 0.75, give nearly the same
/// (`cargo xtask eval help demo`, in each of its states). The fitted weights know nothing of synonyms: the help centres
/// that they were fitted on have none.
const SYNONYM: f32 = 6.0;
const SYNONYM_FROM: f32 = 0.5;
const SYNONYM_TO: f32 = 0.8;

/// Cosines between which a question and a synonym become the same question. Whoever wrote the synonym has said that the
/// article answers it. Source: as above; of the questions that no article of the demo centre answers, none comes this
/// near.
const SAME_FROM: f32 = 0.8;
const SAME_TO: f32 = 0.92;

/// The probability that the article can answer a question with this cosine to one of its synonyms.
pub(super) fn is_same_question(cosine: f32) -> f32 {
    ((cosine - SAME_FROM) / (SAME_TO - SAME_FROM)).clamp(0.0, 0.98)
}

/// What the score of an article's windows gains by this cosine of the question and its nearest synonym.
fn by_synonym(cosine: f32) -> f32 {
    SYNONYM * ((cosine - SYNONYM_FROM) / (SYNONYM_TO - SYNONYM_FROM)).clamp(0.0, 1.0)
}

/// What is known of a window before any fit.
fn prior(question: &Question, signs: &[f32; SIGNS], window: &Window) -> f32 {
    let [title_covered, steps, pole] = [7, 14, 17].map(|sign| signs[sign]);
    let mut prior = if pole < 0.0 { -OPPOSITE } else { 0.0 };
    if title_covered >= WHOLE_TOPIC && !question.is_about {
        let later = LATER * window.candidate.place.min(6) as f32;
        prior += if question.asks.how {
            STEPS * steps
        } else {
            FIRST
        } - later;
    }
    prior += by_synonym(window.candidate.synonym);
    if let Some(asker) = question.side {
        let article = window.candidate.article.as_str();
        prior += match side::reader(article, &window.title, &window.heading, &window.text) {
            Some(reader) if reader == asker => SIDE,
            Some(_) => -SIDE,
            None => 0.0,
        };
    }
    prior
}

/// Ranks windows by all that is seen of them.
#[must_use]
pub fn weigh(question: &Question, windows: Vec<Window>, weights: &Weights) -> Weighed {
    let asked = LateTerms::of(question);
    let seen = windows
        .iter()
        .map(|window| signs_of(question, window, &asked));
    let mut signs: Vec<[f32; SIGNS]> = seen.collect();
    compare(&mut signs);
    let mut scored: Vec<(f32, [f32; SIGNS], Window)> = windows
        .into_iter()
        .zip(signs)
        .map(|(window, signs)| {
            let score = weights.window(&signs) + prior(question, &signs, &window);
            (score, signs, window)
        })
        .collect();
    scored.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then(a.2.candidate.passage.cmp(&b.2.candidate.passage))
    });
    let best = scored.first().map_or([0.0; SIGNS], |it| it.1);
    let most = scored.first().map_or(0.0, |it| it.0);
    let sum: f32 = scored.iter().map(|it| (it.0 - most).exp()).sum();
    Weighed {
        best,
        signs: scored.iter().map(|it| it.1).collect(),
        scores: scored.iter().map(|it| it.0).collect(),
        windows: scored
            .into_iter()
            .map(|(score, _, window)| (window, (score - most).exp() / sum.max(f32::MIN_POSITIVE)))
            .collect(),
    }
}

/// Their names.
pub const ANSWERABLE_NAMES: [&str; ANSWERABLE] = {
    let mut names = [""; ANSWERABLE];
    let mut at = 0;
    while at < FEATURES {
        names[at] = crate::retrieval::FEATURE_NAMES[at];
        at += 1;
    }
    names[FEATURES] = "score";
    names[FEATURES + 1] = "late";
    names[FEATURES + 2] = "best_cosine";
    names[FEATURES + 3] = "covered";
    names[FEATURES + 4] = "article_share";
    names[FEATURES + 5] = "entropy";
    names[FEATURES + 6] = "unknown_rarity";
    names[FEATURES + 7] = "own_matter";
    names[FEATURES + 8] = "elsewhere";
    names[FEATURES + 9] = "names_missing";
    names
};

/// Whether a question is about one's own account, about another place, or names what the best window does not: then no
/// synonym makes it answerable.
pub(super) fn is_of_no_article(features: &[f32; ANSWERABLE]) -> bool {
    features[FEATURES + 7..].iter().any(|it| *it > 0.0)
}

/// Names of the question, as their capitals tell, that the best window's article does not have: what is
/// asked may be another product's. More than two are as two.
fn names_missing(question: &Question, weighed: &Weighed) -> usize {
    let Some((best, _)) = weighed.windows.first() else {
        return 0;
    };
    let said: std::collections::HashSet<String> =
        crate::words::words(&format!("{} {} {}", best.title, best.heading, best.text))
            .into_iter()
            .collect();
    let is_name = |word: &&str| word.len() > 1 && word.starts_with(char::is_uppercase);
    let names = question
        .text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .skip(1)
        .filter(is_name);
    names
        .filter(|name| !said.contains(&name.to_lowercase()))
        .count()
        .min(2)
}

/// What says that a question can be answered at all.
#[must_use]
pub fn answerable_features(
    question: &Question,
    ranking: &Ranking,
    weighed: &Weighed,
) -> [f32; ANSWERABLE] {
    let mut articles: Vec<(&ArticleId, f32)> = Vec::new();
    for (window, p) in &weighed.windows {
        match articles
            .iter_mut()
            .find(|(id, _)| **id == window.candidate.article)
        {
            Some((_, sum)) => *sum += p,
            None => articles.push((&window.candidate.article, *p)),
        }
    }
    let entropy: f32 = articles.iter().map(|(_, p)| -p * p.max(1e-6).ln()).sum();
    let share = articles.first().map_or(0.0, |it| it.1);
    let unknown: f32 = question
        .terms
        .iter()
        .filter(|it| !it.2)
        .map(|it| it.1)
        .sum::<f32>()
        / question.weight;
    let mut features = [0.0; ANSWERABLE];
    features[..FEATURES].copy_from_slice(&ranking.features.values());
    features[FEATURES..].copy_from_slice(&[
        weighed.scores.first().copied().unwrap_or_default(),
        weighed.best[11],
        weighed.best[1],
        weighed.best[5],
        share,
        entropy,
        unknown,
        f32::from(u8::from(account::is_own_matter(&question.text))),
        f32::from(u8::from(elsewhere::is_elsewhere(&question.text))),
        names_missing(question, weighed) as f32,
    ]);
    features
}
