//! The screens, and the few parts they share.

mod account;
mod bulk;
mod chunk;
mod composer;
mod dialog;
mod filter;
mod lazy;
mod list;
mod log;
mod lookup;
mod packet;
mod palette;
mod person;
mod push;
mod reading;
mod search;
mod settings;
mod sign_in;
mod thread;

use crate::browser::{self, ENDED, PUSH};
use crate::desk::Desk;
use crate::does;
use crate::screen::{Screen, SettingsScreen};
use crate::unsaved;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Reason;
use ui::Icon;
use ui::dom::{El, View, el};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// The window.
pub(crate) fn page(desk: Desk) -> El {
    // One screen of the settings or another is the same view.
    let screen = Memo::new(move |_| match desk.screen.get() {
        Screen::Settings(_) => Screen::Settings(SettingsScreen::Install),
        screen => screen,
    });
    // An agent who turned notifications on in this browser keeps them.
    let me = Memo::new(move |_| desk.my_id());
    // If somebody else has signed in, the notifications of the agent before them end.
    Effect::new(move |_| {
        let Some(kept) = browser::kept(PUSH) else {
            return;
        };
        let is_signed_in = desk.me.with(Option::is_some);
        if me.with(|me| kept == me.as_str()) {
            chunk::renew_push(desk);
        } else if is_signed_in || kept == ENDED {
            chunk::end_push();
        }
    });
    let shown = move || match screen.get() {
        Screen::Opening => el("main")
            .class("opening")
            .attr("aria-busy", "true")
            .child(el("p").class("hidden").child("Opening the inbox")),
        Screen::Account => chunk::account(desk),
        // Beside it.
        Screen::Settings(_) => el("div").attr("hidden", ""),
        Screen::Inbox => inbox(desk),
        gate => chunk::gate(desk, gate),
    };
    // What is not saved stays while the inbox is looked at.
    let has_settings = Memo::new(move |before: Option<&bool>| match screen.get() {
        Screen::Settings(_) => true,
        Screen::Inbox | Screen::Account => before == Some(&true) && unsaved::is_any(),
        _ => {
            unsaved::forget();
            false
        }
    });
    let settings = move || {
        has_settings.get().then(|| {
            el("div")
                .attr("hidden", move || {
                    let is_shown = matches!(desk.screen.get(), Screen::Settings(_));
                    (!is_shown).then_some("")
                })
                .child(chunk::settings(desk))
        })
    };
    el("div").child((
        shown,
        settings,
        move || dialog::question(desk),
        dialog::toast(desk),
    ))
}

fn inbox(desk: Desk) -> El {
    chunk::load_thread();
    let class = move || {
        if desk.thread.with(Option::is_some) {
            "desk has-thread"
        } else {
            "desk"
        }
    };
    el("div").child((desk_of(desk, class), move || {
        desk.overlay
            .get()
            .map(|overlay| chunk::palette(desk, overlay))
    }))
}

/// The menu, the list, the conversation.
fn desk_of(desk: Desk, class: impl Fn() -> &'static str + 'static) -> El {
    el("div").class(class).child((
        el("header").class("hidden").child(el("h1").child("Inbox")),
        list::menu(desk),
        list::view(desk),
        move || match desk.thread.get() {
            Some(thread) => chunk::thread(desk, thread),
            None => el("main")
                .class("thread nothing")
                .child(el("p").child(move || nothing_open(desk))),
        },
    ))
}

/// What an empty desk teaches.
fn nothing_open(desk: Desk) -> String {
    let (waiting, has_more) = desk.count(protocol::View::NeedsAttention);
    let (with_assistant, _) = desk.count(protocol::View::WithAssistant);
    match (waiting, with_assistant) {
        (0, 0) => ui::say!("Nobody is waiting. Conversations appear here as learners write."),
        (0, n) => ui::count!(
            n,
            "Nobody is waiting. 1 conversation is with the assistant.",
            "Nobody is waiting. {count} conversations are with the assistant."
        ),
        (n, _) if has_more => ui::say!(
            "More than {count} learners are waiting. Select a conversation.",
            count = n
        ),
        (n, _) => ui::count!(
            n,
            "1 learner is waiting. Select the conversation.",
            "{count} learners are waiting. Select a conversation."
        ),
    }
}

