//! The open conversation: what was said, whose it is, and what to do next.

use super::composer::Mine;
use super::{button, choice, composer, packet, refusal};
use crate::desk::{Desk, Overlay};
use crate::does::{self, Does};
use crate::thread::Thread;
use leptos::prelude::*;
use protocol::http::AgentCommand;
use protocol::{AgentId, AgentView, Problem, Status, Tag};
use ui::Icon;
use ui::dom::{El, ElementRef, el, focus};

/// The thread, and the packet beside it.
pub(super) fn view(desk: Desk, thread: Thread) -> Vec<El> {
    does::take_by_link(desk, thread);
    let mine = Memo::new(move |_| {
        let me = desk.my_id();
        thread.view.with(
            |view| match view.as_ref().and_then(|view| view.owner.clone()) {
                None => Mine::Nobody,
                Some(owner) if owner.id == me => Mine::Yes,
                Some(owner) => Mine::Other(owner),
            },
        )
    });
    let main = ElementRef::new_local(None);
    // Who opened it by keyboard goes on in it, not at the end of the list; and so does whoever
    // gave it away with a button that is gone now.
    Effect::new(move |_| {
        mine.track();
        request_animation_frame(move || {
            let is_lost = document().active_element().is_none_or(|element| {
                element.tag_name() == "BODY" || element.class_name().contains("row")
            });
            if is_lost {
                focus(main);
            }
        });
    });
    Effect::new(move |before: Option<u32>| {
        let looks = thread.looks.get();
        // Also what was asked for before this was loaded.
        if before.unwrap_or(0) != looks {
            focus(main);
        }
        looks
    });
    vec![
        el("main")
            .class("thread")
            .keep(main)
            .attr("tabindex", "-1")
            .attr("aria-label", "Conversation")
            .child((
                header(desk, thread, mine),
                labels(desk, thread),
                refusal(move || thread.refusal.with(|problem| problem.as_ref().map(refused))),
                move || {
                    thread.is_missing.get().then(|| {
                        el("p")
                            .class("empty")
                            .child("There is no such conversation.")
                    })
                },
                super::log::view(desk, thread),
                composer::view(desk, thread, mine),
            )),
        packet::view(desk, thread),
    ]
}

/// Its tags, and who else looks at it.
fn labels(desk: Desk, thread: Thread) -> El {
    let tags = Memo::new(move |_| {
        let tags = |view: &Option<AgentView>| view.as_ref().map(|view| view.tags.clone());
        thread.view.with(tags)
    });
    let tag = move |tag: Tag| {
        let name = ui::say!("Remove the tag {tag}", tag = tag);
        let colored = tag.clone();
        let color = move || desk.color(&colored);
        el("span").class("tag").attr("data-color", color).child((
            tag.to_string(),
            el("button")
                .attr("type", "button")
                .attr("aria-label", name.clone())
                .attr("title", name)
                .on("click", move |_| {
                    thread.ask(AgentCommand::Untag { tag: tag.clone() });
                })
                .child(ui::icon(Icon::CLOSE)),
        ))
    };
    let viewers = move || {
        let names = desk.viewers(&thread.id());
        (!names.is_empty()).then(|| {
            let said = ui::count!(
                names.len(),
                "{names} is looking at this too",
                "{names} are looking at this too",
                names = names.join(", ")
            );
            el("span")
                .class("viewers")
                .attr("role", "status")
                .child((ui::icon(Icon::EYE), said))
        })
    };
    el("div").class("labels").child((
        move || {
            let tags = tags.get()?;
            let tags: Vec<El> = tags.into_iter().map(tag).collect();
            Some((tags, new_tag(desk, thread)))
        },
        viewers,
    ))
}

