//! When learners wait for a person, by hour of the week, beside the team's hours.

use super::inputs::choose;
use crate::api;
use crate::browser;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Ratings, WaitingHour, WaitingHours};
use ui::dom::{El, View, el};

/// The days of a week.
pub(super) const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Hours of a day.
const HOURS: usize = 24;

/// Weeks to choose from.
const WEEKS: [u32; 3] = [1, 4, 13];

/// Lines of the list below the table.
const MOST: usize = 5;

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let weeks = RwSignal::new(4);
    let loaded: RwSignal<Option<Result<WaitingHours, String>>> = RwSignal::new(None);
    // Counts what was asked: an answer about another period is not shown.
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        let weeks = weeks.get();
        if desk.screen.get() != Screen::Settings(SettingsScreen::PeakHours) {
            return;
        }
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        spawn_local(async move {
            let hours = api::waiting_hours(weeks, &browser::time_zone()).await;
            let hours = hours.map_err(|problem| ui::refused(&problem));
            if asked.try_get_value() == Some(number) {
                let _gone = loaded.try_set(Some(hours));
            }
        });
    });
    let options: Vec<(String, String)> = WEEKS
        .iter()
        .map(|weeks| {
            let words = ui::count!(*weeks, "Last week", "Last {count} weeks");
            (weeks.to_string(), words)
        })
        .collect();
    (
        el("p").child(
            "How many learners began to wait for a person in each hour of the week, and how long they waited for a \
             reply. Shaded hours are busier; a dot marks an hour in which learners wait while you are closed.",
        ),
        choose("Period", &options, "4", move |chosen| {
            weeks.set(chosen.parse().unwrap_or(4));
        }),
        move || {
            loaded.get().map(|loaded| match loaded {
                Ok(hours) => el("div").child(shown(&hours)),
                Err(why) => el("p").attr("role", "alert").child(why),
            })
        },
    )
}

fn shown(of: &WaitingHours) -> Vec<El> {
    let waits: u32 = of.hours.iter().map(|hour| hour.waits).sum();
    if waits == 0 {
        return vec![
            el("p")
                .class("empty")
                .child("Nobody has waited for a person in this time."),
            el("p").child(rated(of.ratings)),
        ];
    }
    let most = of.hours.iter().map(|hour| hour.waits).max().unwrap_or(1);
    let numbers: Vec<El> = (0..HOURS)
        .map(|hour| el("th").attr("scope", "col").child(hour.to_string()))
        .collect();
    let rows: Vec<El> = DAYS
        .iter()
        .zip(of.hours.chunks(HOURS))
        .map(|(day, hours)| {
            let cells: Vec<El> = hours
                .iter()
                .enumerate()
                .map(|(number, hour)| cell(day, number, hour, most))
                .collect();
            el("tr").child((el("th").attr("scope", "row").child(*day), cells))
        })
        .collect();
    let table = el("table").class("hours").child((
        el("caption").class("hidden").child(ui::say!(
            "Learners who began to wait, by hour; {time_zone} clocks",
            time_zone = of.time_zone
        )),
        el("thead").child(el("tr").child((
            el("td").child(el("span").class("hidden").child("Day")),
            numbers,
        ))),
        el("tbody").child(rows),
    ));
    vec![
        el("p").class("hint").child(ui::say!(
            "{waits} in total. Times are in {time_zone}.",
            waits = waits,
            time_zone = of.time_zone
        )),
        el("div")
            .class("wide")
            .attr("tabindex", "0")
            .attr("role", "group")
            .attr("aria-label", "Hours of the week")
            .child(table),
        el("p").child(rated(of.ratings)),
        list("While you are closed", gaps(of)),
        list("Longest waits while you are open", slow(of)),
    ]
}

