//! The team's settings: the chat, its pages, agents and keys.

use super::form::save_end;
use super::{button, refusal};
use crate::api;
use crate::desk::{Desk, Screen, SettingsScreen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::http::{Agent, ApiKey, NewApiKey, NewInvite, Role, Scope};
use protocol::settings::{Manner, Section, Settings, TeamProfile};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    greeting: RwSignal<String>,
    suggestions: RwSignal<String>,
    language: RwSignal<String>,
    /// Whether the settings are loaded.
    is_filled: RwSignal<bool>,
    origins: RwSignal<String>,
    threshold: RwSignal<String>,
    offers: RwSignal<String>,
    crisis: RwSignal<String>,
    agents: RwSignal<Vec<Agent>>,
    keys: RwSignal<Vec<ApiKey>>,
    /// A secret that is shown once: an invite's link or a key.
    shown: RwSignal<Option<(&'static str, String)>>,
    problem: RwSignal<Option<Problem>>,
    saved: RwSignal<bool>,
}

/// The screen.
pub(super) fn view(desk: Desk) -> El {
    let form = Form {
        name: RwSignal::default(),
        greeting: RwSignal::default(),
        suggestions: RwSignal::default(),
        language: RwSignal::default(),
        is_filled: RwSignal::new(false),
        origins: RwSignal::default(),
        threshold: RwSignal::default(),
        offers: RwSignal::default(),
        crisis: RwSignal::default(),
        agents: RwSignal::default(),
        keys: RwSignal::default(),
        shown: RwSignal::new(None),
        problem: RwSignal::new(None),
        saved: RwSignal::new(false),
    };
    form.load();
    let added = RwSignal::new(None);
    let team = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()));
    let origin = location().origin().unwrap_or_default();
    let snippet = format!(
        "<script async src=\"{origin}/widget.js\" data-team=\"{}\"></script>",
        team.unwrap_or_default()
    );
    let install = (
        el("p").child("Add this line to your LMS's pages, before the closing body tag."),
        el("pre").child(el("code").child(snippet)),
    );
    el("div").class("settings").child((
        menu(desk),
        el("main").child((
            refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
            move || {
                form.shown
                    .get()
                    .map(|(what, secret)| shown(form, what, secret))
            },
            (
                screen(desk, SettingsScreen::Install, install),
                // Nothing can be edited until the settings are loaded: loading would overwrite it.
                screen(desk, SettingsScreen::Chat, move || {
                    form.is_filled.get().then(|| chat(form))
                }),
                screen(desk, SettingsScreen::Answers, super::tester::view()),
            ),
            (
                screen(desk, SettingsScreen::Rules, super::rules::view(added)),
                screen(desk, SettingsScreen::Forms, super::actions::view(added)),
                screen(desk, SettingsScreen::Tags, super::tags::view(desk)),
                screen(desk, SettingsScreen::Limits, super::limits::view()),
            ),
            (
                screen(desk, SettingsScreen::Agents, agents(form)),
                screen(desk, SettingsScreen::Keys, keys(form)),
            ),
        )),
    ))
}

/// One screen. All of them stand side by side, so that what is written on one stays while another
/// is looked at.
fn screen(desk: Desk, section: SettingsScreen, content: impl View) -> El {
    el("section")
        .class("card")
        .attr("aria-label", section.name())
        .attr("hidden", move || {
            (desk.screen.get() != Screen::Settings(section)).then_some("")
        })
        .child((el("h2").child(section.name()), content))
}

