//! What an agent does: one table for the keys, the sheet that lists them and the palette; and the changes of hands
//! that are asked before or can be undone after.

use crate::desk::{Desk, Overlay, Question, Toast, fragment};
use crate::mention;
use crate::screen::Screen;
use crate::thread::Thread;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::AgentCommand;
use protocol::{AgentId, Availability, ConversationId, Status, Timestamp, View};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};

/// Something that an agent does by a key or by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Next,
    Previous,
    Reply,
    Note,
    LookUp,
    TakeOver,
    Assign,
    Snooze,
    Tag,
    Resolve,
    ResolveAndNext,
    Reopen,
    Return,
    Release,
    Undo,
    Search,
    Palette,
    Keys,
    Select,
    Views(View),
    Is(Availability),
}

impl Does {
    /// Each with its key and its words, in the order of the sheet.
    pub(crate) const ALL: &[(Self, &str, &str)] = &[
        (Self::Next, "j", "Next conversation"),
        (Self::Previous, "k", "Previous conversation"),
        (Self::Search, "/", "Search conversations"),
        (Self::Reply, "r", "Write a reply"),
        (Self::Note, "n", "Write a note"),
        (Self::LookUp, "i", "Reply from the articles"),
        (Self::TakeOver, "c", "Take over"),
        (Self::Assign, "a", "Assign"),
        (Self::Snooze, "s", "Snooze"),
        (Self::Tag, "t", "Add a tag"),
        (Self::ResolveAndNext, "e", "Resolve and open the next"),
        (Self::Resolve, "", "Resolve"),
        (Self::Reopen, "o", "Reopen"),
        (Self::Return, "", "Return to the assistant"),
        (Self::Release, "u", "Unassign yourself"),
        (Self::Undo, "z", "Undo"),
        (Self::Select, "x", "Select, to act on several at once"),
        (Self::Views(View::NeedsAttention), "1", "Needs attention"),
        (Self::Views(View::Mine), "2", "Mine"),
        (Self::Views(View::Unassigned), "3", "Unassigned"),
        (Self::Views(View::Leads), "4", "Leads"),
        (Self::Views(View::WithAssistant), "5", "With the assistant"),
        (Self::Views(View::Snoozed), "6", "Snoozed"),
        (Self::Views(View::All), "7", "All open"),
        (Self::Views(View::Resolved), "8", "Resolved"),
        (Self::Views(View::Mentions), "9", "Mentions"),
        (
            Self::Is(Availability::Available),
            "",
            "Set yourself available",
        ),
        (Self::Is(Availability::Busy), "", "Set yourself busy"),
        (Self::Is(Availability::Away), "", "Set yourself away"),
        (Self::Palette, "Ctrl K", "All commands"),
        (Self::Keys, "?", "Keyboard shortcuts"),
    ];

    /// Whether it can be done now.
    pub(crate) fn is_possible(self, desk: Desk) -> bool {
        let thread = desk.thread.get_untracked();
        let of = |read: fn(Status, bool, bool) -> bool| {
            thread.is_some_and(|thread| {
                thread.view.with_untracked(|view| {
                    view.as_ref().is_some_and(|view| {
                        let me = desk.my_id();
                        let owner = view.owner.as_ref().map(|owner| &owner.id);
                        read(view.status, owner == Some(&me), owner.is_some())
                    })
                })
            })
        };
        match self {
            Self::Reply | Self::LookUp | Self::Snooze | Self::Return | Self::Release => {
                of(|_, is_mine, _| is_mine)
            }
            Self::Resolve | Self::ResolveAndNext => {
                of(|status, is_mine, _| is_mine && status != Status::Resolved)
            }
            Self::TakeOver => of(|status, is_mine, _| !is_mine && status != Status::Resolved),
            Self::Reopen => of(|status, is_mine, is_owned| {
                status == Status::Resolved || (status == Status::Snoozed && (is_mine || !is_owned))
            }),
            Self::Note | Self::Tag | Self::Assign => thread.is_some(),
            Self::Undo => desk
                .toast
                .with_untracked(|toast| toast.as_ref().is_some_and(|it| !it.undo.is_empty())),
            Self::Next
            | Self::Previous
            | Self::Search
            | Self::Palette
            | Self::Keys
            | Self::Select
            | Self::Views(_)
            | Self::Is(_) => true,
        }
    }

