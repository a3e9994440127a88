//! What agents do.

use super::{Changes, said};
use crate::packet;
use crate::refusal::Refusal;
use crate::turn::AgentRef;
use protocol::http::AgentCommand;
use protocol::{Activity, AgentEvent, Author, Message, Owner, Reason, Status};

impl Changes {
    pub(super) fn agent(&mut self, by: &AgentRef, command: AgentCommand) -> Result<(), Refusal> {
        if self.state.seq == 0 {
            return Err(Refusal::NotBegun);
        }
        match command {
            AgentCommand::Claim => self.claim(by),
            AgentCommand::Release => {
                self.only_owner(by)?;
                self.move_to(
                    Status::Open,
                    None,
                    Activity::Released {
                        by: by.name.clone(),
                    },
                );
                self.wait_for_person();
                Ok(())
            }
            AgentCommand::Reply { client_id, text } => {
                self.only_owner(by)?;
                let text = said(&text)?;
                self.message(Message {
                    author: Author::Agent {
                        id: by.id.clone(),
                        name: by.name.clone(),
                    },
                    text,
                    citations: Vec::new(),
                    client_id: Some(client_id),
                });
                self.state.waiting_since = None;
                Ok(())
            }
            AgentCommand::Resolve => {
                self.only_owner(by)?;
                self.leave_people(
                    Status::Resolved,
                    Activity::Resolved {
                        by: by.name.clone(),
                    },
                );
                Ok(())
            }
            AgentCommand::ReturnToAssistant => {
                self.only_owner(by)?;
                self.leave_people(
                    Status::Pending,
                    Activity::Returned {
                        by: by.name.clone(),
                    },
                );
                Ok(())
            }
        }
    }

    pub(super) fn claim(&mut self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.owner {
            Some(owner) if owner.id == by.id => return Ok(()),
            Some(owner) => return Err(Refusal::AlreadyClaimed(owner.clone())),
            None => {}
        }
        self.stop_turn();
        if self.state.handoff.is_none() {
            let question = self.last_question().unwrap_or_default();
            let packet = packet::write(
                Reason::Manual,
                format!("{} stepped in.", by.name),
                self.now,
                question,
                self.state.tried.clone(),
                self.state.cited.clone(),
            );
            self.state.handoff = Some(packet.clone());
            self.log(AgentEvent::Handoff(packet));
        }
        let owner = Owner {
            id: by.id.clone(),
            name: by.name.clone(),
            since: self.now,
        };
        self.move_to(
            Status::Open,
            Some(owner),
            Activity::Claimed {
                by: by.name.clone(),
            },
        );
        Ok(())
    }

    pub(super) fn only_owner(&self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.owner {
            Some(owner) if owner.id == by.id => Ok(()),
            other => Err(Refusal::NotOwner(other.clone())),
        }
    }

    /// People are done with it; who owned it gets it back if it needs people again (C7).
    pub(super) fn leave_people(&mut self, status: Status, activity: Activity) {
        self.state.last_owner = self.state.owner.clone();
        self.state.handoff = None;
        self.state.tried.clear();
        self.state.waiting_since = None;
        self.move_to(status, None, activity);
    }
}
