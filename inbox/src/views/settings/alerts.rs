//! Who is told when people are needed.

use super::inputs::{check, choose, options, text};
use super::saving::Saving;
use crate::api;
use crate::views::button;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{AlertTested, TestAlert};
use protocol::settings::{Alert, AlertKind, AlertOn, Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Alerts {
    /// As they are edited; nothing counts before it is saved.
    draft: RwSignal<Vec<Alert>>,
    saving: Saving,
}

/// The screen's content.
pub(super) fn view() -> impl View {
    let draft = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = draft.try_set(settings.alerts.clone());
    });
    let form = Alerts { draft, saving };
    (
        el("p").child(
            "Tell your team outside this inbox when a learner is waiting. Slack: create an incoming webhook \
             and paste its URL. Microsoft Teams: create a workflow that posts to a channel when a webhook \
             request is received. E-mail: an address, if this deployment sends e-mail.",
        ),
        saving.refusal(),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                form.save();
            })
            .child((
                saving.when_loaded(move || el("div").child(move || list(form))),
                el("div")
                    .class("row-start")
                    .child(button("", Icon::ADD, "Add an alert", move || form.add())),
                saving.end(),
            )),
    )
}

impl Alerts {
    fn change(self, number: usize, to: impl FnOnce(&mut Alert)) {
        self.saving.edit();
        self.draft.update_untracked(|alerts| {
            if let Some(alert) = alerts.get_mut(number) {
                to(alert);
            }
        });
    }

    fn add(self) {
        self.saving.edit();
        self.draft.update(|alerts| {
            alerts.push(Alert {
                name: String::new(),
                kind: AlertKind::Slack,
                address: String::new(),
                on: vec![AlertOn::HandedOff, AlertOn::Late],
            });
        });
    }

    /// Tells the place something, as it is written now.
    fn test(self, number: usize, tested: RwSignal<Option<String>>) {
        let alert = self
            .draft
            .with_untracked(|alerts| alerts.get(number).cloned());
        let Some(Alert { kind, address, .. }) = alert else {
            return;
        };
        tested.set(Some("Sending…".to_owned()));
        spawn_local(async move {
            let said = match api::test_alert(&TestAlert { kind, address }).await {
                Ok(AlertTested {
                    status: Some(200..=299),
                }) => "Delivered.".to_owned(),
                Ok(AlertTested {
                    status: Some(status),
                }) => format!("Not delivered: the answer was {status}."),
                Ok(AlertTested { status: None }) => "Not delivered: no answer.".to_owned(),
                Err(problem) => client::polite(&problem),
            };
            let _gone = tested.try_set(Some(said));
        });
    }

    fn save(self) {
        let alerts = self.draft.get_untracked();
        let save = move |settings: &mut Settings| settings.alerts = alerts;
        self.saving.save(&[Section::Alerts], save);
    }
}

fn list(form: Alerts) -> El {
    let alerts: Vec<El> = form
        .draft
        .get()
        .iter()
        .enumerate()
        .map(|(number, alert)| one(form, number, alert))
        .collect();
    match alerts.is_empty() {
        true => el("p").child("No alerts yet."),
        false => el("div").child(alerts),
    }
}

fn one(form: Alerts, number: usize, alert: &Alert) -> El {
    // What only a system wants to hear of is offered to systems.
    let is_system = alert.kind == AlertKind::Webhook;
    let told = AlertOn::ALL
        .into_iter()
        .filter(|on| is_system || !on.is_for_systems());
    let told: Vec<El> = told
        .map(|on| {
            check(told_of(on), alert.on.contains(&on), move |is_on| {
                form.change(number, |alert| {
                    alert.on.retain(|it| *it != on);
                    if is_on {
                        alert.on.push(on);
                    }
                });
            })
        })
        .collect();
    let kinds = AlertKind::ALL.iter();
    let kinds: Vec<(&str, &str)> = kinds.map(|kind| (kind.name(), kind.label())).collect();
    let kinds = options(&kinds);
    let tested = RwSignal::new(None);
    el("div").class("part").child((
        el("div").class("pair").child((
            text("Name", &alert.name, move |text| {
                form.change(number, |it| it.name = text);
            }),
            choose("Kind", &kinds, alert.kind.name(), move |name| {
                let kind = AlertKind::ALL.iter().find(|kind| kind.name() == name);
                if let Some(kind) = kind {
                    // What it may be told of depends on it.
                    form.saving.edit();
                    form.draft.update(|alerts| {
                        if let Some(alert) = alerts.get_mut(number) {
                            alert.kind = *kind;
                        }
                    });
                }
            }),
        )),
        text("URL or e-mail address", &alert.address, move |text| {
            form.change(number, |it| it.address = text);
        }),
        el("fieldset").child((el("legend").child("Notify when"), told)),
        el("div").class("row-end").child((
            el("span")
                .attr("role", "status")
                .child(move || tested.get()),
            button("quiet", Icon::SEND, "Send a test", move || {
                form.test(number, tested)
            }),
            button("quiet", Icon::CLOSE, "Remove", move || {
                form.saving.edit();
                form.draft.update(|alerts| {
                    alerts.remove(number);
                });
            }),
        )),
    ))
}

fn told_of(on: AlertOn) -> &'static str {
    match on {
        AlertOn::HandedOff => "A learner waits for a person",
        AlertOn::Urgent => "The handoff is urgent",
        AlertOn::Soon => "A reply is due soon: three quarters of the promised time have passed",
        AlertOn::Late => "A reply is late",
        AlertOn::Unanswered => "A learner still waits after twice the promised time",
        AlertOn::Created => "A conversation begins",
        AlertOn::Claimed => "An agent takes it over",
        AlertOn::Message => "Anything is said",
        AlertOn::Tags => "A tag is added or removed",
        AlertOn::Resolved => "It is resolved",
        AlertOn::Lead => "A lead for sales comes in",
    }
}
