//! Replies that agents write often.

use super::drafts::Drafts;
use super::inputs::{area, text};
use crate::desk::Desk;
use leptos::prelude::Set as _;
use protocol::settings::{SavedReply, Section, Settings};
use ui::dom::{El, View, el};

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let drafts = Drafts::load(|settings| &settings.saved_replies);
    let new = || SavedReply {
        name: String::new(),
        text: String::new(),
    };
    let save = move || {
        let replies: Vec<SavedReply> = drafts.now();
        let kept = replies.clone();
        let save = move |settings: &mut Settings| settings.saved_replies = replies;
        drafts
            .saving
            .save_then(&[Section::SavedReplies], save, move || async move {
                desk.saved_replies.set(kept);
                Ok(())
            });
    };
    (
        el("p").child(
            "Agents type / at the beginning of a reply and choose one. {learner} and {agent} are replaced by \
             their names.",
        ),
        drafts.form("No saved replies yet.", "Add a saved reply", new, one, save),
    )
}

fn one(drafts: Drafts<SavedReply>, number: usize, reply: &SavedReply) -> El {
    el("div").class("part").child((
        text("Name", &reply.name, move |text| {
            drafts.change(number, |it| it.name = text);
        }),
        area("Text", 3, &reply.text, move |text| {
            drafts.change(number, |it| it.text = text);
        }),
        el("div").class("row-end").child(drafts.remove(number)),
    ))
}
