//! `/api/audit`: what was done in the team, and by whom.

use super::{json, number, query};
use crate::auth;
use crate::durable::team;
use crate::error::Error;
use protocol::http::PageOf;
use worker::{Env, Request, Response};

/// Most entries of one page.
const MAX_PAGE: u32 = 200;

pub(crate) async fn list(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let before = match query(&request, "cursor")? {
        Some(text) => Some(
            text.parse()
                .map_err(|_| Error::invalid("the cursor is not one of ours"))?,
        ),
        None => None,
    };
    let limit = number(&request, "limit", 100)?.clamp(1, MAX_PAGE);
    let items = team::ask(env, &me.team, team::ReadAudit { before, limit }).await?;
    let is_full = u32::try_from(items.len()) == Ok(limit);
    let next = items.last().filter(|_| is_full);
    let next = next.map(|last| last.number.to_string());
    json(&PageOf { items, next })
}
