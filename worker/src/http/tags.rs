//! `/api/tags/catch-up`: tags for what was said before they were made.

use super::{MAX_BODY_BYTES, body, conversations, json};
use crate::auth;
use crate::clock;
use crate::durable::{conversation, inbox, team};
use crate::error::Error;
use protocol::http::{CatchUp, CaughtUp};
use worker::{Env, Request, Response};

/// How far back it goes: seven days.
const BACK_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Conversations of one page: each is a call, and a request may make fifty (Workers, free plan).
const PAGE: u32 = 20;

pub(crate) async fn catch_up(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: CatchUp = body(request, MAX_BODY_BYTES).await?;
    let after = asked.before.as_deref();
    let after = after.map(conversations::place).transpose()?;
    let settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    let list = inbox::List {
        me: me.agent.id,
        filter: None,
        after,
        limit: PAGE,
    };
    let page = inbox::ask(env, &me.team, list).await?;
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
        let retag = conversation::Retag {
            tags: settings.tags.clone(),
            since,
        };
        answer.read += 1;
        answer.tagged += conversation::ask(env, &me.team, &summary.id, retag).await?;
    }
    json(&answer)
}
