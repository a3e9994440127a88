//! `eval answerable`: is it known which questions can be answered? And `eval calibrate`, which
//! fits how sure the product is.
//!
//! A pool of one third questions with their page there, one third the same with it removed, one
//! third about something else. An answer is right if a page that answers is among the first
//! three. Confidence should tell right from wrong, and be right as often as it says.

use crate::beir::{Collection, Document, Query};
use crate::retrieval::{Figures, Pages};
use crate::texts;
use anyhow::{Context as _, Result};
use domain::retrieval::{FEATURE_NAMES, FEATURES, Index};
use flate2::read::GzDecoder;
use nalgebra::{DMatrix, DVector};
use protocol::ArticleId;
use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Articles among which the right one has to be.
const AMONG: usize = 3;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The collection's folder, in the BEIR layout. Titles are hidden if questions are titles.
    folder: PathBuf,
    /// Questions about something else: CLINC's JSON (its test parts are used), lines of JSON
    /// with a `text`, or plain lines; may be packed with gzip.
    #[arg(long)]
    oos: PathBuf,
    /// Embed pages by the table too.
    #[arg(long)]
    no_encoder: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// A question that was asked: what was seen, how sure it was, and whether it was right.
struct Asked {
    features: [f32; FEATURES],
    confidence: f32,
    is_right: bool,
    /// Whether an answer would cite a page that answers; `None` if none would be given.
    is_cited: Option<bool>,
    kind: Kind,
}

/// A third of the pool.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Answerable,
    Removed,
    Outside,
}

/// Prints how well confidence tells right answers from wrong ones.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let collection = Collection::read(&arguments.folder)?;
    let pool = Pool::new(&collection, &arguments.oos)?;
    let pages = Pages::new(&collection.documents, pool.hide_title, arguments.no_encoder)?;
    let asked = pool.asked(&collection, &pages);
    let mut figures = Figures::default();
    figures.add("titles_hidden", f64::from(u8::from(pool.hide_title)));
    figures.add("pool", asked.len() as f64);
    figures.add(
        "right",
        asked.iter().filter(|it| it.is_right).count() as f64,
    );
    let pairs = |without: &[Kind]| -> Vec<(f32, bool)> {
        let kept = asked.iter().filter(|it| !without.contains(&it.kind));
        kept.map(|it| (it.confidence, it.is_right)).collect()
    };
    figures.add("AUROC", auroc(&pairs(&[])));
    figures.add("AUROC_removed", auroc(&pairs(&[Kind::Outside])));
    figures.add("AUROC_outside", auroc(&pairs(&[Kind::Removed])));
    figures.add("calibration_error", calibration_error(&pairs(&[])));
    for percent in [90, 80, 70] {
        let given: Vec<_> = asked
            .iter()
            .map(|it| (it.confidence, it.is_right, it.kind))
            .collect();
        let (threshold, right) = at_precision(&given, f64::from(percent) / 100.0);
        let share = right / collection.queries.len() as f64;
        figures.add(format!("answered_at_{percent}_precision"), share);
        figures.add(format!("threshold_at_{percent}_precision"), threshold);
    }
    if !arguments.json {
        for (place, name) in FEATURE_NAMES.iter().enumerate() {
            let pairs: Vec<(f32, bool)> = asked
                .iter()
                .map(|it| (it.features[place], it.is_right))
                .collect();
            figures.add(format!("AUROC_of_{name}"), auroc(&pairs));
        }
    }
    figures.print(arguments.json);
    Ok(())
}

/// What is asked: each question with its page there, the same with it removed, and a question
/// about something else.
pub(crate) struct Pool {
    /// Whether questions are titles, so that titles stay out of the index.
    pub(crate) hide_title: bool,
    outside: Vec<String>,
}

impl Pool {
    /// The pool of a collection, with the questions of a file about something else.
    pub(crate) fn new(collection: &Collection, oos: &Path) -> Result<Self> {
        let titles: std::collections::HashSet<&str> = collection
            .documents
            .iter()
            .map(|document| document.title.as_str())
            .collect();
        let named = collection
            .queries
            .iter()
            .filter(|query| titles.contains(query.text.as_str()));
        Ok(Self {
            hide_title: named.count() * 2 > collection.queries.len(),
            outside: outside(oos)?,
        })
    }

