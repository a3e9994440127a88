//! The agent's desk: who is signed in, the list, which conversation is open.

use crate::api;
use crate::browser::{self, ENDED, KEYS, PUSH};
use crate::listed::{Changes, Listed};
use crate::screen::{Screen, SettingsScreen};
use crate::thread::{Kept, Thread};
use crate::touches::Touches;
use client::{Ends, Line, List, Sending};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Agent, AgentCommand, Me, Role};
use protocol::settings::SavedReply;
use protocol::{
    AgentId, AgentPresence, ArticleDraft, ArticleId, Code, ConversationId, InboxFrame, InboxSignal,
    Status, Summary, Tag, TagDefinition, Timestamp, View,
};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::Duration;
use ui::Socket;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// How often relative times are drawn again.
const MINUTE_TICK: Duration = Duration::from_secs(20);

/// What stands over the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// All commands, by name.
    Palette,
    /// The sheet of keys.
    Keys,
    /// Until when the open conversation is snoozed.
    Snooze,
    /// An article, to be read.
    Article(ArticleId),
}

/// What is asked before something is done.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) words: String,
    /// What stands on the button.
    pub(crate) yes: &'static str,
    pub(crate) then: Rc<dyn Fn()>,
}

/// What was done last.
#[derive(Clone, PartialEq)]
pub(crate) struct Toast {
    /// Tells it from the one before.
    pub(crate) number: u32,
    pub(crate) words: String,
    /// What takes it back, in each conversation of which it was done; nothing, if nothing does.
    pub(crate) undo: Vec<(ConversationId, AgentCommand)>,
}

