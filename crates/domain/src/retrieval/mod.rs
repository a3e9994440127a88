//! Finding: split articles into passages, index, embed, score, fuse, confidence.
//!
//! Pure. `worker/src/durable/knowledge.rs` keeps articles and vectors; this says
//! what they mean. `cargo xtask eval` runs the same code natively.

mod embed;
mod index;
mod passage;

pub use crate::words::terms;
pub use embed::{DIMS, Vector, embed, similarity};
pub use index::{Hit, Index, PassageKey, Ranking};
pub use passage::{Piece, split};