/// The screens of the settings, and the way back.
fn menu(desk: Desk) -> El {
    let links: Vec<El> = SettingsScreen::ALL
        .into_iter()
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

impl Form {
    fn load(self) {
        spawn_local(async move {
            match api::settings().await {
                Ok(settings) => self.fill(settings),
                Err(problem) => self.fail(problem),
            }
            match api::agents().await {
                Ok(agents) => {
                    let _gone = self.agents.try_set(agents);
                }
                Err(problem) => self.fail(problem),
            }
            self.load_keys().await;
        });
    }

    async fn load_keys(self) {
        match api::keys().await {
            Ok(keys) => {
                let _gone = self.keys.try_set(keys);
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn fill(self, settings: Settings) {
        let TeamProfile {
            name,
            greeting,
            suggestions,
            language,
        } = settings.profile;
        let _gone = self.language.try_set(language);
        let _gone = self.name.try_set(name);
        let _gone = self.greeting.try_set(greeting);
        let _gone = self.suggestions.try_set(suggestions.join("\n"));
        let _gone = self.origins.try_set(settings.allowed_origins.join("\n"));
        let threshold = format!("{:.2}", settings.answers.confidence_threshold);
        let _gone = self.threshold.try_set(threshold);
        let offers = settings
            .answers
            .offer_threshold
            .map(|it| format!("{it:.2}"));
        let _gone = self.offers.try_set(offers.unwrap_or_default());
        let _gone = self.crisis.try_set(settings.answers.crisis_line);
        let _gone = self.is_filled.try_set(true);
    }

    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn save(self) {
        self.problem.set(None);
        self.saved.set(false);
        let lines = |text: RwSignal<String>| -> Vec<String> {
            text.with_untracked(|text| {
                text.lines()
                    .map(|line| line.trim().to_owned())
                    .filter(|line| !line.is_empty())
                    .collect()
            })
        };
        let profile = TeamProfile {
            name: self.name.get_untracked(),
            greeting: self.greeting.get_untracked(),
            suggestions: lines(self.suggestions),
            language: self.language.get_untracked(),
        };
        let origins = lines(self.origins);
        // What is no number is out of bounds, and the server says so.
        let threshold = self
            .threshold
            .with_untracked(|text| text.trim().parse().unwrap_or(-1.0));
        // Empty is never.
        let offers = self.offers.with_untracked(|text| match text.trim() {
            "" => None,
            text => Some(text.parse().unwrap_or(-1.0)),
        });
        let crisis = self.crisis.get_untracked();
        spawn_local(async move {
            let sections = [Section::Profile, Section::Origins, Section::Answers];
            let changed = api::change_settings(&sections, |settings| {
                settings.profile = profile;
                settings.allowed_origins = origins;
                settings.answers.confidence_threshold = threshold;
                settings.answers.offer_threshold = offers;
                settings.answers.crisis_line = crisis;
            });
            match changed.await {
                // What is written meanwhile stays.
                Ok(_) => {
                    let _gone = self.saved.try_set(true);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn invite(self, role: Role) {
        spawn_local(async move {
            match api::invite(&NewInvite { role }).await {
                Ok(invite) => {
                    let what = "Send this link to your colleague. It works once, for a week.";
                    let _gone = self.shown.try_set(Some((what, invite.link)));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn new_key(self) {
        spawn_local(async move {
            let key = NewApiKey {
                label: "Articles".to_owned(),
                scopes: vec![Scope::ArticlesRead, Scope::ArticlesWrite],
            };
            match api::new_key(&key).await {
                Ok(minted) => {
                    let what = "Copy this key now. It is not shown again.";
                    let _gone = self.shown.try_set(Some((what, minted.secret)));
                    self.load_keys().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn revoke(self, id: String) {
        spawn_local(async move {
            match api::revoke_key(&id).await {
                Ok(()) => self.load_keys().await,
                Err(problem) => self.fail(problem),
            }
        });
    }
}

fn chat(form: Form) -> El {
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            form.save();
        })
        .child((
            super::field("Name above the chat", "text", "off", form.name),
            area("Greeting (leave empty to greet learners in their own language)", 2, form.greeting),
            (
                area("Suggested questions, one a line", 3, form.suggestions),
                language(form),
            ),
            area(
                "Pages that may show the chat, one origin a line, as https://lms.example.edu",
                3,
                form.origins,
            ),
            (
            manner(form),
            super::field(
                "Confidence from which the assistant answers, 0 to 1",
                "text",
                "off",
                form.threshold,
            ),
            super::field(
                "Probability from which it offers an article, 0 to 1; empty for never",
                "text",
                "off",
                form.offers,
            ),
            area(
                "What somebody in danger is told: whom to call. Empty for a text that holds everywhere",
                2,
                form.crisis,
            ),
            ),
            refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
            save_end(form.saved),
        ))
}

/// The default: for learners whose page and browser ask for no language that the chat speaks.
fn language(form: Form) -> El {
    let named = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
    super::form::choose(
        "Default language, for learners whose page and browser ask for none of these",
        &[("", "English"), ("es", "Español"), ("ar", "العربية")].map(named),
        &form.language.get_untracked(),
        move |chosen| form.language.set(chosen),
    )
}

/// How readily the assistant answers, by name: a choice fills in the two numbers below it.
fn manner(form: Form) -> El {
    let chosen = move || {
        let number = |text: RwSignal<String>| text.with(|text| text.trim().parse::<f32>().ok());
        Manner::of(number(form.threshold).unwrap_or(-1.0), number(form.offers))
    };
    let choices: Vec<El> = Manner::ALL
        .into_iter()
        .map(|manner| {
            let (name, means) = match manner {
                Manner::Careful => ("Careful", CAREFUL),
                Manner::Balanced => ("Balanced", BALANCED),
                Manner::Eager => ("Eager", EAGER),
            };
            let choose = move |_| {
                let (answers, offers) = manner.thresholds();
                form.threshold.set(format!("{answers:.2}"));
                form.offers
                    .set(offers.map(|it| format!("{it:.2}")).unwrap_or_default());
            };
            el("label").class("manner").child((
                el("input")
                    .attr("type", "radio")
                    .attr("name", "manner")
                    .attr("checked", move || (chosen() == Some(manner)).then_some(""))
                    .on("change", choose),
                el("b").child(name),
                el("span").child(means),
            ))
        })
        .collect();
    el("fieldset").class("manners").child((
        el("legend").child("How readily the assistant answers"),
        choices,
    ))
}

/// What each means, of 100 questions that the articles can answer. Source: `cargo xtask eval help`,
/// `docs/answers.md`.
const CAREFUL: &str =
    "Of 100 questions that the articles answer, it answers 41: 36 rightly. People answer the rest.";
const BALANCED: &str =
    "It answers 59 of the same 100: 48 rightly. For 37 more it offers an article.";
const EAGER: &str = "It answers 70 of them: 54 rightly. For 26 more it offers an article.";

fn agents(form: Form) -> impl View {
    let rows = move || {
        let rows: Vec<El> = form
            .agents
            .get()
            .into_iter()
            .map(|agent| {
                let role = match agent.role {
                    Role::Admin => "Admin",
                    Role::Agent => "Agent",
                };
                el("li").child((
                    el("b").child(agent.name),
                    el("span").child(agent.email),
                    el("span").class("role").child(role),
                ))
            })
            .collect();
        el("ul").class("rows").child(rows)
    };
    (
        rows,
        el("div").class("row-end").child((
            button("", Icon::PERSON, "Invite an agent", move || {
                form.invite(Role::Agent)
            }),
            button("", Icon::PERSON, "Invite an admin", move || {
                form.invite(Role::Admin)
            }),
        )),
    )
}

fn keys(form: Form) -> impl View {
    let rows = move || {
        let rows: Vec<El> = form
            .keys
            .get()
            .into_iter()
            .map(|key| {
                let id = key.id.clone();
                el("li").child((
                    el("b").child(key.label),
                    el("span").child(format!("made {}", ui::clock_time(key.created_at))),
                    button("quiet", Icon::CLOSE, "Revoke", move || {
                        let sure = window().confirm_with_message(
                            "Revoke this key? Tools that use it stop working at once.",
                        );
                        if sure.unwrap_or_default() {
                            form.revoke(id.clone());
                        }
                    }),
                ))
            })
            .collect();
        el("ul").class("rows").child(rows)
    };
    (
        el("p").child(
            "For tools that keep the help articles up to date, such as baton articles sync.",
        ),
        rows,
        el("div").class("row-end").child(button(
            "",
            Icon::ARTICLE,
            "New key for articles",
            move || form.new_key(),
        )),
    )
}

/// A secret that is shown once.
fn shown(form: Form, what: &'static str, secret: String) -> El {
    el("div")
        .class("shown")
        .attr("role", "dialog")
        .attr("aria-label", what)
        .child((
            el("p").child(what),
            el("pre").child(el("code").child(secret)),
            button("primary", Icon::CHECK, "Done", move || form.shown.set(None)),
        ))
}

pub(super) fn area(label: &'static str, rows: u8, value: RwSignal<String>) -> El {
    el("label").class("field").child((
        el("span").child(label),
        el("textarea")
            .attr("rows", rows.to_string())
            .value(move || value.get())
            .on_input(move |text| value.set(text)),
    ))
}
