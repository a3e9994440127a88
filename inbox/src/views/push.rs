//! Notifications of this browser: in a tab that nobody looks at, and, by push, where no tab is open.

use super::button;
use super::settings::days::{clock, minutes};
use crate::api;
use crate::browser::{self, PUSH};
use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::push::{PushChoices, PushEndpoint, PushHours, PushSubscription};
use protocol::settings::AlertOn;
use serde::Deserialize;
use ui::Icon;
use ui::dom::{El, el};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushSubscriptionOptionsInit, RegistrationOptions,
    ServiceWorkerContainer, ServiceWorkerRegistration,
};

/// The script that shows them, and where it does: `inbox/push.js`.
const SCRIPT: &str = "/push.js";
const SCOPE: &str = "/inbox";

/// A subscription as the browser writes it
/// (<https://www.w3.org/TR/push-api/#dom-pushsubscription-tojson>).
#[derive(Deserialize)]
struct Subscribed {
    endpoint: String,
    keys: Keys,
}

#[derive(Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// The state of push in this browser.
#[derive(Clone, PartialEq)]
enum Push {
    /// It is being looked for.
    Looking,
    Off,
    /// It is on: where it is reached.
    On(String),
    /// Push is not available: why.
    Failed(String),
}

/// What is told until the agent chooses.
fn usual() -> PushChoices {
    PushChoices {
        on: vec![
            AlertOn::HandedOff,
            AlertOn::Urgent,
            AlertOn::Message,
            AlertOn::Late,
        ],
        hours: None,
        urgent_always: true,
    }
}

/// Tells the server again that this browser is subscribed. Runs each time the inbox opens where its agent has turned
/// notifications on.
pub(super) async fn renew(desk: Desk) {
    if Notification::permission() != NotificationPermission::Granted {
        return;
    }
    // It is tried again the next time.
    let _failed = subscribe(desk, None).await;
}

/// Ends this browser's subscription, whoever's it was. Needs no server.
pub(super) async fn end() {
    if let Some(registration) = registration(false).await
        && unsubscribe(&registration).await.is_none()
    {
        return;
    }
    browser::keep(PUSH, None);
}

/// The card of the account.
pub(super) fn view(desk: Desk) -> El {
    let permission = RwSignal::new_local(Notification::permission());
    let push = RwSignal::new(Push::Looking);
    let choices = RwSignal::new(usual());
    let said = RwSignal::new(String::new());
    spawn_local(async move {
        let known = match registration(false).await {
            Some(registration) => endpoint(&registration).await,
            None => None,
        };
        let found = match known {
            Some(endpoint) => match api::push_browsers().await {
                Ok(all) => {
                    let mut browsers = all.browsers.into_iter();
                    let known = browsers.find(|it| it.endpoint == endpoint);
                    known.map(|it| (it.endpoint, it.choices))
                }
                Err(problem) => {
                    let _gone = push.try_set(Push::Failed(ui::refused(&problem)));
                    return;
                }
            },
            None => None,
        };
        let _gone = match found {
            Some((endpoint, kept)) => {
                let _gone = choices.try_set(kept);
                push.try_set(Push::On(endpoint))
            }
            None => push.try_set(Push::Off),
        };
    });
    let turn_on = move || {
        spawn_local(async move {
            if let Ok(asked) = Notification::request_permission() {
                let _answer = JsFuture::from(asked).await;
                let _gone = permission.try_set(Notification::permission());
            }
            if Notification::permission() == NotificationPermission::Granted {
                save(desk, push, choices, said).await;
            }
        });
    };
    let is_on = Memo::new(move |_| matches!(push.get(), Push::On(_)));
    el("section")
        .class("card")
        .attr("aria-label", "Notifications")
        .child((
            el("h2").child("Notifications"),
            el("p").child(
                "Get a notification on this device when a learner starts waiting and you are not looking at the \
                 inbox, even if it is closed.",
            ),
            move || match (permission.get(), is_on.get()) {
                (NotificationPermission::Denied, _) => el("p").child(
                    "This browser blocks notifications from this site. Allow them in the browser's site settings.",
                ),
                (NotificationPermission::Granted, true) => form(desk, push, choices, said),
                (permission, _) => el("div").child((
                    (permission == NotificationPermission::Granted).then(|| {
                        el("p").child("They are on while the inbox is open in a tab.")
                    }),
                    move || match push.get() {
                        Push::Failed(why) => Some(el("p").attr("role", "status").child(why)),
                        _ => None,
                    },
                    move || {
                        (push.get() != Push::Looking).then(|| {
                            el("div")
                                .class("row-end")
                                .child(button("primary", Icon::ALERT, "Turn on", turn_on))
                        })
                    },
                )),
            },
        ))
}

