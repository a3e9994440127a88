//! An article, read in the panel.

use crate::chat::{Chat, Reading};
use crate::view::icon_button;
use client::Word;
use leptos::prelude::*;
use ui::dom::{El, ElementRef, el, focus};
use ui::{Follow, Icon, prose, word};

/// The article with its way back.
pub(crate) fn view(chat: Chat, reading: Reading) -> El {
    let content = match reading {
        Reading::Loading => vec![
            el("div")
                .class("skeleton")
                .attr("aria-label", word(Word::LoadingArticle))
                .child((el("i"), el("i"), el("i"))),
        ],
        Reading::Gone(why) => vec![el("p").attr("role", "alert").child(word(why))],
        Reading::Here(article) => {
            let outside = article.url.clone().map(|url| {
                el("p").child(
                    el("a")
                        .attr("href", url)
                        .attr("target", "_blank")
                        .attr("rel", "noopener noreferrer")
                        .child(word(Word::OpenOutside)),
                )
            });
            let parts = [
                Some(el("h2").child(article.title.clone())),
                Some(prose(
                    &article.text,
                    Follow {
                        is_typed: false,
                        on_article: Some(Callback::new(move |id: String| chat.read(&id))),
                        on_citation: None,
                    },
                )),
                outside,
            ];
            parts.into_iter().flatten().collect()
        }
    };
    let back = ElementRef::new_local(None);
    Effect::new(move || {
        // Who came by keyboard goes on from the article's top.
        focus(back);
    });
    el("article")
        .class("reading")
        .attr("aria-label", word(Word::Article))
        .child((
            el("div").class("bar").child((
                icon_button(Word::BackToChat, Icon::BACK, move || {
                    chat.reading.set(None);
                }),
                el("span").child(word(Word::HelpArticle)),
            )),
            el("div")
                .class("text")
                .keep(back)
                .attr("tabindex", "-1")
                .child(content),
        ))
}
