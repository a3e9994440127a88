//! The rules: when people take over, and a tester that says which rule fires and why, and what would
//! have become of past conversations (B15, B16).

mod tried;

use super::condition::{self, in_words};
use super::inputs;
use super::inputs::{choose, draft_end, fresh_id, options, tag_field, tag_list, text};
use crate::api;
use crate::desk::Desk;
use crate::views::{button, reason_in_words, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Agent, ReplayRules, RuleTest, TestRules};
use protocol::settings::{Section, Settings};
use protocol::{Action, ActionId, Assignee, Condition, Consequence, Problem, Reason, Rule, RuleId};
use std::rc::Rc;
use tried::Replay;
use ui::Icon;
use ui::dom::{El, View, el};

/// Past conversations that a draft is tried on: the newest. Some minutes of reading.
const REPLAYED: usize = 50;

/// Reasons a rule may hand over for.
const REASONS: &[(&str, Reason)] = &[
    ("topic", Reason::Topic),
    ("keyword", Reason::Keyword),
    ("asked_for_person", Reason::AskedForPerson),
    ("frustration", Reason::Frustration),
    ("complexity", Reason::Complexity),
];

/// A rule that is edited, and which of the list it replaces.
#[derive(Clone)]
struct Draft {
    number: Option<usize>,
    rule: Rule,
}

