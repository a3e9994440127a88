//! Finding: index windows of articles, embed, score, fuse.
//!
//! Pure. `worker/src/durable/knowledge.rs` keeps articles and vectors; this says what they mean;
//! `crate::answer` chooses among what is found. `cargo xtask eval` runs the same code natively.

mod features;
mod index;
mod postings;
mod question;
mod ranking;
mod search;
pub(crate) mod spelling;
mod tuning;

pub use crate::words::terms;
pub use embedding::{Asked, DIMS, InContext, Table, Vector, quantized, similarity};
pub(crate) use features::ARTICLES;
pub use features::{FEATURE_NAMES, FEATURES, Features};
pub use index::{Head, Index, NewPassage, PassageKey};
pub use ranking::{Candidate, Near, Ranked, Ranking, Reader, Tier, WINDOW_SIGNS};
pub use tuning::{Embedded, Tuning};
