//! What agents do.

use super::{Changes, OWNER_PATIENCE_MS, said};
use crate::intent;
use crate::packet;
use crate::refusal::Refusal;
use crate::turn::AgentRef;
use crate::turn::Purpose;
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
                let unanswered = self.unanswered();
                self.leave_people(
                    Status::Pending,
                    Activity::Returned {
                        by: by.name.clone(),
                    },
                );
                if let Some(question) = unanswered {
                    self.begin_turn(question, Purpose::Answer);
                }
                Ok(())
            }
        }
    }

    pub(super) fn claim(&mut self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.owner {
            Some(owner) if owner.id == by.id => return Ok(()),
            // The learner has waited for them too long: whoever is here may help.
            Some(_) if self.has_waited(OWNER_PATIENCE_MS) => {}
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

    /// What the learner asked while people had the conversation and nobody answered: returning
    /// it means that the assistant shall. Never what brought people in, which would only bring
    /// them in again (T2).
    fn unanswered(&self) -> Option<String> {
        let newest = self.state.recent.last().filter(|line| line.by_learner)?;
        let brought_people = self
            .state
            .handoff
            .as_ref()
            .map(|packet| packet.open_question.as_str())
            .is_some_and(|asked| !asked.is_empty() && newest.text.contains(asked));
        let is_question = !brought_people
            && !intent::asks_for_person(&newest.text)
            && intent::small_talk(&newest.text).is_none();
        is_question.then(|| newest.text.clone())
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
