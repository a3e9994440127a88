//! How the chat looks.

use super::inputs::{save_end, text};
use crate::api;
use crate::views::refusal;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::settings::Section;
use ui::dom::{View, el};

/// The screen's content.
pub(super) fn view() -> impl View {
    let color = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<Problem>);
    let saved = RwSignal::new(false);
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            let color = color.get_untracked();
            spawn_local(async move {
                let change = api::change_settings(&[Section::Appearance], |all| {
                    all.appearance.color = color;
                });
                match change.await {
                    Ok(_) => saved.set(true),
                    Err(wrong) => problem.set(Some(wrong)),
                }
            });
        })
        .child((
            text("Colour", "", move |typed| color.set(typed)),
            refusal(move || problem.with(|it| it.as_ref().map(client::polite))),
            save_end(saved),
        ))
}
