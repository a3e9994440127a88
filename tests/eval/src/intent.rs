//! `train-intent` fits what tells a request for a person, and frustration, from other messages;
//! `eval intent FILE` measures the first.
//!
//! Texts, and their licences: our own grammars (`tests/eval/intent/`); Bitext's customer service
//! requests (CDLA-Sharing-1.0); Rasa's helpdesk and financial bots (Apache-2.0); CLINC150 (CC BY
//! 3.0) and BANKING77 (CC BY 4.0), none of which ask for a person; GoEmotions (CC BY 4.0); of
//! `person/` the rows that may train (MIT, Apache-2.0, CC, and ours: each row names its own).

use crate::grammar::{Grammar, Random};
use crate::retrieval::Figures;
use crate::{texts, typos};
use anyhow::{Context as _, Result};
use domain::intent::classifier::{BUCKETS, Classifier, MOST_BUCKETS, features, weight_of_each};
use std::fs;
use std::path::{Path, PathBuf};

/// Messages drawn from each line of a grammar.
const DRAWN: usize = 60;
const DRAWN_NOT: usize = 40;
/// Passes over the texts, the step of the first, and the weight against large weights.
const PASSES: usize = 12;
const STEP: f32 = 0.5;
const DECAY: f32 = 2e-6;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Lines of JSON with a `text` and a `label`.
    files: Vec<PathBuf>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Prints how well requests for a person are told from other messages.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut messages = Vec::new();
    for file in &arguments.files {
        messages.extend(labelled(file)?);
    }
    let said: Vec<(bool, bool)> = messages
        .iter()
        .map(|(text, label)| (domain::intent::asks_for_person(text), *label))
        .collect();
    let mut figures = Figures::default();
    figures.add("messages", said.len() as f64);
    figures.add(
        "ask_for_a_person",
        said.iter().filter(|it| it.1).count() as f64,
    );
    score(&mut figures, &said);
    figures.print(arguments.json);
    if !arguments.json && std::env::var_os("SHOW").is_some() {
        for ((text, label), (found, _)) in messages.iter().zip(&said) {
            if found != label {
                println!("{} {text}", if *label { "missed" } else { "falsely" });
            }
        }
    }
    Ok(())
}

fn score(figures: &mut Figures, said: &[(bool, bool)]) {
    let count =
        |found: bool, label: bool| said.iter().filter(|it| **it == (found, label)).count() as f64;
    let (right, falsely, missed) = (count(true, true), count(true, false), count(false, true));
    let share = |part: f64, whole: f64| if whole == 0.0 { 1.0 } else { part / whole };
    let (precision, recall) = (share(right, right + falsely), share(right, right + missed));
    figures.add("precision", precision);
    figures.add("recall", recall);
    figures.add("F1", share(2.0 * right, 2.0 * right + falsely + missed));
}

/// Messages with whether each asks for a person, from lines of JSON.
fn labelled(path: &Path) -> Result<Vec<(String, bool)>> {
    #[derive(serde::Deserialize)]
    struct Row {
        text: String,
        label: serde_json::Value,
    }
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let row: Row = serde_json::from_str(line)
            .with_context(|| format!("{}, line {number}", path.display()))?;
        let is_asking = match &row.label {
            serde_json::Value::Bool(label) => *label,
            serde_json::Value::Number(label) => label.as_f64() == Some(1.0),
            serde_json::Value::String(label) => ASKING.contains(&label.to_lowercase().as_str()),
            _ => anyhow::bail!("{}, line {number}: no label", path.display()),
        };
        rows.push((row.text, is_asking));
    }
    Ok(rows)
}

/// What sets of data call a request for a person.
const ASKING: &[&str] = &[
    "1",
    "true",
    "yes",
    "person",
    "human",
    "asks_for_person",
    "asked_for_person",
    "contact_human_agent",
    "human_handoff",
    "handoff",
];

/// A message, whether it is of the kind, and how much it counts.
#[derive(Clone)]
struct Example {
    features: Vec<u16>,
    label: bool,
    weight: f32,
}

/// Messages that a classifier of so many buckets is fitted to.
#[derive(Clone)]
pub(crate) struct Examples {
    all: Vec<Example>,
    buckets: usize,
}

impl Default for Examples {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            buckets: BUCKETS,
        }
    }
}

impl Examples {
    pub(crate) fn add(&mut self, text: &str, label: bool, weight: f32) {
        self.all.push(Example {
            features: features(text, self.buckets),
            label,
            weight,
        });
    }
}

