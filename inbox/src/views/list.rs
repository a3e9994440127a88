//! The menu of views, and the list: who, what, how long, whose, why.

use super::{nothing_open, reason_words};
use crate::desk::{Desk, Screen};
use client::{Line, View};
use leptos::prelude::*;
use protocol::{ConversationId, Status, Summary};
use ui::IconName;
use ui::dom::{El, el, keyed};

/// Views, who is here, and the way out.
pub(super) fn menu(desk: Desk) -> El {
    let views: Vec<El> = View::ALL
        .into_iter()
        .map(|view| {
            el("button")
                .attr("type", "button")
                .class("view")
                .attr("aria-current", move || {
                    (desk.view.get() == view).then_some("true")
                })
                .on("click", move |_| desk.view.set(view))
                .child((
                    el("span").child(name(view)),
                    el("span")
                        .class("count")
                        .child(move || match desk.count(view) {
                            0 => String::new(),
                            count => count.to_string(),
                        }),
                ))
        })
        .collect();
    let present = move || {
        let names: Vec<El> = desk
            .present
            .get()
            .into_iter()
            .map(|agent| el("li").child(agent.name))
            .collect();
        el("ul")
            .class("present")
            .attr("aria-label", "Agents here")
            .child(names)
    };
    let team = move || {
        desk.me
            .with(|me| me.as_ref().map(|me| me.team_name.clone()))
    };
    el("nav").class("menu").attr("aria-label", "Views").child((
        el("h1").child(team),
        views,
        el("div").class("foot").child((
            present,
            move || {
                desk.is_admin().then(|| {
                    super::button("quiet", IconName::Settings, "Settings", move || {
                        desk.screen.set(Screen::Settings);
                    })
                })
            },
            super::button("quiet", IconName::Leave, "Sign out", move || {
                desk.sign_out()
            }),
        )),
    ))
}

/// The list.
pub(super) fn view(desk: Desk) -> El {
    let is_empty = Memo::new(move |_| desk.rows().is_empty());
    el("section")
        .class("list")
        .attr("aria-label", "List")
        .child((
            el("header").child((el("h2").child(move || name(desk.view.get())), move || {
                matches!(desk.line.get(), Line::Waiting(_)).then(|| {
                    el("p")
                        .class("offline")
                        .attr("role", "status")
                        .child("No connection. Trying again.")
                })
            })),
            el("ul")
                .attr("role", "list")
                .attr("aria-label", "Conversations")
                .child(keyed(
                    move || desk.rows(),
                    |row: &Summary| row.id.to_string(),
                    move |row| self::row(desk, row.id),
                )),
            move || {
                is_empty.get().then(|| {
                    el("p").class("empty").child(move || match desk.view.get() {
                        View::All | View::NeedsAttention => nothing_open(desk),
                        View::Mine => "You own no conversation.".to_owned(),
                        View::Unassigned => {
                            "Every conversation with people has its owner.".to_owned()
                        }
                        View::WithAssistant => "The assistant has no conversation now.".to_owned(),
                        View::Resolved => "Nothing is resolved yet.".to_owned(),
                    })
                })
            },
        ))
}

/// A row. What it shows is read anew on each change, as its place in the list is kept by id.
fn row(desk: Desk, id: ConversationId) -> El {
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
            let unsent = desk
                .has_unsent(&row.id)
                .then(|| el("span").class("unsent-reply").child("Reply not sent"));
            let since = row.waiting_since.unwrap_or(row.updated_at);
            let exact = ui::clock_time(since);
            let waits = row.status == Status::Open && row.waiting_since.is_some();
            let why = row
                .reason
                .filter(|_| row.status == Status::Open)
                .map(|reason| el("span").class("why").child(reason_words(reason)));
            let whose = match (&row.owner, row.status) {
                (Some(owner), Status::Snoozed) => format!("Snoozed by {}", owner.name),
                (Some(owner), _) => format!("With {}", owner.name),
                (None, Status::Open | Status::Snoozed) => "Unassigned".to_owned(),
                (None, Status::Pending) => "With the assistant".to_owned(),
                (None, Status::Resolved) => "Resolved".to_owned(),
            };
            (
                el("span").class("top").child((
                    el("span").class("name").child(learner_name(&row)),
                    el("span").class("time").attr("title", exact).child((
                        waits.then(|| ui::icon(IconName::Clock)),
                        waits.then(|| el("span").class("hidden").child("Waiting ")),
                        move || ui::short(since, desk.now.get()),
                    )),
                )),
                el("span").class("preview").child(row.preview.clone()),
                el("span").class("bottom").child((
                    unsent,
                    why,
                    el("span").class("whose").child(whose),
                )),
            )
        })
    };
    el("li").child(
        el("button")
            .attr("type", "button")
            .class(class)
            .attr("aria-current", move || is_open().then_some("true"))
            .on("click", move |_| desk.open(&id))
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
