//! `eval turns DIR --oos FILE`: answer, ask back or hand over, end to end with the extractive
//! answerer, on the pool of `eval answerable`.
//!
//! An answer is right if it cites a page that answers. What is asked back about is neither.

use crate::answerable::{Kind, Pool, at_precision};
use crate::beir::Collection;
use crate::retrieval::{Figures, Pages};
use anyhow::Result;
use domain::{Decision, Policy, quote};
use protocol::Passage;
use std::collections::HashMap;
use std::path::PathBuf;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The collection's folder, in the BEIR layout. Titles are hidden if questions are titles.
    folder: PathBuf,
    /// Questions about something else, as `eval answerable` takes them.
    #[arg(long)]
    oos: PathBuf,
    /// Embed pages by the table too.
    #[arg(long)]
    no_encoder: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Whether the answer that is quoted cites one of the pages that answer; `None` if none is given.
pub(crate) fn is_right(
    question: &str,
    passages: &[Passage],
    confidence: f32,
    answers: &[usize],
) -> Option<bool> {
    let Decision::Answer { citations, .. } = quote::answer(question, passages, confidence) else {
        return None;
    };
    Some(citations.iter().any(|citation| {
        let number = citation.article.as_str().parse::<usize>();
        number.is_ok_and(|number| answers.contains(&number))
    }))
}

/// Prints how many answerable questions are answered rightly, at three precisions of the answers
/// given, and what becomes of questions at the threshold that ships.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let collection = Collection::read(&arguments.folder)?;
    let pool = Pool::new(&collection, &arguments.oos)?;
    let pages = Pages::new(&collection.documents, pool.hide_title, arguments.no_encoder)?;
    let mut given = Vec::new();
    let (mut asked_back, mut all) = (0, 0);
    let (mut asked, mut told_outside) = (HashMap::new(), HashMap::new());
    pool.ask(&collection, &pages, |index, text, answers, kind| {
        all += 1;
        let (ranking, passages) = pages.search(index, text);
        let found = ranking.found(passages);
        let is_unsure = found.confidence < domain::DEFAULT_THRESHOLD;
        asked_back += u32::from(domain::is_short(text, is_unsure));
        if domain::is_short(text, false) {
            return;
        }
        *asked.entry(kind).or_default() += 1;
        if !domain::is_short(text, true)
            && !Policy::default().finds_something(&found)
            && found.is_outside(text)
        {
            *told_outside.entry(kind).or_default() += 1;
        }
        if let Some(is_right) = is_right(text, &found.passages, found.confidence, answers) {
            given.push((found.confidence, is_right, kind));
        }
    });
    let answerable = collection.queries.len() as f64;
    let mut figures = Figures::default();
    figures.add("pool", f64::from(all));
    figures.add("asked_back", f64::from(asked_back) / f64::from(all));
    for percent in [90, 80, 70] {
        let (threshold, right) = at_precision(&given, f64::from(percent) / 100.0);
        figures.add(
            format!("answered_at_{percent}_precision"),
            right / answerable,
        );
        figures.add(format!("threshold_at_{percent}_precision"), threshold);
    }
    let shipped = f64::from(domain::DEFAULT_THRESHOLD);
    let beyond = || given.iter().filter(|it| f64::from(it.0) >= shipped);
    let right = beyond().filter(|it| it.1).count() as f64;
    figures.add("shipped_threshold", shipped);
    figures.add("shipped_precision", right / beyond().count().max(1) as f64);
    figures.add("shipped_answered", right / answerable);
    for (kind, name) in [(Kind::Removed, "removed"), (Kind::Outside, "outside")] {
        let count = beyond().filter(|it| it.2 == kind).count() as f64;
        figures.add(format!("shipped_answered_{name}"), count / answerable);
    }
    // Who is told that it is not the articles' subject, of all who were not asked back.
    for (kind, name) in [
        (Kind::Outside, "outside"),
        (Kind::Removed, "removed"),
        (Kind::Answerable, "answerable"),
    ] {
        let of = |counts: &HashMap<Kind, u32>| f64::from(counts.get(&kind).copied().unwrap_or(0));
        let share = of(&told_outside) / of(&asked).max(1.0);
        figures.add(format!("told_outside_{name}"), share);
    }
    figures.print(arguments.json);
    Ok(())
}
