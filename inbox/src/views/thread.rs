//! The open conversation: what was said, whose it is, and what to do next.

use super::composer::Mine;
use super::{button, choice, composer, packet, refusal};
use crate::desk::{Desk, Overlay};
use crate::does::{self, Does};
use crate::thread::Thread;
use client::Sending;
use leptos::prelude::*;
use protocol::http::AgentCommand;
use protocol::{
    Activity, AgentEvent, AgentId, AgentView, Attachment, Author, Message, Problem, Rating, Seq,
    Sequenced, Status, Tag, Tagging,
};
use ui::dom::{El, ElementRef, el, focus, follow_end, keyed};
use ui::{Content, Follow, Icon, prose};

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
                log(thread),
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
fn refused(problem: &Problem) -> String {
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
                let name = learner.name.clone().unwrap_or_else(|| ui::say!("Learner"));
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
            )),
        )),
        el("div")
            .class("actions")
            .child(move || actions(desk, thread, &mine.get())),
    ))
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

fn log(thread: Thread) -> El {
    let log = ElementRef::new_local(None);
    follow_end(log, move || {
        thread.timeline.track();
        thread.writer.track();
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
                        runs(entries.filter(is_said))
                    })
                },
                |(entry, continues): &(Sequenced<AgentEvent>, bool)| {
                    format!("{}{continues}", entry.seq)
                },
                move |(entry, continues)| self::entry(desk, thread, entry, continues),
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
            move || {
                let name = thread.writer.get()?;
                Some(
                    el("p")
                        .class("writing")
                        .child(ui::say!("{name} is writing…", name = name)),
                )
            },
        ))
}

/// Where a file of this conversation is: the browser's cookie opens it.
fn content(thread: Thread, attachment: &Attachment) -> Content {
    let folder = crate::api::attachments(&thread.id());
    Content::Address(format!("{folder}/{}", attachment.id))
}

/// Events, each with whether it goes on where the one before left off: the same author within some minutes.
fn runs<'e>(
    entries: impl Iterator<Item = &'e Sequenced<AgentEvent>>,
) -> Vec<(Sequenced<AgentEvent>, bool)> {
    const PAUSE_MS: i64 = 5 * 60 * 1_000;
    let mut before: Option<(&Author, protocol::Timestamp)> = None;
    let mut all = Vec::new();
    for entry in entries {
        let author = match &entry.event {
            AgentEvent::Message(message) => Some(&message.author),
            _ => None,
        };
        let continues = author
            .zip(before)
            .is_some_and(|(author, (known, at))| author == known && entry.at.since(at) < PAUSE_MS);
        before = author.map(|author| (author, entry.at));
        all.push((entry.clone(), continues));
    }
    all
}

fn entry(desk: Desk, thread: Thread, entry: Sequenced<AgentEvent>, continues: bool) -> El {
    let at = entry.at;
    match entry.event {
        AgentEvent::Message(message) => said((desk, thread), message, entry.seq, at, continues),
        AgentEvent::Tagged(Tagging {
            tag,
            by,
            is_on,
            confidence,
        }) => {
            let said = match (is_on, confidence) {
                (true, Some(sure)) => ui::say!(
                    "{by} added the tag {tag}, {percent} % sure",
                    by = by,
                    tag = tag,
                    percent = format!("{:.0}", sure * 100.0)
                ),
                (true, None) => ui::say!("{by} added the tag {tag}", by = by, tag = tag),
                (false, _) => ui::say!("{by} removed the tag {tag}", by = by, tag = tag),
            };
            el("p")
                .class("activity")
                .attr("data-author", "system")
                .child((el("span").child(said), el("time").child(ui::clock_time(at))))
        }
        AgentEvent::Collected(collected) => {
            let fields: Vec<String> = collected
                .fields
                .iter()
                .map(|(name, value)| format!("{name}: {value}"))
                .collect();
            let fields = fields.join(" · ");
            let text = if collected.is_complete {
                ui::say!(
                    "“{form}” filled in. {fields}",
                    form = collected.action,
                    fields = fields
                )
            } else {
                ui::say!(
                    "“{form}” left unfinished. {fields}",
                    form = collected.action,
                    fields = fields
                )
            };
            el("p")
                .class("activity")
                .attr("data-author", "system")
                .child((el("span").child(text), el("time").child(ui::clock_time(at))))
        }
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
                    ui::icon(Icon::LOCK),
                    el("span").child(ui::say!("Note by {name}", name = note.name)),
                    el("time").child(ui::clock_time(at)),
                    el("span").class("only").child("Only your team sees this"),
                )),
                words(&note.text, Some(TYPED)),
                ui::attachments(note.attachments, |file| content(thread, file)),
            )),
    }
}

/// How a text that people typed is read.
const TYPED: Follow = Follow {
    is_typed: true,
    on_article: None,
    on_citation: None,
};

/// What was said, in its bubble; a file needs no words. A learner's are shown as they are: nothing says how they are read.
fn words(text: &str, follow: Option<Follow>) -> Option<El> {
    if text.is_empty() {
        return None;
    }
    let text = match follow {
        Some(follow) => prose(text, follow),
        None => el("div")
            .class("plain")
            .attr("dir", "auto")
            .child(text.to_owned()),
    };
    Some(el("div").class("bubble").child(text))
}

