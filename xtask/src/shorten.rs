//! Short names for what a module takes and gives: wasm-bindgen's are long, and stand both in the
//! module and in its script. 4.7 KB of the chat.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What `wasm-opt --minify-imports-and-exports-and-modules` prints.
#[derive(Deserialize)]
struct Renamed {
    /// Module, old name, new name.
    imports: Vec<(String, String, String)>,
    /// Old name, new name.
    exports: Vec<(String, String)>,
}

/// Shortens the names of a module in place, and those of its script; `wasm_opt` is the command
/// with the features the module may use.
pub(crate) fn names(mut wasm_opt: Command, module: &Path, script: &Path) -> Result<()> {
    wasm_opt
        .arg("--minify-imports-and-exports-and-modules")
        .arg("-o")
        .arg(module)
        .arg(module);
    let printed = crate::output(&mut wasm_opt)?;
    let renamed: Renamed =
        serde_json::from_str(&printed).context("wasm-opt printed no map of names")?;
    let text = fs::read_to_string(script)?;
    fs::write(script, patched(&text, &renamed)?)?;
    Ok(())
}

/// The script with the module's new names.
fn patched(script: &str, renamed: &Renamed) -> Result<String> {
    let imports: HashMap<&str, &str> = renamed
        .imports
        .iter()
        .map(|(_, old, new)| (old.as_str(), new.as_str()))
        .collect();
    let exports: HashMap<&str, &str> = renamed
        .exports
        .iter()
        .map(|(old, new)| (old.as_str(), new.as_str()))
        .collect();
    let module = renamed.imports.first().map(|(module, ..)| module.as_str());
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let mut out = String::with_capacity(script.len());
    let mut found = 0;
    for line in script.split_inclusive('\n') {
        let bare = line.trim_start();
        let name = bare.split(|c: char| !is_name(c)).next().unwrap_or_default();
        let mut rest = line;
        // `__wbg_log_5f…: function(arg0) {`
        if let Some(new) = imports
            .get(name)
            .filter(|_| bare[name.len()..].starts_with(':'))
        {
            found += 1;
            out.push_str(&line[..line.len() - bare.len()]);
            out.push_str(new);
            rest = &bare[name.len()..];
        }
        while let Some(at) = rest.find("wasm.") {
            let (before, after) = rest.split_at(at + "wasm.".len());
            out.push_str(before);
            let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
            let name = &after[..end];
            let is_ours = !before[..at].ends_with(is_name);
            let new = exports.get(name).filter(|_| is_ours);
            out.push_str(new.copied().unwrap_or(name));
            rest = &after[end..];
        }
        out.push_str(rest);
    }
    // Modules are named from "a" on: one is all that a bundler's target has.
    if let Some(module) = module {
        out = out.replace(&format!("\"{module}\":"), "\"a\":");
    }
    anyhow::ensure!(
        found == imports.len(),
        "{found} of {} names were found in the script",
        imports.len()
    );
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_where_they_are_the_modules() {
        let renamed = Renamed {
            imports: vec![("./x_bg.js".into(), "__wbg_log_5f".into(), "a".into())],
            exports: vec![("memory".into(), "b".into()), ("start".into(), "$c".into())],
        };
        let script = "const i = {\n    __wbg_log_5f: function(x) { log(wasm.memory); },\n};\nreturn { \"./x_bg.js\": i };\nwasm.start(); other_wasm.start();\n";
        let patched = patched(script, &renamed).unwrap();
        assert_eq!(
            patched,
            "const i = {\n    a: function(x) { log(wasm.b); },\n};\nreturn { \"a\": i };\nwasm.$c(); other_wasm.start();\n"
        );
        assert!(super::patched("nothing", &renamed).is_err());
    }
}
