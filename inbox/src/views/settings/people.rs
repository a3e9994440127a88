//! Who belongs to the team, and the keys of its tools.

use crate::api;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::http::{Agent, ApiKey, NewApiKey, NewInvite, Role, Scope};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screens hold.
#[derive(Clone, Copy)]
pub(super) struct People {
    agents: RwSignal<Vec<Agent>>,
    keys: RwSignal<Vec<ApiKey>>,
    /// A secret that is shown once: an invite's link or a key.
    shown: RwSignal<Option<(&'static str, String)>>,
    problem: RwSignal<Option<Problem>>,
}

/// Loads them.
pub(super) fn load() -> People {
    let people = People {
        agents: RwSignal::default(),
        keys: RwSignal::default(),
        shown: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    spawn_local(async move {
        match api::agents().await {
            Ok(agents) => {
                let _gone = people.agents.try_set(agents);
            }
            Err(problem) => people.fail(problem),
        }
        people.load_keys().await;
    });
    people
}

impl People {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    async fn load_keys(self) {
        match api::keys().await {
            Ok(keys) => {
                let _gone = self.keys.try_set(keys);
            }
            Err(problem) => self.fail(problem),
        }
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

/// What was refused, and a secret that is shown once, above whichever screen made it.
pub(super) fn notices(form: People) -> impl View {
    (
        refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
        move || {
            form.shown
                .get()
                .map(|(what, secret)| shown(form, what, secret))
        },
    )
}

/// The agents.
pub(super) fn agents(form: People) -> impl View {
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

/// The keys.
pub(super) fn keys(form: People) -> impl View {
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
fn shown(form: People, what: &'static str, secret: String) -> El {
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
