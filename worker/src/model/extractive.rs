//! The built-in answerer: says what was composed of the best article, word for word.
//!
//! No key, no network, nothing asserted that an article does not say: `domain::answer` has it.

use super::{Model, Pieces};
use crate::clock;
use domain::{Decision, ModelFailure, TurnRequest, answer};
use std::time::Duration;

/// Words to a piece of the stream, and the pause between two: read at the pace it comes,
/// and a takeover gets between.
const PIECE_WORDS: usize = 6;
const PIECE_PAUSE: Duration = Duration::from_millis(12);

/// The built-in answerer.
pub(crate) struct Extractive;

impl Model for Extractive {
    fn name(&self) -> String {
        "extractive".to_owned()
    }

    async fn answer(
        &self,
        request: &TurnRequest,
        pieces: &mut Pieces<'_>,
    ) -> Result<Option<Decision>, ModelFailure> {
        let decision = answer::decision(request);
        if let Decision::Answer { text, .. } = &decision {
            for piece in in_pieces(text) {
                if pieces(piece).is_break() {
                    return Ok(None);
                }
                clock::after(PIECE_PAUSE).await;
            }
        }
        Ok(Some(decision))
    }
}

/// Cuts a text between words; the pieces together are the text.
fn in_pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut words, mut in_word) = (0, 0, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            words += usize::from(in_word);
            in_word = false;
        } else {
            if !in_word && words >= PIECE_WORDS {
                pieces.push(&text[from..at]);
                (from, words) = (at, 0);
            }
            in_word = true;
        }
    }
    if from < text.len() {
        pieces.push(&text[from..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_together_are_the_text() {
        let text = "You can reset your password.\n\n1. Select Forgot password?\n2. Enter it. [1]";
        for text in ["", "one", text, "  a  b\n\nc d e f g h i j k "] {
            assert_eq!(in_pieces(text).concat(), text);
        }
        assert!(in_pieces(text).len() > 2);
    }
}
