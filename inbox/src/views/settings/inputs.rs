//! Fields of a form that edits a draft: each begins with a value and tells every change.

use crate::desk::Desk;
use crate::views::button;
use leptos::prelude::*;
use protocol::{Audience, Tag};
use ui::Icon;
use ui::dom::{El, View, el};

/// A labelled line of text.
pub(super) fn text(label: &'static str, value: &str, set: impl Fn(String) + 'static) -> El {
    let input = el("input").attr("type", "text").attr("autocomplete", "off");
    typed_into(label, input, value, Box::new(set))
}

/// A field that tells what is typed into it: one for all, as each kind of closure would be code of its own.
fn typed_into(label: &'static str, input: El, value: &str, set: Box<dyn Fn(String)>) -> El {
    labelled(label, input.on_input(set), value)
}

/// A labelled text of several lines.
pub(super) fn area(
    label: &'static str,
    rows: u8,
    value: &str,
    set: impl Fn(String) + 'static,
) -> El {
    let input = el("textarea").attr("rows", rows.to_string());
    typed_into(label, input, value, Box::new(set))
}

/// A labelled choice: each option's value and its words.
pub(super) fn choose(
    label: &'static str,
    options: &[(String, String)],
    chosen: &str,
    set: impl Fn(String) + 'static,
) -> El {
    chosen_from(label, options, chosen, Box::new(set))
}

fn chosen_from(
    label: &'static str,
    options: &[(String, String)],
    chosen: &str,
    set: Box<dyn Fn(String)>,
) -> El {
    let options: Vec<El> = options
        .iter()
        .map(|(value, words)| {
            el("option")
                .attr("value", value.clone())
                .child(words.clone())
        })
        .collect();
    let select = el("select").child(options);
    let changed = select.clone();
    let select = select.on("change", move |_| set(changed.current_value()));
    labelled(label, select, chosen)
}

/// Who may read an article, in words.
pub(super) fn readers(audience: Audience) -> &'static str {
    match audience {
        Audience::Learner => "Everybody",
        Audience::Instructor => "Instructors",
        Audience::Admin => "Admins of the platform",
    }
}

/// A labelled choice of who may read articles.
pub(super) fn choose_readers(
    label: &'static str,
    chosen: Audience,
    set: impl Fn(Audience) + 'static,
) -> El {
    let all = [Audience::Learner, Audience::Instructor, Audience::Admin];
    let options = all.map(|it| (readers(it).to_owned(), ui::said(readers(it))));
    choose(label, &options, readers(chosen), move |words| {
        let audience = all.into_iter().find(|it| readers(*it) == words);
        set(audience.unwrap_or_default());
    })
}

fn labelled(label: &'static str, input: El, value: &str) -> El {
    input.set_current_value(value);
    el("label")
        .class("field")
        .child((el("span").child(label), input))
}

/// Something that is so or not.
pub(super) fn check(label: impl View, is_on: bool, set: impl Fn(bool) + 'static) -> El {
    el("label")
        .class("check")
        .child((checked(is_on, Box::new(set)), el("span").child(label)))
}

fn checked(is_on: bool, set: Box<dyn Fn(bool)>) -> El {
    let now = std::cell::Cell::new(is_on);
    el("input")
        .attr("type", "checkbox")
        .attr("checked", is_on.then_some(""))
        .on("change", move |_| {
            now.set(!now.get());
            set(now.get());
        })
}

/// The end of a form that edits a draft: the way out, and what sends it.
pub(super) fn draft_end(
    class: &'static str,
    submit: &'static str,
    cancel: impl Fn() + 'static,
) -> El {
    el("div").class("row-end").child((
        button("quiet", Icon::CLOSE, "Cancel", cancel),
        submit_button(class, submit),
    ))
}

/// The end of a form that is always there: whether it is saved, and what saves it.
pub(super) fn save_end(saved: RwSignal<bool>) -> El {
    el("div").class("row-end").child((
        el("span")
            .attr("role", "status")
            .child(move || saved.get().then_some("Saved.")),
        submit_button("button primary", "Save"),
    ))
}

fn submit_button(class: &'static str, words: &'static str) -> El {
    el("button")
        .attr("type", "submit")
        .class(class)
        .child(words)
}

/// What stands in the lines of a text, without the empty ones.
pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// Tags with commas between; what is none is left out.
fn tags(text: &str) -> Vec<Tag> {
    let tags = text.split(',').filter_map(|tag| Tag::new(tag).ok());
    tags.collect()
}

/// A labelled line of tags with commas between. What is none, and what nobody uses yet, is said below it.
pub(super) fn tag_field(
    desk: Desk,
    label: &'static str,
    value: &[Tag],
    set: Box<dyn Fn(Vec<Tag>)>,
) -> El {
    let known = desk.known_tags();
    let typed = RwSignal::new(tag_list(value));
    let hint = move || {
        let typed = typed.get();
        let all = || typed.split(',').map(str::trim).filter(|it| !it.is_empty());
        if let Some(none) = all().find(|it| Tag::new(it).is_err()) {
            return Some(ui::say!(
                "“{tag}” is left out: a tag has at most 40 characters.",
                tag = none
            ));
        }
        let new = all().find(|it| !known.iter().any(|tag| Tag::new(it).as_ref() == Ok(tag)))?;
        Some(ui::say!(
            "“{tag}” is a new tag: nothing has it yet.",
            tag = new
        ))
    };
    el("div").class("hinted").child((
        text(label, &tag_list(value), move |text| {
            set(tags(&text));
            typed.set(text);
        }),
        el("p").class("note").attr("role", "status").child(hint),
    ))
}

/// Tags as they are typed.
pub(super) fn tag_list(tags: &[Tag]) -> String {
    let tags: Vec<&str> = tags.iter().map(Tag::as_str).collect();
    tags.join(", ")
}

/// Options whose words are their values.
pub(super) fn options(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(value, words)| ((*value).to_owned(), ui::said(words)))
        .collect()
}

/// An id for something new of this name, which nothing else has.
pub(super) fn fresh_id<I>(name: &str, make: fn(&str) -> I, is_taken: impl Fn(&I) -> bool) -> I {
    let mut id = make(name);
    let mut number = 2;
    while is_taken(&id) {
        id = make(&format!("{name} {number}"));
        number += 1;
    }
    id
}

/// The chat's languages, English first as it is called there.
pub(super) fn languages(english: (&str, &str)) -> Vec<(String, String)> {
    options(&[english])
        .into_iter()
        .chain(crate::views::languages())
        .collect()
}
