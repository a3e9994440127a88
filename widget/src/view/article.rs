//! An article, read in the panel.

use crate::chat::{Chat, Reading};
use crate::view::icon_button;
use leptos::html;
use leptos::prelude::*;
use ui::{Follow, IconName, prose};

/// The article with its way back.
pub(crate) fn view(chat: Chat, reading: Reading) -> impl IntoView {
    let content = match reading {
        Reading::Loading => html::div()
            .class("skeleton")
            .attr("aria-label", "Loading the article")
            .child((html::i(), html::i(), html::i()))
            .into_any(),
        Reading::Gone(why) => html::p()
            .attr("role", "alert")
            .child(why)
            .into_any(),
        Reading::Here(article) => {
            let outside = article.url.clone().map(|url| {
                html::p().child(
                    html::a()
                        .href(url)
                        .target("_blank")
                        .rel("noopener noreferrer")
                        .child("Open in the help centre"),
                )
            });
            (
                html::h2().child(article.title.clone()),
                prose(
                    &article.text,
                    Follow {
                        on_article: Some(Callback::new(move |id: String| chat.read(&id))),
                        on_citation: None,
                    },
                ),
                outside,
            )
                .into_any()
        }
    };
    let back = NodeRef::<html::Div>::new();
    Effect::new(move || {
        // Who came by keyboard goes on from the article's top.
        if let Some(back) = back.get() {
            let _focused = back.focus();
        }
    });
    html::article()
        .class("reading")
        .attr("aria-label", "Article")
        .child((
            html::div().class("bar").child((
                icon_button("Back to the chat", IconName::Back, move || {
                    chat.reading.set(None);
                }),
                html::span().child("Help article"),
            )),
            html::div()
                .class("text")
                .node_ref(back)
                .attr("tabindex", "-1")
                .child(content),
        ))
}
