//! Models that answer: one trait, one file per vendor.
//!
//! `extractive` is built in and needs no key; `openai` is any chat-completions endpoint,
//! `workers_ai` the platform's binding.
//! The variable `MODEL` chooses. Whatever goes wrong becomes a [`ModelFailure`], which the
//! domain turns into a handoff that the learner sees (architecture, invariant 10).

mod chat;
mod extractive;
mod openai;
mod sse;
mod workers_ai;

use crate::clock;
use crate::config;
use domain::grounding::Grounding;
use domain::{Decision, Input, ModelFailure, TurnRequest};
use futures_util::future::{Either, select};
use protocol::Passage;
use std::ops::ControlFlow;
use std::pin::pin;
use std::time::Duration;
use worker::Env;

/// Takes a piece of the answer as it is written; `Break` means that nobody wants more.
pub(crate) type Pieces<'a> = dyn FnMut(&str) -> ControlFlow<()> + 'a;

/// Answers questions from passages.
pub(crate) trait Model {
    /// What it is called, for people.
    fn name(&self) -> String;

    /// Answers, or asks for a handover. Pieces are for showing; the decision counts.
    ///
    /// # Errors
    /// How it failed. `Ok(None)` if the pieces were no longer wanted.
    async fn answer(
        &self,
        request: &TurnRequest,
        pieces: &mut Pieces<'_>,
    ) -> Result<Option<Decision>, ModelFailure>;
}

/// How long a model may take to begin, and between two pieces, if `MODEL_TIMEOUT_MS` does not say.
/// Within the domain's own patience for a turn.
const PATIENCE_MS: u64 = 20_000;

fn patience(env: &Env) -> Duration {
    let ms = config::variable(env, "MODEL_TIMEOUT_MS").and_then(|ms| ms.parse().ok());
    Duration::from_millis(ms.unwrap_or(PATIENCE_MS))
}

/// The model the deployment chose.
pub(crate) enum Chosen {
    Extractive(extractive::Extractive),
    OpenAi(openai::OpenAi),
    WorkersAi(workers_ai::WorkersAi),
}

impl Chosen {
    /// Reads the deployment's choice.
    ///
    /// # Errors
    /// `NotConfigured` if it names no model, or one that lacks its settings.
    pub(crate) fn of(env: &Env) -> Result<Self, ModelFailure> {
        match config::variable(env, "MODEL").as_deref() {
            None | Some("extractive") => Ok(Self::Extractive(extractive::Extractive)),
            Some("openai") => Ok(Self::OpenAi(openai::OpenAi::of(env)?)),
            Some("workers_ai") => Ok(Self::WorkersAi(workers_ai::WorkersAi::of(env))),
            Some(_) => Err(ModelFailure::NotConfigured),
        }
    }

    /// What it is called, for people.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Extractive(model) => model.name(),
            Self::OpenAi(model) => model.name(),
            Self::WorkersAi(model) => model.name(),
        }
    }

    async fn answer(
        &self,
        request: &TurnRequest,
        pieces: &mut Pieces<'_>,
    ) -> Result<Option<Decision>, ModelFailure> {
        match self {
            Self::Extractive(model) => model.answer(request, pieces).await,
            Self::OpenAi(model) => model.answer(request, pieces).await,
            Self::WorkersAi(model) => model.answer(request, pieces).await,
        }
    }
}

/// Whether a model writes the answers of this deployment: then search is not the judge.
pub(crate) fn is_written(env: &Env) -> bool {
    !matches!(Chosen::of(env), Ok(Chosen::Extractive(_)))
}

/// An answer of what was left of it: what nothing supports rests on nothing.
fn grounded(text: String, passages: &[Passage], kept: usize) -> Decision {
    let citations = if kept > 0 {
        chat::citations(&text, passages)
    } else {
        Vec::new()
    };
    Decision::Answer { text, citations }
}

/// Runs a turn's model; what it writes goes to `feed`, which refuses once the turn is over.
pub(crate) async fn run(env: &Env, feed: &dyn Fn(Input) -> Result<(), ()>, request: TurnRequest) {
    let turn = request.turn;
    let model = Chosen::of(env);
    // The extractive answer is the articles' own words.
    let is_quoted = matches!(model, Ok(Chosen::Extractive(_)));
    let mut grounding = (!is_quoted).then(|| Grounding::new(&request.passages, &request.question));
    let mut shown = String::new();
    let outcome = match model {
        Ok(model) => {
            let mut pieces = |piece: &str| {
                // What the articles do not say is dropped before anybody sees it (A1, A2).
                let text = match &mut grounding {
                    Some(grounding) => grounding.push(piece),
                    None => piece.to_owned(),
                };
                if text.is_empty() {
                    return ControlFlow::Continue(());
                }
                shown.push_str(&text);
                let input = Input::Delta { turn, text };
                match feed(input) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(()) => ControlFlow::Break(()),
                }
            };
            // However lively it streams, nobody waits longer.
            let seconds = Duration::from_secs(request.budget.answer_seconds.into());
            let answer = pin!(model.answer(&request, &mut pieces));
            match select(answer, pin!(clock::after(seconds))).await {
                Either::Left((outcome, _)) => outcome,
                Either::Right(_) => Err(ModelFailure::Timeout),
            }
        }
        Err(failure) => Err(failure),
    };
    let outcome = outcome.map(|decision| match (decision, &mut grounding) {
        (Some(Decision::Answer { .. }), Some(grounding)) => {
            shown.push_str(&grounding.finish());
            if grounding.dropped() > 0 {
                worker::console_warn!("dropped {} unsupported sentences", grounding.dropped());
            }
            Some(grounded(shown, &request.passages, grounding.kept()))
        }
        (decision, _) => decision,
    });
    let input = match outcome {
        Ok(Some(decision)) => Input::Answered { turn, decision },
        Ok(None) => return,
        Err(failure) => {
            worker::console_warn!("model failed: {failure:?}");
            Input::Failed { turn, failure }
        }
    };
    let _turn_is_over = feed(input);
}
