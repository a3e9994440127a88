//! How the LMS signs who a learner is: secrets, and the platform's public keys (D5; T8).

use super::inputs::{area, text};
use super::people::shown;
use super::saving::Saving;
use crate::api;
use crate::desk::Desk;
use crate::views::button;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::IdentitySecret;
use protocol::settings::{IdentitySettings, Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Identity {
    desk: Desk,
    secrets: RwSignal<Vec<IdentitySecret>>,
    /// A secret that is shown once.
    shown: RwSignal<Option<(&'static str, String)>>,
    /// As it is edited; nothing counts before it is saved.
    draft: RwSignal<IdentitySettings>,
    saving: Saving,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let draft = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = draft.try_set(settings.identity.clone());
    });
    let form = Identity {
        desk,
        secrets: RwSignal::default(),
        shown: RwSignal::new(None),
        draft,
        saving,
    };
    spawn_local(form.load_secrets());
    let team = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()))
        .unwrap_or_default();
    (
        el("p").child(
            "When your LMS signs who a learner is, agents see the name as verified, the learner has one \
             conversation on all devices, and instructors and admins also get answers from the articles \
             written for them. Without a signature, names are shown as not verified and everyone is answered \
             from the articles for learners.",
        ),
        saving.refusal(),
        (
            el("h3").child("Secrets"),
            el("p").child(ui::say!("Your LMS signs a JSON Web Token (HS256) with the newest secret. Required claims: sub, aud (\"{team}\"), exp (at most an hour ahead). Optional: name, email, role (learner, instructor or admin), course, locale. docs/identity.md has snippets for Moodle, Canvas and Open edX.", team = team)),
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
                el("p").child("If your platform signs with its own key (RS256 or ES256)."),
                saving.when_loaded(move || fields(form)),
                saving.end(),
            )),
    )
}

impl Identity {
    async fn load_secrets(self) {
        match api::identity_secrets().await {
            Ok(secrets) => {
                let _gone = self.secrets.try_set(secrets);
            }
            Err(problem) => self.saving.refuse(problem),
        }
    }

    fn mint(self) {
        self.saving.clear();
        spawn_local(async move {
            match api::new_identity_secret().await {
                Ok(minted) => {
                    let what = "Copy this secret to your LMS now. It is not shown again. The previous \
                                secret works for one more day.";
                    let _gone = self.shown.try_set(Some((what, minted.secret)));
                    self.load_secrets().await;
                }
                Err(problem) => self.saving.refuse(problem),
            }
        });
    }

    fn end(self, id: String) {
        self.saving.clear();
        spawn_local(async move {
            match api::end_identity_secret(&id).await {
                Ok(()) => self.load_secrets().await,
                Err(problem) => self.saving.refuse(problem),
            }
        });
    }

    fn change(self, to: impl FnOnce(&mut IdentitySettings)) {
        self.saving.edit();
        self.draft.update_untracked(to);
    }

    fn save(self) {
        let identity = self.draft.get_untracked();
        let save = move |settings: &mut Settings| settings.identity = identity;
        self.saving.save(&[Section::Identity], save);
    }
}

fn secrets(form: Identity) -> El {
    let rows: Vec<El> = form
        .secrets
        .get()
        .into_iter()
        .map(|secret| {
            let until = match secret.ends_at {
                Some(at) => ui::say!("works until {time}", time = ui::clock_time(at)),
                None => ui::say!("created {time}", time = ui::clock_time(secret.created_at)),
            };
            el("li").child((
                el("b").child(format!("kid {}", secret.id)),
                el("span").child(until),
                button("quiet", Icon::CLOSE, "End", move || {
                    let id = secret.id.clone();
                    form.desk.ask(ui::say!("End this secret? Whoever your LMS has signed for until now is nobody here, until the next page signs for them again."),
                        "End secret",
                        move || form.end(id.clone()),
                    );
                }),
            ))
        })
        .collect();
    el("ul").class("rows").child(rows)
}

fn fields(form: Identity) -> El {
    let draft = form.draft.get_untracked();
    el("div").class("within").child((
        text(
            "JWKS URL, if your platform publishes one",
            draft.key_set.as_deref().unwrap_or_default(),
            move |text| {
                let text = text.trim().to_owned();
                form.change(|it| it.key_set = Some(text).filter(|it| !it.is_empty()));
            },
        ),
        area(
            "Or its public keys (PEM or JWK), separated by an empty line",
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
