//! Setting up: what is done, what is left, the script tag, and the sites where the chat was seen.

use super::articles;
use super::inputs::{choose, languages, options};
use crate::api;
use crate::browser::{self, TRIED};
use crate::desk::Desk;
use crate::screen::SettingsScreen;
use crate::views::copy_of;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{KnowledgeStatus, SeenOn};
use protocol::settings::Settings;
use ui::Icon;
use ui::dom::{El, View, el};

/// What is known of the team.
#[derive(Clone, Copy)]
struct Install {
    desk: Desk,
    knowledge: RwSignal<Option<KnowledgeStatus>>,
    settings: RwSignal<Option<Settings>>,
    seen: RwSignal<Vec<SeenOn>>,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let screen = Install {
        desk,
        knowledge: RwSignal::new(None),
        settings: RwSignal::new(None),
        seen: RwSignal::default(),
    };
    // Read anew whenever one comes back to it: something was done meanwhile.
    Effect::new(move |_| {
        let is_shown =
            desk.screen.get() == crate::screen::Screen::Settings(SettingsScreen::Install);
        if is_shown {
            screen.load();
        }
    });
    let team = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()));
    let origin = location().origin().unwrap_or_default();
    let spoken: RwSignal<String> = RwSignal::default();
    let snippet = move || {
        let locale = match spoken.get() {
            code if code.is_empty() => code,
            code => format!(" data-locale=\"{code}\""),
        };
        let team = team.as_deref().unwrap_or_default();
        format!("<script async src=\"{origin}/widget.js\" data-team=\"{team}\"{locale}></script>")
    };
    let shown = snippet.clone();
    (
        el("ol").class("steps").child(move || steps(screen)),
        el("h3").child("Script tag"),
        el("p").child("Add this to your LMS's pages, before the closing body tag."),
        language(spoken),
        (
            el("pre").child(el("code").child(shown)),
            el("div").class("row-start").child(copy_of(snippet)),
        ),
        el("h3").child("Where it was seen"),
        move || seen(screen),
    )
}

impl Install {
    fn load(self) {
        spawn_local(async move {
            if let Ok(knowledge) = api::knowledge().await {
                let _gone = self.knowledge.try_set(Some(knowledge));
            }
            if let Ok(settings) = api::settings().await {
                let _gone = self.settings.try_set(Some(settings));
            }
            if let Ok(seen) = api::seen_on().await {
                let _gone = self.seen.try_set(seen);
            }
            if let Ok(agents) = api::agents().await {
                self.desk.agents.set(agents);
            }
        });
    }
}

/// The chat's language on pages that carry the tag, where it is not the page's own.
fn language(chosen: RwSignal<String>) -> El {
    choose(
        "Language",
        &[
            options(&[("", "Automatic: page or browser")]),
            languages(("en", "English")),
        ]
        .concat(),
        "",
        move |code| chosen.set(code),
    )
}

/// What leads to a live chat, each with whether it is done.
fn steps(screen: Install) -> Vec<El> {
    let desk = screen.desk;
    let step = |is_done: bool, to: SettingsScreen, words: &'static str, more: String| {
        let mark = match is_done {
            true => ui::icon(Icon::CHECK),
            false => el("span").class("open"),
        };
        el("li").class(if is_done { "done" } else { "" }).child((
            mark,
            el("span")
                .class("hidden")
                .child(if is_done { "Done: " } else { "To do: " }),
            el("button")
                .attr("type", "button")
                .class("link")
                .on("click", move |_| desk.open_settings(to))
                .child(words),
            el("span").class("more").child(more),
        ))
    };
    let (Some(knowledge), Some(settings)) = (screen.knowledge.get(), screen.settings.get()) else {
        return vec![el("li").child("Loading…")];
    };
    let agents = desk
        .agents
        .with(|all| all.iter().filter(|it| !it.is_inactive).count());
    let colleagues = ui::count!(agents.max(1), "Only you answer.", "{count} agents answer.");
    let origins = settings.allowed_origins.len();
    let pages = match origins {
        0 => ui::say!("No page but ours may show the chat yet."),
        _ => settings.allowed_origins.join(", "),
    };
    let hours = match settings.hours.is_some() {
        true => "Set.",
        false => "Always open: learners are told that somebody is there.",
    };
    vec![
        step(
            knowledge.articles > 0,
            SettingsScreen::Articles,
            "Add your help articles",
            articles::state(&knowledge),
        ),
        step(
            browser::kept(TRIED).is_some(),
            SettingsScreen::Answers,
            "Try a question",
            ui::say!("See what a learner would be answered."),
        ),
        step(
            settings.profile.greeting.len() + settings.profile.suggestions.len() > 0
                || settings.appearance != protocol::settings::AppearanceSettings::default(),
            SettingsScreen::Appearance,
            "Make the chat look like yours",
            ui::say!("Colour, logo, greeting."),
        ),
        step(
            origins > 0,
            SettingsScreen::Chat,
            "Allow your LMS's pages",
            pages,
        ),
        step(
            !screen.seen.with(Vec::is_empty),
            SettingsScreen::Install,
            "Add the script tag to those pages",
            ui::say!("Then open one of them, and the chat."),
        ),
        step(
            agents > 1,
            SettingsScreen::Agents,
            "Invite your colleagues",
            colleagues,
        ),
        step(
            settings.hours.is_some(),
            SettingsScreen::Limits,
            "Say when you are there",
            ui::said(hours),
        ),
    ]
}

/// Where the chat was seen, and when.
fn seen(screen: Install) -> El {
    let desk = screen.desk;
    let seen = screen.seen.get();
    if seen.is_empty() {
        return el("p").child(
            "Not yet. Open a page that has the script tag, then the chat: the site appears here.",
        );
    }
    let rows: Vec<El> = seen
        .into_iter()
        .map(|it| {
            el("li").child((
                el("b").child(it.origin),
                el("span").child(move || ui::relative(it.at, desk.now.get())),
            ))
        })
        .collect();
    el("ul").class("rows").child(rows)
}
