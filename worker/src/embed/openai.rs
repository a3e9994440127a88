//! Any embeddings endpoint that speaks OpenAI's dialect.
//!
//! Source: <https://platform.openai.com/docs/api-reference/embeddings/create>.

use super::{Embed, EmbedFailure};
use crate::clock;
use crate::config;
use futures_util::future::{Either, select};
use serde::Deserialize;
use serde_json::json;
use std::pin::pin;
use std::time::Duration;
use worker::{AbortController, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// How long the endpoint may take, if `EMBEDDINGS_TIMEOUT_MS` does not say: a question waits
/// for it.
const PATIENCE_MS: u64 = 5_000;

/// An endpoint with its key and model.
pub(crate) struct OpenAi {
    base: Option<String>,
    key: Option<String>,
    model: String,
    dimensions: Option<u32>,
    patience: Duration,
}

impl OpenAi {
    /// Reads `EMBEDDINGS_BASE_URL` (`OPENAI_BASE_URL` if absent), `EMBEDDINGS_MODEL`,
    /// `EMBEDDINGS_DIMENSIONS`, `EMBEDDINGS_TIMEOUT_MS` and `OPENAI_API_KEY`.
    pub(crate) fn of(env: &Env) -> Self {
        let number = |name: &str| config::variable(env, name);
        let patience = number("EMBEDDINGS_TIMEOUT_MS").and_then(|ms| ms.parse().ok());
        Self {
            base: config::variable(env, "EMBEDDINGS_BASE_URL")
                .or_else(|| config::variable(env, "OPENAI_BASE_URL")),
            key: config::secret(env, "OPENAI_API_KEY"),
            model: config::variable(env, "EMBEDDINGS_MODEL").unwrap_or_default(),
            dimensions: number("EMBEDDINGS_DIMENSIONS").and_then(|dims| dims.parse().ok()),
            patience: Duration::from_millis(patience.unwrap_or(PATIENCE_MS)),
        }
    }

    fn request(&self, texts: &[String]) -> Result<Request, EmbedFailure> {
        let unset = || EmbedFailure("EMBEDDINGS_BASE_URL or EMBEDDINGS_MODEL is not set".into());
        let base = self.base.as_deref().ok_or_else(unset)?;
        if self.model.is_empty() {
            return Err(unset());
        }
        let mut body = json!({ "model": self.model, "input": texts, "encoding_format": "float" });
        if let Some(dimensions) = self.dimensions {
            body["dimensions"] = dimensions.into();
        }
        let build = || -> worker::Result<Request> {
            let headers = Headers::new();
            headers.set("content-type", "application/json")?;
            if let Some(key) = &self.key {
                headers.set("authorization", &format!("Bearer {key}"))?;
            }
            let mut init = RequestInit::new();
            init.with_method(Method::Post)
                .with_headers(headers)
                // Where it would send us, the key has no business.
                .with_redirect(RequestRedirect::Manual)
                .with_body(Some(body.to_string().into()));
            Request::new_with_init(&format!("{}/embeddings", base.trim_end_matches('/')), &init)
        };
        build().map_err(|error| EmbedFailure(error.to_string()))
    }
}

impl Embed for OpenAi {
    fn space(&self) -> String {
        let dimensions = self.dimensions.map(|dims| format!(":{dims}"));
        format!("openai:{}{}", self.model, dimensions.unwrap_or_default())
    }

    async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EmbedFailure> {
        #[derive(Deserialize)]
        struct Item {
            index: usize,
            embedding: Vec<f32>,
        }
        #[derive(Deserialize)]
        struct Answer {
            data: Vec<Item>,
        }
        let abort = AbortController::default();
        let signal = abort.signal();
        let request = Fetch::Request(self.request(texts)?);
        let answering = pin!(async {
            let mut response = request.send_with_signal(&signal).await?;
            Ok::<_, worker::Error>((response.status_code(), response.text().await?))
        });
        let patience = pin!(clock::after(self.patience));
        let (status, text) = match select(answering, patience).await {
            Either::Left((Ok(answer), _)) => answer,
            Either::Left((Err(_), _)) => {
                return Err(EmbedFailure(
                    "the embeddings endpoint could not be reached".into(),
                ));
            }
            Either::Right(_) => {
                abort.abort();
                return Err(EmbedFailure("the embeddings endpoint took too long".into()));
            }
        };
        if !(200..300).contains(&status) {
            return Err(EmbedFailure(format!(
                "the embeddings endpoint answered {status}"
            )));
        }
        let mut answer: Answer = crate::json::read(&text)
            .map_err(|_| EmbedFailure("the embeddings endpoint's answer is malformed".into()))?;
        // In the order asked for, whatever order they come in.
        answer.data.sort_by_key(|item| item.index);
        Ok(answer.data.into_iter().map(|item| item.embedding).collect())
    }
}
