//! What was used in the last thirty days: the assistant's conversations beside the day's limit, and waits for a person.

use crate::api;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Usage, UsedDay};
use ui::dom::{El, View, el};

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let loaded: RwSignal<Option<Result<Usage, String>>> = RwSignal::new(None);
    // Each time it is opened: something was used since.
    Effect::new(move |_| {
        if desk.screen.get() == Screen::Settings(SettingsScreen::Usage) {
            spawn_local(async move {
                let usage = api::usage().await;
                let usage = usage.map_err(|problem| ui::refused(&problem));
                let _gone = loaded.try_set(Some(usage));
            });
        }
    });
    (
        el("p").child(
            "Conversations that the assistant took on, and how often learners began to wait for a person, by day (UTC). The \
             limit per day is set under Hours and limits.",
        ),
        move || {
            loaded.get().map(|loaded| match loaded {
                Ok(usage) => el("div").child(shown(&usage)),
                Err(why) => el("p").attr("role", "alert").child(why),
            })
        },
    )
}

fn shown(usage: &Usage) -> (El, El) {
    let today = usage.days.first().map_or(0, |day| day.conversations);
    let today = match usage.most_a_day {
        Some(most) => ui::say!(
            "Today: {used} of {most} conversations.",
            used = today,
            most = most
        ),
        None => ui::say!(
            "Today: {used} conversations, without a limit.",
            used = today
        ),
    };
    let most = usage.days.iter().map(|day| day.conversations).max();
    let most = most.unwrap_or(0).max(1);
    let rows: Vec<El> = usage.days.iter().map(|day| row(day, most)).collect();
    let table = el("table").class("usage").child((
        el("thead").child(el("tr").child((
            el("th").attr("scope", "col").child("Day"),
            el("th").attr("scope", "col").child("Conversations"),
            el("th").attr("scope", "col").child("Waits for a person"),
        ))),
        el("tbody").child(rows),
    ));
    (el("p").class("today").child(today), table)
}

fn row(day: &UsedDay, most: u32) -> El {
    let count = day.conversations.to_string();
    el("tr").child((
        el("th").attr("scope", "row").child(ui::utc_day(day.at)),
        el("td").child((
            el("span").class("count").child(count.clone()),
            el("progress")
                .attr("aria-hidden", "true")
                .attr("max", most.to_string())
                .attr("value", count),
        )),
        el("td").child(day.waits.to_string()),
    ))
}
