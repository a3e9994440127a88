//! One's own account: the password, and where one is signed in.

use super::{button, field, refusal};
use crate::api;
use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::http::{AgentSession, ChangePassword};
use ui::Icon;
use ui::dom::{El, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Account {
    old: RwSignal<String>,
    new: RwSignal<String>,
    sessions: RwSignal<Vec<AgentSession>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// The screen.
pub(super) fn view(desk: Desk) -> El {
    let account = Account {
        old: RwSignal::default(),
        new: RwSignal::default(),
        sessions: RwSignal::default(),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    spawn_local(account.load());
    let who = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.agent.clone()));
    let who = who.map(|agent| {
        el("p").child((
            el("b").child(agent.name),
            " ",
            el("span").child(agent.email),
        ))
    });
    let password = el("form")
        .on("submit", move |event| {
            event.prevent_default();
            account.change_password();
        })
        .child((
            el("h2").child("Password"),
            field(
                "Current password",
                "password",
                "current-password",
                account.old,
            ),
            field("New password", "password", "new-password", account.new),
            el("p").child("Changing it signs you out everywhere else."),
            el("div").class("row-end").child((
                el("span")
                    .attr("role", "status")
                    .child(move || account.saved.get().then_some("Changed.")),
                el("button")
                    .attr("type", "submit")
                    .class("button primary")
                    .child("Change the password"),
            )),
        ));
    let sessions = move || {
        let all = account.sessions.get().into_iter();
        let rows: Vec<El> = all.map(|session| row(account, session)).collect();
        el("ul").class("rows").child(rows)
    };
    el("div").class("settings").child((
        el("nav")
            .class("menu")
            .attr("aria-label", "Account")
            .child((
                button("quiet", Icon::BACK, "Inbox", move || desk.leave_settings()),
                el("h1").child("Account"),
            )),
        el("main").child((
            refusal(move || account.problem.with(|it| it.as_ref().map(client::polite))),
            el("section")
                .class("card")
                .attr("aria-label", "Password")
                .child((who, password)),
            el("section")
                .class("card")
                .attr("aria-label", "Where you are signed in")
                .child((
                    el("h2").child("Where you are signed in"),
                    sessions,
                    el("div").class("row-end").child(button(
                        "",
                        Icon::LEAVE,
                        "Sign out everywhere else",
                        move || account.end(None),
                    )),
                )),
        )),
    ))
}

fn row(account: Account, session: AgentSession) -> El {
    let AgentSession {
        id,
        device,
        created_at,
        seen_at,
        is_current,
    } = session;
    let when = format!(
        "since {}, last used {}",
        ui::clock_time(created_at),
        ui::clock_time(seen_at)
    );
    el("li").child((
        el("span").class("rule").child((
            el("b").child(browser(&device)),
            el("span").child(if is_current {
                "This browser".to_owned()
            } else {
                when
            }),
        )),
        el("span").class("does").child((!is_current).then(|| {
            button("quiet", Icon::LEAVE, "Sign out", move || {
                account.end(Some(id.clone()));
            })
        })),
    ))
}

/// A browser and its system, by the words that stand in what it calls itself.
fn browser(device: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        let mut names = names.iter();
        names.find(|(word, _)| device.contains(word)).map(|it| it.1)
    };
    // The later ones call themselves the earlier ones too.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Another program".to_owned(),
    }
}

impl Account {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    async fn load(self) {
        match api::sessions().await {
            Ok(sessions) => {
                let _gone = self.sessions.try_set(sessions);
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn change_password(self) {
        self.problem.set(None);
        self.saved.set(false);
        let body = ChangePassword {
            old: self.old.get_untracked(),
            new: self.new.get_untracked(),
        };
        spawn_local(async move {
            match api::change_password(&body).await {
                Ok(()) => {
                    let _gone = self.old.try_set(String::new());
                    let _gone = self.new.try_set(String::new());
                    let _gone = self.saved.try_set(true);
                    self.load().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn end(self, id: Option<String>) {
        self.problem.set(None);
        spawn_local(async move {
            match api::end_session(id.as_deref()).await {
                Ok(()) => self.load().await,
                Err(problem) => self.fail(problem),
            }
        });
    }
}
