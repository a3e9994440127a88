//! The audit log: who did what in the team (L3; T18).

use crate::api;
use crate::desk::Desk;
use crate::screen::{Screen, SettingsScreen};
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::audit::{Action, Actor, AuditEntry};
use ui::Icon;
use ui::dom::{El, View, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Log {
    entries: RwSignal<Vec<AuditEntry>>,
    /// Where the next page begins, if there is one.
    next: RwSignal<Option<String>>,
    problem: RwSignal<Option<Problem>>,
}

/// The screen's content.
pub(super) fn view(desk: Desk) -> impl View {
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
            "Who did what, and when. Entries are kept for thirteen months and never contain what anyone wrote.",
        ),
        refusal(move || log.problem.with(|it| it.as_ref().map(ui::refused))),
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

/// Who did something, by name.
pub(super) fn who(by: Actor) -> String {
    match by {
        Actor::Agent { name, .. } => name,
        Actor::Key { id } => ui::say!("API key {id}", id = id),
        Actor::Nobody => ui::say!("Not signed in"),
        Actor::Team => ui::say!("The worker"),
    }
}

fn row(entry: AuditEntry) -> El {
    let who = who(entry.by);
    let from = entry
        .network
        .map(|network| ui::say!("from {network}", network = network));
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
        Action::TeamMade => "Set up the team",
        Action::SignedIn => "Signed in",
        Action::SignInFailed => "Failed to sign in",
        Action::SignedOut => "Signed out",
        Action::AgentChanged => "Changed an agent",
        Action::PasswordLinkMade => "Created a link for a new password",
        Action::PasswordChanged => "Changed a password",
        Action::SecondFactorOn => "Turned two-step sign-in on",
        Action::SecondFactorOff => "Turned two-step sign-in off",
        Action::NotificationsOn => "Turned notifications on in a browser",
        Action::NotificationsOff => "Turned notifications off in a browser",
        Action::SessionsEnded => "Ended sessions",
        Action::InviteMade => "Created an invite",
        Action::InviteRevoked => "Revoked an invite",
        Action::InviteAccepted => "Accepted an invite",
        Action::KeyMade => "Created an API key",
        Action::KeyRevoked => "Revoked an API key",
        Action::SettingsChanged => "Changed settings",
        Action::IdentitySecretMade => "Created an identity secret",
        Action::IdentitySecretEnded => "Ended an identity secret",
        Action::WebhookSecretMade => "Created a webhook secret",
        Action::WebhookSecretRead => "Read the webhook secret",
        Action::AlertSentAgain => "Sent an alert again",
        Action::AlertDismissed => "Dismissed an alert that was not delivered",
        Action::ArticlePut => "Added or changed an article",
        Action::ArticleDeleted => "Deleted an article",
        Action::CrawlBegun => "Began to read a website as articles",
        Action::CrawlStopped => "Stopped reading a website",
        Action::TagsGiven => "Tagged past conversations",
        Action::ConversationRead => "Read a conversation",
        Action::ConversationClaimed => "Took over a conversation",
        Action::ConversationAssigned => "Assigned a conversation",
        Action::ConversationReleased => "Released a conversation",
        Action::ConversationReturned => "Returned a conversation to the assistant",
        Action::ConversationSnoozed => "Snoozed a conversation",
        Action::ConversationResolved => "Resolved a conversation",
        Action::LearnerBlocked => "Blocked a learner",
        Action::LearnerUnblocked => "Unblocked a learner",
        Action::LearnerExported => "Exported a learner's data",
        Action::LearnerErased => "Erased a learner",
        Action::ConversationImported => "Imported a conversation",
        Action::BudgetNearlySpent => "80 % of the day's conversations are used",
        // The wire may grow before this page is loaded again.
        _ => "Something this page does not know yet: reload it",
    }
}
