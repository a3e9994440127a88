//! The open conversation: its timeline, its state, and what the agent does to it.

use crate::api;
use client::{Applied, Line, Outbox, Timeline};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::AgentCommand;
use protocol::{AgentEvent, AgentView, Code, ConversationId, Frame, Problem, Sequenced, Status};
use ui::Socket;

/// What the desk keeps of a conversation that is not open.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kept {
    /// Replies nobody has acknowledged.
    pub(crate) outbox: RwSignal<Outbox>,
    /// A reply half written.
    pub(crate) draft: RwSignal<String>,
}

/// The open conversation; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Thread {
    id: StoredValue<ConversationId>,
    pub(crate) timeline: RwSignal<Timeline<AgentEvent>>,
    pub(crate) view: RwSignal<Option<AgentView>>,
    pub(crate) outbox: RwSignal<Outbox>,
    /// What the agent is writing.
    pub(crate) draft: RwSignal<String>,
    pub(crate) line: RwSignal<Line>,
    /// Why the last thing asked was refused.
    pub(crate) refusal: RwSignal<Option<Problem>>,
    /// Whether something is being asked.
    pub(crate) is_busy: RwSignal<bool>,
    /// Whether there is no such conversation.
    pub(crate) is_missing: RwSignal<bool>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
}

impl Thread {
    /// Opens a conversation.
    ///
    /// `kept` is the desk's: a reply that fails after the agent has gone on is not lost, nor
    /// one half written.
    pub(crate) fn open(id: ConversationId, kept: Kept) -> Self {
        let thread = Self {
            id: StoredValue::new(id),
            timeline: RwSignal::default(),
            view: RwSignal::new(None),
            outbox: kept.outbox,
            draft: kept.draft,
            line: RwSignal::default(),
            refusal: RwSignal::new(None),
            is_busy: RwSignal::new(false),
            is_missing: RwSignal::new(false),
            socket: StoredValue::new_local(None),
        };
        thread.connect();
        thread
    }

    /// Closes it.
    pub(crate) fn close(self) {
        if let Some(socket) = self.socket.try_get_value().flatten() {
            socket.close();
        }
    }

    /// Whether it is this conversation.
    pub(crate) fn is_of(self, id: &ConversationId) -> bool {
        self.id.with_value(|own| own == id)
    }

