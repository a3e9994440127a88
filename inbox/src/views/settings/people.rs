//! Who belongs to the team, and the keys of its tools.

use crate::api;
use crate::desk::Desk;
use crate::views::{button, copy, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{Agent, ApiKey, ChangeAgent, NewApiKey, NewInvite, OpenInvite, Role, Scope};
use protocol::{AgentId, Problem};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screens hold.
#[derive(Clone, Copy)]
pub(super) struct People {
    desk: Desk,
    agents: RwSignal<Vec<Agent>>,
    invites: RwSignal<Vec<OpenInvite>>,
    keys: RwSignal<Vec<ApiKey>>,
    /// A secret that is shown once: an invite's link or a key.
    shown: RwSignal<Option<(&'static str, String)>>,
    problem: RwSignal<Option<Problem>>,
}

/// Loads them.
pub(super) fn load(desk: Desk) -> People {
    let people = People {
        desk,
        agents: RwSignal::default(),
        invites: RwSignal::default(),
        keys: RwSignal::default(),
        shown: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    spawn_local(async move {
        people.load_agents().await;
        people.load_keys().await;
    });
    people
}

impl People {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    async fn load_agents(self) {
        match (api::agents().await, api::invites().await) {
            (Ok(agents), Ok(invites)) => {
                let _gone = self.agents.try_set(agents);
                let _gone = self.invites.try_set(invites);
            }
            (Err(problem), _) | (_, Err(problem)) => self.fail(problem),
        }
    }

    fn change(self, id: AgentId, change: ChangeAgent) {
        self.problem.set(None);
        spawn_local(async move {
            match api::change_agent(&id, &change).await {
                Ok(_) => self.load_agents().await,
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn password_link(self, id: AgentId) {
        self.problem.set(None);
        spawn_local(async move {
            match api::password_link(&id).await {
                Ok(made) => {
                    let what = "Send this link to them. A new password is chosen there, once, within a day.";
                    let _gone = self.shown.try_set(Some((what, made.link)));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn revoke_invite(self, id: String) {
        self.problem.set(None);
        spawn_local(async move {
            match api::revoke_invite(&id).await {
                Ok(()) => self.load_agents().await,
                Err(problem) => self.fail(problem),
            }
        });
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
                    let what = "Share this link. It works once and expires in 7 days.";
                    let _gone = self.shown.try_set(Some((what, invite.link)));
                    self.load_agents().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn new_key(self) {
        spawn_local(async move {
            let key = NewApiKey {
                label: ui::say!("Articles"),
                scopes: vec![Scope::ArticlesRead, Scope::ArticlesWrite],
            };
            match api::new_key(&key).await {
                Ok(minted) => {
                    let what = "Copy this key now. You won't see it again.";
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
        refusal(move || form.problem.with(|it| it.as_ref().map(ui::refused))),
        move || form.shown.with(Option::is_some).then(|| shown(form.shown)),
    )
}

/// The agents, and whoever is invited.
pub(super) fn agents(form: People) -> impl View {
    let rows = move || {
        let agents = form.agents.get().into_iter();
        let rows: Vec<El> = agents.map(|agent| row(form, agent)).collect();
        el("ul").class("rows").child(rows)
    };
    let invites = move || {
        let invites = form.invites.get();
        (!invites.is_empty()).then(|| {
            let rows: Vec<El> = invites.into_iter().map(|it| invited(form, it)).collect();
            (
                el("h3").child("Open invites"),
                el("ul").class("rows").child(rows),
            )
        })
    };
    (
        rows,
        invites,
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

fn row(form: People, agent: Agent) -> El {
    let (role, other, becomes) = match agent.role {
        Role::Admin => ("Admin", Role::Agent, "Make an agent"),
        Role::Agent => ("Agent", Role::Admin, "Make an admin"),
    };
    let (is_inactive, name) = (agent.is_inactive, agent.name.clone());
    let [first, second, third, fourth] = [0; 4].map(|_| agent.id.clone());
    let (has_factor, owner) = (agent.has_second_factor, agent.name.clone());
    let changes = el("span").class("does").child((
        has_factor.then(|| {
            button("quiet", Icon::LOCK, "End two-step sign-in", move || {
                let question = ui::say!("End two-step sign-in for {owner}? Until they set it up again, their password is enough.", owner = owner);
                let id = fourth.clone();
                form.desk.ask(question, "End two-step sign-in", move || {
                    let change = ChangeAgent {
                        has_second_factor: Some(false),
                        ..ChangeAgent::default()
                    };
                    form.change(id.clone(), change);
                });
            })
        }),
        (!is_inactive).then(|| {
            (
                button("quiet", Icon::PERSON, becomes, move || {
                    let change = ChangeAgent {
                        role: Some(other),
                        ..ChangeAgent::default()
                    };
                    form.change(first.clone(), change);
                }),
                button("quiet", Icon::LOCK, "Password link", move || {
                    form.password_link(second.clone());
                }),
            )
        }),
        button(
            "quiet",
            if is_inactive { Icon::RETURN } else { Icon::LEAVE },
            if is_inactive { "Activate" } else { "Deactivate" },
            move || {
                let question = ui::say!("Deactivate {name}? They are signed out everywhere, and what they own goes back to the queue.", name = name);
                let id = third.clone();
                let change = move || {
                    let change = ChangeAgent {
                        is_inactive: Some(!is_inactive),
                        ..ChangeAgent::default()
                    };
                    form.change(id.clone(), change);
                };
                match is_inactive {
                    true => change(),
                    false => form.desk.ask(question, "Deactivate", change),
                }
            },
        ),
    ));
    el("li").child((
        el("span").class("rule").child((
            el("b").child(agent.name),
            el("span").child(agent.email),
            el("span").child(if is_inactive { "Deactivated" } else { role }),
        )),
        changes,
    ))
}

fn invited(form: People, invite: OpenInvite) -> El {
    let role = match invite.role {
        Role::Admin => "An admin",
        Role::Agent => "An agent",
    };
    let until = ui::clock_time(invite.expires_at);
    el("li").child((
        el("b").child(role),
        el("span").child(ui::say!(
            "invited by {name}, until {until}",
            name = invite.invited_by,
            until = until
        )),
        button("quiet", Icon::CLOSE, "Take back", move || {
            form.revoke_invite(invite.id.clone());
        }),
    ))
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
                let made = ui::say!("made {time}", time = ui::clock_time(key.created_at));
                let by = key.made_by.map(|by| form.desk.agent_name(&by));
                let used = match key.last_used_at {
                    Some(at) => ui::say!("used {time}", time = ui::clock_time(at)),
                    None => ui::say!("never used"),
                };
                let parts = [Some(made), by, Some(used)].into_iter().flatten();
                let about = parts.collect::<Vec<String>>().join(" · ");
                el("li").child((
                    el("b").child(key.label),
                    el("span").child(about),
                    button("quiet", Icon::CLOSE, "Revoke", move || {
                        let id = id.clone();
                        form.desk.ask(
                            ui::say!("Revoke this key? Tools that use it stop working at once."),
                            "Revoke",
                            move || form.revoke(id.clone()),
                        );
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
pub(super) fn shown(secret: RwSignal<Option<(&'static str, String)>>) -> El {
    let (what, text) = secret.get_untracked().unwrap_or_default();
    el("div")
        .class("shown")
        .attr("role", "dialog")
        .attr("aria-label", what)
        .child((
            el("p").child(what),
            el("pre").child(el("code").child(text.clone())),
            el("div").class("row-end").child((
                copy(text),
                button("primary", Icon::CHECK, "Done", move || secret.set(None)),
            )),
        ))
}