    /// Asks everything: `ask` gets the index as it is then, the question, the numbers of the pages
    /// that answer it, and which third it is of.
    pub(crate) fn ask(
        &self,
        collection: &Collection,
        pages: &Pages,
        mut ask: impl FnMut(&Index, &str, &[usize], Kind),
    ) {
        let mut index = pages.index();
        let numbers: HashMap<&str, usize> = collection
            .documents
            .iter()
            .enumerate()
            .map(|(number, document)| (document.id.as_str(), number))
            .collect();
        for (number, query) in collection.queries.iter().enumerate() {
            let answers: Vec<usize> = collection.answers[&query.id]
                .keys()
                .filter_map(|id| numbers.get(id.as_str()).copied())
                .collect();
            ask(&index, &query.text, &answers, Kind::Answerable);
            for answer in &answers {
                index.remove(&crate::retrieval::id(*answer));
            }
            ask(&index, &query.text, &[], Kind::Removed);
            for answer in &answers {
                pages.put(&mut index, *answer);
            }
            if !self.outside.is_empty() {
                let text = &self.outside[number * self.outside.len() / collection.queries.len()];
                ask(&index, text, &[], Kind::Outside);
            }
        }
    }

    fn asked(&self, collection: &Collection, pages: &Pages) -> Vec<Asked> {
        let mut asked = Vec::new();
        self.ask(collection, pages, |index, text, answers, kind| {
            asked.push(ask(index, pages, text, answers, kind));
        });
        asked
    }
}

fn ask(index: &Index, pages: &Pages, text: &str, answers: &[usize], kind: Kind) -> Asked {
    let (ranking, passages) = pages.search(index, text);
    let features = ranking.seen(&passages).values();
    let mut among: Vec<&ArticleId> = Vec::new();
    for passage in &passages {
        if !among.contains(&&passage.article) && among.len() < AMONG {
            among.push(&passage.article);
        }
    }
    let is_right = among.into_iter().any(|article| {
        let number = article.as_str().parse::<usize>();
        number.is_ok_and(|number| answers.contains(&number))
    });
    // How sure it will be is not known before it is fitted: as if it were not.
    let is_cited = crate::turns::is_right(text, &passages, 0.0, answers);
    Asked {
        features,
        confidence: ranking.found(passages).confidence,
        is_right,
        is_cited: is_cited.filter(|_| !domain::is_short(text, true)),
        kind,
    }
}

/// Questions about something else.
fn outside(path: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    if let Ok(serde_json::Value::Object(parts)) = serde_json::from_str(&text) {
        let tests = parts
            .iter()
            .filter(|(part, _)| part.as_str() == "oos_test" || part.as_str() == "test");
        let lines = tests.flat_map(|(_, lines)| lines.as_array().into_iter().flatten());
        return Ok(lines
            .filter_map(|line| line[0].as_str().map(str::to_owned))
            .collect());
    }
    let line = |line: &str| -> String {
        let json: Option<serde_json::Value> = serde_json::from_str(line).ok();
        let text = json.as_ref().and_then(|json| json["text"].as_str());
        text.unwrap_or(line).to_owned()
    };
    Ok(text
        .lines()
        .filter(|it| !it.trim().is_empty())
        .map(line)
        .collect())
}

/// The chance that a right answer is surer than a wrong one.
fn auroc(pairs: &[(f32, bool)]) -> f64 {
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let right = sorted.iter().filter(|(_, is_right)| *is_right).count() as f64;
    let wrong = sorted.len() as f64 - right;
    let (mut ranks, mut begin) = (0.0, 0);
    while begin < sorted.len() {
        let same = sorted[begin..]
            .iter()
            .take_while(|it| it.0 == sorted[begin].0)
            .count();
        // Those as sure as each other share the mean of their ranks.
        let rank = begin as f64 + (same as f64 + 1.0) / 2.0;
        ranks += rank * sorted[begin..begin + same].iter().filter(|it| it.1).count() as f64;
        begin += same;
    }
    if right * wrong == 0.0 {
        return 0.5;
    }
    (ranks - right * (right + 1.0) / 2.0) / (right * wrong)
}

