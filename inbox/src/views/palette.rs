//! All that an agent can do, by its name, and the sheet of keys.

use super::dialog::{Close, closing, dialog};
use super::list::learner_name;
use super::reading;
use crate::desk::{Desk, Overlay};
use crate::does::{self, Does};
use leptos::prelude::*;
use protocol::ConversationId;
use std::rc::Rc;
use ui::dom::{El, el};

/// Most conversations that are offered by name.
const MOST: usize = 6;

/// What stands over the inbox.
pub(super) fn view(desk: Desk, overlay: Overlay) -> El {
    let closed = move || desk.overlay.set(None);
    match overlay {
        Overlay::Palette => dialog("palette", "Commands", closed, move |close| {
            palette(desk, close)
        }),
        Overlay::Snooze => dialog("asks", "Snooze", closed, move |close| snooze(desk, close)),
        Overlay::Keys => dialog("keys", "Keyboard shortcuts", closed, move |close| {
            keys(desk, close)
        }),
        Overlay::Article(id) => dialog("reading", "Article", closed, move |close| {
            reading::view(desk, id, close)
        }),
    }
}

/// Something that is chosen.
#[derive(Clone)]
enum Choice {
    Do(Does),
    Open(ConversationId),
}

fn palette(desk: Desk, close: Close) -> El {
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let choices = Memo::new(move |_| {
        let words = text.get().trim().to_lowercase();
        let is_named = |name: &str| name.to_lowercase().contains(&words);
        let mut found: Vec<(String, &'static str, usize)> = Vec::new();
        for (number, (does, key, name)) in Does::ALL.iter().enumerate() {
            let name = ui::said(name);
            if is_named(&name) && *does != Does::Palette && does.is_possible(desk) {
                found.push((name, key, number));
            }
        }
        found
    });
    let named = Memo::new(move |_| {
        let words = text.get().trim().to_lowercase();
        if words.is_empty() {
            return Vec::new();
        }
        desk.list.with(|list| {
            let me = desk.my_id();
            let open = list.all().filter(|row| protocol::View::All.shows(row, &me));
            let named = open.filter(|row| learner_name(row).to_lowercase().contains(&words));
            let mut rows: Vec<_> = named.collect();
            rows.sort_unstable_by_key(|row| (row.rank(), row.id.clone()));
            rows.truncate(MOST);
            let rows = rows.into_iter();
            rows.map(|row| (learner_name(row), row.preview.clone(), row.id.clone()))
                .collect::<Vec<_>>()
        })
    });
    let chosen = move |number: usize| -> Option<Choice> {
        let commands = choices.get_untracked();
        match commands.get(number) {
            Some((_, _, command)) => Does::ALL.get(*command).map(|it| Choice::Do(it.0)),
            None => {
                let rows = named.get_untracked();
                let row = rows.get(number - commands.len())?;
                Some(Choice::Open(row.2.clone()))
            }
        }
    };
    let run: Rc<dyn Fn(usize)> = Rc::new(move |number| {
        let choice = chosen(number);
        close();
        // Once the dialog has given the focus back.
        request_animation_frame(move || match choice {
            Some(Choice::Do(does)) => does.run(desk),
            Some(Choice::Open(id)) => desk.open(&id),
            None => {}
        });
    });
    let count = move || choices.with_untracked(Vec::len) + named.with_untracked(Vec::len);
    let enter = Rc::clone(&run);
    let option = move |number: usize, name: String, hint: String| {
        let press = Rc::clone(&run);
        el("li")
            .attr("role", "option")
            .attr("id", format!("choice-{number}"))
            .attr("aria-selected", move || (at.get() == number).to_string())
            .on("mousemove", move |_| at.set(number))
            .on("click", move |_| press(number))
            .child((
                el("span").class("name").child(name),
                el("span").class("hint").child(hint),
            ))
    };
    el("div").child((
        el("input")
            .attr("type", "text")
            .attr("role", "combobox")
            .attr("aria-expanded", "true")
            .attr("aria-controls", "choices")
            .attr("aria-activedescendant", move || {
                format!("choice-{}", at.get())
            })
            .attr("aria-label", "Search commands and people")
            .attr("placeholder", "Search commands and people")
            .attr("autocomplete", "off")
            .attr("autofocus", "")
            .on_input(move |written| {
                text.set(written);
                at.set(0);
            })
            .on_key(move |event| {
                let last = count().saturating_sub(1);
                match event.key().as_str() {
                    "ArrowDown" => at.update(|at| *at = (*at + 1).min(last)),
                    "ArrowUp" => at.update(|at| *at = at.saturating_sub(1)),
                    "Enter" => enter(at.get_untracked()),
                    _ => return,
                }
                super::in_view(&format!("choice-{}", at.get_untracked()));
                event.prevent_default();
            }),
        el("ul")
            .attr("role", "listbox")
            .attr("id", "choices")
            .attr("aria-label", "Commands and people")
            .child(move || {
                let commands = choices.get();
                let first = commands.len();
                let commands = commands.into_iter().enumerate();
                let commands =
                    commands.map(|(number, (name, key, _))| option(number, name, key.to_owned()));
                let rows = named.get().into_iter().enumerate();
                let rows =
                    rows.map(|(number, (name, preview, _))| option(first + number, name, preview));
                let all: Vec<El> = commands.chain(rows).collect();
                match all.is_empty() {
                    true => vec![el("li").class("empty").child("Nothing is called that.")],
                    false => all,
                }
            }),
    ))
}

fn keys(desk: Desk, close: Close) -> El {
    let rows: Vec<El> = Does::ALL
        .iter()
        .filter(|(_, key, _)| !key.is_empty())
        .map(|(_, key, words)| el("li").child((el("kbd").child(*key), el("span").child(*words))))
        .chain([
            el("li").child((el("kbd").child("Esc"), el("span").child("Leave the field"))),
            el("li").child((
                el("kbd").child("/"),
                el("span").child("At the beginning of a reply: saved replies"),
            )),
        ])
        .collect();
    el("div").child((
        el("h2").child("Keyboard shortcuts"),
        el("ul").child(rows),
        el("label").class("check").child((
            el("input")
                .attr("type", "checkbox")
                .attr("checked", desk.has_keys.get_untracked().then_some(""))
                .on("change", move |_| {
                    desk.set_keys(!desk.has_keys.get_untracked());
                }),
            el("span").child("Single keys work in this browser"),
        )),
        closing("Done", close),
    ))
}

/// Until when the open conversation is snoozed.
fn snooze(desk: Desk, close: Close) -> El {
    // The conversation for which it was opened, even if another one is opened meanwhile.
    let thread = desk.thread.get_untracked();
    let at = RwSignal::new(ui::date_time(ui::at_nine(1)));
    let longest = ui::now().plus(i64::from(desk.snooze_days.get_untracked()) * DAY_MS);
    let cancel = Rc::clone(&close);
    let wrong = RwSignal::new(false);
    el("form")
        .class("snooze")
        .on("submit", move |event| {
            event.prevent_default();
            let until = ui::read_date_time(&at.get_untracked());
            let until = until.filter(|until| (ui::now()..=longest).contains(until));
            match (until, thread) {
                (Some(until), Some(thread)) => {
                    close();
                    does::snooze(desk, thread, until);
                }
                _ => wrong.set(true),
            }
        })
        .child((
            el("label").class("field").child((
                el("span").child("Snooze until"),
                el("input")
                    .attr("type", "datetime-local")
                    .attr("required", "")
                    .attr("autofocus", "")
                    .attr("min", ui::date_time(ui::now()))
                    .attr("max", ui::date_time(longest))
                    .value(move || at.get())
                    .on_input(move |text| {
                        wrong.set(false);
                        at.set(text);
                    }),
            )),
            el("p").attr("role", "alert").child(move || {
                wrong.get().then(|| {
                    ui::say!(
                        "Choose a time from now to {time}.",
                        time = ui::clock_time(longest)
                    )
                })
            }),
            el("div").class("row-end").child((
                el("button")
                    .attr("type", "button")
                    .class("button")
                    .on("click", move |_| cancel())
                    .child("Cancel"),
                el("button")
                    .attr("type", "submit")
                    .class("button primary")
                    .child("Snooze"),
            )),
        ))
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
