//! The handoff packet, to be read in ten seconds; and what is known of the learner.

use super::{reading, reason_words};
use crate::desk::Desk;
use crate::thread::Thread;
use leptos::prelude::*;
use protocol::{
    ArticleId, Attempt, Audience, Evidence, HandoffPacket, LearnerProfile, Status, WhyNot,
};
use ui::dom::{El, View, el};

/// The packet beside the thread, with what can be done about its learner.
pub(super) fn view(desk: Desk, thread: Thread) -> El {
    let beside = move || {
        thread.view.get().map(|view| {
            let packet = match view.handoff {
                Some(packet) => self::packet(desk, packet),
                None => vec![el("p").class("empty").child(match view.status {
                    Status::Resolved => "Resolved by the assistant alone: nobody was asked for.",
                    _ => "The assistant has this conversation. Take over whenever you like.",
                })],
            };
            (
                el("section")
                    .class("packet")
                    .attr("role", "region")
                    .attr("aria-label", "Handoff")
                    .child((el("h3").child("Handoff"), packet)),
                (
                    learner(&view.learner),
                    super::person::view(desk, thread, view.is_blocked),
                ),
            )
        })
    };
    // On a phone it is a line above the conversation, until it is opened.
    let is_wide = window()
        .inner_width()
        .is_ok_and(|width| width.as_f64().unwrap_or_default() > PHONE);
    let line = move || {
        thread.view.with(|view| {
            let packet = view.as_ref()?.handoff.as_ref()?;
            Some(format!(
                "{}: {}",
                ui::said(reason_words(packet.reason)),
                packet.open_question
            ))
        })
    };
    el("aside")
        .class("beside")
        .child(el("details").attr("open", is_wide.then_some("")).child((
            el("summary").child(move || line().unwrap_or_else(|| ui::say!("Details"))),
            beside,
            move || earlier(desk, thread),
        )))
}

/// The width below which a screen is a phone's, in pixels; as in the style sheet.
const PHONE: f64 = 760.0;

/// What else the learner wrote: how it began, how it ended, and when (D5).
fn earlier(desk: Desk, thread: Thread) -> Option<El> {
    let summaries = thread.earlier.get();
    if summaries.is_empty() {
        return None;
    }
    let title = ui::say!("Earlier ({count})", count = summaries.len());
    let rows: Vec<El> = summaries
        .into_iter()
        .map(|summary| {
            let how = match (&summary.owner, summary.status) {
                (_, Status::Resolved) => ui::say!("Resolved"),
                (Some(owner), _) => ui::say!("With {name}", name = owner.name),
                (None, Status::Pending) => ui::say!("With the assistant"),
                (None, _) => ui::say!("Waiting for a person"),
            };
            let at = summary.updated_at;
            el("li").child(
                el("button")
                    .attr("type", "button")
                    .on("click", move |_| desk.open(&summary.id))
                    .child((
                        el("span")
                            .class("preview")
                            .attr("dir", "auto")
                            .child(summary.preview),
                        el("span")
                            .class("how")
                            .child((how, " · ", move || ui::short(at, desk.now.get()))),
                    )),
            )
        })
        .collect();
    Some(
        el("section")
            .class("earlier")
            .child((el("h3").child(title), el("ul").child(rows))),
    )
}

fn packet(desk: Desk, packet: HandoffPacket) -> Vec<El> {
    let asked = (!packet.open_question.is_empty()).then(|| {
        block(
            "Open question",
            el("p")
                .class("question")
                .attr("dir", "auto")
                .child(packet.open_question),
        )
    });
    let tried: Vec<El> = packet
        .tried
        .into_iter()
        .map(|it| attempt(desk, it))
        .collect();
    let n_tried = tried.len();
    let cited: Vec<El> = {
        let mut shown: Vec<ArticleId> = Vec::new();
        let mut rows = Vec::new();
        for citation in packet.cited {
            if !shown.contains(&citation.article) {
                shown.push(citation.article.clone());
                let opens = reading::opens(desk, citation.article, citation.title);
                rows.push(el("li").child(opens));
            }
        }
        rows
    };
    let collected: Vec<El> = packet
        .collected
        .into_iter()
        .map(|(name, value)| el("li").child((el("b").child(name), ": ", value)))
        .collect();
    let parts = [
        Some(
            el("p").class("reason").child((
                packet
                    .urgent
                    .then(|| el("span").class("urgent").child("Urgent")),
                el("span").class("why").child(reason_words(packet.reason)),
                el("span").child(ui::reason(&packet.why)),
            )),
        ),
        asked,
        Some(block(
            "Suggested",
            el("p").child(ui::reason(&packet.suggested)),
        )),
        (n_tried > 0).then(|| {
            block(
                if n_tried == 1 {
                    "Tried: 1 search"
                } else {
                    "Tried: searches, newest last"
                },
                el("ul").class("tried").child(tried),
            )
        }),
        (!cited.is_empty()).then(|| block("Shown to the learner", el("ul").child(cited))),
        (!collected.is_empty()).then(|| block("Collected", el("ul").child(collected))),
    ];
    parts.into_iter().flatten().collect()
}

