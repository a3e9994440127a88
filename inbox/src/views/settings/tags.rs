//! The tags that the assistant gives by itself: names, colours, descriptions, examples (F1).

use super::inputs::{area, choose, draft_end, lines, options, text};
use crate::api;
use crate::desk::Desk;
use crate::screen::SettingsScreen;
use crate::selection::conversations;
use crate::unsaved;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{CatchUp, CaughtUp};
use protocol::settings::Section;
use protocol::{Problem, Tag, TagColor, TagDefinition};
use ui::Icon;
use ui::dom::{El, View, el};

/// A tag that is edited.
#[derive(Clone, Default)]
struct Draft {
    /// The one it replaces; by name, as the list may have changed meanwhile.
    replaces: Option<Tag>,
    name: String,
    description: String,
    examples: Vec<String>,
    color: TagColor,
}

/// What the section holds.
#[derive(Clone, Copy)]
struct Tags {
    desk: Desk,
    draft: RwSignal<Option<Draft>>,
    caught_up: RwSignal<Option<(CaughtUp, bool)>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// The section's content.
pub(super) fn view(desk: Desk) -> impl View {
    let form = Tags {
        desk,
        draft: RwSignal::new(None),
        caught_up: RwSignal::new(None),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    (
        el("p").child(
            "The assistant gives these while a conversation runs. A few examples in learners' own \
             words are enough; what an agent takes off stays off.",
        ),
        move || list(form),
        move || match form.draft.get() {
            Some(draft) => editor(form, draft),
            None => {
                el("div")
                    .class("row-start")
                    .child(button("", Icon::ADD, "Add a tag", move || {
                        form.edit(Draft::default())
                    }))
            }
        },
        refusal(move || form.problem.with(|it| it.as_ref().map(ui::refused))),
        el("div").class("row-end").child((
            el("span")
                .attr("role", "status")
                .child(move || match form.caught_up.get() {
                    Some((so_far, is_done)) => Some(ui::say!(
                        "Checked {conversations}, tags added: {tags}{end}",
                        conversations = conversations(so_far.read as usize),
                        tags = so_far.tagged,
                        end = if is_done { "." } else { "…" }
                    )),
                    None => form.saved.get().then(|| ui::say!("Saved.")),
                }),
            button("", Icon::CLOCK, "Apply to the last 7 days", move || {
                form.catch_up()
            }),
        )),
    )
}

impl Tags {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn edit(self, draft: Draft) {
        self.saved.set(false);
        self.caught_up.set(None);
        self.draft.set(Some(draft));
    }

    fn change(self, to: impl FnOnce(&mut Draft)) {
        self.draft.update_untracked(|draft| {
            if let Some(draft) = draft {
                to(draft);
            }
        });
    }

    fn save(self) {
        let Some(draft) = self.draft.get_untracked() else {
            return;
        };
        let Ok(tag) = Tag::new(&draft.name) else {
            let what = "a tag's name has 1 to 40 characters";
            self.fail(Problem::new(protocol::Code::Invalid, what));
            return;
        };
        let definition = TagDefinition {
            tag,
            description: draft.description,
            examples: draft.examples,
            color: draft.color,
        };
        let replaces = draft.replaces;
        self.put(move |tags| {
            let is_replaced = |known: &&mut TagDefinition| replaces.as_ref() == Some(&known.tag);
            match tags.iter_mut().find(is_replaced) {
                Some(known) => *known = definition,
                None => tags.push(definition),
            }
        });
    }

    fn put(self, change: impl FnOnce(&mut Vec<TagDefinition>) + 'static) {
        self.problem.set(None);
        spawn_local(async move {
            match api::change_settings(&[Section::Tags], None, |all| change(&mut all.tags)).await {
                Ok(settings) => {
                    unsaved::clear(SettingsScreen::Tags.name());
                    let _gone = self.desk.definitions.try_set(settings.tags);
                    let _gone = self.draft.try_set(None);
                    let _gone = self.saved.try_set(true);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    /// Page by page, until the week is read.
    fn catch_up(self) {
        self.problem.set(None);
        self.caught_up.set(Some((CaughtUp::default(), false)));
        spawn_local(async move {
            let mut so_far = CaughtUp::default();
            loop {
                let asked = CatchUp {
                    before: so_far.next.take(),
                };
                match api::catch_up(&asked).await {
                    Ok(page) => {
                        so_far.read += page.read;
                        so_far.tagged += page.tagged;
                        so_far.next = page.next;
                    }
                    Err(problem) => {
                        self.fail(problem);
                        let _gone = self.caught_up.try_set(None);
                        return;
                    }
                }
                let is_done = so_far.next.is_none();
                let is_gone = self.caught_up.try_set(Some((so_far.clone(), is_done)));
                if is_done || is_gone.is_some() {
                    return;
                }
            }
        });
    }
}

fn list(form: Tags) -> El {
    let tags: Vec<El> = form
        .desk
        .definitions
        .get()
        .into_iter()
        .map(|definition| {
            let examples = match definition.examples.len() {
                0 => ui::say!("No examples."),
                several => ui::count!(several, "1 example.", "{count} examples."),
            };
            let name = definition.tag.clone();
            let draft = Draft {
                replaces: Some(definition.tag.clone()),
                name: definition.tag.to_string(),
                description: definition.description.clone(),
                examples: definition.examples.clone(),
                color: definition.color,
            };
            el("li").child((
                el("span").class("rule").child((
                    el("span").child(
                        el("b")
                            .class("tag")
                            .attr("data-color", definition.color.name())
                            .child(definition.tag.to_string()),
                    ),
                    el("span").child(format!("{} {examples}", definition.description)),
                )),
                el("span").class("does").child((
                    button("quiet", Icon::WRITE, "Edit", move || {
                        form.edit(draft.clone());
                    }),
                    button("quiet", Icon::CLOSE, "Remove", move || {
                        let name = name.clone();
                        form.put(move |tags| tags.retain(|it| it.tag != name));
                    }),
                )),
            ))
        })
        .collect();
    if tags.is_empty() {
        return el("p").child("No automatic tags yet.");
    }
    el("ul").class("rules").child(tags)
}

fn editor(form: Tags, draft: Draft) -> El {
    const COLORS: &[(&str, &str)] = &[
        ("grey", "Grey"),
        ("red", "Red"),
        ("amber", "Amber"),
        ("green", "Green"),
        ("blue", "Blue"),
        ("violet", "Violet"),
    ];
    el("form")
        .class("editor")
        .on("submit", move |event| {
            event.prevent_default();
            form.save();
        })
        .child((
            el("div").class("pair").child((
                text("Name of the tag", &draft.name, move |text| {
                    form.change(|it| it.name = text);
                }),
                choose(
                    "Colour",
                    &options(COLORS),
                    draft.color.name(),
                    move |name| {
                        let color = TagColor::ALL.iter().find(|(known, _)| *known == name);
                        form.change(|it| {
                            it.color = color.map(|(_, color)| *color).unwrap_or_default();
                        });
                    },
                ),
            )),
            text(
                "What it is for, in plain words",
                &draft.description,
                move |text| {
                    form.change(|it| it.description = text);
                },
            ),
            area(
                "Example messages (one per line)",
                4,
                &draft.examples.join("\n"),
                move |text| form.change(|it| it.examples = lines(&text)),
            ),
            draft_end("button primary", "Save the tag", move || {
                form.draft.set(None)
            }),
        ))
}
