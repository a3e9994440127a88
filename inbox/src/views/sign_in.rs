//! Signing in, accepting an invite, making the team.

use super::{field, refusal};
use crate::api;
use crate::desk::{Desk, fragment};
use crate::screen::{Screen, SettingsScreen};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{AcceptInvite, ForgottenPassword, NewAgent, NewPassword, Setup, SignIn};
use protocol::{Code, Problem, TeamId};
use std::future::Future;
use ui::Icon;
use ui::dom::{El, View, el};

/// The screen that stands before the inbox.
pub(super) fn view(desk: Desk, screen: Screen) -> El {
    match screen {
        Screen::Invite(token) => invite(desk, token),
        Screen::Password(token) => password(desk, token),
        Screen::Forgotten => forgotten(desk),
        Screen::SetUp => set_up(desk),
        _ => sign_in(desk),
    }
}

/// The sign-in screen.
fn sign_in(desk: Desk) -> El {
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let team = RwSignal::new(String::new());
    let code = RwSignal::new(String::new());
    let needs_code = RwSignal::new(false);
    let names_team = page_says("data-teams", "several");
    let by_provider = page_says("data-sign-in", "provider").then(|| {
        let leave = move |_| {
            // Letters of an id need no escape, and what is none is refused.
            let team = team.get_untracked();
            let _left = location().set_href(&format!("/api/sign-in?team={}", team.trim()));
        };
        el("button")
            .attr("type", "button")
            .class("button")
            .on("click", leave)
            .child("Sign in with your organization")
    });
    let refused = fragment("refused").map(|why| {
        // Said once: a reload begins anew.
        let _set = location().set_hash("");
        el("p")
            .class("refusal")
            .attr("role", "alert")
            .child((ui::icon(Icon::ALERT), el("span").child(why_refused(&why))))
    });
    let submit = move || async move {
        let asked = SignIn {
            team: team_typed(team)?,
            email: email.get_untracked(),
            password: password.get_untracked(),
            code: Some(code.get_untracked()).filter(|it| !it.trim().is_empty()),
        };
        match api::sign_in(&asked).await {
            Ok(me) => {
                desk.signed_in(me);
                Ok(())
            }
            // The first time it is no refusal: the field for it appears.
            Err(problem) if problem.code == Code::SecondFactor && !needs_code.get_untracked() => {
                needs_code.set(true);
                Ok(())
            }
            Err(problem) => Err(problem),
        }
    };
    card(
        "Sign in to the inbox",
        None,
        (
            refused,
            names_team.then(|| field("Team", "text", "organization", team)),
            by_provider,
            field("Email", "email", "username", email),
            field("Password", "password", "current-password", password),
            help_with_password(desk),
            move || {
                needs_code.get().then(|| {
                    (
                        field("Code of your app", "text", "one-time-code", code),
                        el("p").child("Or one of the codes you kept for when it is lost."),
                    )
                })
            },
        ),
        "Sign in",
        None,
        submit,
    )
}

/// The team that was typed, if one was. What is no id is no team's.
fn team_typed(typed: RwSignal<String>) -> Result<Option<TeamId>, Problem> {
    match typed.get_untracked().trim() {
        "" => Ok(None),
        id => TeamId::new(id)
            .map(Some)
            .map_err(|_| Problem::new(Code::Invalid, "there is no such team")),
    }
}

/// The way to another password: by e-mail, where this deployment sends any, else by an admin.
fn help_with_password(desk: Desk) -> El {
    const FORGOT: &str = "Forgot your password?";
    match page_says("data-mail", "yes") {
        true => el("button")
            .attr("type", "button")
            .class("button quiet forgot")
            .on("click", move |_| {
                let _set = location().set_hash("forgotten");
                desk.screen.set(Screen::Forgotten);
            })
            .child(FORGOT),
        false => el("details").class("forgot").child((
            el("summary").child(FORGOT),
            el("p").child("An admin of your team can make you a link, under Settings, Agents."),
        )),
    }
}

/// The screen of who forgot their password.
fn forgotten(desk: Desk) -> El {
    let email = RwSignal::new(String::new());
    let team = RwSignal::new(String::new());
    let is_sent = RwSignal::new(false);
    let submit = move || async move {
        is_sent.set(false);
        api::forgotten_password(&ForgottenPassword {
            team: team_typed(team)?,
            email: email.get_untracked(),
        })
        .await?;
        is_sent.set(true);
        Ok(())
    };
    let back = move |_| {
        let _set = location().set_hash("");
        desk.screen.set(Screen::SignIn);
    };
    card(
        "Forgot your password?",
        Some("Enter the email of your account. You get a link to choose a new password."),
        (
            page_says("data-teams", "several")
                .then(|| field("Team", "text", "organization", team)),
            field("Email", "email", "username", email),
            el("p").attr("role", "status").child(move || {
                is_sent.get().then(|| {
                    ui::said(
                        "If there is an account with this email, the link is on its way. It works for an hour.",
                    )
                })
            }),
        ),
        "Send the link",
        Some(
            el("button")
                .attr("type", "button")
                .class("button quiet forgot")
                .on("click", back)
                .child("Back to sign in"),
        ),
        submit,
    )
}

