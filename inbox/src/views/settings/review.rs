//! How often the team is reminded of what nobody has taken: below the alerts, of which those that choose it are told.

use super::days::{clock, minutes};
use super::inputs::{check, choose, options, text};
use super::limits::time_zones;
use super::saving::Saving;
use crate::browser;
use leptos::prelude::*;
use protocol::settings::{ReviewSettings, Section};
use ui::dom::{El, View, el};

/// How often, in minutes, and in words.
const EVERY: &[(&str, &str)] = &[
    ("0", "Never"),
    ("30", "Every 30 minutes"),
    ("60", "Every hour"),
    ("120", "Every 2 hours"),
    ("240", "Every 4 hours"),
    ("1440", "Once a day"),
];

/// The form.
pub(super) fn view() -> impl View {
    let review: RwSignal<Option<ReviewSettings>> = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = review.try_set(settings.review.clone());
    });
    (
        el("h3").child("Review"),
        el("p").child(
            "At set times, remind your team of conversations that nobody has taken. To receive it, turn on \
             “Conversations that nobody has taken” in an alert above.",
        ),
        saving.refusal(),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                let review = review.get_untracked();
                saving.save(&[Section::Review], move |settings| settings.review = review);
            })
            .child((
                saving.when_loaded(move || fields(saving, review)),
                saving.end(),
            )),
    )
}

fn fields(saving: Saving, review: RwSignal<Option<ReviewSettings>>) -> El {
    let every = review.with_untracked(|it| it.as_ref().map_or(0, |it| it.every_minutes));
    let mut choices = options(EVERY);
    if !EVERY.iter().any(|(value, _)| *value == every.to_string()) {
        choices.push((
            every.to_string(),
            ui::count!(every, "Every minute", "Every {count} minutes"),
        ));
    }
    let often = choose("How often", &choices, &every.to_string(), move |chosen| {
        saving.edit();
        let every_minutes = chosen.parse().unwrap_or(0);
        review.update(|review| {
            *review = match every_minutes {
                0 => None,
                every_minutes => Some(ReviewSettings {
                    every_minutes,
                    ..review.take().unwrap_or_else(usual)
                }),
            };
        });
    });
    // The menu stays as it is, with the focus that it has.
    let is_on = Memo::new(move |_| review.with(Option::is_some));
    el("div").class("part").child((often, move || {
        is_on.get().then(|| rest(saving, review)).flatten()
    }))
}

/// When, on which days.
fn rest(saving: Saving, review: RwSignal<Option<ReviewSettings>>) -> Option<El> {
    // Something is typed: the fields stay as they are.
    let change = move |to: fn(&mut ReviewSettings, &str), text: &str| {
        saving.edit();
        review.update_untracked(|review| {
            if let Some(review) = review {
                to(review, text);
            }
        });
    };
    let now = review.get_untracked()?;
    Some(el("div").class("parts").child((
        el("div").class("pair").child((
            text("First of the day", &clock(now.from), move |text| {
                change(|it, text| it.from = minutes(text), &text);
            }),
            text("Last of the day", &clock(now.to), move |text| {
                change(|it, text| it.to = minutes(text), &text);
            }),
        )),
        choose(
            "Time zone",
            &time_zones(&now.time_zone),
            &now.time_zone,
            move |zone| {
                change(|it, zone| zone.clone_into(&mut it.time_zone), &zone);
            },
        ),
        check("On Saturdays and Sundays too", now.weekends, move |is_on| {
            change(
                |it, text| it.weekends = text == "true",
                if is_on { "true" } else { "" },
            );
        }),
    )))
}

/// A working day in the browser's own zone.
fn usual() -> ReviewSettings {
    ReviewSettings {
        every_minutes: 120,
        time_zone: browser::time_zone(),
        from: 9 * 60,
        to: 17 * 60,
        weekends: false,
    }
}
