//! The embedded index: an exact scan over vectors in memory.
//!
//! One team's help centre is a few thousand passages; 10,000 vectors of 256 signed bytes
//! scan in a fraction of a millisecond, so there is nothing to approximate. A cache: the
//! vectors stand in the `passage` table.

use super::VectorIndex;
use domain::retrieval::{PassageKey, Vector, similarity};
use protocol::Audience;
use std::collections::BTreeMap;

/// Vectors by passage.
#[derive(Default)]
pub(crate) struct Embedded(BTreeMap<PassageKey, (Audience, Vector)>);

impl VectorIndex for Embedded {
    fn upsert(&mut self, key: PassageKey, audience: Audience, vector: Vector) {
        self.0.insert(key, (audience, vector));
    }

    fn delete(&mut self, keys: &[PassageKey]) {
        for key in keys {
            self.0.remove(key);
        }
    }

    fn nearest(&self, query: &Vector, audience: Audience, most: usize) -> Vec<(PassageKey, f32)> {
        let mut near: Vec<(PassageKey, f32)> = self
            .0
            .iter()
            .filter(|(_, (for_whom, _))| *for_whom <= audience)
            .map(|(key, (_, vector))| (*key, similarity(query, vector)))
            .collect();
        near.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        near.truncate(most);
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::retrieval::embed;

    #[test]
    fn the_nearest_come_first_and_only_those_one_may_see() {
        let mut index = Embedded::default();
        index.upsert(1, Audience::Learner, embed("reset your password"));
        index.upsert(2, Audience::Learner, embed("download a certificate"));
        index.upsert(3, Audience::Admin, embed("reset a password as an admin"));
        let query = embed("password reset");
        let keys = |audience| -> Vec<PassageKey> {
            let near = index.nearest(&query, audience, 2);
            near.into_iter().map(|(key, _)| key).collect()
        };
        assert_eq!(keys(Audience::Learner), [1, 2]);
        assert_eq!(keys(Audience::Admin), [1, 3]);
        index.delete(&[1, 9]);
        assert_eq!(index.nearest(&query, Audience::Learner, 5).len(), 1);
    }
}
