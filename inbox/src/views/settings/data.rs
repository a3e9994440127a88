//! How long conversations are kept (T18).

use super::inputs::text;
use super::saving::Saving;
use leptos::prelude::*;
use protocol::settings::{Section, Settings};
use ui::dom::{View, el};

/// The screen's content.
pub(super) fn view() -> impl View {
    // As they are edited; empty for ever.
    let days: RwSignal<String> = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let kept = settings.retention.days.map(|it| it.to_string());
        let _gone = days.try_set(kept.unwrap_or_default());
    });
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            save(saving, &days.get_untracked());
        })
        .child((
            el("p").child(
                "A conversation and its files are erased this many days after its last message, unless an \
                 agent still has it. To export or erase one learner's data, open their conversation in the \
                 inbox.",
            ),
            saving.when_loaded(move || {
                let label = "Days to keep a conversation, 7 to 3650 (empty: for ever)";
                text(label, &days.get_untracked(), move |text| {
                    saving.edit();
                    days.set(text);
                })
            }),
            saving.refusal(),
            saving.end(),
        ))
}

fn save(saving: Saving, days: &str) {
    // What is no number is outside the limits, and is said to be.
    let days = Some(days.trim()).filter(|it| !it.is_empty());
    let days = days.map(|it| it.parse().unwrap_or(0));
    let keep = move |settings: &mut Settings| settings.retention.days = days;
    saving.save(&[Section::Retention], keep);
}
