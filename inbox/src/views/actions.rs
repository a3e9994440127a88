//! The forms that the assistant runs: what is asked, and what follows (G1, G2, H1).

use super::form::{area, check, choose, lines, options, tag_list, tags, text};
use super::{button, refusal};
use crate::api;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Settings, TestRules};
use protocol::{
    Action, Completion, Condition, Consequence, Field, FieldKind, Problem, Route, Rule,
};
use ui::IconName;
use ui::dom::{El, View, el};

/// Kinds of answers, as the form names them.
const KINDS: &[(&str, &str)] = &[
    ("text", "Words"),
    ("choice", "One of some choices"),
    ("email", "An e-mail address"),
    ("number", "A number"),
    ("date", "A day"),
    ("file", "A file or screenshot"),
    ("consent", "Agreement"),
];

const ROUTES: &[(&str, &str)] = &[
    ("assistant", "The assistant goes on"),
    ("support", "A person takes over"),
    ("sales", "Sales gets a lead"),
];

/// A form that is edited, and which of the list it replaces.
#[derive(Clone)]
struct Draft {
    number: Option<usize>,
    action: Action,
}

/// What the section holds.
#[derive(Clone, Copy)]
struct Actions {
    actions: RwSignal<Vec<Action>>,
    draft: RwSignal<Option<Draft>>,
    secret: RwSignal<Option<String>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
    /// A rule that was saved with a form.
    added: RwSignal<Option<Rule>>,
}

