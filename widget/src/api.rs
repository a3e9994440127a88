//! The HTTP API: the only file with `gloo_net`.

use gloo_net::http::{Request, Response};
use protocol::http::{LearnerSession, NewLearnerSession};
use protocol::{Article, ArticleId, Code, Problem, TeamId};
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
    /// Works until it can be shown, as `loader/proof.js` does.
    #[wasm_bindgen(catch, js_name = batonProof)]
    async fn prove(team: &str) -> Result<JsValue, JsValue>;
}

/// Begins or renews the learner's session; `identity` is who the LMS says they are. Told to wait, this browser works
/// instead; with `works`, it does so at once.
pub(crate) async fn session(
    team: &str,
    renewal: Option<String>,
    identity: Option<String>,
    mut works: bool,
) -> Result<LearnerSession, Failure> {
    let mut asked = NewLearnerSession {
        team: TeamId::new(team).map_err(|_| Failure::Offline)?,
        renewal,
        identity,
        proof: None,
    };
    loop {
        if works {
            let proof = prove(team).await.map_err(|_| Failure::Offline)?;
            asked.proof = proof.as_string();
        }
        match begin(&asked).await {
            Err(Failure::Refused(problem)) if problem.code == Code::TooFast && !works => {
                works = true;
            }
            begun => return begun,
        }
    }
}

async fn begin(asked: &NewLearnerSession) -> Result<LearnerSession, Failure> {
    let body = ui::to_text(asked);
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
