//! What the agent looks for among all conversations, and what was found: a module of its own, loaded with the
//! first search.

use super::list::{learner_name, tags, whose};
use crate::api;
use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{ConversationFound, FindConversations};
use protocol::{Audience, Passage};
use std::time::Duration;
use ui::dom::{El, el, keyed};

/// How long nothing is typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);
/// Conversations of one page.
const PAGE: u32 = 30;

/// What came of it.
#[derive(Clone)]
enum Answer {
    /// Conversations, the most recently changed first, and where the next page of the same text begins.
    Found(Vec<ConversationFound>, Option<(String, String)>),
    /// It could not be looked for: why.
    Failed(String),
}

/// The search, while its results are shown; its parts are handles.
#[derive(Clone, Copy)]
struct Search {
    text: RwSignal<String>,
    /// What came of the last text that was asked about; nothing, while nothing was.
    answer: RwSignal<Option<Answer>>,
    /// The articles that it finds, each by its best section; none, while they are looked for.
    articles: RwSignal<Vec<Passage>>,
    /// Counts what was asked: an answer to another text than the newest is not shown.
    asked: StoredValue<u32>,
}

impl Search {
    /// Follows what is typed.
    fn of(text: RwSignal<String>) -> Self {
        let search = Self {
            text,
            answer: RwSignal::new(None),
            articles: RwSignal::default(),
            asked: StoredValue::new(0),
        };
        Effect::new(move || {
            let is_blank = text.with(|text| text.trim().is_empty());
            let number = search.next();
            if !is_blank {
                let ask = move || {
                    if search.asked.try_get_value() == Some(number) {
                        search.ask(number, search.text.get_untracked(), None);
                    }
                };
                set_timeout(ask, PAUSE);
            }
        });
        search
    }

    /// The page after those that are shown.
    fn more(self) {
        if let Some(Answer::Found(_, Some(next))) = self.answer.get_untracked() {
            let number = self.next();
            self.ask(number, next.0, Some(next.1));
        }
    }

    fn next(self) -> u32 {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        number
    }

    fn ask(self, number: u32, text: String, cursor: Option<String>) {
        let is_more = cursor.is_some();
        let asked = FindConversations {
            text: text.clone(),
            cursor,
            limit: PAGE,
        };
        if !is_more {
            self.find_articles(number, asked.text.clone());
        }
        spawn_local(async move {
            let answer = api::find(&asked).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            let shown = match self.answer.get_untracked() {
                Some(Answer::Found(items, _)) if is_more => items,
                _ => Vec::new(),
            };
            let _gone = self.answer.try_set(Some(match answer {
                Ok(page) => {
                    let next = page.next.map(|next| (text, next));
                    Answer::Found([shown, page.items].concat(), next)
                }
                Err(problem) => Answer::Failed(ui::from_server(&problem.message)),
            }));
        });
    }
}

impl Search {
    /// Looks for it among the articles, as the assistant would for an instructor. Without them the conversations stand
    /// all the same.
    fn find_articles(self, number: u32, text: String) {
        // What names a part of a conversation is no article's.
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|it| !it.contains(':'))
            .collect();
        let words = words.join(" ");
        spawn_local(async move {
            let mut found = Vec::new();
            if !words.is_empty()
                && let Ok(answer) = api::search(&words, Audience::Instructor).await
                && answer.answerable >= LEAST_ANSWERABLE
            {
                found = answer.passages;
                found.truncate(MOST_ARTICLES);
            }
            if self.asked.try_get_value() == Some(number) {
                let _gone = self.articles.try_set(found);
            }
        });
    }
}

/// Articles that are shown above the conversations.
const MOST_ARTICLES: usize = 3;
/// How sure it has to be that some article has it: below, hardly any of 100 has.
const LEAST_ANSWERABLE: f32 = 0.2;

/// The articles that were found, if any were.
fn articles(desk: Desk, search: Search) -> Option<El> {
    let found = search.articles.get();
    let rows: Vec<El> = found
        .into_iter()
        .map(|passage| {
            let heading = passage.heading.clone();
            el("li").child((
                super::reading::opens(desk, passage.article, passage.title),
                (!heading.is_empty()).then(|| el("span").class("note").child(heading)),
            ))
        })
        .collect();
    (!rows.is_empty()).then(|| {
        el("section").class("of-articles").child((
            el("h3").child("Articles"),
            el("ul").attr("role", "list").child(rows),
        ))
    })
}

/// What was looked for.
pub(super) fn view(desk: Desk) -> El {
    let search = Search::of(desk.search);
    let status = move || match search.answer.get() {
        None => ui::say!("Searching…"),
        Some(Answer::Failed(why)) => ui::say!("Cannot search: {why}.", why = why),
        Some(Answer::Found(items, next)) => match (items.len(), next) {
            (0, _) if search.articles.with(|found| !found.is_empty()) => {
                ui::say!("No conversation has it.")
            }
            (0, _) => ui::say!("Nothing found."),
            (count, None) => crate::selection::conversations(count),
            (count, Some(_)) => ui::say!("The {count} most recently changed", count = count),
        },
    };
    let rows = move || match search.answer.get() {
        Some(Answer::Found(items, _)) => items,
        _ => Vec::new(),
    };
    el("div").class("found").child((
        el("p").class("count").attr("role", "status").child(status),
        move || articles(desk, search),
        el("ul")
            .attr("role", "list")
            .attr("aria-label", "Conversations found")
            .child(keyed(
                rows,
                |it: &ConversationFound| {
                    // A row stands as it was made: other words of the same conversation are another row.
                    let words: String = it.excerpt.iter().map(|part| part.text.as_str()).collect();
                    let marks = it.excerpt.iter().filter(|part| part.is_match).count();
                    format!("{} {} {marks} {words}", it.summary.id, it.summary.version)
                },
                move |it| hit(desk, it),
            )),
        el("div").child(move || {
            matches!(search.answer.get(), Some(Answer::Found(_, Some(_)))).then(|| {
                el("button")
                    .attr("type", "button")
                    .class("button quiet more")
                    .on("click", move |_| search.more())
                    .child("Show more")
            })
        }),
    ))
}

/// A conversation that was found, with its words.
fn hit(desk: Desk, hit: ConversationFound) -> El {
    let ConversationFound { summary, excerpt } = hit;
    let id = summary.id.clone();
    let is_open = {
        let id = id.clone();
        move || desk.is_open(&id)
    };
    let words: Vec<El> = excerpt
        .into_iter()
        .map(|part| el(if part.is_match { "mark" } else { "span" }).child(part.text))
        .collect();
    let words = match words.is_empty() {
        true => el("span")
            .class("preview")
            .attr("dir", "auto")
            .child(summary.preview.clone()),
        false => el("span").class("preview").attr("dir", "auto").child(words),
    };
    el("li").child(
        el("button")
            .attr("type", "button")
            .class("row")
            .attr("aria-current", move || is_open().then_some("true"))
            .on("click", move |_| desk.open(&id))
            .child((
                el("span").class("top").child((
                    el("span").class("name").child(learner_name(&summary)),
                    el("span")
                        .class("time")
                        .attr("title", ui::clock_time(summary.updated_at))
                        .child(move || ui::short(summary.updated_at, desk.now.get())),
                )),
                words,
                el("span")
                    .class("bottom")
                    .child(el("span").class("whose").child(whose(&summary))),
                tags(desk, &summary.tags),
            )),
    )
}
