//! What was said in the open conversation, and what became of it.

use super::reading;
use crate::desk::Desk;
use crate::thread::Thread;
use client::Sending;
use leptos::prelude::*;
use protocol::{
    Activity, AgentEvent, AgentView, ArticleId, Attachment, Author, Citation, Message, Rating, Seq,
    Sequenced, Tagging,
};
use ui::dom::{El, ElementRef, el, follow_end, keyed};
use ui::{Content, Follow, Icon, prose};

/// The log, kept at its end while it grows.
pub(super) fn view(desk: Desk, thread: Thread) -> El {
    let log = ElementRef::new_local(None);
    follow_end(log, move || {
        thread.timeline.track();
        thread.writer.track();
        thread.view.track();
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
        name.unwrap_or_else(|| super::list::nameless(&thread.id()))
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
                    ui::say!(
                        "Not sent. {refused} ",
                        refused = super::thread::refused(problem)
                    ),
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
