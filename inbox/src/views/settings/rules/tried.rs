//! What trying a draft shows: what would become of a message, and of past conversations.

use super::then;
use crate::selection::conversations;
use crate::views::reason_in_words;
use crate::views::settings::outcome;
use protocol::http::{Foretold, Replayed, RuleTest};
use protocol::{Action, Outcome, Tag};
use ui::dom::{El, el};

/// How far a replay is.
#[derive(Clone, Default)]
pub(super) struct Replay {
    tried: usize,
    pub(super) is_done: bool,
    handed_over_now: usize,
    handed_over_then: usize,
    changed: Vec<Replayed>,
}

impl Replay {
    /// Takes one that was tried.
    pub(super) fn take(&mut self, replayed: Replayed) {
        let is_over = |told: &[Foretold]| {
            let last = told.last();
            usize::from(last.is_some_and(|last| last.outcome == Outcome::HandOff))
        };
        self.tried += 1;
        self.handed_over_now += is_over(&replayed.now);
        self.handed_over_then += is_over(&replayed.draft);
        if replayed.now != replayed.draft {
            self.changed.push(replayed);
        }
    }
}

/// What becomes of a message, in words.
fn verdict(told: &Foretold) -> String {
    match (told.outcome, told.reason) {
        (Outcome::HandOff, Some(reason)) => {
            let reason = reason_in_words(reason);
            ui::say!("A person takes over: {reason}.", reason = reason)
        }
        (Outcome::Confirm, _) => ui::say!("The learner is asked whether a person should come."),
        (Outcome::AskBack, _) => ui::say!("The assistant asks back what is meant."),
        (Outcome::Offer | Outcome::Answer | Outcome::HandOff, _) => outcome::becomes(told.outcome),
        (Outcome::RunAction, _) => ui::say!("The assistant runs a form."),
        (Outcome::Says, _) => ui::say!("The assistant answers with a word."),
        (Outcome::Waits, _) => ui::say!("People have it already."),
    }
}

/// What became of a message.
pub(super) fn outcome(test: RuleTest, forms: &[Action]) -> El {
    let fired: Vec<El> = test
        .fired
        .iter()
        .map(|fired| {
            el("li").child((
                el("b").child(fired.name.clone()),
                el("span").child(format!(
                    ": {}. {}",
                    ui::reason(&fired.why),
                    then(&fired.then, forms)
                )),
            ))
        })
        .collect();
    let tags: Vec<&str> = test.tags.iter().map(Tag::as_str).collect();
    let signs = ui::say!(
        "Confidence {confidence} of {threshold}, frustration {frustration}, tags: {tags}.",
        confidence = format!("{:.2}", test.confidence),
        threshold = format!("{:.2}", test.threshold),
        frustration = format!("{:.2}", test.frustration),
        tags = if tags.is_empty() {
            "–".to_owned()
        } else {
            tags.join(", ")
        }
    );
    let told = Foretold {
        outcome: test.outcome,
        reason: test.reason,
    };
    el("div").class("tried").attr("role", "status").child((
        el("p").child(el("b").child(verdict(&told))),
        (!fired.is_empty()).then(|| el("ul").class("fired").child(fired)),
        el("p").child(signs),
    ))
}

/// How a replay went: what would come out otherwise, message by message.
pub(super) fn replay(replay: Replay) -> El {
    let head = if replay.is_done {
        ui::say!(
            "Tried {conversations}, {changed} would change. Handoffs: {now} now, {then} with this draft.",
            conversations = conversations(replay.tried),
            changed = replay.changed.len(),
            now = replay.handed_over_now,
            then = replay.handed_over_then
        )
    } else {
        ui::say!(
            "Tried {conversations}…",
            conversations = conversations(replay.tried)
        )
    };
    let changed: Vec<El> = replay
        .changed
        .into_iter()
        .map(|replayed| {
            let nothing = Foretold {
                outcome: Outcome::Waits,
                reason: None,
            };
            let lines: Vec<El> = replayed
                .said
                .iter()
                .enumerate()
                .filter_map(|(number, said)| {
                    let told = |list: &[Foretold]| list.get(number).copied().unwrap_or(nothing);
                    let (now, then) = (told(&replayed.now), told(&replayed.draft));
                    (now != then).then(|| {
                        el("li").child((
                            el("b").child(format!("“{said}”")),
                            el("span").child(format!(
                                " {}",
                                ui::say!("Now: {verdict}", verdict = verdict(&now))
                            )),
                            el("span").child(format!(
                                " {}",
                                ui::say!("With this draft: {verdict}", verdict = verdict(&then))
                            )),
                        ))
                    })
                })
                .collect();
            el("li").child((
                el("a")
                    .attr("href", format!("#c={}", replayed.conversation))
                    .attr("target", "_blank")
                    .attr("rel", "noopener")
                    .child("Conversation"),
                el("ul").class("fired").child(lines),
            ))
        })
        .collect();
    el("div").class("tried").child((
        el("p").attr("role", "status").child(el("b").child(head)),
        el("ul").class("replay").child(changed),
    ))
}
