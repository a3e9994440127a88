//! Collections in the BEIR layout: `corpus.jsonl.gz`, `queries.jsonl`, `qrels.tsv`.

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// A page of a collection.
#[derive(Clone, Deserialize)]
pub(crate) struct Document {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: String,
    pub(crate) text: String,
}

/// A question.
#[derive(Clone, Deserialize)]
pub(crate) struct Query {
    #[serde(rename = "_id")]
    pub(crate) id: String,
    pub(crate) text: String,
}

/// A collection: its pages, the questions that have an answer in it, and which that is.
pub(crate) struct Collection {
    pub(crate) documents: Vec<Document>,
    pub(crate) queries: Vec<Query>,
    /// By query: document and how well it answers, above zero.
    pub(crate) answers: HashMap<String, HashMap<String, f64>>,
}

impl Collection {
    /// Reads a folder. Plain `corpus.jsonl` is read as well.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let packed = folder.join("corpus.jsonl.gz");
        let mut corpus = String::new();
        if packed.exists() {
            GzDecoder::new(fs::File::open(&packed)?)
                .read_to_string(&mut corpus)
                .with_context(|| format!("reading {}", packed.display()))?;
        } else {
            corpus = text(folder, "corpus.jsonl")?;
        }
        let mut answers: HashMap<String, HashMap<String, f64>> = HashMap::new();
        for line in text(folder, "qrels.tsv")?.lines().skip(1) {
            let mut fields = line.split('\t');
            let (Some(query), Some(document), Some(score)) =
                (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let score: f64 = score
                .trim()
                .parse()
                .with_context(|| format!("qrels.tsv: {line:?}"))?;
            if score > 0.0 {
                answers
                    .entry(query.to_owned())
                    .or_default()
                    .insert(document.to_owned(), score);
            }
        }
        let mut queries: Vec<Query> = lines(&text(folder, "queries.jsonl")?)?;
        queries.retain(|query| answers.contains_key(&query.id));
        Ok(Self {
            documents: lines(&corpus)?,
            queries,
            answers,
        })
    }
}

fn text(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

fn lines<T: for<'l> Deserialize<'l>>(text: &str) -> Result<Vec<T>> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// nDCG at `depth` of a ranking, by linear gains. Source: <https://doi.org/10.1145/582415.582418>,
/// as `trec_eval` computes it.
pub(crate) fn ndcg(ranking: &[String], answers: &HashMap<String, f64>, depth: usize) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let gained: f64 = ranking
        .iter()
        .take(depth)
        .enumerate()
        .map(|(rank, id)| answers.get(id).copied().unwrap_or(0.0) * discount(rank))
        .sum();
    let mut best: Vec<f64> = answers.values().copied().collect();
    best.sort_by(|a, b| b.total_cmp(a));
    let most: f64 = best
        .iter()
        .take(depth)
        .enumerate()
        .map(|(rank, gain)| gain * discount(rank))
        .sum();
    if most > 0.0 { gained / most } else { 0.0 }
}
