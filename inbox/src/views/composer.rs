//! Where agents write: to the learner, and to each other.

use crate::browser;
use crate::desk::Desk;
use crate::mention;
use crate::thread::Thread;
use client::Line;
use leptos::prelude::*;
use protocol::http::Agent;
use protocol::settings::SavedReply;
use protocol::{AgentView, Owner, Status};
use ui::Icon;
use ui::dom::{El, ElementRef, el, focus};

/// What this agent may do with the conversation now.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mine {
    /// It is theirs.
    Yes,
    /// Nobody owns it.
    Nobody,
    /// Another agent owns it.
    Other(Owner),
}

/// Where the owner writes to the learner, and every agent to the team.
pub(super) fn view(desk: Desk, thread: Thread, mine: Memo<Mine>) -> El {
    let is_note = thread.is_note;
    // A note is never a reply: each is a text of its own.
    let text = move || match is_note.get() {
        true => thread.note_draft,
        false => thread.draft,
    };
    let area = ElementRef::new_local(None);
    let is_closed = move || !is_note.get() && mine.get() != Mine::Yes;
    let is_blank = move || {
        let is_empty = text().with(|text| text.trim().is_empty());
        let files = thread.files();
        (is_empty && !files.has_ready()) || files.is_sending()
    };
    let offers = Offers::new(desk, thread);
    let send = move || {
        if untrack(is_blank) {
            return;
        }
        let text = untrack(text);
        let written = text.get_untracked();
        if is_note.get_untracked() {
            if !thread.note(&written, mention::named(desk, &written)) {
                return;
            }
        } else if mine.get_untracked() == Mine::Yes {
            thread.reply(&written);
        } else {
            return;
        }
        text.set(String::new());
        focus(area);
    };
    Effect::new(move |was_mine: Option<bool>| {
        let is_mine = mine.get() == Mine::Yes;
        // Who has just taken over goes on to write.
        if is_mine && was_mine == Some(false) {
            focus(area);
        }
        is_mine
    });
    Effect::new(move |before: Option<u32>| {
        let writes = thread.writes.get();
        // Also what was asked for before this was loaded.
        if before.unwrap_or(0) != writes {
            focus(area);
        }
        writes
    });
    // Only once it changes: the panel stays, with what is typed in it.
    let looks_up = Memo::new(move |_| thread.is_looking_up.get() && !is_closed() && !is_note.get());
    let is_resolved = move || {
        let is = |view: &Option<AgentView>| {
            view.as_ref()
                .is_some_and(|view| view.status == Status::Resolved)
        };
        thread.view.with(is)
    };
    let enter_sends = browser::enter_sends();
    let placeholder = move || match mine.get() {
        _ if is_note.get() => ui::say!("Write a note. Only your team sees it."),
        Mine::Yes => ui::say!("Write a reply…"),
        Mine::Nobody if is_resolved() => ui::say!("Reopen it to reply."),
        Mine::Nobody => ui::say!("Take over to reply."),
        Mine::Other(owner) => ui::say!("Assigned to {name}", name = owner.name),
    };
    let mode = move |name: &'static str, note: bool| {
        el("button")
            .attr("type", "button")
            .class("mode")
            .attr("aria-pressed", move || (is_note.get() == note).to_string())
            .on("click", move |_| {
                is_note.set(note);
                focus(area);
            })
            .child(name)
    };
    let form = el("form")
        .class(move || {
            if is_note.get() {
                "composer noting"
            } else {
                "composer"
            }
        })
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child((
            el("div")
                .class("modes")
                .attr("role", "group")
                .attr("aria-label", "Message type")
                .child((mode("Reply", false), mode("Note", true))),
            move || offers.list(area),
            move || looks_up.get().then(|| super::lookup::view(desk, thread)),
            el("textarea")
                .keep(area)
                .attr(
                    "aria-label",
                    move || if is_note.get() { "Note" } else { "Reply" },
                )
                .attr("placeholder", placeholder)
                .attr("rows", "3")
                .attr("maxlength", protocol::MAX_MESSAGE_CHARS.to_string())
                .disabled(is_closed)
                .value(move || text().get())
                .on_input(move |written| {
                    untrack(text).set(written);
                    if !is_note.get_untracked() {
                        thread.press();
                    }
                })
                .attr("aria-controls", move || {
                    offers.is_open().then_some("offers")
                })
                .attr("aria-activedescendant", move || {
                    offers
                        .is_open()
                        .then(|| format!("offer-{}", offers.at.get()))
                })
                .on_key(move |event| {
                    if offers.on_key(&event) {
                        event.prevent_default();
                        return;
                    }
                    if event.key() == "Enter" && sends(&event) {
                        event.prevent_default();
                        send();
                    }
                }),
            move || ui::tray(thread.files()),
            el("div").class("below").child((
                move || (!is_closed()).then(|| ui::attach_button(thread.files())),
                move || (!is_closed() && !is_note.get()).then(|| lookup_button(thread)),
                el("span")
                    .class("hint")
                    .child(move || match thread.line.get() {
                        Line::Waiting(_) => "No connection. Trying again.",
                        _ if is_closed() => "",
                        _ if is_note.get() && enter_sends => {
                            "Enter to add, @ to mention a colleague. Assign sends the note along."
                        }
                        _ if is_note.get() => {
                            "Ctrl+Enter to add, @ to mention a colleague. Assign sends the note along."
                        }
                        _ if enter_sends => {
                            "Enter to send, Shift+Enter for a new line, / for saved replies"
                        }
                        _ => "Ctrl+Enter to send, / for saved replies",
                    }),
                el("button")
                    .attr("type", "submit")
                    .attr("data-directed", "")
                    .class("button primary")
                    .disabled(move || is_closed() || is_blank())
                    .child((ui::icon(Icon::SEND), move || {
                        if is_note.get() { "Add note" } else { "Send" }
                    })),
            )),
        ));
    ui::takes_files(form, move || untrack(|| thread.files()))
}