/// What the section holds.
#[derive(Clone, Copy)]
struct Rules {
    desk: Desk,
    /// The rules as they are edited; nothing counts before it is saved.
    rules: RwSignal<Vec<Rule>>,
    /// Whether they have come: nothing is edited before.
    is_loaded: RwSignal<bool>,
    draft: RwSignal<Option<Draft>>,
    /// Whom and what a rule may name.
    agents: RwSignal<Vec<Agent>>,
    actions: RwSignal<Vec<Action>>,
    /// The settings as they were loaded, or saved since.
    loaded: RwSignal<Option<Settings>>,
    message: RwSignal<String>,
    test: RwSignal<Option<RuleTest>>,
    /// Past conversations tried, and those that would come out otherwise.
    replayed: RwSignal<Option<Replay>>,
    is_changed: RwSignal<bool>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// The section's content. A rule that another section saved is taken in, so that it is not lost when
/// these are saved.
pub(super) fn view(desk: Desk, added: RwSignal<Option<Rule>>) -> impl View {
    let form = Rules {
        desk,
        rules: RwSignal::default(),
        is_loaded: RwSignal::new(false),
        draft: RwSignal::new(None),
        agents: RwSignal::default(),
        actions: RwSignal::default(),
        loaded: RwSignal::new(None),
        message: RwSignal::default(),
        test: RwSignal::new(None),
        replayed: RwSignal::new(None),
        is_changed: RwSignal::new(false),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    form.load();
    Effect::new(move |_| {
        if let Some(mut rule) = added.get() {
            form.rules.update(|rules| {
                let is_taken = |id: &RuleId| rules.iter().any(|it| it.id == *id);
                rule.id = fresh_id(&rule.name, RuleId::named, is_taken);
                rules.push(rule);
            });
            form.load_settings();
        }
    });
    (
        el("p").child(
            "Rules run in order; the first match hands over. If none matches, the assistant answers \
             or, if it can't, hands over.",
        ),
        move || form.is_loaded.get().then(|| list(form)),
        move || match form.draft.get() {
            _ if !form.is_loaded.get() => el("p").child("Loading…"),
            Some(draft) => editor(form, draft),
            None => {
                el("div")
                    .class("row-start")
                    .child(button("", Icon::ADD, "Add a rule", move || {
                        form.edit(Draft {
                            number: None,
                            rule: Rule {
                                id: RuleId::named(""),
                                name: String::new(),
                                when: condition::fresh("phrase"),
                                then: Consequence {
                                    hand_off: Some(Reason::Keyword),
                                    ..Consequence::default()
                                },
                            },
                        });
                    }))
            }
        },
        el("form")
            .attr("data-tries", "")
            .on("submit", move |event| {
                event.prevent_default();
                form.try_it();
            })
            .child((
                crate::views::field("Test a message", "text", "off", form.message),
                el("div").class("row-end").child((
                    button("", Icon::RETURN, "Replay past conversations", move || {
                        form.replay()
                    }),
                    el("button")
                        .attr("type", "submit")
                        .class("button")
                        .child("Test"),
                )),
            )),
        (
            move || {
                let test = form.test.get()?;
                Some(form.actions.with(|forms| tried::outcome(test, forms)))
            },
            move || form.replayed.get().map(tried::replay),
        ),
        refusal(move || form.problem.with(|it| it.as_ref().map(ui::refused))),
        el("div").class("row-end").child((
            el("span").attr("role", "status").child(move || {
                if form.saved.get() {
                    Some("Saved.")
                } else {
                    form.is_changed.get().then_some("Not saved yet.")
                }
            }),
            el("button")
                .attr("type", "button")
                .class("button primary")
                .attr("aria-disabled", move || {
                    let is_edited = form.draft.with(Option::is_some);
                    (!form.is_changed.get() && !is_edited).to_string()
                })
                .on("click", move |_| form.save())
                .child("Save changes"),
        )),
    )
}

impl Rules {
    /// The settings that these rules are part of, with the names of the forms they run.
    fn load_settings(self) {
        spawn_local(async move {
            match api::settings().await {
                Ok(settings) => {
                    let _gone = self.actions.try_set(settings.actions.clone());
                    let _gone = self.loaded.try_set(Some(settings));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn load(self) {
        self.load_settings();
        let nothing = TestRules::default();
        spawn_local(async move {
            match api::test_rules(&nothing).await {
                Ok(test) => {
                    let _gone = self.rules.try_set(test.rules);
                    let _gone = self.is_loaded.try_set(true);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    /// Edits a rule, with the agents and actions there are now.
    fn edit(self, draft: Draft) {
        spawn_local(async move {
            if let Ok(agents) = api::agents().await {
                let _gone = self.agents.try_set(agents);
            }
            if let Ok(settings) = api::settings().await {
                let _gone = self.actions.try_set(settings.actions);
            }
            let _gone = self.draft.try_set(Some(draft));
        });
    }

    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn changed(self) {
        self.is_changed.set(true);
        crate::unsaved::mark();
        self.saved.set(false);
    }

    /// Changes the rule that is edited; what it shows stays as it is.
    fn change(self, to: impl FnOnce(&mut Rule)) {
        self.draft.update_untracked(|draft| {
            if let Some(draft) = draft {
                to(&mut draft.rule);
            }
        });
    }

    /// The list with the rule that is edited, as far as it says anything.
    fn with_draft(self) -> Vec<Rule> {
        let mut rules = self.rules.get_untracked();
        let Some(Draft { number, mut rule }) = self.draft.get_untracked() else {
            return rules;
        };
        rule.name = rule.name.trim().to_owned();
        if is_empty(&rule.when) {
            return rules;
        }
        if rule.name.is_empty() {
            // It is tried before it has one.
            rule.name = "…".to_owned();
        }
        match number {
            Some(number) if number < rules.len() => rules[number] = rule,
            _ => {
                let is_taken = |id: &RuleId| rules.iter().any(|it| it.id == *id);
                rule.id = fresh_id(&rule.name, RuleId::named, is_taken);
                // The newest first: what was just written is meant to win.
                rules.insert(0, rule);
            }
        }
        rules
    }

    /// Puts what was edited into the list; whether it could be.
    fn put(self) -> bool {
        let lacks = self.draft.with_untracked(|draft| {
            let draft = draft.as_ref();
            draft.is_some_and(|it| it.rule.name.trim().is_empty() || is_empty(&it.rule.when))
        });
        if lacks {
            let what = "a rule needs a name, and something in each of its conditions";
            self.fail(Problem::new(protocol::Code::Invalid, what));
            return false;
        }
        self.rules.set(self.with_draft());
        self.draft.set(None);
        self.problem.set(None);
        self.changed();
        true
    }

    fn try_it(self) {
        let asked = TestRules {
            message: self.message.get_untracked(),
            rules: Some(self.with_draft()),
        };
        if asked.message.trim().is_empty() {
            return;
        }
        self.problem.set(None);
        spawn_local(async move {
            match api::test_rules(&asked).await {
                Ok(test) => {
                    let _gone = self.test.try_set(Some(test));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    /// Tries the draft on past conversations, one after the other.
    fn replay(self) {
        self.problem.set(None);
        self.replayed.set(Some(Replay::default()));
        let rules = self.with_draft();
        spawn_local(async move {
            let mut replay = Replay::default();
            let replayed: Result<(), Problem> = async {
                for summary in api::conversations(REPLAYED).await?.items {
                    let asked = ReplayRules {
                        conversation: summary.id,
                        rules: rules.clone(),
                    };
                    replay.take(api::replay(&asked).await?);
                    if self.replayed.try_set(Some(replay.clone())).is_some() {
                        break;
                    }
                }
                Ok(())
            }
            .await;
            if let Err(problem) = replayed {
                self.fail(problem);
            }
            replay.is_done = true;
            let _gone = self.replayed.try_set(Some(replay));
        });
    }

    fn save(self) {
        // Whoever saves means what is open, too.
        if self.draft.with_untracked(Option::is_some) && !self.put() {
            return;
        }
        if !self.is_changed.get_untracked() {
            return;
        }
        self.problem.set(None);
        let screen = crate::unsaved::shown();
        spawn_local(async move {
            let rules = self.rules.get_untracked();
            let sent = rules.clone();
            let loaded = self.loaded.get_untracked();
            let saved = api::change_settings(&[Section::Rules], loaded.as_ref(), |all| {
                all.rules = Some(rules);
            });
            let saved = saved.await;
            if let Ok(settings) = &saved {
                crate::unsaved::clear(&screen);
                let _gone = self.loaded.try_set(Some(settings.clone()));
            }
            match saved {
                // What was changed meanwhile is not saved yet.
                Ok(_)
                    if self
                        .rules
                        .try_get_untracked()
                        .is_some_and(|now| now != sent) => {}
                Ok(_) => {
                    let _gone = self.saved.try_set(true);
                    let _gone = self.is_changed.try_set(false);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }
}

/// Whether a condition asks for something that was left empty.
fn is_empty(condition: &Condition) -> bool {
    match condition {
        Condition::All(list) | Condition::Any(list) => list.iter().any(is_empty),
        Condition::Not(inner) => is_empty(inner),
        Condition::Phrase(texts) | Condition::Topic(texts) => texts.is_empty(),
        Condition::Page(text) | Condition::Collected { field: text, .. } => text.is_empty(),
        _ => false,
    }
}

fn list(form: Rules) -> El {
    let is_free = form.draft.with(Option::is_none);
    let rules: Vec<El> = form
        .rules
        .get()
        .into_iter()
        .enumerate()
        .map(|(number, rule)| {
            let edited = rule.clone();
            el("li").child((
                el("span").class("rule").child((
                    el("b").child(rule.name.clone()),
                    el("span").child(ui::say!(
                        "When {condition}.",
                        condition = in_words(&rule.when)
                    )),
                    el("span").child(form.actions.with(|forms| then(&rule.then, forms))),
                )),
                // While one is edited, the others keep their places.
                is_free.then(|| {
                    el("span").class("does").child((
                        (number > 0).then(|| {
                            button("quiet", Icon::UP, "Move up", move || {
                                form.rules.update(|rules| rules.swap(number - 1, number));
                                form.changed();
                            })
                        }),
                        button("quiet", Icon::WRITE, "Edit", move || {
                            form.edit(Draft {
                                number: Some(number),
                                rule: edited.clone(),
                            });
                        }),
                        button("quiet", Icon::CLOSE, "Remove", move || {
                            form.rules.update(|rules| {
                                rules.remove(number);
                            });
                            form.changed();
                        }),
                    ))
                }),
            ))
        })
        .collect();
    if rules.is_empty() {
        return el("p").child("There are no rules.");
    }
    el("ol").class("rules").child(rules)
}

/// The form of a rule.
fn editor(form: Rules, draft: Draft) -> El {
    let rule = draft.rule;
    let edit: condition::Edit = Rc::new(move |path, is_drawn_anew, to| {
        form.change(|rule| {
            if let Some(inner) = condition::at(&mut rule.when, path) {
                to(inner);
            }
        });
        if is_drawn_anew {
            form.draft.notify();
        }
    });
    let reasons: Vec<(String, String)> = std::iter::once((String::new(), ui::say!("Nobody")))
        .chain(REASONS.iter().map(|(name, reason)| {
            let words = ui::say!("A person ({reason})", reason = reason_in_words(*reason));
            ((*name).to_owned(), words)
        }))
        .collect();
    let reason = rule.then.hand_off.and_then(|reason| {
        let mut reasons = REASONS.iter();
        reasons.find(|(_, it)| *it == reason).map(|(name, _)| *name)
    });
    let nobody = || options(&[("", "Anyone")]);
    let mut agents = form.agents.get_untracked();
    // Who may not sign in any more is nobody's choice, but stands where a rule names them.
    let named = rule.then.assign.as_ref().map(|to| to.id.clone());
    agents.retain(|it| !it.is_inactive || named.as_ref() == Some(&it.id));
    let assignees: Vec<(String, String)> = nobody()
        .into_iter()
        .chain(agents.iter().map(|it| (it.id.to_string(), it.name.clone())))
        .collect();
    let actions: Vec<(String, String)> = options(&[("", "None")])
        .into_iter()
        .chain(form.actions.with_untracked(|actions| {
            let names = actions
                .iter()
                .map(|it| (it.id.to_string(), it.name.clone()));
            names.collect::<Vec<_>>()
        }))
        .collect();
    let assigned = rule.then.assign.as_ref().map(|it| it.id.to_string());
    el("form")
        .class("editor")
        .on("submit", move |event| {
            event.prevent_default();
            let _is_put = form.put();
        })
        .child((
            (
                text("Name of the rule", &rule.name, move |text| {
                    form.change(|rule| rule.name = text);
                }),
                condition::form(&rule.when, &[], &edit),
            ),
            choose("Then", &reasons, reason.unwrap_or_default(), move |name| {
                let reason = REASONS.iter().find(|(known, _)| *known == name);
                form.change(|rule| rule.then.hand_off = reason.map(|(_, reason)| *reason));
            }),
            choose(
                "Assign to",
                &assignees,
                &assigned.unwrap_or_default(),
                move |id| {
                    let agent = agents.iter().find(|agent| agent.id.as_str() == id);
                    form.change(|rule| {
                        rule.then.assign = agent.map(|agent| Assignee {
                            id: agent.id.clone(),
                            name: agent.name.clone(),
                        });
                    });
                },
            ),
            choose(
                "Run this form first",
                &actions,
                rule.then.run.as_ref().map_or("", ActionId::as_str),
                move |id| form.change(|rule| rule.then.run = ActionId::new(id).ok()),
            ),
            (
                inputs::check("Mark as urgent", rule.then.urgent, move |is_on| {
                    form.change(|rule| rule.then.urgent = is_on);
                }),
                inputs::check(
                    "Confirm with the learner first",
                    rule.then.confirm,
                    move |is_on| {
                        form.change(|rule| rule.then.confirm = is_on);
                    },
                ),
            ),
            (
                text(
                    "Webhook URL",
                    rule.then.alert.as_deref().unwrap_or_default(),
                    move |text| {
                        let address = text.trim().to_owned();
                        form.change(|rule| {
                            rule.then.alert = (!address.is_empty()).then_some(address);
                        });
                    },
                ),
                text(
                    "Or ask a clarifying question",
                    rule.then.ask_back.as_deref().unwrap_or_default(),
                    move |text| {
                        let question = text.trim().to_owned();
                        form.change(|rule| {
                            rule.then.ask_back = (!question.is_empty()).then_some(question);
                        });
                    },
                ),
                tag_field(
                    form.desk,
                    "Tags (comma-separated)",
                    &rule.then.tags,
                    Box::new(move |tags| form.change(|rule| rule.then.tags = tags)),
                ),
            ),
            draft_end(
                "button",
                if draft.number.is_some() {
                    "Done"
                } else {
                    "Add"
                },
                move || form.draft.set(None),
            ),
        ))
}

fn then(then: &Consequence, forms: &[Action]) -> String {
    let mut parts = Vec::new();
    if let Some(id) = &then.run {
        let mut forms = forms.iter();
        let name = forms.find(|it| it.id == *id).map(|it| it.name.as_str());
        let name = name.unwrap_or(id.as_str());
        parts.push(ui::say!("The form “{name}” is run", name = name));
    }
    if let Some(reason) = then.hand_off {
        let reason = reason_in_words(reason);
        if then.confirm {
            parts.push(ui::say!("The learner is asked first"));
        }
        parts.push(match &then.assign {
            Some(agent) => {
                ui::say!(
                    "{agent} takes over ({reason})",
                    agent = agent.name,
                    reason = reason
                )
            }
            None => ui::say!("A person takes over ({reason})", reason = reason),
        });
        if then.urgent {
            parts.push(ui::say!("Before all others"));
        }
    }
    if let Some(address) = &then.alert {
        let host = address.split('/').nth(2).unwrap_or_default();
        parts.push(ui::say!("Posted to {host}", host = host));
    }
    if let Some(question) = &then.ask_back {
        parts.push(ui::say!(
            "The learner is asked: “{question}”",
            question = question
        ));
    }
    if !then.tags.is_empty() {
        parts.push(ui::say!("Tags: {tags}", tags = tag_list(&then.tags)));
    }
    parts.join(". ")
}
