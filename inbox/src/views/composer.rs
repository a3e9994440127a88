//! Where agents write: to the learner, and to each other.

use crate::thread::Thread;
use client::Line;
use leptos::prelude::*;
use protocol::Owner;
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
pub(super) fn view(thread: Thread, mine: Memo<Mine>) -> El {
    let text = thread.draft;
    let is_note = RwSignal::new(false);
    let area = ElementRef::new_local(None);
    let is_closed = move || !is_note.get() && mine.get() != Mine::Yes;
    let attach = thread.attach;
    let is_blank = move || {
        let is_empty = text.with(|text| text.trim().is_empty());
        (is_empty && !attach.has_ready()) || attach.is_sending()
    };
    let send = move || {
        if untrack(is_blank) {
            return;
        }
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
    let placeholder = move || match mine.get() {
        _ if is_note.get() => "Write a note. Only your team sees it.".to_owned(),
        Mine::Yes => "Write a reply…".to_owned(),
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
                .value(move || text.get())
                .on_input(move |written| {
                    text.set(written);
                    if !is_note.get_untracked() {
                        thread.press();
                    }
                })
                .on_key(move |event| {
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }),
            ui::tray(attach),
            el("div").class("below").child((
                move || (!is_closed()).then(|| ui::attach_button(attach)),
                el("span")
                    .class("hint")
                    .child(move || match thread.line.get() {
                        Line::Waiting(_) => "No connection. Trying again.",
                        _ if is_closed() => "",
                        _ => "Enter to send, Shift+Enter for a new line",
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
