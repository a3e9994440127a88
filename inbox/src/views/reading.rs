//! An article, as learners read it, over the conversation that names it.

use super::dialog::{Close, closing};
use crate::api;
use crate::desk::{Desk, Overlay};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::{Article, ArticleId, Problem};
use ui::dom::{El, el};
use ui::{Follow, prose};

/// What the dialog shows.
pub(super) fn view(desk: Desk, id: ArticleId, close: Close) -> El {
    let read: RwSignal<Option<Result<Article, Problem>>> = RwSignal::new(None);
    spawn_local(async move {
        let answer = api::shown_article(&id).await;
        // It may be closed meanwhile.
        let _gone = read.try_set(Some(answer));
    });
    let follow = Follow {
        on_article: Some(Callback::new(move |id: String| {
            if let Ok(id) = ArticleId::new(id) {
                show(desk, id);
            }
        })),
        ..Follow::default()
    };
    let text = move || match read.get() {
        None => el("p").attr("role", "status").child("Loading…"),
        Some(Ok(article)) => el("article")
            .attr("dir", "auto")
            .child((el("h2").child(article.title), prose(&article.text, follow))),
        Some(Err(problem)) => el("p").attr("role", "alert").child(ui::refused(&problem)),
    };
    el("div").child((text, closing("Close", close)))
}

/// Opens an article over the conversation.
pub(super) fn show(desk: Desk, id: ArticleId) {
    desk.overlay.set(Some(Overlay::Article(id)));
}

/// The name of an article, which opens it.
pub(super) fn opens(desk: Desk, id: ArticleId, name: String) -> El {
    el("button")
        .attr("type", "button")
        .class("link")
        .on("click", move |_| show(desk, id.clone()))
        .child(name)
}