    /// Does it.
    pub(crate) fn run(self, desk: Desk) {
        if !untrack(|| self.is_possible(desk)) {
            return;
        }
        match self {
            Self::Next => desk.step(1),
            Self::Previous => desk.step(-1),
            Self::Search => focus_on("search"),
            Self::Palette => desk.overlay.set(Some(Overlay::Palette)),
            Self::Keys => desk.overlay.set(Some(Overlay::Keys)),
            Self::Views(view) => {
                desk.search.set(String::new());
                desk.list_view(view);
            }
            Self::Undo => undo(desk),
            Self::Select => select(desk),
            Self::Is(availability) => desk.choose_availability(availability),
            _ => {
                if let Some(thread) = desk.thread.get_untracked() {
                    self.run_on(desk, thread);
                }
            }
        }
    }

    fn run_on(self, desk: Desk, thread: Thread) {
        match self {
            Self::Reply => thread.write(false),
            Self::Note => thread.write(true),
            Self::LookUp => {
                thread.write(false);
                thread.is_looking_up.set(true);
            }
            Self::TakeOver => take_over(desk, thread),
            Self::Assign => focus_on("assign"),
            Self::Snooze => focus_on("snooze"),
            Self::Tag => focus_on("add-tag"),
            Self::Resolve => resolve(desk, thread, false),
            Self::ResolveAndNext => resolve(desk, thread, true),
            Self::Reopen => thread.ask(AgentCommand::Reopen),
            Self::Return => {
                undoable(
                    desk,
                    thread,
                    AgentCommand::ReturnToAssistant,
                    ui::say!("Returned to the assistant"),
                    claim(None),
                );
            }
            Self::Release => {
                undoable(
                    desk,
                    thread,
                    AgentCommand::Release,
                    ui::say!("Unassigned"),
                    claim(None),
                );
            }
            _ => {}
        }
    }
}

fn claim(from: Option<AgentId>) -> AgentCommand {
    AgentCommand::Claim { from }
}

/// Selects the row that has the focus, else the open conversation; or no longer.
fn select(desk: Desk) {
    let focused = document().active_element();
    let row = focused.and_then(|it| it.closest(".list li").ok().flatten());
    let of_row = row.and_then(|row| row.query_selector(".select").ok().flatten());
    if let Some(of_row) = of_row.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        of_row.click();
    } else if let Some(thread) = desk.thread.get_untracked() {
        let id = thread.id();
        desk.select(&id, !untrack(|| desk.is_selected(&id)));
    }
}

/// Focuses the element of this id, if it is on the page; a menu opens.
fn focus_on(id: &str) {
    let element = document().get_element_by_id(id);
    let element = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _refused = element.focus();
        show_picker(&element);
    }
}

/// Opens a menu, where the browser can
/// (<https://developer.mozilla.org/docs/Web/API/HTMLSelectElement/showPicker>).
pub(crate) fn show_picker(menu: &web_sys::Element) {
    if menu.tag_name() == "SELECT"
        && let Ok(show) = js_sys::Reflect::get(menu, &"showPicker".into())
        && let Some(show) = show.dyn_ref::<js_sys::Function>()
    {
        let _refused = show.call0(menu);
    }
}

/// Takes over the conversation that was just opened, if its address says so: an alert's link ends in `&take=1`.
pub(crate) fn take_by_link(desk: Desk, thread: Thread) {
    if fragment("take").is_none() {
        return;
    }
    // The link works once: a reload of the page takes nothing over.
    let address = format!("#c={}", thread.id());
    let history = window().history();
    let _stays =
        history.and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    let is_done = StoredValue::new(false);
    Effect::new(move |_| {
        if thread.view.with(Option::is_some) && !is_done.get_value() {
            is_done.set_value(true);
            Does::TakeOver.run(desk);
        }
    });
}

/// Takes the open conversation over; from a colleague only once one has said so.
pub(crate) fn take_over(desk: Desk, thread: Thread) {
    let owner = thread
        .view
        .with_untracked(|view| view.as_ref().and_then(|view| view.owner.clone()));
    let Some(owner) = owner.filter(|owner| owner.id != untrack(|| desk.my_id())) else {
        thread.ask(claim(None));
        return;
    };
    let since = ui::clock_time(owner.since);
    let words = ui::say!(
        "{name} has had this since {since}. Take it over? They are told, and it is written down here.",
        name = owner.name,
        since = since
    );
    desk.ask(words, "Take over", move || {
        thread.ask(claim(Some(owner.id.clone())));
    });
}

