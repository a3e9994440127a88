//! The chat's state: what `client` remembers, in signals, and what the learner does to it.

mod line;

use crate::api::{self, Failure};
use crate::host::{FromHost, Host, ToHost};
use client::{Line, Outbox, Outgoing, Reading as Read, Sending, Tapped, Timeline, Typing, Word};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::settings::TeamProfile;
use protocol::{
    Article, ArticleId, Attachment, Author, ClientMessageId, ConversationId, LearnerCommand,
    LearnerEvent, LearnerMessage, LearnerView, Page, Partial, Seq, Sequenced, Status, Timestamp,
};
use ui::{Attach, Content, Socket, word, words};

/// Where files go, and come from.
const ATTACHMENTS: &str = "/api/learner/attachments";

/// An article the learner opened.
#[derive(Clone, PartialEq)]
pub(crate) enum Reading {
    /// It is on its way.
    Loading,
    /// Here it is.
    Here(Box<Article>),
    /// It is not to be had; why.
    Gone(Word),
}

/// One row of the log.
#[derive(Clone, PartialEq)]
pub(crate) struct Row {
    /// Stays the same when an outgoing message becomes a stored one.
    pub(crate) key: String,
    /// When; `None` while it is on its way.
    pub(crate) at: Option<Timestamp>,
    /// Whether it goes on where the row above left off.
    pub(crate) continues: bool,
    /// What.
    pub(crate) what: What,
}

impl Row {
    /// Whether it shows files that nobody can fetch before it is stored.
    pub(crate) fn waits_for_files(&self) -> bool {
        let has_files =
            matches!(&self.what, What::Said(message) if !message.attachments.is_empty());
        has_files && self.at.is_none()
    }
}

/// What a row shows.
#[derive(Clone, PartialEq)]
pub(crate) enum What {
    /// Something said.
    Said(LearnerMessage),
    /// A change of hands.
    Changed(protocol::LearnerActivity),
}

/// The chat. Lives as long as the page; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Chat {
    timeline: StoredValue<Timeline<LearnerEvent>>,
    /// Number of the newest event: what rows follow.
    last_seq: RwSignal<Seq>,
    /// The answer being written: apart from the rows, as it changes many times a second.
    pub(crate) working: RwSignal<Option<Partial>>,
    outbox: RwSignal<Outbox>,
    /// Who the conversation waits for.
    pub(crate) view: RwSignal<LearnerView>,
    /// The agent who writes now.
    pub(crate) writer: RwSignal<Option<String>>,
    typing: StoredValue<Typing>,
    read: StoredValue<Read>,
    /// Whether it is about to be told how far the learner has come.
    is_telling: StoredValue<bool>,
    /// Height of the message being written, in pixels: what it takes, the log has not.
    pub(crate) lines: RwSignal<i32>,
    /// Files of the message being written.
    pub(crate) attach: Attach,
    /// Why what the learner asked for last was refused.
    pub(crate) refusal: RwSignal<Option<String>>,
    /// How the line is.
    pub(crate) line: RwSignal<Line>,
    /// Whether the first frame has come.
    pub(crate) has_begun: RwSignal<bool>,
    /// The team, once known.
    pub(crate) team: RwSignal<Option<TeamProfile>>,
    /// The article being read.
    pub(crate) reading: RwSignal<Option<Reading>>,
    /// Whether the panel is open.
    pub(crate) is_open: RwSignal<bool>,
    /// Whether the page keeps the conversation for next time.
    pub(crate) keeps: RwSignal<bool>,
    /// Whether the script tag names a team that is not there.
    is_missing: RwSignal<bool>,
    /// Whether the team has blocked this learner.
    is_closed: RwSignal<bool>,
    token: RwSignal<Option<String>>,
    /// What the next session is begun with.
    renewal: StoredValue<Option<String>>,
    /// What opens a socket once, and since when.
    ticket: StoredValue<Option<(String, Timestamp)>>,
    /// Which conversation is shown, once a session has said so.
    conversation: StoredValue<Option<ConversationId>>,
    page: StoredValue<Page>,
    identity: StoredValue<Option<(Option<String>, Option<String>)>>,
    /// Who the LMS says the learner is, signed.
    signed: StoredValue<Option<String>>,
    /// The learner's press of "Talk to a person", until somebody has said that one comes.
    asks: StoredValue<Option<ClientMessageId>>,
    /// Whether this browser has shown a proof of work, or makes one.
    has_worked: StoredValue<bool>,
    /// Number of the newest event the learner has had before their eyes.
    seen: StoredValue<Seq>,
    host: StoredValue<Host, LocalStorage>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
}

