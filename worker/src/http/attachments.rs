//! Files beside messages: up by their sender, down to the people of that conversation.

use super::{bytes, json, query};
use crate::auth;
use crate::clock;
use crate::durable::conversation::{self, Call};
use crate::error::Error;
use crate::{files, media};
use protocol::{
    AgentId, Attachment, AttachmentId, Code, ConversationId, MAX_ATTACHMENT_BYTES, TeamId,
};
use worker::{Env, Headers, Request, Response};

/// Who asks, and about which conversation: the learner's follows from their token.
struct Party {
    team: TeamId,
    conversation: ConversationId,
    /// The agent; the learner, if absent.
    agent: Option<AgentId>,
}

async fn party(
    request: &Request,
    env: &Env,
    conversation: Option<ConversationId>,
) -> Result<Party, Error> {
    match conversation {
        None => {
            let claims = auth::learner(request, env)?;
            Ok(Party {
                conversation: claims.conversation()?,
                team: claims.team,
                agent: None,
            })
        }
        Some(conversation) => {
            let me = auth::agent(request, env).await?;
            Ok(Party {
                team: me.team,
                conversation,
                agent: Some(me.agent.id),
            })
        }
    }
}

/// Takes a file. The conversation counts it first; then its content is stored; only then has
/// anybody its id.
pub(super) async fn upload(
    request: Request,
    env: &Env,
    conversation: Option<ConversationId>,
) -> Result<Response, Error> {
    let party = party(&request, env, conversation).await?;
    let given = query(&request, "name")?.unwrap_or_default();
    let content = bytes(request, MAX_ATTACHMENT_BYTES).await?;
    let media = media::of(&content).ok_or_else(|| {
        Error::new(
            Code::UnsupportedMedia,
            "only PNG, JPEG, WebP and GIF images, PDF documents and plain text can be attached",
        )
    })?;
    let attachment = Attachment {
        id: AttachmentId::new(clock::random_id()?)
            .map_err(|_| Error::bug("a minted id is malformed"))?,
        name: media::name(&given, media),
        media,
        bytes: u32::try_from(content.len()).unwrap_or(u32::MAX),
    };
    let (team, id) = (&party.team, &party.conversation);
    let call = Call::Attach {
        conversation: id.clone(),
        by: party.agent.clone(),
        attachment: attachment.clone(),
    };
    conversation::call::<()>(env, team, id, &call).await?;
    if let Err(error) = files::put(env, team, id, &attachment.id, content).await {
        detach(env, party, attachment.id).await?;
        return Err(error);
    }
    Ok(json(&attachment)?.with_status(201))
}

/// Takes an upload back that was not said yet.
pub(super) async fn take_back(
    request: &Request,
    env: &Env,
    conversation: Option<ConversationId>,
    attachment: AttachmentId,
) -> Result<Response, Error> {
    let party = party(request, env, conversation).await?;
    detach(env, party, attachment).await?;
    Ok(Response::empty()?.with_status(204))
}

/// Lets the conversation forget an upload of this party's; its content goes with it.
async fn detach(env: &Env, party: Party, attachment: AttachmentId) -> Result<(), Error> {
    let id = party.conversation;
    let call = Call::Detach {
        conversation: id.clone(),
        by: party.agent,
        attachment,
    };
    conversation::call(env, &party.team, &id, &call).await
}

/// A file that was said. Images may be shown in place; everything else is only downloaded,
/// and nothing in it runs.
pub(super) async fn content(
    request: &Request,
    env: &Env,
    conversation: Option<ConversationId>,
    attachment: AttachmentId,
) -> Result<Response, Error> {
    let party = party(request, env, conversation).await?;
    let (team, id) = (party.team, party.conversation);
    let call = Call::Attachment {
        conversation: id.clone(),
        attachment,
        is_learner: party.agent.is_none(),
    };
    let lost = || Error::not_found("attachment");
    let found: Option<Attachment> = conversation::call(env, &team, &id, &call).await?;
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
    headers.set("cache-control", "private, max-age=600")?;
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
