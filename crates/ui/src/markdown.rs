//! Markdown's safe subset as views: text nodes and elements of ours, never raw HTML.

use crate::dom::{El, View, el};
use client::markdown::{Block, Inline, parse, parse_typed};
use leptos::prelude::{Callable as _, Callback};

/// How a text is read, and where links inside it lead. What leads nowhere is shown as text.
#[derive(Clone, Copy, Default)]
pub struct Follow {
    /// Whether people typed the text, and no article holds it.
    pub is_typed: bool,
    /// A link to another article was followed: its id.
    pub on_article: Option<Callback<String>>,
    /// A citation's number was pressed.
    pub on_citation: Option<Callback<u32>>,
}

/// Markdown as prose.
#[must_use]
pub fn prose(text: &str, follow: Follow) -> El {
    el("div").class("prose").attr("dir", "auto").child(blocks(
        match follow.is_typed {
            true => parse_typed(text),
            false => parse(text),
        },
        follow,
    ))
}

fn blocks(tree: Vec<Block>, follow: Follow) -> Vec<El> {
    tree.into_iter()
        .map(|block| self::block(block, follow))
        .collect()
}

fn block(block: Block, follow: Follow) -> El {
    let line = |tag, inner| el(tag).child(Line(inner, follow));
    match block {
        // The page around has the first levels.
        Block::Heading(level, inner) => line(if level <= 2 { "h3" } else { "h4" }, inner),
        Block::Paragraph(inner) => line("p", inner),
        Block::List(start, items) => {
            let items: Vec<El> = items
                .into_iter()
                .map(|item| el("li").child(blocks(item, follow)))
                .collect();
            match start {
                Some(start) => el("ol").attr("start", start.to_string()),
                None => el("ul"),
            }
            // An article's language may run the other way than the page's.
            .attr("dir", "auto")
            .child(items)
        }
        Block::Quote(inner) => el("blockquote").child(blocks(inner, follow)),
        Block::Code(text) => el("pre").child(el("code").child(text)),
        Block::Table(rows) => {
            let rows: Vec<El> = rows
                .into_iter()
                .enumerate()
                .map(|(at, row)| {
                    let tag = if at == 0 { "th" } else { "td" };
                    let cells: Vec<El> = row.into_iter().map(|cell| line(tag, cell)).collect();
                    el("tr").child(cells)
                })
                .collect();
            el("div")
                .class("table")
                .attr("dir", "auto")
                .child(el("table").child(el("tbody").child(rows)))
        }
    }
}

/// The pieces of a line: text nodes and elements.
struct Line(Vec<Inline>, Follow);

impl View for Line {
    fn put(self, place: &crate::dom::Place) {
        let follow = self.1;
        let line = |tag, inner| el(tag).child(Self(inner, follow));
        for inline in self.0 {
            match inline {
                Inline::Text(text) => text.put(place),
                Inline::Break => el("br").put(place),
                Inline::Strong(inner) => line("strong", inner).put(place),
                Inline::Emphasis(inner) => line("em", inner).put(place),
                Inline::Code(text) => el("code").child(text).put(place),
                Inline::Link(target, inner) => line("a", inner)
                    .attr("href", target)
                    .attr("target", "_blank")
                    .attr("rel", "noopener noreferrer nofollow")
                    .put(place),
                Inline::Article(id, inner) => match follow.on_article {
                    Some(on_article) => line("button", inner)
                        .attr("type", "button")
                        .class("link")
                        .on("click", move |_| on_article.run(id.clone()))
                        .put(place),
                    None => line("em", inner).put(place),
                },
                Inline::Citation(number) => match follow.on_citation {
                    Some(on_citation) => el("button")
                        .attr("type", "button")
                        .class("cite")
                        .attr(
                            "aria-label",
                            crate::words().with(client::Word::Source, &number.to_string()),
                        )
                        .on("click", move |_| on_citation.run(number))
                        .child(number.to_string())
                        .put(place),
                    None => el("span")
                        .class("cite")
                        .child(number.to_string())
                        .put(place),
                },
            }
        }
    }
}
