//! What is done with all conversations that are selected.

use super::{button, choice};
use crate::desk::Desk;
use crate::selection::Bulk;
use leptos::prelude::*;
use protocol::{AgentId, Tag};
use std::collections::HashSet;
use ui::Icon;
use ui::dom::{El, el};

/// The bar over the list.
pub(super) fn view(desk: Desk) -> El {
    el("div")
        .attr("role", "group")
        .attr("aria-label", "Selected conversations")
        .class("bulk")
        .child((
            el("p").attr("role", "status").child(move || {
                let count = desk.selected.with(HashSet::len);
                ui::count!(
                    count,
                    "1 conversation selected",
                    "{count} conversations selected"
                )
            }),
            el("div").class("row-start").child((
                button("", Icon::CHECK, "Resolve", move || {
                    desk.do_with_selected(Bulk::Resolve);
                }),
                button("", Icon::PERSON, "Take over", move || {
                    desk.do_with_selected(Bulk::TakeOver);
                }),
                assign(desk),
                tag(desk),
            )),
            el("div").class("row-start").child((
                el("button")
                    .attr("type", "button")
                    .class("link")
                    .on("click", move |_| desk.select_all())
                    .child(move || ui::say!("Select all {count} here", count = desk.rows().len())),
                el("button")
                    .attr("type", "button")
                    .class("link")
                    .on("click", move |_| {
                        desk.select_none();
                        desk.focus_list();
                    })
                    .child("Clear"),
            )),
        ))
}

/// A menu of these.
fn menu(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    choose: impl Fn(String) + 'static,
) -> El {
    let options: Vec<El> = options
        .into_iter()
        .map(|(value, words)| el("option").attr("value", value).child(words))
        .collect();
    choice(name, options, choose).attr("aria-label", label)
}

fn assign(desk: Desk) -> El {
    let me = untrack(|| desk.my_id());
    let agents = desk.agents.get_untracked().into_iter();
    let agents = agents.filter(|agent| !agent.is_inactive && agent.id != me);
    let options = agents
        .map(|agent| {
            let named = untrack(|| desk.named_with_availability(&agent));
            (agent.id.to_string(), named)
        })
        .collect();
    menu(
        "Assign",
        "Assign selected conversations",
        options,
        move |id| {
            if let Ok(to) = AgentId::new(id) {
                let name = desk.agent_name(&to);
                desk.do_with_selected(Bulk::Assign { to, name });
            }
        },
    )
}

fn tag(desk: Desk) -> El {
    let tags = desk.known_tags().into_iter();
    let options = tags.map(|tag| (tag.to_string(), tag.to_string())).collect();
    menu("Tag", "Tag selected conversations", options, move |tag| {
        if let Ok(tag) = Tag::new(&tag) {
            desk.do_with_selected(Bulk::Tag(tag));
        }
    })
}
