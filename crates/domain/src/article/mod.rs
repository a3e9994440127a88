//! Reading an article: blocks with kinds under heading paths, and windows of whole blocks.
//!
//! Made once when an article is put, and again from its text when an answer is composed. What
//! a browser would not show reaches nobody: comments, front matter, components, raw HTML. Knows
//! no question and no score; `crate::answer` chooses among the windows.

mod markup;
mod plain;
mod reading;
mod source;
mod tag;
mod tree;
mod web;
mod window;

pub use markup::of_html;
pub use plain::plain;
pub use reading::{Kind, Reading, Section, Unit};
pub use web::{Sitemap, WebPage, of_page, sitemap};
pub use window::{Piece, Window, cut, windows};

/// An article's text as whoever opens it reads it: Markdown alone, without what a browser would not show.
#[must_use]
pub fn shown(markdown: &str) -> String {
    markup::clean(markdown).trim().to_owned()
}

/// Words of a text, as everything here counts them: separated by white space.
#[must_use]
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// What is embedded of a window: where it stands, and what it says, without marks.
#[must_use]
pub fn embedded_text(title: &str, heading: &str, text: &str) -> String {
    let text = plain(text);
    if heading.is_empty() {
        format!("{title}: {text}")
    } else {
        format!("{title} > {heading}: {text}")
    }
}
