//! The open conversation: its timeline, its state, and what the agent does to it.

use crate::api;
use crate::browser::{self, DRAFTS};
use client::{
    Applied, Follow as _, Line, Outbox, Outgoing, Reading, Sending, Timeline, Typing, foreseen,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::AgentCommand;
use protocol::{
    AgentEvent, AgentId, AgentSignal, AgentView, Author, Code, ConversationId, Frame, Owner,
    Problem, Sequenced, Summary,
};
use std::time::Duration;
use ui::{Attach, Socket};

/// Pause before it is told how far the agent has read: what comes in one go is told in one.
const RECEIPT_PAUSE: Duration = Duration::from_millis(700);

/// How often it is asked whether somebody still writes.
const TYPING_TICK: Duration = Duration::from_secs(2);

/// What the desk keeps of a conversation that is not open.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    /// Replies nobody has acknowledged.
    pub(crate) outbox: RwSignal<Outbox>,
    /// A reply half written.
    pub(crate) draft: RwSignal<String>,
    /// A note half written: never what a reply is.
    pub(crate) note: RwSignal<String>,
    /// Whether a note is written, and no reply.
    pub(crate) is_note: RwSignal<bool>,
    /// Files beside the reply.
    pub(crate) attach: Attach,
    /// Files beside the note: never what the learner gets.
    pub(crate) note_attach: Attach,
}

impl Kept {
    /// Nothing yet of this conversation.
    pub(crate) fn new(id: &ConversationId, agent: &AgentId) -> Self {
        let path = api::attachments(id);
        let attach = || {
            let path = path.clone();
            Attach::new(move || Some((path.clone(), None)))
        };
        let name = format!("{DRAFTS}{agent}:{id}");
        let draft = kept_text(name.clone());
        let note = kept_text(format!("{name}:note"));
        Self {
            outbox: RwSignal::default(),
            draft,
            note,
            is_note: RwSignal::new(false),
            attach: attach(),
            note_attach: attach(),
        }
    }
}

/// A text that this browser keeps, across reloads, under a name.
fn kept_text(name: String) -> RwSignal<String> {
    let text = RwSignal::new(browser::kept(&name).unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        text.with(|text| {
            if before.is_some() {
                browser::keep(&name, Some(text.as_str()).filter(|text| !text.is_empty()));
            }
        });
    });
    text
}

