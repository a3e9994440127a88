//! Text to vectors, in two tiers that share one space.
//!
//! The [`Encoder`] is MiniLM's forward pass over weights of one byte: it embeds pages when
//! they are indexed. The [`Table`] has one row per piece of a word, fitted so that the mean of
//! a text's rows lands on that text's MiniLM vector: it embeds questions by look-up. Both give
//! [`DIMS`] places, so a question's vector may be compared with a page's of either tier.
//!
//! Pure: no I/O, no clock. Whoever has the bytes hands them in. All sums that decide a place
//! are integers, or floats in a fixed order, so a page's vector is the same natively and in
//! WebAssembly.

mod context;
mod encoder;
mod file;
mod math;
mod simd;
mod table;
mod vector;
mod wordpiece;

/// The space that the shipped table and the encoder made with the shipped projection share.
/// Changes with either: vectors of another space are embedded anew.
pub const SPACE: &str = "minilm-256-1";

/// The directions of that space: [`Projection::read`] reads them.
pub const PROJECTION: &[u8] = include_bytes!("../data/projection.bin");

pub use context::{Asked, CONTEXT_DIMS, InContext};
pub use encoder::{Encoder, HIDDEN, Projection, Weights};
pub use file::Malformed;
pub use table::{Table, TableRows};
pub use vector::{DIMS, Vector, dot, length, quantized, similarity};
pub use wordpiece::{Piece, WordPiece};