impl Chat {
    /// A chat that has not begun.
    pub(crate) fn new(host: Host) -> Self {
        let token = RwSignal::new(None);
        Self {
            timeline: StoredValue::default(),
            last_seq: RwSignal::new(0),
            working: RwSignal::new(None),
            outbox: RwSignal::default(),
            view: RwSignal::default(),
            writer: RwSignal::new(None),
            lines: RwSignal::new(0),
            typing: StoredValue::default(),
            read: StoredValue::default(),
            is_telling: StoredValue::new(false),
            attach: Attach::new(move || {
                Some((ATTACHMENTS.to_owned(), Some(token.get_untracked()?)))
            }),
            refusal: RwSignal::new(None),
            line: RwSignal::default(),
            has_begun: RwSignal::new(false),
            team: RwSignal::new(None),
            reading: RwSignal::new(None),
            is_open: RwSignal::new(true),
            keeps: RwSignal::new(true),
            is_missing: RwSignal::new(false),
            is_closed: RwSignal::new(false),
            token,
            renewal: StoredValue::new(None),
            ticket: StoredValue::new(None),
            conversation: StoredValue::new(None),
            page: StoredValue::new(Page::default()),
            identity: StoredValue::new(None),
            signed: StoredValue::new(None),
            asks: StoredValue::new(None),
            has_worked: StoredValue::new(false),
            seen: StoredValue::new(0),
            host: StoredValue::new_local(host),
            socket: StoredValue::new_local(None),
        }
    }

    /// Listens to the page; its first word begins the session.
    pub(crate) fn begin(self) {
        // What came while the tab was hidden is read when it is seen again.
        window_event_listener_untyped("visibilitychange", move |_| {
            self.tell_receipt();
            self.work_if_refused();
        });
        let host = self.host.get_value();
        host.listen(move |message| self.hear(message));
    }

