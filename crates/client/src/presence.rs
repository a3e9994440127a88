//! Who writes now, and how far this browser has told that it has come.

use protocol::{Receipt, Seq, Timestamp};

/// Pause between two words that somebody writes.
const TELL_TYPING_MS: i64 = 3_000;
/// How long such a word counts: two pauses, so that one lost word does not flicker.
const TYPING_MS: i64 = 2 * TELL_TYPING_MS;

/// Who writes: what is told of oneself, and what is heard of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typing {
    told_at: Option<Timestamp>,
    heard: Option<(String, Timestamp)>,
}

impl Typing {
    /// A key was pressed: whether to tell it now.
    pub fn press(&mut self, now: Timestamp) -> bool {
        let is_due = self
            .told_at
            .is_none_or(|at| now.since(at) >= TELL_TYPING_MS);
        if is_due {
            self.told_at = Some(now);
        }
        is_due
    }

    /// What was written is sent: the next key is told at once.
    pub fn sent(&mut self) {
        self.told_at = None;
    }

    /// Somebody writes.
    pub fn heard(&mut self, name: String, now: Timestamp) {
        self.heard = Some((name, now));
    }

    /// What they wrote is here.
    pub fn came(&mut self, name: &str) {
        if self.heard.as_ref().is_some_and(|(known, _)| known == name) {
            self.heard = None;
        }
    }

    /// Who writes now.
    #[must_use]
    pub fn who(&self, now: Timestamp) -> Option<&str> {
        let (name, at) = self.heard.as_ref()?;
        (now.since(*at) < TYPING_MS).then_some(name)
    }
}

/// How far the server knows that this browser has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading(Receipt);

impl Reading {
    /// What to tell, if anything: `newest` is the number of the newest event worth telling, of
    /// another party's; `is_seen` whether it is before somebody's eyes.
    pub fn tell(&mut self, newest: Seq, is_seen: bool) -> Option<Receipt> {
        let receipt = Receipt {
            delivered: self.0.delivered.max(newest),
            read: if is_seen {
                self.0.read.max(newest)
            } else {
                self.0.read
            },
        };
        let is_news = receipt != self.0;
        self.0 = receipt;
        is_news.then_some(receipt)
    }

    /// The line was lost: what was told may not have been heard.
    pub fn forget(&mut self) {
        self.0 = Receipt::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_told_now_and_then_and_forgotten_soon() {
        let mut typing = Typing::default();
        let at = Timestamp;
        let told: Vec<bool> = [0, 1_000, 2_999, 3_000, 4_000]
            .into_iter()
            .map(|ms| typing.press(at(ms)))
            .collect();
        assert_eq!(told, [true, false, false, true, false]);
        typing.sent();
        assert!(typing.press(at(4_100)));
        typing.heard("Ana".into(), at(5_000));
        assert_eq!(typing.who(at(10_999)), Some("Ana"));
        assert_eq!(typing.who(at(11_000)), None);
        typing.heard("Ana".into(), at(12_000));
        typing.came("Bo");
        assert_eq!(typing.who(at(12_000)), Some("Ana"));
        typing.came("Ana");
        assert_eq!(typing.who(at(12_000)), None);
    }

    #[test]
    fn only_news_are_told() {
        let mut reading = Reading::default();
        assert_eq!(reading.tell(0, true), None);
        let delivered = Receipt {
            delivered: 4,
            read: 0,
        };
        assert_eq!(reading.tell(4, false), Some(delivered));
        assert_eq!(reading.tell(4, false), None);
        let read = Receipt {
            delivered: 4,
            read: 4,
        };
        assert_eq!(reading.tell(4, true), Some(read));
        assert_eq!(reading.tell(3, true), None);
        reading.forget();
        assert_eq!(reading.tell(4, true), Some(read));
    }
}
