//! The edge.
//!
//! A request comes in at [`fetch`], becomes a [`endpoint::Route`], and goes to the one
//! file under `http/` that owns it. Conversations, the inbox and the knowledge live
//! in the objects under `durable/`, whose decisions are the domain's.

mod asset;
mod auth;
mod binding;
mod clock;
mod config;
mod digest;
mod durable;
mod embed;
mod endpoint;
mod error;
mod files;
mod http;
mod media;
mod meter;
mod model;
mod notify;
mod openapi;
mod socket;
mod store;
mod vector;

use worker::{Context, Env, Request, Response, Result, event};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    match endpoint::Route::of(request.method().as_ref(), &request.path()) {
        Ok(route) => {
            let answer = http::answer(route, request, env).await;
            answer.or_else(error::Error::into_response)
        }
        Err(nowhere) => {
            let response = error::problem_response(&nowhere.problem)?;
            if !nowhere.allowed.is_empty() {
                let headers = response.headers();
                headers.set("allow", &nowhere.allowed.join(", "))?;
            }
            Ok(response)
        }
    }
}
