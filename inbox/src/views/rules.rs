//! The rules: when people take over, and a tester that says which rule fires and why (B15).

use super::{button, reason_words, refusal};
use crate::api;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{RuleTest, TestRules};
use protocol::{Condition, Consequence, Outcome, Problem, Reason, Rule, Tag};
use ui::IconName;
use ui::dom::{El, View, el};

/// What the section holds.
#[derive(Clone, Copy)]
struct Rules {
    /// The rules as they are edited; nothing counts before it is saved.
    rules: RwSignal<Vec<Rule>>,
    name: RwSignal<String>,
    phrases: RwSignal<String>,
    topics: RwSignal<String>,
    tags: RwSignal<String>,
    hands_over: RwSignal<bool>,
    confirms: RwSignal<bool>,
    message: RwSignal<String>,
    test: RwSignal<Option<RuleTest>>,
    is_changed: RwSignal<bool>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// The section's content.
pub(super) fn view() -> impl View {
    let form = Rules {
        rules: RwSignal::default(),
        name: RwSignal::default(),
        phrases: RwSignal::default(),
        topics: RwSignal::default(),
        tags: RwSignal::default(),
        hands_over: RwSignal::new(true),
        confirms: RwSignal::new(false),
        message: RwSignal::default(),
        test: RwSignal::new(None),
        is_changed: RwSignal::new(false),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    form.load();
    (
        el("p").child(
            "The first rule that fires hands over, whatever the articles say. What no rule speaks \
             of is answered, or handed over when the articles do not answer it.",
        ),
        move || list(form),
        el("details").class("rule-new").child((
            el("summary").child("Add a rule"),
            el("form")
                .on("submit", move |event| {
                    event.prevent_default();
                    form.add();
                })
                .child((
                    super::field("Name of the rule", "text", "off", form.name),
                    super::settings::area(
                        "The message has one of these phrases, one a line",
                        3,
                        form.phrases,
                    ),
                    super::settings::area(
                        "Or it is about this, in plain words, one a line",
                        2,
                        form.topics,
                    ),
                    optional("Tags it gets, with commas between", form.tags),
                    check("A person takes over", form.hands_over),
                    check("Ask the learner first", form.confirms),
                    el("div").class("row-end").child(
                        el("button")
                            .attr("type", "submit")
                            .class("button")
                            .child("Add to the rules"),
                    ),
                )),
        )),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                form.try_it();
            })
            .child((
                super::field("Try a learner's message", "text", "off", form.message),
                el("div").class("row-end").child(
                    el("button")
                        .attr("type", "submit")
                        .class("button")
                        .child("Which rule fires?"),
                ),
            )),
        move || form.test.get().map(outcome),
        refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
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
                    (!form.is_changed.get()).to_string()
                })
                .on("click", move |_| form.save())
                .child("Save the rules"),
        )),
    )
}

