//! A view brought up to date by events, as the server's own is.
//!
//! `crates/domain/tests/properties.rs` holds both to the domain: whatever happens, who follows the
//! events sees what the domain shows.

use protocol::{Activity, AgentEvent, AgentView, LearnerEvent, LearnerView, Status, Tagging};

/// What events bring up to date.
pub trait Follow<E> {
    /// Takes an event in.
    fn follow(&mut self, event: &E);
}

impl Follow<LearnerEvent> for LearnerView {
    fn follow(&mut self, event: &LearnerEvent) {
        if let LearnerEvent::Changed(change) = event {
            self.status = change.status;
            self.person.clone_from(&change.person);
        }
    }
}

impl Follow<AgentEvent> for AgentView {
    fn follow(&mut self, event: &AgentEvent) {
        match event {
            AgentEvent::Message(_) | AgentEvent::Note(_) | AgentEvent::Collected(_) => {}
            AgentEvent::Tagged(Tagging { tag, is_on, .. }) => {
                self.tags.retain(|known| known != tag);
                if *is_on {
                    self.tags.push(tag.clone());
                }
            }
            AgentEvent::Handoff(packet) => self.handoff = Some(packet.clone()),
            AgentEvent::Changed(change) => {
                self.status = change.status;
                self.owner.clone_from(&change.owner);
                match change.activity {
                    Activity::Blocked { .. } => self.is_blocked = true,
                    Activity::Unblocked { .. } => self.is_blocked = false,
                    _ => {}
                }
                // Resolved, it stays for whoever looks back.
                if change.status == Status::Pending {
                    self.handoff = None;
                }
            }
        }
    }
}
