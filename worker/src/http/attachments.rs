//! Files beside messages: up by their sender, down to the people of that conversation.

use super::{bytes, json};
use crate::auth;
use crate::clock;
use crate::durable::conversation::{self, Party};
use crate::durable::team;
use crate::error::Error;
use crate::token::learner::Claims;
use crate::{files, media};
use protocol::http::Me;
use protocol::{Attachment, AttachmentId, Code, ConversationId, MAX_ATTACHMENT_BYTES, TeamId};
use worker::{Env, Headers, Request, Response};

/// Header that holds what the sender calls the file, percent-encoded.
const FILE_NAME: &str = "x-file-name";

/// Most pixels of an image: more than any screen or camera has, and what a browser unpacks without
/// harm (200 MB).
const MAX_PIXELS: usize = 50_000_000;

/// Who asks, and about which conversation: the learner's follows from their token.
pub(crate) struct Asking {
    pub(crate) team: TeamId,
    pub(crate) conversation: ConversationId,
    pub(crate) by: Party,
}

impl Asking {
    fn of_learner(claims: Claims) -> Result<Self, Error> {
        Ok(Self {
            conversation: claims.conversation()?,
            by: Party::Learner {
                is_verified: claims.is_trusted(clock::now()),
            },
            team: claims.team,
        })
    }

    fn of_agent(me: Me, conversation: ConversationId) -> Self {
        Self {
            team: me.team,
            conversation,
            by: Party::Agent(me.agent.id),
        }
    }
}

pub(crate) async fn upload_own(
    auth::Learner(claims): auth::Learner,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let network = auth::network(&request)?;
    if let Some(network) = claims.counted_by(&network, clock::now()) {
        team::ask(env, &claims.team, team::Uploads { network }).await?;
    }
    take(Asking::of_learner(claims)?, request, env).await
}

pub(crate) async fn upload(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
    of: ConversationId,
) -> Result<Response, Error> {
    take(Asking::of_agent(me, of), request, env).await
}

pub(crate) async fn take_back_own(
    auth::Learner(claims): auth::Learner,
    _: Request,
    env: &Env,
    id: AttachmentId,
) -> Result<Response, Error> {
    take_back_of(Asking::of_learner(claims)?, env, id).await
}

pub(crate) async fn take_back(
    auth::Agent(me): auth::Agent,
    _: Request,
    env: &Env,
    of: ConversationId,
    id: AttachmentId,
) -> Result<Response, Error> {
    take_back_of(Asking::of_agent(me, of), env, id).await
}

pub(crate) async fn own_content(
    auth::Learner(claims): auth::Learner,
    _: Request,
    env: &Env,
    id: AttachmentId,
) -> Result<Response, Error> {
    content_for(Asking::of_learner(claims)?, env, id).await
}

pub(crate) async fn content(
    auth::Agent(me): auth::Agent,
    _: Request,
    env: &Env,
    of: ConversationId,
    id: AttachmentId,
) -> Result<Response, Error> {
    content_for(Asking::of_agent(me, of), env, id).await
}

async fn take(asking: Asking, request: Request, env: &Env) -> Result<Response, Error> {
    let given = file_name(&request)?;
    let content = bytes(request, MAX_ATTACHMENT_BYTES).await?;
    let attachment = store(env, asking, &given, content).await?;
    Ok(json(&attachment)?.with_status(201))
}

/// Takes a file. The conversation counts it first; then its content is stored; only then has
/// anybody its id.
pub(crate) async fn store(
    env: &Env,
    asking: Asking,
    given: &str,
    content: Vec<u8>,
) -> Result<Attachment, Error> {
    let media = media::of(&content).ok_or_else(|| {
        Error::new(
            Code::UnsupportedMedia,
            "only PNG, JPEG, WebP and GIF images, PDF documents and plain text can be attached",
        )
    })?;
    if media::pixels(&content).is_some_and(|pixels| pixels > MAX_PIXELS) {
        let why = format!(
            "an image has at most {} million pixels",
            MAX_PIXELS / 1_000_000
        );
        return Err(Error::new(Code::TooLarge, why));
    }
    let attachment = Attachment {
        id: AttachmentId::new(clock::random_id()?)
            .map_err(|_| Error::bug("a minted id is malformed"))?,
        name: media::name(given, media),
        media,
        bytes: u32::try_from(content.len()).unwrap_or(u32::MAX),
    };
    let (team, id) = (&asking.team, &asking.conversation);
    let attach = conversation::Attach {
        by: asking.by.clone(),
        attachment: attachment.clone(),
    };
    conversation::ask(env, team, id, attach).await?;
    if let Err(error) = files::put(env, team, id, &attachment.id, content).await {
        detach(env, asking, attachment.id).await?;
        return Err(error);
    }
    // Whoever it belongs to may have been erased while it was on its way.
    let wants = conversation::Wants {
        attachment: attachment.id.clone(),
    };
    let is_wanted = conversation::ask(env, team, id, wants).await;
    if !matches!(is_wanted, Ok(true)) {
        files::delete(env, team, id, &attachment.id).await?;
        return Err(Error::not_found("conversation"));
    }
    Ok(attachment)
}

/// What the sender calls the file. In a header: addresses stand in logs.
fn file_name(request: &Request) -> Result<String, Error> {
    let given = request.headers().get(FILE_NAME)?.unwrap_or_default();
    let decoded = js_sys::decode_uri_component(&given).map(String::from);
    decoded.map_err(|_| Error::invalid("the file's name is not percent-encoded"))
}

/// Takes an upload back that was not said yet.
async fn take_back_of(
    asking: Asking,
    env: &Env,
    attachment: AttachmentId,
) -> Result<Response, Error> {
    detach(env, asking, attachment).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Lets the conversation forget an upload of this party's; its content goes with it.
async fn detach(env: &Env, asking: Asking, attachment: AttachmentId) -> Result<(), Error> {
    let detach = conversation::Detach {
        by: asking.by,
        attachment,
    };
    conversation::ask(env, &asking.team, &asking.conversation, detach).await
}

/// A file that was said. Images may be shown in place; everything else is only downloaded,
/// and nothing in it runs.
async fn content_for(
    asking: Asking,
    env: &Env,
    attachment: AttachmentId,
) -> Result<Response, Error> {
    let (team, id) = (asking.team, asking.conversation);
    let find = conversation::FindAttachment {
        attachment,
        by: asking.by.clone(),
    };
    let lost = || Error::not_found("attachment");
    let found = conversation::ask(env, &team, &id, find).await?;
    let attachment = found.ok_or_else(lost)?;
    let content = files::get(env, &team, &id, &attachment.id).await?;
    let headers = Headers::new();
    let disposition = if attachment.media.is_image() {
        "inline"
    } else {
        "attachment"
    };
    headers.set("content-type", attachment.media.mime())?;
    headers.set(
        "content-disposition",
        &format!(
            "{disposition}; filename*=UTF-8''{}",
            encoded(&attachment.name)
        ),
    )?;
    headers.set("x-content-type-options", "nosniff")?;
    headers.set("content-security-policy", "default-src 'none'; sandbox")?;
    headers.set("cross-origin-resource-policy", "same-origin")?;
    headers.set("cache-control", "no-store")?;
    Ok(Response::from_body(content.ok_or_else(lost)?)?.with_headers(headers))
}

/// A name as `filename*` takes it (RFC 8187, 3.2.1).
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_a_header() {
        assert_eq!(encoded("Fehler 1.png"), "Fehler%201.png");
        assert_eq!(encoded("日\r\n\"'"), "%E6%97%A5%0D%0A%22%27");
    }
}
