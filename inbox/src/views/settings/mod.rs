//! The team's settings, a file for each screen.

mod alerts;
mod appearance;
mod articles;
mod audit;
mod chat;
mod condition;
mod crawl;
mod data;
pub(super) mod days;
mod drafts;
mod forms;
mod history;
mod identity;
mod inputs;
mod install;
mod limits;
mod outcome;
mod peak_hours;
mod people;
mod replies;
mod review;
mod routing;
mod rules;
mod saving;
mod sign_in;
mod tags;
mod tester;
mod unanswered;
mod usage;

use super::button;
use super::lazy::{Place, lazy};
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::unsaved;
use leptos::prelude::*;
use ui::Icon;
use ui::dom::{El, View, el};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// All of them, and the menu.
pub(super) fn view(desk: Desk) -> El {
    let added = RwSignal::new(None);
    let settings = el("div").class("settings").child((
        menu(desk),
        el("main").child((
            (
                screen(desk, SettingsScreen::Install, install::view(desk)),
                screen(desk, SettingsScreen::Appearance, appearance::view(desk)),
                screen(desk, SettingsScreen::Chat, chat::view()),
                screen(desk, SettingsScreen::Answers, tester::view()),
            ),
            (
                screen(desk, SettingsScreen::Rules, rules::view(desk, added)),
                screen(desk, SettingsScreen::Forms, forms::view(desk, added)),
                screen(desk, SettingsScreen::Tags, tags::view(desk)),
                screen(desk, SettingsScreen::Replies, replies::view(desk)),
            ),
            (
                screen(desk, SettingsScreen::Limits, limits::view()),
                screen(desk, SettingsScreen::Alerts, alerts::view(desk)),
            ),
            lazy(move |place| articles_of(desk, place)),
            lazy(move |place| people_of(desk, place)),
        )),
    ));
    unsaved::watch(settings)
}

/// Agents and how they are routed to, keys, identity, data and the audit log, a module of their own: each stays small enough to come at once.
#[wasm_split(people, fallible)]
fn people_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| {
        let people = people::load(desk);
        el("div").child((
            people::notices(people),
            screen(desk, SettingsScreen::Agents, people::agents(people)),
            screen(desk, SettingsScreen::Keys, people::keys(people)),
            (
                (
                    screen(desk, SettingsScreen::PeakHours, peak_hours::view(desk)),
                    screen(desk, SettingsScreen::Usage, usage::view(desk)),
                ),
                screen(desk, SettingsScreen::Routing, routing::view(desk)),
                screen(desk, SettingsScreen::SignIn, sign_in::view(desk)),
                screen(desk, SettingsScreen::Identity, identity::view(desk)),
                screen(desk, SettingsScreen::Data, data::view()),
                screen(desk, SettingsScreen::Audit, audit::view(desk)),
            ),
        ))
    })
}

/// The articles, a module of their own.
#[wasm_split(articles, fallible)]
fn articles_of(desk: Desk, place: Place) -> Result<El, SplitLoaderError> {
    place.make(|| {
        let articles = articles::load(desk);
        el("div").child((
            screen(desk, SettingsScreen::Articles, articles::view(articles)),
            screen(
                desk,
                SettingsScreen::Unanswered,
                unanswered::view(desk, articles),
            ),
        ))
    })
}

/// One screen. All of them stand side by side, so that what is written on one stays while another
/// is looked at.
fn screen(desk: Desk, section: SettingsScreen, content: impl View) -> El {
    // What is done on these counts at once.
    let is_at_once = matches!(
        section,
        SettingsScreen::Agents
            | SettingsScreen::Keys
            | SettingsScreen::Audit
            | SettingsScreen::Usage
            | SettingsScreen::Unanswered
            | SettingsScreen::Install
    );
    el("section")
        .class("card")
        .attr("data-tries", is_at_once.then_some(""))
        .attr("aria-label", section.name())
        .attr("hidden", move || {
            (desk.screen.get() != Screen::Settings(section)).then_some("")
        })
        .child((el("h2").child(section.name()), content))
}

/// The screens of the settings, and the way back.
fn menu(desk: Desk) -> El {
    let links: Vec<El> = SettingsScreen::ALL
        .iter()
        .copied()
        .map(|section| {
            el("button")
                .attr("type", "button")
                .class("view")
                .attr("aria-current", move || {
                    (desk.screen.get() == Screen::Settings(section)).then_some("page")
                })
                .on("click", move |_| desk.open_settings(section))
                .child(section.name())
        })
        .collect();
    el("nav")
        .class("menu")
        .attr("aria-label", "Settings")
        .child((
            button("quiet", Icon::BACK, "Inbox", move || desk.leave_settings()),
            el("h1").child("Settings"),
            el("div").class("screens").child(links),
        ))
}
