//! The words of this page: English, or a language whose words the page has fetched.

use client::{Word, Words};
use js_sys::Reflect;
use std::cell::Cell;

thread_local! {
    static WORDS: Cell<Option<&'static Words>> = const { Cell::new(None) };
}

/// English, as it is a part of the program.
static ENGLISH: Words = Words::ENGLISH;

/// Speaks the words that the page has fetched, for as long as it lives.
pub fn speak() {
    let list = Reflect::get(&js_sys::global(), &"batonWords".into());
    let words = list.ok().and_then(crate::from_js).and_then(Words::of);
    if let Some(words) = words {
        WORDS.set(Some(Box::leak(Box::new(words))));
    }
}

/// The words that are spoken.
#[must_use]
pub fn words() -> &'static Words {
    WORDS.get().unwrap_or(&ENGLISH)
}

/// A word of the panel's.
#[must_use]
pub fn word(word: Word) -> &'static str {
    words().word(word)
}

/// The code of the language that the page is in.
#[must_use]
pub fn language() -> String {
    let root = leptos::prelude::document().document_element();
    let language = root.and_then(|root| root.get_attribute("lang"));
    language.unwrap_or_default()
}
