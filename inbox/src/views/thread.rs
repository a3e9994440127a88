//! The open conversation: what was said, whose it is, and what to do next.

use super::{button, composer, packet, refusal, sentence};
use crate::desk::Desk;
use crate::thread::Thread;
use client::Sending;
use leptos::prelude::*;
use protocol::http::AgentCommand;
use protocol::{Activity, AgentEvent, AgentId, Author, Message, Owner, Problem, Sequenced, Status};
use ui::dom::{El, ElementRef, View, el, focus, follow_end, keyed};
use ui::{Follow, IconName, prose};

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

/// The thread, and the packet beside it.
pub(super) fn view(desk: Desk, thread: Thread) -> Vec<El> {
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
    vec![
        el("main")
            .class("thread")
            .keep(main)
            .attr("tabindex", "-1")
            .attr("aria-label", "Conversation")
            .child((
                header(desk, thread, mine),
                refusal(move || thread.refusal.with(|problem| problem.as_ref().map(refused))),
                move || {
                    thread.is_missing.get().then(|| {
                        el("p")
                            .class("empty")
                            .child("There is no such conversation.")
                    })
                },
                log(thread),
                composer::view(thread, mine),
            )),
        packet::view(thread),
    ]
}

/// A refusal in words: with the winner's name and time where that is the reason.
fn refused(problem: &Problem) -> String {
    match &problem.owner {
        Some(owner) => format!(
            "{} took this over at {}. Only they can reply.",
            owner.name,
            ui::clock_time(owner.since)
        ),
        None => sentence(&problem.message),
    }
}