/// The section's content; `added` tells of rules it saves.
pub(super) fn view(added: RwSignal<Option<Rule>>) -> impl View {
    let form = Actions {
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
                button("", IconName::Add, "Add a form", move || {
                    form.edit(None, blank())
                }),
                button("", IconName::Add, "Add a form for buyers", move || {
                    form.edit(None, for_buyers());
                }),
            )),
        },
        refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
        el("div").class("row-end").child((
            el("span")
                .attr("role", "status")
                .child(move || form.saved.get().then_some("Saved.")),
            button(
                "quiet",
                IconName::Lock,
                "Show the webhooks' secret",
                move || form.show_secret(),
            ),
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

    fn edit(self, number: Option<usize>, action: Action) {
        self.saved.set(false);
        self.draft.set(Some(Draft { number, action }));
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
        let Some(Draft { number, action }) = self.draft.get_untracked() else {
            return;
        };
        let added = (number.is_none() && action.then.route == Route::Sales).then(|| action.clone());
        self.put(added, move |actions| match number {
            Some(number) if number < actions.len() => actions[number] = action,
            _ => actions.push(action),
        });
    }

    /// A form for buyers comes with the rule that runs it, if none does.
    async fn with_rule(self, action: &Action) -> Result<Settings, Problem> {
        let tested = api::test_rules(&TestRules::default()).await?;
        let runs = |rule: &Rule| rule.then.run.as_ref() == Some(&action.name);
        if tested.rules.iter().any(runs) {
            return api::settings().await;
        }
        let rule = Rule {
            name: action.name.clone(),
            when: Condition::WantsToBuy,
            then: Consequence {
                run: Some(action.name.clone()),
                ..Consequence::default()
            },
        };
        let saved = api::change_settings(|settings| {
            let rules = settings.rules.get_or_insert(tested.rules);
            rules.push(rule.clone());
        });
        let saved = saved.await?;
        let _gone = self.added.try_set(Some(rule));
        Ok(saved)
    }

    fn put(self, added: Option<Action>, change: impl FnOnce(&mut Vec<Action>) + 'static) {
        self.problem.set(None);
        spawn_local(async move {
            let saved = async {
                let settings =
                    api::change_settings(|settings| change(&mut settings.actions)).await?;
                match added {
                    Some(action) => self.with_rule(&action).await,
                    None => Ok(settings),
                }
            };
            match saved.await {
                Ok(settings) => {
                    let _gone = self.actions.try_set(settings.actions);
                    let _gone = self.draft.try_set(None);
                    let _gone = self.saved.try_set(true);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn show_secret(self) {
        spawn_local(async move {
            match api::webhook_secret().await {
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
        name: name.to_owned(),
        question: question.to_owned(),
        kind,
        optional: false,
    }
}

fn blank() -> Action {
    Action {
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
        name: "Demo request".to_owned(),
        description: "They want to buy, see a demo, or know a price for their organisation"
            .to_owned(),
        opening: "Happy to. A few questions first, so that the right person writes to you."
            .to_owned(),
        fields: vec![
            question("Name", "What is your name?", FieldKind::Text),
            question("E-mail", "Where can we write to you?", FieldKind::Email),
            question(
                "Organisation",
                "Which organisation is it for?",
                FieldKind::Text,
            ),
            question(
                "Consent",
                "May our sales team write to you about it?",
                FieldKind::Consent,
            ),
        ],
        confirm: false,
        then: Completion {
            route: Route::Sales,
            tags: tags("sales"),
            ..Completion::default()
        },
    }
}

fn list(form: Actions) -> El {
    let actions: Vec<El> = form
        .actions
        .get()
        .into_iter()
        .enumerate()
        .map(|(number, action)| {
            let questions: Vec<&str> = action.fields.iter().map(|it| it.name.as_str()).collect();
            let route = ROUTES
                .iter()
                .find(|(name, _)| *name == route_name(action.then.route));
            let edited = action.clone();
            el("li").child((
                el("span").class("rule").child((
                    el("b").child(action.name.clone()),
                    el("span").child(format!("Asks for: {}.", questions.join(", "))),
                    route.map(|(_, words)| el("span").child(format!("Then: {words}."))),
                )),
                el("span").class("does").child((
                    button("quiet", IconName::Write, "Edit", move || {
                        form.edit(Some(number), edited.clone());
                    }),
                    button("quiet", IconName::Close, "Remove", move || {
                        let sure = window().confirm_with_message("Remove this form?");
                        if sure.unwrap_or_default() {
                            form.put(None, move |actions| {
                                actions.remove(number);
                            });
                        }
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
                text(
                    "When a model may run it, in plain words",
                    &action.description,
                    move |text| form.change(|it| it.description = text),
                ),
                text("What it says first", &action.opening, move |text| {
                    form.change(|it| it.opening = text);
                }),
            ),
            fields,
            el("div").class("row-start").child(button(
                "",
                IconName::Add,
                "Add a question",
                move || {
                    form.change(|it| it.fields.push(question("", "", FieldKind::Text)));
                    form.draft.notify();
                },
            )),
            check(
                "Show everything once more before it is sent",
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
                text(
                    "Tags it gets then, with commas between",
                    &tag_list(&then.tags),
                    move |text| form.change(|it| it.then.tags = tags(&text)),
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
                text(
                    "What it says at the end, where the assistant goes on",
                    &then.reply,
                    move |text| form.change(|it| it.then.reply = text),
                ),
            ),
            el("div").class("row-end").child((
                button("quiet", IconName::Close, "Cancel", move || {
                    form.draft.set(None)
                }),
                el("button")
                    .attr("type", "submit")
                    .class("button primary")
                    .child("Save the form"),
            )),
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
                            *least = text.trim().parse().ok();
                        }
                    });
                }),
                text("To", &shown(most), move |text| {
                    form.change_field(number, |it| {
                        if let FieldKind::Number { most, .. } = &mut it.kind {
                            *most = text.trim().parse().ok();
                        }
                    });
                }),
            )))
        }
        _ => None,
    };
    el("fieldset").class("part").child((
        el("legend").child(format!("Question {}", number + 1)),
        text("Question", &field.question, move |text| {
            form.change_field(number, |it| it.question = text);
        }),
        el("div").class("pair").child((
            text("Its name in the packet", &field.name, move |text| {
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
        check("May be left out", field.optional, move |is_on| {
            form.change_field(number, |it| it.optional = is_on);
        }),
        may_go.then(|| {
            button("quiet", IconName::Close, "Remove the question", move || {
                form.change(|it| {
                    it.fields.remove(number);
                });
                form.draft.notify();
            })
        }),
    ))
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