/// How far the newest reply has come with the learner.
fn delivery(thread: Thread, seq: Seq) -> Option<El> {
    let newest = thread.timeline.with(|timeline| {
        let by_agent = |entry: &&Sequenced<AgentEvent>| {
            matches!(&entry.event, AgentEvent::Message(message)
                if matches!(message.author, Author::Agent { .. }))
        };
        let mut entries = timeline.entries().iter().rev();
        entries.find(by_agent).map(|entry| entry.seq)
    });
    if newest != Some(seq) {
        return None;
    }
    let receipt = thread.view.with(|view| Some(view.as_ref()?.receipt))?;
    let state = if receipt.read >= seq {
        "Read"
    } else if receipt.delivered >= seq {
        "Delivered"
    } else {
        "Sent"
    };
    Some(el("p").class("sending").child(state))
}

fn said(
    (desk, thread): (Desk, Thread),
    message: Message,
    seq: Seq,
    at: protocol::Timestamp,
    continues: bool,
) -> El {
    let learner = || {
        let name = |view: &Option<AgentView>| view.as_ref()?.learner.name.clone();
        let name = thread.view.with_untracked(name);
        name.unwrap_or_else(|| ui::say!("Learner"))
    };
    let (kind, name) = match &message.author {
        Author::Learner => ("learner", learner()),
        Author::Assistant => ("assistant", ui::say!("Assistant")),
        Author::Agent { name, .. } => ("agent", name.clone()),
        Author::System => ("system", ui::say!("Automatic message")),
    };
    let notice = message.notice.as_ref().and_then(ui::notice);
    let text = notice.as_ref().unwrap_or(&message.text);
    let follow = match &message.author {
        Author::Learner => None,
        Author::Agent { .. } => Some(TYPED),
        Author::Assistant | Author::System => Some(opens(desk, &message.citations)),
    };
    let words = words(text, follow);
    let files = ui::attachments(message.attachments, |file| content(thread, file));
    let delivery = (kind == "agent").then_some(move || delivery(thread, seq));
    let sources: Vec<El> = message
        .citations
        .iter()
        .map(|citation| {
            el("span").class("source").child((
                el("span").class("cite").child(citation.number.to_string()),
                reading::opens(desk, citation.article.clone(), citation.title.clone()),
            ))
        })
        .collect();
    let sources = (!sources.is_empty()).then(|| el("div").class("sources").child(sources));
    el("div")
        .class(match continues {
            true => format!("message {kind} continues"),
            false => format!("message {kind}"),
        })
        .attr("data-author", kind)
        .attr("title", continues.then(|| ui::clock_time(at)))
        .attr("role", "article")
        .attr("aria-label", format!("{name}, {}", ui::clock_time(at)))
        .child((
            (!continues).then(|| {
                el("div")
                    .class("by")
                    .child((el("span").child(name), el("time").child(ui::clock_time(at))))
            }),
            words,
            files,
            sources,
            delivery,
        ))
}

/// Opens what an answer cites, and the articles that it links to.
fn opens(desk: Desk, citations: &[Citation]) -> Follow {
    let cited: Vec<_> = citations
        .iter()
        .map(|citation| (citation.number, citation.article.clone()))
        .collect();
    Follow {
        on_article: Some(Callback::new(move |id: String| {
            if let Ok(id) = ArticleId::new(id) {
                reading::show(desk, id);
            }
        })),
        on_citation: Some(Callback::new(move |number: u32| {
            if let Some((_, id)) = cited.iter().find(|it| it.0 == number) {
                reading::show(desk, id.clone());
            }
        })),
        ..Follow::default()
    }
}

fn working(thread: Thread) -> Option<El> {
    let partial = thread
        .timeline
        .with(|timeline| timeline.working().cloned())?;
    let text = if partial.text.is_empty() {
        ui::say!("Looking in the help articles…")
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
                    ui::say!("Not sent. {refused} ", refused = refused(problem)),
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .on("click", move |_| thread.retry(&client_id))
                        .child("Try again"),
                ))
        }
    };
    el("div").class("message agent unsent").child((
        words(&outgoing.text, Some(TYPED)),
        ui::attachments(outgoing.attachments, |file| content(thread, file)),
        state,
    ))
}

fn activity(activity: &Activity) -> String {
    match activity {
        Activity::HandedOff { reason } => {
            ui::say!(
                "Handed over: {reason}",
                reason = super::reason_in_words(*reason)
            )
        }
        Activity::Claimed { by } => ui::say!("{by} took over", by = by),
        Activity::TakenOver { by, from } => {
            ui::say!("{by} took over from {from}", by = by, from = from)
        }
        Activity::ReopenedBy { by } => ui::say!("{by} reopened it", by = by),
        Activity::Released { by } => ui::say!("{by} unassigned themselves", by = by),
        Activity::Joined { by } => ui::say!("{by} joined", by = by),
        Activity::Assigned { by, to } => ui::say!("{by} assigned this to {to}", by = by, to = to),
        Activity::Routed { to } => ui::say!("Routing assigned this to {to}", to = to),
        Activity::Snoozed { by, until } => {
            ui::say!(
                "{by} snoozed it until {time}",
                by = by,
                time = ui::clock_time(*until)
            )
        }
        Activity::Woke => ui::say!("Snooze ended"),
        Activity::LeaseEnded { of } => {
            ui::say!("Returned to the queue: no reply from {of} in time", of = of)
        }
        Activity::Returned { by } => ui::say!("{by} returned it to the assistant", by = by),
        Activity::Resolved { by } => ui::say!("{by} resolved it", by = by),
        Activity::Reopened => ui::say!("Reopened by the learner"),
        Activity::Rated { rating } => match rating {
            Rating::Good => ui::say!("The learner said that it helped"),
            Rating::Bad => ui::say!("The learner said that it did not help"),
        },
        Activity::Blocked { by } => ui::say!("{by} blocked this learner", by = by),
        Activity::Unblocked { by } => ui::say!("{by} unblocked this learner", by = by),
        // The wire may grow before this page is loaded again.
        _ => ui::say!("Updated"),
    }
}