/// A field for one more tag, with those in use to choose from.
fn new_tag(desk: Desk, thread: Thread) -> El {
    let known: Vec<El> = desk
        .list
        .with_untracked(client::List::tags)
        .into_iter()
        .map(|tag| el("option").attr("value", tag.to_string()))
        .collect();
    let field = el("input")
        .attr("type", "text")
        .attr("id", "add-tag")
        .attr("aria-label", "Add a tag")
        .attr("placeholder", "Add a tag")
        .attr("maxlength", protocol::MAX_TAG_CHARS.to_string())
        .attr("autocomplete", "off")
        .attr("list", "tags-in-use");
    let written = field.clone();
    el("form")
        .class("new-tag")
        .on("submit", move |event| {
            event.prevent_default();
            if let Ok(tag) = Tag::new(&written.current_value()) {
                written.set_current_value("");
                thread.ask(AgentCommand::Tag { tag });
            }
        })
        .child((
            ui::icon(Icon::TAG),
            field,
            el("datalist").attr("id", "tags-in-use").child(known),
        ))
}

/// A refusal in words: with the winner's name and time where that is the reason.
pub(super) fn refused(problem: &Problem) -> String {
    match &problem.owner {
        Some(owner) => ui::say!(
            "{name} took this over at {time} and is handling it.",
            name = owner.name,
            time = ui::clock_time(owner.since)
        ),
        None => ui::refused(problem),
    }
}

fn header(desk: Desk, thread: Thread, mine: Memo<Mine>) -> El {
    let title = move || {
        thread.view.with(|view| {
            view.as_ref().map(|view| {
                let learner = &view.learner;
                let name = learner.name.clone();
                let name = name.unwrap_or_else(|| super::list::nameless(&thread.id()));
                let page = learner
                    .page
                    .as_ref()
                    .map(|page| page.title.clone())
                    .filter(|title| !title.is_empty());
                (
                    el("h2").child(name),
                    page.map(|page| el("p").class("page").child(page)),
                )
            })
        })
    };
    el("header").child((
        el("div").class("title").child((
            el("button")
                .attr("type", "button")
                .attr("data-directed", "")
                .class("button quiet back")
                .attr("aria-label", "Back to the list")
                .on("click", move |_| desk.close())
                .child(ui::icon(Icon::BACK)),
            el("div").child((
                title,
                el("div")
                    .class("state")
                    .attr("role", "status")
                    .child(move || {
                        thread.view.with(|view| {
                            let status = view.as_ref().map(|view| view.status)?;
                            Some(whose(status, &mine.get()))
                        })
                    }),
                move || target(desk, thread),
            )),
        )),
        el("div")
            .class("actions")
            .child(move || actions(desk, thread, &mine.get())),
    ))
}

/// By when it is to be resolved, by the team's own target; or that it is overdue.
fn target(desk: Desk, thread: Thread) -> Option<El> {
    let id = thread.id();
    let row = desk.list.with(|list| list.get(&id).cloned());
    let by = row.filter(|row| row.status == Status::Open)?.resolve_by?;
    let is_overdue = desk.now.get() > by;
    let by = ui::clock_time(by);
    let words = match is_overdue {
        true => ui::say!("Overdue since {by}", by = by),
        false => ui::say!("Resolve by {by}", by = by),
    };
    let overdue = is_overdue.then_some("");
    let target = el("div").class("target").attr("data-overdue", overdue);
    Some(target.child(words))
}

fn whose(status: Status, mine: &Mine) -> String {
    match (status, mine) {
        (Status::Resolved, _) => ui::say!("Resolved"),
        (Status::Pending, _) => ui::say!("With the assistant"),
        (Status::Snoozed, _) => ui::say!("Snoozed"),
        (_, Mine::Yes) => ui::say!("Yours"),
        (_, Mine::Nobody) => ui::say!("Waiting for a person"),
        (_, Mine::Other(owner)) => {
            ui::say!(
                "With {name} since {time}",
                name = owner.name,
                time = ui::clock_time(owner.since)
            )
        }
    }
}

