//! The handoff packet, to be read in ten seconds; and what is known of the learner.

use super::reason_words;
use crate::thread::Thread;
use leptos::html;
use leptos::prelude::*;
use protocol::{Attempt, HandoffPacket, LearnerProfile, WhyNot};

/// The packet beside the thread.
pub(super) fn view(thread: Thread) -> impl IntoView {
    html::aside().class("beside").child(move || {
        thread.view.get().map(|view| {
            let packet = match view.handoff {
                Some(packet) => self::packet(packet).into_any(),
                None => html::p()
                    .class("empty")
                    .child("The assistant has this conversation. Take over whenever you like.")
                    .into_any(),
            };
            (
                html::section()
                    .class("packet")
                    .attr("role", "region")
                    .attr("aria-label", "Handoff")
                    .child((html::h3().child("Handoff"), packet)),
                learner(&view.learner),
            )
        })
    })
}

fn packet(packet: HandoffPacket) -> impl IntoView {
    let asked = (!packet.open_question.is_empty())
        .then(|| block("Open question", html::p().class("question").child(packet.open_question)));
    let tried: Vec<AnyView> = packet.tried.into_iter().map(attempt).collect();
    let n_tried = tried.len();
    let cited: Vec<AnyView> = {
        let mut titles: Vec<String> = Vec::new();
        for citation in packet.cited {
            if !titles.contains(&citation.title) {
                titles.push(citation.title);
            }
        }
        titles.into_iter().map(|title| html::li().child(title).into_any()).collect()
    };
    let collected: Vec<AnyView> = packet
        .collected
        .into_iter()
        .map(|(name, value)| {
            html::li().child((html::b().child(name), ": ", value)).into_any()
        })
        .collect();
    (
        html::p().class("reason").child((
            html::span().class("why").child(reason_words(packet.reason)),
            html::span().child(packet.why),
        )),
        asked,
        block("Suggested", html::p().child(packet.suggested)),
        (n_tried > 0).then(|| {
            block(
                if n_tried == 1 { "Tried: 1 search" } else { "Tried: searches, newest last" },
                html::ul().class("tried").child(tried),
            )
        }),
        (!cited.is_empty()).then(|| block("Shown to the learner", html::ul().child(cited))),
        (!collected.is_empty()).then(|| block("Collected", html::ul().child(collected))),
    )
}

fn attempt(attempt: Attempt) -> AnyView {
    let considered: Vec<AnyView> = attempt
        .considered
        .iter()
        .map(|considered| {
            let title = if considered.heading.is_empty() {
                considered.title.clone()
            } else {
                format!("{} › {}", considered.title, considered.heading)
            };
            html::li()
                .child((
                    html::span().class("score").child(format!("{:.2}", considered.score)),
                    html::span().class("passage").child((
                        title,
                        html::em().child(why_not(considered.why_not)),
                    )),
                ))
                .into_any()
        })
        .collect();
    let found = if !attempt.searched {
        html::p().child("The articles could not be searched.").into_any()
    } else if considered.is_empty() {
        html::p().child("Nothing found.").into_any()
    } else {
        html::ul().child(considered).into_any()
    };
    html::li()
        .child((
            html::p().class("query").child((
                html::q().child(attempt.query),
                html::span()
                    .class("confidence")
                    .child(format!("confidence {:.2}", attempt.confidence)),
            )),
            found,
        ))
        .into_any()
}

fn why_not(why_not: WhyNot) -> &'static str {
    match why_not {
        WhyNot::PersonAskedFor => "not tried: a person was asked for",
        WhyNot::AlreadyShown => "shown to the learner",
        WhyNot::BelowThreshold => "not sure enough",
        WhyNot::OffTopic => "off topic",
        WhyNot::ModelFailed => "the model failed",
        WhyNot::ModelDeclined => "the model did not find it enough",
        WhyNot::AgentSteppedIn => "an agent stepped in",
        // The wire may grow before this page is loaded again.
        _ => "not enough",
    }
}

fn learner(learner: &LearnerProfile) -> impl IntoView + use<> {
    let unverified = (!learner.verified && (learner.name.is_some() || learner.email.is_some()))
        .then(|| html::p().class("unverified").child("Not verified: the page says so."));
    let line = |name: &'static str, value: Option<String>| {
        value.map(|value| {
            (html::dt().child(name), html::dd().child(value))
        })
    };
    html::section().class("learner").child((
        html::h3().child("Learner"),
        html::dl().child((
            line("Name", learner.name.clone()),
            line("Email", learner.email.clone()),
            line("Page", learner.page.as_ref().map(|page| page.title.clone())),
            line("Address", learner.page.as_ref().map(|page| page.url.clone())),
        )),
        unverified,
    ))
}

fn block(title: &'static str, content: impl IntoView + 'static) -> impl IntoView {
    html::div().class("block").child((html::h4().child(title), content))
}