/// The desk. Lives as long as the page; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) screen: RwSignal<Screen>,
    pub(crate) me: RwSignal<Option<Me>>,
    pub(crate) list: RwSignal<List>,
    pub(crate) listed: RwSignal<Listed>,
    pub(crate) changes: StoredValue<Changes>,
    /// Until when changes were heard of; nothing, before the first connection.
    pub(crate) heard: StoredValue<Option<Timestamp>>,
    pub(crate) present: RwSignal<Vec<AgentPresence>>,
    /// The team's agents, by name.
    pub(crate) agents: RwSignal<Vec<Agent>>,
    /// Tags that the assistant gives, and their colours.
    pub(crate) definitions: RwSignal<Vec<TagDefinition>>,
    /// What is looked for.
    pub(crate) search: RwSignal<String>,
    pub(crate) overlay: RwSignal<Option<Overlay>>,
    pub(crate) question: RwSignal<Option<Question>, LocalStorage>,
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// Whether single keys do something.
    pub(crate) has_keys: RwSignal<bool>,
    /// Replies that the team writes often.
    pub(crate) saved_replies: RwSignal<Vec<SavedReply>>,
    /// How sure it is that an article answers, from which the assistant offers it.
    pub(crate) likely: RwSignal<Option<f32>>,
    /// The longest snooze, in days.
    pub(crate) snooze_days: RwSignal<u32>,
    pub(crate) line: RwSignal<Line>,
    pub(crate) now: RwSignal<Timestamp>,
    /// Conversations that are selected, to do something with all of them.
    pub(crate) selected: RwSignal<HashSet<ConversationId>>,
    /// Whether something is being done with them.
    pub(crate) is_at_work: StoredValue<bool>,
    /// The open conversation.
    pub(crate) thread: RwSignal<Option<Thread>>,
    /// Replies unsent or half written, by conversation.
    kept: RwSignal<HashMap<(AgentId, ConversationId), Kept>>,
    /// Rows that are listed.
    rows: Memo<Vec<ConversationId>>,
    /// How many of them each view has, in the order of [`View::ALL`].
    counts: Memo<[usize; View::ALL.len()]>,
    /// The row that the Tab key stops at.
    stop: Memo<Option<ConversationId>>,
    /// Conversations that this agent gave away: nobody took them from them.
    pub(crate) given: StoredValue<HashSet<ConversationId>>,
    /// The number of the toast that was shown last.
    pub(crate) toasts: StoredValue<u32>,
    /// The article that is half written, with its id unless it is new.
    pub(crate) article: StoredValue<Option<(Option<ArticleId>, ArticleDraft)>>,
    /// What the open conversation's signals hang on.
    owner: StoredValue<Option<Owner>, LocalStorage>,
    socket: StoredValue<Option<Socket>, LocalStorage>,
    pub(crate) touches: Touches,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let me: RwSignal<Option<Me>> = RwSignal::new(None);
        let list: RwSignal<List> = RwSignal::default();
        let listed: RwSignal<Listed> = RwSignal::default();
        let now = RwSignal::new(ui::now());
        let thread: RwSignal<Option<Thread>> = RwSignal::new(None);
        let rows = Memo::new(move |_| {
            let open = thread.get().map(Thread::id);
            let me = id_of(me);
            listed.with(|listed| {
                let Listed { filter, reach, .. } = listed;
                // What is late depends on the time, and nothing else does.
                let now = match filter.is_late {
                    true => now.get(),
                    false => now.get_untracked(),
                };
                let mut rows =
                    list.with(|list| list.rows(filter, reach, (&me, now), open.as_ref()));
                rows.retain(|id| !listed.held.contains(id) || Some(id) == open.as_ref());
                rows
            })
        });
        let counts = Memo::new(move |_| list.with(|list| list.counts(&id_of(me))));
        let stop = Memo::new(move |_| {
            rows.with(|rows| {
                let open = thread.get().map(Thread::id);
                let open = open.filter(|id| rows.contains(id));
                open.or(rows.first().cloned())
            })
        });
        Self {
            screen: RwSignal::new(Screen::Opening),
            me,
            list,
            listed,
            changes: StoredValue::default(),
            heard: StoredValue::new(None),
            rows,
            counts,
            stop,
            present: RwSignal::default(),
            agents: RwSignal::default(),
            definitions: RwSignal::default(),
            search: RwSignal::default(),
            overlay: RwSignal::new(None),
            question: RwSignal::new_local(None),
            toast: RwSignal::new(None),
            has_keys: RwSignal::new(browser::kept(KEYS).is_none()),
            saved_replies: RwSignal::default(),
            likely: RwSignal::default(),
            snooze_days: RwSignal::new(90),
            line: RwSignal::default(),
            now,
            selected: RwSignal::default(),
            is_at_work: StoredValue::new(false),
            thread,
            kept: RwSignal::default(),
            given: StoredValue::default(),
            toasts: StoredValue::new(0),
            article: StoredValue::new(None),
            owner: StoredValue::new_local(None),
            socket: StoredValue::new_local(None),
            touches: Touches::new(),
        }
    }

    /// Finds out who is here.
    pub(crate) fn begin(self) {
        set_interval(
            move || {
                self.now.set(ui::now());
                self.look_for_idleness();
            },
            MINUTE_TICK,
        );
        self.watch_touches();
        window_event_listener(ev::hashchange, move |_| self.follow_address());
        window_event_listener_untyped("visibilitychange", move |_| {
            self.tell_viewing();
            if let Some(thread) = self.thread.get_untracked() {
                thread.tell_receipt();
            }
        });
        if let Some(token) = fragment("invite") {
            self.screen.set(Screen::Invite(token));
            return;
        }
        if let Some(token) = fragment("password") {
            self.screen.set(Screen::Password(token));
            return;
        }
        match location().hash().as_deref() {
            Ok("#forgotten") => return self.screen.set(Screen::Forgotten),
            Ok("#setup") => return self.screen.set(Screen::SetUp),
            _ => {}
        }
        spawn_local(async move {
            match api::me().await {
                Ok(me) => self.signed_in(me),
                Err(_) => self.screen.set(Screen::SignIn),
            }
        });
    }

    /// Somebody has signed in.
    pub(crate) fn signed_in(self, me: Me) {
        self.me.set(Some(me));
        self.screen.set(Screen::Inbox);
        self.connect();
        self.follow_address();
        spawn_local(async move {
            // Without them the list still works; only giving a conversation away does not.
            if let Ok(agents) = api::agents().await {
                self.agents.set(agents);
            }
            // And without these tags are grey.
            if let Ok(settings) = api::desk_settings().await {
                self.definitions.set(settings.tags);
                self.saved_replies.set(settings.saved_replies);
                self.likely.set(settings.answers.offer_threshold);
                self.snooze_days.set(settings.patience.snooze_days);
            }
        });
    }

    /// Signs out, and forgets what was on screen.
    pub(crate) fn sign_out(self) {
        spawn_local(async move {
            // Even if the server is away, nobody reads on at this desk.
            let _answer = api::sign_out().await;
            // And nothing half written stays on this computer.
            browser::forget_drafts();
            // Notifications end with it: the page sees the mark and unsubscribes.
            if browser::kept(PUSH).is_some() {
                browser::keep(PUSH, Some(ENDED));
            }
            self.kept.update(HashMap::clear);
            self.forget();
        });
    }

    fn forget(self) {
        if let Some(socket) = self.socket.get_value() {
            socket.close();
        }
        self.socket.set_value(None);
        self.close();
        self.toast.set(None);
        self.overlay.set(None);
        self.given.update_value(HashSet::clear);
        self.selected.update(HashSet::clear);
        self.article.set_value(None);
        self.search.set(String::new());
        self.list_forgets();
        self.me.set(None);
        self.screen.set(Screen::SignIn);
    }

    /// Opens a screen of the settings; the address names it.
    pub(crate) fn open_settings(self, section: SettingsScreen) {
        let _set = location().set_hash(&format!("settings/{}", section.slug()));
    }

    /// Opens one's own account.
    pub(crate) fn open_account(self) {
        let _set = location().set_hash("account");
    }

    /// Back from the settings or the account: to the conversation that was open, if one was.
    pub(crate) fn leave_settings(self) {
        let open = self.thread.get_untracked().map(Thread::id);
        let hash = open.map(|id| format!("c={id}")).unwrap_or_default();
        let _set = location().set_hash(&hash);
    }

    /// Opens a conversation; the address names it, so that a reload opens it again.
    pub(crate) fn open(self, id: &ConversationId) {
        let _set = location().set_hash(&format!("c={id}"));
    }

    /// Closes the open conversation.
    pub(crate) fn close(self) {
        self.show(None);
        if fragment("c").is_some() {
            let _set = location().set_hash("");
        }
    }

    /// Whether this conversation is open.
    pub(crate) fn is_open(self, id: &ConversationId) -> bool {
        self.thread
            .with(|thread| thread.is_some_and(|thread| thread.is_of(id)))
    }

    /// Whether what was looked for stands in the list's place.
    pub(crate) fn is_searching(self) -> bool {
        self.search.with(|text| !text.trim().is_empty())
    }

    /// Conversations that are listed, in their order.
    pub(crate) fn rows(self) -> Vec<ConversationId> {
        self.rows.get()
    }

    /// Those of them that are drawn.
    pub(crate) fn drawn_rows(self) -> Vec<ConversationId> {
        let open = self.thread.get().map(Thread::id);
        self.rows.with(|rows| {
            let drawn = self.listed.with(|listed| listed.drawn(rows, open.as_ref()));
            rows.iter().take(drawn).cloned().collect()
        })
    }

    /// Whether nothing is listed.
    pub(crate) fn has_no_rows(self) -> bool {
        self.rows.with(Vec::is_empty)
    }

    /// The row that the Tab key stops at: the open conversation's, else the first.
    pub(crate) fn stop(self) -> Option<ConversationId> {
        self.stop.get()
    }

    /// Names of other agents who have this conversation before their eyes.
    pub(crate) fn viewers(self, id: &ConversationId) -> Vec<String> {
        let me = self.my_id();
        self.present.with(|present| {
            let views = |agent: &&AgentPresence| agent.viewing.as_ref() == Some(id);
            let others = present.iter().filter(views).filter(|agent| agent.id != me);
            others.map(|agent| agent.name.clone()).collect()
        })
    }

    /// Tells the others what this agent has before their eyes.
    fn tell_viewing(self) {
        let open = self.thread.get_untracked().map(Thread::id);
        // What is not sent now is sent with the next connection.
        let _sent = self.signal(&InboxSignal::Viewing {
            conversation: open.filter(|_| !document().hidden()),
        });
    }

    /// Tells the others where this agent is.
    /// `false`, if there is no connection.
    pub(crate) fn signal(self, signal: &InboxSignal) -> bool {
        let socket = self.socket.get_value();
        socket.is_some_and(|socket| socket.send(&ui::to_text(signal)))
    }

    /// Rows of a view that are here.
    pub(crate) fn listed_count(self, view: View) -> usize {
        let at = View::ALL.iter().position(|it| *it == view);
        self.counts.with(|counts| at.map_or(0, |at| counts[at]))
    }

    /// Who is signed in. An id of nobody until then.
    pub(crate) fn my_id(self) -> AgentId {
        id_of(self.me)
    }

    /// An agent's name; nothing, if the team has no such agent.
    pub(crate) fn agent_name(self, id: &AgentId) -> String {
        self.agents.with_untracked(|agents| {
            let named = agents.iter().find(|agent| agent.id == *id);
            named.map(|agent| agent.name.clone()).unwrap_or_default()
        })
    }

    /// Tags to choose from: those that the assistant gives and those in use, by name.
    pub(crate) fn known_tags(self) -> Vec<Tag> {
        let defined = self.definitions.get_untracked().into_iter();
        let in_use = self.list.with_untracked(List::tags);
        let mut all: Vec<Tag> = defined.map(|it| it.tag).chain(in_use).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The name of a tag's colour.
    pub(crate) fn color(self, tag: &Tag) -> &'static str {
        self.definitions.with(|definitions| {
            let mut definitions = definitions.iter();
            let known = definitions.find(|it| it.tag == *tag);
            known.map(|it| it.color).unwrap_or_default().name()
        })
    }

    /// Whether whoever is signed in is an admin.
    pub(crate) fn is_admin(self) -> bool {
        self.me
            .with(|me| me.as_ref().is_some_and(|me| me.agent.role == Role::Admin))
    }

    fn follow_address(self) {
        if self.me.with_untracked(Option::is_none) {
            return;
        }
        let hash = location().hash().unwrap_or_default();
        let settings = hash.strip_prefix("#settings").filter(|_| self.is_admin());
        if let Some(slug) = settings {
            let section = SettingsScreen::of(slug.trim_start_matches('/'));
            // The screens of the settings stand side by side: what is written on one stays.
            if self.screen.get_untracked() != Screen::Settings(section) {
                self.question.set(None);
                self.screen.set(Screen::Settings(section));
            }
            return;
        }
        let screen = match hash.as_str() {
            "#account" => Screen::Account,
            _ => Screen::Inbox,
        };
        if self.screen.get_untracked() != screen {
            self.screen.set(screen.clone());
        }
        if screen == Screen::Account {
            return;
        }
        let id = fragment("c").and_then(|id| ConversationId::new(id).ok());
        let is_same = self.thread.with_untracked(|thread| match (thread, &id) {
            (Some(thread), Some(id)) => thread.is_of(id),
            (None, None) => true,
            _ => false,
        });
        // An alert's link may take over the conversation that is open already.
        if is_same && fragment("take").is_none() {
            return;
        }
        self.show(id);
    }

    /// Shows a conversation, or none, and frees what the one before held.
    fn show(self, id: Option<ConversationId>) {
        // What was asked is about the one that was open.
        self.question.set(None);
        if let Some(thread) = self.thread.get_untracked() {
            thread.close();
        }
        let owner = Owner::new();
        let name = |me: &Option<Me>| me.as_ref().map(|me| me.agent.name.clone());
        let name = self.me.with_untracked(name).unwrap_or_default();
        let me = (untrack(|| self.my_id()), name);
        let thread = id.map(|id| {
            let kept = self.kept_of(&id);
            owner.with(|| Thread::open(id, kept, me))
        });
        let before = self.owner.get_value();
        self.owner.set_value(Some(owner));
        self.thread.set(thread);
        self.tell_viewing();
        if let Some(before) = before {
            // Once nothing on screen reads it any more.
            request_animation_frame(move || before.cleanup());
        }
    }

    /// What is kept of a conversation, for as long as the page lives.
    fn kept_of(self, id: &ConversationId) -> Kept {
        // Each agent's own: the next at this desk has another.
        let me = untrack(|| self.my_id());
        let key = (me.clone(), id.clone());
        let known = self.kept.with_untracked(|all| all.get(&key).copied());
        known.unwrap_or_else(|| {
            let kept = Kept::new(id, &me);
            self.kept.update(|all| {
                all.insert(key, kept);
            });
            kept
        })
    }

    /// Whether a reply to this conversation is on its way.
    pub(crate) fn is_sending(self, id: &ConversationId) -> bool {
        let key = (untrack(|| self.my_id()), id.clone());
        let kept = self.kept.with_untracked(|all| all.get(&key).copied());
        kept.is_some_and(|kept| {
            kept.outbox
                .with_untracked(|outbox| !outbox.items().is_empty())
        })
    }

    /// Whether a reply to this conversation was not sent.
    pub(crate) fn has_unsent(self, id: &ConversationId) -> bool {
        let key = (self.my_id(), id.clone());
        let kept = self.kept.with(|all| all.get(&key).copied());
        kept.is_some_and(|kept| {
            kept.outbox.with(|outbox| {
                let mut items = outbox.items().iter();
                items.any(|outgoing| outgoing.sending != Sending::Waiting)
            })
        })
    }

    fn connect(self) {
        let address = move || {
            let idle = if self.is_idle() { "?idle=1" } else { "" };
            let address = format!("/api/inbox/socket{idle}");
            async move { Some((address, Vec::new())) }
        };
        let socket = Socket::open(
            address,
            move |frame| self.frame(frame),
            move |line| {
                self.line.set(line);
                if let Line::Waiting(_) = line {
                    self.check_session();
                }
            },
        );
        self.socket.set_value(Some(socket));
    }

    /// A line that is lost may be a session that has ended: ask, and sign out if so.
    fn check_session(self) {
        spawn_local(async move {
            let has_ended = api::me()
                .await
                .is_err_and(|problem| problem.code == Code::Unauthenticated);
            if has_ended && self.me.with_untracked(Option::is_some) {
                self.forget();
            }
        });
    }

    /// Shows a notification of the system's, where the agent wants them and looks elsewhere, of a learner who
    /// begins to wait.
    pub(crate) fn notify(self, summary: &Summary) {
        let waits = |row: &Summary| row.status == Status::Open && row.waiting_since.is_some();
        let waited = self
            .list
            .with_untracked(|list| list.get(&summary.id).is_some_and(waits));
        let me = self.my_id();
        let is_mine = summary.owner.as_ref().is_none_or(|owner| owner.id == me);
        let names_me = |row: &Summary| row.mentions.contains(&me);
        let named = self
            .list
            .with_untracked(|list| list.get(&summary.id).is_some_and(names_me));
        let is_named = names_me(summary) && !named;
        // Where push is on, it notifies, at the hours that were chosen.
        let is_pushed = browser::kept(PUSH).as_deref() == Some(me.as_str());
        let is_new = waits(summary) && !waited && is_mine && !is_pushed;
        let is_wanted = Notification::permission() == NotificationPermission::Granted;
        if !(is_new || is_named) || !is_wanted || !document().hidden() {
            return;
        }
        let options = NotificationOptions::new();
        options.set_body(&summary.preview);
        // One for a conversation, in however many tabs.
        options.set_tag(summary.id.as_str());
        let name = summary.learner_name.clone();
        let name = name.unwrap_or_else(|| ui::say!("A learner"));
        let title = match (is_named, summary.urgent) {
            (true, _) => ui::say!("A note about {name} mentions you", name = name),
            (false, true) => ui::say!("Urgent: {name} is waiting", name = name),
            (false, false) => ui::say!("{name} is waiting", name = name),
        };
        let Ok(shown) = Notification::new_with_options(&title, &options) else {
            return;
        };
        let id = summary.id.clone();
        let closes = shown.clone();
        let clicked = Closure::once_into_js(move || {
            let _focused = window().focus();
            self.open(&id);
            closes.close();
        });
        shown.set_onclick(Some(clicked.unchecked_ref()));
    }

    /// A colleague took over what this agent had: they are told, wherever they are in the inbox.
    pub(crate) fn tell_taken(self, summary: &Summary) {
        let me = untrack(|| self.my_id());
        let was_mine = self.list.with_untracked(|list| {
            let owner = list.get(&summary.id).and_then(|row| row.owner.as_ref());
            owner.is_some_and(|owner| owner.id == me)
        });
        if let Some(owner) = summary
            .owner
            .as_ref()
            .filter(|owner| was_mine && owner.id != me)
            && !self.was_given(&summary.id)
        {
            self.say_too(match &summary.learner_name {
                Some(learner) => ui::say!(
                    "{owner} now has the conversation with {learner}",
                    owner = owner.name,
                    learner = learner
                ),
                None => ui::say!(
                    "{owner} now has a conversation that was yours",
                    owner = owner.name
                ),
            });
        }
        let is_mine = summary.owner.as_ref().is_some_and(|owner| owner.id == me);
        if is_mine {
            self.given.update_value(|given| {
                given.remove(&summary.id);
            });
        }
    }

    /// Whether this agent gave a conversation away.
    fn was_given(self, id: &ConversationId) -> bool {
        self.given.with_value(|given| given.contains(id))
    }

    /// Turns single keys on or off, in this browser.
    pub(crate) fn set_keys(self, is_on: bool) {
        self.has_keys.set(is_on);
        browser::keep(KEYS, (!is_on).then_some("off"));
    }

    fn frame(self, frame: InboxFrame) {
        match frame {
            InboxFrame::Hello {
                summaries,
                counts,
                people_to,
                changed_to,
                filters,
                present,
            } => {
                self.present.set(present);
                let ends = Ends {
                    people_to,
                    changed_to,
                };
                self.list_begins(summaries, counts, ends, filters);
                self.tell_viewing();
            }
            InboxFrame::Summary(summary) => self.list_changes(summary),
            InboxFrame::Counts(counts) => self.list_counts(counts),
            InboxFrame::Filters { filters } => {
                self.listed.update(|listed| listed.saved = filters);
            }
            InboxFrame::Gone { conversations } => {
                self.list_loses(&conversations);
                for id in &conversations {
                    self.select(id, false);
                }
                if conversations.iter().any(|id| untrack(|| self.is_open(id))) {
                    self.close();
                }
            }
            InboxFrame::Present { present } => self.present.set(present),
            // It only says what this agent views.
            InboxFrame::Refused { .. } => {}
        }
        self.tell_title();
    }

    /// How many wait stands in the page's title.
    pub(crate) fn tell_title(self) {
        let waiting = untrack(|| self.listed_count(View::NeedsAttention));
        let team = self
            .me
            .with_untracked(|me| me.as_ref().map(|me| me.team_name.clone()))
            .unwrap_or_default();
        document().set_title(&match waiting {
            0 => ui::say!("Inbox · {team}", team = team),
            _ => ui::say!("({waiting}) Inbox · {team}", waiting = waiting, team = team),
        });
    }
}

fn id_of(me: RwSignal<Option<Me>>) -> AgentId {
    #[expect(clippy::unwrap_used, reason = "a dash is an id")]
    me.with(|me| me.as_ref().map(|me| me.agent.id.clone()))
        .unwrap_or_else(|| AgentId::new("-").unwrap())
}

/// A value of the address's fragment, which is never sent to a server.
pub(crate) fn fragment(name: &str) -> Option<String> {
    let hash = location().hash().ok()?;
    hash.trim_start_matches('#')
        .split('&')
        .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        .map(str::to_owned)
}