/// What is told, and when; a test; and the end of it.
fn form(
    desk: Desk,
    push: RwSignal<Push>,
    choices: RwSignal<PushChoices>,
    said: RwSignal<String>,
) -> El {
    let events: Vec<El> = PushChoices::EVENTS
        .into_iter()
        .map(|event| {
            let is_on = move || choices.with(|it| it.on.contains(&event));
            check(words(event), is_on, move || {
                choices.update(|it| match it.on.contains(&event) {
                    true => it.on.retain(|on| *on != event),
                    false => it.on.push(event),
                });
            })
        })
        .collect();
    // “Saved.” is no longer true once a choice changes.
    Effect::new(move |before: Option<()>| {
        choices.track();
        if before.is_some() && said.with_untracked(|said| !said.is_empty()) {
            said.set(String::new());
        }
    });
    let has_hours = Memo::new(move |_| choices.with(|it| it.hours.is_some()));
    let hour =
        move |name: &'static str, read: fn(&PushHours) -> u16, put: fn(&mut PushHours, u16)| {
            el("input")
                .attr("type", "time")
                .attr("aria-label", name)
                .value(move || choices.with(|it| clock(it.hours.as_ref().map_or(0, read))))
                .on_input(move |text| {
                    choices.update(|it| {
                        if let Some(hours) = &mut it.hours {
                            put(hours, minutes(&text));
                        }
                    });
                })
        };
    let save_it = move || spawn_local(save(desk, push, choices, said));
    let try_it = move || {
        let Push::On(endpoint) = push.get_untracked() else {
            return;
        };
        spawn_local(async move {
            let words = match api::test_push(&PushEndpoint { endpoint }).await {
                Ok(tested) => match tested.status {
                    Some(200..=299) => ui::say!("Sent."),
                    Some(status) => ui::say!(
                        "The browser's push service answered {status}.",
                        status = status
                    ),
                    None => ui::say!("The browser's push service did not answer."),
                },
                Err(problem) => ui::say!(
                    "Not sent: {message}.",
                    message = ui::from_server(&problem.message)
                ),
            };
            let _gone = said.try_set(words);
        });
    };
    let turn_off = move || {
        spawn_local(async move {
            if let Push::On(endpoint) = push.get_untracked() {
                let _failed = api::delete_push(&PushEndpoint { endpoint }).await;
            }
            if let Some(registration) = registration(false).await {
                let _failed = unsubscribe(&registration).await;
            }
            browser::keep(PUSH, None);
            let _gone = push.try_set(Push::Off);
        });
    };
    el("form")
        .class("push")
        .on("submit", move |event| {
            event.prevent_default();
            save_it();
        })
        .child((
            el("fieldset").child((el("legend").child("Notify me when"), events)),
            check(
                "Only between",
                move || has_hours.get(),
                move || {
                    choices.update(|it| {
                        it.hours = match it.hours {
                            Some(_) => None,
                            None => Some(PushHours {
                                time_zone: browser::time_zone(),
                                from: 8 * 60,
                                to: 20 * 60,
                            }),
                        };
                    });
                },
            ),
            move || {
                has_hours.get().then(|| {
                    el("div").class("hours").child((
                        hour("From", |it| it.from, |it, at| it.from = at),
                        " and ",
                        hour("To", |it| it.to, |it, at| it.to = at),
                        check(
                            "Urgent ones at any time",
                            move || choices.with(|it| it.urgent_always),
                            move || choices.update(|it| it.urgent_always = !it.urgent_always),
                        ),
                    ))
                })
            },
            el("div").class("row-end").child((
                el("span").attr("role", "status").child(move || said.get()),
                button("quiet", Icon::CLOSE, "Turn off", turn_off),
                button("", Icon::SEND, "Send a test", try_it),
                el("button")
                    .attr("type", "submit")
                    .class("button primary")
                    .child("Save"),
            )),
        ))
}

