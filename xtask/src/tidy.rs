//! What a compiler does not check: dependency arrows, golden files, headers, formatting.

use crate::circles::circles;
use crate::files_under;
use crate::{cargo, check, root, step, supply};
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of our crates and which guarded libraries each crate may name.
/// `ARCHITECTURE.md` draws the same arrows.
const ARROWS: &[(&str, &[&str])] = &[
    ("crates/protocol", &["serde"]),
    ("crates/embedding", &[]),
    ("crates/domain", &["protocol", "embedding"]),
    ("crates/client", &["protocol"]),
    ("crates/ui", &["protocol", "client", "leptos", "web-sys"]),
    ("crates/cli", &["protocol", "client", "domain"]),
    ("worker", &["protocol", "domain", "embedding", "worker"]),
    (
        "widget",
        &["protocol", "client", "ui", "leptos", "web-sys", "gloo-net"],
    ),
    (
        "inbox",
        &["protocol", "client", "ui", "leptos", "web-sys", "gloo-net"],
    ),
];

/// What is guarded: a crate outside its list may not be named.
const GUARDED: &[&str] = &[
    "protocol",
    "embedding",
    "client",
    "ui",
    "domain",
    "leptos",
    "web-sys",
    "gloo-net",
    "worker",
];

/// Longest file before it has to be split by noun, tests not counted.
const MOST_LINES: usize = 700;

/// Checks everything; tells all that is wrong, not the first.
pub(crate) fn run() -> Result<()> {
    step("tidy");
    let mut wrong = Vec::new();
    arrows(&mut wrong)?;
    supply::check(&mut wrong)?;
    let mut sources = Vec::new();
    for folder in [
        "crates",
        "worker/src",
        "widget/src",
        "inbox/src",
        "xtask/src",
    ] {
        files_under(&root().join(folder), &mut sources)?;
    }
    sources.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    for source in &sources {
        file(source, &mut wrong)?;
    }
    sans_io(&sources, &mut wrong)?;
    golden(&mut wrong)?;
    sentences(&sources, &mut wrong)?;
    crate::sentences::check(&mut wrong)?;
    wrong.extend(circles(&sources)?);
    if !wrong.is_empty() {
        bail!("untidy:\n  {}", wrong.join("\n  "));
    }
    check(cargo().args(["fmt", "--all", "--check"])).context("run `cargo fmt`")
}

/// Dependencies point one way.
fn arrows(wrong: &mut Vec<String>) -> Result<()> {
    for (folder, may) in ARROWS {
        let manifest = fs::read_to_string(root().join(folder).join("Cargo.toml"))?;
        let mut is_dependencies = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                is_dependencies = line == "[dependencies]";
            } else if is_dependencies {
                let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
                if GUARDED.contains(&name) && !may.contains(&name) {
                    wrong.push(format!("{folder} may not depend on {name}"));
                }
                // Its schemas are behind a feature that only tests ask for.
                let is_pure = ["", "serde", "schemars"].contains(&name);
                if *folder == "crates/protocol" && !is_pure {
                    wrong.push(format!("crates/protocol is pure data: no {name}"));
                }
            }
        }
    }
    Ok(())
}

/// Every file says what it owns, and has one owner's length.
fn file(path: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let name = shown(path);
    if !text.starts_with("//! ") {
        wrong.push(format!("{name} has no header that says what it owns"));
    }
    let lines = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .count();
    if lines > MOST_LINES {
        wrong.push(format!("{name} has {lines} lines: split it by noun"));
    }
    Ok(())
}

/// What of the worker reaches anything outside it: other objects, addresses, assets, files.
const REACHES_OUT: &[&str] = &[
    "worker/src/asset.rs",
    "worker/src/auth/fetch.rs",
    "worker/src/web.rs",
    "worker/src/durable/mod.rs",
    "worker/src/embed/",
    "worker/src/files.rs",
    "worker/src/model/",
    "worker/src/notify/",
    "worker/src/vector/",
];