/// Languages of chat and inbox beside English: their codes, and what they call themselves.
fn languages() -> impl Iterator<Item = (String, String)> {
    let all = [
        ("es", "Español"),
        ("de", "Deutsch"),
        ("fr", "Français"),
        ("pt", "Português"),
        ("ar", "العربية"),
    ];
    all.into_iter()
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
}

/// A button with its icon and its name.
fn button(class: &'static str, icon: Icon, name: &'static str, press: impl Fn() + 'static) -> El {
    // What points somewhere points the other way where one reads from right to left.
    let is_directed = [Icon::BACK, Icon::LEAVE, Icon::RETURN, Icon::SEND].contains(&icon);
    el("button")
        .attr("type", "button")
        .attr("data-directed", is_directed.then_some(""))
        .class(format!("button {class}"))
        .on("click", move |_| press())
        .child((ui::icon(icon), el("span").child(name)))
}

/// A menu that does something at once: the browser's own, which every hand and reader knows.
fn choice(name: &'static str, options: impl View, choose: impl Fn(String) + 'static) -> El {
    let menu = el("select")
        .class("button choice")
        .attr("aria-label", name)
        .child((el("option").attr("value", "").child(name), options));
    let chosen = menu.clone();
    // An arrow or a letter on a closed menu would choose at once: it opens instead.
    let menu = menu.on_key(|event| {
        let menu = event
            .target()
            .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
        let Some(menu) = menu.filter(|menu| !menu.matches(":open").unwrap_or_default()) else {
            return;
        };
        let key = event.key();
        let is_letter = key.chars().count() == 1 && key != " ";
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        if key.starts_with("Arrow") || (is_letter && is_plain) {
            event.prevent_default();
            does::show_picker(&menu);
        }
    });
    menu.on("change", move |_| {
        let value = chosen.current_value();
        chosen.set_current_value("");
        if !value.is_empty() {
            choose(value);
        }
    })
}

/// Scrolls to the element of this id, if it is on the page.
fn in_view(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let to = web_sys::ScrollIntoViewOptions::new();
        to.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&to);
    }
}

/// Copies a text.
fn copy(text: String) -> El {
    copy_of(move || text.clone())
}

/// The same, of what the text is when it is pressed.
fn copy_of(text: impl Fn() -> String + 'static) -> El {
    let is_copied = RwSignal::new(false);
    let press = move |_| {
        let copied = window().navigator().clipboard().write_text(&untrack(&text));
        spawn_local(async move {
            // Where the browser does not let us, the text can be selected.
            let _gone = is_copied.try_set(JsFuture::from(copied).await.is_ok());
        });
    };
    el("button")
        .attr("type", "button")
        .class("button")
        .on("click", press)
        .child((
            ui::icon(Icon::COPY),
            el("span").child(move || if is_copied.get() { "Copied" } else { "Copy" }),
        ))
}

/// A labelled text field.
fn field(
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    value: RwSignal<String>,
) -> El {
    el("label").class("field").child((
        el("span").child(label),
        el("input")
            .attr("type", kind)
            .attr("autocomplete", autocomplete)
            .attr("required", "")
            .value(move || value.get())
            .on_input(move |text| value.set(text)),
    ))
}

/// A refusal, read out when it comes.
fn refusal(text: impl Fn() -> Option<String> + Copy + Send + 'static) -> impl View {
    move || {
        text().map(|text| {
            el("p")
                .class("refusal")
                .attr("role", "alert")
                .child((ui::icon(Icon::ALERT), el("span").child(text)))
        })
    }
}

/// A reason class in an agent's words, within a sentence.
fn reason_in_words(reason: Reason) -> String {
    // Nouns keep their capitals in German; initials of other languages are lower here.
    let words = ui::said(reason_words(reason));
    if ui::language() == "de" {
        return words;
    }
    words.to_lowercase()
}

/// A reason class in an agent's words.
fn reason_words(reason: Reason) -> &'static str {
    match reason {
        Reason::AskedForPerson => "Asked for a person",
        Reason::NoAnswer => "No answer",
        Reason::LowConfidence => "Low confidence",
        Reason::Keyword => "Keyword",
        Reason::Topic => "Topic",
        Reason::Frustration => "Frustration",
        Reason::Complexity => "Complex",
        Reason::Action => "Action",
        Reason::Lead => "Lead",
        Reason::ModelFailure => "Model failed",
        Reason::Limit => "Limit reached",
        Reason::Safety => "In danger",
        Reason::Manual => "Taken over",
        // The wire may grow before this page is loaded again.
        _ => "Handed over",
    }
}
