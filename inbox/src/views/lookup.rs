//! What the articles say to the learner's question, for a reply: the answer that the assistant would compose, and
//! the sections it was made from. What is used is the agent's own text from then on.

use crate::api;
use crate::desk::Desk;
use crate::thread::Thread;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::{DraftedReply, SearchAnswer};
use protocol::{AgentEvent, Audience, Author, Passage};
use std::time::Duration;
use ui::Icon;
use ui::dom::{El, ElementRef, el, focus};

/// How long nothing is typed before the articles are searched.
const PAUSE: Duration = Duration::from_millis(250);

/// Sections that are shown.
const MOST_SECTIONS: usize = 5;

/// Characters of a question that are searched by.
const MOST: usize = 1_000;

/// What came of it.
#[derive(Clone)]
enum Answer {
    Found(SearchAnswer),
    /// Why it could not be searched.
    Failed(String),
}

#[derive(Clone, Copy)]
struct Lookup {
    desk: Desk,
    thread: Thread,
    question: RwSignal<String>,
    answer: RwSignal<Option<Answer>>,
    /// What the model wrote, or why it did not; empty while it was not asked.
    written: RwSignal<Written>,
    /// Counts what was asked: an answer to another question than the newest is not shown.
    asked: StoredValue<u32>,
}

/// What the model was asked for.
#[derive(Clone, Default, PartialEq)]
enum Written {
    #[default]
    Nothing,
    Writing,
    Reply {
        text: String,
        /// Titles of the articles that it rests on.
        sources: String,
    },
    /// Why there is none.
    None(String),
}

/// The panel above the reply.
pub(super) fn view(desk: Desk, thread: Thread) -> El {
    let lookup = Lookup {
        desk,
        thread,
        question: RwSignal::new(asked(thread)),
        answer: RwSignal::new(None),
        written: RwSignal::default(),
        asked: StoredValue::new(0),
    };
    Effect::new(move |before: Option<()>| {
        let question = lookup.question.get();
        let number = lookup.asked.get_value().wrapping_add(1);
        lookup.asked.set_value(number);
        // What the learner asked is looked up at once, what is typed once it stands.
        let pause = before.map_or(Duration::ZERO, |()| PAUSE);
        // What was found for another question is not offered for this one.
        lookup.answer.set(None);
        lookup.written.set(Written::Nothing);
        if !question.trim().is_empty() {
            set_timeout(move || lookup.ask(number, question), pause);
        }
    });
    let field = ElementRef::new_local(None);
    // Once it is on the page: its code comes some frames later.
    request_animation_frame(move || focus(field));
    el("section")
        .class("lookup")
        .attr("aria-label", "Articles")
        .on_key(move |event| {
            if event.key() == "Escape" {
                event.prevent_default();
                event.stop_propagation();
                lookup.close();
            }
        })
        .child((
            el("div").class("search").child((
                ui::icon(Icon::SEARCH),
                el("input")
                    .attr("type", "search")
                    .attr("aria-label", "Search articles")
                    .attr("placeholder", "Search articles")
                    .attr("autocomplete", "off")
                    .keep(field)
                    .attr("maxlength", MOST.to_string())
                    .value(move || lookup.question.get())
                    .on_input(move |text| lookup.question.set(text))
                    .on_key(|event| {
                        // It stands in the reply's form, which Enter would send.
                        if event.key() == "Enter" {
                            event.prevent_default();
                        }
                    }),
                super::button("quiet", Icon::CLOSE, "Close", move || lookup.close()),
            )),
            el("p")
                .class("hint")
                .attr("role", "status")
                .child(move || lookup.status()),
            move || match lookup.answer.get() {
                Some(Answer::Found(found)) => lookup.found(found),
                None | Some(Answer::Failed(_)) => Vec::new(),
            },
        ))
}

/// What the learner wants to know: what is open since people were needed, and once somebody has replied, what they
/// said last.
fn asked(thread: Thread) -> String {
    let open = thread.view.with_untracked(|view| {
        let question = &view.as_ref()?.handoff.as_ref()?.open_question;
        (!question.trim().is_empty()).then(|| question.clone())
    });
    thread.timeline.with_untracked(|timeline| {
        let mut said_last = None;
        for entry in timeline.entries().iter().rev() {
            match &entry.event {
                AgentEvent::Message(message) => match message.author {
                    Author::Learner => {
                        said_last.get_or_insert(&message.text);
                    }
                    Author::Agent { .. } => break,
                    Author::Assistant | Author::System => {}
                },
                AgentEvent::Handoff(_) if open.is_some() => {
                    said_last = open.as_ref();
                    break;
                }
                _ => {}
            }
        }
        // Where somebody has replied and nothing was said since: what people were needed for.
        let text = said_last.or(open.as_ref());
        let text = text.map(String::as_str).unwrap_or_default();
        text.chars().take(MOST).collect()
    })
}

/// A reply without the numbers of its sources: in an agent's own message they lead nowhere.
fn without_numbers(drafted: &DraftedReply) -> String {
    let mut text = drafted.text.clone();
    for citation in &drafted.citations {
        let number = format!("[{}]", citation.number);
        text = text.replace(&format!(" {number}"), "").replace(&number, "");
    }
    text.trim().to_owned()
}

