//! What narrows the list, and the filters that an agent keeps: a module of its own, loaded when the list is filtered.

use super::{button, reason_words};
use crate::desk::Desk;
use leptos::prelude::*;
use protocol::list::{Filter, MAX_FILTER_NAME};
use protocol::{AgentId, Reason, Tag};
use std::collections::BTreeSet;
use ui::Icon;
use ui::dom::{El, el};
use wasm_bindgen::JsCast as _;

/// Reasons to choose from, as they stand in rows.
const REASONS: [Reason; 13] = [
    Reason::AskedForPerson,
    Reason::NoAnswer,
    Reason::LowConfidence,
    Reason::Keyword,
    Reason::Topic,
    Reason::Frustration,
    Reason::Complexity,
    Reason::Action,
    Reason::Lead,
    Reason::ModelFailure,
    Reason::Limit,
    Reason::Safety,
    Reason::Manual,
];

/// What the list is narrowed to, and what it is saved as.
pub(super) fn view(desk: Desk) -> El {
    let courses = {
        let listed = desk.list.with_untracked(|list| {
            let courses = list.all().filter_map(|row| row.course.clone());
            courses.collect::<BTreeSet<String>>()
        });
        let chosen = desk.listed.with_untracked(|it| it.filter.course.clone());
        listed
            .into_iter()
            .chain(chosen)
            .collect::<BTreeSet<String>>()
    };
    let chosen = desk.listed.with_untracked(|it| it.filter.clone());
    let mut tags = desk.known_tags();
    // The chosen tag is offered even if no conversation has it any more.
    tags.extend(chosen.tag.filter(|tag| !tags.contains(tag)));
    let tags = tags.into_iter().map(|tag| tag.to_string());
    let agents = desk.agents.get_untracked().into_iter();
    let agents =
        agents.filter(|agent| !agent.is_inactive || chosen.owner.as_ref() == Some(&agent.id));
    let is_late = move || desk.listed.with(|it| it.filter.is_late);
    el("section")
        .class("filter")
        .attr("aria-label", "Filter")
        .child((
            el("div").class("parts").child((
                part(
                    "Tag",
                    tags.map(|tag| (tag.clone(), tag)).collect(),
                    move || {
                        desk.listed
                            .with(|it| it.filter.tag.as_ref().map(Tag::to_string))
                    },
                    move |tag| desk.list_by(|it| it.tag = tag.and_then(|tag| Tag::new(&tag).ok())),
                ),
                part(
                    "Assigned to",
                    agents
                        .map(|agent| (agent.id.to_string(), agent.name))
                        .collect(),
                    move || {
                        desk.listed
                            .with(|it| it.filter.owner.as_ref().map(AgentId::to_string))
                    },
                    move |id| {
                        desk.list_by(|it| it.owner = id.and_then(|id| AgentId::new(&id).ok()))
                    },
                ),
                part(
                    "Reason",
                    REASONS
                        .map(|reason| {
                            (
                                reason_words(reason).to_owned(),
                                ui::said(reason_words(reason)),
                            )
                        })
                        .to_vec(),
                    move || {
                        desk.listed
                            .with(|it| it.filter.reason.map(|it| reason_words(it).to_owned()))
                    },
                    move |words| {
                        let mut all = REASONS.into_iter();
                        let reason =
                            words.and_then(|words| all.find(|it| reason_words(*it) == words));
                        desk.list_by(|it| it.reason = reason);
                    },
                ),
                (!courses.is_empty()).then(|| {
                    part(
                        "Course",
                        courses.iter().map(|course| both(course)).collect(),
                        move || desk.listed.with(|it| it.filter.course.clone()),
                        move |course| desk.list_by(|it| it.course = course),
                    )
                }),
                el("label").class("late").child((
                    el("input")
                        .attr("type", "checkbox")
                        .checked(is_late)
                        .on("change", move |_| {
                            desk.list_by(|it| it.is_late = !it.is_late)
                        }),
                    el("span").child("Reply is late"),
                )),
            )),
            saving(desk),
        ))
}

fn both(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

/// A menu of one part of the filter: values and their words, with any of them before.
fn part(
    name: &'static str,
    options: Vec<(String, String)>,
    chosen: impl Fn() -> Option<String> + 'static,
    choose: impl Fn(Option<String>) + 'static,
) -> El {
    let options: Vec<El> = options
        .into_iter()
        .map(|(value, words)| el("option").attr("value", value).child(words))
        .collect();
    let select = el("select")
        .child((el("option").attr("value", "").child("Any"), options))
        .value(move || chosen().unwrap_or_default());
    let value = select.clone();
    let select = select.on("change", move |_| {
        choose(Some(value.current_value()).filter(|it| !it.is_empty()));
    });
    el("label").child((el("span").child(name), select))
}

/// Saves the filter under a name, deletes it, or ends it.
fn saving(desk: Desk) -> El {
    let saved = Memo::new(move |_| {
        let filter = desk.listed.get().filter;
        let all = desk.listed.get().saved;
        all.into_iter()
            .find(|saved| saved.filter == filter)
            .map(|saved| saved.name)
    });
    let is_narrow = Memo::new(move |_| desk.listed.with(|it| it.filter.is_narrow()));
    let name = RwSignal::new(String::new());
    let save = move || {
        let text = name.get_untracked().trim().to_owned();
        if !text.is_empty() {
            desk.save_filter(&text);
            name.set(String::new());
            focus_button();
        }
    };
    let end = move || {
        desk.list_by(|it| {
            *it = Filter {
                view: it.view,
                order: it.order,
                ..Filter::default()
            };
        });
        desk.listed.update(|it| it.is_filtering = false);
        focus_button();
    };
    el("div").class("row-start").child((
        move || match (saved.get(), is_narrow.get()) {
            (Some(name), _) => Some(button(
                "quiet",
                Icon::CLOSE,
                "Delete this filter",
                move || {
                    desk.forget_filter(&name);
                    focus_button();
                },
            )),
            (None, true) => Some(
                el("form")
                    .class("row-start")
                    .on("submit", move |event| {
                        event.prevent_default();
                        save();
                    })
                    .child((
                        el("input")
                            .attr("aria-label", "Name of the filter")
                            .attr("placeholder", "Name")
                            .attr("maxlength", MAX_FILTER_NAME.to_string())
                            .value(move || name.get())
                            .on_input(move |text| name.set(text)),
                        el("button").attr("class", "button").child("Save filter"),
                    )),
            ),
            (None, false) => None,
        },
        el("button")
            .attr("type", "button")
            .class("link")
            .on("click", move |_| end())
            .child(move || if is_narrow.get() { "Clear" } else { "Close" }),
    ))
}

/// What had the focus is gone: whoever works by keyboard goes on at the button that opens the panel.
fn focus_button() {
    let button = document().get_element_by_id("filter");
    if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _refused = button.focus();
    }
}
