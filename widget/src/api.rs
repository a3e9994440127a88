//! The HTTP API: the only file with `gloo_net`.

use gloo_net::http::{Request, Response};
use protocol::http::{LearnerSession, NewLearnerSession};
use protocol::{Article, ArticleId, Problem, TeamId};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// Why a call gave nothing.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// The server could not be reached.
    Offline,
    /// It refused.
    Refused(Problem),
}

#[wasm_bindgen]
extern "C" {
    /// `loader/proof.js`.
    #[wasm_bindgen(catch, js_name = batonProof)]
    async fn prove(team: &str) -> Result<JsValue, JsValue>;
}

/// A proof of work, for [`session`]; nothing, if none could be made.
pub(crate) async fn proof(team: &str) -> Option<String> {
    prove(team).await.ok()?.as_string()
}

/// Begins or renews the learner's session; `identity` is who the LMS says they are.
pub(crate) async fn session(
    team: &str,
    renewal: Option<String>,
    identity: Option<String>,
    proof: Option<String>,
) -> Result<LearnerSession, Failure> {
    let team = TeamId::new(team).map_err(|_| Failure::Offline)?;
    let body = ui::to_text(&NewLearnerSession {
        team,
        renewal,
        identity,
        proof,
    });
    let response = Request::post("/api/learner/session")
        .header("content-type", "application/json")
        .body(body)
        .map_err(|_| Failure::Offline)?
        .send()
        .await
        .map_err(|_| Failure::Offline)?;
    read(response).await
}

/// Begins the learner's next conversation.
pub(crate) async fn new_conversation(token: &str) -> Result<LearnerSession, Failure> {
    let response = Request::post("/api/learner/conversations")
        .header("authorization", &format!("Bearer {token}"))
        .send()
        .await
        .map_err(|_| Failure::Offline)?;
    read(response).await
}

/// An article, to be read in the panel.
pub(crate) async fn article(id: &ArticleId, token: &str) -> Result<Article, Failure> {
    let response = Request::get(&format!("/api/learner/articles/{id}"))
        .header("authorization", &format!("Bearer {token}"))
        .send()
        .await
        .map_err(|_| Failure::Offline)?;
    read(response).await
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let text = response.text().await.map_err(|_| Failure::Offline)?;
    if response.ok() {
        ui::from_text(&text).ok_or(Failure::Offline)
    } else {
        Err(ui::from_text(&text).map_or(Failure::Offline, Failure::Refused))
    }
}
