//! How the chat looks and how it introduces itself, with the chat itself beside it.

use super::inputs::{choose, languages, options};
use super::saving::Saving;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::views::field;
use leptos::prelude::*;
use protocol::settings::{AppearanceSettings, Section, Settings, Side, TeamProfile};
use serde::{Deserialize, Serialize};
use ui::Icon;
use ui::dom::{El, ElementRef, View, el};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlIFrameElement, MessageEvent};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Form {
    desk: Desk,
    name: RwSignal<String>,
    greeting: RwSignal<String>,
    suggestions: RwSignal<String>,
    language: RwSignal<String>,
    /// As `#rrggbb`; empty for the chat's own.
    color: RwSignal<String>,
    side: RwSignal<Side>,
    logo: RwSignal<String>,
    /// The chat beside the form, and how often it was loaded anew.
    frame: ElementRef,
    saves: RwSignal<u32>,
    /// What the chat told us to keep: loaded anew, it goes on as the same learner.
    renewal: StoredValue<Option<String>>,
}

/// The chat's own colour (`widget/loader/loader.js`).
const OWN_COLOR: &str = "#3452cc";

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let form = Form {
        desk,
        name: RwSignal::default(),
        greeting: RwSignal::default(),
        suggestions: RwSignal::default(),
        language: RwSignal::default(),
        color: RwSignal::default(),
        side: RwSignal::default(),
        logo: RwSignal::default(),
        frame: ElementRef::new_local(None),
        saves: RwSignal::default(),
        renewal: StoredValue::new(None),
    };
    let saving = Saving::load(move |settings| form.fill(settings));
    (
        saving.when_loaded(move || {
            el("div")
                .class("with-preview")
                .child((fields(form, saving), preview(form)))
        }),
        saving.refusal(),
    )
}

impl Form {
    fn fill(self, settings: &Settings) {
        let TeamProfile {
            name,
            greeting,
            suggestions,
            language,
        } = settings.profile.clone();
        let AppearanceSettings { color, side, logo } = settings.appearance.clone();
        let _gone = self.name.try_set(name);
        let _gone = self.greeting.try_set(greeting);
        let _gone = self.suggestions.try_set(suggestions.join("\n"));
        let _gone = self.language.try_set(language);
        let _gone = self.color.try_set(color);
        let _gone = self.side.try_set(side);
        let _gone = self.logo.try_set(logo);
    }

    fn save(self, saving: Saving) {
        let profile = TeamProfile {
            name: self.name.get_untracked(),
            greeting: self.greeting.get_untracked(),
            suggestions: super::inputs::lines(&self.suggestions.get_untracked()),
            language: self.language.get_untracked(),
        };
        let appearance = AppearanceSettings {
            color: self.color.get_untracked(),
            side: self.side.get_untracked(),
            logo: self.logo.get_untracked(),
        };
        saving.save_then(
            &[Section::Profile, Section::Appearance],
            move |settings| {
                settings.profile = profile;
                settings.appearance = appearance;
            },
            move || async move {
                // The chat as learners get it from now on.
                let _gone = self.saves.try_update(|it| *it += 1);
                Ok(())
            },
        );
    }

    /// The colour, whether it is chosen or the chat's own.
    fn shown_color(self) -> String {
        match self.color.get() {
            color if color.is_empty() => OWN_COLOR.to_owned(),
            color => color,
        }
    }
}

fn fields(form: Form, saving: Saving) -> El {
    let color = el("input")
        .attr("type", "color")
        .value(move || form.shown_color())
        .on_input(move |color| {
            form.color.set(match color.as_str() {
                OWN_COLOR => String::new(),
                _ => color,
            });
        });
    // Whatever is edited is not saved yet.
    Effect::new(move |first: Option<()>| {
        let texts = [
            form.name,
            form.greeting,
            form.suggestions,
            form.language,
            form.color,
            form.logo,
        ];
        texts.iter().for_each(|text| text.track());
        form.side.track();
        if first.is_some() {
            saving.edit();
        }
    });
    let side = match form.side.get_untracked() {
        Side::Right => "",
        Side::Left => "left",
    };
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            form.save(saving);
        })
        .child((
            field("Team name", "text", "off", form.name),
            el("div").class("pair").child((
                el("label")
                    .class("field")
                    .child((el("span").child("Colour"), color)),
                choose(
                    "Position",
                    &options(&[("", "Bottom right"), ("left", "Bottom left")]),
                    side,
                    move |chosen| {
                        form.side.set(match chosen.as_str() {
                            "left" => Side::Left,
                            _ => Side::Right,
                        });
                    },
                ),
            )),
            line(
                "Logo (address of a square picture, https://…; empty for none)",
                "url",
                form.logo,
            ),
            super::chat::area(
                "Greeting (leave empty to greet learners in their own language)",
                2,
                form.greeting,
            ),
            super::chat::area("Suggested questions (one per line)", 3, form.suggestions),
            language(form),
            saving.end(),
        ))
}