fn header(desk: Desk, thread: Thread, mine: Memo<Mine>) -> El {
    let title = move || {
        thread.view.with(|view| {
            view.as_ref().map(|view| {
                let learner = &view.learner;
                let name = learner.name.clone().unwrap_or_else(|| "Learner".to_owned());
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
                .class("button quiet back")
                .attr("aria-label", "Back to the list")
                .on("click", move |_| desk.close())
                .child(ui::icon(IconName::Back)),
            el("div").child(title),
        )),
        el("div")
            .class("state")
            .attr("role", "status")
            .child(move || {
                thread.view.with(|view| {
                    let status = view.as_ref().map(|view| view.status)?;
                    Some(whose(status, &mine.get()))
                })
            }),
        el("div")
            .class("actions")
            .child(move || actions(desk, thread, &mine.get())),
    ))
}

fn whose(status: Status, mine: &Mine) -> String {
    match (status, mine) {
        (Status::Resolved, _) => "Resolved".to_owned(),
        (Status::Pending, _) => "With the assistant".to_owned(),
        (Status::Snoozed, _) => "Snoozed".to_owned(),
        (_, Mine::Yes) => "Yours".to_owned(),
        (_, Mine::Nobody) => "Waiting for a person".to_owned(),
        (_, Mine::Other(owner)) => {
            format!("With {} since {}", owner.name, ui::clock_time(owner.since))
        }
    }
}

/// One primary action per state; taking over what another has is refused with their name.
fn actions(desk: Desk, thread: Thread, mine: &Mine) -> Vec<El> {
    let has_come = thread.view.with(Option::is_some);
    let take = move |class| {
        button(class, IconName::Person, "Take over", move || {
            thread.ask(AgentCommand::Claim)
        })
    };
    if !has_come {
        return Vec::new();
    }
    let actions = match mine {
        Mine::Nobody => vec![give(desk, thread), take("primary")],
        Mine::Other(_) if desk.is_admin() => vec![give(desk, thread), take("")],
        Mine::Other(_) => vec![take("")],
        Mine::Yes => vec![
            give(desk, thread),
            snooze(thread),
            button("", IconName::Return, "Return to assistant", move || {
                thread.ask(AgentCommand::ReturnToAssistant)
            }),
            button("", IconName::Leave, "Release", move || {
                thread.ask(AgentCommand::Release)
            }),
            button("primary", IconName::Check, "Resolve", move || {
                thread.ask(AgentCommand::Resolve)
            }),
        ],
    };
    // One thing at a time: what is pressed twice is asked once.
    let is_busy = move || thread.is_busy.get();
    actions
        .into_iter()
        .map(|action| action.disabled(is_busy))
        .collect()
}

/// Gives the conversation to another agent.
fn give(desk: Desk, thread: Thread) -> El {
    let options = move || {
        let me = desk.my_id();
        let mut agents = desk.agents.get();
        agents.retain(|agent| agent.id != me);
        agents
            .into_iter()
            .map(|agent| {
                el("option")
                    .attr("value", agent.id.to_string())
                    .child(agent.name)
            })
            .collect::<Vec<El>>()
    };
    choice("Assign", options, move |id| {
        if let Ok(to) = AgentId::new(id) {
            thread.ask(AgentCommand::Assign { to, note: None });
        }
    })
}

/// Puts the conversation off.
fn snooze(thread: Thread) -> El {
    const HOUR_MS: i64 = 60 * 60 * 1_000;
    let options = [
        ("1 hour", HOUR_MS),
        ("4 hours", 4 * HOUR_MS),
        ("1 day", 24 * HOUR_MS),
        ("3 days", 3 * 24 * HOUR_MS),
        ("1 week", 7 * 24 * HOUR_MS),
    ];
    let options: Vec<El> = options
        .into_iter()
        .map(|(name, ms)| el("option").attr("value", ms.to_string()).child(name))
        .collect();
    choice("Snooze", options, move |ms| {
        if let Ok(ms) = ms.parse() {
            let until = ui::now().plus(ms);
            thread.ask(AgentCommand::Snooze { until });
        }
    })
}

/// A menu that does something at once: the browser's own, which every hand and reader knows.
fn choice(name: &'static str, options: impl View, choose: impl Fn(String) + 'static) -> El {
    let menu = el("select")
        .class("button choice")
        .attr("aria-label", name)
        .child((el("option").attr("value", "").child(name), options));
    let chosen = menu.clone();
    menu.on("change", move |_| {
        let value = chosen.current_value();
        chosen.set_current_value("");
        if !value.is_empty() {
            choose(value);
        }
    })
}

fn log(thread: Thread) -> El {
    let log = ElementRef::new_local(None);
    follow_end(log, move || {
        thread.timeline.track();
        thread.outbox.with(|outbox| !outbox.items().is_empty())
    });
    el("div")
        .class("log")
        .keep(log)
        .attr("role", "log")
        .attr("aria-label", "Messages")
        .attr("tabindex", "0")
        .child((
            keyed(
                move || {
                    thread.timeline.with(|timeline| {
                        let entries = timeline.entries().iter();
                        // The packet stands beside the thread.
                        let is_said = |entry: &&Sequenced<AgentEvent>| {
                            !matches!(entry.event, AgentEvent::Handoff(_))
                        };
                        entries.filter(is_said).cloned().collect()
                    })
                },
                |entry: &Sequenced<AgentEvent>| entry.seq.to_string(),
                entry,
            ),
            move || working(thread),
            keyed(
                move || thread.outbox.with(|outbox| outbox.items().to_vec()),
                |outgoing: &client::Outgoing| {
                    format!(
                        "{}{}",
                        outgoing.client_id,
                        outgoing.sending == Sending::Waiting
                    )
                },
                move |outgoing| self::outgoing(thread, outgoing),
            ),
        ))
}

fn entry(entry: Sequenced<AgentEvent>) -> El {
    let at = entry.at;
    match entry.event {
        AgentEvent::Message(message) => said(&message, Some(at)),
        AgentEvent::Changed(change) => el("p")
            .class("activity")
            .attr("data-author", "system")
            .child((
                el("span").child(activity(&change.activity)),
                el("time").child(ui::clock_time(at)),
            )),
        AgentEvent::Handoff(_) => el("p").attr("hidden", ""),
        AgentEvent::Note(note) => el("div")
            .class("message note")
            .attr("data-author", "note")
            .child((
                el("div").class("by").child((
                    ui::icon(IconName::Lock),
                    el("span").child(format!("Note by {}", note.name)),
                    el("time").child(ui::clock_time(at)),
                    el("span").class("only").child("Only your team sees this"),
                )),
                el("div")
                    .class("bubble")
                    .child(prose(&note.text, Follow::default())),
            )),
    }
}

fn said(message: &Message, at: Option<protocol::Timestamp>) -> El {
    let (kind, name) = match &message.author {
        Author::Learner => ("learner", "Learner".to_owned()),
        Author::Assistant => ("assistant", "Assistant".to_owned()),
        Author::Agent { name, .. } => ("agent", name.clone()),
        Author::System => ("system", "Told to the learner".to_owned()),
    };
    let text = match &message.author {
        Author::Learner => el("div")
            .class("plain")
            .attr("dir", "auto")
            .child(message.text.clone()),
        _ => prose(&message.text, Follow::default()),
    };
    let sources: Vec<El> = message
        .citations
        .iter()
        .map(|citation| {
            el("span").class("source").child((
                el("span").class("cite").child(citation.number.to_string()),
                citation.title.clone(),
            ))
        })
        .collect();
    let sources = (!sources.is_empty()).then(|| el("div").class("sources").child(sources));
    el("div")
        .class(format!("message {kind}"))
        .attr("data-author", kind)
        .child((
            el("div").class("by").child((
                el("span").child(name),
                at.map(|at| el("time").child(ui::clock_time(at))),
            )),
            el("div").class("bubble").child(text),
            sources,
        ))
}

fn working(thread: Thread) -> Option<El> {
    let partial = thread
        .timeline
        .with(|timeline| timeline.working().cloned())?;
    let text = if partial.text.is_empty() {
        "Looking in the help articles…".to_owned()
    } else {
        partial.text
    };
    Some(
        el("div")
            .class("message assistant working")
            .attr("data-author", "assistant")
            .attr("data-partial", "true")
            .child((
                el("div").class("by").child("Assistant"),
                el("div")
                    .class("bubble")
                    .child(prose(&text, Follow::default())),
            )),
    )
}

fn outgoing(thread: Thread, outgoing: client::Outgoing) -> El {
    let state = match &outgoing.sending {
        Sending::Waiting => el("p").class("sending").child("Sending…"),
        Sending::Failed(problem) => {
            let client_id = outgoing.client_id.clone();
            el("p")
                .class("sending failed")
                .attr("role", "alert")
                .child((
                    format!("Not sent. {} ", refused(problem)),
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .on("click", move |_| thread.retry(&client_id))
                        .child("Try again"),
                ))
        }
    };
    el("div").class("message agent unsent").child((
        el("div")
            .class("bubble")
            .child(prose(&outgoing.text, Follow::default())),
        state,
    ))
}

fn activity(activity: &Activity) -> String {
    match activity {
        Activity::HandedOff { reason } => {
            format!(
                "Handed over: {}",
                super::reason_words(*reason).to_lowercase()
            )
        }
        Activity::Claimed { by } => format!("{by} took over"),
        Activity::Released { by } => format!("{by} released it"),
        Activity::Assigned { by, to } if by == to => format!("{by} took over"),
        Activity::Assigned { by, to } => format!("{by} gave it to {to}"),
        Activity::Snoozed { by, until } => {
            format!("{by} snoozed it until {}", ui::clock_time(*until))
        }
        Activity::Woke => "Back from its snooze".to_owned(),
        Activity::LeaseEnded { of } => {
            format!("{of} did not answer in time; it is in the queue again")
        }
        Activity::Returned { by } => format!("{by} returned it to the assistant"),
        Activity::Resolved { by } => format!("{by} resolved it"),
        Activity::Reopened => "Opened again by the learner".to_owned(),
        // The wire may grow before this page is loaded again.
        _ => "Something changed".to_owned(),
    }
}
