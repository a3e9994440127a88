//! The view that an agent's command leads to, so that it can be shown before the server answers.
//!
//! `crates/domain/tests/properties.rs` checks that the domain, where it accepts the command, leads to the same.

use protocol::http::AgentCommand;
use protocol::{AgentView, Owner, Status};

/// The view after a command of `me`, if the server accepts it: status, owner and tags. A packet that the command makes
/// comes with the server's answer. `None` if nothing changes, or if the view cannot be told beforehand.
#[must_use]
pub fn foreseen(view: &AgentView, command: &AgentCommand, me: &Owner) -> Option<AgentView> {
    let mut seen = view.clone();
    match command {
        // One's own already.
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
