//! How agents sign in by their organization's accounts.

use super::inputs::{area, lines, text};
use super::saving::Saving;
use crate::api;
use crate::desk::Desk;
use leptos::prelude::*;
use protocol::http::ClientSecret;
use protocol::settings::{Section, Settings, SignInSettings};
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct SignIn {
    /// As it is edited; nothing counts before it is saved.
    draft: RwSignal<SignInSettings>,
    /// A secret that was typed: the one that is kept is not shown.
    secret: RwSignal<Option<String>>,
    saving: Saving,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
    let draft = RwSignal::default();
    let saving = Saving::load(move |settings| {
        let _gone = draft.try_set(settings.sign_in.clone());
    });
    let form = SignIn {
        draft,
        secret: RwSignal::new(None),
        saving,
    };
    let origin = location().origin().unwrap_or_default();
    let team = desk
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.team.to_string()))
        .unwrap_or_default();
    (
        el("p").child(
            "Agents can sign in with your organization's accounts (OpenID Connect: Entra ID, Google, Okta, \
             Keycloak and others). Register a web application with your provider and enter this redirect URI \
             there:",
        ),
        el("pre").child(el("code").child(format!("{origin}/api/sign-in/{team}/callback"))),
        saving.refusal(),
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                form.save();
            })
            .child((saving.when_loaded(move || fields(form)), saving.end())),
    )
}

impl SignIn {
    fn change(self, to: impl FnOnce(&mut SignInSettings)) {
        self.saving.edit();
        self.draft.update_untracked(to);
    }

    fn save(self) {
        let sign_in = self.draft.get_untracked();
        let save = move |settings: &mut Settings| settings.sign_in = sign_in;
        // After the settings: another provider deletes the secret of the one before.
        self.saving
            .save_then(&[Section::SignIn], save, move || async move {
                match self.secret.get_untracked().filter(|it| !it.is_empty()) {
                    Some(secret) => api::put_client_secret(&ClientSecret { secret }).await,
                    None => Ok(()),
                }
            });
    }
}

fn fields(form: SignIn) -> El {
    let draft = form.draft.get_untracked();
    el("div").class("within").child((
        text(
            "Issuer URL (empty: passwords only)",
            draft.issuer.as_deref().unwrap_or_default(),
            move |text| {
                let text = text.trim().to_owned();
                form.change(|it| it.issuer = Some(text).filter(|it| !it.is_empty()));
            },
        ),
        text("Client ID", &draft.client_id, move |text| {
            form.change(|it| it.client_id = text);
        }),
        el("label").class("field").child((
            el("span").child("Client secret, if there is one"),
            el("input")
                .attr("type", "password")
                .attr("autocomplete", "off")
                .attr("placeholder", "Saved secrets are not shown")
                .on_input(move |text| {
                    form.saving.edit();
                    form.secret.set(Some(text));
                }),
        )),
        el("h3").child("Who may sign in"),
        roles(form, &draft),
    ))
}

/// What of the provider's claims makes somebody what.
fn roles(form: SignIn, draft: &SignInSettings) -> El {
    el("div").class("within").child((
        el("p").child(
            "Without a claim, only people who already have an account here, by their verified email address. \
             With one, whoever has one of these values; new people get an account, and roles follow the claim \
             at each sign-in.",
        ),
        text("Claim, such as groups", &draft.role_claim, move |text| {
            form.change(|it| it.role_claim = text);
        }),
        area(
            "Values that make an agent, one per line",
            2,
            &draft.agents.join("\n"),
            move |text| form.change(|it| it.agents = lines(&text)),
        ),
        area(
            "Values that make an admin, one per line",
            2,
            &draft.admins.join("\n"),
            move |text| form.change(|it| it.admins = lines(&text)),
        ),
    ))
}
