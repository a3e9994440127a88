//! The forms that the assistant runs: what is asked, and what follows (G1, G2, H1).

use super::inputs::{area, check, choose, draft_end, fresh_id, lines, options, tag_field, text};
use crate::api;
use crate::desk::Desk;
use crate::screen::SettingsScreen;
use crate::unsaved;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::TestRules;
use protocol::settings::{Section, Settings};
use protocol::{
    Action, ActionId, Completion, Condition, Consequence, Field, FieldKind, Problem, Route, Rule,
    RuleId, Tag,
};
use ui::Icon;
use ui::dom::{El, View, el};

/// Kinds of answers, as the form names them.
const KINDS: &[(&str, &str)] = &[
    ("text", "Text"),
    ("choice", "Choice"),
    ("email", "An e-mail address"),
    ("number", "A number"),
    ("date", "Date"),
    ("file", "A file or screenshot"),
    ("consent", "Consent"),
];

const ROUTES: &[(&str, &str)] = &[
    ("assistant", "The assistant goes on"),
    ("support", "A person takes over"),
    ("sales", "Create a lead"),
];

/// A form that is edited.
#[derive(Clone)]
struct Draft {
    /// The one it replaces; by its id, as the list may have changed meanwhile.
    replaces: Option<ActionId>,
    action: Action,
    /// Whether the rule that runs it comes with it.
    is_for_buyers: bool,
}

/// What the section holds.
#[derive(Clone, Copy)]
struct Actions {
    desk: Desk,
    actions: RwSignal<Vec<Action>>,
    draft: RwSignal<Option<Draft>>,
    secret: RwSignal<Option<String>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    /// A rule that was saved with a form.
    added: RwSignal<Option<Rule>>,
}

/// The section's content; `added` tells of rules it saves.
pub(super) fn view(desk: Desk, added: RwSignal<Option<Rule>>) -> impl View {
    let form = Actions {
        desk,
        actions: RwSignal::default(),
        draft: RwSignal::new(None),
        secret: RwSignal::new(None),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
        added,
    };
    spawn_local(async move {
        match api::settings().await {
            Ok(settings) => {
                let _gone = form.actions.try_set(settings.actions);
            }
            Err(problem) => form.fail(problem),
        }
    });
    (
        el("p").child(
            "The assistant asks these questions one by one, in the chat. A rule runs a form; a \
             model may, where its description fits.",
        ),
        move || list(form),
        move || match form.draft.get() {
            Some(draft) => editor(form, draft),
            None => el("div").class("row-start").child((
                button("", Icon::ADD, "Add a form", move || {
                    form.edit(None, blank(), false);
                }),
                button("", Icon::ADD, "Add a demo-request form", move || {
                    form.edit(None, for_buyers(), true);
                }),
            )),
        },
        refusal(move || form.problem.with(|it| it.as_ref().map(ui::refused))),
        el("div").class("row-end").child((
            el("span")
                .attr("role", "status")
                .child(move || form.saved.get().then_some("Saved.")),
            button(
                "quiet",
                Icon::LOCK,
                "Show webhook secret",
                move || form.show_secret(false),
            ),
            move || {
                form.secret.with(Option::is_some).then(|| {
                    button("quiet", Icon::RETURN, "New secret", move || {
                        form.desk.ask(ui::say!("Make another secret? Your systems have a day to change to it: until then \
                             webhooks are signed by both."),
                            "New secret",
                            move || form.show_secret(true),
                        );
                    })
                })
            },
        )),
        move || {
            form.secret
                .get()
                .map(|secret| el("pre").child(el("code").child(secret)))
        },
    )
}

impl Actions {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn edit(self, replaces: Option<ActionId>, action: Action, is_for_buyers: bool) {
        self.saved.set(false);
        self.draft.set(Some(Draft {
            replaces,
            action,
            is_for_buyers,
        }));
    }

    /// Changes the form that is edited; what it shows stays as it is.
    fn change(self, to: impl FnOnce(&mut Action)) {
        self.draft.update_untracked(|draft| {
            if let Some(draft) = draft {
                to(&mut draft.action);
            }
        });
    }

    /// Changes one of its questions.
    fn change_field(self, number: usize, to: impl FnOnce(&mut Field)) {
        self.change(|action| {
            if let Some(field) = action.fields.get_mut(number) {
                to(field);
            }
        });
    }

    fn save(self) {
        let Some(mut draft) = self.draft.get_untracked() else {
            return;
        };
        if draft.replaces.is_none() {
            draft.action.id = self.actions.with_untracked(|known| {
                let is_taken = |id: &ActionId| known.iter().any(|it| it.id == *id);
                fresh_id(&draft.action.name, ActionId::named, is_taken)
            });
        }
        self.problem.set(None);
        spawn_local(async move {
            let rule = match Self::rule(&draft).await {
                Ok(rule) => rule,
                Err(problem) => return self.fail(problem),
            };
            let added = rule.as_ref().map(|(rule, _)| rule.clone());
            self.change_settings(move |settings| {
                let is_replaced = |known: &&mut Action| draft.replaces.as_ref() == Some(&known.id);
                match settings.actions.iter_mut().find(is_replaced) {
                    Some(known) => *known = draft.action,
                    None => settings.actions.push(draft.action),
                }
                if let Some((rule, rules)) = rule {
                    settings.rules.get_or_insert(rules).push(rule);
                }
            })
            .await;
            // Only if it was saved is there no draft any more.
            if added.is_some() && self.draft.try_get_untracked().flatten().is_none() {
                let _gone = self.added.try_set(added);
            }
        });
    }

