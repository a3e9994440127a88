//! What trying a draft shows: what would become of a message, and of past conversations.

use super::then;
use crate::views::reason_words;
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
            let reason = reason_words(reason).to_lowercase();
            format!("A person takes over: {reason}.")
        }
        (Outcome::HandOff, None) => "A person takes over.".to_owned(),
        (Outcome::Confirm, _) => "The learner is asked whether a person should come.".to_owned(),
        (Outcome::AskBack, _) => "The assistant asks back what is meant.".to_owned(),
        (Outcome::Offer, _) => "An article that may answer it is offered.".to_owned(),
        (Outcome::Answer, _) => "The articles answer it.".to_owned(),
        (Outcome::RunAction, _) => "The assistant runs a form.".to_owned(),
        (Outcome::Says, _) => "The assistant answers with a word.".to_owned(),
        (Outcome::Waits, _) => "People have it already.".to_owned(),
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
                el("span").child(format!(": {}. {}", fired.why, then(&fired.then, forms))),
            ))
        })
        .collect();
    let tags: Vec<&str> = test.tags.iter().map(Tag::as_str).collect();
    let signs = format!(
        "Confidence {:.2} of {:.2}, frustration {:.2}{}.",
        test.confidence,
        test.threshold,
        test.frustration,
        if tags.is_empty() {
            String::new()
        } else {
            format!(", tags: {}", tags.join(", "))
        },
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
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let head = if replay.is_done {
        format!(
            "{} conversation{} tried, {} would change. Handoffs: {} now, {} with this draft.",
            replay.tried,
            plural(replay.tried),
            replay.changed.len(),
            replay.handed_over_now,
            replay.handed_over_then,
        )
    } else {
        let tried = replay.tried;
        format!("{tried} conversation{} tried…", plural(tried))
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
                            el("span").child(format!(" Now: {}", verdict(&now))),
                            el("span").child(format!(" With this draft: {}", verdict(&then))),
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
