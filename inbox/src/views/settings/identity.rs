//! How the LMS signs who a learner is: secrets, and the platform's public keys (D5; T8).

use super::inputs::{area, save_end, text};
use super::people::shown;
use crate::api;
use crate::desk::Desk;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::http::IdentitySecret;
use protocol::settings::{IdentitySettings, Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Identity {
    secrets: RwSignal<Vec<IdentitySecret>>,
    /// A secret that is shown once.
    shown: RwSignal<Option<(&'static str, String)>>,
    /// As it is edited; nothing counts before it is saved.
    draft: RwSignal<Option<IdentitySettings>>,
    /// The settings as they were loaded, or saved since.
    loaded: RwSignal<Option<Settings>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let form = Identity {
        secrets: RwSignal::default(),
        shown: RwSignal::new(None),
        draft: RwSignal::new(None),
        loaded: RwSignal::new(None),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    spawn_local(async move {
        form.load_secrets().await;
        match api::settings().await {
            Ok(settings) => {
                let _gone = form.draft.try_set(Some(settings.identity.clone()));
                let _gone = form.loaded.try_set(Some(settings));
            }
            Err(problem) => form.fail(problem),
        }
    });
    let team = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()))
        .unwrap_or_default();
    (
        el("p").child(
            "Until the LMS signs who a learner is, agents see what the page says as not verified, and \
             everybody is answered from the articles for learners. A learner who is signed for has the \
             same conversation on every device.",
        ),
        refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
        (
            el("h3").child("Secrets"),
            el("p").child(format!(
                "For tokens by HS256: a JSON Web Token with sub, aud \"{team}\", exp within the hour, and \
                 name, email, role (learner, instructor or admin), course, locale as far as you want to \
                 give them. Snippets for Moodle, Canvas and Open edX are in docs/identity.md."
            )),
            move || form.shown.with(Option::is_some).then(|| shown(form.shown)),
            move || secrets(form),
            el("div")
                .class("row-start")
                .child(button("", Icon::LOCK, "New secret", move || form.mint())),
        ),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                form.save();
            })
            .child((
                el("h3").child("Public keys"),
                el("p").child("For tokens by RS256 or ES256, where the platform signs with a key of its own."),
                move || form.loaded.with(Option::is_some).then(|| fields(form)),
                save_end(form.saved),
            )),
    )
}

impl Identity {
    fn fail(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    async fn load_secrets(self) {
        match api::identity_secrets().await {
            Ok(secrets) => {
                let _gone = self.secrets.try_set(secrets);
            }
            Err(problem) => self.fail(problem),
        }
    }

    fn mint(self) {
        self.problem.set(None);
        spawn_local(async move {
            match api::new_identity_secret().await {
                Ok(minted) => {
                    let what = "Copy this secret to your LMS now. It is not shown again; the one before it \
                                works for a day.";
                    let _gone = self.shown.try_set(Some((what, minted.secret)));
                    self.load_secrets().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn end(self, id: String) {
        self.problem.set(None);
        spawn_local(async move {
            match api::end_identity_secret(&id).await {
                Ok(()) => self.load_secrets().await,
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn change(self, to: impl FnOnce(&mut IdentitySettings)) {
        self.saved.set(false);
        self.draft.update_untracked(|draft| {
            if let Some(draft) = draft {
                to(draft);
            }
        });
    }

    fn save(self) {
        self.problem.set(None);
        let Some(identity) = self.draft.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let loaded = self.loaded.get_untracked();
            let changed = api::change_settings(&[Section::Identity], loaded.as_ref(), |settings| {
                settings.identity = identity;
            });
            match changed.await {
                Ok(settings) => {
                    let _gone = self.loaded.try_set(Some(settings));
                    let _gone = self.saved.try_set(true);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }
}

fn secrets(form: Identity) -> El {
    let rows: Vec<El> = form
        .secrets
        .get()
        .into_iter()
        .map(|secret| {
            let until = match secret.ends_at {
                Some(at) => format!("works until {}", ui::clock_time(at)),
                None => format!("made {}", ui::clock_time(secret.created_at)),
            };
            el("li").child((
                el("b").child(format!("kid {}", secret.id)),
                el("span").child(until),
                button("quiet", Icon::CLOSE, "End", move || {
                    let sure = window().confirm_with_message(
                        "End this secret? Learners who are signed for with it count as not verified at once.",
                    );
                    if sure.unwrap_or_default() {
                        form.end(secret.id.clone());
                    }
                }),
            ))
        })
        .collect();
    el("ul").class("rows").child(rows)
}

fn fields(form: Identity) -> El {
    let draft = form.draft.get_untracked().unwrap_or_default();
    el("div").class("within").child((
        text(
            "Address of the key set (JWKS), if the platform publishes one",
            draft.key_set.as_deref().unwrap_or_default(),
            move |text| {
                let text = text.trim().to_owned();
                form.change(|it| it.key_set = Some(text).filter(|it| !it.is_empty()));
            },
        ),
        area(
            "Or its public keys, PEM or JWK, with an empty line between two",
            6,
            &draft.keys.join("\n\n"),
            move |text| {
                let keys = text
                    .split("\n\n")
                    .map(str::trim)
                    .filter(|it| !it.is_empty());
                let keys: Vec<String> = keys.map(str::to_owned).collect();
                form.change(|it| it.keys = keys);
            },
        ),
    ))
}
