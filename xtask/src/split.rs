//! Screens that are loaded when they are opened, in modules of their own: what
//! `wasm_split_helpers` marks in the source is taken out of the linked module.

use anyhow::{Context as _, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};

/// What the compiler is asked for: splitting needs to know what refers to what.
pub(crate) const FLAGS: &[&str] = &["-C", "link-arg=--emit-relocs"];

/// A module in parts.
pub(crate) struct Split {
    /// What is loaded first.
    pub(crate) main: PathBuf,
    /// What loads the others.
    pub(crate) script: PathBuf,
    /// The others.
    pub(crate) chunks: Vec<PathBuf>,
}

/// Splits a linked module into files under `out`, which is emptied; `name` is that of the script
/// that wasm-bindgen will write there.
pub(crate) fn modules(module: &Path, out: &Path, name: &str) -> Result<Split> {
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    fs::create_dir_all(out)?;
    let linked = fs::read(module).with_context(|| format!("reading {}", module.display()))?;
    let main = out.join(format!("{name}-main.wasm"));
    let script = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = out;
    options.main_out_path = &main;
    options.main_module = &script;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{} could not be split: {error:#}", module.display()))?;
    Ok(Split {
        main,
        script: out.join("__wasm_split.js"),
        chunks: split.split_modules,
    })
}

/// Lets the script load a chunk from this address.
pub(crate) fn readdress(script: &Path, chunk: &Path, address: &str) -> Result<()> {
    let name = chunk.file_name().unwrap_or_default().to_string_lossy();
    let text = fs::read_to_string(script)?;
    let written = format!("\"./{name}\"");
    anyhow::ensure!(text.contains(&written), "no script loads {name}");
    fs::write(script, text.replace(&written, &format!("\"{address}\"")))?;
    Ok(())
}

/// Names what loads the chunks once in wasm-bindgen's script, which names it for each of them.
pub(crate) fn named_once(script: &Path) -> Result<()> {
    let text = fs::read_to_string(script)?;
    let mut is_named = false;
    let lines = text.split_inclusive('\n').filter(|line| {
        let is_again = line.trim_start().starts_with("\"./__wasm_split.js\":") && is_named;
        is_named |= line.trim_start().starts_with("\"./__wasm_split.js\":");
        !is_again
    });
    fs::write(script, lines.collect::<String>())?;
    Ok(())
}
