//! Any chat-completions endpoint that speaks OpenAI's dialect, streaming.
//!
//! Source: <https://platform.openai.com/docs/api-reference/chat-streaming>; what is said and read
//! stands in `chat.rs`.

use super::{Model, Pieces, chat};
use crate::clock;
use crate::config;
use domain::{Decision, ModelFailure, TurnRequest};
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::{
    AbortController, Env, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response,
};

/// An endpoint with its key and model.
pub(crate) struct OpenAi {
    url: String,
    key: Option<String>,
    model: String,
    patience: Duration,
}

impl OpenAi {
    /// Reads `OPENAI_BASE_URL`, `OPENAI_MODEL`, `OPENAI_API_KEY` and `MODEL_TIMEOUT_MS`.
    ///
    /// # Errors
    /// `NotConfigured` without address or model. Local servers need no key.
    pub(crate) fn of(env: &Env) -> Result<Self, ModelFailure> {
        let base = config::variable(env, "OPENAI_BASE_URL").ok_or(ModelFailure::NotConfigured)?;
        let model = config::variable(env, "OPENAI_MODEL").ok_or(ModelFailure::NotConfigured)?;
        Ok(Self {
            url: format!("{}/chat/completions", base.trim_end_matches('/')),
            key: config::secret(env, "OPENAI_API_KEY"),
            model,
            patience: super::patience(env),
        })
    }

    async fn send(
        &self,
        request: &TurnRequest,
        abort: &AbortController,
    ) -> Result<Response, ModelFailure> {
        let unsendable = |_| ModelFailure::NotConfigured;
        let headers = Headers::new();
        headers
            .set("content-type", "application/json")
            .map_err(unsendable)?;
        headers
            .set("accept", "text/event-stream")
            .map_err(unsendable)?;
        if let Some(key) = &self.key {
            headers
                .set("authorization", &format!("Bearer {key}"))
                .map_err(unsendable)?;
        }
        let mut body = chat::body(request);
        body["model"] = self.model.clone().into();
        let body = body.to_string();
        let mut init = RequestInit::new();
        init.with_method(Method::Post)
            .with_headers(headers)
            // Where it would send us, the key has no business.
            .with_redirect(RequestRedirect::Manual)
            .with_body(Some(body.into()));
        let request = Request::new_with_init(&self.url, &init).map_err(unsendable)?;
        let signal = abort.signal();
        let sending = Fetch::Request(request);
        let sending = pin!(sending.send_with_signal(&signal));
        let response = match select(sending, pin!(clock::after(self.patience))).await {
            Either::Left((response, _)) => response.map_err(|_| ModelFailure::Connection)?,
            Either::Right(_) => return Err(ModelFailure::Timeout),
        };
        match response.status_code() {
            200..=299 => Ok(response),
            status @ 500.. => Err(ModelFailure::Broke(status)),
            status => Err(ModelFailure::Refused(status)),
        }
    }
}

impl Model for OpenAi {
    fn name(&self) -> String {
        self.model.clone()
    }

    async fn answer(
        &self,
        request: &TurnRequest,
        pieces: &mut Pieces<'_>,
    ) -> Result<Option<Decision>, ModelFailure> {
        let abort = AbortController::default();
        let response = self.send(request, &abort).await;
        let outcome = match response {
            Ok(response) => chat::read(request, response, self.patience, pieces).await,
            Err(failure) => Err(failure),
        };
        // Whatever the endpoint still writes is wanted no more.
        abort.abort();
        outcome
    }
}
