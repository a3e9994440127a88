//! What is seen of each question of a site, before anything is weighed; and weights fitted on it.

use super::fit::{List, listwise, logistic};
use super::site::{Less, Site};
use anyhow::Result;
use domain::answer::{
    self, LateTerms, Library as _, MOST_WORDS, Question, SHORTLIST, SIGNS, Weights, Window,
    answer_features, answerable_features, compare, compose, signs_of, weigh,
};
use domain::article::{Reading, windows, word_count};
use domain::retrieval::{PassageKey, Ranking};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// Pulls to zero. Source: `cargo xtask eval help` with sites left out.
const GLANCE_PULL: f64 = 10.0;
const WINDOW_PULL: f64 = 10.0;
const RIGHT_PULL: f64 = 3.0;
const ANSWERABLE_PULL: f64 = 10.0;
const FEW_PULL: f64 = 30.0;

/// A question with everything that its weights see.
pub(crate) struct Seen {
    pub(crate) ranking: Ranking,
    question: Question,
    is_answerable: bool,
    /// Windows with their signs, and whether each answers by itself.
    windows: Vec<(Window, [f32; SIGNS], bool)>,
}

/// A site in a state, with what is seen of its questions.
pub(crate) struct SeenSite {
    pub(crate) site: Site,
    pub(crate) seen: Vec<Seen>,
    /// The same without articles that answer some of its questions, asked those; if it was looked at so.
    pub(crate) missing: Vec<SeenSite>,
    /// The same of a few of its articles each; if it was looked at so.
    pub(crate) few: Vec<SeenSite>,
}