/// Mean difference of confidence and the share that is right, over ten bins of alike confidence.
fn calibration_error(pairs: &[(f32, bool)]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for (confidence, is_right) in pairs {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += f64::from(*confidence);
        bin.1 += f64::from(u8::from(*is_right));
    }
    bins.iter()
        .map(|(said, were)| (said - were).abs())
        .sum::<f64>()
        / pairs.len().max(1) as f64
}

/// The lowest confidence at which at least `precision` of all given answers are right, and how
/// many of them are.
pub(crate) fn at_precision(given: &[(f32, bool, Kind)], precision: f64) -> (f64, f64) {
    let mut sorted = given.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut best) = (0.0, (1.0, 0.0));
    for (count, (confidence, is_right, _)) in (1_u32..).zip(sorted) {
        right += f64::from(u8::from(is_right));
        if right / f64::from(count) >= precision {
            best = (f64::from(confidence), right);
        }
    }
    best
}

/// Packages whose references fit the weights; each is asked the next one's questions as well.
const REFERENCES: &[&str] = &[
    "scikit-learn==1.9.1",
    "scipy==1.17.1",
    "pandas==3.1.1",
    "networkx==3.6.1",
    "statsmodels==0.15.0",
    "astropy==8.0.2",
    "nltk==3.10.4",
    "django==5.2.19",
];

/// Pages of the centres that each reference is divided into: one team has fifty articles, another
/// hundreds, and the scores of both have to mean the same.
const CENTRES: [usize; 4] = [50, 50, 100, 500];

/// Fits the weights of confidence, and prints them as `confidence.rs` has them.
pub(crate) fn calibrate(data: &Path) -> Result<()> {
    let cache = crate::cache()?;
    let far = texts::clinc(data, "train")?;
    let mut references = Vec::new();
    for package in REFERENCES {
        references.push(texts::reference(&texts::wheel(&cache, package)?)?);
    }
    for pages in &mut references {
        // Neighbours in the alphabet are alike: that is what makes a help centre hard.
        let most = CENTRES.iter().sum();
        let skipped = pages.len().saturating_sub(most) / 2;
        *pages = pages.drain(skipped..).take(most).collect();
    }
    for no_encoder in [false, true] {
        let mut asked = Vec::new();
        for (number, pages) in references.iter().enumerate() {
            let next = &references[(number + 1) % references.len()];
            // By turns something near and something far.
            let near = next.iter().map(|(question, _)| question.clone());
            let outside: Vec<String> = near
                .zip(far.iter().skip(number * 997).step_by(13).cloned())
                .flat_map(|(near, far)| [near, far])
                .collect();
            let mut of_reference = Vec::new();
            let mut rest = pages.as_slice();
            for size in CENTRES {
                let (centre, others) = rest.split_at(size.min(rest.len()));
                rest = others;
                let collection = as_collection(centre);
                let pages = Pages::new(&collection.documents, true, no_encoder)?;
                let pool = Pool {
                    hide_title: true,
                    outside: outside.clone(),
                };
                let asked = pool.asked(&collection, &pages).into_iter();
                of_reference.extend(asked.filter_map(|it| {
                    let is_right = it.is_cited?;
                    Some(Asked { is_right, ..it })
                }));
            }
            asked.push(of_reference);
        }
        println!("{}", if no_encoder { "TABLE" } else { "ENCODER" });
        // Each reference by weights that have not seen it, then the weights of all.
        let mut held_out = Vec::new();
        for left_out in 0..asked.len() {
            let others = asked
                .iter()
                .enumerate()
                .filter(|(number, _)| *number != left_out);
            let weights = logistic(&others.flat_map(|(_, asked)| asked).collect::<Vec<_>>());
            held_out.extend(
                asked[left_out]
                    .iter()
                    .map(|it| (probability(&weights, &it.features), it.is_right)),
            );
        }
        println!("AUROC_held_out {:.4}", auroc(&held_out));
        let given: Vec<_> = held_out
            .iter()
            .map(|(confidence, is_right)| (*confidence, *is_right, Kind::Answerable))
            .collect();
        let (threshold, _) = at_precision(&given, 0.8);
        println!("threshold_at_80_precision_held_out {threshold:.4}");
        println!(
            "calibration_error_held_out {:.4}",
            calibration_error(&held_out)
        );
        let weights = logistic(&asked.iter().flatten().collect::<Vec<_>>());
        println!("bias: {:.3},", weights[FEATURES]);
        let list: Vec<String> = weights
            .iter()
            .take(FEATURES)
            .map(|weight| format!("{weight:.3}"))
            .collect();
        println!("weights: [{}],", list.join(", "));
    }
    Ok(())
}