fn check(
    words: &'static str,
    is_on: impl Fn() -> bool + 'static,
    change: impl Fn() + 'static,
) -> El {
    el("label").class("check").child((
        el("input")
            .attr("type", "checkbox")
            .checked(is_on)
            .on("change", move |_| change()),
        el("span").child(words),
    ))
}

fn words(event: AlertOn) -> &'static str {
    match event {
        AlertOn::HandedOff => "A learner waits for a person",
        AlertOn::Urgent => "An urgent conversation waits",
        AlertOn::Message => "A learner writes in a conversation of mine, while I am away",
        AlertOn::Soon => "A reply is due soon",
        AlertOn::Late => "A reply is late",
        AlertOn::Unanswered => "A learner still waits after twice the promised time",
        AlertOn::Unresolved => "A conversation is not resolved in time",
        AlertOn::Lead => "A lead for sales comes in",
        _ => "",
    }
}

async fn save(
    desk: Desk,
    push: RwSignal<Push>,
    choices: RwSignal<PushChoices>,
    said: RwSignal<String>,
) {
    let was_on = matches!(push.get_untracked(), Push::On(_));
    let wanted = choices.get_untracked();
    let (now, words) = match subscribe(desk, Some(wanted)).await {
        Ok(endpoint) => (Push::On(endpoint), ui::say!("Saved.")),
        Err(why) if was_on => (push.get_untracked(), why),
        Err(why) => (Push::Failed(why), String::new()),
    };
    let _gone = push.try_set(now);
    let _gone = said.try_set(words);
}

/// Subscribes this browser and tells the server, with these choices or those that it kept. Answers where the browser
/// is reached.
async fn subscribe(desk: Desk, choices: Option<PushChoices>) -> Result<String, String> {
    let cannot = || ui::say!("This browser cannot be reached while the inbox is closed.");
    let me = untrack(|| desk.my_id());
    let known = api::push_browsers()
        .await
        .map_err(|it| ui::from_server(&it.message))?;
    let registration = registration(true).await.ok_or_else(cannot)?;
    let subscribed = subscribed(&registration, &known.key).await;
    let subscribed = subscribed.ok_or_else(cannot)?;
    let mut browsers = known.browsers.into_iter();
    let kept = browsers.find(|it| it.endpoint == subscribed.endpoint);
    let Some(choices) = choices.or(kept.map(|it| it.choices)) else {
        // It was ended from elsewhere.
        end().await;
        return Err(String::new());
    };
    if untrack(|| desk.my_id()) != me {
        return Err(String::new());
    }
    let body = PushSubscription {
        endpoint: subscribed.endpoint.clone(),
        p256dh: subscribed.keys.p256dh,
        auth: subscribed.keys.auth,
        choices,
    };
    api::put_push(&body)
        .await
        .map_err(|it| ui::from_server(&it.message))?;
    // Whoever has signed out meanwhile has ended it.
    if untrack(|| desk.my_id()) == me {
        browser::keep(PUSH, Some(me.as_str()));
    }
    Ok(subscribed.endpoint)
}