/// Titles of what a reply rests on.
fn sources(drafted: &DraftedReply) -> String {
    let titles = drafted.citations.iter();
    let titles: Vec<String> = titles.map(|it| format!("“{}”", it.title)).collect();
    titles.join(", ")
}

impl Lookup {
    fn close(self) {
        self.thread.is_looking_up.set(false);
        self.thread.write(false);
    }

    fn ask(self, number: u32, question: String) {
        if self.asked.try_get_value() != Some(number) {
            return;
        }
        let audience = self.audience();
        spawn_local(async move {
            let answer = match api::search(question.trim(), audience).await {
                Ok(found) => Answer::Found(found),
                Err(problem) => Answer::Failed(ui::refused(&problem)),
            };
            if self.asked.try_get_value() == Some(number) {
                self.answer.set(Some(answer));
            }
        });
    }

    /// Whose articles are searched: the learner's.
    fn audience(self) -> Audience {
        let view = self.thread.view;
        view.with_untracked(|view| view.as_ref().map(|view| view.learner.role))
            .unwrap_or_default()
    }

    /// Puts a text at the end of the reply.
    fn put(self, text: &str) {
        self.thread.draft.update(|draft| {
            if !draft.trim().is_empty() {
                draft.push_str("\n\n");
            }
            draft.push_str(&client::markdown::typed(text));
        });
        self.close();
    }

    fn found(self, found: SearchAnswer) -> Vec<El> {
        // What is not even likely is no suggestion.
        let likely = self.desk.likely.get_untracked();
        let is_likely = likely.is_none_or(|likely| found.answerable >= likely);
        let answer = Some(found.answer).filter(|answer| is_likely && !answer.is_empty());
        let mut rows: Vec<El> = Vec::new();
        if found.may_write {
            rows.push(self.by_model());
        }
        if let Some(answer) = answer {
            rows.push(self.row(ui::say!("Suggested reply"), String::new(), answer, "Use"));
        }
        rows.extend(
            found
                .passages
                .into_iter()
                .take(MOST_SECTIONS)
                .map(|passage| {
                    let Passage {
                        title,
                        heading,
                        text,
                        ..
                    } = passage;
                    self.row(title, heading, text, "Insert")
                }),
        );
        match rows.is_empty() {
            true => Vec::new(),
            false => vec![el("ul").child(rows)],
        }
    }

    /// The model's part: what asks it, how far it is, and what it wrote.
    fn by_model(self) -> El {
        let line = move || match self.written.get() {
            Written::Nothing => String::new(),
            Written::Writing => ui::say!("Writing…"),
            Written::None(why) => ui::say!("No reply: {why}", why = why),
            Written::Reply { sources, .. } => {
                ui::say!("Written by the model, from {sources}.", sources = sources)
            }
        };
        let reply = move || match self.written.get() {
            Written::Reply { text, .. } => Some(el("div").class("written").child(self.parts(
                ui::say!("Written by the model"),
                String::new(),
                text,
                "Use",
            ))),
            _ => None,
        };
        el("li").child((
            el("div").class("text").child((
                el("button")
                    .attr("type", "button")
                    .class("button")
                    .on("click", move |_| self.write())
                    .child((
                        ui::icon(Icon::WRITE),
                        el("span").child("Write a reply from the articles"),
                    )),
                el("p").class("hint").attr("role", "status").child(line),
            )),
            reply,
        ))
    }

    fn write(self) {
        // A second press asks for nothing more.
        if self.written.get_untracked() == Written::Writing {
            return;
        }
        let number = self.asked.get_value();
        let question = self.question.get_untracked();
        let audience = self.audience();
        self.written.set(Written::Writing);
        spawn_local(async move {
            let drafted = api::draft_reply(question.trim(), audience).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.written.set(match drafted {
                Ok(drafted) => match &drafted.why_not {
                    None => Written::Reply {
                        text: without_numbers(&drafted),
                        sources: sources(&drafted),
                    },
                    Some(why) => Written::None(format!("{}.", ui::from_server(why))),
                },
                Err(problem) => Written::None(ui::refused(&problem)),
            });
        });
    }

    /// How far it is, in a line.
    fn status(self) -> String {
        match self.answer.get() {
            None if self.question.with(|text| text.trim().is_empty()) => {
                ui::say!("Type a question to search.")
            }
            None => ui::say!("Searching the articles…"),
            Some(Answer::Failed(why)) => why,
            Some(Answer::Found(found)) => match found.passages.len().min(MOST_SECTIONS) {
                0 => ui::say!("No matching articles."),
                count => ui::count!(count, "1 section found.", "{count} sections found."),
            },
        }
    }

    fn row(self, title: String, heading: String, text: String, does: &'static str) -> El {
        el("li").child(self.parts(title, heading, text, does))
    }

    /// A row's text, and what puts it into the reply.
    fn parts(self, title: String, heading: String, text: String, does: &'static str) -> (El, El) {
        let name = format!("{}: {title}", ui::said(does));
        // Its first lines are enough to know it by.
        let shown = text.replace("\n\n", "\n");
        (
            el("div").class("text").attr("dir", "auto").child((
                el("strong").child(title),
                (!heading.is_empty()).then(|| el("span").class("hint").child(heading)),
                el("p").child(shown),
            )),
            el("button")
                .attr("type", "button")
                .class("button")
                .attr("aria-label", name)
                .on("click", move |_| self.put(&text))
                .child(does),
        )
    }
}
