//! What was done in the team, and how long conversations are kept (L3; T18).

use super::inputs::{save_end, text};
use crate::api;
use crate::desk::{Desk, Screen, SettingsScreen};
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::audit::{Action, Actor, AuditEntry};
use protocol::settings::{Section, Settings};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen of the log holds.
#[derive(Clone, Copy)]
struct Log {
    entries: RwSignal<Vec<AuditEntry>>,
    /// Where the next page begins, if there is one.
    next: RwSignal<Option<String>>,
    problem: RwSignal<Option<Problem>>,
}

/// The log.
pub(super) fn log(desk: Desk) -> impl View {
    let log = Log {
        entries: RwSignal::default(),
        next: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    // Each time it is opened: something was done since.
    Effect::new(move |_| {
        if desk.screen.get() == Screen::Settings(SettingsScreen::Audit) {
            log.entries.set(Vec::new());
            log.next.set(None);
            log.load();
        }
    });
    (
        el("p").child(
            "Who did what, and when: kept for thirteen months. What people wrote is not in it.",
        ),
        refusal(move || log.problem.with(|it| it.as_ref().map(client::polite))),
        move || {
            let rows: Vec<El> = log.entries.get().into_iter().map(row).collect();
            el("ul").class("rows audit").child(rows)
        },
        move || {
            log.next.with(Option::is_some).then(|| {
                el("div").class("row-start").child(button(
                    "",
                    Icon::RETURN,
                    "Show more",
                    move || log.load(),
                ))
            })
        },
    )
}

impl Log {
    /// Loads the next page.
    fn load(self) {
        self.problem.set(None);
        spawn_local(async move {
            let cursor = self.next.get_untracked();
            match api::audit(cursor.as_deref()).await {
                Ok(page) => {
                    let _gone = self.next.try_set(page.next);
                    let _gone = self
                        .entries
                        .try_update(|entries| entries.extend(page.items));
                }
                Err(problem) => {
                    let _gone = self.problem.try_set(Some(problem));
                }
            }
        });
    }
}

fn row(entry: AuditEntry) -> El {
    let who = match entry.by {
        Actor::Agent { name, .. } => name,
        Actor::Key { id } => format!("API key {id}"),
        Actor::Nobody => "Somebody with a link or a password".to_owned(),
        Actor::Team => "The team's own settings".to_owned(),
    };
    let from = entry.network.map(|network| format!("from {network}"));
    el("li").child((
        el("b").child(words(entry.action)),
        el("span").child(who),
        el("span").class("what").child(entry.target),
        el("span").child(from),
        el("time").child(ui::clock_time(entry.at)),
    ))
}

fn words(action: Action) -> &'static str {
    match action {
        Action::TeamMade => "Made the team",
        Action::SignedIn => "Signed in",
        Action::SignInFailed => "Failed to sign in",
        Action::SignedOut => "Signed out",
        Action::AgentChanged => "Changed an agent",
        Action::PasswordLinkMade => "Made a link for a new password",
        Action::PasswordChanged => "Changed a password",
        Action::SecondFactorOn => "Turned two-step sign-in on",
        Action::SecondFactorOff => "Turned two-step sign-in off",
        Action::SessionsEnded => "Ended sessions",
        Action::InviteMade => "Made an invite",
        Action::InviteRevoked => "Took an invite back",
        Action::InviteAccepted => "Accepted an invite",
        Action::KeyMade => "Made an API key",
        Action::KeyRevoked => "Revoked an API key",
        Action::SettingsChanged => "Changed settings",
        Action::IdentitySecretMade => "Made an identity secret",
        Action::IdentitySecretEnded => "Ended an identity secret",
        Action::WebhookSecretMade => "Made a webhook secret",
        Action::WebhookSecretRead => "Read the webhook secret",
        Action::ArticlePut => "Put an article",
        Action::ArticleDeleted => "Deleted an article",
        Action::TagsGiven => "Tagged past conversations",
        Action::ConversationRead => "Read a conversation",
        Action::ConversationClaimed => "Took a conversation over",
        Action::ConversationAssigned => "Assigned a conversation",
        Action::ConversationReleased => "Released a conversation",
        Action::ConversationReturned => "Returned a conversation to the assistant",
        Action::ConversationSnoozed => "Snoozed a conversation",
        Action::ConversationResolved => "Resolved a conversation",
        Action::LearnerBlocked => "Closed the chat for a learner",
        Action::LearnerUnblocked => "Opened the chat for a learner again",
        Action::LearnerExported => "Exported a learner",
        Action::LearnerErased => "Erased a learner",
        Action::ConversationImported => "Imported a conversation",
        Action::BudgetNearlySpent => "80 % of today's conversations are used up",
        // The wire may grow before this page is loaded again.
        _ => "Did something",
    }
}

/// What the screen of the data holds.
#[derive(Clone, Copy)]
struct Data {
    /// Days, as they are edited.
    days: RwSignal<String>,
    /// The settings as they were loaded, or saved since.
    loaded: RwSignal<Option<Settings>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

/// How long conversations are kept.
pub(super) fn data() -> impl View {
    let form = Data {
        days: RwSignal::default(),
        loaded: RwSignal::new(None),
        saved: RwSignal::new(false),
        problem: RwSignal::new(None),
    };
    spawn_local(async move {
        match api::settings().await {
            Ok(settings) => {
                let days = settings.retention.days;
                let _gone = form
                    .days
                    .try_set(days.map(|it| it.to_string()).unwrap_or_default());
                let _gone = form.loaded.try_set(Some(settings));
            }
            Err(problem) => {
                let _gone = form.problem.try_set(Some(problem));
            }
        }
    });
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            form.save();
        })
        .child((
            el("p").child(
                "A conversation that people do not have is erased with its files so many days after the \
                 last word. One person is exported or erased beside their conversation in the inbox.",
            ),
            move || {
                form.loaded.with(Option::is_some).then(|| {
                    text(
                        "Days a conversation is kept, 7 to 3650; for ever, if empty",
                        &form.days.get_untracked(),
                        move |days| {
                            form.saved.set(false);
                            form.days.set(days);
                        },
                    )
                })
            },
            refusal(move || form.problem.with(|it| it.as_ref().map(client::polite))),
            save_end(form.saved),
        ))
}

impl Data {
    fn save(self) {
        self.problem.set(None);
        let days = self.days.get_untracked();
        // What is no number is outside the limits, and is said to be.
        let days = Some(days.trim()).filter(|it| !it.is_empty());
        let days = days.map(|it| it.parse().unwrap_or(0));
        spawn_local(async move {
            let loaded = self.loaded.get_untracked();
            let changed =
                api::change_settings(&[Section::Retention], loaded.as_ref(), |settings| {
                    settings.retention.days = days;
                });
            match changed.await {
                Ok(settings) => {
                    let _gone = self.loaded.try_set(Some(settings));
                    let _gone = self.saved.try_set(true);
                }
                Err(problem) => {
                    let _gone = self.problem.try_set(Some(problem));
                }
            }
        });
    }
}
