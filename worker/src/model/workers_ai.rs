//! The platform's own chat models, by the binding `AI`, streaming.
//!
//! Source: <https://developers.cloudflare.com/workers-ai/features/json-mode/> and the models' pages:
//! `run(model, { messages, tools, stream })` answers a stream of server-sent events.

use super::{Model, Pieces, chat};
use crate::binding;
use crate::clock;
use crate::config;
use domain::{Decision, ModelFailure, TurnRequest};
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::wasm_bindgen::JsCast as _;
use worker::{Env, Response, ResponseBody};

/// The model, if `WORKERS_AI_MODEL` names none: it calls tools, and streams.
const MODEL: &str = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";

/// The binding and its model.
pub(crate) struct WorkersAi {
    env: Env,
    model: String,
    patience: Duration,
}

impl WorkersAi {
    /// Reads `WORKERS_AI_MODEL` and `MODEL_TIMEOUT_MS`.
    pub(crate) fn of(env: &Env) -> Self {
        Self {
            env: env.clone(),
            model: config::variable(env, "WORKERS_AI_MODEL").unwrap_or_else(|| MODEL.to_owned()),
            patience: super::patience(env),
        }
    }
}

impl Model for WorkersAi {
    fn name(&self) -> String {
        self.model.clone()
    }

    async fn answer(
        &self,
        request: &TurnRequest,
        pieces: &mut Pieces<'_>,
    ) -> Result<Option<Decision>, ModelFailure> {
        let arguments = [self.model.clone().into(), chat::body(request)];
        let running = pin!(binding::raw(&self.env, "AI", "run", &arguments));
        let stream = match select(running, pin!(clock::after(self.patience))).await {
            Either::Left((Ok(stream), _)) => stream,
            Either::Left((Err(why), _)) => {
                worker::console_warn!("Workers AI: {why}");
                return Err(failure(&why));
            }
            Either::Right(_) => return Err(ModelFailure::Timeout),
        };
        if !stream.is_object() {
            return Err(ModelFailure::Malformed);
        }
        let body = ResponseBody::Stream(stream.unchecked_into());
        let response = Response::from_body(body).map_err(|_| ModelFailure::Malformed)?;
        chat::read(request, response, self.patience, pieces).await
    }
}

/// What the platform throws begins with its code: 3036 is the daily allowance, 3040 too busy, 5007
/// no such model (<https://developers.cloudflare.com/workers-ai/platform/errors/>).
fn failure(why: &str) -> ModelFailure {
    match why
        .split(':')
        .next()
        .and_then(|code| code.trim().parse::<u16>().ok())
    {
        Some(3036) => ModelFailure::Refused(429),
        Some(3000..=3999) => ModelFailure::Broke(503),
        Some(5000..=5999) => ModelFailure::Refused(400),
        _ => ModelFailure::Connection,
    }
}