    /// A form for buyers comes with the rule that runs it; and the rules there are without it.
    async fn rule(draft: &Draft) -> Result<Option<(Rule, Vec<Rule>)>, Problem> {
        if !draft.is_for_buyers {
            return Ok(None);
        }
        let rules = api::test_rules(&TestRules::default()).await?.rules;
        let name = draft.action.name.trim();
        let is_taken = |id: &RuleId| rules.iter().any(|it| it.id == *id);
        let rule = Rule {
            id: fresh_id(name, RuleId::named, is_taken),
            name: name.to_owned(),
            when: Condition::WantsToBuy,
            then: Consequence {
                run: Some(draft.action.id.clone()),
                ..Consequence::default()
            },
        };
        Ok(Some((rule, rules)))
    }

    fn remove(self, id: ActionId) {
        self.problem.set(None);
        spawn_local(async move {
            self.change_settings(move |settings| settings.actions.retain(|it| it.id != id))
                .await;
        });
    }

    async fn change_settings(self, change: impl FnOnce(&mut Settings)) {
        match api::change_settings(&[Section::Actions, Section::Rules], None, change).await {
            Ok(settings) => {
                unsaved::clear(SettingsScreen::Forms.name());
                let _gone = self.actions.try_set(settings.actions);
                let _gone = self.draft.try_set(None);
                let _gone = self.saved.try_set(true);
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn show_secret(self, is_new: bool) {
        spawn_local(async move {
            let answer = match is_new {
                true => api::new_webhook_secret().await,
                false => api::webhook_secret().await,
            };
            match answer {
                Ok(answer) => {
                    let _gone = self.secret.try_set(Some(answer.secret));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }
}

fn question(name: &str, question: &str, kind: FieldKind) -> Field {
    Field {
        name: ui::said(name),
        question: ui::said(question),
        kind,
        optional: false,
    }
}

fn blank() -> Action {
    Action {
        id: ActionId::named(""),
        name: String::new(),
        description: String::new(),
        opening: String::new(),
        fields: vec![question("", "", FieldKind::Text)],
        confirm: true,
        then: Completion {
            route: Route::Support,
            ..Completion::default()
        },
    }
}

/// What sales wants to know, to begin with.
fn for_buyers() -> Action {
    Action {
        id: ActionId::named("Demo request"),
        name: ui::say!("Demo request"),
        description: ui::say!(
            "They want to buy, see a demo, or know a price for their organisation"
        ),
        opening: ui::say!(
            "Happy to help. A few quick questions so we can connect you with the right person."
        ),
        fields: vec![
            question("Name", "What is your name?", FieldKind::Text),
            question("E-mail", "What's your email?", FieldKind::Email),
            question(
                "Organisation",
                "Which organization are you with?",
                FieldKind::Text,
            ),
            question(
                "Consent",
                "Can our sales team contact you?",
                FieldKind::Consent,
            ),
        ],
        confirm: false,
        then: Completion {
            route: Route::Sales,
            tags: Tag::new("sales").into_iter().collect(),
            ..Completion::default()
        },
    }
}

fn list(form: Actions) -> El {
    let actions: Vec<El> = form
        .actions
        .get()
        .into_iter()
        .map(|action| {
            let questions: Vec<&str> = action.fields.iter().map(|it| it.name.as_str()).collect();
            let route = ROUTES
                .iter()
                .find(|(name, _)| *name == route_name(action.then.route));
            let edited = action.clone();
            let id = action.id.clone();
            el("li").child((
                el("span").class("rule").child((
                    el("b").child(action.name.clone()),
                    el("span").child(ui::say!(
                        "Asks for: {questions}.",
                        questions = questions.join(", ")
                    )),
                    route.map(|(_, words)| {
                        el("span").child(ui::say!("Then: {words}.", words = ui::said(words)))
                    }),
                )),
                el("span").class("does").child((
                    button("quiet", Icon::WRITE, "Edit", move || {
                        form.edit(Some(edited.id.clone()), edited.clone(), false);
                    }),
                    button("quiet", Icon::CLOSE, "Remove", move || {
                        let id = id.clone();
                        form.desk
                            .ask(ui::say!("Remove this form?"), "Remove", move || {
                                form.remove(id.clone());
                            });
                    }),
                )),
            ))
        })
        .collect();
    if actions.is_empty() {
        return el("p").child("There are no forms.");
    }
    el("ul").class("rules").child(actions)
}

fn editor(form: Actions, draft: Draft) -> El {
    let action = draft.action;
    let n_fields = action.fields.len();
    let fields: Vec<El> = action
        .fields
        .iter()
        .enumerate()
        .map(|(number, field)| self::field(form, number, field, n_fields > 1))
        .collect();
    let then = &action.then;
    el("form")
        .class("editor")
        .on("submit", move |event| {
            event.prevent_default();
            form.save();
        })
        .child((
            (
                text("Name of the form", &action.name, move |text| {
                    form.change(|it| it.name = text);
                }),
                text("When to use this form", &action.description, move |text| {
                    form.change(|it| it.description = text)
                }),
                text("Intro message", &action.opening, move |text| {
                    form.change(|it| it.opening = text);
                }),
            ),
            fields,
            el("div").class("row-start").child(button(
                "",
                Icon::ADD,
                "Add a question",
                move || {
                    form.change(|it| it.fields.push(question("", "", FieldKind::Text)));
                    form.draft.notify();
                },
            )),
            check(
                "Show a summary before sending",
                action.confirm,
                move |is_on| form.change(|it| it.confirm = is_on),
            ),
            (
                choose(
                    "Then",
                    &options(ROUTES),
                    route_name(then.route),
                    move |name| {
                        form.change(|it| it.then.route = route_of(&name));
                    },
                ),
                tag_field(
                    form.desk,
                    "Tags it gets then, with commas between",
                    &then.tags,
                    Box::new(move |tags| form.change(|it| it.then.tags = tags)),
                ),
                text(
                    "Address the details are posted to, signed",
                    then.webhook.as_deref().unwrap_or_default(),
                    move |text| {
                        let address = text.trim().to_owned();
                        form.change(|it| {
                            it.then.webhook = (!address.is_empty()).then_some(address)
                        });
                    },
                ),
                text("Closing message", &then.reply, move |text| {
                    form.change(|it| it.then.reply = text)
                }),
            ),
            draft_end("button primary", "Save the form", move || {
                form.draft.set(None)
            }),
        ))
}

/// One question.
fn field(form: Actions, number: usize, field: &Field, may_go: bool) -> El {
    let more = match &field.kind {
        FieldKind::Choice(choices) => Some(area(
            "Choices, one a line",
            3,
            &choices.join("\n"),
            move |text| {
                form.change_field(number, |it| it.kind = FieldKind::Choice(lines(&text)));
            },
        )),
        FieldKind::Number { least, most } => {
            let shown = |bound: &Option<f64>| bound.map(|it| it.to_string()).unwrap_or_default();
            Some(el("div").class("pair").child((
                text("From", &shown(least), move |text| {
                    form.change_field(number, |it| {
                        if let FieldKind::Number { least, .. } = &mut it.kind {
                            *least = bound(&text);
                        }
                    });
                }),
                text("To", &shown(most), move |text| {
                    form.change_field(number, |it| {
                        if let FieldKind::Number { most, .. } = &mut it.kind {
                            *most = bound(&text);
                        }
                    });
                }),
            )))
        }
        _ => None,
    };
    el("fieldset").class("part").child((
        el("legend").child(ui::say!("Question {number}", number = number + 1)),
        text("Question", &field.question, move |text| {
            form.change_field(number, |it| it.question = text);
        }),
        el("div").class("pair").child((
            text("Label for agents", &field.name, move |text| {
                form.change_field(number, |it| it.name = text);
            }),
            choose(
                "Answer",
                &options(KINDS),
                kind_name(&field.kind),
                move |kind| {
                    form.change_field(number, |it| it.kind = kind_of(&kind));
                    form.draft.notify();
                },
            ),
        )),
        more,
        check("Optional", field.optional, move |is_on| {
            form.change_field(number, |it| it.optional = is_on);
        }),
        may_go.then(|| {
            button("quiet", Icon::CLOSE, "Remove the question", move || {
                form.change(|it| {
                    it.fields.remove(number);
                });
                form.draft.notify();
            })
        }),
    ))
}

/// A bound of a number; what is none is out of bounds, and the check says so.
fn bound(text: &str) -> Option<f64> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse().unwrap_or(f64::MAX))
}

fn kind_name(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text => "text",
        FieldKind::Number { .. } => "number",
        FieldKind::Choice(_) => "choice",
        FieldKind::Email => "email",
        FieldKind::Date => "date",
        FieldKind::File => "file",
        FieldKind::Consent => "consent",
    }
}

fn kind_of(name: &str) -> FieldKind {
    match name {
        "number" => FieldKind::Number {
            least: None,
            most: None,
        },
        "choice" => FieldKind::Choice(Vec::new()),
        "email" => FieldKind::Email,
        "date" => FieldKind::Date,
        "file" => FieldKind::File,
        "consent" => FieldKind::Consent,
        _ => FieldKind::Text,
    }
}

fn route_name(route: Route) -> &'static str {
    match route {
        Route::Assistant => "assistant",
        Route::Support => "support",
        Route::Sales => "sales",
    }
}

fn route_of(name: &str) -> Route {
    match name {
        "support" => Route::Support,
        "sales" => Route::Sales,
        _ => Route::Assistant,
    }
}