/// Whether a key sends what is written.
fn sends(event: &web_sys::KeyboardEvent) -> bool {
    let is_chord = event.ctrl_key() || event.meta_key();
    is_chord || (browser::enter_sends() && !event.shift_key())
}

/// Opens the search in the articles, or closes it.
fn lookup_button(thread: Thread) -> El {
    el("button")
        .attr("type", "button")
        .class("icon-button")
        .attr("title", "Articles and a suggested reply (I)")
        .attr("aria-label", "Articles and a suggested reply")
        .attr("aria-expanded", move || {
            thread.is_looking_up.get().to_string()
        })
        .on("click", move |_| {
            thread.is_looking_up.update(|is| *is = !*is)
        })
        .child(ui::icon(Icon::ARTICLE))
}

/// What is offered for what is being written: saved replies while a reply begins with `/`, agents while a note ends
/// with an `@` and the beginning of a name.
#[derive(Clone, Copy)]
struct Offers {
    thread: Thread,
    found: Memo<Vec<Offer>>,
    /// Which one is chosen.
    at: RwSignal<usize>,
    /// Whether it was closed, until it is begun anew.
    is_closed: RwSignal<bool>,
}

#[derive(Clone, PartialEq)]
struct Offer {
    name: String,
    hint: String,
    /// All that is written once it is chosen.
    text: String,
}

/// Most that are offered.
const MOST: usize = 8;

impl Offers {
    fn new(desk: Desk, thread: Thread) -> Self {
        let is_closed = RwSignal::new(false);
        let begins = move || match thread.is_note.get() {
            true => thread.note_draft.with(|text| name_begun(text).is_some()),
            false => thread.draft.with(|text| text.starts_with('/')),
        };
        Effect::new(move |_| {
            if !begins() {
                is_closed.set(false);
            }
        });
        let found = Memo::new(move |_| match (is_closed.get(), thread.is_note.get()) {
            (true, _) => Vec::new(),
            (false, true) => agents(desk, thread),
            (false, false) => saved_replies(desk, thread),
        });
        Self {
            thread,
            found,
            at: RwSignal::new(0),
            is_closed,
        }
    }

    fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    /// Puts the one of this number in the place of what was written.
    fn put(self, number: usize) {
        let offer = self
            .found
            .with_untracked(|found| found.get(number).cloned());
        let Some(offer) = offer else { return };
        self.at.set(0);
        match self.thread.is_note.get_untracked() {
            true => self.thread.note_draft.set(offer.text),
            false => self.thread.draft.set(offer.text),
        }
    }

