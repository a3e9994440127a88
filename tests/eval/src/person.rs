//! `eval person DIR`: how well requests for a person are told on messages of many bots, each group
//! by weights that have not seen it.

use crate::intent::{Examples, fitted, person};
use anyhow::{Context as _, Result};
use domain::intent::classifier::Classifier;
use domain::intent::{asks_by, person_by};
use flate2::read::GzDecoder;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder with `dev.jsonl.gz` and `lms.jsonl`.
    folder: PathBuf,
    /// The folder of data sets that may train.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print what was told wrongly.
    #[arg(long)]
    show: bool,
    /// By the words alone, without a classifier.
    #[arg(long)]
    words: bool,
}

/// A message.
#[derive(Clone, serde::Deserialize)]
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) label: String,
    pub(crate) lang: String,
    pub(crate) group: String,
    #[serde(default)]
    pub(crate) may_train: bool,
}

impl Row {
    pub(crate) fn is_asking(&self) -> bool {
        self.label == "person"
    }
}

/// All messages of the folder.
pub(crate) fn rows(folder: &Path) -> Result<Vec<Row>> {
    let mut text = String::new();
    let packed = folder.join("dev.jsonl.gz");
    if packed.exists() {
        GzDecoder::new(fs::File::open(&packed)?).read_to_string(&mut text)?;
    }
    for name in ["dev.jsonl", "lms.jsonl"] {
        if let Ok(more) = fs::read_to_string(folder.join(name)) {
            text.push_str(&more);
        }
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).with_context(|| line.to_owned()))
        .collect()
}

/// Groups are left out in so many parts: each is told by weights that have not seen its part.
const PARTS: usize = 4;

/// Prints precision and recall, per language and as the mean over groups.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let rows = rows(&arguments.folder)?;
    let groups: BTreeSet<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    let data = arguments
        .data
        .clone()
        .or_else(|| arguments.folder.parent().map(Path::to_path_buf))
        .context("no data folder")?;
    let base = if arguments.words {
        Examples::default()
    } else {
        person(&data, "")?
    };
    // The same message in another part was seen all the same.
    let part_of: BTreeMap<&str, usize> = groups
        .iter()
        .enumerate()
        .map(|(number, group)| (*group, number % PARTS))
        .collect();
    let mut told: Vec<(&Row, bool)> = Vec::new();
    for part in 0..PARTS {
        let mut examples = base.clone();
        for row in rows
            .iter()
            .filter(|row| row.may_train && part_of[row.group.as_str()] != part)
        {
            examples.add(&row.text, row.is_asking(), 1.0);
        }
        let file = if arguments.words {
            None
        } else {
            let (bias, weights) = fitted(&examples);
            Some(Classifier::write(bias, &weights))
        };
        let classifier = file.as_deref().and_then(Classifier::read);
        for row in rows
            .iter()
            .filter(|row| part_of[row.group.as_str()] == part)
        {
            let by = |text: &str| classifier.map_or(0.0, |classifier| person_by(classifier, text));
            told.push((row, asks_by(&row.text, by)));
        }
    }
    if arguments.show {
        for (row, said) in told.iter().filter(|(row, said)| row.is_asking() != *said) {
            println!(
                "{} {} [{}] {}: {}",
                if *said { "falsely" } else { "missed " },
                row.lang,
                row.label,
                row.group,
                row.text
            );
        }
    }
    let languages: BTreeSet<&str> = rows.iter().map(|row| row.lang.as_str()).collect();
    for language in languages {
        let own: Vec<&(&Row, bool)> = told
            .iter()
            .filter(|it| it.0.lang == language && it.0.group != "ours")
            .collect();
        let asking = own.iter().filter(|it| it.0.is_asking()).count();
        let falsely = own.iter().filter(|it| it.1 && !it.0.is_asking()).count();
        if asking == 0 && falsely == 0 {
            continue;
        }
        let mut by_group: BTreeMap<&str, Vec<(bool, bool)>> = BTreeMap::new();
        for (row, said) in &own {
            by_group
                .entry(&row.group)
                .or_default()
                .push((*said, row.is_asking()));
        }
        let (mut precisions, mut recalls) = (Vec::new(), Vec::new());
        for told in by_group.values() {
            let count = |it: (bool, bool)| told.iter().filter(|is| **is == it).count() as f64;
            let (right, falsely, missed) = (
                count((true, true)),
                count((true, false)),
                count((false, true)),
            );
            if right + missed > 0.0 {
                recalls.push(right / (right + missed));
                if right + falsely > 0.0 {
                    precisions.push(right / (right + falsely));
                }
            }
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
        let right = own.iter().filter(|it| it.1 && it.0.is_asking()).count();
        println!(
            "{language:8} asking {asking:4} of {:5}: pooled P {:.2} R {:.2}; mean of {} groups P {:.2} R {:.2}; falsely {falsely}",
            own.len(),
            right as f64 / (right + falsely).max(1) as f64,
            right as f64 / asking.max(1) as f64,
            recalls.len(),
            mean(&precisions),
            mean(&recalls),
        );
    }
    let ours: Vec<&(&Row, bool)> = told.iter().filter(|it| it.0.group == "ours").collect();
    let right = ours.iter().filter(|it| it.1 && it.0.is_asking()).count() as f64;
    println!(
        "learners  P {:.2} R {:.2} of {}",
        right / ours.iter().filter(|it| it.1).count().max(1) as f64,
        right / ours.iter().filter(|it| it.0.is_asking()).count().max(1) as f64,
        ours.len()
    );
    Ok(())
}
