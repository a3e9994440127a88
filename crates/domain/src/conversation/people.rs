//! What agents do.

use super::{Changes, Takeover, Words, keep_newest, said};
use crate::intent;
use crate::refusal::Refusal;
use crate::speech;
use crate::turn::AgentRef;
use crate::turn::Purpose;
use protocol::http::AgentCommand;
use protocol::{
    Activity, AgentEvent, AgentId, Attachment, Author, ClientMessageId, MAX_TAGS, Message, Note,
    Notice, Owner, Reason, Say, Status, Tag, Tagging, Timestamp,
};
use std::rc::Rc;

impl Changes<'_> {
    pub(super) fn agent(
        &mut self,
        by: &AgentRef,
        command: AgentCommand,
        assignee: Option<&AgentRef>,
    ) -> Result<(), Refusal> {
        if self.state.stream.seq == 0 {
            return Err(Refusal::NotBegun);
        }
        match command {
            AgentCommand::Claim { from } => self.claim(by, from.as_ref()),
            AgentCommand::Reopen => self.reopen(by),
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
                self.tell_it_waits();
                Ok(())
            }
            AgentCommand::Reply {
                client_id,
                text,
                attachments,
            } => {
                self.only_owner(by)?;
                let text = said(&text, !attachments.is_empty())?;
                let attachments = self.attached(Some(&by.id), &attachments)?;
                self.join();
                let author = Author::Agent {
                    id: by.id.clone(),
                    name: by.name.clone(),
                };
                self.spoke(Message {
                    attachments,
                    client_id: Some(client_id),
                    ..Message::new(author, text)
                });
                Ok(())
            }
            AgentCommand::Note {
                client_id,
                text,
                attachments,
                mentions,
            } => {
                let text = said(&text, !attachments.is_empty())?;
                let attachments = self.attached(Some(&by.id), &attachments)?;
                self.note(by, text, attachments, Some(client_id));
                self.mention(&by.id, mentions);
                Ok(())
            }
            AgentCommand::Assign { note, mentions, .. } => {
                let to = assignee.ok_or(Refusal::NoSuchAgent)?;
                let has_note = note.as_ref().is_some_and(|note| !note.trim().is_empty());
                self.assign(by, to, note.as_deref())?;
                if has_note {
                    self.mention(&by.id, mentions);
                }
                Ok(())
            }
            AgentCommand::Snooze { until } => {
                self.only_owner(by)?;
                self.snooze(by, until)
            }
            AgentCommand::Tag { tag } => self.tag(by, tag, true),
            AgentCommand::Untag { tag } => self.tag(by, tag, false),
            AgentCommand::Resolve => {
                self.only_owner(by)?;
                let is_answered = std::mem::take(&mut self.state.record.is_answered);
                self.leave_people(
                    Status::Resolved,
                    Activity::Resolved {
                        by: by.name.clone(),
                    },
                );
                // By e-mail nobody can tap.
                if is_answered && self.team.asks_rating && !self.state.mail.is_by_mail {
                    self.asks_rating();
                }
                Ok(())
            }
            AgentCommand::ReturnToAssistant => {
                self.only_owner(by)?;
                let unanswered = self.unanswered();
                let is_left = unanswered.is_none() && self.state.hands.waiting_since.is_some();
                self.leave_people(
                    Status::Pending,
                    Activity::Returned {
                        by: by.name.clone(),
                    },
                );
                if let Some(question) = unanswered {
                    self.begin_turn(question, Purpose::Answer);
                } else if is_left {
                    // Nobody answered what brought people in: the learner must not wait for it.
                    let notice = Notice::from(Say::GaveBack).with(&by.name);
                    self.message(Words::from(notice).by(Author::System));
                }
                Ok(())
            }
        }
    }

    /// Takes it over: what nobody has, or from the colleague it is asked from.
    fn claim(&mut self, by: &AgentRef, from: Option<&AgentId>) -> Result<(), Refusal> {
        let name = by.name.clone();
        let activity = match &self.state.hands.owner {
            Some(owner) if owner.id == by.id => return Ok(()),
            Some(owner) if Some(&owner.id) == from => Activity::TakenOver {
                by: name,
                from: owner.name.clone(),
            },
            Some(owner) => return Err(Refusal::AlreadyClaimed(owner.clone())),
            None => Activity::Claimed { by: name },
        };
        self.take(by, speech::team::stepped_in(&by.name), activity);
        Ok(())
    }

    /// Opens what is resolved or put off again: what brought people in is there still.
    fn reopen(&mut self, by: &AgentRef) -> Result<(), Refusal> {
        let is_off = matches!(self.state.hands.status, Status::Resolved | Status::Snoozed);
        if !is_off || self.state.is_blocked {
            return Err(Refusal::WrongStatus);
        }
        if self.state.hands.owner.is_some() {
            self.only_owner(by)?;
        }
        // A question that nobody answered is asked again once it is resolved again.
        self.state.record.is_answered |= self.is_asked_for_rating();
        self.state.record.rating = None;
        let activity = Activity::ReopenedBy {
            by: by.name.clone(),
        };
        self.take(by, speech::team::stepped_in(&by.name), activity);
        if self.state.record.learner_spoke_last {
            // They are owed a reply still.
            self.wait_for_person();
            self.state.hands.owed_since.get_or_insert(self.now);
        }
        Ok(())
    }

    /// The learner writes again after it was resolved: another matter, which the assistant has first.
    pub(super) fn begin_again(&mut self) {
        self.state.record.handoff = None;
        self.state.record.tried = Rc::default();
        self.state.record.rating = None;
        self.move_to(Status::Pending, None, Activity::Reopened);
    }

    /// Gives it to an agent: one's own, one that nobody owns, or as an admin any.
    fn assign(&mut self, by: &AgentRef, to: &AgentRef, note: Option<&str>) -> Result<(), Refusal> {
        if let Some(owner) = &self.state.hands.owner
            && owner.id != by.id
            && !by.is_admin
        {
            return Err(Refusal::NotOwner(Some(owner.clone())));
        }
        let note = note
            .filter(|note| !note.trim().is_empty())
            .map(|note| said(note, false))
            .transpose()?;
        let is_theirs = self
            .state
            .hands
            .owner
            .as_ref()
            .is_some_and(|owner| owner.id == to.id);
        if !is_theirs {
            // Who gives it to themselves is here.
            let (why, activity) = match by.id == to.id {
                true => (
                    speech::team::stepped_in(&by.name),
                    Activity::Claimed {
                        by: by.name.clone(),
                    },
                ),
                false => (
                    speech::team::given(&by.name, &to.name),
                    Activity::Assigned {
                        by: by.name.clone(),
                        to: to.name.clone(),
                    },
                ),
            };
            self.take(to, why, activity);
        }
        if let Some(note) = note {
            self.note(by, note, Vec::new(), None);
        }
        Ok(())
    }

    /// Gives it to an agent, if it waits for a person and nobody has it.
    pub(super) fn route(&mut self, to: &AgentRef) {
        let hands = &self.state.hands;
        let is_waiting = hands.status == Status::Open && hands.waiting_since.is_some();
        if !is_waiting || hands.owner.is_some() || self.team.gone.contains(&to.id) {
            return;
        }
        let activity = Activity::Routed {
            to: to.name.clone(),
        };
        self.take(to, speech::team::stepped_in(&to.name), activity);
    }

    /// Makes an agent the owner. People get a packet even if nothing handed over.
    fn take(&mut self, owner: &AgentRef, why: String, activity: Activity) {
        self.stop_turn();
        if self.state.record.handoff.is_none() {
            let question = self.open_question();
            self.leave_action();
            let packet = self.packet(Takeover::new(Reason::Manual, Some(why)), question);
            self.state.record.handoff = Some(Rc::new(packet.clone()));
            self.log(AgentEvent::Handoff(packet));
        }
        let owner = Owner {
            id: owner.id.clone(),
            name: owner.name.clone(),
            since: self.now,
        };
        self.move_to(Status::Open, Some(owner), activity);
    }

    /// Blocks the learner: nobody has to do anything about the conversation any more. Unblocked, it goes on
    /// where it stood.
    pub(super) fn block(&mut self, by: &AgentRef, is_blocked: bool) {
        if self.state.is_blocked == is_blocked {
            return;
        }
        self.state.is_blocked = is_blocked;
        // Nothing was said here: it is closed for what would be.
        if self.state.stream.seq == 0 {
            return;
        }
        let by = by.name.clone();
        if !is_blocked {
            let (status, owner) = (self.state.hands.status, self.state.hands.owner.clone());
            self.move_to(status, owner, Activity::Unblocked { by });
            return;
        }
        self.leave_people(Status::Resolved, Activity::Blocked { by });
    }

    fn note(
        &mut self,
        by: &AgentRef,
        text: String,
        attachments: Vec<Attachment>,
        client_id: Option<ClientMessageId>,
    ) {
        self.log(AgentEvent::Note(Note {
            by: by.id.clone(),
            name: by.name.clone(),
            text,
            attachments,
            client_id,
        }));
    }

    /// Puts a tag on or takes it off; what is so already changes nothing (F2).
    fn tag(&mut self, by: &AgentRef, tag: Tag, is_on: bool) -> Result<(), Refusal> {
        if self.state.record.tags.contains(&tag) == is_on {
            return Ok(());
        }
        if is_on && self.state.record.tags.len() >= MAX_TAGS {
            return Err(Refusal::TooManyTags);
        }
        if is_on {
            self.state.record.tags_off.retain(|it| *it != tag);
            self.state.record.tags.push(tag.clone());
        } else {
            self.state.record.tags.retain(|it| *it != tag);
            self.state.record.tags_off.push(tag.clone());
            keep_newest(&mut self.state.record.tags_off, MAX_TAGS);
        }
        self.log(AgentEvent::Tagged(Tagging {
            tag,
            by: by.name.clone(),
            is_on,
            confidence: None,
        }));
        Ok(())
    }

    /// Puts it off. The learner's next word brings it back at once.
    fn snooze(&mut self, by: &AgentRef, until: Timestamp) -> Result<(), Refusal> {
        let ahead = until.since(self.now);
        if !(1..=self.team.patience.snooze_ms).contains(&ahead) {
            return Err(Refusal::NotThen);
        }
        let owner = self.state.hands.owner.clone();
        self.move_to(
            Status::Snoozed,
            owner,
            Activity::Snoozed {
                by: by.name.clone(),
                until,
            },
        );
        self.state.hands.snoozed_until = Some(until);
        self.state.hands.waiting_since = None;
        Ok(())
    }

    /// What time brings to a conversation that people have.
    pub(super) fn only_owner(&self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.hands.owner {
            Some(owner) if owner.id == by.id => Ok(()),
            other => Err(Refusal::NotOwner(other.clone())),
        }
    }

    /// What the learner asked while people had the conversation and nobody answered: returning
    /// it means that the assistant shall. Never what brought people in, which would only bring
    /// them in again (T2).
    fn unanswered(&self) -> Option<String> {
        let newest = self.state.record.recent.last();
        let newest = newest.filter(|line| line.by_learner && !line.is_detail)?;
        let brought_people = self
            .state
            .record
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
        let owner = self.state.hands.owner.clone();
        self.state.hands.last_owner = owner.map(|owner| Owner {
            since: self.now,
            ..owner
        });
        self.state.hands.waiting_since = None;
        self.state.hands.owed_since = None;
        if status == Status::Resolved {
            self.state.record.is_answered = false;
            // What comes after it is another matter; what people got stays for whoever looks back.
            self.state.record.collected.clear();
            self.state.record.done.clear();
        } else {
            self.state.record.handoff = None;
            self.state.record.tried = Rc::default();
        }
        self.move_to(status, None, activity);
    }
}