/// Fits the classifiers, and writes them where the product takes them from.
pub(crate) fn train(data: &Path) -> Result<()> {
    held_out(data)?;
    let mut person = person(data, "")?;
    for row in crate::person::rows(&data.join("person"))? {
        if row.may_train {
            person.add(&row.text, row.is_asking(), 1.0);
        }
    }
    let frustration = frustration(data)?;
    let danger = danger(data)?;
    let folder = crate::root().join("crates/domain/data");
    fs::create_dir_all(&folder)?;
    for (name, examples) in [
        ("person", person),
        ("frustration", frustration),
        ("danger", danger),
    ] {
        let (bias, weights) = fitted(&examples);
        let file = Classifier::write(bias, &weights);
        if name == "danger" {
            held_out_danger(data, &file)?;
        }
        fs::write(folder.join(format!("{name}.bin")), file)?;
        let count = examples.all.iter().filter(|it| it.label).count();
        println!("{name} {count} of {}", examples.all.len());
    }
    Ok(())
}

/// Messages, with whether each asks for a person.
type Labelled = Vec<(String, bool)>;

/// Sets of messages with requests for a person that others wrote.
fn sets(data: &Path) -> Result<Vec<(&'static str, Labelled)>> {
    let of = |rows: Vec<(String, String)>, asking: &str| {
        let rows = rows.into_iter();
        rows.map(|(text, intent)| (text, intent == asking))
            .collect()
    };
    let mut bitext = texts::bitext(data, "train")?;
    bitext.extend(texts::bitext(data, "dev")?);
    Ok(vec![
        // Whoever contacts "customer service" there asks for hours and numbers too.
        ("bitext", of(bitext, "contact_human_agent")),
        (
            "helpdesk",
            of(texts::rasa(data, "helpdesk")?, "human_handoff"),
        ),
        (
            "financial",
            of(texts::rasa(data, "financial")?, "human_handoff"),
        ),
    ])
}

/// Prints how well each set is told by weights that have not seen it.
fn held_out(data: &Path) -> Result<()> {
    for (name, messages) in sets(data)? {
        let (bias, weights) = fitted(&person(data, name)?);
        let file = Classifier::write(bias, &weights);
        let classifier = Classifier::read(&file).context("it is read as it was written")?;
        for at in [0.5, 0.7, 0.9] {
            let said: Vec<(bool, bool)> = messages
                .iter()
                .map(|(text, label)| (classifier.probability(text) >= at, *label))
                .collect();
            let mut figures = Figures::default();
            score(&mut figures, &said);
            print!("held out {name} at {at}: ");
            figures.print(true);
        }
        let said: Vec<(bool, bool)> = messages
            .iter()
            .map(|(text, label)| (classifier.probability(text) >= 0.7, *label))
            .collect();
        if std::env::var_os("SHOW").is_some() {
            for ((text, label), (found, _)) in messages.iter().zip(&said) {
                if found != label {
                    println!("  {} {text}", if *label { "missed " } else { "falsely" });
                }
            }
        }
    }
    Ok(())
}

/// Requests for a person, and other messages; without one of the sets.
pub(crate) fn person(data: &Path, without: &str) -> Result<Examples> {
    let mut examples = Examples::default();
    let mut random = Random(1);
    let folder = crate::root().join("tests/eval/intent");
    for (file, label, times) in [
        ("person.txt", true, DRAWN),
        ("not_person.txt", false, DRAWN_NOT),
    ] {
        let grammar = Grammar::read(&fs::read_to_string(folder.join(file))?);
        for text in grammar.draw(times, &mut random)? {
            examples.add(&text, label, 1.0);
            match random.below(4) {
                0 => examples.add(&typos::slipped(&text), label, 1.0),
                1 => examples.add(&text.replace(['\'', ','], ""), label, 1.0),
                _ => {}
            }
        }
    }
    for (name, messages) in sets(data)? {
        for (text, label) in messages.iter().filter(|_| name != without) {
            examples.add(text, *label, 1.0);
        }
    }
    for text in texts::clinc(data, "train")? {
        examples.add(&text, false, 1.0);
    }
    for text in texts::banking77(data)? {
        examples.add(&text, false, 1.0);
    }
    for (text, _) in texts::goemotions(data, "train")?.into_iter().step_by(4) {
        examples.add(&text, false, 1.0);
    }
    Ok(examples)
}

/// A message, and whether its writer is in danger, where the file does not say it of all.
#[derive(serde::Deserialize)]
struct SafetyRow {
    text: String,
    danger: Option<bool>,
}

/// How much a message of somebody in danger counts, beside the many that are of nobody.
const DANGER_WEIGHT: f32 = 3.0;

