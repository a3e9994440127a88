//! Replies that agents write often.

use super::inputs::{area, text};
use super::saving::Saving;
use crate::desk::Desk;
use crate::views::button;
use leptos::prelude::*;
use protocol::settings::{SavedReply, Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Replies {
    desk: Desk,
    /// As they are edited; nothing counts before it is saved.
    draft: RwSignal<Vec<SavedReply>>,
    saving: Saving,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let draft = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = draft.try_set(settings.saved_replies.clone());
    });
    let form = Replies {
        desk,
        draft,
        saving,
    };
    (
        el("p").child(
            "Agents type / at the beginning of a reply and choose one. {learner} and {agent} are replaced by \
             their names.",
        ),
        saving.refusal(),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                form.save();
            })
            .child((
                saving.when_loaded(move || el("div").child(move || list(form))),
                el("div").class("row-start").child(button(
                    "",
                    Icon::ADD,
                    "Add a saved reply",
                    move || form.add(),
                )),
                saving.end(),
            )),
    )
}

impl Replies {
    fn change(self, number: usize, to: impl FnOnce(&mut SavedReply)) {
        self.saving.edit();
        self.draft.update_untracked(|replies| {
            if let Some(reply) = replies.get_mut(number) {
                to(reply);
            }
        });
    }

    fn add(self) {
        self.saving.edit();
        self.draft.update(|replies| {
            replies.push(SavedReply {
                name: String::new(),
                text: String::new(),
            });
        });
    }

    fn save(self) {
        let replies = self.draft.get_untracked();
        let kept = replies.clone();
        let save = move |settings: &mut Settings| settings.saved_replies = replies;
        let desk = self.desk;
        self.saving
            .save_then(&[Section::SavedReplies], save, move || async move {
                desk.saved_replies.set(kept);
                Ok(())
            });
    }
}

fn list(form: Replies) -> El {
    let replies: Vec<El> = form
        .draft
        .get()
        .iter()
        .enumerate()
        .map(|(number, reply)| one(form, number, reply))
        .collect();
    match replies.is_empty() {
        true => el("p").child("No saved replies yet."),
        false => el("div").class("parts").child(replies),
    }
}

fn one(form: Replies, number: usize, reply: &SavedReply) -> El {
    el("div").class("part").child((
        text("Name", &reply.name, move |text| {
            form.change(number, |it| it.name = text);
        }),
        area("Text", 3, &reply.text, move |text| {
            form.change(number, |it| it.text = text);
        }),
        el("div")
            .class("row-end")
            .child(button("quiet", Icon::CLOSE, "Remove", move || {
                form.saving.edit();
                form.draft.update(|replies| {
                    replies.remove(number);
                });
            })),
    ))
}
