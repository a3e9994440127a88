//! The platform's own models, by the binding `AI`.
//!
//! Source: <https://developers.cloudflare.com/workers-ai/models/bge-small-en-v1.5/>: text in,
//! `{ shape, data }` out, at most 100 texts at once.

use super::{Embed, EmbedFailure};
use crate::binding;
use crate::config;
use serde::Deserialize;
use serde_json::json;
use worker::Env;

/// The model, if `EMBEDDINGS_MODEL` names none.
const MODEL: &str = "@cf/baai/bge-small-en-v1.5";

/// The binding and its model.
pub(crate) struct WorkersAi {
    env: Env,
    model: String,
}

impl WorkersAi {
    /// Reads `EMBEDDINGS_MODEL`.
    pub(crate) fn of(env: &Env) -> Self {
        Self {
            env: env.clone(),
            model: config::variable(env, "EMBEDDINGS_MODEL").unwrap_or_else(|| MODEL.to_owned()),
        }
    }
}

impl Embed for WorkersAi {
    fn space(&self) -> String {
        format!("workers_ai:{}", self.model)
    }

    async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EmbedFailure> {
        #[derive(Deserialize)]
        struct Answer {
            data: Vec<Vec<f32>>,
        }
        let input = json!({ "text": texts });
        let answer: Answer =
            binding::call(&self.env, "AI", "run", &[self.model.clone().into(), input])
                .await
                .map_err(|error| EmbedFailure(format!("Workers AI: {error}")))?;
        Ok(answer.data)
    }
}
