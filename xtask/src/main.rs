//! The project's automation: `cargo xtask <command>`.
//!
//! Owns everything between a clone and a running product: tools, builds, tests, checks.
//! Knows no rule of the product.
#![allow(clippy::print_stdout, reason = "it is a command")]

mod build;
mod circles;
mod dev;
mod sentences;
mod shorten;
mod size;
mod split;
mod supply;
mod test;
mod tidy;
mod tools;

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask <command>

  dev               everything for the story: tools, build, server, demo content
  test [layer]      everything CI runs, or one layer: native, worker, e2e
  proofs            the invariants' long runs: some ten minutes
  build             worker, widget and inbox, if anything changed
  deploy [args]     build, then wrangler deploy; --dry-run needs no account
  screenshots [DIR] the story's screens as pictures, into docs/images or DIR
  eval retrieval DIR [--hide-title] [--no-encoder] [--typos] [--json]
                    how well a BEIR folder's pages are ranked
  eval help DIR… [--mixed | --table] [--shipped] [--json] [--predictions FILE] [--show]
                    what people get on help centres: right answers, offers, handoffs; each
                    site by weights that have not seen it. With --fit: fit them, and write them
  eval person DIR [--show]
                    requests for a person on messages of many bots, bots left out
  eval talk [--show] small talk, danger, urgency, and who asks whether a machine answers
  eval intent FILE.jsonl [--json]
                    how well requests for a person are told from other messages
  eval tags TRAIN.csv TEST.csv [--json]
                    which tag a message gets, from 5 and 10 examples of each
  train-intent --data DIR
                    fit what tells requests for a person, and frustration
  train-embeddings --data DIR
                    fit the table that questions are embedded by
  eval answers DIR  ask a help centre's questions over HTTP; see tests/eval/answers.mjs
  bench load        conversations beside the barest chat, in one workerd; --quick for a look
  bench retrieval   a question in workerd beside Orama, MiniSearch and lunr; BEIR folders
                    after it are ranked by all
  bench decide      a turn's decisions in workerd, without search and model
  bench cost        rows and requests of a typical conversation, counted and priced
  bench inbox       50,000 conversations and a thread of 2,000 messages in Chromium
  bench alarms      500 late replies within seconds: how long after their time each is told
  size              what the browser and the platform load, against the budgets
  sentences         the inbox's sentences, for whoever translates them
  tidy              dependency arrows, golden files, file headers, formatting
  ci                the same as test
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["dev"] => dev::run(),
        ["test"] | ["ci"] => ci(),
        ["test", "native"] => test::native(),
        ["test", "worker", filter @ ..] => test::worker(filter),
        ["test", "e2e", filter @ ..] => test::e2e(filter),
        ["proofs"] => test::proofs(),
        ["build"] => build::run(),
        ["deploy", rest @ ..] => deploy(rest),
        ["screenshots", rest @ ..] => test::screenshots(rest),
        ["eval", "answers", rest @ ..] => test::eval_answers(rest),
        ["eval", rest @ ..] => test::eval(rest),
        ["train-intent", rest @ ..] => test::eval(&[&["train-intent"], rest].concat()),
        ["train-embeddings", rest @ ..] => test::eval(&[&["train-embeddings"], rest].concat()),
        ["bench", "load", rest @ ..] => test::bench_load(rest),
        ["bench", "retrieval", rest @ ..] => test::bench_retrieval(rest),
        ["bench", "decide"] => test::bench_retrieval(&["--decide"]),
        ["bench", "inbox"] => test::bench_inbox(),
        ["bench", "alarms"] => test::bench_alarms(),
        ["bench", "cost"] => test::bench_cost(),
        ["size"] => size::run(),
        ["tidy"] => tidy::run(),
        ["sentences"] => sentences::print(),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("no such command\n\n{HELP}"),
    }
}

/// Everything: checks, every layer of tests, the budgets, and a deployment's dry run.
/// Cheapest first.
fn ci() -> Result<()> {
    tidy::run()?;
    step("clippy");
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--all-targets", "--", "-D", "warnings"]);
    check(&mut clippy)?;
    tools::wasm_target()?;
    let mut clippy = cargo();
    clippy.args(["clippy", "--quiet", "--target", tools::WASM]);
    clippy.args([
        "-p",
        "ui",
        "-p",
        "widget",
        "-p",
        "inbox",
        "-p",
        "baton-worker",
    ]);
    clippy.args(["--", "-D", "warnings"]);
    check(&mut clippy)?;
    test::native()?;
    test::worker(&[])?;
    test::e2e(&[])?;
    size::run()?;
    deploy(&["--dry-run"])
}

/// Builds and hands over to wrangler.
fn deploy(arguments: &[&str]) -> Result<()> {
    build::run()?;
    step("wrangler deploy");
    let mut wrangler = tools::node("wrangler")?;
    wrangler.arg("deploy").args(arguments);
    if arguments.contains(&"--dry-run") && !arguments.contains(&"--outdir") {
        wrangler.args(["--outdir", "build/bundle"]);
    }
    check(&mut wrangler)
}

/// The project's folder.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Every file at or under a path.
pub(crate) fn files_under(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let entries = fs::read_dir(path).with_context(|| format!("reading {}", path.display()))?;
    for entry in entries {
        files_under(&entry?.path(), files)?;
    }
    Ok(())
}

/// The cargo that runs this.
fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(root());
    forget_cargo(&mut cargo);
    cargo
}

/// Hides from a command what cargo told this program about itself: a cargo below it would take
/// that for a changed environment, and build crates again that look at it.
fn forget_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let is_of_this_run = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if is_of_this_run {
            command.env_remove(name.as_ref());
        }
    }
    command.env_remove("CARGO").env_remove("CARGO_CRATE_NAME");
}

/// Says what comes next.
fn step(what: &str) {
    println!("• {what}");
}

/// Runs a command to its end.
fn check(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("{name} could not be started"))?;
    if status.success() {
        return Ok(());
    }
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    bail!("`{name} {}` failed ({status})", arguments.join(" "))
}

/// Runs a command and answers what it prints.
fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("{name} could not be started"))?;
    if !output.status.success() {
        bail!(
            "`{name}` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
