//! Reading a question: its terms, with slips of the pen mended.

use super::index::{Index, TermId};
use super::spelling::{self, Sketch};
use crate::words::{term, words};
use embedding::Table;

/// What a word counts that was found by way of one slip of the pen, and of two.
const SLIP_CERTAINTY: [f32; 3] = [1.0, 0.8, 0.6];

impl Asked {
    /// Its terms with their rarity, and whether any article has them.
    pub(super) fn words(&self, rarities: &[f32]) -> Vec<(String, f32, bool)> {
        let stems = self.stems.iter().zip(&self.terms).zip(rarities);
        stems
            .map(|((stem, (term, _)), rarity)| (stem.clone(), *rarity, term.is_some()))
            .collect()
    }
}

/// A question as the index understands it.
pub(super) struct Asked {
    /// Each term once, with what it counts.
    pub(super) terms: Vec<(Option<TermId>, f32)>,
    /// Their stems.
    stems: Vec<String>,
    /// The question with its spelling mended.
    pub(super) text: String,
}

impl Index {
    /// Reads a question: its terms, with slips of the pen mended.
    pub(super) fn ask(&self, text: &str, visible: &[bool]) -> Asked {
        let mut terms: Vec<(Option<TermId>, f32)> = Vec::new();
        let mut stems = Vec::new();
        let mut mended = Vec::new();
        let mut add = |stem: String, term: Option<TermId>, weight: f32| match terms
            .iter_mut()
            .find(|(known, _)| term.is_some() && *known == term)
        {
            // Said twice, it is asked for twice as much.
            Some((_, before)) => *before += weight,
            None => {
                terms.push((term, weight));
                stems.push(stem);
            }
        };
        let table = Table::shipped();
        let mut is_mended = false;
        for word in words(text) {
            let Some(stem) = term(&word) else {
                mended.push(word);
                continue;
            };
            let known = self
                .term(&stem)
                .filter(|term| self.is_visible(*term, visible));
            let is_word = known.is_some() || table.knows(&word);
            if is_word || word.contains(|c: char| c.is_ascii_digit()) {
                add(stem, known, 1.0);
                mended.push(word);
                continue;
            }
            match self.meant(&word, visible) {
                Some((meant, slips)) => {
                    let word = self.spelled[meant].word.to_string();
                    add(
                        term(&word).unwrap_or(stem),
                        Some(self.spelled[meant].term),
                        SLIP_CERTAINTY[slips as usize],
                    );
                    mended.push(word);
                    is_mended = true;
                }
                None => {
                    add(stem, None, 1.0);
                    mended.push(word);
                }
            }
        }
        Asked {
            terms,
            stems,
            text: if is_mended {
                mended.join(" ")
            } else {
                text.to_owned()
            },
        }
    }

    fn is_visible(&self, term: TermId, visible: &[bool]) -> bool {
        let mut slots = self.postings[term as usize].iter();
        slots.any(|(slot, _)| visible[self.places[slot as usize].article as usize])
    }

    /// The word that an unknown one was meant to be: the nearest, of those the commonest.
    fn meant(&self, word: &str, visible: &[bool]) -> Option<(usize, u32)> {
        let forgiven = spelling::forgiven(word);
        if forgiven == 0 {
            return None;
        }
        let sketch = Sketch::of(word);
        let mut best: Option<(usize, u32, usize)> = None;
        for (number, spelled) in self.spelled.iter().enumerate() {
            let most = best.map_or(forgiven, |(_, slips, _)| slips);
            if !sketch.may_be_within(spelled.sketch, most) {
                continue;
            }
            let Some(slips) = spelling::slips(word, &spelled.word, most) else {
                continue;
            };
            if !self.is_visible(spelled.term, visible) {
                continue;
            }
            let common = self.postings[spelled.term as usize].size();
            let is_better = best.is_none_or(|(_, least, most)| {
                (slips, std::cmp::Reverse(common)) < (least, std::cmp::Reverse(most))
            });
            if is_better {
                best = Some((number, slips, common));
            }
        }
        best.map(|(number, slips, _)| (number, slips))
    }
}
