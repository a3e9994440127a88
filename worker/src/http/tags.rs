//! `/api/tags/catch-up`: tags for what was said before they were made.

use super::{MAX_BODY_BYTES, body, conversations, json};
use crate::auth;
use crate::clock;
use crate::durable::conversation::{self, Call};
use crate::durable::inbox;
use crate::error::Error;
use protocol::Summary;
use protocol::http::{CatchUp, CaughtUp, PageOf, Settings};
use worker::{Env, Request, Response};

/// How far back it goes: seven days.
const BACK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Conversations of one page: each is a call, and a request may make fifty (Workers, free plan).
const PAGE: u32 = 20;

pub(super) async fn catch_up(request: Request, env: &Env) -> Result<Response, Error> {
    let me = auth::admin(&request, env).await?;
    let asked: CatchUp = body(request, MAX_BODY_BYTES).await?;
    let before = asked.before.as_deref();
    let before = before.map(conversations::cursor).transpose()?;
    let settings: Settings = inbox::call(env, &me.team, &inbox::Call::Settings).await?;
    let call = inbox::Call::Conversations {
        before,
        limit: PAGE,
    };
    let page: PageOf<Summary> = inbox::call(env, &me.team, &call).await?;
    let since = clock::now().plus(-BACK_MS);
    let mut answer = CaughtUp {
        next: page.next,
        ..CaughtUp::default()
    };
    for summary in page.items {
        if summary.updated_at < since {
            // The newest come first: all that follow are older.
            answer.next = None;
            break;
        }
        let call = Call::Retag {
            conversation: summary.id.clone(),
            tags: settings.tags.clone(),
            since,
        };
        answer.read += 1;
        answer.tagged += conversation::call::<u32>(env, &me.team, &summary.id, &call).await?;
    }
    json(&answer)
}
