//! The chat: where it may be shown, and how readily it answers.

use super::inputs::{check, lines};
use super::saving::Saving;
use crate::views::field;
use leptos::prelude::*;
use protocol::settings::{Manner, Section, Settings};
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Form {
    origins: RwSignal<String>,
    threshold: RwSignal<String>,
    offers: RwSignal<String>,
    crisis: RwSignal<String>,
    asks_rating: RwSignal<bool>,
}

/// The screen's content.
pub(super) fn view() -> impl View {
    let form = Form {
        origins: RwSignal::default(),
        threshold: RwSignal::default(),
        offers: RwSignal::default(),
        crisis: RwSignal::default(),
        asks_rating: RwSignal::new(false),
    };
    let saving = Saving::load(move |settings| form.fill(settings));
    (
        saving.when_loaded(move || chat(form, saving)),
        saving.refusal(),
    )
}

impl Form {
    fn fill(self, settings: &Settings) {
        let _gone = self.origins.try_set(settings.allowed_origins.join("\n"));
        let threshold = format!("{:.2}", settings.answers.confidence_threshold);
        let _gone = self.threshold.try_set(threshold);
        let offers = settings
            .answers
            .offer_threshold
            .map(|it| format!("{it:.2}"));
        let _gone = self.offers.try_set(offers.unwrap_or_default());
        let _gone = self.crisis.try_set(settings.answers.crisis_line.clone());
        let _gone = self.asks_rating.try_set(settings.ratings.is_asked);
    }

    fn save(self, saving: Saving) {
        let origins = lines(&self.origins.get_untracked());
        // What is no number is out of bounds, and the check says so.
        let threshold = self
            .threshold
            .with_untracked(|text| text.trim().parse().unwrap_or(-1.0));
        // Empty is never.
        let offers = self.offers.with_untracked(|text| match text.trim() {
            "" => None,
            text => Some(text.parse().unwrap_or(-1.0)),
        });
        let crisis = self.crisis.get_untracked();
        let asks_rating = self.asks_rating.get_untracked();
        let sections = &[Section::Origins, Section::Answers, Section::Ratings];
        saving.save(sections, move |settings| {
            settings.allowed_origins = origins;
            settings.answers.confidence_threshold = threshold;
            settings.answers.offer_threshold = offers;
            settings.answers.crisis_line = crisis;
            settings.ratings.is_asked = asks_rating;
        });
    }
}

fn chat(form: Form, saving: Saving) -> El {
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            form.save(saving);
        })
        .child((
            area(
                "Allowed sites (one per line, e.g. https://lms.example.edu)",
                3,
                form.origins,
            ),
            (
            manner(form),
            field(
                "Confidence from which the assistant answers, 0 to 1",
                "text",
                "off",
                form.threshold,
            ),
            field(
                "Probability from which it offers an article, 0 to 1; empty for never",
                "text",
                "off",
                form.offers,
            ),
            area(
                "What somebody in danger is told: whom to call. Empty for a text that holds everywhere",
                2,
                form.crisis,
            ),
            check(
                "When an agent has replied and resolves the conversation, ask the learner whether it helped",
                form.asks_rating.get_untracked(),
                move |is_on| form.asks_rating.set(is_on),
            ),
            ),
            saving.end(),
        ))
}

/// How readily the assistant answers, by name: a choice fills in the two numbers below it.
fn manner(form: Form) -> El {
    let chosen = move || {
        let number = |text: RwSignal<String>| text.with(|text| text.trim().parse::<f32>().ok());
        Manner::of(number(form.threshold).unwrap_or(-1.0), number(form.offers))
    };
    let choices: Vec<El> = Manner::ALL
        .into_iter()
        .map(|manner| {
            let (name, means) = match manner {
                Manner::Careful => ("Careful", CAREFUL),
                Manner::Balanced => ("Balanced", BALANCED),
                Manner::Eager => ("Eager", EAGER),
            };
            let choose = move |_| {
                let (answers, offers) = manner.thresholds();
                form.threshold.set(format!("{answers:.2}"));
                form.offers
                    .set(offers.map(|it| format!("{it:.2}")).unwrap_or_default());
            };
            el("label").class("manner").child((
                el("input")
                    .attr("type", "radio")
                    .attr("name", "manner")
                    .attr("checked", move || (chosen() == Some(manner)).then_some(""))
                    .on("change", choose),
                el("b").child(name),
                el("span").child(means),
            ))
        })
        .collect();
    el("fieldset").class("manners").child((
        el("legend").child("How readily the assistant answers"),
        choices,
    ))
}

/// What each means, of 100 questions that the articles can answer. Source: `cargo xtask eval help`,
/// `docs/answers.md`.
const CAREFUL: &str =
    "Of 100 questions that the articles answer, it answers 44: 38 rightly. People answer the rest.";
const BALANCED: &str =
    "It answers 61 of the same 100: 52 rightly. For 37 more it offers an article.";
const EAGER: &str = "It answers 78 of them: 60 rightly. For 20 more it offers an article.";

/// A labelled text of several lines, of a signal.
pub(super) fn area(label: &'static str, rows: u8, value: RwSignal<String>) -> El {
    el("label").class("field").child((
        el("span").child(label),
        el("textarea")
            .attr("rows", rows.to_string())
            .value(move || value.get())
            .on_input(move |text| value.set(text)),
    ))
}
