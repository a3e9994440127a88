//! What a command will make of a view: shown at once, before the server has answered.
//!
//! `crates/domain/tests/properties.rs` holds it to the domain: what is done leaves what was foreseen.

use protocol::http::AgentCommand;
use protocol::{AgentView, Owner, Status};

/// The view as a command of `me` leaves it, if it is done: who has the conversation, whom it waits for, its tags. The
/// packet that people get of a conversation without one comes with the answer. `None`, if nothing of this changes or
/// it cannot be told.
#[must_use]
pub fn foreseen(view: &AgentView, command: &AgentCommand, me: &Owner) -> Option<AgentView> {
    let mut seen = view.clone();
    match command {
        // What one has stays as it is.
        AgentCommand::Claim { .. }
            if view.owner.as_ref().is_some_and(|owner| owner.id == me.id) => {}
        AgentCommand::Claim { .. } | AgentCommand::Reopen => {
            seen.status = Status::Open;
            seen.owner = Some(me.clone());
        }
        AgentCommand::Release => {
            seen.status = Status::Open;
            seen.owner = None;
        }
        AgentCommand::Resolve => {
            seen.status = Status::Resolved;
            seen.owner = None;
        }
        AgentCommand::ReturnToAssistant => {
            seen.status = Status::Pending;
            seen.owner = None;
            seen.handoff = None;
        }
        AgentCommand::Snooze { .. } => seen.status = Status::Snoozed,
        AgentCommand::Tag { tag } => {
            if !seen.tags.contains(tag) {
                seen.tags.push(tag.clone());
            }
        }
        AgentCommand::Untag { tag } => seen.tags.retain(|it| it != tag),
        AgentCommand::Assign { .. } | AgentCommand::Reply { .. } | AgentCommand::Note { .. } => {}
    }
    (seen != *view).then_some(seen)
}