    fn hear(self, message: FromHost) {
        if let Some(page) = message.page {
            self.page.set_value(page);
        }
        match message.r#type.as_str() {
            "init" => {
                if self.socket.with_value(Option::is_some) {
                    return;
                }
                self.renewal.set_value(message.renewal);
                self.seen.set_value(message.seen);
                self.keeps.set(message.keeps);
                let outbox = message.outbox.and_then(|text| ui::from_text(&text));
                if let Some(outbox) = outbox {
                    self.outbox.set(outbox);
                }
                paint(message.color.as_deref());
                self.connect();
            }
            "open" => {
                self.is_open.set(true);
                self.saw();
            }
            "close" => self.is_open.set(false),
            // The page tells when its tab is seen again: what came meanwhile is read now.
            "seen" => self.saw(),
            "identify" => {
                self.identity.set_value(Some((message.name, message.email)));
                self.send_identity();
                let before = self.signed.get_value();
                if message.token.is_some() && message.token != before {
                    self.signed.set_value(message.token);
                    // With the next ticket it counts.
                    self.ticket.set_value(None);
                    self.resume();
                }
            }
            // The loader may be newer than this frame.
            _ => {}
        }
    }

    // --- what the learner does ---

    /// Sends a message with the files beside it; `false` if there is nothing to send.
    pub(crate) fn say(self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() && !self.attach.has_ready() {
            return false;
        }
        let outgoing = Outgoing {
            client_id: ui::client_id(),
            text: text.to_owned(),
            attachments: self.attach.take(),
            tapped: None,
            sending: Sending::Waiting,
        };
        self.post(outgoing);
        true
    }

    /// Sends a text without the files of the message being written.
    pub(crate) fn say_alone(self, text: &str) {
        let text = text.trim().to_owned();
        self.post(Outgoing {
            client_id: ui::client_id(),
            text,
            attachments: Vec::new(),
            tapped: None,
            sending: Sending::Waiting,
        });
    }

    /// Taps a reply of the newest message, by its place; `text` is what stood on it.
    pub(crate) fn tap(self, reply: u32, text: &str) {
        let is_said = |it: &&Sequenced<LearnerEvent>| matches!(it.event, LearnerEvent::Message(_));
        let seq = self.timeline.with_value(|timeline| {
            let mut entries = timeline.entries().iter().rev();
            entries.find(is_said).map(|it| it.seq)
        });
        self.post(Outgoing {
            client_id: ui::client_id(),
            text: text.to_owned(),
            attachments: Vec::new(),
            tapped: seq.map(|seq| Tapped { seq, reply }),
            sending: Sending::Waiting,
        });
    }

    fn post(self, outgoing: Outgoing) {
        self.typing.update_value(Typing::sent);
        self.outbox.update(|outbox| outbox.add(outgoing.clone()));
        self.keep();
        self.send_message(outgoing);
    }

    /// A key was pressed: who answers sees that something comes.
    pub(crate) fn press(self) {
        let with_people = self.view.with_untracked(|view| view.status == Status::Open);
        let press = |typing: &mut Typing| typing.press(ui::now());
        if with_people && self.typing.try_update_value(press) == Some(true) {
            self.send(&LearnerCommand::Typing);
        }
    }

    /// Begins a new conversation; the one before stays with the team.
    pub(crate) fn begin_another(self) {
        let Some(token) = self.token.get_untracked() else {
            return;
        };
        // What is not stored yet belongs to the conversation it was written in.
        let is_waiting = self
            .outbox
            .with_untracked(|outbox| !outbox.items().is_empty());
        if is_waiting || !self.attach.is_empty() {
            self.refusal.set(Some(word(Word::SendFirst).to_owned()));
            return;
        }
        self.asks.set_value(None);
        self.refusal.set(None);
        spawn_local(async move {
            match api::new_conversation(&token).await {
                Ok(session) => {
                    if self.enter(session) {
                        self.resume();
                    }
                }
                Err(Failure::Offline) => {
                    self.refusal.set(Some(word(Word::NoConnection).to_owned()))
                }
                Err(Failure::Refused(problem)) => {
                    self.refusal.set(Some(words().problem(&problem)));
                }
            }
        });
    }

    /// Sends a refused message again.
    pub(crate) fn retry(self, client_id: &ClientMessageId) {
        let outgoing = self
            .outbox
            .try_update(|outbox| outbox.retry(client_id))
            .flatten();
        if let Some(outgoing) = outgoing {
            self.send_message(outgoing);
        }
    }

    /// Asks for a person.
    pub(crate) fn ask_for_person(self) {
        self.asks.set_value(Some(ui::client_id()));
        self.send_request();
    }

    /// Asks for a person again on every connection until one is on the way: a press that was heard
    /// counts once.
    fn send_request(self) {
        if let Some(client_id) = self.asks.get_value() {
            self.send(&LearnerCommand::AskForPerson { client_id });
        }
    }

    /// Opens an article in the panel.
    pub(crate) fn read(self, id: &str) {
        let (Ok(id), Some(token)) = (ArticleId::new(id), self.token.get_untracked()) else {
            return;
        };
        self.reading.set(Some(Reading::Loading));
        spawn_local(async move {
            let reading = match api::article(&id, &token).await {
                Ok(article) => Reading::Here(Box::new(article)),
                Err(Failure::Offline) => Reading::Gone(Word::ArticleNotLoaded),
                Err(Failure::Refused(_)) => Reading::Gone(Word::ArticleGone),
            };
            // The learner may have gone back meanwhile.
            if self.reading.with_untracked(Option::is_some) {
                self.reading.set(Some(reading));
            }
        });
    }

    /// Leaves the article, or else closes the panel.
    pub(crate) fn back_or_close(self) {
        if self.reading.with_untracked(Option::is_some) {
            self.reading.set(None);
        } else {
            self.close();
        }
    }

    /// Closes the panel.
    pub(crate) fn close(self) {
        self.host.with_value(|host| host.tell(&ToHost::Close));
    }

    // --- what is shown ---

    /// Everything said, and what is on its way.
    pub(crate) fn rows(self) -> Vec<Row> {
        self.last_seq.track();
        let mut rows: Vec<Row> = self
            .timeline
            .with_value(|timeline| timeline.entries().iter().filter_map(row).collect());
        self.outbox.with(|outbox| {
            rows.extend(outbox.items().iter().map(|outgoing| Row {
                key: outgoing.client_id.as_str().to_owned(),
                at: None,
                continues: false,
                what: What::Said(LearnerMessage {
                    attachments: outgoing.attachments.clone(),
                    client_id: Some(outgoing.client_id.clone()),
                    citations: Vec::new(),
                    quick_replies: Vec::new(),
                    asks_address: false,
                    asks_proof: false,
                    author: Author::Learner,
                    text: outgoing.text.clone(),
                }),
            }));
        });
        let mut before: Option<Author> = None;
        for row in &mut rows {
            let author = match &row.what {
                What::Said(message) => Some(message.author.clone()),
                What::Changed(_) => None,
            };
            row.continues = author.is_some() && author == before;
            before = author;
        }
        rows
    }

    /// Why a message was refused, or that it waits; `None` once it is stored.
    pub(crate) fn sending(self, client_id: &ClientMessageId) -> Option<Sending> {
        self.outbox.with(|outbox| {
            outbox
                .items()
                .iter()
                .find(|outgoing| outgoing.client_id == *client_id)
                .map(|outgoing| outgoing.sending.clone())
        })
    }

    /// How far a stored message of the learner's has come, if it is their newest and people
    /// have it.
    pub(crate) fn delivery(self, client_id: &ClientMessageId) -> Option<Word> {
        self.last_seq.track();
        let seq = self.timeline.with_value(|timeline| {
            let mut entries = timeline.entries().iter().rev();
            let newest = entries.find(|entry| is_by_learner(&entry.event))?;
            is_of(&newest.event, client_id).then_some(newest.seq)
        })?;
        let LearnerView {
            status, receipt, ..
        } = self.view.get();
        if status == Status::Pending {
            return None;
        }
        Some(if receipt.read >= seq {
            Word::Seen
        } else if receipt.delivered >= seq {
            Word::Delivered
        } else {
            Word::Sent
        })
    }

    /// Where the content of a file is.
    pub(crate) fn content(self, attachment: &Attachment) -> Content {
        let token = self.token.get_untracked().unwrap_or_default();
        Content::Token(format!("{ATTACHMENTS}/{}", attachment.id), token)
    }

    /// Whether nothing has been said.
    pub(crate) fn is_empty(self) -> bool {
        self.last_seq.get() == 0 && self.outbox.with(|outbox| outbox.items().is_empty())
    }

    /// What has come is seen if the panel is open; else the launcher says how much it is.
    fn saw(self) {
        if self.is_open.get_untracked() {
            self.seen.set_value(self.last_seq.get_untracked());
            self.keep();
        }
        self.tell_receipt();
        let seen = self.seen.get_value();
        let is_news = |entry: &&Sequenced<LearnerEvent>| {
            let is_said = matches!(entry.event, LearnerEvent::Message(_));
            entry.seq > seen && is_said && !is_by_learner(&entry.event)
        };
        let count = self
            .timeline
            .with_value(|timeline| timeline.entries().iter().filter(is_news).count());
        self.host
            .with_value(|host| host.tell(&ToHost::Unread { count }));
    }

    /// The header's line: honest about who answers, and whether we are connected.
    pub(crate) fn status_line(self) -> String {
        if self.is_missing.get() {
            return word(Word::NotSetUp).to_owned();
        }
        if self.is_closed.get() {
            return word(Word::Closed).to_owned();
        }
        if matches!(self.line.get(), Line::Waiting(_)) {
            return word(Word::NoLine).to_owned();
        }
        let view = self.view.get();
        match (view.status, view.person) {
            (Status::Pending, _) => word(Word::AnswersAtOnce).to_owned(),
            (Status::Open | Status::Snoozed, Some(name)) => words().with(Word::TalkingWith, &name),
            (Status::Open | Status::Snoozed, None) => word(Word::WaitingForTeam).to_owned(),
            (Status::Resolved, _) => word(Word::WriteToReopen).to_owned(),
        }
    }
}