impl SeenSite {
    /// What tells the site from others, whatever its folder is called: a digest of its questions.
    pub(crate) fn fingerprint(&self) -> String {
        let mut digest = Sha256::new();
        for question in &self.site.questions {
            digest.update(question.text.as_bytes());
            digest.update(b"\n");
        }
        digest
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Looks at all questions of a site, and of the same site with fewer articles.
    pub(crate) fn of(site: Site, less: Less) -> Result<Self> {
        let seen = |sites: Vec<Site>| sites.into_iter().map(Self::as_it_is).collect();
        Ok(match less {
            Less::Nothing => Self::as_it_is(site),
            Less::Missing => Self {
                missing: seen(site.missing()?),
                ..Self::as_it_is(site)
            },
            Less::Few => Self {
                few: seen(site.few()?),
                ..Self::as_it_is(site)
            },
        })
    }

    fn as_it_is(site: Site) -> Self {
        let seen = (0..site.questions.len())
            .map(|number| {
                let asked = &site.questions[number];
                let ranking = site.articles.rank(&asked.text, &site.near(&asked.text));
                let question = Question::of(&ranking);
                let keys: Vec<PassageKey> =
                    ranking.candidates.iter().map(|it| it.passage).collect();
                let stored = match site.articles.windows(&keys, true) {
                    Ok(stored) => stored,
                    Err(never) => match never {},
                };
                let terms = LateTerms::of(&question);
                let windows = ranking
                    .candidates
                    .iter()
                    .zip(stored)
                    .map(|(candidate, kept)| {
                        let (title, article) = article_of(&site, candidate);
                        let window = Window {
                            candidate: candidate.clone(),
                            title,
                            heading: kept.heading,
                            text: kept.text,
                            pieces: kept.pieces,
                        };
                        let is_right = asked.is_answerable()
                            && asked.articles.contains(&candidate.article.to_string())
                            && {
                                let cited = BTreeSet::from([candidate.article.to_string()]);
                                asked.verdict(&shown(&window, &article), &cited) == "right"
                            };
                        let signs = signs_of(&question, &window, &terms);
                        (window, signs, is_right)
                    })
                    .collect();
                Seen {
                    ranking,
                    question,
                    is_answerable: asked.is_answerable(),
                    windows,
                }
            })
            .collect();
        Self {
            site,
            seen,
            missing: Vec::new(),
            few: Vec::new(),
        }
    }
}

fn article_of(site: &Site, candidate: &domain::retrieval::Candidate) -> (String, String) {
    match site.articles.article(&candidate.article) {
        Ok(article) => article.unwrap_or_default(),
        Err(never) => match never {},
    }
}

/// A window as it is shown by itself, with its article's lead if there is room.
fn shown(window: &Window, article: &str) -> String {
    let text = answer::shown(&window.title, &window.heading, &window.text);
    let reading = Reading::of(&window.title, article);
    match reading.lead() {
        Some(lead) if !text.contains(lead) && word_count(&text) + word_count(lead) <= 150 => {
            format!("{lead}\n\n{text}")
        }
        _ => text,
    }
}

/// Weights of windows alone, from these sites.
fn of_windows(sites: &[&SeenSite]) -> Weights {
    let mut weights = Weights::default();
    let lists: Vec<List> = sites
        .iter()
        .flat_map(|site| &site.seen)
        .map(|seen| List {
            signs: seen
                .windows
                .iter()
                .map(|it| it.0.candidate.signs.to_vec())
                .collect(),
            is_right: seen.windows.iter().map(|it| it.2).collect(),
        })
        .collect();
    let glance = listwise(&lists.iter().collect::<Vec<_>>(), GLANCE_PULL);
    weights.glance.copy_from_slice(&glance);
    let lists: Vec<List> = sites
        .iter()
        .flat_map(|site| &site.seen)
        .map(|seen| {
            let listed = shortlist(seen, &weights);
            let mut signs: Vec<_> = listed.iter().map(|at| seen.windows[*at].1).collect();
            compare(&mut signs);
            List {
                signs: signs.iter().map(|signs| signs.to_vec()).collect(),
                is_right: listed.iter().map(|at| seen.windows[*at].2).collect(),
            }
        })
        .collect();
    let window = listwise(&lists.iter().collect::<Vec<_>>(), WINDOW_PULL);
    weights.window.copy_from_slice(&window);
    weights
}

fn shortlist(seen: &Seen, weights: &Weights) -> Vec<usize> {
    let score = |at: &usize| weights.glance(&seen.windows[*at].0.candidate.signs);
    let mut order: Vec<usize> = (0..seen.windows.len()).collect();
    order.sort_by(|a, b| score(b).total_cmp(&score(a)));
    order.truncate(SHORTLIST);
    order
}

/// What answers are made of, by weights of windows that have not seen the site.
struct Answers {
    right: Vec<(Vec<f32>, bool)>,
    answerable: Vec<(Vec<f32>, bool)>,
}

fn answers(site: &SeenSite, weights: &Weights) -> Answers {
    let mut answers = Answers {
        right: Vec::new(),
        answerable: Vec::new(),
    };
    for (seen, asked) in site.seen.iter().zip(&site.site.questions) {
        let listed = shortlist(seen, weights)
            .into_iter()
            .map(|at| seen.windows[at].0.clone())
            .collect();
        let weighed = weigh(&seen.question, listed, weights);
        let Some((best, _)) = weighed.windows.first() else {
            continue;
        };
        let (title, text) = article_of(&site.site, &best.candidate);
        let reading = Reading::of(&title, &text);
        let composed = compose(&weighed, &reading, &windows(&reading), MOST_WORDS);
        if seen.is_answerable {
            let cited = BTreeSet::from([best.candidate.article.to_string()]);
            let is_right = asked.verdict(&composed.text, &cited) == "right";
            answers
                .right
                .push((answer_features(&weighed, &composed).to_vec(), is_right));
        }
        let features = answerable_features(&seen.question, &seen.ranking, &weighed);
        answers
            .answerable
            .push((features.to_vec(), seen.is_answerable));
    }
    answers
}

/// All weights, from these sites: what weighs answers sees only windows ranked by weights that
/// have not seen their site.
pub(crate) fn fitted(sites: &[&SeenSite]) -> Weights {
    let mut weights = of_windows(sites);
    let (mut right, mut answerable, mut few) = (Vec::new(), Vec::new(), Vec::new());
    for left_out in sites {
        let others: Vec<&SeenSite> = sites
            .iter()
            .filter(|it| it.site.name != left_out.site.name)
            .copied()
            .collect();
        let unseen = if others.is_empty() {
            weights.clone()
        } else {
            of_windows(&others)
        };
        let answers = answers(left_out, &unseen);
        right.extend(answers.right);
        answerable.extend(answers.answerable);
        for site in &left_out.few {
            few.extend(self::answers(site, &unseen).answerable);
        }
    }
    weights.right.copy_from_slice(&logistic(&right, RIGHT_PULL));
    weights
        .answerable
        .copy_from_slice(&logistic(&answerable, ANSWERABLE_PULL));
    // Where no small help centres were looked at, they are as the large ones.
    weights.few = weights.answerable;
    if !few.is_empty() {
        weights.few.copy_from_slice(&logistic(&few, FEW_PULL));
    }
    weights
}