/// Gives the open conversation to an agent.
pub(crate) fn assign(desk: Desk, thread: Thread, to: AgentId, name: &str) {
    if untrack(|| desk.my_id()) == to {
        take_over(desk, thread);
        return;
    }
    let note = thread.note_to_give();
    let command = AgentCommand::Assign {
        to: to.clone(),
        note: note.clone(),
        mentions: note
            .as_deref()
            .map_or_else(Vec::new, |note| mention::named(desk, note)),
    };
    desk.given.update_value(|given| {
        given.insert(thread.id());
    });
    let me = untrack(|| desk.my_id());
    let before = thread
        .view
        .with_untracked(|view| view.as_ref().and_then(|view| view.owner.clone()));
    let back = match before.map(|owner| owner.id) {
        Some(owner) if owner == me => Some(claim(Some(to))),
        // To whom it was before.
        Some(owner) => Some(AgentCommand::Assign {
            to: owner,
            note: None,
            mentions: Vec::new(),
        }),
        None => None,
    };
    let (id, words) = (thread.id(), ui::say!("Assigned to {name}", name = name));
    thread.ask_then(command, move || {
        if note.is_some() {
            thread.note_was_given();
        }
        desk.say(words, back.map(|back| (id, back)));
    });
}

/// Puts the open conversation off.
pub(crate) fn snooze(desk: Desk, thread: Thread, until: Timestamp) {
    let words = ui::say!("Snoozed until {time}", time = ui::clock_time(until));
    let command = AgentCommand::Snooze { until };
    undoable(desk, thread, command, words, AgentCommand::Reopen);
}

/// Resolves the open conversation, and opens the one after it in the list.
pub(crate) fn resolve(desk: Desk, thread: Thread, opens_next: bool) {
    if thread
        .outbox
        .with_untracked(|outbox| !outbox.items().is_empty())
    {
        desk.say(
            ui::say!("A reply is still on its way. Resolve once it is sent."),
            None,
        );
        return;
    }
    // What was found by a search has no next one.
    let is_listed = opens_next && !untrack(|| desk.is_searching());
    let next = is_listed
        .then(|| untrack(|| desk.after(&thread.id())))
        .flatten();
    let id = thread.id();
    thread.ask_then(AgentCommand::Resolve, move || {
        desk.say(
            ui::say!("Resolved"),
            Some((id.clone(), AgentCommand::Reopen)),
        );
        // Whoever has gone on meanwhile stays where they are.
        if is_listed && untrack(|| desk.is_open(&id)) {
            match next {
                Some(next) => desk.open(&next),
                None => desk.close(),
            }
        }
    });
}

/// Asks for a change of hands, and offers to take it back.
fn undoable(desk: Desk, thread: Thread, command: AgentCommand, words: String, back: AgentCommand) {
    let id = thread.id();
    thread.ask_then(command, move || desk.say(words, Some((id, back))));
}

/// The next page is loaded when the keys come this close to the last loaded row, in rows.
const NEAR_END: usize = 10;

/// Takes back what was done last.
pub(crate) fn undo(desk: Desk) {
    let undo = desk
        .toast
        .with_untracked(|toast| toast.as_ref().map(|it| it.undo.clone()));
    desk.toast.set(None);
    let undo = undo.unwrap_or_default();
    let me = untrack(|| desk.my_id());
    spawn_local(async move {
        let mut refused = None;
        for (id, command) in &undo {
            // Whoever signs in next does nothing of this.
            if untrack(|| desk.my_id()) != me {
                return;
            }
            if let Err(problem) = crate::api::command(id, command).await {
                refused = Some(problem);
            }
        }
        match (refused, undo.as_slice()) {
            (Some(problem), _) => desk.say(ui::refused(&problem), None),
            (None, [(id, _)]) => desk.open(id),
            (None, []) => {}
            (None, _) => desk.say(ui::say!("Undone"), None),
        }
    });
}

/// Hears every key of the page.
pub(crate) fn listen(desk: Desk) {
    // A file that is dropped in the wrong place must not make the browser leave the page.
    for event in ["dragover", "drop"] {
        window_event_listener_untyped(event, |event| event.prevent_default());
    }
    window_event_listener(ev::keydown, move |event| on_key(desk, &event));
}