fn as_collection(pages: &[(String, String)]) -> Collection {
    let id = |number: usize| number.to_string();
    Collection {
        documents: pages
            .iter()
            .enumerate()
            .map(|(number, (_, text))| Document {
                id: id(number),
                title: String::new(),
                text: text.clone(),
            })
            .collect(),
        queries: pages
            .iter()
            .enumerate()
            .map(|(number, (question, _))| Query {
                id: id(number),
                text: question.clone(),
            })
            .collect(),
        answers: (0..pages.len())
            .map(|number| (id(number), [(id(number), 1.0)].into()))
            .collect(),
    }
}

/// Weight against large weights, for features scaled to variance 1.
const RIDGE: f64 = 4.0;

/// Logistic regression by Newton's method; the bias comes last.
fn logistic(asked: &[&Asked]) -> DVector<f64> {
    let count = asked.len() as f64;
    let column = |place: usize| asked.iter().map(move |it| f64::from(it.features[place]));
    let means: Vec<f64> = (0..FEATURES)
        .map(|place| column(place).sum::<f64>() / count)
        .collect();
    let scales: Vec<f64> = (0..FEATURES)
        .map(|place| {
            (column(place)
                .map(|value| (value - means[place]).powi(2))
                .sum::<f64>()
                / count)
                .sqrt()
                .max(1e-6)
        })
        .collect();
    let rows = DMatrix::from_fn(asked.len(), FEATURES + 1, |row, place| {
        if place == FEATURES {
            1.0
        } else {
            (f64::from(asked[row].features[place]) - means[place]) / scales[place]
        }
    });
    let mut weights = DVector::zeros(FEATURES + 1);
    for _ in 0..30 {
        let sure = (&rows * &weights).map(|sum: f64| 1.0 / (1.0 + (-sum).exp()));
        let right = DVector::from_fn(asked.len(), |row, _| {
            f64::from(u8::from(asked[row].is_right))
        });
        let mut slope = rows.transpose() * (&sure - right);
        let spread = sure.map(|p| p * (1.0 - p));
        let mut curve = rows.transpose()
            * DMatrix::from_fn(rows.nrows(), rows.ncols(), |row, place| {
                rows[(row, place)] * spread[row]
            });
        for place in 0..FEATURES {
            slope[place] += RIDGE * weights[place];
            curve[(place, place)] += RIDGE;
        }
        if let Some(step) = curve.lu().solve(&slope) {
            weights -= step;
        }
    }
    let mut plain = DVector::zeros(FEATURES + 1);
    plain[FEATURES] = weights[FEATURES];
    for place in 0..FEATURES {
        plain[place] = weights[place] / scales[place];
        plain[FEATURES] -= plain[place] * means[place];
    }
    plain
}

fn probability(weights: &DVector<f64>, features: &[f32; FEATURES]) -> f32 {
    let products = features
        .iter()
        .zip(weights.iter())
        .map(|(value, weight)| f64::from(*value) * weight);
    let sum = weights[FEATURES] + products.sum::<f64>();
    (1.0 / (1.0 + (-sum).exp())) as f32
}
