//! Effects as scripts say them: a line each.

use domain::{Effect, News, Rung, Telling};
use protocol::{AgentEvent, Attachment, Author};

/// An effect in a line.
pub(crate) fn shown(effect: &Effect) -> String {
    match effect {
        Effect::Store(logged) => {
            let for_learner = match logged.learner_seq {
                Some(seq) => format!("learner {seq}"),
                None => "not for the learner".to_owned(),
            };
            format!(
                "store {} ({for_learner}) {}",
                logged.entry.seq,
                event(&logged.entry.event)
            )
        }
        Effect::Keep => "keep".to_owned(),
        Effect::Send(logged) => format!("send {}", logged.entry.seq),
        Effect::Tell(Telling::Started(turn)) => format!("tell turn {turn} began"),
        Effect::Tell(Telling::Delta { turn, from, text }) => {
            format!("tell turn {turn} from {from}: {text}")
        }
        Effect::Tell(Telling::Ended(turn)) => format!("tell turn {turn} ended"),
        Effect::Tell(Telling::Promise(Some(at))) => {
            format!("tell everybody a reply comes by {}", at.0 / 1_000)
        }
        Effect::Tell(Telling::Promise(None)) => "tell everybody nobody waits".to_owned(),
        Effect::Tell(Telling::LearnerCame(receipt)) => {
            format!("tell agents the learner read up to {}", receipt.read)
        }
        Effect::Tell(Telling::TeamCame(receipt)) => {
            format!("tell the learner the team read up to {}", receipt.read)
        }
        Effect::Tell(Telling::Typing { name, to_learner }) => format!(
            "tell {} that {} types",
            if *to_learner { "everybody" } else { "agents" },
            name.as_deref().unwrap_or("the learner")
        ),
        Effect::Discard(id) => format!("discard {id}"),
        Effect::Summarize(summary) => format!(
            "summarize {} {:?} owner {} reason {}{}{}{}{}",
            summary.version,
            summary.status,
            summary.owner.as_ref().map_or("-", |owner| &owner.name),
            summary
                .reason
                .map_or("-".to_owned(), |reason| format!("{reason:?}")),
            if summary.waiting_since.is_some() {
                ", waiting"
            } else {
                ""
            },
            listed(", tags", &summary.tags),
            listed(", read by", &summary.read_by),
            listed(", names", &summary.mentions),
        ),
        Effect::Post(delivery) => {
            let news = match &delivery.news {
                News::Collected(collected) => format!("“{}”", collected.action),
                News::HandedOff(packet) => format!("packet {:?}", packet.reason),
                News::Replied {
                    after,
                    with_assistant,
                } => format!(
                    "that a reply came after {after}{}",
                    if *with_assistant {
                        ", or an answer,"
                    } else {
                        ""
                    }
                ),
                News::Happened(on, _) => format!("{on:?}"),
                News::Waits(packet, at, rung) => {
                    let how = match rung {
                        Rung::Soon => "due soon",
                        Rung::Late => "late",
                        Rung::Unanswered => "unanswered",
                        Rung::Unresolved => "unresolved",
                    };
                    format!(
                        "that {:?}, promised by {}, is {how}",
                        packet.reason,
                        at.0 / 1_000
                    )
                }
            };
            format!("post {news} of {} to {}", delivery.seq, delivery.address)
        }
        Effect::Search { turn, query } => {
            let about = query
                .topic
                .iter()
                .map(|it| format!(" (about {})", it.article));
            let within = query.within.iter().map(|it| format!(" (in {it})"));
            let context: String = about.chain(within).collect();
            format!("search for turn {turn}: {}{context}", query.text)
        }
        Effect::Ask(request) => format!(
            "ask for turn {} with {} passages, {} lines before: {}",
            request.turn,
            request.passages.len(),
            request.before.len(),
            request.question
        ),
    }
}

fn listed(what: &str, items: &[impl ToString]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() {
        String::new()
    } else {
        format!("{what} {}", items.join(" "))
    }
}

fn files(attachments: &[Attachment]) -> String {
    attachments
        .iter()
        .map(|it| format!(" <{}>", it.name))
        .collect()
}

fn event(event: &AgentEvent) -> String {
    match event {
        AgentEvent::Message(message) => {
            let by = match &message.author {
                Author::Learner => "learner",
                Author::Assistant => "assistant",
                Author::Agent { name, .. } => name,
                Author::System => "system",
            };
            let replies: Vec<&str> = message
                .quick_replies
                .iter()
                .map(|it| it.label.as_str())
                .collect();
            let replies = replies.join(" | ");
            format!(
                "{by} says: {}{}{}",
                message.text.replace('\n', " / "),
                files(&message.attachments),
                if replies.is_empty() {
                    replies
                } else {
                    format!(" {{{replies}}}")
                }
            )
        }
        AgentEvent::Note(note) => {
            format!(
                "{} notes: {}{}",
                note.name,
                note.text,
                files(&note.attachments)
            )
        }
        AgentEvent::Tagged(tagging) => format!(
            "{} {} {}",
            tagging.by,
            if tagging.is_on { "tags" } else { "untags" },
            tagging.tag
        ),
        AgentEvent::Collected(collected) => {
            let fields = collected.fields.iter();
            let fields: Vec<String> = fields
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            format!(
                "“{}” {}: {}",
                collected.action,
                if collected.is_complete {
                    "filled in"
                } else {
                    "left"
                },
                fields.join(", ")
            )
        }
        AgentEvent::Changed(change) => format!("{:?}: {:?}", change.status, change.activity),
        AgentEvent::Handoff(packet) => {
            let tried: Vec<String> = packet
                .tried
                .iter()
                .map(|attempt| {
                    let looked_at: Vec<String> = attempt
                        .considered
                        .iter()
                        .map(|it| format!("{} {:?}", it.article, it.why_not))
                        .collect();
                    format!("“{}” [{}]", attempt.query, looked_at.join(", "))
                })
                .collect();
            format!(
                "packet {:?}; open: {}; tried: {}; suggested: {}{}",
                packet.reason,
                packet.open_question,
                tried.join(" "),
                packet.suggested,
                packet
                    .collected
                    .iter()
                    .map(|(name, value)| format!("; {name}: {value}"))
                    .collect::<String>()
            )
        }
    }
}
