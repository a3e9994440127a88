//! Where agents write: to the learner, and to each other.

use crate::desk::Desk;
use crate::thread::Thread;
use client::Line;
use leptos::prelude::*;
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
    let attach = thread.attach;
    let is_blank = move || {
        let is_empty = text().with(|text| text.trim().is_empty());
        (is_empty && !attach.has_ready()) || attach.is_sending()
    };
    let send = move || {
        if untrack(is_blank) {
            return;
        }
        let text = untrack(text);
        let written = text.get_untracked();
        if is_note.get_untracked() {
            if !thread.note(&written) {
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
        if before.is_some_and(|before| before != writes) {
            focus(area);
        }
        writes
    });
    let saved = Saved::new(desk, thread);
    let looks_up = move || thread.is_looking_up.get() && !is_closed() && !is_note.get();
    let is_resolved = move || {
        let is = |view: &Option<AgentView>| {
            view.as_ref()
                .is_some_and(|view| view.status == Status::Resolved)
        };
        thread.view.with(is)
    };
    let placeholder = move || match mine.get() {
        _ if is_note.get() => "Write a note. Only your team sees it.".to_owned(),
        Mine::Yes => "Write a reply…".to_owned(),
        Mine::Nobody if is_resolved() => "Reopen it to reply.".to_owned(),
        Mine::Nobody => "Take over to reply.".to_owned(),
        Mine::Other(owner) => format!("Assigned to {}", owner.name),
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
            move || saved.list(area),
            move || looks_up().then(|| super::chunk::lookup(desk, thread)),
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
                    saved.is_open().then_some("saved-replies")
                })
                .attr("aria-activedescendant", move || {
                    saved.is_open().then(|| format!("saved-{}", saved.at.get()))
                })
                .on_key(move |event| {
                    if saved.on_key(&event) {
                        event.prevent_default();
                        return;
                    }
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }),
            ui::tray(attach),
            el("div").class("below").child((
                move || (!is_closed()).then(|| ui::attach_button(attach)),
                move || (!is_closed() && !is_note.get()).then(|| lookup_button(thread)),
                el("span")
                    .class("hint")
                    .child(move || match thread.line.get() {
                        Line::Waiting(_) => "No connection. Trying again.",
                        _ if is_closed() => "",
                        _ => "Enter to send, Shift+Enter for a new line, / for saved replies",
                    }),
                el("button")
                    .attr("type", "submit")
                    .class("button primary")
                    .disabled(move || is_closed() || is_blank())
                    .child((ui::icon(Icon::SEND), move || {
                        if is_note.get() { "Add note" } else { "Send" }
                    })),
            )),
        ));
    ui::takes_files(form, attach)
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

/// The saved replies that are offered while a reply begins with `/`.
#[derive(Clone, Copy)]
struct Saved {
    desk: Desk,
    thread: Thread,
    /// Those whose name has what stands after the `/`.
    found: Memo<Vec<SavedReply>>,
    /// Which one is chosen.
    at: RwSignal<usize>,
    /// Whether it was closed, until the reply is begun anew.
    is_closed: RwSignal<bool>,
}

impl Saved {
    fn new(desk: Desk, thread: Thread) -> Self {
        let is_closed = RwSignal::new(false);
        Effect::new(move |_| {
            if thread.draft.with(|text| !text.starts_with('/')) {
                is_closed.set(false);
            }
        });
        let found = Memo::new(move |_| {
            let words = thread
                .draft
                .with(|text| text.strip_prefix('/').map(str::to_lowercase));
            let is_off = thread.is_note.get() || is_closed.get();
            let words = words.filter(|_| !is_off);
            let Some(words) = words.filter(|words| !words.contains('\n')) else {
                return Vec::new();
            };
            desk.saved_replies.with(|replies| {
                // By name alone: a path that a reply begins with is no search.
                let has = |reply: &&SavedReply| reply.name.to_lowercase().contains(&words);
                replies.iter().filter(has).take(8).cloned().collect()
            })
        });
        Self {
            desk,
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
        let reply = self
            .found
            .with_untracked(|found| found.get(number).cloned());
        let Some(reply) = reply else { return };
        let learner = self
            .thread
            .view
            .with_untracked(|view| view.as_ref()?.learner.name.clone());
        let agent = self
            .desk
            .me
            .with_untracked(|me| me.as_ref().map(|me| me.agent.name.clone()));
        let text = reply.filled(learner.as_deref(), &agent.unwrap_or_default());
        self.at.set(0);
        self.thread.draft.set(text);
    }

    /// Whether a key was for the list.
    fn on_key(self, event: &web_sys::KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
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
        super::in_view(&format!("saved-{number}"));
    }

    fn list(self, area: ElementRef) -> Option<El> {
        let found = self.found.get();
        if found.is_empty() {
            return None;
        }
        let replies: Vec<El> = found
            .into_iter()
            .enumerate()
            .map(|(number, reply)| {
                el("li")
                    .attr("role", "option")
                    .attr("id", format!("saved-{number}"))
                    .attr("aria-selected", move || {
                        (self.at.get() == number).to_string()
                    })
                    .on("click", move |_| {
                        self.put(number);
                        focus(area);
                    })
                    .child((
                        el("span").class("name").child(reply.name),
                        el("span").class("hint").child(reply.text),
                    ))
            })
            .collect();
        Some(
            el("ul")
                .class("saved")
                .attr("role", "listbox")
                .attr("id", "saved-replies")
                .attr("aria-label", "Saved replies")
                .child(replies),
        )
    }
}
