//! The chat's line: the session, the socket, what comes over it and what goes.

use super::Chat;
use crate::api::{self, Failure};
use crate::host::ToHost;
use client::{Applied, Follow as _, Outgoing, Reading, Timeline};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::LearnerSession;
use protocol::{
    Author, ClientMessageId, Code, Frame, LearnerCommand, LearnerEvent, LearnerView, Page, Problem,
    Seq, Sequenced, Status, Timestamp,
};
use std::time::Duration;
use ui::Socket;

/// How old a ticket may be to open a socket, in milliseconds: it lives for 30 seconds, and the socket has to
/// get there.
const TICKET_MS: i64 = 20_000;

/// When a session is renewed while the line stays: its token lives for an hour.
const RENEWAL: Duration = Duration::from_secs(50 * 60);

/// For how long the browser works for a request that was not passed on, in milliseconds: whoever comes back later asks
/// again, if they still want a person.
const REFUSED_MS: i64 = 10 * 60_000;

/// Pause before it is told how far the learner has come: what comes in one go is told in one.
const RECEIPT_PAUSE: Duration = Duration::from_millis(700);

/// How often it is asked whether somebody still writes.
const TYPING_TICK: Duration = Duration::from_secs(2);

impl Chat {
    /// Connects, and goes on connecting. Each socket is opened by a ticket of a session that is begun or
    /// renewed for it.
    pub(super) fn connect(self) {
        let address = move || async move {
            let ticket = self.ticket().await?;
            let since = self.timeline.with_value(Timeline::last_seq);
            let language = ui::language();
            let url = format!("/api/learner/socket?since={since}&language={language}");
            Some((url, vec!["baton.v1".to_owned(), ticket]))
        };
        let socket = Socket::open(
            address,
            move |frame| self.frame(frame),
            move |line| self.line.set(line),
        );
        self.socket.set_value(Some(socket));
        self.renew_later();
    }

    /// What opens a socket now; none if no session could be begun.
    async fn ticket(self) -> Option<String> {
        let take = |ticket: &mut Option<(String, Timestamp)>| ticket.take();
        let kept = self.ticket.try_update_value(take).flatten();
        match kept.filter(|(_, since)| ui::now().since(*since) < TICKET_MS) {
            Some((ticket, _)) => Some(ticket),
            None => {
                self.begin_session(None).await?;
                let new = self.ticket.try_update_value(take).flatten();
                new.map(|(ticket, _)| ticket)
            }
        }
    }

    /// Begins or renews the session, with a proof of work if there is one; whether it is in another conversation than
    /// the one shown. Nothing, if it could not be.
    async fn begin_session(self, proof: Option<String>) -> Option<bool> {
        let host = self.host.get_value();
        let (renewal, signed) = (self.renewal.get_value(), self.signed.get_value());
        match api::session(host.team(), renewal, signed, proof).await {
            Ok(session) => Some(self.enter(session)),
            Err(Failure::Refused(problem)) => {
                match problem.code {
                    // The script tag names a team that is not there: waiting would not help.
                    Code::NotFound => self.is_missing.set(true),
                    Code::Forbidden => self.is_closed.set(true),
                    // Too many begin here: the socket goes on trying, and this browser works meanwhile.
                    Code::TooFast => self.work(None),
                    _ => {}
                }
                None
            }
            Err(Failure::Offline) => None,
        }
    }

    /// Makes a proof of work and connects with it; does nothing while one is made and once one was shown. `refused` is the
    /// number of the message that refused a request for a person: the request is sent again, unless the conversation went
    /// on.
    fn work(self, refused: Option<Seq>) {
        // Of several tabs the one that is looked at works.
        if document().hidden() || self.has_worked.get_value() {
            return;
        }
        self.has_worked.set_value(true);
        spawn_local(async move {
            let before = self.conversation.get_value();
            let proof = api::proof(self.host.get_value().team()).await;
            let has_proof = proof.is_some();
            if !has_proof || self.begin_session(proof).await.is_none() {
                self.has_worked.set_value(false);
                return;
            }
            let is_same = self.conversation.get_value() == before;
            let last_seq = self.timeline.with_value(Timeline::last_seq);
            if refused == Some(last_seq) && is_same {
                // Sent when the next socket opens.
                self.asks.set_value(Some(ui::client_id()));
            }
            self.resume();
        });
    }

