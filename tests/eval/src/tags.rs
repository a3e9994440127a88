//! `eval tags TRAIN TEST`: which tag a message gets, from a few examples of each.

use crate::grammar::Random;
use crate::retrieval::Figures;
use crate::texts;
use anyhow::{Result, bail};
use domain::tag::{TagText, Tagger};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Draws of examples that an accuracy is the mean of.
const DRAWS: usize = 5;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A table in CSV with a header: text, tag's name. Examples are drawn from it.
    train: PathBuf,
    /// The same: what gets tagged.
    test: PathBuf,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Prints how many messages get their tag with 5 and with 10 examples of each.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut by_tag: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (text, tag) in texts::rows(&arguments.train)? {
        by_tag.entry(tag).or_default().push(text);
    }
    let test = texts::rows(&arguments.test)?;
    if by_tag.is_empty() || test.is_empty() {
        bail!("both tables need rows");
    }
    let names: Vec<&String> = by_tag.keys().collect();
    let mut figures = Figures::default();
    figures.add("tags", names.len() as f64);
    figures.add("messages", test.len() as f64);
    let mut random = Random(3);
    for count in [1, 5, 10] {
        let (mut right, mut given, mut given_right) = (0.0, 0.0, 0.0);
        for _ in 0..DRAWS {
            let drawn: Vec<Vec<String>> = by_tag
                .values()
                .map(|texts| draw(texts, count, &mut random))
                .collect();
            let tags: Vec<TagText<'_>> = drawn
                .iter()
                .zip(&names)
                .map(|(examples, name)| TagText {
                    name,
                    description: "",
                    examples,
                })
                .collect();
            let tagger = Tagger::new(&tags);
            for (text, tag) in &test {
                if let Some((best, _)) = tagger.tags_of(text).first() {
                    given += 1.0;
                    given_right += f64::from(u8::from(names[*best] == tag));
                }
            }
            right += test
                .iter()
                .filter(|(text, tag)| {
                    let scores = tagger.scores(text);
                    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
                    best.is_some_and(|best| names[best] == tag)
                })
                .count() as f64;
        }
        figures.add(
            format!("tagged_{count}_examples"),
            given / (DRAWS * test.len()) as f64,
        );
        figures.add(
            format!("tagged_precision_{count}_examples"),
            given_right / f64::max(given, 1.0),
        );
        figures.add(
            format!("accuracy_{count}_examples"),
            right / (DRAWS * test.len()) as f64,
        );
    }
    figures.print(arguments.json);
    Ok(())
}

/// `count` of the texts, each once.
fn draw(texts: &[String], count: usize, random: &mut Random) -> Vec<String> {
    let mut left: Vec<&String> = texts.iter().collect();
    let mut drawn = Vec::new();
    while drawn.len() < count && !left.is_empty() {
        drawn.push(left.swap_remove(random.below(left.len())).clone());
    }
    drawn
}
