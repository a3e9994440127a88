//! What the deployment says of itself: whether it is well, and its API's description, OpenAPI 3.1.
//!
//! The description is made from the endpoints and the wire's types (`description.rs`); the worker tests
//! hold the golden bodies to its schemas.

use super::json;
use crate::asset::asset;
use crate::auth::Anybody;
use crate::error::Error;
use crate::model::Chosen;
use protocol::Audience;
use protocol::http::Health;
use worker::{Env, Request, Response};

pub(crate) async fn health(_: Anybody, _: Request, env: &Env) -> Result<Response, Error> {
    let model = Chosen::of(env)
        .map_err(|_| Error::bug("MODEL names no model, or one that lacks its settings"))?;
    json(&Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        model: model.name(),
        default_audience: Audience::Learner,
    })
}

/// The description, which stands among the assets.
pub(crate) async fn openapi(_: Anybody, _: Request, env: &Env) -> Result<Response, Error> {
    published(&asset(env, "openapi.json").await?.text().await?)
}

/// The handoff packet's schema.
pub(crate) async fn packet_schema(_: Anybody, _: Request, _: &Env) -> Result<Response, Error> {
    published(protocol::HANDOFF_PACKET_SCHEMA)
}

fn published(json: &str) -> Result<Response, Error> {
    let response = Response::ok(json)?;
    let headers = response.headers();
    headers.set("content-type", "application/json")?;
    headers.set("cache-control", "public, max-age=300")?;
    headers.set("access-control-allow-origin", "*")?;
    Ok(response)
}