/// An hour of the week. Colour is never all that tells: the number stands in it.
fn cell(day: &str, number: usize, hour: &WaitingHour, most: u32) -> El {
    // Of four shades, the one for its share of the busiest hour.
    let level = (hour.waits * 4).div_ceil(most.max(1));
    let is_gap = hour.waits > 0 && !hour.is_open;
    let words = in_words(day, number, hour);
    el("td")
        .attr("data-level", level.to_string())
        .attr("data-open", hour.is_open.to_string())
        .attr("data-gap", is_gap.then_some(""))
        .attr("title", words.clone())
        .child((
            el("span")
                .attr("aria-hidden", "true")
                .child(match hour.waits {
                    0 => String::new(),
                    waits => waits.to_string(),
                }),
            (hour.waits > 0).then(|| el("span").class("hidden").child(words)),
        ))
}

fn in_words(day: &str, number: usize, hour: &WaitingHour) -> String {
    let mut words = format!("{} {number}:00: {}", ui::said(day), learners(hour.waits));
    if hour.ended > 0 {
        words.push_str(", ");
        words.push_str(&ui::say!(
            "{span} on average",
            span = span(hour.mean_minutes)
        ));
    }
    if !hour.is_open {
        words.push_str(", ");
        words.push_str(&ui::say!("closed"));
    }
    words
}

fn learners(count: u32) -> String {
    ui::count!(count, "1 learner", "{count} learners")
}

/// Minutes, in words.
fn span(minutes: u32) -> String {
    match minutes {
        0..=89 => ui::say!("{minutes} min", minutes = minutes),
        _ => ui::say!("{hours} h", hours = (minutes + 30) / 60),
    }
}

/// Each hour that has been counted: its day, its number in the day, and what was counted.
fn all(of: &WaitingHours) -> impl Iterator<Item = (&'static str, usize, &WaitingHour)> {
    let hours = of.hours.iter().enumerate();
    hours.filter_map(|(at, hour)| Some((*DAYS.get(at / HOURS)?, at % HOURS, hour)))
}

/// The hours in which most learners wait while nobody is there.
fn gaps(of: &WaitingHours) -> Vec<String> {
    let mut gaps: Vec<_> = all(of)
        .filter(|(_, _, hour)| hour.waits > 0 && !hour.is_open)
        .collect();
    gaps.sort_by_key(|(_, _, hour)| std::cmp::Reverse(hour.waits));
    let gaps = gaps.into_iter().take(MOST);
    gaps.map(|(day, number, hour)| {
        ui::say!(
            "{day} {from}:00 to {to}:00: {learners}",
            day = ui::said(day),
            from = number,
            to = number + 1,
            learners = learners(hour.waits)
        )
    })
    .collect()
}

/// The hours in which learners wait longest although the team is there.
fn slow(of: &WaitingHours) -> Vec<String> {
    let mut slow: Vec<_> = all(of)
        .filter(|(_, _, hour)| hour.ended > 0 && hour.is_open)
        .collect();
    slow.sort_by_key(|(_, _, hour)| std::cmp::Reverse(hour.mean_minutes));
    let slow = slow.into_iter().take(MOST);
    slow.map(|(day, number, hour)| {
        ui::say!(
            "{day} {from}:00 to {to}:00: {span} on average, {learners}",
            day = ui::said(day),
            from = number,
            to = number + 1,
            span = span(hour.mean_minutes),
            learners = learners(hour.ended)
        )
    })
    .collect()
}

/// What learners said of the help.
fn rated(ratings: Ratings) -> String {
    let all = ratings.good + ratings.bad;
    match all {
        0 => String::new(),
        _ => ui::count!(
            all,
            "Of 1 learner who answered, {percent} % said that you helped.",
            "Of {count} learners who answered, {percent} % said that you helped.",
            percent = (ratings.good * 100 + all / 2) / all
        ),
    }
}

fn list(title: &'static str, lines: Vec<String>) -> El {
    if lines.is_empty() {
        return el("div");
    }
    let lines: Vec<El> = lines.into_iter().map(|line| el("li").child(line)).collect();
    el("div")
        .class("within")
        .child((el("h3").child(title), el("ul").class("lines").child(lines)))
}
