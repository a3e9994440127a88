//! What an article said before: its versions, each read and taken back into the editor.

use super::audit::who;
use crate::api;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::audit::Actor;
use protocol::{Article, ArticleId, ArticleVersion, Problem};
use std::rc::Rc;
use ui::dom::{El, el};
use ui::{Follow, Icon, prose};

/// What is shown of an article's past.
#[derive(Clone, Copy)]
struct History {
    /// None until they are loaded.
    versions: RwSignal<Option<Vec<ArticleVersion>>>,
    /// The version that is read.
    read: RwSignal<Option<(u32, Article)>>,
    problem: RwSignal<Option<Problem>>,
}

/// Its versions, loaded once they are looked for; `take` gets the one that is to be written again.
pub(super) fn view(id: ArticleId, take: impl Fn(Article) + 'static) -> El {
    let history = History {
        versions: RwSignal::new(None),
        read: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    let take = Rc::new(take);
    let toggled = {
        let id = id.clone();
        move |_| {
            if history.versions.with_untracked(Option::is_none) {
                history.load(id.clone());
            }
        }
    };
    let rows = move || match history.versions.get() {
        None => vec![el("li").child("Loading…")],
        Some(versions) if versions.is_empty() => {
            vec![
                el("li")
                    .class("empty")
                    .child("There are no earlier versions."),
            ]
        }
        Some(versions) => versions
            .into_iter()
            .enumerate()
            .map(|(at, version)| row(history, id.clone(), version, at == 0))
            .collect(),
    };
    let shown = move || {
        let (number, article) = history.read.get()?;
        let title = article.title.clone();
        let text = prose(&article.text, Follow::default());
        let take = Rc::clone(&take);
        Some(
            el("section")
                .class("version")
                .attr("aria-label", ui::say!("Version {number}", number = number))
                .child((
                    el("h4").child(title),
                    text,
                    button("", Icon::WRITE, "Put this into the editor", move || {
                        take(article.clone());
                    }),
                )),
        )
    };
    el("details").class("fold").on("toggle", toggled).child((
        el("summary").child("Earlier versions"),
        refusal(move || history.problem.with(|it| it.as_ref().map(ui::refused))),
        el("ul")
            .class("rows")
            .attr("aria-label", "Versions")
            .child(rows),
        shown,
    ))
}

impl History {
    fn load(self, id: ArticleId) {
        spawn_local(async move {
            match api::versions(&id).await {
                Ok(versions) => {
                    let _gone = self.versions.try_set(Some(versions));
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn open(self, id: ArticleId, number: u32) {
        self.problem.set(None);
        spawn_local(async move {
            match api::version(&id, number).await {
                Ok(article) => {
                    let _gone = self.read.try_set(Some((number, article)));
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }
}

fn row(history: History, id: ArticleId, version: ArticleVersion, is_now: bool) -> El {
    let number = version.number;
    let since = ui::clock_time(version.at);
    let by = version.by.map(|by| match by {
        Actor::Team => ui::say!("From its website"),
        by => who(by),
    });
    el("li").child((
        el("button")
            .attr("type", "button")
            .class("link")
            .on("click", move |_| history.open(id.clone(), number))
            .child(version.title),
        is_now.then(|| el("span").class("tag").child(ui::say!("now"))),
        el("span").child(by),
        el("time").child(since),
    ))
}
