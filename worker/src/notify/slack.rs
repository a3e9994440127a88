//! Slack's incoming webhooks: <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>.

use crate::error::Error;
use crate::store::outbox::Post;
use worker::{Method, Request, RequestInit};

/// The request that sends a row.
pub(super) fn request(post: &Post) -> Result<Request, Error> {
    let text = format!("A conversation was handed over: {}", post.event);
    let body = serde_json::json!({ "text": text }).to_string();
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(body.into()));
    Ok(Request::new_with_init(&post.address, &init)?)
}