fn attempt(desk: Desk, attempt: Attempt) -> El {
    let considered: Vec<El> = attempt
        .considered
        .iter()
        .map(|considered| {
            let title = if considered.heading.is_empty() {
                considered.title.clone()
            } else {
                format!("{} › {}", considered.title, considered.heading)
            };
            el("li").child((
                el("span")
                    .class("score")
                    .child(format!("{:.2}", considered.score)),
                el("span").class("passage").child((
                    reading::opens(desk, considered.article.clone(), title),
                    el("em").child(why_not(considered.why_not)),
                )),
            ))
        })
        .collect();
    let found = if !attempt.searched {
        el("p").child("The articles could not be searched.")
    } else if considered.is_empty() {
        el("p").child("Nothing found.")
    } else {
        el("ul").child(considered)
    };
    el("li").child((
        el("p").class("query").child((
            el("q").attr("dir", "auto").child(attempt.query),
            el("span").class("confidence").child(ui::say!(
                "confidence {confidence}",
                confidence = format!("{:.2}", attempt.confidence)
            )),
        )),
        found,
        evidence(attempt.evidence),
    ))
}

/// What a confidence was made of, folded away; nothing if that is not known.
pub(super) fn evidence(evidence: Evidence) -> Option<El> {
    let signs: Vec<_> = evidence
        .into_iter()
        .map(|(sign, value)| {
            let sign = sign.replace('_', " ");
            (el("dt").child(sign), el("dd").child(format!("{value:.2}")))
        })
        .collect();
    (!signs.is_empty()).then(|| {
        el("details").class("evidence").child((
            el("summary").child("How this score is calculated"),
            el("dl").child(signs),
        ))
    })
}

fn why_not(why_not: WhyNot) -> &'static str {
    match why_not {
        WhyNot::PersonAskedFor => "not shown (learner asked for a person)",
        WhyNot::Ruled => "not shown (rule)",
        WhyNot::AlreadyShown => "shown to the learner",
        WhyNot::Offered => "offered to the learner",
        WhyNot::NotUsed => "not used",
        WhyNot::BelowThreshold => "not sure enough",
        WhyNot::OffTopic => "off topic",
        WhyNot::ModelFailed => "the model failed",
        WhyNot::ModelDeclined => "the model did not find it enough",
        WhyNot::AgentSteppedIn => "an agent stepped in",
        // The wire may grow before this page is loaded again.
        _ => "not enough",
    }
}

fn learner(learner: &LearnerProfile) -> El {
    let is_named = learner.name.is_some() || learner.email.is_some();
    let word = match learner.verified {
        true => Some(("verified", "Verified by the LMS.")),
        false if is_named => Some(("unverified", "Unverified: supplied by the page.")),
        false => None,
    };
    let word = word.map(|(class, words)| el("p").class(class).child(words));
    let role = match learner.role {
        Audience::Learner => learner.verified.then_some("Learner"),
        Audience::Instructor => Some("Instructor"),
        Audience::Admin => Some("Admin of the platform"),
    };
    let line = |name: &'static str, value: Option<String>| {
        value.map(|value| (el("dt").child(name), el("dd").child(value)))
    };
    el("section").class("learner").child((
        el("h3").child("Learner"),
        el("dl").child((
            line("Name", learner.name.clone()),
            line("Email", learner.email.clone()),
            line("Role", role.map(ui::said)),
            line("Course", learner.course.clone()),
            line("Language", learner.locale.clone()),
            line("Page", learner.page.as_ref().map(|page| page.title.clone())),
            learner.page.as_ref().map(|page| page_url(&page.url)),
        )),
        word,
    ))
}

/// The address of the page they ask on. It is theirs to say, so that only the web's are links.
fn page_url(url: &str) -> (El, El) {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    let shown = match is_web {
        true => el("a")
            .attr("href", url.to_owned())
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer nofollow")
            .child(url.to_owned()),
        false => el("span").child(url.to_owned()),
    };
    (el("dt").child("Page URL"), el("dd").child(shown))
}

fn block(title: &'static str, content: impl View) -> El {
    el("div")
        .class("block")
        .child((el("h4").child(title), content))
}
