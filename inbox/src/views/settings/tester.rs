//! The articles tester: what a question finds, how sure it is, and what that is made of.

use crate::api;
use crate::browser::{self, TRIED};
use crate::views::{packet, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{KnowledgeStatus, SearchAnswer};
use protocol::{Audience, Problem};
use ui::dom::{El, View, el};

/// Characters of a passage that are shown.
const SHOWN_CHARS: usize = 220;

/// The section's content.
pub(super) fn view() -> impl View {
    let question = RwSignal::new(String::new());
    let status: RwSignal<Option<KnowledgeStatus>> = RwSignal::new(None);
    let answer: RwSignal<Option<SearchAnswer>> = RwSignal::new(None);
    let problem: RwSignal<Option<Problem>> = RwSignal::new(None);
    spawn_local(async move {
        if let Ok(known) = api::knowledge().await {
            let _gone = status.try_set(Some(known));
        }
    });
    let ask = move || {
        let asked = question.get_untracked();
        if asked.trim().is_empty() {
            return;
        }
        problem.set(None);
        browser::keep(TRIED, Some("yes"));
        spawn_local(async move {
            match api::search(asked.trim(), Audience::Learner).await {
                Ok(found) => {
                    let _gone = answer.try_set(Some(found));
                }
                Err(refused) => {
                    let _gone = problem.try_set(Some(refused));
                }
            }
        });
    };
    (
        move || {
            status
                .get()
                .map(|status| el("p").child(super::articles::state(&status)))
        },
        el("form")
            .attr("data-tries", "")
            .on("submit", move |event| {
                event.prevent_default();
                ask();
            })
            .child((
                crate::views::field("Test a question", "text", "off", question),
                el("div").class("row-end").child(
                    el("button")
                        .attr("type", "submit")
                        .class("button primary")
                        .child("Test"),
                ),
                refusal(move || problem.with(|it| it.as_ref().map(ui::refused))),
            )),
        move || answer.get().map(found),
    )
}

fn found(answer: SearchAnswer) -> El {
    let passages: Vec<El> = answer
        .passages
        .into_iter()
        .map(|passage| {
            let title = if passage.heading.is_empty() {
                passage.title
            } else {
                format!("{} › {}", passage.title, passage.heading)
            };
            let plain = passage.text.replace(['*', '`', '#'], "");
            let mut text: String = plain.chars().take(SHOWN_CHARS).collect();
            if text.len() < plain.len() {
                text.push('…');
            }
            el("li").child((
                el("span")
                    .class("score")
                    .child(format!("{:.2}", passage.score)),
                el("span")
                    .class("passage")
                    .child((title, el("em").child(text))),
            ))
        })
        .collect();
    let list = if passages.is_empty() {
        el("p").child("Nothing found.")
    } else {
        el("ul").child(passages)
    };
    el("div").class("tried").attr("role", "status").child((
        el("p").class("query").child((
            el("q").child(answer.asked),
            el("span").class("confidence").child(ui::say!(
                "confidence {confidence}",
                confidence = format!("{:.2}", answer.confidence)
            )),
        )),
        el("p")
            .class("outcome")
            .child(super::outcome::becomes(answer.outcome)),
        list,
        packet::evidence(answer.evidence),
    ))
}
