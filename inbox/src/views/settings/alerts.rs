//! Who is told when people are needed.

use super::drafts::Drafts;
use super::inputs::{check, choose, options, tag_field, text};
use crate::api;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::views::button;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{AlertTested, TestAlert, Undelivered};
use protocol::settings::{Alert, AlertKind, AlertOn, Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let drafts = Drafts::load(|settings| &settings.alerts);
    let new = || Alert {
        name: String::new(),
        kind: AlertKind::Slack,
        address: String::new(),
        on: vec![AlertOn::HandedOff, AlertOn::Late],
        tags: Vec::new(),
    };
    let save = move || {
        let alerts: Vec<Alert> = drafts.now();
        let save = move |settings: &mut Settings| settings.alerts = alerts;
        drafts.saving.save(&[Section::Alerts], save);
    };
    (
        el("p").child(
            "Tell your team outside this inbox when a learner is waiting. Slack: create an incoming webhook \
             and paste its URL. Microsoft Teams: create a workflow that posts to a channel when a webhook \
             request is received. E-mail: an address, if this deployment sends e-mail.",
        ),
        drafts.form(
            "No alerts yet.",
            "Add an alert",
            new,
            move |drafts, number, alert| one(desk, drafts, number, alert),
            save,
        ),
        undelivered(desk),
        super::review::view(),
    )
}

/// Alerts that were not delivered, if there are any.
fn undelivered(desk: Desk) -> impl View {
    let all: RwSignal<Vec<Undelivered>> = RwSignal::default();
    let load = move || {
        spawn_local(async move {
            // Without it the alerts can be set up all the same.
            if let Ok(loaded) = api::undelivered().await {
                let _gone = all.try_set(loaded);
            }
        });
    };
    Effect::new(move |_| {
        if desk.screen.get() == Screen::Settings(SettingsScreen::Alerts) {
            load();
        }
    });
    move || {
        let rows: Vec<El> = all.get().into_iter().map(|it| row(desk, all, it)).collect();
        (!rows.is_empty()).then(|| {
            (
                el("h3").child("Not delivered"),
                el("p").child(
                    "Retried for over a day, or rejected by the address. Check the address above, then send them again.",
                ),
                el("ul").class("rows undelivered").child(rows),
            )
        })
    }
}

fn row(desk: Desk, all: RwSignal<Vec<Undelivered>>, of: Undelivered) -> El {
    let answer = match of.status {
        Some(status) => ui::say!("the answer was {status}", status = status),
        None => ui::say!("no answer"),
    };
    let number = of.number;
    let gone = move |words: &'static str, done: Result<(), protocol::Problem>| {
        match done {
            Ok(()) => {
                let _gone = all.try_update(|all| all.retain(|it| it.number != number));
                desk.say(ui::said(words), None);
            }
            Err(problem) => {
                desk.say(ui::refused(&problem), None);
                // It may be off the list, or on it again.
                spawn_local(async move {
                    if let Ok(loaded) = api::undelivered().await {
                        let _gone = all.try_set(loaded);
                    }
                });
            }
        };
    };
    el("li").child((
        el("span").child((
            el("strong").child(format!("{}: {answer}", ui::said(kind_name(of.kind)))),
            el("span")
                .class("address")
                .child(format!("{}, {}", of.address, ui::clock_time(of.at))),
        )),
        el("span").class("does").child((
            button("quiet", Icon::SEND, "Send again", move || {
                spawn_local(async move { gone("On its way again", api::send_again(number).await) });
            }),
            button("quiet", Icon::CLOSE, "Dismiss", move || {
                spawn_local(async move { gone("Dismissed", api::dismiss(number).await) });
            }),
        )),
    ))
}

/// Tells a place something, as it is written now.
fn test(drafts: Drafts<Alert>, number: usize, tested: RwSignal<Option<String>>) {
    let Some(Alert { kind, address, .. }) = drafts.now().get(number).cloned() else {
        return;
    };
    tested.set(Some(ui::say!("Sending…")));
    spawn_local(async move {
        let said = match api::test_alert(&TestAlert { kind, address }).await {
            Ok(AlertTested {
                status: Some(200..=299),
            }) => ui::say!("Delivered."),
            Ok(AlertTested {
                status: Some(status),
            }) => ui::say!("Not delivered: the answer was {status}.", status = status),
            Ok(AlertTested { status: None }) => ui::say!("Not delivered: no answer."),
            Err(problem) => ui::refused(&problem),
        };
        let _gone = tested.try_set(Some(said));
    });
}

fn one(desk: Desk, drafts: Drafts<Alert>, number: usize, alert: &Alert) -> El {
    // What only a system wants to hear of is offered to systems.
    let is_system = alert.kind == AlertKind::Webhook;
    let told = AlertOn::ALL.into_iter();
    let told = told.filter(|on| is_system || !on.is_for_systems());
    let told: Vec<El> = told
        .map(|on| {
            check(told_of(on), alert.on.contains(&on), move |is_on| {
                drafts.change(number, |alert| {
                    alert.on.retain(|it| *it != on);
                    if is_on {
                        alert.on.push(on);
                    }
                });
            })
        })
        .collect();
    // Push is each agent's own (Account).
    let kinds = AlertKind::ALL.iter();
    let kinds = kinds.filter(|kind| **kind != AlertKind::Push);
    let kinds: Vec<(&str, &str)> = kinds.map(|kind| (kind.name(), kind_name(*kind))).collect();
    let kinds = options(&kinds);
    let tested = RwSignal::new(None);
    el("div").class("part").child((
        el("div").class("pair").child((
            text("Name", &alert.name, move |text| {
                drafts.change(number, |it| it.name = text);
            }),
            choose("Kind", &kinds, alert.kind.name(), move |name| {
                let kind = AlertKind::ALL.iter().find(|kind| kind.name() == name);
                if let Some(kind) = kind {
                    // What it may be told of depends on it.
                    drafts.redraw(number, |it| it.kind = *kind);
                }
            }),
        )),
        text("URL or e-mail address", &alert.address, move |text| {
            drafts.change(number, |it| it.address = text);
        }),
        el("fieldset").child((el("legend").child("Notify when"), told)),
        tag_field(
            desk,
            "Only for these tags, with commas between (empty: all conversations)",
            &alert.tags,
            Box::new(move |tags| drafts.change(number, |it| it.tags = tags)),
        ),
        el("div").class("row-end").child((
            el("span")
                .attr("role", "status")
                .child(move || tested.get()),
            button("quiet", Icon::SEND, "Send a test", move || {
                test(drafts, number, tested);
            }),
            drafts.remove(number),
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
        AlertOn::Unresolved => "A conversation is not resolved in time",
        AlertOn::Created => "A conversation begins",
        AlertOn::Claimed => "An agent takes it over",
        AlertOn::Message => "Anything is said",
        AlertOn::Tags => "A tag is added or removed",
        AlertOn::Resolved => "It is resolved",
        AlertOn::Rated => "A learner says whether we helped",
        AlertOn::Erased => "A learner is erased",
        AlertOn::Lead => "A lead for sales comes in",
        AlertOn::Review => "Conversations that nobody has taken, as often as set below",
    }
}

/// What a channel is called: most by a product's name.
fn kind_name(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Webhook => "Webhook (JSON, signed)",
        AlertKind::Email => "E-mail",
        kind => kind.label(),
    }
}
