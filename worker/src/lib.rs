//! The edge.
//!
//! A request comes in at [`fetch`]; [`endpoint`] says who may send it, and hands it to the one file
//! under `http/` that owns it. Conversations, teams, inboxes and the knowledge live
//! in the objects under `durable/`, whose decisions are the domain's.

mod asset;
mod auth;
mod binding;
mod brake;
mod clock;
mod config;
#[cfg(test)]
mod description;
mod digest;
mod durable;
mod embed;
mod endpoint;
mod error;
mod files;
mod guard;
mod headers;
mod http;
mod inbound;
mod json;
mod media;
mod meter;
mod model;
mod notify;
mod proof;
mod socket;
mod store;
mod subtle;
mod token;
mod totp;
mod vector;
mod web;

use worker::{Context, Env, ForwardableEmailMessage, Request, Response, Result, event};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Response> {
    let answer = endpoint::answer(request, &env).await?;
    headers::guarded(answer)
}

/// Takes an e-mail in.
#[event(email)]
async fn email(message: ForwardableEmailMessage, env: Env, _context: Context) -> Result<()> {
    inbound::take(&message, &env).await;
    Ok(())
}
