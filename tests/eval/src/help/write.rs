//! Writes fitted weights where the product takes them from, and which sites they saw.

use anyhow::Result;
use domain::answer::Weights;
use domain::retrieval::Tier;
use std::fmt::Write as _;
use std::fs;

/// Fingerprints of the sites that the shipped weights were fitted on.
pub(super) const SITES: &[&str] = &include!("../../fitted-on.in");

/// Writes both files.
pub(super) fn write(weights: &[(Tier, Weights)], sites: &[String]) -> Result<()> {
    let mut out = String::from(
        "//! The weights that ship. Made by `cargo xtask eval help --fit`; do not edit.\n\nuse super::weights::Weights;\n",
    );
    for (tier, weights) in weights {
        let name = format!("{tier:?}").to_uppercase();
        let list = |values: &[f32]| {
            let values: Vec<String> = values.iter().map(|it| format!("{it:.4}")).collect();
            format!("[{}]", values.join(", "))
        };
        write!(
            out,
            "\n/// {}.\npub(super) const {name}: Weights = Weights {{\n    glance: {},\n    window: {},\n    right: {},\n    answerable: {},\n    few: {},\n}};\n",
            match tier {
                Tier::Encoder => "The encoder on both sides, with the vectors of words and pieces",
                Tier::Remote =>
                    "A transformer on both sides, vectors of whole texts alone; fitted on the encoder's",
                Tier::Mixed => "The table for questions, a transformer for articles",
                Tier::Table => "The table on both sides",
                Tier::Words => "Words alone",
            },
            list(&weights.glance),
            list(&weights.window),
            list(&weights.right),
            list(&weights.answerable),
            list(&weights.few),
        )?;
    }
    fs::write(
        crate::root().join("crates/domain/src/answer/fitted.rs"),
        out,
    )?;
    fs::write(
        crate::root().join("tests/eval/fitted-on.in"),
        format!("{sites:?}\n"),
    )?;
    println!("written; run `cargo fmt`, and build again");
    Ok(())
}
