//! When the team is there, and what the assistant may use (A8, J1, L2).

use super::days::{self, clock, minutes};
use super::inputs::{area, choose, lines, options, text};
use super::saving::Saving;
use crate::browser;
use crate::views::button;
use leptos::prelude::*;
use protocol::settings::{Budget, PatienceSettings, PromiseSettings, Section, TagPromise};
use protocol::{Hours, Span, Tag};
use ui::Icon;
use ui::dom::{El, View, el};
use wasm_bindgen::JsCast as _;

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
    promises: RwSignal<PromiseSettings>,
    saving: Saving,
}

/// The section's content.
pub(super) fn view() -> impl View {
    let hours = RwSignal::new(None);
    let budget = RwSignal::default();
    let patience = RwSignal::default();
    let promises = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = hours.try_set(settings.hours.clone());
        let _gone = budget.try_set(settings.budget.clone());
        let _gone = patience.try_set(settings.patience.clone());
        let _gone = promises.try_set(settings.promises.clone());
    });
    let form = Limits {
        hours,
        budget,
        patience,
        promises,
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
                    (el("h3").child("Hours"), move || self::hours(form)),
                    el("h3").child("Reply times"),
                    self::promises(form),
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
        let promises = self.promises.get_untracked();
        let sections = &[
            Section::Hours,
            Section::Promises,
            Section::Patience,
            Section::Budget,
        ];
        self.saving.save(sections, move |settings| {
            settings.hours = hours;
            settings.patience = patience;
            settings.promises = promises;
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
                        time_zone: browser::time_zone(),
                        open: weekdays.collect(),
                        exceptions: Vec::new(),
                        by_tag: Vec::new(),
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
        choose(
            "Time zone",
            &time_zones(&hours.time_zone),
            &hours.time_zone,
            move |zone| form.change_hours(|hours| hours.time_zone = zone),
        ),
        spans,
        area(
            "Holidays and exceptions, one per line: 2026-12-24 to 2027-01-01 Year-end, or 2026-12-05 10:00-14:00 \
             Open day",
            3,
            &days::written(&hours.exceptions),
            move |text| form.change_hours(|hours| hours.exceptions = days::read(&text)),
        ),
        area(
            "Hours of their own for conversations with a tag, one per line: exams Mon-Fri 09:00-12:00 13:00-17:00",
            2,
            &days::written_weeks(&days::Names::own(), &hours.by_tag),
            move |text| {
                let weeks = days::read_weeks(&days::Names::own(), &text);
                form.change_hours(|hours| hours.by_tag = weeks);
            },
        ),
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

/// How soon a person replies: learners are told the time.
fn promises(form: Limits) -> El {
    let change = move |to: &dyn Fn(&mut PromiseSettings)| {
        form.saving.edit();
        form.promises.update_untracked(to);
    };
    // What is no number is out of bounds, and the check says so.
    let number = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.parse().unwrap_or_default())
    };
    let shown = |minutes: Option<u32>| minutes.map(|it| it.to_string()).unwrap_or_default();
    let now = form.promises.get_untracked();
    let by_tag = now.by_tag.iter();
    let by_tag: Vec<String> = by_tag
        .map(|it| format!("{} {}", it.tag, it.minutes))
        .collect();
    el("div").class("within").child((
        el("p").child(
            "While a learner waits they see by when a person replies. Minutes count while your team is there. When \
             a reply is late, the inbox marks it, the learner is told, and alerts go out.",
        ),
        el("div").class("pair").child((
            text(
                "Minutes until a reply (empty: promise nothing)",
                &shown(now.reply_minutes),
                move |text| change(&|it| it.reply_minutes = number(&text)),
            ),
            text(
                "Minutes until a reply to urgent conversations",
                &shown(now.urgent_minutes),
                move |text| change(&|it| it.urgent_minutes = number(&text)),
            ),
        )),
        area(
            "For conversations with a tag, one per line: exams 30",
            2,
            &by_tag.join("\n"),
            move |text| change(&|it| it.by_tag = by_tags(&text)),
        ),
        text(
            "Minutes until a conversation is resolved (empty: no target). Learners are not told.",
            &shown(now.resolve_minutes),
            move |text| change(&|it| it.resolve_minutes = number(&text)),
        ),
    ))
}

/// Tags and their minutes, a line each; what is no number is out of bounds.
fn by_tags(text: &str) -> Vec<TagPromise> {
    let lines = lines(text);
    let promises = lines.iter().filter_map(|line| {
        let (tag, minutes) = line.rsplit_once(' ').unwrap_or((line.as_str(), ""));
        Some(TagPromise {
            tag: Tag::new(tag).ok()?,
            minutes: minutes.parse().unwrap_or_default(),
        })
    });
    promises.collect()
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
        text(
            "Minutes before an unseen reply is sent by e-mail",
            &now.mail_minutes.to_string(),
            move |text| change(&|it| it.mail_minutes = number(text.clone())),
        ),
    ))
}

/// Time zones to choose from: the one that is set, the browser's own, and all others that it knows.
pub(super) fn time_zones(now: &str) -> Vec<(String, String)> {
    let own = browser::time_zone();
    // `Intl.supportedValuesOf` (ECMA-402, 8.3.2).
    let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into());
    let known = intl.and_then(|intl| {
        let known = js_sys::Reflect::get(&intl, &"supportedValuesOf".into())?;
        let known: js_sys::Function = known.dyn_into()?;
        known.call1(&intl, &"timeZone".into())
    });
    // Where it is not known, an admin sees these two all the same.
    let known = known.map(|known| js_sys::Array::from(&known));
    let known = known.into_iter().flatten().filter_map(|it| it.as_string());
    let mut zones = vec![now.to_owned(), own.clone()];
    zones.extend(known.chain(["UTC".to_owned()]));
    let mut seen = std::collections::HashSet::new();
    zones.retain(|zone| seen.insert(zone.clone()));
    let words = |zone: &String| match *zone == own {
        true => ui::say!("{zone} (this browser's)", zone = zone),
        false => zone.clone(),
    };
    zones.iter().map(|it| (it.clone(), words(it))).collect()
}
