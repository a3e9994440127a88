//! Finding: split articles into passages, index, embed, score, fuse, confidence.
//!
//! Pure. `worker/src/durable/knowledge.rs` keeps articles and vectors; this says
//! what they mean. `cargo xtask eval` runs the same code natively.

mod confidence;
mod index;
mod passage;
mod postings;
mod question;
mod search;
mod spelling;

pub use crate::words::terms;
pub use confidence::{Calibrator, FEATURE_NAMES, FEATURES, Features};
pub use embedding::{DIMS, Table, Vector, quantized, similarity};
pub use index::{Head, Index, NewPassage, PassageKey};
pub use passage::{Piece, passage_text, split};
pub use search::{Hit, Near, Ranked, Ranking, Reader, Tuning};