/// Messages of people who may harm themselves or are in danger, and others (`tests/eval/talk`: ours).
fn danger(data: &Path) -> Result<Examples> {
    let mut examples = Examples {
        buckets: MOST_BUCKETS,
        ..Examples::default()
    };
    let folder = crate::root().join("tests/eval/talk");
    let files = [
        ("danger", true),
        ("innocent", false),
        ("safety", false),
        ("safety-varied", false),
        ("ordinary", false),
        ("frustration", false),
        ("small-talk", false),
        ("not-small-talk", false),
        ("urgent", false),
        ("are-you-a-bot", false),
        ("offers", false),
    ];
    for (file, label) in files {
        let text = fs::read_to_string(folder.join(format!("{file}.jsonl")))?;
        for line in text.lines() {
            let row: SafetyRow = serde_json::from_str(line)?;
            let is_danger = row.danger.unwrap_or(label);
            let weight = if is_danger { DANGER_WEIGHT } else { 1.0 };
            examples.add(&row.text, is_danger, weight);
        }
    }
    let mut others: Vec<String> = texts::clinc(data, "train")?;
    others.extend(texts::banking77(data)?);
    let emotions = texts::goemotions(data, "train")?.into_iter();
    others.extend(emotions.step_by(3).map(|(text, _)| text));
    let rows = crate::person::rows(&data.join("person"))?.into_iter();
    others.extend(rows.filter(|row| row.may_train).map(|row| row.text));
    for text in others {
        // Somebody may be in danger there, too: such a message says nothing of others.
        if domain::intent::safety::needed(&text) > 0.0 {
            examples.add(&text, false, 1.0);
        }
    }
    Ok(examples)
}

/// Prints how many of those in danger are heard who were left out, and how many others are taken for them.
fn held_out_danger(data: &Path, file: &[u8]) -> Result<()> {
    let classifier = Classifier::read(file).context("it is read as it was written")?;
    let held = crate::root().join("tests/eval/talk/safety-held-out.jsonl");
    let mut said = Vec::new();
    for line in fs::read_to_string(held)?.lines() {
        let row: SafetyRow = serde_json::from_str(line)?;
        let is_heard =
            classifier.probability(&row.text) >= domain::intent::safety::needed(&row.text);
        said.push((is_heard, row.danger == Some(true)));
    }
    let mut others: Vec<String> = texts::bitext(data, "dev")?
        .into_iter()
        .map(|it| it.0)
        .collect();
    let rows = crate::person::rows(&data.join("person"))?.into_iter();
    others.extend(rows.filter(|row| !row.may_train).map(|row| row.text));
    let heard = |text: &str| classifier.probability(text) >= domain::intent::safety::needed(text);
    if std::env::var_os("SHOW").is_some() {
        for text in others.iter().filter(|text| heard(text)) {
            println!(
                "  falsely {:.2} {:.1} {text}",
                classifier.probability(text),
                domain::intent::safety::needed(text)
            );
        }
    }
    let others: Vec<bool> = others.iter().map(|text| heard(text)).collect();
    let of = |label: bool| said.iter().filter(move |it| it.1 == label);
    println!(
        "danger heard {} of {}, falsely {} of {}, and {} of {} other messages",
        of(true).filter(|it| it.0).count(),
        of(true).count(),
        of(false).filter(|it| it.0).count(),
        of(false).count(),
        others.iter().filter(|it| **it).count(),
        others.len(),
    );
    Ok(())
}

/// Anger, annoyance and disappointment, and other messages.
fn frustration(data: &Path) -> Result<Examples> {
    let mut examples = Examples::default();
    for (text, emotions) in texts::goemotions(data, "train")? {
        let is_of = |names: &[&str]| emotions.iter().any(|it| names.contains(&it.as_str()));
        examples.add(&text, is_of(FRUSTRATED), 1.0);
    }
    let mut random = Random(2);
    let folder = crate::root().join("tests/eval/intent");
    for (file, label) in [("frustration.txt", true), ("calm.txt", false)] {
        let grammar = Grammar::read(&fs::read_to_string(folder.join(file))?);
        for text in grammar.draw(DRAWN, &mut random)? {
            examples.add(&text, label, 3.0);
        }
    }
    for text in texts::clinc(data, "train")? {
        examples.add(&text, false, 0.5);
    }
    for text in texts::banking77(data)? {
        examples.add(&text, false, 0.2);
    }
    Ok(examples)
}

/// The emotions of GoEmotions that are frustration.
const FRUSTRATED: &[&str] = &["anger", "annoyance", "disappointment", "disgust"];

/// Logistic regression by stochastic steps (Adagrad), in an order from a seed: runs agree.
pub(crate) fn fitted(examples: &Examples) -> (f32, Vec<f32>) {
    let mut weights = vec![0.0_f32; examples.buckets];
    let mut squares = vec![1e-2_f32; examples.buckets];
    let (mut bias, mut bias_squares) = (0.0_f32, 1e-2_f32);
    let mut order: Vec<usize> = (0..examples.all.len()).collect();
    let mut random = Random(7);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for number in &order {
            let example = &examples.all[*number];
            let each = weight_of_each(example.features.len());
            let sum: f32 = example
                .features
                .iter()
                .map(|it| weights[usize::from(*it)])
                .sum();
            let sure = 1.0 / (1.0 + (-(bias + sum * each)).exp());
            let slope = (sure - f32::from(u8::from(example.label))) * example.weight;
            bias_squares += slope * slope;
            bias -= STEP * slope / bias_squares.sqrt();
            for feature in &example.features {
                let feature = usize::from(*feature);
                let slope = slope * each + DECAY * weights[feature];
                squares[feature] += slope * slope;
                weights[feature] -= STEP * slope / squares[feature].sqrt();
            }
        }
    }
    (bias, weights)
}
