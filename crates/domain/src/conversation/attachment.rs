//! Files: uploaded first, then said with a message.

use super::{Changes, Upload, keep_newest};
use crate::effect::Effect;
use crate::refusal::Refusal;
use protocol::{
    AgentId, Attachment, AttachmentId, MAX_ATTACHED_BYTES_A_DAY, MAX_ATTACHMENTS, Timestamp,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Bytes that the smallest file counts for: a day has room for 400 of them.
const SMALLEST_COUNTED: u64 = 256 * 1024;

/// Names of the learner's files that a packet carries: the newest.
const FILES: usize = 8;

impl Changes<'_> {
    /// A file is about to be stored for this party.
    pub(super) fn attach(
        &mut self,
        by: Option<AgentId>,
        attachment: Attachment,
    ) -> Result<(), Refusal> {
        if by.is_some() && self.state.stream.seq == 0 {
            return Err(Refusal::NotBegun);
        }
        let theirs = self
            .state
            .files
            .uploads
            .iter()
            .filter(|upload| upload.by == by);
        if theirs.count() >= MAX_ATTACHMENTS {
            // A page that was left forgets its uploads: the oldest makes room, as waiting for the
            // day to end would lock its sender out.
            let oldest = self.state.files.uploads.iter().position(|it| it.by == by);
            if let Some(oldest) = oldest {
                let upload = self.state.files.uploads.remove(oldest);
                self.asks.push(Effect::Discard(upload.attachment.id));
            }
        }
        // A count for each side: neither uses up the other's.
        let files = &self.state.files;
        let counted = match by {
            Some(_) => files.uploaded_by_team,
            None => files.uploaded,
        };
        let (since, bytes) = match counted {
            (since, bytes) if self.now.since(since) < DAY_MS => (since, bytes),
            _ => (self.now, 0),
        };
        // The smallest file costs its commit and its place in the store too.
        let bytes = bytes + u64::from(attachment.bytes).max(SMALLEST_COUNTED);
        if bytes > MAX_ATTACHED_BYTES_A_DAY {
            let wait = since.plus(DAY_MS).since(self.now).max(1_000);
            return Err(Refusal::TooMuchAttached(
                u32::try_from(wait.div_euclid(1_000)).unwrap_or(u32::MAX),
            ));
        }
        match by {
            Some(_) => self.state.files.uploaded_by_team = (since, bytes),
            None => self.state.files.uploaded = (since, bytes),
        }
        self.state.files.uploads.push(Upload {
            attachment,
            by,
            at: self.now,
        });
        Ok(())
    }

    /// A file could not be stored, or its sender thought better of it before saying it.
    pub(super) fn detach(
        &mut self,
        by: Option<&AgentId>,
        id: &AttachmentId,
    ) -> Result<(), Refusal> {
        let at = self.upload(by, id)?;
        self.state.files.uploads.remove(at);
        self.asks.push(Effect::Discard(id.clone()));
        Ok(())
    }

    /// Where a party's own upload stands among those that are not said.
    fn upload(&self, by: Option<&AgentId>, id: &AttachmentId) -> Result<usize, Refusal> {
        let is_theirs = |it: &Upload| it.attachment.id == *id && it.by.as_ref() == by;
        let at = self.state.files.uploads.iter().position(is_theirs);
        at.ok_or(Refusal::NoSuchAttachment)
    }

    /// The files a party says with a message: its own, uploaded and not said yet.
    pub(super) fn attached(
        &mut self,
        by: Option<&AgentId>,
        ids: &[AttachmentId],
    ) -> Result<Vec<Attachment>, Refusal> {
        let mut attachments = Vec::new();
        for id in ids {
            let at = self.upload(by, id)?;
            attachments.push(self.state.files.uploads.remove(at).attachment);
        }
        if by.is_none() {
            let names = attachments.iter().map(|it| it.name.clone());
            self.state.files.names.extend(names);
            keep_newest(&mut self.state.files.names, FILES);
        }
        Ok(attachments)
    }

    /// Drops what was uploaded a day ago and not said.
    /// Files that were uploaded and not said are dropped in the end.
    pub(super) fn uploads_are_over(&mut self) {
        let kept = self.team.patience.upload_ms;
        let is_over = |at: Timestamp, now: Timestamp| at.plus(kept) <= now;
        let now = self.now;
        let (over, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.state.files.uploads)
            .into_iter()
            .partition(|upload| is_over(upload.at, now));
        self.state.files.uploads = kept;
        for upload in over {
            self.asks.push(Effect::Discard(upload.attachment.id));
        }
    }
}
