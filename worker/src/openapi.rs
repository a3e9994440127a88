//! `GET /api/openapi.json`: the API's description, OpenAPI 3.1.
//!
//! Written by hand in `openapi.json`; a test holds it to the route table, and the worker
//! tests hold the golden bodies to its schemas.

use crate::asset::asset;
use crate::error::Error;
use worker::{Env, Response};

/// The description, which stands among the assets. Anybody may read it.
pub(crate) async fn document(env: &Env) -> Result<Response, Error> {
    published(&asset(env, "openapi.json").await?.text().await?)
}

/// The handoff packet's schema. Anybody may read it.
pub(crate) fn packet_schema() -> Result<Response, Error> {
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
    const DOCUMENT: &str = include_str!("openapi.json");

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
