//! The menu of views, and the list: who, what, how long, whose, why.

use super::{nothing_open, reason_words};
use crate::desk::{Desk, Screen};
use client::{Line, View};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use protocol::{ConversationId, Status, Summary};
use ui::IconName;

/// Views, who is here, and the way out.
pub(super) fn menu(desk: Desk) -> impl IntoView {
    let views: Vec<AnyView> = View::ALL
        .into_iter()
        .map(|view| {
            html::button()
                .attr("type", "button")
                .class("view")
                .attr("aria-current", move || {
                    (desk.view.get() == view).then_some("true")
                })
                .on(ev::click, move |_| desk.view.set(view))
                .child((
                    html::span().child(name(view)),
                    html::span().class("count").child(move || match desk.count(view) {
                        0 => String::new(),
                        count => count.to_string(),
                    }),
                ))
                .into_any()
        })
        .collect();
    let present = move || {
        let names: Vec<AnyView> = desk
            .present
            .get()
            .into_iter()
            .map(|agent| html::li().child(agent.name).into_any())
            .collect();
        html::ul().class("present").attr("aria-label", "Agents here").child(names)
    };
    let team = move || desk.me.with(|me| me.as_ref().map(|me| me.team_name.clone()));
    let is_admin = move || {
        desk.me.with(|me| {
            me.as_ref()
                .is_some_and(|me| me.agent.role == protocol::http::Role::Admin)
        })
    };
    html::nav().class("menu").attr("aria-label", "Views").child((
        html::h1().child(team),
        views,
        html::div().class("foot").child((
            present,
            move || {
                is_admin().then(|| {
                    super::button("quiet", IconName::Settings, "Settings", move || {
                        desk.screen.set(Screen::Settings);
                    })
                })
            },
            super::button("quiet", IconName::Leave, "Sign out", move || desk.sign_out()),
        )),
    ))
}

/// The list.
pub(super) fn view(desk: Desk) -> impl IntoView {
    let is_empty = Memo::new(move |_| desk.rows().is_empty());
    html::section().class("list").attr("aria-label", "List").child((
        html::header().child((
            html::h2().child(move || name(desk.view.get())),
            move || {
                matches!(desk.line.get(), Line::Waiting(_)).then(|| {
                    html::p()
                        .class("offline")
                        .attr("role", "status")
                        .child("No connection. Trying again.")
                })
            },
        )),
        html::ul().attr("aria-label", "Conversations").child(For(ForProps::builder()
            .each(move || desk.rows())
            .key(|row: &Summary| row.id.clone())
            .children(move |row| self::row(desk, row.id))
            .build())),
        move || {
            is_empty
                .get()
                .then(|| html::p().class("empty").child(move || nothing_open(desk)))
        },
    ))
}

/// A row. What it shows is read anew on each change, as its place in the list is kept by id.
fn row(desk: Desk, id: ConversationId) -> impl IntoView {
    let summary = {
        let id = id.clone();
        Memo::new(move |_| desk.list.with(|list| list.get(&id).cloned()))
    };
    let is_open = {
        let id = id.clone();
        move || desk.is_open(&id)
    };
    let class = move || {
        let waits = summary.with(|summary| {
            summary
                .as_ref()
                .is_some_and(|row| row.status == Status::Open && row.waiting_since.is_some())
        });
        if waits { "row attention" } else { "row" }
    };
    let content = move || {
        summary.get().map(|row| {
            let since = row.waiting_since.unwrap_or(row.updated_at);
            let exact = ui::clock_time(since);
            let waits = row.status == Status::Open && row.waiting_since.is_some();
            let why = row.reason.filter(|_| row.status == Status::Open).map(|reason| {
                html::span().class("why").child(reason_words(reason))
            });
            let whose = match (&row.owner, row.status) {
                (Some(owner), _) => format!("With {}", owner.name),
                (None, Status::Open | Status::Snoozed) => "Unassigned".to_owned(),
                (None, Status::Pending) => "With the assistant".to_owned(),
                (None, Status::Resolved) => "Resolved".to_owned(),
            };
            (
                html::span().class("top").child((
                    html::span().class("name").child(learner_name(&row)),
                    html::span()
                        .class("time")
                        .attr("title", exact)
                        .child((
                            waits.then(|| ui::icon(IconName::Clock)),
                            waits.then(|| html::span().class("hidden").child("Waiting ")),
                            move || ui::short(since, desk.now.get()),
                        )),
                )),
                html::span().class("preview").child(row.preview.clone()),
                html::span().class("bottom").child((why, html::span().class("whose").child(whose))),
            )
        })
    };
    html::li().child(
        html::button()
            .attr("type", "button")
            .class(class)
            .attr("aria-current", move || is_open().then_some("true"))
            .on(ev::click, move |_| desk.open(&id))
            .child(content),
    )
}

/// What to call a learner: their name, or where they write from.
fn learner_name(row: &Summary) -> String {
    match (&row.learner_name, &row.page_title) {
        (Some(name), _) => name.clone(),
        (None, Some(page)) => format!("Learner on {page}"),
        (None, None) => "Learner".to_owned(),
    }
}

fn name(view: View) -> &'static str {
    match view {
        View::All => "All open",
        View::NeedsAttention => "Needs attention",
        View::Mine => "Mine",
        View::Unassigned => "Unassigned",
        View::WithAssistant => "With the assistant",
        View::Resolved => "Resolved",
    }
}
