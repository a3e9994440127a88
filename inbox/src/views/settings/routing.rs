//! Who gets conversations that wait for a person.

use super::inputs::{check, choose, options, text};
use super::saving::Saving;
use crate::desk::Desk;
use crate::views::button;
use leptos::prelude::*;
use protocol::Tag;
use protocol::settings::{Routing, RoutingSettings, Section, TagAgents};
use ui::Icon;
use ui::dom::{El, View, el};

const WAYS: &[(&str, &str)] = &[
    (
        "off",
        "Nobody automatically: agents take conversations themselves",
    ),
    (
        "round_robin",
        "Round robin: whoever was assigned one longest ago",
    ),
    (
        "least_loaded",
        "Least loaded: whoever has the fewest open conversations",
    ),
];

/// The section as it is edited; nothing counts before it is saved.
#[derive(Clone, Copy)]
struct Editor {
    desk: Desk,
    routing: RwSignal<RoutingSettings>,
    saving: Saving,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let routing = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = routing.try_set(settings.routing.clone());
    });
    let editor = Editor {
        desk,
        routing,
        saving,
    };
    (
        el("p").child(
            "A conversation that waits for a person is assigned to an agent who has the inbox open and is available. \
             Agents choose Available, Busy or Away below the views; after 10 minutes of inactivity they are set to \
             Away. Whoever unassigns themselves is not assigned the same conversation again.",
        ),
        saving.refusal(),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                let routing = editor.routing.get_untracked();
                saving.save(&[Section::Routing], move |settings| settings.routing = routing);
            })
            .child((
                saving.when_loaded(move || el("div").class("parts").child(move || fields(editor))),
                saving.end(),
            )),
    )
}

impl Editor {
    /// Something is typed: the fields stay as they are.
    fn change(self, to: impl FnOnce(&mut RoutingSettings)) {
        self.saving.edit();
        self.routing.update_untracked(to);
    }

    fn change_tag(self, number: usize, to: impl FnOnce(&mut TagAgents)) {
        self.change(|routing| {
            if let Some(of) = routing.by_tag.get_mut(number) {
                to(of);
            }
        });
    }
}

fn fields(editor: Editor) -> Vec<El> {
    let now = editor.routing.get();
    let way = match now.by {
        Routing::Off => "off",
        Routing::RoundRobin => "round_robin",
        Routing::LeastLoaded => "least_loaded",
    };
    let mut fields = vec![choose("Assign to", &options(WAYS), way, move |chosen| {
        editor.change(|routing| {
            routing.by = match chosen.as_str() {
                "round_robin" => Routing::RoundRobin,
                "least_loaded" => Routing::LeastLoaded,
                _ => Routing::Off,
            };
        });
        // What follows depends on it.
        editor.routing.notify();
    })];
    if now.by == Routing::Off {
        return fields;
    }
    fields.push(text(
        "Maximum open conversations per agent",
        &now.most_open.to_string(),
        // What is no number is out of bounds, and the check says so.
        move |text| {
            editor.change(|routing| routing.most_open = text.trim().parse().unwrap_or_default());
        },
    ));
    fields.extend(
        now.by_tag
            .iter()
            .enumerate()
            .map(|(number, of)| tag(editor, number, of)),
    );
    fields.push(el("div").class("row-start").child(button(
        "",
        Icon::ADD,
        "Add agents for a tag",
        move || {
            let first = editor.desk.known_tags().into_iter().next();
            let tag = first.or_else(|| Tag::new("billing").ok());
            if let Some(tag) = tag {
                let agents = Vec::new();
                editor.change(|routing| routing.by_tag.push(TagAgents { tag, agents }));
                editor.routing.notify();
            }
        },
    )));
    fields
}

/// Tags to choose from, the one that is chosen among them.
fn tags(desk: Desk, chosen: &Tag) -> Vec<(String, String)> {
    let mut all = desk.known_tags();
    if !all.contains(chosen) {
        all.push(chosen.clone());
    }
    let all = all.iter();
    all.map(|tag| (tag.to_string(), tag.to_string())).collect()
}

/// Who knows about a tag.
fn tag(editor: Editor, number: usize, of: &TagAgents) -> El {
    let agents = editor.desk.agents.get().into_iter();
    let agents = agents.filter(|agent| !agent.is_inactive || of.agents.contains(&agent.id));
    let agents: Vec<El> = agents
        .map(|agent| {
            let id = agent.id;
            let is_on = of.agents.contains(&id);
            check(agent.name, is_on, move |is_on| {
                editor.change_tag(number, |of| {
                    of.agents.retain(|it| *it != id);
                    if is_on {
                        of.agents.push(id.clone());
                    }
                });
            })
        })
        .collect();
    el("div").class("part").child((
        choose(
            "Tag",
            &tags(editor.desk, &of.tag),
            of.tag.as_str(),
            move |tag| {
                if let Ok(tag) = Tag::new(&tag) {
                    editor.change_tag(number, |of| of.tag = tag);
                }
            },
        ),
        el("fieldset").child((el("legend").child("First choice"), agents)),
        button("quiet", Icon::CLOSE, "Remove", move || {
            editor.change(|routing| {
                routing.by_tag.remove(number);
            });
            editor.routing.notify();
        }),
    ))
}
