//! The content of attachments: objects in R2, named after team, conversation and attachment.

use crate::error::Error;
use protocol::{AttachmentId, ConversationId, TeamId};
use worker::{Bucket, Env, ResponseBody};

const BUCKET: &str = "ATTACHMENTS";

fn bucket(env: &Env) -> Result<Bucket, Error> {
    env.bucket(BUCKET)
        .map_err(|_| Error::bug("there is no R2 bucket bound as ATTACHMENTS: see wrangler.toml"))
}

/// Derived, as the objects' names are: no client ever names it (architecture, invariant 15).
fn key(team: &TeamId, conversation: &ConversationId, id: &AttachmentId) -> String {
    format!("{team}/{conversation}/{id}")
}

/// Stores a file's content.
pub(crate) async fn put(
    env: &Env,
    team: &TeamId,
    conversation: &ConversationId,
    id: &AttachmentId,
    content: Vec<u8>,
) -> Result<(), Error> {
    let key = key(team, conversation, id);
    bucket(env)?.put(key, content).execute().await?;
    Ok(())
}

/// A file's content, as it streams out of the bucket; `None` if it is not there.
pub(crate) async fn get(
    env: &Env,
    team: &TeamId,
    conversation: &ConversationId,
    id: &AttachmentId,
) -> Result<Option<ResponseBody>, Error> {
    let object = bucket(env)?
        .get(key(team, conversation, id))
        .execute()
        .await?;
    let Some(object) = object else {
        return Ok(None);
    };
    let body = object.body().map(|body| body.response_body()).transpose()?;
    Ok(body)
}

/// Deletes a file's content. What is not there is deleted.
pub(crate) async fn delete(
    env: &Env,
    team: &TeamId,
    conversation: &ConversationId,
    id: &AttachmentId,
) -> Result<(), Error> {
    bucket(env)?.delete(key(team, conversation, id)).await?;
    Ok(())
}

/// Deletes the content of all files of a conversation; how many there were.
pub(crate) async fn delete_all(
    env: &Env,
    team: &TeamId,
    conversation: &ConversationId,
) -> Result<u32, Error> {
    let bucket = bucket(env)?;
    let mut deleted = 0;
    loop {
        // A page is at most a thousand; what was deleted is not in the next one.
        let prefix = format!("{team}/{conversation}/");
        let page = bucket.list().prefix(prefix).execute().await?;
        let keys: Vec<String> = page.objects().iter().map(worker::Object::key).collect();
        if keys.is_empty() {
            return Ok(deleted);
        }
        deleted += u32::try_from(keys.len()).unwrap_or(u32::MAX);
        bucket.delete_multiple(keys).await?;
    }
}
