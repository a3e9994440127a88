//! `eval talk`: small talk, danger, urgency, frustration and "are you a bot?", on wordings in `tests/eval/talk`.

use crate::retrieval::Figures;
use anyhow::{Context as _, Result};
use domain::intent::{self, safety, urgent};
use serde::Deserialize;
use std::fs;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Print what was told wrongly.
    #[arg(long)]
    show: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Row {
    text: String,
    lang: String,
    #[serde(default)]
    urgent: bool,
    #[serde(default)]
    danger: bool,
    #[serde(default)]
    frustrated: bool,
    /// What it says of the articles that were offered.
    #[serde(default)]
    means: String,
}

fn rows(name: &str) -> Result<Vec<Row>> {
    let file = crate::root().join(format!("tests/eval/talk/{name}.jsonl"));
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    text.lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}

/// What a message means where three articles were offered.
fn meant(text: &str) -> &'static str {
    match intent::choice(text, &["First", "Second", "Third"]) {
        None => "new",
        Some(intent::Choice::Helped) => "helped",
        Some(intent::Choice::Neither) => "no",
        Some(intent::Choice::Article(1)) => "second",
        Some(intent::Choice::Article(_)) => "first",
    }
}

/// Prints the share of each set that is told rightly.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut figures = Figures::default();
    let mut tell = |name: &str, right: &dyn Fn(&Row) -> bool| -> Result<()> {
        let rows = rows(name.split('/').next().unwrap_or(name))?;
        let wrong: Vec<&Row> = rows.iter().filter(|row| !right(row)).collect();
        if arguments.show {
            for row in &wrong {
                println!("{name} {}: {}", row.lang, row.text);
            }
        }
        figures.add(format!("{name}_of"), rows.len() as f64);
        figures.add(
            format!("{name}_right"),
            (rows.len() - wrong.len()) as f64 / rows.len().max(1) as f64,
        );
        Ok(())
    };
    tell("small-talk", &|row| intent::small_talk(&row.text).is_some())?;
    tell("small-talk/no person", &|row| {
        !intent::asks_for_people(&row.text) && !safety::is_in_danger(&row.text)
    })?;
    tell("not-small-talk", &|row| {
        intent::small_talk(&row.text).is_none()
    })?;
    tell("danger", &|row| safety::is_in_danger(&row.text))?;
    tell("innocent", &|row| !safety::is_in_danger(&row.text))?;
    tell("are-you-a-bot", &|row| {
        intent::asks_what_you_are(&row.text) && !intent::asks_for_people(&row.text)
    })?;
    tell("urgent", &|row| urgent::is_urgent(&row.text) == row.urgent)?;
    tell("safety-held-out/heard", &|row| {
        !row.danger || safety::is_in_danger(&row.text)
    })?;
    tell("safety-held-out/not falsely", &|row| {
        row.danger || !safety::is_in_danger(&row.text)
    })?;
    tell("urgent-held-out/heard", &|row| {
        !row.urgent || urgent::is_urgent(&row.text)
    })?;
    tell("urgent-held-out/not falsely", &|row| {
        row.urgent || !urgent::is_urgent(&row.text)
    })?;
    // From this on two such messages bring a person (`FRUSTRATED_FROM` in the domain).
    let is_frustrated = |row: &Row| intent::frustration(&row.text) >= 0.8;
    for set in ["frustration", "frustration-held-out"] {
        tell(&format!("{set}/heard"), &|row| {
            !row.frustrated || is_frustrated(row)
        })?;
        tell(&format!("{set}/not falsely"), &|row| {
            row.frustrated || !is_frustrated(row)
        })?;
    }
    tell("offers", &|row| meant(&row.text) == row.means)?;
    tell("offers/new questions are heard as such", &|row| {
        row.means != "new" || meant(&row.text) == "new"
    })?;
    figures.print(arguments.json);
    Ok(())
}
