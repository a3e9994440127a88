//! The tests, by layer: native, the built worker, Chromium.

use crate::files_under;
use crate::{build, cargo, check, root, step, tools};
use anyhow::{Result, bail};
use std::path::PathBuf;

/// The crates that run natively.
pub(crate) fn native() -> Result<()> {
    step("native tests");
    check(cargo().args(["test", "--quiet"]))?;
    // What of the browser's crates needs no browser.
    check(cargo().args(["test", "--quiet", "--lib", "-p", "inbox", "-p", "ui"]))
}

/// The built worker under wrangler's test harness.
pub(crate) fn worker(filter: &[&str]) -> Result<()> {
    build::run()?;
    step("bundling the worker for its tests");
    // Each bundle's module has a name of its own: those before would stay.
    let folder = root().join("build/bundle");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let mut bundle = tools::node("wrangler")?;
    bundle.args(["deploy", "--dry-run", "--outdir", "build/bundle"]);
    crate::output(&mut bundle)?;
    // One of them drives the command line.
    check(cargo().args(["build", "--quiet", "-p", "baton", "-p", "eval"]))?;
    step("tests of the built worker");
    node_tests("worker", filter, &[])
}

/// Whole stories in Chromium.
pub(crate) fn e2e(filter: &[&str]) -> Result<()> {
    build::run()?;
    let chromium = tools::chromium()?;
    step("stories in Chromium");
    let chromium = chromium.to_string_lossy().into_owned();
    node_tests("e2e", filter, &[("CHROMIUM", &chromium)])
}

/// The long runs: 100,000 random sequences, as many hostile inputs, 1,000 takeovers of streaming answers, 50 races of
/// 100 claims, 500 faults, 21 kills.
pub(crate) fn proofs() -> Result<()> {
    step("random sequences against the invariants");
    let mut properties = cargo();
    properties.args([
        "test",
        "--quiet",
        "--release",
        "-p",
        "domain",
        "--test",
        "properties",
    ]);
    check(properties.env("PROPTEST_CASES", "100000"))?;
    step("hostile input for every parser of the wire");
    let mut fuzz = cargo();
    fuzz.args([
        "test",
        "--quiet",
        "--release",
        "-p",
        "protocol",
        "--test",
        "fuzz",
    ]);
    check(fuzz.env("PROPTEST_CASES", "100000"))?;
    for (layer, file, times) in [
        ("worker", "durability", 40),
        ("worker", "people", 25),
        ("worker", "faults", 10),
        ("worker", "fuzz", 20),
        ("e2e", "kills", 7),
    ] {
        let mut again = cargo();
        again.args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "test",
            layer,
            file,
        ]);
        check(again.env("PROOF", times.to_string()))?;
    }
    Ok(())
}

/// The story's screens as pictures.
pub(crate) fn screenshots(arguments: &[&str]) -> Result<()> {
    build::run()?;
    let mut node = tools::node("node")?;
    node.arg("tests/e2e/screenshots.mjs").args(arguments);
    check(node.env("CHROMIUM", tools::chromium()?))
}

/// Finding and answering on sets of data, natively.
pub(crate) fn eval(arguments: &[&str]) -> Result<()> {
    let mut eval = cargo();
    eval.args(["run", "--quiet", "--profile", "eval", "-p", "eval", "--"]);
    check(eval.args(arguments))
}

/// Real input through the whole product.
pub(crate) fn eval_answers(arguments: &[&str]) -> Result<()> {
    build::run()?;
    check(cargo().args(["build", "--quiet", "-p", "baton"]))?;
    check(cargo().args(["build", "--quiet", "--profile", "eval", "-p", "eval"]))?;
    let mut node = tools::node("node")?;
    check(node.arg("tests/eval/answers.mjs").args(arguments))
}

/// Conversations under load, beside the barest chat.
pub(crate) fn bench_load(arguments: &[&str]) -> Result<()> {
    build::run()?;
    tools::npm_packages()?;
    step("load bench");
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--release", "-p", "load", "--"]);
    check(bench.arg(root()).args(arguments))
}

/// Retrieval in workerd, beside other engines.
pub(crate) fn bench_retrieval(arguments: &[&str]) -> Result<()> {
    build::bench()?;
    let mut node = tools::node("node")?;
    check(node.arg("tests/bench/retrieval.mjs").args(arguments))
}

/// What a typical conversation costs, counted.
pub(crate) fn bench_cost() -> Result<()> {
    build::run()?;
    let mut node = tools::node("node")?;
    check(node.arg("tests/load/cost.mjs"))
}

/// The inbox with 50,000 conversations, in Chromium.
pub(crate) fn bench_inbox() -> Result<()> {
    build::run()?;
    let mut node = tools::node("node")?;
    check(
        node.arg("tests/load/inbox.mjs")
            .env("CHROMIUM", tools::chromium()?),
    )
}

/// 500 deadlines at once, in local workerd.
pub(crate) fn bench_alarms() -> Result<()> {
    build::run()?;
    let mut node = tools::node("node")?;
    check(node.arg("tests/load/alarms.mjs"))
}

fn node_tests(layer: &str, filter: &[&str], env: &[(&str, &str)]) -> Result<()> {
    let mut files = Vec::new();
    files_under(&root().join("tests").join(layer), &mut files)?;
    let mut files: Vec<PathBuf> = files
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .filter(|file| {
            let name = file.to_string_lossy();
            filter.is_empty() || filter.iter().any(|wanted| name.contains(wanted))
        })
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("no test file in tests/{layer} has that in its name");
    }
    let mut node = tools::node("node")?;
    // One file at a time: each has a server of its own, and two cores are few.
    node.args(["--test", "--test-concurrency=1"])
        .envs(env.iter().copied())
        .args(files);
    check(&mut node)
}