/// The script's registration; if there is none and it is wanted, a new one.
async fn registration(is_wanted: bool) -> Option<ServiceWorkerRegistration> {
    let container = window().navigator().service_worker();
    // Not on an address without https.
    if container.is_undefined() {
        return None;
    }
    let found = JsFuture::from(container.get_registration_with_document_url(SCOPE)).await;
    let found: Option<ServiceWorkerRegistration> = found.ok().and_then(|it| it.dyn_into().ok());
    match found {
        None if is_wanted => register(&container).await,
        found => found,
    }
}

async fn register(container: &ServiceWorkerContainer) -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_scope(SCOPE);
    // The page's policy refuses a plain string.
    let register: js_sys::Function = get(container, "register")?.dyn_into().ok()?;
    let asked = register.call2(container, &script()?, &options).ok()?;
    let made = JsFuture::from(js_sys::Promise::resolve(&asked))
        .await
        .ok()?;
    // It takes messages once it is active.
    let ready = container.ready().ok()?;
    JsFuture::from(ready).await.ok()?;
    made.dyn_into().ok()
}

/// The script's address as a trusted type, which the page's policy demands
/// (<https://www.w3.org/TR/trusted-types/>).
fn script() -> Option<JsValue> {
    thread_local! {
        /// A policy is made once in a page.
        static MADE: std::cell::RefCell<Option<JsValue>> = const { std::cell::RefCell::new(None) };
    }
    if let Some(made) = MADE.with_borrow(Clone::clone) {
        return Some(made);
    }
    let made = trusted_script()?;
    MADE.set(Some(made.clone()));
    Some(made)
}

fn trusted_script() -> Option<JsValue> {
    let Some(types) = get(&window(), "trustedTypes") else {
        return Some(SCRIPT.into());
    };
    let rules = js_sys::Object::new();
    // It always answers with this one address.
    let only = Closure::once_into_js(|_: JsValue| JsValue::from(SCRIPT));
    js_sys::Reflect::set(&rules, &"createScriptURL".into(), &only).ok()?;
    let create: js_sys::Function = get(&types, "createPolicy")?.dyn_into().ok()?;
    let policy = create.call2(&types, &"push".into(), &rules).ok()?;
    let create: js_sys::Function = get(&policy, "createScriptURL")?.dyn_into().ok()?;
    create.call1(&policy, &SCRIPT.into()).ok()
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = js_sys::Reflect::get(object, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// The browser's subscription with this key: the one that it has, if it is of the same.
async fn subscribed(registration: &ServiceWorkerRegistration, key: &str) -> Option<Subscribed> {
    let manager = registration.push_manager().ok()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key(&key.into());
    let made = match JsFuture::from(manager.subscribe_with_options(&options).ok()?).await {
        Ok(made) => made,
        Err(_) => {
            // It may be subscribed by another team's key.
            unsubscribe(registration).await?;
            let again = manager.subscribe_with_options(&options).ok()?;
            JsFuture::from(again).await.ok()?
        }
    };
    let text = js_sys::JSON::stringify(&made).ok()?;
    ui::from_text(&String::from(text))
}

/// Where the browser is reached, if it is subscribed.
async fn endpoint(registration: &ServiceWorkerRegistration) -> Option<String> {
    let manager = registration.push_manager().ok()?;
    let found = JsFuture::from(manager.get_subscription().ok()?)
        .await
        .ok()?;
    get(&found, "endpoint")?.as_string()
}

async fn unsubscribe(registration: &ServiceWorkerRegistration) -> Option<()> {
    let manager = registration.push_manager().ok()?;
    let found = JsFuture::from(manager.get_subscription().ok()?)
        .await
        .ok()?;
    let subscription: web_sys::PushSubscription = found.dyn_into().ok()?;
    let _ended = JsFuture::from(subscription.unsubscribe().ok()?)
        .await
        .ok()?;
    Some(())
}
