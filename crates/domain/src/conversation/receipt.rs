//! Who has read what, and who is writing.
//!
//! Each party counts its own stream; what one side tells of itself is told to the other in
//! the other's numbers.

use super::{Changes, Snapshot, keep_newest};
use crate::effect::Telling;
use crate::turn::AgentRef;
use protocol::{AgentId, Receipt, Seq};

/// Agents whose reading is remembered: those who looked last. A team that reads one
/// conversation with more than these has other troubles.
const READERS: usize = 50;

/// Agents that one note names. Whoever means more means everybody.
const MENTIONS: usize = 20;

impl Snapshot {
    /// An event's number in the learner's stream, or that of the one before it.
    fn learner_number(&self, seq: Seq) -> Seq {
        let hidden = self.stream.hidden.partition_point(|hidden| *hidden <= seq);
        seq.saturating_sub(Seq::try_from(hidden).unwrap_or(Seq::MAX))
    }

    /// The agents' number of an event in the learner's stream.
    fn agents_number(&self, learner_seq: Seq) -> Seq {
        if learner_seq == 0 {
            return 0;
        }
        self.stream.hidden.iter().fold(
            learner_seq,
            |seq, hidden| {
                if *hidden <= seq { seq + 1 } else { seq }
            },
        )
    }

    /// How far the learner has come, in the agents' numbers.
    pub(super) fn learners_receipt(&self) -> Receipt {
        Receipt {
            delivered: self.agents_number(self.reading.learner.delivered),
            read: self.agents_number(self.reading.learner.read),
        }
    }

    /// How far the agent who has come farthest has, in the learner's numbers.
    pub(super) fn team_receipt(&self) -> Receipt {
        let receipts = || self.reading.agents.iter().map(|(_, receipt)| receipt);
        let delivered = receipts().map(|it| it.delivered).max().unwrap_or(0);
        let read = receipts().map(|it| it.read).max().unwrap_or(0);
        Receipt {
            delivered: self.learner_number(delivered),
            read: self.learner_number(read),
        }
    }

    /// Agents who have read the learner's newest message, by id.
    pub(super) fn read_by(&self) -> Vec<AgentId> {
        let mut readers: Vec<AgentId> = self
            .reading
            .agents
            .iter()
            .filter(|(_, receipt)| receipt.read >= self.reading.newest)
            .map(|(id, _)| id.clone())
            .collect();
        readers.sort();
        readers
    }
}

impl Snapshot {
    /// Agents whom a note names that they have not read, by id.
    pub(super) fn mentioned(&self) -> Vec<AgentId> {
        let mentioned = self.record.mentioned.iter();
        let mut mentioned: Vec<AgentId> = mentioned.map(|(id, _)| id.clone()).collect();
        mentioned.sort();
        mentioned.dedup();
        mentioned
    }
}

impl Changes<'_> {
    /// A note names agents: each is told until they have read it. Whoever wrote it has.
    pub(super) fn mention(&mut self, by: &AgentId, mentions: Vec<AgentId>) {
        let seq = self.state.stream.seq;
        let others = mentions.into_iter().filter(|agent| agent != by);
        for agent in others.take(MENTIONS) {
            let mentioned = &mut self.state.record.mentioned;
            mentioned.retain(|(known, _)| *known != agent);
            mentioned.push((agent, seq));
        }
        keep_newest(&mut self.state.record.mentioned, READERS);
    }

    /// A party has come further. What it claims to have seen and nobody said is not believed.
    pub(super) fn receipt(&mut self, by: Option<AgentId>, receipt: Receipt) {
        let Some(agent) = by else {
            let receipt = further(
                self.state.reading.learner,
                receipt,
                self.state.stream.learner_seq,
            );
            if receipt != self.state.reading.learner {
                self.state.reading.learner = receipt;
                self.tellings
                    .push(Telling::LearnerCame(self.state.learners_receipt()));
            }
            return;
        };
        let is_theirs = |(id, _): &(AgentId, Receipt)| *id == agent;
        let known = self.state.reading.agents.iter().find(|it| is_theirs(it));
        let before = known.map_or(Receipt::default(), |(_, receipt)| *receipt);
        let receipt = further(before, receipt, self.state.stream.seq);
        if receipt == before {
            return;
        }
        let told = self.state.team_receipt();
        let is_owner = self
            .state
            .hands
            .owner
            .as_ref()
            .is_some_and(|it| it.id == agent);
        if is_owner && receipt.read > before.read {
            self.join();
        }
        let has_read = |(id, seq): &(AgentId, Seq)| *id == agent && *seq <= receipt.read;
        self.state.record.mentioned.retain(|it| !has_read(it));
        self.state.reading.agents.retain(|it| !is_theirs(it));
        self.state.reading.agents.push((agent, receipt));
        keep_newest(&mut self.state.reading.agents, READERS);
        if self.state.team_receipt() != told {
            self.tellings
                .push(Telling::TeamCame(self.state.team_receipt()));
        }
    }

    /// Somebody writes. The learner hears of the owner alone: others write notes, or think.
    pub(super) fn typing(&mut self, by: Option<AgentRef>) {
        let is_owner = by.as_ref().is_some_and(|by| self.only_owner(by).is_ok());
        self.tellings.push(Telling::Typing {
            name: by.map(|by| by.name),
            to_learner: is_owner,
        });
    }
}

/// The further of both, but not beyond what there is; what is read was delivered.
fn further(before: Receipt, now: Receipt, last: Seq) -> Receipt {
    let read = before.read.max(now.read.min(last));
    Receipt {
        delivered: before.delivered.max(now.delivered.min(last)).max(read),
        read,
    }
}