/// Invariants 1 and 2: no I/O, clock, randomness or `async` in `domain` and `client`; the
/// clock and randomness of the worker in one file.
fn sans_io(sources: &[PathBuf], wrong: &mut Vec<String>) -> Result<()> {
    const OUTSIDE: &[&str] = &[
        "async fn",
        "std::fs",
        "std::net",
        "std::time::",
        "SystemTime",
        "Instant",
        "getrandom",
        "js_sys",
        "web_sys",
        "println!",
    ];
    const CLOCK: &[&str] = &["Date::now", "getrandom::", "Delay::", "Math::random"];
    for source in sources {
        let name = shown(source);
        let text = fs::read_to_string(source)?;
        let code = || {
            text.lines()
                .take_while(|line| *line != "#[cfg(test)]")
                .filter(|line| !line.trim_start().starts_with("//"))
        };
        let is_pure = [
            "crates/domain/src",
            "crates/client/src",
            "crates/protocol/src",
        ]
        .iter()
        .any(|folder| name.starts_with(folder));
        let forbidden: &[&str] = if is_pure {
            OUTSIDE
        } else if name.starts_with("worker/src") && name != "worker/src/clock.rs" {
            CLOCK
        } else {
            &[]
        };
        let reaches_out = REACHES_OUT.iter().any(|file| name.starts_with(file));
        if name.starts_with("worker/src") && !reaches_out {
            let words = ["Fetch::", ".fetch(", ".fetch_with_request(", ".bucket("];
            if words
                .iter()
                .any(|word| code().any(|line| line.contains(word)))
            {
                wrong.push(format!("{name} may not reach out: invariant 2"));
            }
        }
        for word in forbidden {
            if code().any(|line| line.contains(word)) {
                wrong.push(format!("{name} may not name {word}"));
            }
        }
        let is_gloo_file = name.ends_with("/src/api.rs");
        if !is_gloo_file
            && !name.starts_with("xtask")
            && code().any(|line| line.contains("gloo_net"))
        {
            wrong.push(format!(
                "{name} may not name gloo_net: only src/api.rs of each app"
            ));
        }
        if (name.starts_with("widget")
            || name.starts_with("inbox")
            || name.starts_with("crates/ui"))
            && code().any(|line| line.contains("inner_html") || line.contains("innerHTML"))
        {
            wrong.push(format!("{name}: user text is text, never HTML"));
        }
    }
    Ok(())
}

/// What people read stands in `domain/src/speech` alone: nowhere else in `domain` is there a text of
/// three words and more that begins as a sentence does.
fn sentences(sources: &[PathBuf], wrong: &mut Vec<String>) -> Result<()> {
    for path in sources {
        let name = shown(path);
        let is_other = !name.starts_with("crates/domain/src/")
            || name.contains("/speech/")
            || name.contains("/wordings/");
        if is_other {
            continue;
        }
        let text = fs::read_to_string(path)?;
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            let said = line.split('"').skip(1).step_by(2);
            let is_sentence = |text: &&str| {
                text.starts_with(|c: char| c.is_ascii_uppercase()) && text.matches(' ').count() >= 2
            };
            if let Some(text) = said.clone().find(is_sentence) {
                let line = number + 1;
                wrong.push(format!(
                    "{name}:{line} says “{text}”: that stands in speech"
                ));
            }
        }
    }
    Ok(())
}

/// Every golden frame is JSON, one a line.
fn golden(wrong: &mut Vec<String>) -> Result<()> {
    let mut files = Vec::new();
    files_under(&root().join("tests/wire"), &mut files)?;
    if files.is_empty() {
        wrong.push("tests/wire holds no golden frames".to_owned());
    }
    for path in files {
        let text = fs::read_to_string(&path)?;
        if serde_json::from_str::<serde_json::Value>(&text).is_err() {
            wrong.push(format!("{} is no JSON", shown(&path)));
        }
    }
    Ok(())
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}
