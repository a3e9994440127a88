//! What can be done about a learner.

use super::button;
use crate::api;
use crate::desk::Desk;
use crate::thread::Thread;
use leptos::task::spawn_local;
use ui::Icon;
use ui::dom::{El, el};

/// What an agent can do about the learner: block them. Admins also export and erase their data.
pub(super) fn view(desk: Desk, thread: Thread, is_blocked: bool) -> El {
    let id = thread.id();
    let (blocked, erased) = (id.clone(), id.clone());
    let words = match is_blocked {
        true => "Unblock this learner",
        false => "Block this learner",
    };
    let block = button("quiet", Icon::LOCK, words, move || {
        let id = blocked.clone();
        let change = move || {
            let id = id.clone();
            spawn_local(async move {
                if let Err(problem) = api::set_blocked(&id, !is_blocked).await {
                    thread.fail(problem);
                }
            });
        };
        match is_blocked {
            true => change(),
            false => desk.ask(ui::say!("Block this learner? Their conversations are resolved, and they can no longer write, on any \
                 device."),
                "Block",
                change,
            ),
        }
    });
    let admin = move || {
        let (export, erased) = (format!("/api/conversations/{id}/learner"), erased.clone());
        desk.is_admin().then(|| {
            (
                el("a")
                    .class("button quiet")
                    .attr("href", export)
                    .attr("download", "learner.json")
                    .child((ui::icon(Icon::DOWNLOAD), "Export their data")),
                button("quiet", Icon::CLOSE, "Erase this learner", move || {
                    let id = erased.clone();
                    desk.ask(ui::say!("Erase this learner? All their conversations and files are deleted, here and for \
                         them. This cannot be undone."),
                        "Erase",
                        move || {
                            let id = id.clone();
                            spawn_local(async move {
                                if let Err(problem) = api::erase(&id).await {
                                    thread.fail(problem);
                                }
                            });
                        },
                    );
                }),
            )
        })
    };
    el("div").class("person-does").child((block, admin))
}