/// A key was pressed somewhere: what it does, if no field is being written in and no dialog is open.
fn on_key(desk: Desk, event: &web_sys::KeyboardEvent) {
    if event.key() == "Escape" && desk.overlay.with_untracked(Option::is_some) {
        // The overlay's code could not be loaded: there is no dialog to close.
        if document()
            .query_selector("dialog[open]")
            .ok()
            .flatten()
            .is_none()
        {
            desk.overlay.set(None);
        }
        return;
    }
    let is_busy = desk.overlay.with_untracked(Option::is_some)
        || desk.question.with_untracked(Option::is_some);
    if event.default_prevented()
        || ui::dom::is_composing(event)
        || is_busy
        || desk.screen.get_untracked() != Screen::Inbox
    {
        return;
    }
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        Does::Palette.run(desk);
        return;
    }
    let is_modified = event.ctrl_key() || event.meta_key() || event.alt_key();
    let target = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    let is_field = target.as_ref().is_some_and(|it| {
        let is_box = it.get_attribute("type").as_deref() == Some("checkbox");
        let is_one = matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
        (is_one && !is_box) || it.is_content_editable()
    });
    if is_field {
        // Out of the field, so that keys are keys again.
        if key == "Escape"
            && let Some(field) = target
        {
            let _refused = field.blur();
            if let Some(thread) = desk.thread.get_untracked() {
                thread.focus();
            }
        }
        return;
    }
    if is_modified || !desk.has_keys.get_untracked() {
        return;
    }
    let does = Does::ALL.iter().find(|(_, own, _)| *own == key);
    if let Some((does, ..)) = does {
        // Holding a key may walk the list, but must not resolve one conversation after another.
        if event.repeat() && !matches!(does, Does::Next | Does::Previous) {
            return;
        }
        event.prevent_default();
        does.run(desk);
    }
}

impl Desk {
    /// Asks before something is done; `yes` stands on the button that does it.
    pub(crate) fn ask(self, words: String, yes: &'static str, then: impl Fn() + 'static) {
        self.question.set(Some(Question {
            words,
            yes,
            then: Rc::new(then),
        }));
    }

    /// Says what was done, and how it is taken back.
    pub(crate) fn say(self, words: String, undo: Option<(ConversationId, AgentCommand)>) {
        self.say_of_all(words, undo.into_iter().collect());
    }

    /// Says what was done in many conversations, and what takes it back in each.
    pub(crate) fn say_of_all(self, words: String, undo: Vec<(ConversationId, AgentCommand)>) {
        /// Long enough to be read and reached, short enough to be forgotten.
        const SHOWN: std::time::Duration = std::time::Duration::from_secs(10);
        let number = self.toasts.get_value() + 1;
        self.toasts.set_value(number);
        self.toast.set(Some(Toast {
            number,
            words,
            undo,
        }));
        set_timeout(
            move || {
                let is_it =
                    |toast: &Option<Toast>| toast.as_ref().is_some_and(|it| it.number == number);
                if self.toast.with_untracked(is_it) {
                    self.toast.set(None);
                }
            },
            SHOWN,
        );
    }

    /// Says something else, beside what can still be taken back.
    pub(crate) fn say_too(self, words: String) {
        let before = self.toast.get_untracked().filter(|it| !it.undo.is_empty());
        match before {
            Some(before) => self.say_of_all(format!("{}. {words}", before.words), before.undo),
            None => self.say(words, None),
        }
    }

    /// Opens the conversation so many rows further in the list; the first, if none is open.
    fn step(self, rows: isize) {
        if untrack(|| self.is_searching()) {
            return;
        }
        let all = untrack(|| self.rows());
        let open = self.thread.get_untracked().map(Thread::id);
        let at = open.and_then(|id| all.iter().position(|row| *row == id));
        let next = match at {
            Some(at) => at.checked_add_signed(rows),
            None => Some(0),
        };
        if next.is_some_and(|next| next + NEAR_END >= all.len()) {
            self.load_page();
        }
        if let Some(row) = next.and_then(|next| all.get(next)) {
            self.open(row);
        }
    }

    /// The conversation after this one in the list, else the one before it.
    fn after(self, id: &ConversationId) -> Option<ConversationId> {
        let rows = self.rows();
        let at = rows.iter().position(|row| row == id)?;
        let next = rows.get(at + 1).or_else(|| rows.get(at.checked_sub(1)?));
        next.cloned()
    }
}
