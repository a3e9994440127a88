//! What was said, in order, and the answer that is being written.

use protocol::{Partial, Seq, Sequenced, Turn};

/// What an event did to the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is new.
    New,
    /// It was here already.
    Known,
    /// Events before it are missing: connect again from [`Timeline::last_seq`].
    Gap,
}

/// The events of one conversation as one audience sees them.
///
/// Applying what is here already changes nothing, so any replay gives the same timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline<E> {
    entries: Vec<Sequenced<E>>,
    working: Option<Partial>,
}

impl<E> Default for Timeline<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            working: None,
        }
    }
}

impl<E> Timeline<E> {
    /// All events, in order.
    #[must_use]
    pub fn entries(&self) -> &[Sequenced<E>] {
        &self.entries
    }

    /// The running turn; its text is empty while the assistant reads.
    #[must_use]
    pub fn working(&self) -> Option<&Partial> {
        self.working.as_ref()
    }

    /// Number of the newest event here: where to resume from.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.entries.last().map_or(0, |entry| entry.seq)
    }

    /// Takes a connection's first frame. `true` if more pages follow: connect again.
    ///
    /// A server whose stream ends before ours has another conversation: ours is forgotten.
    pub fn hello(
        &mut self,
        entries: Vec<Sequenced<E>>,
        last_seq: Seq,
        partial: Option<Partial>,
    ) -> bool {
        if last_seq < self.last_seq() {
            *self = Self::default();
            return true;
        }
        for entry in entries {
            self.entry(entry);
        }
        self.working = partial;
        self.last_seq() < last_seq
    }

    /// Takes an event.
    pub fn entry(&mut self, entry: Sequenced<E>) -> Applied {
        let next = self.last_seq() + 1;
        if entry.seq < next {
            Applied::Known
        } else if entry.seq > next {
            Applied::Gap
        } else {
            self.entries.push(entry);
            Applied::New
        }
    }

    /// A turn has begun.
    pub fn started(&mut self, turn: Turn) {
        self.working = Some(Partial {
            turn,
            text: String::new(),
        });
    }

    /// Takes more of a running turn's text; a piece that does not fit is left out, as the
    /// message that follows stands for all of it.
    pub fn delta(&mut self, turn: Turn, from: usize, text: &str) {
        match &mut self.working {
            Some(working) if working.turn == turn && working.text.chars().count() == from => {
                working.text.push_str(text);
            }
            Some(working) if working.turn == turn => {}
            _ if from == 0 => {
                self.working = Some(Partial {
                    turn,
                    text: text.to_owned(),
                });
            }
            _ => {}
        }
    }

    /// A turn has ended: its partial text is void.
    pub fn ended(&mut self, turn: Turn) {
        if self
            .working
            .as_ref()
            .is_some_and(|working| working.turn <= turn)
        {
            self.working = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use protocol::Timestamp;

    fn entry(seq: Seq) -> Sequenced<Seq> {
        Sequenced {
            seq,
            at: Timestamp(0),
            event: seq,
        }
    }

    #[test]
    fn a_gap_is_noticed_and_nothing_is_shown_out_of_order() {
        let mut timeline = Timeline::default();
        assert_eq!(timeline.entry(entry(1)), Applied::New);
        assert_eq!(timeline.entry(entry(3)), Applied::Gap);
        assert_eq!(timeline.entry(entry(1)), Applied::Known);
        assert!(!timeline.hello(vec![entry(2), entry(3)], 3, None));
        assert_eq!(timeline.last_seq(), 3);
        assert!(timeline.hello(vec![entry(4)], 9, None));
    }

    #[test]
    fn another_conversation_replaces_this_one() {
        let mut timeline = Timeline::default();
        timeline.hello(vec![entry(1), entry(2), entry(3)], 3, None);
        assert!(timeline.hello(vec![], 1, None));
        assert_eq!(timeline.last_seq(), 0);
        assert!(!timeline.hello(vec![entry(1)], 1, None));
    }

    #[test]
    fn an_answer_grows_and_is_replaced() {
        let mut timeline: Timeline<Seq> = Timeline::default();
        timeline.started(1);
        timeline.delta(1, 0, "Sé ");
        timeline.delta(1, 3, "so");
        timeline.delta(1, 3, "so");
        timeline.delta(1, 9, "lost");
        assert_eq!(timeline.working().unwrap().text, "Sé so");
        timeline.ended(1);
        assert_eq!(timeline.working(), None);
        timeline.delta(2, 4, "late");
        assert_eq!(timeline.working(), None);
    }

    proptest! {
        #[test]
        fn however_often_it_is_replayed_it_is_the_same(
            pieces in prop::collection::vec((1_u32..40, 1_u32..12), 0..60)
        ) {
            let mut timeline = Timeline::default();
            for (from, count) in pieces {
                for seq in from..from + count {
                    timeline.entry(entry(seq));
                }
            }
            timeline.hello((1..=60).map(entry).collect(), 60, None);
            let seen: Vec<Seq> = timeline.entries().iter().map(|entry| entry.event).collect();
            prop_assert_eq!(seen, (1..=60).collect::<Vec<_>>());
        }
    }
}
