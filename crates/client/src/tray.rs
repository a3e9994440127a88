//! Files beside what is being written: on their way up, ready to be said, or refused.

use protocol::{Attachment, AttachmentId, Code, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, Problem};

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Upload {
    /// So many percent are sent.
    Sending(u8),
    /// It is stored.
    Ready(Attachment),
    /// It was not taken; why.
    Failed(Problem),
}

/// A file in the tray.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Tells it from the others of this tray.
    pub key: u32,
    /// What its sender calls it.
    pub name: String,
    /// How far it is.
    pub upload: Upload,
}

/// The files of one message that is being written, in the order they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tray {
    items: Vec<Item>,
    next: u32,
}

impl Tray {
    /// All of them.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// A file by its key.
    #[must_use]
    pub fn get(&self, key: u32) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// Adds a file; its key if it is to be uploaded. What is too large is refused here, before
    /// its bytes are sent for nothing.
    pub fn add(&mut self, name: String, bytes: f64) -> Option<u32> {
        let refusal = if self.items.len() >= MAX_ATTACHMENTS {
            Some(Problem::new(
                Code::TooMany,
                format!("a message holds at most {MAX_ATTACHMENTS} attachments"),
            ))
        } else if bytes > MAX_ATTACHMENT_BYTES as f64 {
            Some(Problem::new(
                Code::TooLarge,
                "a file may have at most 10 MB",
            ))
        } else if bytes < 1.0 {
            Some(Problem::new(Code::Invalid, "the file is empty"))
        } else {
            None
        };
        self.next += 1;
        let key = self.next;
        let is_taken = refusal.is_none();
        self.items.push(Item {
            key,
            name,
            upload: refusal.map_or(Upload::Sending(0), Upload::Failed),
        });
        is_taken.then_some(key)
    }

    /// So many percent of a file are sent.
    pub fn sent(&mut self, key: u32, percent: u8) {
        if let Some(item) = self.find(key)
            && let Upload::Sending(known) = &mut item.upload
        {
            *known = percent.min(100);
        }
    }

    /// A file is stored, or was refused.
    pub fn ended(&mut self, key: u32, outcome: Result<Attachment, Problem>) {
        if let Some(item) = self.find(key) {
            item.upload = outcome.map_or_else(Upload::Failed, Upload::Ready);
        }
    }

    /// A file goes up again.
    pub fn retry(&mut self, key: u32) {
        if let Some(item) = self.find(key) {
            item.upload = Upload::Sending(0);
        }
    }

    /// Takes a file out; if it is stored already, its id, to be taken back.
    pub fn remove(&mut self, key: u32) -> Option<AttachmentId> {
        let at = self.items.iter().position(|item| item.key == key)?;
        match self.items.remove(at).upload {
            Upload::Ready(attachment) => Some(attachment.id),
            Upload::Sending(_) | Upload::Failed(_) => None,
        }
    }

    /// Whether a file is on its way up: the message waits for it.
    #[must_use]
    pub fn is_sending(&self) -> bool {
        self.items
            .iter()
            .any(|item| matches!(item.upload, Upload::Sending(_)))
    }

    /// Whether a file is ready to be said.
    #[must_use]
    pub fn has_ready(&self) -> bool {
        self.items
            .iter()
            .any(|item| matches!(item.upload, Upload::Ready(_)))
    }

    /// Empties the tray: the files that are said now. What was refused is forgotten.
    pub fn take(&mut self) -> Vec<Attachment> {
        let items = std::mem::take(&mut self.items);
        let ready = items.into_iter().filter_map(|item| match item.upload {
            Upload::Ready(attachment) => Some(attachment),
            Upload::Sending(_) | Upload::Failed(_) => None,
        });
        ready.collect()
    }

    /// Files that were taken, and not said after all: they stand before what was added since.
    pub fn put_back(&mut self, files: Vec<Attachment>) {
        let added = std::mem::take(&mut self.items);
        for file in files {
            self.next += 1;
            self.items.push(Item {
                key: self.next,
                name: file.name.clone(),
                upload: Upload::Ready(file),
            });
        }
        self.items.extend(added);
    }

    fn find(&mut self, key: u32) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Media;

    fn stored(id: &str) -> Attachment {
        Attachment {
            id: AttachmentId::new(id).unwrap(),
            name: "a.png".into(),
            media: Media::Png,
            bytes: 5,
        }
    }

    #[test]
    fn a_file_goes_up_and_is_said_once() {
        let mut tray = Tray::default();
        let one = tray.add("a.png".into(), 5.0).unwrap();
        let two = tray.add("b.png".into(), 5.0).unwrap();
        tray.sent(one, 40);
        assert!(tray.is_sending() && !tray.has_ready());
        tray.ended(one, Ok(stored("f1")));
        tray.ended(two, Err(Problem::new(Code::UnsupportedMedia, "no")));
        assert!(!tray.is_sending() && tray.has_ready());
        tray.sent(one, 90);
        assert_eq!(tray.take(), [stored("f1")]);
        assert!(tray.items().is_empty());
        tray.add("c.png".into(), 5.0).unwrap();
        tray.put_back(vec![stored("f1")]);
        assert!(tray.items()[0].key > two && tray.is_sending());
        assert_eq!(tray.take(), [stored("f1")]);
        // A word that comes late finds nothing.
        tray.ended(one, Ok(stored("f1")));
        assert!(tray.items().is_empty());
    }

    #[test]
    fn what_is_too_large_or_too_many_is_refused_before_it_is_sent() {
        let mut tray = Tray::default();
        assert_eq!(tray.add("film.gif".into(), 10_485_761.0), None);
        assert_eq!(tray.add("nothing".into(), 0.0), None);
        for _ in 2..MAX_ATTACHMENTS {
            assert!(tray.add("a".into(), 1.0).is_some());
        }
        assert_eq!(tray.add("one more".into(), 1.0), None);
    }

    #[test]
    fn what_is_taken_out_is_taken_back_if_it_was_stored() {
        let mut tray = Tray::default();
        let one = tray.add("a".into(), 1.0).unwrap();
        let two = tray.add("b".into(), 1.0).unwrap();
        tray.ended(one, Ok(stored("f1")));
        assert_eq!(tray.remove(one).unwrap().as_str(), "f1");
        assert_eq!(tray.remove(two), None);
        assert_eq!(tray.remove(two), None);
    }
}
