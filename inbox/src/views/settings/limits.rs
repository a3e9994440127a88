//! When the team is there, and what the assistant may use (A8, J1, L2).

use super::inputs::{choose, options, text};
use super::saving::Saving;
use crate::views::button;
use leptos::prelude::*;
use protocol::settings::{Budget, PatienceSettings, Section};
use protocol::{Hours, Span};
use ui::Icon;
use ui::dom::{El, View, el};

const DAYS: &[(&str, &str)] = &[
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
];

/// What the section holds.
#[derive(Clone, Copy)]
struct Limits {
    /// As they are edited; nothing counts before it is saved.
    hours: RwSignal<Option<Hours>>,
    budget: RwSignal<Budget>,
    patience: RwSignal<PatienceSettings>,
    saving: Saving,
}

/// The section's content.
pub(super) fn view() -> impl View {
    let hours = RwSignal::new(None);
    let budget = RwSignal::default();
    let patience = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = hours.try_set(settings.hours.clone());
        let _gone = budget.try_set(settings.budget.clone());
        let _gone = patience.try_set(settings.patience.clone());
    });
    let form = Limits {
        hours,
        budget,
        patience,
        saving,
    };
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            form.save();
        })
        .child((
            saving.when_loaded(move || {
                el("div").child((
                    el("h3").child("Hours"),
                    move || self::hours(form),
                    el("h3").child("Limits of the assistant"),
                    self::budget(form),
                    el("h3").child("Time limits"),
                    self::patience(form),
                ))
            }),
            saving.refusal(),
            saving.end(),
        ))
}

impl Limits {
    fn change_budget(self, to: impl FnOnce(&mut Budget)) {
        self.saving.edit();
        self.budget.update_untracked(to);
    }

    fn change_hours(self, to: impl FnOnce(&mut Hours)) {
        self.saving.edit();
        self.hours.update_untracked(|hours| {
            if let Some(hours) = hours {
                to(hours);
            }
        });
    }

    fn change_span(self, number: usize, to: impl FnOnce(&mut Span)) {
        self.change_hours(|hours| {
            if let Some(span) = hours.open.get_mut(number) {
                to(span);
            }
        });
    }

    fn save(self) {
        let (hours, budget) = (self.hours.get_untracked(), self.budget.get_untracked());
        let patience = self.patience.get_untracked();
        let sections = &[Section::Hours, Section::Patience, Section::Budget];
        self.saving.save(sections, move |settings| {
            settings.hours = hours;
            settings.patience = patience;
            settings.budget = budget;
        });
    }
}

fn hours(form: Limits) -> El {
    let Some(hours) = form.hours.get() else {
        return el("div").child((
            el("p").child("Always available."),
            el("div")
                .class("row-start")
                .child(button("", Icon::CLOCK, "Set hours", move || {
                    let weekdays = (0..5).map(|day| Span {
                        day,
                        from: 9 * 60,
                        to: 17 * 60,
                    });
                    form.hours.set(Some(Hours {
                        time_zone: own_time_zone(),
                        open: weekdays.collect(),
                    }));
                })),
        ));
    };
    let spans: Vec<El> = hours
        .open
        .iter()
        .enumerate()
        .map(|(number, span)| {
            el("div").class("part pair").child((
                choose("Day", &options(DAYS), &span.day.to_string(), move |day| {
                    form.change_span(number, |it| it.day = day.parse().unwrap_or_default());
                }),
                text("From", &clock(span.from), move |text| {
                    form.change_span(number, |it| it.from = minutes(&text));
                }),
                text("To", &clock(span.to), move |text| {
                    form.change_span(number, |it| it.to = minutes(&text));
                }),
                button("quiet", Icon::CLOSE, "Remove", move || {
                    form.change_hours(|hours| {
                        hours.open.remove(number);
                    });
                    form.hours.notify();
                }),
            ))
        })
        .collect();
    el("div").class("within").child((
        text(
            "Time zone, such as Europe/Berlin",
            &hours.time_zone,
            move |text| {
                form.change_hours(|hours| text.trim().clone_into(&mut hours.time_zone));
            },
        ),
        spans,
        el("div").class("row-start").child((
            button("", Icon::ADD, "Add hours", move || {
                form.change_hours(|hours| {
                    hours.open.push(Span {
                        day: 0,
                        from: 9 * 60,
                        to: 17 * 60,
                    });
                });
                form.hours.notify();
            }),
            button("quiet", Icon::CLOSE, "Clear hours", move || {
                form.saving.edit();
                form.hours.set(None);
            }),
        )),
    ))
}

