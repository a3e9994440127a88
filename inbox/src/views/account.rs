//! The agent's own account: password, two-step sign-in, notifications, sessions.

use super::{button, field, push, refusal};
use crate::api;
use crate::browser;
use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::http::{AgentSession, ChangePassword, NewSecondFactor, WithCode, WithPassword};
use ui::Icon;
use ui::dom::{El, el};

/// What the screen holds.
#[derive(Clone, Copy)]
struct Account {
    old: RwSignal<String>,
    new: RwSignal<String>,
    sessions: RwSignal<Vec<AgentSession>>,
    saved: RwSignal<bool>,
    factor: Factor,
    problem: RwSignal<Option<Problem>>,
}

/// Two-step sign-in, as it is set up.
#[derive(Clone, Copy)]
struct Factor {
    is_on: RwSignal<bool>,
    password: RwSignal<String>,
    code: RwSignal<String>,
    /// Secret and address for the authenticator app, until its first code is entered.
    begun: RwSignal<Option<NewSecondFactor>>,
    /// Recovery codes, shown once.
    codes: RwSignal<Vec<String>>,
}

/// The screen.
pub(super) fn view(desk: Desk) -> El {
    let account = Account {
        old: RwSignal::default(),
        new: RwSignal::default(),
        sessions: RwSignal::default(),
        saved: RwSignal::new(false),
        factor: Factor {
            is_on: RwSignal::new(
                desk.me
                    .with_untracked(|me| me.as_ref().is_some_and(|me| me.agent.has_second_factor)),
            ),
            password: RwSignal::default(),
            code: RwSignal::default(),
            begun: RwSignal::new(None),
            codes: RwSignal::default(),
        },
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
            refusal(move || account.problem.with(|it| it.as_ref().map(ui::refused))),
            el("section")
                .class("card")
                .attr("aria-label", "Password")
                .child((who, password)),
            el("section")
                .class("card")
                .attr("aria-label", "Two-step sign-in")
                .child((el("h2").child("Two-step sign-in"), move || factor(account))),
            push::view(desk),
            language(),
            writing(),
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

/// The language of the inbox in this browser.
fn language() -> El {
    let automatic = el("option")
        .attr("value", "")
        .child("Automatic: the browser's");
    let english = ("en".to_owned(), "English".to_owned());
    let all = std::iter::once(english).chain(super::languages());
    let named = all.map(|(code, name)| {
        el("option")
            .attr("value", code.clone())
            .attr("lang", code)
            .child(name)
    });
    let named: Vec<El> = named.collect();
    let kept = browser::kept(browser::LANGUAGE).unwrap_or_default();
    let select = el("select")
        .attr("aria-label", "Language of the inbox")
        .child((automatic, named))
        .value(move || kept.clone());
    let chosen = select.clone();
    let select = select.on("change", move |_| {
        let code = chosen.current_value();
        browser::keep(browser::LANGUAGE, (!code.is_empty()).then_some(&code));
        // Sentences are read once, before the inbox starts; what is being written is kept.
        let _left = window().location().reload();
    });
    el("section")
        .class("card")
        .attr("aria-label", "Language")
        .child((
            el("h2").child("Language"),
            el("label")
                .class("field")
                .child((el("span").child("Language of the inbox"), select)),
            el("p")
                .class("hint")
                .child("Kept on this device. Learners are answered in their own language."),
        ))
}

/// What Enter does while an agent writes.
fn writing() -> El {
    el("section")
        .class("card")
        .attr("aria-label", "Writing")
        .child((
            el("h2").child("Writing"),
            el("label").class("check").child((
                el("input")
                    .attr("type", "checkbox")
                    .attr("checked", browser::enter_sends().then_some(""))
                    .on("change", |_| {
                        browser::set_enter_sends(!browser::enter_sends());
                    }),
                el("span").child("Enter sends a reply"),
            )),
            el("p").class("hint").child(
                "Kept on this device. Ctrl+Enter (on a Mac Command+Enter) sends either way.",
            ),
        ))
}

/// Two-step sign-in, in one of four states: off, being set up, just turned on (shows the codes), on.
fn factor(account: Account) -> El {
    let Factor {
        is_on,
        password,
        code,
        begun,
        codes,
    } = account.factor;
    let codes = codes.get();
    if !codes.is_empty() {
        return el("div").class("shown").child((
            el("p").child(
                "It is on. Save these recovery codes: if you lose your phone, each of them signs you in once. \
                 They are not shown again.",
            ),
            el("pre").child(el("code").child(codes.join("\n"))),
            button("primary", Icon::CHECK, "Done", move || {
                account.factor.codes.set(Vec::new());
            }),
        ));
    }
    let form = |run: fn(Account), content: El, words: &'static str| {
        el("form")
            .on("submit", move |event| {
                event.prevent_default();
                run(account);
            })
            .child((
                content,
                el("div").class("row-end").child(
                    el("button")
                        .attr("type", "submit")
                        .class("button primary")
                        .child(words),
                ),
            ))
    };
    if let Some(NewSecondFactor { secret, uri }) = begun.get() {
        let content = el("div").child((
            el("p").child((
                "Add this key to your authenticator app, or ",
                el("a")
                    .attr("href", uri)
                    .child("open it in an app on this device"),
                ":",
            )),
            el("pre").child(el("code").child(secret)),
            field("Code from the app", "text", "one-time-code", code),
        ));
        return form(Account::confirm_factor, content, "Turn on");
    }
    let words = match is_on.get() {
        true => "It is on: you sign in with your password and a code from your app.",
        false => "It is off. Turned on, a stolen password alone is not enough to sign in.",
    };
    let content = el("div").child((
        el("p").child(words),
        field("Password", "password", "current-password", password),
    ));
    match is_on.get() {
        true => form(Account::drop_factor, content, "Turn off"),
        false => form(Account::begin_factor, content, "Set up"),
    }
}

impl Account {
    fn begin_factor(self) {
        self.problem.set(None);
        spawn_local(async move {
            let password = self.factor.password.get_untracked();
            match api::begin_factor(&WithPassword { password }).await {
                Ok(begun) => {
                    let _gone = self.factor.password.try_set(String::new());
                    let _gone = self.factor.begun.try_set(Some(begun));
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn confirm_factor(self) {
        self.problem.set(None);
        spawn_local(async move {
            let code = self.factor.code.get_untracked();
            match api::confirm_factor(&WithCode { code }).await {
                Ok(kept) => {
                    let _gone = self.factor.code.try_set(String::new());
                    let _gone = self.factor.is_on.try_set(true);
                    let _gone = self.factor.begun.try_set(None);
                    let _gone = self.factor.codes.try_set(kept.codes);
                    self.load().await;
                }
                Err(problem) => self.fail(problem),
            }
        });
    }

    fn drop_factor(self) {
        self.problem.set(None);
        spawn_local(async move {
            let password = self.factor.password.get_untracked();
            match api::drop_factor(&WithPassword { password }).await {
                Ok(()) => {
                    let _gone = self.factor.password.try_set(String::new());
                    let _gone = self.factor.is_on.try_set(false);
                }
                Err(problem) => self.fail(problem),
            }
        });
    }
}

fn row(account: Account, session: AgentSession) -> El {
    let AgentSession {
        id,
        device,
        created_at,
        seen_at,
        is_current,
    } = session;
    let when = ui::say!(
        "since {begun}, last used {used}",
        begun = ui::clock_time(created_at),
        used = ui::clock_time(seen_at)
    );
    el("li").child((
        el("span").class("rule").child((
            el("b").child(browser(&device)),
            el("span").child(if is_current {
                ui::say!("This browser")
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

/// Browser and operating system, from the User-Agent header.
fn browser(device: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        let mut names = names.iter();
        names.find(|(word, _)| device.contains(word)).map(|it| it.1)
    };
    // Newer browsers also name older ones: the more specific name comes first.
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
        (Some(browser), Some(system)) => {
            ui::say!("{browser} on {system}", browser = browser, system = system)
        }
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => ui::say!("Another program"),
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