    /// Asks for a change of hands.
    pub(crate) fn ask(self, command: AgentCommand) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.refusal.set(None);
        let id = self.id.get_value();
        spawn_local(async move {
            let answer = api::command(&id, &command).await;
            // The agent may have gone to another conversation meanwhile.
            let _gone = self.is_busy.try_set(false);
            match answer {
                // A live line has told what followed from it, and perhaps more since.
                Ok(_) if self.line.try_get_untracked() == Some(Line::Live) => {}
                Ok(view) => {
                    let _gone = self.view.try_set(Some(view));
                }
                Err(problem) => {
                    let _gone = self.refusal.try_set(Some(problem));
                }
            }
        });
    }

    /// Says something to the learner.
    pub(crate) fn reply(self, text: &str) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let client_id = ui::client_id();
        self.outbox
            .update(|outbox| outbox.add(client_id.clone(), text.clone()));
        self.send(AgentCommand::Reply { client_id, text });
    }

    /// Tells the other agents something.
    pub(crate) fn note(self, text: &str) {
        let text = text.trim().to_owned();
        if !text.is_empty() {
            let client_id = ui::client_id();
            self.ask(AgentCommand::Note { client_id, text });
        }
    }

    /// Sends a reply that failed again; the same id, so that it is stored once.
    pub(crate) fn retry(self, client_id: &protocol::ClientMessageId) {
        let outgoing = self
            .outbox
            .try_update(|outbox| outbox.retry(client_id))
            .flatten();
        if let Some(outgoing) = outgoing {
            self.send(AgentCommand::Reply {
                client_id: outgoing.client_id,
                text: outgoing.text,
            });
        }
    }

    fn send(self, reply: AgentCommand) {
        let id = self.id.get_value();
        spawn_local(async move {
            let AgentCommand::Reply { client_id, .. } = &reply else {
                return;
            };
            if let Err(problem) = api::command(&id, &reply).await {
                let _gone = self
                    .outbox
                    .try_update(|outbox| outbox.refuse(client_id, problem));
            }
        });
    }

    fn connect(self) {
        let address = move || {
            let since = self.timeline.try_with_untracked(Timeline::last_seq)?;
            let id = self.id.try_get_value()?;
            let url = format!("/api/conversations/{id}/socket?since={since}");
            Some((url, Vec::new()))
        };
        let socket = Socket::open(
            address,
            move |frame| self.frame(frame),
            move |line| {
                let _gone = self.line.try_set(line);
                if let Line::Waiting(_) = line {
                    self.check_it_exists();
                }
            },
        );
        self.socket.set_value(Some(socket));
    }

    /// A line that is refused may be to a conversation that is not there.
    fn check_it_exists(self) {
        if self.view.try_with_untracked(Option::is_some) != Some(false) {
            return;
        }
        let Some(id) = self.id.try_get_value() else {
            return;
        };
        spawn_local(async move {
            let answer = api::transcript(&id).await;
            if answer.is_err_and(|problem| problem.code == Code::NotFound) {
                let _gone = self.is_missing.try_set(true);
            }
        });
    }

    fn frame(self, frame: Frame<AgentView, AgentEvent>) {
        match frame {
            Frame::Hello {
                view,
                entries,
                last_seq,
                partial,
            } => {
                let _gone = self.view.try_set(Some(view));
                for entry in &entries {
                    self.acknowledge(entry);
                }
                let has_more = self
                    .timeline
                    .try_update(|timeline| timeline.hello(entries, last_seq, partial));
                if has_more == Some(true) {
                    self.resume();
                }
            }
            Frame::Entry(entry) => {
                self.acknowledge(&entry);
                // What is only said changes nothing around the thread.
                if let AgentEvent::Changed(_) | AgentEvent::Handoff(_) = &entry.event {
                    let _gone = self.view.try_update(|view| {
                        if let Some(view) = view {
                            follow(view, &entry.event);
                        }
                    });
                }
                let applied = self.timeline.try_update(|timeline| timeline.entry(entry));
                if applied == Some(Applied::Gap) {
                    self.resume();
                }
            }
            Frame::Started { turn } => {
                let _gone = self.timeline.try_update(|timeline| timeline.started(turn));
            }
            Frame::Delta { turn, from, text } => {
                let _gone = self
                    .timeline
                    .try_update(|timeline| timeline.delta(turn, from, &text));
            }
            Frame::Ended { turn } => {
                let _gone = self.timeline.try_update(|timeline| timeline.ended(turn));
            }
            // This socket asks nothing.
            Frame::Refused { .. } => {}
        }
    }

    fn acknowledge(self, entry: &Sequenced<AgentEvent>) {
        if let AgentEvent::Message(message) = &entry.event
            && let Some(client_id) = &message.client_id
        {
            let _gone = self
                .outbox
                .try_update(|outbox| outbox.acknowledge(client_id));
        }
    }

    fn resume(self) {
        if let Some(socket) = self.socket.try_get_value().flatten() {
            socket.reconnect();
        }
    }
}

/// Brings the view up to an event, as the server has.
fn follow(view: &mut AgentView, event: &AgentEvent) {
    match event {
        AgentEvent::Message(_) | AgentEvent::Note(_) => {}
        AgentEvent::Handoff(packet) => view.handoff = Some(packet.clone()),
        AgentEvent::Changed(change) => {
            view.status = change.status;
            view.owner = change.owner.clone();
            if matches!(change.status, Status::Pending | Status::Resolved) {
                view.handoff = None;
            }
        }
    }
}
