//! `eval retrieval`: how well pages are ranked.

use crate::beir::{Collection, Document, ndcg};
use crate::{teacher, typos};
use anyhow::{Context as _, Result, anyhow};
use domain::article::{Piece, cut, embedded_text};
use domain::retrieval::{Head, Index, Near, NewPassage, Reader, Table, Tuning, Vector, quantized};
use embedding::{Asked, Encoder, HIDDEN, InContext, Projection};
use protocol::{ArticleId, Audience};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};
use std::time::Instant;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The collection's folder.
    pub(crate) folder: PathBuf,
    /// Index pages without their titles: for sets whose questions are titles.
    #[arg(long)]
    pub(crate) hide_title: bool,
    /// Embed pages by the table too.
    #[arg(long)]
    pub(crate) no_encoder: bool,
    /// Embed questions by the encoder too, as `QUESTION_EMBEDDINGS=encoder` does.
    #[arg(long)]
    pub(crate) encode_questions: bool,
    /// Ask with one slip of the pen for each eight letters as well.
    #[arg(long)]
    pub(crate) typos: bool,
    /// One JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Prints how well the collection's pages are ranked.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let collection = Collection::read(&arguments.folder)?;
    let pages = Pages::new(
        &collection.documents,
        arguments.hide_title,
        arguments.no_encoder,
    )?;
    let index = pages.index();
    let mut figures = Figures::default();
    figures.add("documents", collection.documents.len() as f64);
    figures.add("passages", index.len() as f64);
    figures.add("queries", collection.queries.len() as f64);
    let begun = Instant::now();
    let encoder = match arguments.encode_questions {
        true => Some(crate::shipped_encoder()?),
        false => None,
    };
    let encoder = encoder.as_ref();
    let (ndcg, recall) = measure(&collection, &index, encoder, &|text| text.to_owned());
    let micros = begun.elapsed().as_secs_f64() * 1e6 / collection.queries.len().max(1) as f64;
    figures.add("nDCG@10", ndcg);
    figures.add("recall@10", recall);
    figures.add("native_us_per_query", micros);
    if arguments.typos {
        let (slipped, _) = measure(&collection, &index, encoder, &typos::slipped);
        figures.add("typos_nDCG@10", slipped);
        figures.add("typos_loss", 1.0 - slipped / ndcg);
    }
    figures.print(arguments.json);
    Ok(())
}

/// Named figures, in the order they were added.
#[derive(Default)]
pub(crate) struct Figures(Vec<(String, f64)>);

impl Figures {
    pub(crate) fn add(&mut self, name: impl Into<String>, value: f64) {
        self.0.push((name.into(), value));
    }

    pub(crate) fn print(&self, as_json: bool) {
        let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
        if as_json {
            let pairs = self
                .0
                .iter()
                .map(|(name, value)| (name.clone(), rounded(*value).into()));
            println!("{}", serde_json::Value::Object(pairs.collect()));
            return;
        }
        for (name, value) in &self.0 {
            println!("{name} {}", rounded(*value));
        }
    }
}

/// The number of a document, as an article's id.
pub(crate) fn id(number: usize) -> ArticleId {
    #[allow(clippy::expect_used, reason = "a number is an id")]
    ArticleId::new(number.to_string()).expect("a number is an id")
}

/// Documents as articles, with their passages and vectors.
pub(crate) struct Pages {
    articles: Vec<(Head, Vec<(Piece, Vector)>)>,
    tuning: Tuning,
}

impl Pages {
    /// Splits and embeds documents.
    pub(crate) fn new(documents: &[Document], hide_title: bool, no_encoder: bool) -> Result<Self> {
        let title = |document: &Document| {
            if hide_title {
                String::new()
            } else {
                document.title.clone()
            }
        };
        let pieces: Vec<Vec<Piece>> = documents
            .iter()
            .map(|document| cut(&title(document), &document.text))
            .collect();
        let texts: Vec<String> = documents
            .iter()
            .zip(&pieces)
            .flat_map(|(document, pieces)| {
                let title = title(document);
                pieces
                    .iter()
                    .map(move |piece| embedded_text(&title, &piece.heading, &piece.text))
            })
            .collect();
        let vectors = if no_encoder {
            texts
                .iter()
                .map(|text| Table::shipped().embed(text))
                .collect()
        } else {
            encoded(&texts)?
        };
        let mut vectors = vectors.into_iter();
        let articles = documents
            .iter()
            .zip(pieces)
            .enumerate()
            .map(|(number, (document, pieces))| {
                let head = Head::new(
                    id(number),
                    Audience::Learner,
                    None,
                    &title(document),
                    &[],
                    &[],
                );
                let count = pieces.len();
                (
                    head,
                    pieces
                        .into_iter()
                        .zip(vectors.by_ref().take(count))
                        .collect(),
                )
            })
            .collect();
        Ok(Self {
            articles,
            tuning: if no_encoder {
                Tuning::TABLE
            } else {
                Tuning::ENCODER
            },
        })
    }