fn is_by_learner(event: &LearnerEvent) -> bool {
    matches!(event, LearnerEvent::Message(message) if message.author == Author::Learner)
}

fn is_of(event: &LearnerEvent, client_id: &ClientMessageId) -> bool {
    matches!(event, LearnerEvent::Message(message) if message.client_id.as_ref() == Some(client_id))
}

fn row(entry: &Sequenced<LearnerEvent>) -> Option<Row> {
    let (key, what) = match &entry.event {
        LearnerEvent::Message(message) => {
            let key = match &message.client_id {
                Some(client_id) => client_id.as_str().to_owned(),
                None => entry.seq.to_string(),
            };
            (key, What::Said(message.clone()))
        }
        // The notice that comes with it says more.
        LearnerEvent::Changed(change)
            if change.activity == protocol::LearnerActivity::PersonAskedFor =>
        {
            return None;
        }
        LearnerEvent::Changed(change) => (
            entry.seq.to_string(),
            What::Changed(change.activity.clone()),
        ),
    };
    Some(Row {
        key,
        at: Some(entry.at),
        continues: false,
        what,
    })
}

/// The team's colour, as the script tag says.
fn paint(color: Option<&str>) {
    // Only a plain colour: `theme.css` derives from it what can be read on what.
    let is_colour = |color: &&str| {
        color
            .strip_prefix('#')
            .is_some_and(|hex| hex.len() <= 8 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    if let (Some(color), Some(root)) = (color.filter(is_colour), document().document_element())
        && let Some(root) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlElement>(&root)
    {
        let _set = root.style().set_property("--team", color);
    }
}
