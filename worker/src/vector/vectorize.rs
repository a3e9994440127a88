//! Cloudflare Vectorize, by the binding `VECTORIZE`.
//!
//! Source: <https://developers.cloudflare.com/vectorize/reference/client-api/>. One namespace a
//! team; metadata carry audience and language, which need metadata indexes:
//! `wrangler vectorize create-metadata-index NAME --property-name audience --type number`, and
//! `language` of type string.

use super::{Entry, VectorStore};
use crate::binding;
use domain::retrieval::{PassageKey, Reader, Vector};
use protocol::{Audience, TeamId};
use serde::Deserialize;
use serde_json::{Value, json};
use worker::Env;

const BINDING: &str = "VECTORIZE";

/// Vectors of one upsert. Source: the client API (1,000 from a Worker), divided by how long a
/// body of 1,536 places gets.
const AT_ONCE: usize = 200;

/// Neighbours asked for: the most there is without values or metadata.
/// Source: <https://developers.cloudflare.com/vectorize/platform/limits/>.
const TOP_K: usize = 100;

/// The index, and the team whose namespace it is asked about.
pub(crate) struct Vectorize {
    env: Env,
    team: TeamId,
}

impl Vectorize {
    pub(crate) fn of(env: &Env, team: &TeamId) -> Self {
        Self {
            env: env.clone(),
            team: team.clone(),
        }
    }

    /// Ids are unique in the whole index, namespaces or not.
    fn id(&self, key: PassageKey) -> String {
        format!("{}:{key}", self.team)
    }
}

/// Audiences as numbers, so that one filter says "for me and for those before me".
fn level(audience: Audience) -> u8 {
    match audience {
        Audience::Learner => 0,
        Audience::Instructor => 1,
        Audience::Admin => 2,
    }
}

/// Articles that name no language are for readers of any.
const ANY_LANGUAGE: &str = "";

impl VectorStore for Vectorize {
    async fn upsert(&self, entries: &[Entry]) -> Result<(), String> {
        for entries in entries.chunks(AT_ONCE) {
            let vectors: Vec<Value> = entries
                .iter()
                .map(|entry| {
                    json!({
                        "id": self.id(entry.key),
                        "namespace": self.team,
                        "values": entry.vector,
                        "metadata": {
                            "audience": level(entry.audience),
                            "language": entry.language.as_deref().unwrap_or(ANY_LANGUAGE),
                        },
                    })
                })
                .collect();
            let _mutation: Value =
                binding::call(&self.env, BINDING, "upsert", &[vectors.into()]).await?;
        }
        Ok(())
    }

    async fn delete(&self, keys: &[PassageKey]) -> Result<(), String> {
        for keys in keys.chunks(AT_ONCE) {
            let ids: Vec<Value> = keys.iter().map(|key| self.id(*key).into()).collect();
            let _mutation: Value =
                binding::call(&self.env, BINDING, "deleteByIds", &[ids.into()]).await?;
        }
        Ok(())
    }

    async fn nearest(
        &self,
        query: &Vector,
        reader: &Reader,
    ) -> Result<Vec<(PassageKey, f32)>, String> {
        #[derive(Deserialize)]
        struct Match {
            id: String,
            score: f32,
        }
        #[derive(Deserialize)]
        struct Answer {
            matches: Vec<Match>,
        }
        let mut filter = json!({ "audience": { "$lte": level(reader.audience) } });
        if let Some(language) = &reader.language {
            filter["language"] = json!({ "$in": [language, ANY_LANGUAGE] });
        }
        let options = json!({
            "topK": TOP_K,
            "namespace": self.team,
            "returnValues": false,
            "returnMetadata": "none",
            "filter": filter,
        });
        let asked = [json!(query), options];
        let answer: Answer = binding::call(&self.env, BINDING, "query", &asked).await?;
        let own = |id: &str| -> Option<PassageKey> {
            let (team, key) = id.rsplit_once(':')?;
            key.parse().ok().filter(|_| team == self.team.as_str())
        };
        let found = answer.matches.into_iter();
        Ok(found
            .filter_map(|found| Some((own(&found.id)?, found.score)))
            .collect())
    }
}