    /// The index over all of them, as the worker builds it.
    pub(crate) fn index(&self) -> Index {
        let mut index = Index::default();
        index.tune(self.tuning);
        (0..self.articles.len()).for_each(|number| self.put(&mut index, number));
        index
    }

    /// Puts one of them, again or for the first time.
    pub(crate) fn put(&self, index: &mut Index, number: usize) {
        let (head, pieces) = &self.articles[number];
        let passages: Vec<NewPassage<'_>> = (1..)
            .zip(pieces)
            .map(|(part, (piece, vector))| NewPassage {
                key: (number * 10_000 + part) as i64,
                heading: &piece.heading,
                text: &piece.text,
                is_tile: piece.is_tile,
                vector: vector.clone(),
            })
            .collect();
        index.put(head, &passages);
    }
}

/// Texts in the encoder's pieces, as many as it reads.
fn spelled(encoder: &Encoder, texts: &[String]) -> Vec<Vec<embedding::Piece>> {
    let pieces = |text: &String| encoder.words().pieces(text, 254);
    texts.iter().map(pieces).collect()
}

/// Passages' vectors by the encoder, computed once and kept.
pub(crate) fn encoded(texts: &[String]) -> Result<Vec<Vector>> {
    let encoder = crate::encoder()?;
    let projection = Projection::read(embedding::PROJECTION)?;
    let pieces = spelled(&encoder, texts);
    let full = teacher::vectors(&encoder, &pieces, &crate::cache()?)?;
    Ok(full
        .chunks_exact(HIDDEN)
        .map(|vector| quantized(&projection.project(vector)))
        .collect())
}

/// Passages as the encoder reads them, computed once and kept.
pub(crate) fn in_context(texts: &[String]) -> Result<Vec<InContext>> {
    // Smaller help centres are made of the articles of large ones, again and again.
    static KNOWN: LazyLock<Mutex<HashMap<String, InContext>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().map_err(|_| anyhow!("a reader died"))?;
    let mut unknown: Vec<String> = texts.to_vec();
    unknown.retain(|text| !known.contains_key(text));
    if !unknown.is_empty() {
        let encoder = crate::encoder()?;
        let projection = Projection::read(embedding::PROJECTION)?;
        let pieces = spelled(&encoder, &unknown);
        let all = teacher::in_context(&encoder, &projection, &pieces, &crate::cache()?)?;
        known.extend(unknown.into_iter().zip(all));
    }
    let all = texts.iter().map(|text| known.get(text).cloned());
    all.collect::<Option<Vec<_>>>()
        .context("a text that was not embedded")
}

/// A question by the encoder, which is read once.
pub(crate) fn asked(text: &str) -> Option<Asked> {
    static ENCODER: LazyLock<Option<Encoder>> = LazyLock::new(|| crate::shipped_encoder().ok());
    ENCODER.as_ref()?.embed_question(text).ok()
}

/// nDCG and recall at 10, of the questions as `word` has them.
fn measure(
    collection: &Collection,
    index: &Index,
    encoder: Option<&Encoder>,
    word: &dyn Fn(&str) -> String,
) -> (f64, f64) {
    let (mut gains, mut found) = (0.0, 0.0);
    for query in &collection.queries {
        let asked = word(&query.text);
        let near = match encoder.and_then(|encoder| encoder.embed(&asked).ok()) {
            Some(vector) => Near::Vector(vector),
            None => Near::Table(Table::shipped()),
        };
        let (ranked, _) = index.rank(&asked, &Reader::default(), &near);
        let ids: Vec<String> = ranked
            .iter()
            .take(10)
            .filter_map(|ranked| ranked.article.as_str().parse::<usize>().ok())
            .map(|number| collection.documents[number].id.clone())
            .collect();
        let answers = &collection.answers[&query.id];
        gains += ndcg(&ids, answers, 10);
        found +=
            ids.iter().filter(|id| answers.contains_key(*id)).count() as f64 / answers.len() as f64;
    }
    let count = collection.queries.len().max(1) as f64;
    (gains / count, found / count)
}

/// `rank`: what the worker has to find as well.
#[derive(clap::Args)]
pub(crate) struct RankArguments {
    /// A folder of articles, as `baton articles sync` takes it, put in the order of their ids.
    folder: PathBuf,
    /// A file of questions, one a line.
    questions: PathBuf,
}

/// Prints for each question one line of JSON: article and heading of its passages, best first,
/// each with its score, and the confidence; passages embedded by the table.
pub(crate) fn rank(arguments: &RankArguments) -> Result<()> {
    let folder = baton::folder(&arguments.folder, "", &baton::Extractor::None)?;
    let articles = baton::Local::new(&folder.articles);
    for question in std::fs::read_to_string(&arguments.questions)?.lines() {
        let found = articles.search(&domain::answer::Query::of(question));
        let hits: Vec<_> = found
            .passages
            .iter()
            .map(|it| serde_json::json!([it.article, it.heading, it.score]))
            .collect();
        println!(
            "{}",
            serde_json::json!({ "hits": hits, "confidence": found.confidence })
        );
    }
    Ok(())
}