fn budget(form: Limits) -> El {
    let budget = form.budget.get_untracked();
    // What is no number is out of bounds, and the check says so.
    let number = |text: String| text.trim().parse().unwrap_or_default();
    let a_day = budget.conversations_a_day.map(|it| it.to_string());
    el("div").class("within").child((
        text(
            "Conversations per day (blank for no limit)",
            &a_day.unwrap_or_default(),
            move |text| {
                let text = text.trim();
                // What is no number is out of bounds, and the check says so.
                let most = (!text.is_empty()).then(|| text.parse().unwrap_or(u32::MAX));
                form.change_budget(|it| it.conversations_a_day = most);
            },
        ),
        text(
            "Max answers before handoff",
            &budget.turns.to_string(),
            move |text| form.change_budget(|it| it.turns = number(text)),
        ),
        el("div").class("pair").child((
            text(
                "Answer timeout (seconds)",
                &budget.answer_seconds.to_string(),
                move |text| form.change_budget(|it| it.answer_seconds = number(text)),
            ),
            text(
                "Max tokens per answer",
                &budget.answer_tokens.to_string(),
                move |text| form.change_budget(|it| it.answer_tokens = number(text)),
            ),
        )),
        el("p").child("At each limit a person takes over, and the learner is told."),
    ))
}

/// How long owners, forms and what is put off may wait.
fn patience(form: Limits) -> El {
    // What is no number is out of bounds, and the check says so.
    let number = |text: String| text.trim().parse().unwrap_or_default();
    let change = move |to: &dyn Fn(&mut PatienceSettings)| {
        form.saving.edit();
        form.patience.update_untracked(to);
    };
    let now = form.patience.get_untracked();
    el("div").class("within").child((
        text(
            "Minutes an owner may leave a learner waiting before the conversation returns to the queue",
            &now.owner_minutes.to_string(),
            move |text| change(&|it| it.owner_minutes = number(text.clone())),
        ),
        text(
            "Minutes a form may wait for an answer before a person takes over, if the form leads to one",
            &now.form_minutes.to_string(),
            move |text| change(&|it| it.form_minutes = number(text.clone())),
        ),
        text(
            "Longest snooze, in days",
            &now.snooze_days.to_string(),
            move |text| change(&|it| it.snooze_days = number(text.clone())),
        ),
    ))
}

/// Minutes after midnight as `09:30`.
fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The same, read; what is no time is past the end of the day, and the check says so.
fn minutes(text: &str) -> u16 {
    let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
    match (hours.parse::<u16>(), minutes.parse::<u16>()) {
        (Ok(hours), Ok(minutes)) if hours <= 24 && minutes < 60 => hours * 60 + minutes,
        _ => u16::MAX,
    }
}

/// The browser's own time zone.
fn own_time_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into());
    let zone = zone.ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, read) in [("09:30", 570), ("9", 540), (" 24:00 ", 1_440), ("0:05", 5)] {
            assert_eq!(minutes(text), read, "{text}");
        }
        for text in ["25:00", "9:60", "noon", "", "9:3x"] {
            assert_eq!(minutes(text), u16::MAX, "{text}");
        }
        assert_eq!(clock(570), "09:30");
    }
}
