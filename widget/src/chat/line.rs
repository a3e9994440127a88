//! The chat's line: the session, the socket, what comes over it and what goes.

use super::Chat;
use crate::api::{self, Failure};
use crate::host::ToHost;
use client::{Applied, Follow as _, Line, Outgoing, Reading, Timeline};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::LearnerSession;
use protocol::{
    Author, ClientMessageId, Code, Frame, LearnerCommand, LearnerEvent, LearnerView, Page, Problem,
    Sequenced, Status,
};
use std::time::Duration;
use ui::Socket;

/// Pause before a session that could not begin is tried again.
const SESSION_RETRY: Duration = Duration::from_secs(3);

/// Pause before it is told how far the learner has come: what comes in one go is told in one.
const RECEIPT_PAUSE: Duration = Duration::from_millis(700);

/// How often it is asked whether somebody still writes.
const TYPING_TICK: Duration = Duration::from_secs(2);

/// Lost connections after which the token itself is doubted.
const DOUBTS: u32 = 4;

impl Chat {
    /// Begins or renews the session: one try at a time, again until it succeeds.
    pub(super) fn start_session(self) {
        if self.is_renewing.get_value() {
            return;
        }
        self.is_renewing.set_value(true);
        self.try_session();
    }

    fn try_session(self) {
        let host = self.host.get_value();
        let token = self.token.get_untracked();
        spawn_local(async move {
            match api::session(host.team(), token).await {
                Ok(session) => {
                    self.is_renewing.set_value(false);
                    self.enter(session);
                    if self.socket.with_value(Option::is_none) {
                        self.connect();
                    }
                }
                Err(Failure::Refused(problem)) if problem.code == Code::NotFound => {
                    // The script tag names a team that is not there: waiting would not help.
                    self.is_missing.set(true);
                }
                Err(Failure::Offline | Failure::Refused(_)) => {
                    // Once there is a socket, it says how the line is.
                    if self.socket.with_value(Option::is_none) {
                        self.line.set(Line::Waiting(ui::now()));
                    }
                    set_timeout(move || self.try_session(), SESSION_RETRY);
                }
            }
        });
    }

    /// Takes a session. One in another conversation, begun here or in another tab, shows that;
    /// one that was asked for before and comes after is late, and left.
    pub(super) fn enter(self, session: LearnerSession) {
        let shown = self.ordinal.get_value();
        if session.ordinal < shown {
            return;
        }
        self.ordinal.set_value(session.ordinal);
        self.token.set(Some(session.token));
        self.team.set(Some(session.team));
        if shown != 0 && session.ordinal != shown {
            self.change(|timeline| *timeline = Timeline::default());
            self.seen.set_value(0);
            self.has_begun.set(false);
            self.show(LearnerView::default());
            self.resume();
        }
        self.keep();
    }

    fn connect(self) {
        let address = move || {
            let token = self.token.get_untracked()?;
            let since = self.timeline.with_value(Timeline::last_seq);
            let language = ui::language();
            let url = format!("/api/learner/socket?since={since}&language={language}");
            Some((url, vec!["baton.v1".to_owned(), token]))
        };
        let socket = Socket::open(
            address,
            move |frame| self.frame(frame),
            move |line| {
                self.line.set(line);
                if let Line::Waiting(_) = line {
                    self.lost.update_value(|lost| *lost += 1);
                    if self.lost.get_value().is_multiple_of(DOUBTS) {
                        self.start_session();
                    }
                }
            },
        );
        self.socket.set_value(Some(socket));
    }

    fn frame(self, frame: Frame<LearnerView, LearnerEvent>) {
        match frame {
            Frame::Hello {
                view,
                entries,
                last_seq,
                partial,
            } => {
                self.lost.set_value(0);
                self.read.update_value(Reading::forget);
                self.show(view);
                for entry in &entries {
                    self.acknowledge(entry);
                }
                let has_more = self.change(|timeline| timeline.hello(entries, last_seq, partial));
                if has_more {
                    self.resume();
                    return;
                }
                self.has_begun.set(true);
                self.send_identity();
                self.send_request();
                let waiting: Vec<_> = self
                    .outbox
                    .with_untracked(|outbox| outbox.waiting().cloned().collect());
                for outgoing in waiting {
                    self.send_message(outgoing);
                }
                self.tell_receipt();
            }
            Frame::Entry(entry) => {
                if let LearnerEvent::Changed(_) = &entry.event {
                    let mut view = self.view.get_untracked();
                    view.follow(&entry.event);
                    self.show(view);
                }
                if let LearnerEvent::Message(message) = &entry.event
                    && let Author::Agent { name, .. } = &message.author
                {
                    self.typing.update_value(|typing| typing.came(name));
                    self.show_writer();
                }
                self.acknowledge(&entry);
                let applied = self.change(|timeline| timeline.entry(entry));
                match applied {
                    Applied::Gap => self.resume(),
                    Applied::New | Applied::Known => {}
                }
            }
            Frame::Started { turn } => self.change(|timeline| timeline.started(turn)),
            Frame::Delta { turn, from, text } => {
                self.change(|timeline| timeline.delta(turn, from, &text));
            }
            Frame::Ended { turn } => self.change(|timeline| timeline.ended(turn)),
            Frame::Receipt(receipt) => self.view.update(|view| view.receipt = receipt),
            Frame::Typing { name } => {
                if let Some(name) = name {
                    self.typing
                        .update_value(|typing| typing.heard(name, ui::now()));
                    self.show_writer();
                }
            }
            Frame::Refused { client_id, problem } => {
                if let Some(client_id) = client_id {
                    self.refused(client_id, problem);
                }
            }
        }
    }

