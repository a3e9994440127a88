//! The edge.
//!
//! A request comes in at [`fetch`], becomes a [`route::Route`], and goes to the one
//! file under `http/` that owns it. Conversations, the inbox and the knowledge live
//! in the objects under `durable/`, whose decisions are the domain's.

mod auth;
mod binding;
mod clock;
mod config;
mod durable;
mod effect;
mod embed;
mod error;
mod files;
mod http;
mod media;
mod meter;
mod model;
mod openapi;
mod route;
mod socket;
mod store;
mod vector;
mod webhook;

use worker::{Context, Env, Request, Response, Result, event};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    let answer = match route::Route::of(request.method().as_ref(), &request.path()) {
        Ok(route) => http::answer(route, request, env).await,
        Err(problem) => Err(problem.into()),
    };
    answer.or_else(error::Error::into_response)
}
