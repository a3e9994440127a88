//! Where passages' vectors are compared: one trait, `embedded` in the knowledge's own index,
//! and `vectorize` for what outgrows it. The variable `VECTORS` chooses.

mod vectorize;

use crate::config;
use domain::retrieval::{PassageKey, Reader, Vector};
use protocol::{Audience, TeamId};
use worker::Env;

/// A passage's vector on its way to a store.
pub(crate) struct Entry {
    pub(crate) key: PassageKey,
    pub(crate) vector: Vector,
    pub(crate) audience: Audience,
    pub(crate) language: Option<String>,
}

/// A store of vectors outside the index. Eventually consistent: what was put may not be found
/// yet, what was deleted may still be; the index filters the latter.
pub(crate) trait VectorStore {
    /// Keeps passages' vectors in place of what stood under their keys.
    async fn upsert(&self, entries: &[Entry]) -> Result<(), String>;

    /// Forgets passages; unknown keys are ignored.
    async fn delete(&self, keys: &[PassageKey]) -> Result<(), String>;

    /// The passages nearest to `query` that `reader` may see, with their cosine, nearest first.
    /// The reader's filter comes before any comparison.
    async fn nearest(
        &self,
        query: &Vector,
        reader: &Reader,
    ) -> Result<Vec<(PassageKey, f32)>, String>;
}

/// Whether the deployment chose one.
pub(crate) fn is_chosen(env: &Env) -> bool {
    config::variable(env, "VECTORS").as_deref() == Some("vectorize")
}

/// The store the deployment chose; `None` for the index's own vectors.
pub(crate) fn chosen(env: &Env, team: &TeamId) -> Option<vectorize::Vectorize> {
    is_chosen(env).then(|| vectorize::Vectorize::of(env, team))
}
