//! What words a tag's texts are in: words, stems, neighbours and pieces of words, weighed by how
//! few tags have them.

use crate::intent::classifier::{self, hashed, marked};
use crate::words::{term, words};
use rustc_hash::FxHashMap;

/// Power that a tag's weights are raised to: what one example says often counts little more than
/// what it says once.
const FLATTEN: f32 = 0.4;
/// Letters of the pieces of a word: forms and slips of one word have most of them in common.
const PIECES: [usize; 3] = [3, 4, 5];

/// The tags' wordings.
pub(super) struct Wordings {
    /// Every piece of any tag's texts.
    known: FxHashMap<u64, Known>,
    /// Rarity of a piece that no tag has.
    unseen: f32,
    tags: usize,
}

/// A piece.
#[derive(Default)]
struct Known {
    rarity: f32,
    /// The tags that have it, by number, and its weight in each: a tag's are of length 1 together.
    tags: Vec<(usize, f32)>,
}

impl Wordings {
    /// Reads the texts of each tag.
    pub(super) fn new(texts: &[Vec<&str>]) -> Self {
        let all = texts.len() as f32;
        let mut wordings = Self {
            known: FxHashMap::default(),
            unseen: (2.0 * (all + 1.0)).ln(),
            tags: texts.len(),
        };
        let counted: Vec<Vec<FxHashMap<u64, f32>>> = texts
            .iter()
            .map(|texts| texts.iter().map(|text| pieces(text)).collect())
            .collect();
        for (tag, texts) in counted.iter().enumerate() {
            for piece in texts.iter().flat_map(FxHashMap::keys) {
                let known = wordings.known.entry(*piece).or_default();
                // A piece is as common as the tags that have it.
                if known.tags.last().is_none_or(|(last, _)| *last != tag) {
                    known.tags.push((tag, 0.0));
                }
            }
        }
        for known in wordings.known.values_mut() {
            known.rarity = ((all + 1.0) / (known.tags.len() as f32 + 0.5)).ln();
        }
        for (tag, texts) in counted.iter().enumerate() {
            let mut weights: FxHashMap<u64, f32> = FxHashMap::default();
            for text in texts {
                let length = wordings.length(text);
                for (piece, times) in text {
                    *weights.entry(*piece).or_default() += wordings.weight(*piece, *times) / length;
                }
            }
            for weight in weights.values_mut() {
                *weight = weight.powf(FLATTEN);
            }
            let squares = weights.values().map(|weight| weight * weight);
            let length = squares.sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            for (piece, weight) in weights {
                let known = wordings.known.get_mut(&piece);
                let mut tags = known.into_iter().flat_map(|known| &mut known.tags);
                if let Some((_, place)) = tags.find(|(it, _)| *it == tag) {
                    *place = weight / length;
                }
            }
        }
        wordings
    }

    /// How alike a message is to each tag: a cosine, 0 to 1.
    pub(super) fn scores(&self, text: &str) -> impl Iterator<Item = f32> {
        let pieces = pieces(text);
        let length = self.length(&pieces);
        let mut scores = vec![0.0; self.tags];
        for (piece, times) in pieces {
            let Some(known) = self.known.get(&piece) else {
                continue;
            };
            let weight = counted(times) * known.rarity / length;
            for (tag, of_tag) in &known.tags {
                scores[*tag] += weight * of_tag;
            }
        }
        scores.into_iter()
    }

    fn weight(&self, piece: u64, times: f32) -> f32 {
        let known = self.known.get(&piece);
        counted(times) * known.map_or(self.unseen, |known| known.rarity)
    }

    fn length(&self, pieces: &FxHashMap<u64, f32>) -> f32 {
        let weights = pieces
            .iter()
            .map(|(piece, times)| self.weight(*piece, *times));
        let squares = weights.map(|weight| weight * weight);
        squares.sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
    }
}

/// What being said so often counts.
fn counted(times: f32) -> f32 {
    1.0 + times.ln()
}

/// The pieces of a text, with how often each is there.
fn pieces(text: &str) -> FxHashMap<u64, f32> {
    let words = words(text);
    let mut times: FxHashMap<&str, f32> = FxHashMap::default();
    for word in &words {
        *times.entry(word).or_default() += 1.0;
    }
    let mut counts: FxHashMap<u64, f32> = FxHashMap::default();
    let mut add = |kind: u8, parts: &[&str], times: f32| {
        *counts.entry(hashed(kind, parts)).or_default() += times;
    };
    // A word said again is taken apart once.
    for (word, times) in times {
        add(b'w', &[word], times);
        if let Some(stem) = term(word) {
            add(b't', &[&stem], times);
        }
        let marked = marked(word);
        let of_length = |letters: &usize| classifier::pieces(&marked, *letters);
        for piece in PIECES.iter().flat_map(of_length) {
            add(b'p', &[piece], times);
        }
    }
    for pair in words.windows(2) {
        add(b'2', &[&pair[0], &pair[1]], 1.0);
    }
    counts
}
