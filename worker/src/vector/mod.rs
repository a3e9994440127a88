//! The vector index behind one trait: passages near a query's vector.

mod embedded;

pub(crate) use embedded::Embedded;

use domain::retrieval::{PassageKey, Vector};
use protocol::Audience;

/// Keeps passages' vectors and finds the nearest.
pub(crate) trait VectorIndex {
    /// Keeps a passage's vector, in place of what stood under its key.
    fn upsert(&mut self, key: PassageKey, audience: Audience, vector: Vector);

    /// Forgets passages; unknown keys are ignored.
    fn delete(&mut self, keys: &[PassageKey]);

    /// The `most` passages nearest to `query` that `audience` may see, with their cosine,
    /// nearest first. The audience's filter comes before any comparison.
    fn nearest(&self, query: &Vector, audience: Audience, most: usize) -> Vec<(PassageKey, f32)>;
}