    /// Whether a key was for the list.
    fn on_key(self, event: &web_sys::KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 {
            return false;
        }
        match event.key().as_str() {
            "ArrowDown" => self.go((self.at.get_untracked() + 1).min(count - 1)),
            "ArrowUp" => self.go(self.at.get_untracked().saturating_sub(1)),
            "Tab" if event.shift_key() => return false,
            "Enter" | "Tab" => self.put(self.at.get_untracked().min(count - 1)),
            "Escape" => self.is_closed.set(true),
            _ => {
                self.at.set(0);
                return false;
            }
        }
        true
    }

    fn go(self, number: usize) {
        self.at.set(number);
        super::in_view(&format!("offer-{number}"));
    }

    fn list(self, area: ElementRef) -> Option<El> {
        let found = self.found.get();
        if found.is_empty() {
            return None;
        }
        let offers: Vec<El> = found
            .into_iter()
            .enumerate()
            .map(|(number, offer)| {
                el("li")
                    .attr("role", "option")
                    .attr("id", format!("offer-{number}"))
                    .attr("aria-selected", move || {
                        (self.at.get() == number).to_string()
                    })
                    .on("click", move |_| {
                        self.put(number);
                        focus(area);
                    })
                    .child((
                        el("span").class("name").child(offer.name),
                        el("span").class("hint").child(offer.hint),
                    ))
            })
            .collect();
        let name = match self.thread.is_note.get() {
            true => "Agents",
            false => "Saved replies",
        };
        Some(
            el("ul")
                .class("saved")
                .attr("role", "listbox")
                .attr("id", "offers")
                .attr("aria-label", name)
                .child(offers),
        )
    }
}

/// Saved replies whose name has what stands after the `/`.
fn saved_replies(desk: Desk, thread: Thread) -> Vec<Offer> {
    let words = thread
        .draft
        .with(|text| text.strip_prefix('/').map(str::to_lowercase));
    let Some(words) = words.filter(|words| !words.contains('\n')) else {
        return Vec::new();
    };
    let learner = thread
        .view
        .with_untracked(|view| view.as_ref()?.learner.name.clone());
    let agent = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.agent.name.clone()))
        .unwrap_or_default();
    desk.saved_replies.with(|replies| {
        // By name alone: a path that a reply begins with is no search.
        let has = |reply: &&SavedReply| reply.name.to_lowercase().contains(&words);
        let replies = replies.iter().filter(has).take(MOST);
        replies
            .map(|reply| Offer {
                name: reply.name.clone(),
                hint: reply.text.clone(),
                text: reply.filled(learner.as_deref(), &agent),
            })
            .collect()
    })
}

/// Where the `@` of a name stands that a note ends with, and what follows it.
fn name_begun(note: &str) -> Option<(usize, &str)> {
    let at = note.rfind('@')?;
    let is_begun = note[..at]
        .chars()
        .next_back()
        .is_none_or(|before| !mention::is_of_word(before));
    let name = &note[at + 1..];
    // A name with a space after it is complete: nothing is offered any more.
    let is_begun = is_begun && !name.ends_with([' ', '\n']);
    (is_begun && !name.contains('\n') && name.chars().count() < 40).then_some((at, name))
}

/// Agents whose name begins with what stands after the `@`.
fn agents(desk: Desk, thread: Thread) -> Vec<Offer> {
    let note = thread.note_draft.get();
    let Some((at, begun)) = name_begun(&note) else {
        return Vec::new();
    };
    let begun = begun.to_lowercase();
    let me = desk.my_id();
    desk.agents.with(|agents| {
        let has = |agent: &&Agent| {
            let name = agent.name.to_lowercase();
            name.starts_with(&begun) && agent.id != me && !agent.is_inactive
        };
        let agents = agents.iter().filter(has).take(MOST);
        agents
            .map(|agent| Offer {
                name: agent.name.clone(),
                hint: desk.availability_name(&agent.id),
                text: format!("{}@{} ", &note[..at], agent.name),
            })
            .collect()
    })
}