/// A line that may be empty.
fn line(label: &'static str, kind: &'static str, value: RwSignal<String>) -> El {
    el("label").class("field").child((
        el("span").child(label),
        el("input")
            .attr("type", kind)
            .attr("autocomplete", "off")
            .value(move || value.get())
            .on_input(move |text| value.set(text)),
    ))
}

/// The default: for learners whose page and browser ask for no language that the chat speaks.
fn language(form: Form) -> El {
    choose(
        "Default language, for learners whose page and browser ask for none of these",
        &languages(("", "English")),
        &form.language.get_untracked(),
        move |chosen| form.language.set(chosen),
    )
}

/// What the frame tells the page around it.
#[derive(Deserialize)]
struct FromFrame {
    r#type: String,
    #[serde(default)]
    renewal: Option<String>,
}

/// What the page around it tells the frame first: that it may begin.
#[derive(Serialize)]
struct Init {
    r#type: &'static str,
    keeps: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    renewal: Option<String>,
}

/// The chat in the corner of a page, as a learner sees it. It runs as one anonymous learner while the screen is open,
/// and takes no input: a message would begin a real conversation.
fn preview(form: Form) -> El {
    listen(form);
    let launcher = ElementRef::new_local(None);
    Effect::new(move |_| {
        let color = form.shown_color();
        // Set on the style object: the page's policy allows no style attribute.
        if let Some(launcher) = launcher.get() {
            let _set = launcher.style().set_property("--chosen", &color);
        }
    });
    Effect::new(move |_| dress(form));
    let desk = form.desk;
    let is_shown =
        Memo::new(move |_| desk.screen.get() == Screen::Settings(SettingsScreen::Appearance));
    el("figure").class("preview").child((
        el("figcaption").child((
            "Preview",
            el("span")
                .class("hint")
                .child("Logo, greeting and questions appear after saving"),
        )),
        el("div")
            .class(move || match form.side.get() {
                Side::Left => "page left",
                Side::Right => "page",
            })
            .child((
                move || is_shown.get().then(|| frame(form)),
                el("span")
                    .attr("aria-hidden", "true")
                    .keep(launcher)
                    .child(ui::icon(Icon::CHAT)),
            )),
    ))
}

/// The frame, anew after each save.
fn frame(form: Form) -> El {
    let _anew = form.saves.get();
    let team = form
        .desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()));
    let origin = window().location().origin().unwrap_or_default();
    let encoded = js_sys::encode_uri_component(&origin);
    el("iframe")
        .attr("title", "The chat, as learners see it")
        .attr("inert", "")
        .attr(
            "src",
            format!(
                "/widget/frame?team={}#origin={encoded}",
                team.unwrap_or_default()
            ),
        )
        .keep(form.frame)
}

/// Answers the frame, which waits for the page around it, and dresses it once it is there.
fn listen(form: Form) {
    let heard = window_event_listener_untyped("message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else {
            return;
        };
        let Some(inside) = inside(form).and_then(|frame| frame.content_window()) else {
            return;
        };
        let is_ours = event
            .source()
            .is_some_and(|source| source.loose_eq(inside.as_ref()));
        let said = ui::from_js::<FromFrame>(event.data()).filter(|_| is_ours);
        match said {
            Some(FromFrame { r#type, .. }) if r#type == "ready" => {
                let init = Init {
                    r#type: "init",
                    keeps: true,
                    renewal: form.renewal.get_value(),
                };
                let _gone = inside.post_message(&ui::to_js(&init), &event.origin());
                dress(form);
            }
            Some(FromFrame { r#type, renewal }) if r#type == "store" => {
                form.renewal.set_value(renewal);
            }
            _ => {}
        }
    });
    on_cleanup(move || heard.remove());
}

fn inside(form: Form) -> Option<HtmlIFrameElement> {
    form.frame.get_untracked()?.dyn_into().ok()
}

/// Shows in the frame what is not saved yet: it is of our own origin.
fn dress(form: Form) {
    let (color, name) = (form.shown_color(), form.name.get());
    let Some(document) = inside(form).and_then(|frame| frame.content_document()) else {
        return;
    };
    if let Some(root) = document.document_element() {
        // An element of another page is no instance of this page's `HTMLElement`: a checked cast would fail.
        let root: web_sys::HtmlElement = root.unchecked_into();
        let _set = root.style().set_property("--team", &color);
    }
    if let Ok(Some(title)) = document.query_selector(".who h1") {
        title.set_text_content(Some(&name));
    }
}
