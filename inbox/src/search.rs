//! What the agent looks for among all conversations, and what was found.

use crate::api;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{ConversationFound, FindConversations};
use std::time::Duration;

/// How long nothing is typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);
/// Conversations of one page.
const PAGE: u32 = 30;

/// What came of it.
#[derive(Clone)]
pub(crate) enum Answer {
    /// Conversations, the most recently changed first, and where the next page begins.
    Found(Vec<ConversationFound>, Option<String>),
    /// It could not be looked for: why.
    Failed(String),
}

/// The search. Lives as long as the desk; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    pub(crate) text: RwSignal<String>,
    /// What came of the last text that was asked about; nothing, while nothing was.
    pub(crate) answer: RwSignal<Option<Answer>>,
    /// Counts what was asked: an answer to another text than the newest is not shown.
    asked: StoredValue<u32>,
}

impl Search {
    pub(crate) fn new() -> Self {
        Self {
            text: RwSignal::default(),
            answer: RwSignal::new(None),
            asked: StoredValue::new(0),
        }
    }

    /// Whether results stand in the list's place.
    pub(crate) fn is_on(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    /// The text is this now.
    pub(crate) fn typed(self, text: String) {
        let number = self.next();
        let is_blank = text.trim().is_empty();
        self.text.set(text);
        if is_blank {
            self.answer.set(None);
            return;
        }
        let ask = move || {
            if self.asked.get_value() == number {
                self.ask(number, None);
            }
        };
        set_timeout(ask, PAUSE);
    }

    /// Ends it.
    pub(crate) fn clear(self) {
        self.typed(String::new());
    }

    /// The page after those that are shown.
    pub(crate) fn more(self) {
        if let Some(Answer::Found(_, Some(next))) = self.answer.get_untracked() {
            let number = self.next();
            self.ask(number, Some(next));
        }
    }

    fn next(self) -> u32 {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        number
    }

    fn ask(self, number: u32, cursor: Option<String>) {
        let is_more = cursor.is_some();
        let asked = FindConversations {
            text: self.text.get_untracked(),
            cursor,
            limit: PAGE,
        };
        spawn_local(async move {
            let answer = api::find(&asked).await;
            if self.asked.get_value() != number {
                return;
            }
            let shown = match self.answer.get_untracked() {
                Some(Answer::Found(items, _)) if is_more => items,
                _ => Vec::new(),
            };
            self.answer.set(Some(match answer {
                Ok(page) => Answer::Found([shown, page.items].concat(), page.next),
                Err(problem) => Answer::Failed(problem.message),
            }));
        });
    }
}
