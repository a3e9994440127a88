//! What the product is made of: every crate comes from the registry, by a licence that lets us ship it. What is
//! known to be vulnerable is not asked here: the advisories are a network away, and tests reach none
//! (`cargo deny check advisories`, by hand, before a release).

use crate::root;
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};
use std::process::Command;

/// Licences that ask for no more than to be named, or that cover their own files alone (MPL-2.0).
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Where it comes from; of the workspace itself, nothing.
    source: Option<String>,
}

/// Adds what is wrong with any crate that the lock file names.
pub(crate) fn check(wrong: &mut Vec<String>) -> Result<()> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .context("cargo metadata")?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    wrong.extend(metadata.packages.iter().filter_map(refused));
    Ok(())
}

/// Why a crate may not be in it.
fn refused(package: &Package) -> Option<String> {
    let Package {
        name,
        version,
        license,
        source,
    } = package;
    let source = source.as_deref()?;
    if !source.starts_with("registry+") {
        return Some(format!(
            "{name} {version} comes from {source}, not from the registry"
        ));
    }
    let license = license.as_deref().unwrap_or_default();
    let is_allowed = Expression::parse_mode(license, ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|wanted| {
            let id = wanted.license.id();
            id.is_some_and(|id| ALLOWED.contains(&id.name))
        })
    });
    (!is_allowed)
        .then(|| format!("{name} {version} is under “{license}”: look whether it may be shipped"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_shipped_is_named() {
        let crate_of = |license: Option<&str>, source: &str| Package {
            name: "x".to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: Some(source.to_owned()),
        };
        let registry = "registry+somewhere";
        for fine in [
            "MIT/Apache-2.0",
            "GPL-3.0-only OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert_eq!(refused(&crate_of(Some(fine), registry)), None, "{fine}");
        }
        for bad in [
            Some("GPL-3.0-only"),
            Some("MIT AND AGPL-3.0-only"),
            Some("my own"),
            None,
        ] {
            assert!(refused(&crate_of(bad, registry)).is_some(), "{bad:?}");
        }
        assert!(refused(&crate_of(Some("MIT"), "git+somewhere")).is_some());
    }
}