    /// Works where the last thing said is that a request for a person was not passed on, lately: also while the line was
    /// down.
    pub(super) fn work_if_refused(self) {
        let refused = self.timeline.with_value(|timeline| {
            let last = timeline.entries().last()?;
            let is_recent = ui::now().since(last.at) < REFUSED_MS;
            let is_refusal = matches!(&last.event, LearnerEvent::Message(said) if said.asks_proof);
            (is_recent && is_refusal).then_some(last.seq)
        });
        if refused.is_some() {
            self.work(refused);
        }
    }

    /// Renews the session before its token ends, for as long as the page lives.
    fn renew_later(self) {
        let renew = move || {
            spawn_local(async move {
                if self.begin_session(None).await == Some(true) {
                    self.resume();
                }
                self.renew_later();
            });
        };
        set_timeout(renew, RENEWAL);
    }

    /// Takes a session; whether it is in another conversation than the one shown, begun here, in another
    /// tab or on another device. One that was asked for before and comes after is late, and left.
    pub(super) fn enter(self, session: LearnerSession) -> bool {
        let shown = self.conversation.get_value();
        let is_late = shown.as_ref().is_some_and(|shown| {
            shown.learner() == session.conversation.learner()
                && session.conversation.ordinal() < shown.ordinal()
        });
        if is_late {
            return false;
        }
        if let Some(why) = &session.refused {
            let refused = ToHost::Refused { why };
            self.host.with_value(|host| host.tell(&refused));
        }
        self.is_closed.set(false);
        self.is_missing.set(false);
        let is_another = shown.is_some_and(|shown| shown != session.conversation);
        self.conversation.set_value(Some(session.conversation));
        self.renewal.set_value(Some(session.renewal));
        self.ticket.set_value(Some((session.ticket, ui::now())));
        self.token.set(Some(session.token));
        self.team.set(Some(session.team));
        if is_another {
            self.change(|timeline| *timeline = Timeline::default());
            self.seen.set_value(0);
            self.has_begun.set(false);
            self.show(LearnerView::default());
        }
        self.keep();
        is_another
    }

    fn frame(self, frame: Frame<LearnerView, LearnerEvent>) {
        match frame {
            Frame::Hello {
                view,
                entries,
                last_seq,
                partial,
            } => {
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
                self.send_waiting();
                self.tell_receipt();
                self.work_if_refused();
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
                    Applied::New => self.work_if_refused(),
                    Applied::Known => {}
                }
            }
            Frame::Started { turn } => self.change(|timeline| timeline.started(turn)),
            Frame::Delta { turn, from, text } => {
                self.change(|timeline| timeline.delta(turn, from, &text));
            }
            Frame::Ended { turn } => self.change(|timeline| timeline.ended(turn)),
            Frame::Receipt(receipt) => self.view.update(|view| view.receipt = receipt),
            Frame::Promise { reply_by } => self.view.update(|view| view.reply_by = reply_by),
            Frame::Typing { name } => {
                if let Some(name) = name {
                    self.typing
                        .update_value(|typing| typing.heard(name, ui::now()));
                    self.show_writer();
                }
            }
            Frame::Refused { client_id, problem } => {
                match (client_id, problem.retry_after) {
                    (Some(client_id), _) => self.refused(client_id, problem),
                    // Braked before it was read: whatever is not stored goes again.
                    (None, Some(seconds)) if problem.code == Code::TooFast => {
                        let again = Duration::from_secs(u64::from(seconds));
                        set_timeout(move || self.send_waiting(), again);
                    }
                    (None, _) => {}
                }
            }
        }
    }

    /// Sends what nobody has acknowledged.
    fn send_waiting(self) {
        let waiting: Vec<_> = self
            .outbox
            .with_untracked(|outbox| outbox.waiting().cloned().collect());
        for outgoing in waiting {
            self.send_message(outgoing);
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
        self.renewal.with_value(|renewal| {
            if let Some(renewal) = renewal {
                let store = ToHost::Store {
                    renewal,
                    outbox: &outbox,
                    seen: self.seen.get_value(),
                    waits: matches!(status, Status::Open | Status::Snoozed),
                };
                self.host.with_value(|host| host.tell(&store));
            }
        });
    }
}
