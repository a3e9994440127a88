//! What the deployment says of itself: whether it is well, and its API's description, OpenAPI 3.1.
//!
//! The description is written by hand in `openapi.json`; a test holds it to the endpoints, and the
//! worker tests hold the golden bodies to its schemas.

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

#[cfg(test)]
mod tests {
    const DOCUMENT: &str = include_str!("../openapi.json");

    use crate::endpoint::ENDPOINTS;
    use std::collections::BTreeSet;

    #[test]
    fn it_describes_exactly_the_endpoints_there_are() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let described: BTreeSet<(String, String)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods
                    .as_object()
                    .unwrap()
                    .keys()
                    .filter(|method| *method != "parameters")
                    .map(move |method| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let there: BTreeSet<(String, String)> = ENDPOINTS
            .iter()
            .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
            .collect();
        assert_eq!(described, there);
    }
}