impl Rules {
    fn load(self) {
        let nothing = TestRules::default();
        spawn_local(async move {
            match api::test_rules(&nothing).await {
                Ok(test) => {
                    let _gone = self.rules.try_set(test.rules);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn changed(self) {
        self.is_changed.set(true);
        self.saved.set(false);
    }

    fn add(self) {
        let lines = |text: RwSignal<String>| -> Vec<String> {
            text.with_untracked(|text| {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.map(str::to_owned).collect()
            })
        };
        let (phrases, topics) = (lines(self.phrases), lines(self.topics));
        let mut any = Vec::new();
        if !phrases.is_empty() {
            any.push(Condition::Phrase(phrases));
        }
        if !topics.is_empty() {
            any.push(Condition::Topic(topics));
        }
        let when = match any.len() {
            0 => {
                self.fail(Problem::new(
                    protocol::Code::Invalid,
                    "a rule needs a phrase or a topic",
                ));
                return;
            }
            1 => any.remove(0),
            _ => Condition::Any(any),
        };
        let is_keyword = matches!(when, Condition::Phrase(_));
        let reason = if is_keyword {
            Reason::Keyword
        } else {
            Reason::Topic
        };
        let hands_over = self.hands_over.get_untracked();
        let tags = self.tags.with_untracked(|tags| {
            let tags = tags.split(',').filter_map(|tag| Tag::new(tag).ok());
            tags.collect()
        });
        let rule = Rule {
            name: self.name.with_untracked(|name| name.trim().to_owned()),
            when,
            then: Consequence {
                hand_off: hands_over.then_some(reason),
                confirm: hands_over && self.confirms.get_untracked(),
                tags,
                ..Consequence::default()
            },
        };
        // The newest first: what was just written is meant to win.
        self.rules.update(|rules| rules.insert(0, rule));
        for text in [self.name, self.phrases, self.topics, self.tags] {
            text.set(String::new());
        }
        self.problem.set(None);
        self.changed();
    }

    fn try_it(self) {
        let asked = TestRules {
            message: self.message.get_untracked(),
            rules: Some(self.rules.get_untracked()),
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

    fn save(self) {
        if !self.is_changed.get_untracked() {
            return;
        }
        self.problem.set(None);
        spawn_local(async move {
            // Whatever else was changed meanwhile stays as it is.
            let rules = self.rules.get_untracked();
            let saved = api::change_settings(|settings| settings.rules = Some(rules));
            match saved.await {
                Ok(_) => {
                    let _gone = self.saved.try_set(true);
                    let _gone = self.is_changed.try_set(false);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }
}

fn list(form: Rules) -> El {
    let rules: Vec<El> = form
        .rules
        .get()
        .into_iter()
        .enumerate()
        .map(|(number, rule)| {
            el("li").child((
                el("span").class("rule").child((
                    el("b").child(rule.name.clone()),
                    el("span").child(format!("When {}.", when(&rule.when))),
                    el("span").child(then(&rule.then)),
                )),
                button("quiet", IconName::Close, "Remove", move || {
                    form.rules.update(|rules| {
                        rules.remove(number);
                    });
                    form.changed();
                }),
            ))
        })
        .collect();
    if rules.is_empty() {
        return el("p").child("There are no rules.");
    }
    el("ol").class("rules").child(rules)
}

/// A condition in words.
fn when(condition: &Condition) -> String {
    let all = |list: &[Condition], word: &str| {
        let list: Vec<String> = list.iter().map(when).collect();
        list.join(word)
    };
    let quoted = |list: &[String]| {
        let shown: Vec<String> = list.iter().take(4).map(|it| format!("“{it}”")).collect();
        let more = list.len().saturating_sub(4);
        match more {
            0 => shown.join(", "),
            more => format!("{} or {more} more", shown.join(", ")),
        }
    };
    match condition {
        Condition::All(list) => all(list, ", and "),
        Condition::Any(list) => all(list, ", or "),
        Condition::Not(it) => format!("not: {}", when(it)),
        Condition::AsksForPerson => "the learner asks for a person".to_owned(),
        Condition::NoAnswer => "no article answers".to_owned(),
        Condition::ConfidenceBelow(least) => format!("the confidence is below {least:.2}"),
        Condition::Phrase(phrases) => format!("the message has {}", quoted(phrases)),
        Condition::Topic(topics) => format!("the message is about {}", quoted(topics)),
        Condition::Frustrated => "the learner is frustrated".to_owned(),
        Condition::Complex => "the conversation has become complex".to_owned(),
        Condition::Repeated => "the learner asks the same again".to_owned(),
        Condition::Role(role) => format!("the learner's role is {role:?}").to_lowercase(),
        Condition::Page(part) => format!("the page's address has “{part}”"),
        Condition::Attachment => "the learner gave a file".to_owned(),
        Condition::OutOfHours => "the team is away".to_owned(),
        Condition::Collected { field, is } if is.is_empty() => format!("a form collected {field}"),
        Condition::Collected { field, is } => format!("a form collected {field}: {}", quoted(is)),
    }
}

fn then(then: &Consequence) -> String {
    let mut parts = Vec::new();
    match (then.hand_off, then.confirm) {
        (Some(reason), true) => parts.push(format!(
            "Asks first, then a person takes over ({})",
            reason_words(reason)
        )),
        (Some(reason), false) => {
            parts.push(format!("A person takes over ({})", reason_words(reason)))
        }
        (None, _) => {}
    }
    if !then.tags.is_empty() {
        let tags: Vec<&str> = then.tags.iter().map(Tag::as_str).collect();
        parts.push(format!("Tags: {}", tags.join(", ")));
    }
    parts.join(". ")
}

/// What became of a message.
fn outcome(test: RuleTest) -> El {
    let fired: Vec<El> = test
        .fired
        .iter()
        .map(|fired| {
            el("li").child((
                el("b").child(fired.name.clone()),
                el("span").child(format!(": {}. {}", fired.why, then(&fired.then))),
            ))
        })
        .collect();
    let verdict = match (test.outcome, test.reason) {
        (Outcome::HandOff, Some(reason)) => {
            format!(
                "A person takes over: {}.",
                reason_words(reason).to_lowercase()
            )
        }
        (Outcome::HandOff, None) => "A person takes over.".to_owned(),
        (Outcome::Confirm, _) => "The learner is asked whether a person should come.".to_owned(),
        (Outcome::AskBack, _) => "The assistant asks back what is meant.".to_owned(),
        (Outcome::Answer, _) => "The articles answer it.".to_owned(),
        (Outcome::RunAction, _) => "The assistant runs a form.".to_owned(),
        (Outcome::Says | Outcome::Waits, _) => "The assistant answers with a word.".to_owned(),
    };
    let tags: Vec<&str> = test.tags.iter().map(Tag::as_str).collect();
    let signs = format!(
        "Confidence {:.2} of {:.2}, frustration {:.2}{}.",
        test.confidence,
        test.threshold,
        test.frustration,
        if tags.is_empty() {
            String::new()
        } else {
            format!(", tags: {}", tags.join(", "))
        },
    );
    el("div").class("tried").attr("role", "status").child((
        el("p").child(el("b").child(verdict)),
        (!fired.is_empty()).then(|| el("ul").class("fired").child(fired)),
        el("p").child(signs),
    ))
}

fn optional(label: &'static str, value: RwSignal<String>) -> El {
    el("label").class("field").child((
        el("span").child(label),
        el("input")
            .attr("type", "text")
            .attr("autocomplete", "off")
            .value(move || value.get())
            .on_input(move |text| value.set(text)),
    ))
}

fn check(label: &'static str, value: RwSignal<bool>) -> El {
    el("label").class("check").child((
        el("input")
            .attr("type", "checkbox")
            .attr("checked", value.get_untracked().then_some(""))
            .on("change", move |_| value.update(|is_on| *is_on = !*is_on)),
        el("span").child(label),
    ))
}