/// The open conversation; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Thread {
    id: StoredValue<ConversationId>,
    pub(crate) timeline: RwSignal<Timeline<AgentEvent>>,
    pub(crate) view: RwSignal<Option<AgentView>>,
    pub(crate) outbox: RwSignal<Outbox>,
    /// Whether a note is written, and no reply.
    pub(crate) is_note: RwSignal<bool>,
    /// A counter: each increase gives the text field the focus.
    pub(crate) writes: RwSignal<u32>,
    /// A counter: each increase gives the conversation the focus.
    pub(crate) looks: RwSignal<u32>,
    /// The reply that the agent is writing.
    pub(crate) draft: RwSignal<String>,
    /// The note that they are writing.
    pub(crate) note_draft: RwSignal<String>,
    /// Whether the articles are searched for the reply.
    pub(crate) is_looking_up: RwSignal<bool>,
    attach: Attach,
    note_attach: Attach,
    /// Who else writes now: an agent, or the learner.
    pub(crate) writer: RwSignal<Option<String>>,
    /// What else the learner wrote, the newest first.
    pub(crate) earlier: RwSignal<Vec<Summary>>,
    typing: StoredValue<Typing>,
    read: StoredValue<Reading>,
    /// Whether it is about to be told how far the agent has read.
    is_telling: StoredValue<bool>,
    /// Who is signed in.
    me: StoredValue<(AgentId, String)>,
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
    pub(crate) fn open(id: ConversationId, kept: Kept, me: (AgentId, String)) -> Self {
        let thread = Self {
            id: StoredValue::new(id),
            timeline: RwSignal::default(),
            view: RwSignal::new(None),
            outbox: kept.outbox,
            is_note: kept.is_note,
            writes: RwSignal::new(0),
            looks: RwSignal::new(0),
            draft: kept.draft,
            note_draft: kept.note,
            is_looking_up: RwSignal::new(false),
            attach: kept.attach,
            note_attach: kept.note_attach,
            writer: RwSignal::new(None),
            earlier: RwSignal::default(),
            typing: StoredValue::default(),
            read: StoredValue::default(),
            is_telling: StoredValue::new(false),
            me: StoredValue::new(me),
            line: RwSignal::default(),
            refusal: RwSignal::new(None),
            is_busy: RwSignal::new(false),
            is_missing: RwSignal::new(false),
            socket: StoredValue::new_local(None),
        };
        thread.connect();
        thread.load_earlier();
        thread
    }

    /// What else this learner wrote. Without it the thread still works.
    fn load_earlier(self) {
        let id = self.id.get_value();
        spawn_local(async move {
            if let Ok(page) = api::earlier(&id).await {
                let _gone = self.earlier.try_set(page.items);
            }
        });
    }

    /// Its id.
    pub(crate) fn id(self) -> ConversationId {
        self.id.get_value()
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

    /// Goes on to write: a note, or a reply.
    pub(crate) fn write(self, is_note: bool) {
        if self.is_note.get_untracked() != is_note {
            self.is_note.set(is_note);
        }
        self.is_looking_up.set(false);
        self.writes.update(|count| *count += 1);
    }

    /// The files beside what is written: a note has its own.
    pub(crate) fn files(self) -> Attach {
        match self.is_note.get() {
            true => self.note_attach,
            false => self.attach,
        }
    }

    /// Gives the conversation itself the focus.
    pub(crate) fn focus(self) {
        self.looks.update(|count| *count += 1);
    }

    /// Asks for a change of hands.
    pub(crate) fn ask(self, command: AgentCommand) {
        self.ask_then(command, || ());
    }

    /// The same, and then something else, if it was done.
    pub(crate) fn ask_then(self, command: AgentCommand, then: impl FnOnce() + 'static) {
        self.ask_or(command, then, || ());
    }

    /// The same; `refused` is called if it was not done.
    fn ask_or(
        self,
        command: AgentCommand,
        then: impl FnOnce() + 'static,
        refused: impl FnOnce() + 'static,
    ) {
        // Whoever answers a question may answer it about a conversation that is closed.
        if self.is_busy.try_get_untracked() != Some(false) {
            return;
        }
        self.is_busy.set(true);
        self.refusal.set(None);
        let id = self.id.get_value();
        // The expected view is shown at once. The real one comes with the answer, or before it by the live line.
        let before = self.view.get_untracked();
        let (me, name) = self.me.get_value();
        let me = Owner {
            id: me,
            name,
            since: ui::now(),
        };
        let foreseen = before.as_ref().and_then(|it| foreseen(it, &command, &me));
        if foreseen.is_some() {
            self.view.set(foreseen.clone());
        }
        spawn_local(async move {
            let answer = api::command(&id, &command).await;
            // The agent may have gone to another conversation meanwhile.
            let _gone = self.is_busy.try_set(false);
            if answer.is_ok() {
                then();
            } else if foreseen.is_some() && self.view.try_get_untracked() == Some(foreseen) {
                let _gone = self.view.try_set(before);
            }
            match answer {
                // A live line has told what followed from it, and perhaps more since.
                Ok(_) if self.line.try_get_untracked() == Some(Line::Live) => {}
                Ok(view) => {
                    let _gone = self.view.try_set(Some(view));
                }
                Err(problem) => {
                    refused();
                    let _gone = self.refusal.try_set(Some(problem));
                }
            }
        });
    }

    /// Says something to the learner, with the files beside it.
    pub(crate) fn reply(self, text: &str) {
        let outgoing = Outgoing {
            client_id: ui::client_id(),
            text: text.trim().to_owned(),
            attachments: self.attach.take(),
            tapped: None,
            sending: Sending::Waiting,
        };
        self.typing.update_value(Typing::sent);
        self.outbox.update(|outbox| outbox.add(outgoing.clone()));
        self.send(outgoing);
    }

    /// Tells the other agents something, with the files beside it.
    /// `false` if something else is being asked: then nothing is taken.
    pub(crate) fn note(self, text: &str, mentions: Vec<AgentId>) -> bool {
        if self.is_busy.get_untracked() {
            return false;
        }
        let (text, files) = (text.trim().to_owned(), self.note_attach.take());
        let note = AgentCommand::Note {
            client_id: ui::client_id(),
            text: text.clone(),
            attachments: files.iter().map(|it| it.id.clone()).collect(),
            mentions,
        };
        // What was not taken is written still.
        let refused = move || {
            if self.note_draft.try_with_untracked(String::is_empty) == Some(true) {
                let _gone = self.note_draft.try_set(text);
            }
            self.note_attach.put_back(files);
        };
        self.ask_or(note, || (), refused);
        true
    }

    /// The note that is being written, to go along with an assignment. One with files stays: an assignment carries none.
    pub(crate) fn note_to_give(self) -> Option<String> {
        let is_alone = self.is_note.get_untracked() && self.note_attach.is_empty();
        let note = self
            .note_draft
            .with_untracked(|note| note.trim().to_owned());
        (is_alone && !note.is_empty()).then_some(note)
    }

    /// The note went along.
    pub(crate) fn note_was_given(self) {
        let _gone = self.note_draft.try_set(String::new());
        let _gone = self.is_note.try_set(false);
    }

    /// A key was pressed in a reply: the learner sees that something comes.
    pub(crate) fn press(self) {
        let press = |typing: &mut Typing| typing.press(ui::now());
        if self.typing.try_update_value(press) == Some(true) {
            self.signal(&AgentSignal::Typing);
        }
    }

    fn signal(self, signal: &AgentSignal) {
        if let Some(socket) = self.socket.try_get_value().flatten() {
            // What is not heard now is told again, or soon means nothing any more.
            let _sent = socket.send(&ui::to_text(signal));
        }
    }

    /// Sends a reply that failed again; the same id, so that it is stored once.
    pub(crate) fn retry(self, client_id: &protocol::ClientMessageId) {
        let outgoing = self
            .outbox
            .try_update(|outbox| outbox.retry(client_id))
            .flatten();
        if let Some(outgoing) = outgoing {
            self.send(outgoing);
        }
    }

    fn send(self, outgoing: Outgoing) {
        let id = self.id.get_value();
        spawn_local(async move {
            let client_id = outgoing.client_id.clone();
            let reply = AgentCommand::Reply {
                client_id: outgoing.client_id,
                text: outgoing.text,
                attachments: outgoing.attachments.into_iter().map(|it| it.id).collect(),
            };
            if let Err(problem) = api::command(&id, &reply).await {
                let _gone = self
                    .outbox
                    .try_update(|outbox| outbox.refuse(&client_id, problem));
            }
        });
    }

    /// Tells how far the agent has come, in a moment.
    pub(crate) fn tell_receipt(self) {
        if self.is_telling.try_get_value() != Some(false) {
            return;
        }
        self.is_telling.set_value(true);
        let tell = move || {
            // The agent may have gone to another conversation meanwhile.
            let Some(newest) = self.timeline.try_with_untracked(newest_said) else {
                return;
            };
            self.is_telling.set_value(false);
            let is_seen = !document().hidden();
            let receipt = self
                .read
                .try_update_value(|read| read.tell(newest, is_seen))
                .flatten();
            if let Some(receipt) = receipt {
                self.signal(&AgentSignal::Receipt(receipt));
            }
        };
        set_timeout(tell, RECEIPT_PAUSE);
    }

    /// Shows who writes, for as long as they do.
    fn show_writer(self) {
        let who = |typing: &Typing| typing.who(ui::now()).map(str::to_owned);
        let Some(writer) = self.typing.try_with_value(who) else {
            return;
        };
        let goes_on = writer.is_some();
        if self.writer.try_with_untracked(|shown| *shown != writer) == Some(true) {
            self.writer.set(writer);
        }
        if goes_on {
            set_timeout(move || self.show_writer(), TYPING_TICK);
        }
    }

    /// Something that was asked about it was refused.
    pub(crate) fn fail(self, problem: Problem) {
        let _gone = self.refusal.try_set(Some(problem));
    }

    fn connect(self) {
        let address = move || async move {
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
                let _gone = self.read.try_update_value(Reading::forget);
                self.tell_receipt();
            }
            Frame::Entry(entry) => {
                self.acknowledge(&entry);
                // What is only said changes nothing around the thread.
                if !matches!(entry.event, AgentEvent::Message(_) | AgentEvent::Note(_)) {
                    let _gone = self.view.try_update(|view| {
                        if let Some(view) = view {
                            view.follow(&entry.event);
                        }
                    });
                }
                let applied = self.timeline.try_update(|timeline| timeline.entry(entry));
                if applied == Some(Applied::Gap) {
                    self.resume();
                }
                self.tell_receipt();
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
            Frame::Receipt(receipt) => {
                let _gone = self.view.try_update(|view| {
                    if let Some(view) = view {
                        view.receipt = receipt;
                    }
                });
            }
            // The list has it.
            Frame::Promise { .. } => {}
            Frame::Typing { name } => {
                let name = name.unwrap_or_else(|| ui::say!("The learner"));
                // One's own word comes back too.
                if self.me.try_with_value(|me| me.1 == name) == Some(false) {
                    let heard = |typing: &mut Typing| typing.heard(name, ui::now());
                    let _gone = self.typing.try_update_value(heard);
                    self.show_writer();
                }
            }
            // What this socket says is either understood or means nothing.
            Frame::Refused { .. } => {}
        }
    }

    fn acknowledge(self, entry: &Sequenced<AgentEvent>) {
        let AgentEvent::Message(message) = &entry.event else {
            return;
        };
        let writer = match &message.author {
            Author::Agent { name, .. } => name.clone(),
            _ => ui::say!("The learner"),
        };
        let _gone = self.typing.try_update_value(|typing| typing.came(&writer));
        self.show_writer();
        if let Some(client_id) = &message.client_id {
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

/// Number of the newest thing said or noted.
fn newest_said(timeline: &Timeline<AgentEvent>) -> protocol::Seq {
    let is_said = |entry: &&Sequenced<AgentEvent>| {
        matches!(entry.event, AgentEvent::Message(_) | AgentEvent::Note(_))
    };
    let mut entries = timeline.entries().iter().rev();
    entries.find(is_said).map_or(0, |entry| entry.seq)
}