    /// A message was refused. What only came too fast goes again by itself.
    fn refused(self, client_id: ClientMessageId, problem: Problem) {
        let wait = problem
            .retry_after
            .filter(|_| problem.code == Code::TooFast);
        self.outbox
            .update(|outbox| outbox.refuse(&client_id, problem));
        self.keep();
        if let Some(seconds) = wait {
            let again = Duration::from_secs(u64::from(seconds));
            set_timeout(move || self.retry(&client_id), again);
        }
    }

    /// Shows who writes, for as long as they do.
    fn show_writer(self) {
        let writer = self
            .typing
            .with_value(|typing| typing.who(ui::now()).map(str::to_owned));
        let goes_on = writer.is_some();
        if self.writer.with_untracked(|shown| *shown != writer) {
            self.writer.set(writer);
        }
        if goes_on {
            set_timeout(move || self.show_writer(), TYPING_TICK);
        }
    }

    /// Tells how far the learner has come with what people said, in a moment. What the
    /// assistant said needs no receipt: nobody waits for it, and each is a row written.
    pub(super) fn tell_receipt(self) {
        if self.is_telling.get_value() {
            return;
        }
        self.is_telling.set_value(true);
        let tell = move || {
            self.is_telling.set_value(false);
            let by_agent = |entry: &&Sequenced<LearnerEvent>| {
                matches!(&entry.event, LearnerEvent::Message(message)
                    if matches!(message.author, Author::Agent { .. }))
            };
            let newest = self.timeline.with_value(|timeline| {
                let mut entries = timeline.entries().iter().rev();
                entries.find(by_agent).map_or(0, |entry| entry.seq)
            });
            let is_seen = self.is_seen();
            let receipt = self
                .read
                .try_update_value(|read| read.tell(newest, is_seen))
                .flatten();
            if let Some(receipt) = receipt {
                self.send(&LearnerCommand::Receipt(receipt));
            }
        };
        set_timeout(tell, RECEIPT_PAUSE);
    }

    /// Whether the log is before the learner's eyes.
    fn is_seen(self) -> bool {
        self.is_open.get_untracked() && !document().hidden()
    }

    /// Shows who the conversation waits for.
    pub(super) fn show(self, view: LearnerView) {
        if view.status == Status::Open {
            self.asks.set_value(None);
        }
        self.view.set(view);
        self.keep();
    }

    /// Changes the timeline, and tells what follows it.
    pub(super) fn change<T>(self, change: impl FnOnce(&mut Timeline<LearnerEvent>) -> T) -> T {
        let mut timeline = self.timeline.write_value();
        let outcome = change(&mut timeline);
        let (last_seq, working) = (timeline.last_seq(), timeline.working().cloned());
        // Whoever follows reads the timeline.
        drop(timeline);
        if self.last_seq.get_untracked() != last_seq {
            self.last_seq.set(last_seq);
            self.saw();
        }
        if self.working.with_untracked(|shown| *shown != working) {
            self.working.set(working);
        }
        outcome
    }

    /// Takes a stored message out of the outbox.
    fn acknowledge(self, entry: &Sequenced<LearnerEvent>) {
        let LearnerEvent::Message(message) = &entry.event else {
            return;
        };
        if let Some(client_id) = &message.client_id {
            let was_here = self
                .outbox
                .try_update(|outbox| outbox.acknowledge(client_id))
                .unwrap_or_default();
            if was_here {
                self.keep();
            }
        }
    }

    pub(super) fn resume(self) {
        if let Some(socket) = self.socket.get_value() {
            socket.reconnect();
        }
    }

    pub(super) fn send_message(self, outgoing: Outgoing) {
        let page = Some(self.page.get_value()).filter(|page| *page != Page::default());
        let Outgoing {
            client_id, text, ..
        } = outgoing;
        self.send(&match outgoing.tapped {
            Some(tapped) => LearnerCommand::Tap {
                client_id,
                seq: tapped.seq,
                reply: tapped.reply,
                text,
                page,
            },
            None => LearnerCommand::Say {
                client_id,
                text,
                attachments: outgoing.attachments.into_iter().map(|it| it.id).collect(),
                page,
            },
        });
    }

    pub(super) fn send_identity(self) {
        if let Some((name, email)) = self.identity.get_value() {
            self.send(&LearnerCommand::Identify { name, email });
        }
    }

    pub(super) fn send(self, command: &LearnerCommand) {
        if let Some(socket) = self.socket.get_value() {
            // What is not sent now stays in the outbox and goes with the next connection.
            let _sent = socket.send(&ui::to_text(command));
        }
    }

    pub(super) fn keep(self) {
        let outbox = self.outbox.with_untracked(ui::to_text);
        let status = self.view.with_untracked(|view| view.status);
        self.token.with_untracked(|token| {
            if let Some(token) = token {
                let store = ToHost::Store {
                    token,
                    outbox: &outbox,
                    seen: self.seen.get_value(),
                    waits: matches!(status, Status::Open | Status::Snoozed),
                };
                self.host.with_value(|host| host.tell(&store));
            }
        });
    }
}
