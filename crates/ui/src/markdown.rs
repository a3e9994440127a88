//! Markdown's safe subset as views: text nodes and elements of ours, never raw HTML.

use client::markdown::{Block, Inline, parse};
use leptos::html;
use leptos::prelude::*;

/// Where links inside a text lead. What leads nowhere is shown as text.
#[derive(Clone, Copy, Default)]
pub struct Follow {
    /// A link to another article was followed: its id.
    pub on_article: Option<Callback<String>>,
    /// A citation's number was pressed.
    pub on_citation: Option<Callback<u32>>,
}

/// Markdown as prose.
pub fn prose(text: &str, follow: Follow) -> impl IntoView {
    html::div().class("prose").child(blocks(parse(text), follow))
}

type Tree = Vec<AnyView>;

fn blocks(tree: Vec<Block>, follow: Follow) -> Tree {
    tree.into_iter().map(|block| self::block(block, follow)).collect()
}

fn block(block: Block, follow: Follow) -> AnyView {
    match block {
        // The page around has the first levels.
        Block::Heading(level, inner) if level <= 2 => {
            html::h3().child(inlines(inner, follow)).into_any()
        }
        Block::Heading(_, inner) => html::h4().child(inlines(inner, follow)).into_any(),
        Block::Paragraph(inner) => html::p().child(inlines(inner, follow)).into_any(),
        Block::List(start, items) => {
            let items: Tree = items
                .into_iter()
                .map(|item| html::li().child(blocks(item, follow)).into_any())
                .collect();
            match start {
                Some(start) => html::ol().start(start.to_string()).child(items).into_any(),
                None => html::ul().child(items).into_any(),
            }
        }
        Block::Quote(inner) => html::blockquote().child(blocks(inner, follow)).into_any(),
        Block::Code(text) => html::pre().child(html::code().child(text)).into_any(),
        Block::Table(rows) => {
            let mut rows = rows.into_iter();
            let head: Tree = rows
                .next()
                .into_iter()
                .flatten()
                .map(|cell| html::th().child(inlines(cell, follow)).into_any())
                .collect();
            let body: Tree = rows
                .map(|row| {
                    let cells: Tree = row
                        .into_iter()
                        .map(|cell| html::td().child(inlines(cell, follow)).into_any())
                        .collect();
                    html::tr().child(cells).into_any()
                })
                .collect();
            html::div()
                .class("table")
                .child(html::table().child((
                    html::thead().child(html::tr().child(head)),
                    html::tbody().child(body),
                )))
                .into_any()
        }
    }
}

fn inlines(tree: Vec<Inline>, follow: Follow) -> Tree {
    tree.into_iter().map(|inline| self::inline(inline, follow)).collect()
}

fn inline(inline: Inline, follow: Follow) -> AnyView {
    match inline {
        Inline::Text(text) => text.into_any(),
        Inline::Break => html::br().into_any(),
        Inline::Strong(inner) => html::strong().child(inlines(inner, follow)).into_any(),
        Inline::Emphasis(inner) => html::em().child(inlines(inner, follow)).into_any(),
        Inline::Code(text) => html::code().child(text).into_any(),
        Inline::Link(target, inner) => html::a()
            .href(target)
            .target("_blank")
            .rel("noopener noreferrer nofollow")
            .child(inlines(inner, follow))
            .into_any(),
        Inline::Article(id, inner) => match follow.on_article {
            Some(on_article) => html::button()
                .attr("type", "button")
                .class("link")
                .on(leptos::ev::click, move |_| on_article.run(id.clone()))
                .child(inlines(inner, follow))
                .into_any(),
            None => html::em().child(inlines(inner, follow)).into_any(),
        },
        Inline::Citation(number) => match follow.on_citation {
            Some(on_citation) => html::button()
                .attr("type", "button")
                .class("cite")
                .attr("aria-label", format!("Source {number}"))
                .on(leptos::ev::click, move |_| on_citation.run(number))
                .child(number.to_string())
                .into_any(),
            None => html::span().class("cite").child(number.to_string()).into_any(),
        },
    }
}
