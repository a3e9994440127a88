//! Messages drawn from a grammar: `tests/eval/intent/*.txt` say how it is written.

use anyhow::{Context as _, Result};
use std::collections::HashMap;

/// A generator that gives the same numbers each time (SplitMix64:
/// <https://doi.org/10.1145/2714064.2660195>).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `below`.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.max(1) as u64) as usize
    }
}

/// A grammar: words for alternatives, and lines.
pub(crate) struct Grammar {
    words: HashMap<String, Vec<String>>,
    lines: Vec<String>,
}

impl Grammar {
    /// Reads one.
    pub(crate) fn read(text: &str) -> Self {
        let mut grammar = Self {
            words: HashMap::new(),
            lines: Vec::new(),
        };
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once(" = ") {
                Some((name, words)) => {
                    let words = words.split('|').map(|word| word.trim().to_owned());
                    grammar
                        .words
                        .insert(name.trim().to_owned(), words.collect());
                }
                None => grammar.lines.push(line.to_owned()),
            }
        }
        grammar
    }

    /// Draws `times` messages from each line, each once.
    pub(crate) fn draw(&self, times: usize, random: &mut Random) -> Result<Vec<String>> {
        let mut drawn = std::collections::BTreeSet::new();
        for line in &self.lines {
            for _ in 0..times {
                drawn.insert(self.expand(line, random)?);
            }
        }
        Ok(drawn.into_iter().collect())
    }

    fn expand(&self, line: &str, random: &mut Random) -> Result<String> {
        let mut text = line.to_owned();
        // Innermost first: what an alternative holds is expanded in its turn.
        while let Some(open) = text.rfind(['{', '(']) {
            let close = if text[open..].starts_with('{') {
                '}'
            } else {
                ')'
            };
            let end = open
                + text[open..]
                    .find(close)
                    .with_context(|| format!("{line:?} lacks a {close}"))?;
            let inside = &text[open + 1..end];
            let chosen = if close == '}' {
                let words = self
                    .words
                    .get(inside)
                    .with_context(|| format!("{line:?} names {inside}, which is nothing"))?;
                words[random.below(words.len())].clone()
            } else {
                let all: Vec<&str> = inside.split('|').collect();
                all[random.below(all.len())].to_owned()
            };
            text = format!("{}{chosen}{}", &text[..open], &text[end + 1..]);
        }
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