/// Whether an attribute of the page's root has this value.
fn page_says(attribute: &str, value: &str) -> bool {
    let page = document().document_element();
    page.is_some_and(|page| page.get_attribute(attribute).as_deref() == Some(value))
}

/// Why a sign-in with the organization came to nothing.
fn why_refused(code: &str) -> &'static str {
    match code {
        "absent" => "Your team has no single sign-on. Use your email and password.",
        "team" => "Enter your team first.",
        "stranger" => "This account may not sign in here. Ask an admin of your team.",
        "address" => {
            "An account here has this email address and signs in otherwise. Use your email and password."
        }
        "later" => "Too many failed sign-ins. Try again in a few minutes.",
        "refused" => "The sign-in was not completed. Try again.",
        _ => "Your organization's sign-in cannot be reached. Try again, or use your password.",
    }
}

/// The screen an invite's link opens.
fn invite(desk: Desk, token: String) -> El {
    let person = Person::default();
    let submit = move || {
        let token = token.clone();
        async move {
            let me = api::accept_invite(&AcceptInvite {
                token,
                agent: person.agent(),
            })
            .await?;
            // The invite is used: it need not stand in the address any more.
            let _set = location().set_hash("");
            desk.signed_in(me);
            Ok(())
        }
    };
    card(
        "Join your team",
        Some("Learners will see this name. Choose a password of at least 10 characters."),
        person.fields(),
        "Join",
        None,
        submit,
    )
}

/// The screen that a link for a new password opens.
fn password(desk: Desk, token: String) -> El {
    let password = RwSignal::new(String::new());
    let submit = move || {
        let token = token.clone();
        async move {
            let chosen = NewPassword {
                token,
                password: password.get_untracked(),
            };
            api::new_password(&chosen).await?;
            let _set = location().set_hash("");
            desk.screen.set(Screen::SignIn);
            Ok(())
        }
    };
    card(
        "Choose a password",
        Some("At least 10 characters. Then sign in with it."),
        field("New password", "password", "new-password", password),
        "Save the password",
        None,
        submit,
    )
}

/// The screen that makes the team.
fn set_up(desk: Desk) -> El {
    let secret = RwSignal::new(String::new());
    let team = RwSignal::new(String::new());
    let team_name = RwSignal::new(String::new());
    let person = Person::default();
    let submit = move || async move {
        let id = TeamId::new(team.get_untracked().trim()).map_err(|_| {
            Problem::new(
                Code::Invalid,
                "a team's id is letters, digits and dashes, as in BATON_TEAMS",
            )
        })?;
        let agent = person.agent();
        let sign_in = SignIn {
            team: Some(id.clone()),
            email: agent.email.clone(),
            password: agent.password.clone(),
            code: None,
        };
        api::set_up(&Setup {
            secret: secret.get_untracked(),
            team: id,
            team_name: team_name.get_untracked(),
            admin: agent,
        })
        .await?;
        let me = api::sign_in(&sign_in).await?;
        let _set = location().set_hash("");
        desk.signed_in(me);
        desk.open_settings(SettingsScreen::Install);
        Ok(())
    };
    card(
        "Create your team",
        Some("You'll need the setup secret from your deployment."),
        (
            field("Setup secret", "password", "off", secret),
            field("Team id", "text", "off", team),
            field("Team name", "text", "organization", team_name),
            person.fields(),
        ),
        "Create team",
        None,
        submit,
    )
}

/// Somebody who chooses name and password.
#[derive(Clone, Copy, Default)]
struct Person {
    name: RwSignal<String>,
    email: RwSignal<String>,
    password: RwSignal<String>,
}

impl Person {
    fn fields(self) -> impl View {
        (
            field("Your name", "text", "name", self.name),
            field("Email", "email", "username", self.email),
            field("Password", "password", "new-password", self.password),
        )
    }

    fn agent(self) -> NewAgent {
        NewAgent {
            name: self.name.get_untracked(),
            email: self.email.get_untracked(),
            password: self.password.get_untracked(),
        }
    }
}

/// A form in the middle of the window; `below` leads elsewhere.
fn card<F>(
    title: &'static str,
    lead: Option<&'static str>,
    fields: impl View,
    action: &'static str,
    below: Option<El>,
    submit: impl Fn() -> F + Clone + 'static,
) -> El
where
    F: Future<Output = Result<(), Problem>> + 'static,
{
    let problem = RwSignal::new(None::<Problem>);
    let is_busy = RwSignal::new(false);
    let on_submit = move |event: web_sys::Event| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(None);
        let submitting = submit();
        spawn_local(async move {
            let outcome = submitting.await;
            // On success this screen is gone.
            let _gone = is_busy.try_set(false);
            if let Err(refused) = outcome {
                let _gone = problem.try_set(Some(refused));
            }
        });
    };
    let text = move || problem.with(|problem| problem.as_ref().map(ui::refused));
    el("main").class("gate").child(
        el("form").class("card").on("submit", on_submit).child((
            el("h1").child(title),
            lead.map(|lead| el("p").class("lead").child(lead)),
            fields,
            refusal(text),
            el("button")
                .attr("type", "submit")
                .class("button primary")
                .disabled(move || is_busy.get())
                .child(action),
            below,
        )),
    )
}