/// One primary action per state. What is done seldom is in a menu.
fn actions(desk: Desk, thread: Thread, mine: &Mine) -> Vec<El> {
    let status = thread
        .view
        .with(|view| view.as_ref().map(|view| view.status));
    let does =
        move |class, icon, name, does: Does| button(class, icon, name, move || does.run(desk));
    let take = |class| does(class, Icon::PERSON, "Take over", Does::TakeOver);
    let Some(status) = status else {
        return Vec::new();
    };
    let actions = match (status, mine) {
        (Status::Resolved, _) => vec![does("", Icon::RETURN, "Reopen", Does::Reopen)],
        (Status::Snoozed, Mine::Yes) => vec![
            give(desk, thread, false),
            does("", Icon::RETURN, "Reopen", Does::Reopen),
            does("primary", Icon::CHECK, "Resolve", Does::Resolve),
        ],
        (_, Mine::Nobody) => vec![give(desk, thread, true), take("primary")],
        (_, Mine::Other(_)) if desk.is_admin() => vec![give(desk, thread, true), take("")],
        (_, Mine::Other(_)) => vec![take("")],
        (_, Mine::Yes) => vec![
            give(desk, thread, false),
            snooze(desk, thread),
            more(desk),
            does("primary", Icon::CHECK, "Resolve", Does::Resolve),
        ],
    };
    // One thing at a time: what is pressed twice is asked once.
    let is_busy = move || thread.is_busy.get();
    actions
        .into_iter()
        .map(|action| action.disabled(is_busy))
        .collect()
}

/// Gives the conversation to an agent; to oneself, too, if it is another's.
fn give(desk: Desk, thread: Thread, to_me: bool) -> El {
    let options = move || {
        let me = desk.my_id();
        let mut agents = desk.agents.get();
        agents.retain(|agent| !agent.is_inactive && (to_me || agent.id != me));
        agents.sort_by_key(|agent| agent.id != me);
        agents
            .into_iter()
            .map(|agent| {
                let words = match agent.id == me {
                    true => ui::say!("Me"),
                    false => desk.named_with_availability(&agent),
                };
                el("option")
                    .attr("value", agent.id.to_string())
                    .child(words)
            })
            .collect::<Vec<El>>()
    };
    choice("Assign", options, move |id| {
        let Ok(to) = AgentId::new(id) else { return };
        let name = desk.agent_name(&to);
        does::assign(desk, thread, to, &name);
    })
    .attr("id", "assign")
}

/// Puts the conversation off.
fn snooze(desk: Desk, thread: Thread) -> El {
    let options = [
        ("hour", "1 hour"),
        ("tomorrow", "Tomorrow, 9:00"),
        ("monday", "Monday, 9:00"),
        ("week", "1 week"),
        ("reply", "Until they reply"),
        ("date", "Until a date…"),
    ];
    let options: Vec<El> = options
        .into_iter()
        .map(|(value, name)| el("option").attr("value", value).child(name))
        .collect();
    choice("Snooze", options, move |chosen| {
        const HOUR_MS: i64 = 60 * 60 * 1_000;
        const DAY_MS: i64 = 24 * HOUR_MS;
        let now = ui::now();
        let until = match chosen.as_str() {
            "date" => {
                desk.overlay.set(Some(Overlay::Snooze));
                return;
            }
            "hour" => now.plus(HOUR_MS),
            "tomorrow" => ui::at_nine(1),
            "monday" => ui::at_nine_on_monday(),
            "week" => now.plus(7 * DAY_MS),
            // The longest there is: their next word ends it.
            _ => now.plus(i64::from(desk.snooze_days.get_untracked()) * DAY_MS - HOUR_MS),
        };
        does::snooze(desk, thread, until);
    })
    .attr("id", "snooze")
}

/// What is done seldom.
fn more(desk: Desk) -> El {
    let options = [
        ("next", "Resolve and open the next"),
        ("return", "Return to the assistant"),
        ("release", "Unassign yourself"),
    ];
    let options: Vec<El> = options
        .into_iter()
        .map(|(value, name)| el("option").attr("value", value).child(name))
        .collect();
    choice("More", options, move |chosen| {
        let does = match chosen.as_str() {
            "next" => Does::ResolveAndNext,
            "return" => Does::Return,
            _ => Does::Release,
        };
        does.run(desk);
    })
}
