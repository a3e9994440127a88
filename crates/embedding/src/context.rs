//! What the encoder makes of a text beside its vector: the vectors of its pieces, each in context.
//!
//! A word's vector depends on its sentence: "bank" beside "river" differs from "bank" beside "account". A page
//! says a word of the question if one of its pieces is near that word's vector (late interaction, as
//! in ColBERT: <https://arxiv.org/abs/2004.12832>).

use crate::vector::Vector;

/// Places of a piece's vector that are kept. Source: `cargo xtask eval help`: 128 or all 256 of the
/// leading directions choose no better, 32 worse.
pub const CONTEXT_DIMS: usize = 64;

/// A text as the encoder reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InContext {
    /// Its vector.
    pub whole: Vector,
    /// Those of its pieces, in order, [`CONTEXT_DIMS`] places each.
    pub pieces: Vec<i8>,
}

impl InContext {
    /// A text of whose pieces nothing is known.
    #[must_use]
    pub fn whole(whole: Vector) -> Self {
        let pieces = Vec::new();
        Self { whole, pieces }
    }
}

/// A question as the encoder reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its vector.
    pub whole: Vector,
    /// Its words in small letters, each with its vector of [`CONTEXT_DIMS`] places.
    pub words: Vec<(String, Vector)>,
}
