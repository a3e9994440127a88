//! What was said.

use crate::chat::{Chat, Row, What};
use client::{Sending, Word};
use leptos::prelude::*;
use protocol::{Author, ClientMessageId, Code, LearnerActivity, LearnerMessage};
use ui::dom::{El, ElementRef, el, follow_end, keyed};
use ui::{Content, Follow, prose, word, words};

/// The log, kept at its end while it grows.
pub(crate) fn view(chat: Chat) -> El {
    let log = ElementRef::new_local(None);
    follow_end(log, move || {
        // Opening the panel counts: what came while it was closed was never laid out.
        let _grows = (chat.working.get(), chat.has_begun.get(), chat.is_open.get());
        chat.writer.track();
        chat.attach.track();
        chat.lines.track();
        // The line below says by when a reply comes, in one row or two.
        chat.view.track();
        let rows = chat.rows();
        // Who has just written wants to see it.
        rows.last().is_some_and(|row| row.at.is_none())
    });
    el("div")
        .class("log")
        .keep(log)
        .attr("role", "log")
        .attr("aria-label", word(Word::Conversation))
        .attr("aria-live", "polite")
        .attr("tabindex", "0")
        .attr("aria-busy", move || {
            chat.working.with(Option::is_some).to_string()
        })
        .child((
            move || greeting(chat),
            keyed(
                move || chat.rows(),
                |row: &Row| format!("{}{}{}", row.key, row.continues, row.waits_for_files()),
                move |row| self::row(chat, row),
            ),
            move || quick_replies(chat),
            {
                // As long as nothing else is said: what only happens beside it takes nothing from who writes.
                let asks = Memo::new(move |_| asks_address(chat));
                let text = RwSignal::new(String::new());
                move || asks.get().then(|| address(chat, text))
            },
            move || working(chat),
            move || writing(chat),
        ))
}

/// What the newest message may be answered with by one tap.
fn quick_replies(chat: Chat) -> Option<El> {
    match chat.rows().pop()?.what {
        What::Said(message) if !message.quick_replies.is_empty() => {
            let replies = message.quick_replies.into_iter().zip(0..);
            let chip = |(label, place)| chip(label, move |text| chat.tap(place, text));
            Some(chips(replies.map(chip).collect()))
        }
        _ => None,
    }
}

/// Whether the newest message asks for an e-mail address.
fn asks_address(chat: Chat) -> bool {
    let rows = chat.rows();
    let mut rows = rows.iter().rev();
    let said = rows.find_map(|row| match &row.what {
        What::Said(message) => Some(message),
        What::Changed(_) => None,
    });
    said.is_some_and(|message| message.asks_address)
}

/// Where an e-mail address is left. It is said as a message; the browser says what is none.
fn address(chat: Chat, text: RwSignal<String>) -> El {
    el("form")
        .class("address")
        .on("submit", move |event| {
            event.prevent_default();
            chat.say_alone(&text.get_untracked());
            text.set(String::new());
        })
        .child((
            el("input")
                .value(move || text.get())
                .attr("type", "email")
                .attr("autocomplete", "email")
                .attr("required", "")
                .attr("aria-label", word(Word::EmailAddress))
                .attr("placeholder", word(Word::EmailAddress))
                .on_input(move |written| text.set(written)),
            el("button")
                .attr("type", "submit")
                .class("chip")
                .child(word(Word::Send)),
        ))
}

fn chips(chips: Vec<El>) -> El {
    el("div").class("chips").child(chips)
}

fn chip(label: String, press: impl Fn(&str) + 'static) -> El {
    let text = label.clone();
    el("button")
        .attr("type", "button")
        .class("chip")
        .attr("dir", "auto")
        .on("click", move |_| press(&text))
        .child(label)
}

fn greeting(chat: Chat) -> Vec<El> {
    if !chat.has_begun.get() {
        // The shape of what comes, while it comes.
        let lines = el("div")
            .class("skeleton")
            .attr("aria-hidden", "true")
            .child((el("i"), el("i"), el("i")));
        return vec![lines];
    }
    let Some(team) = chat.team.get() else {
        return Vec::new();
    };
    let is_empty = chat.is_empty();
    let suggest = |text| {
        chip(text, move |text| {
            chat.say(text);
        })
    };
    let suggestions = is_empty.then(|| chips(team.suggestions.into_iter().map(suggest).collect()));
    let kept =
        (!chat.keeps.get()).then(|| el("p").class("activity").child(word(Word::KeepsNothing)));
    let bubble = el("div").class("message assistant").child((
        el("span").class("by").child(word(Word::Assistant)),
        el("div").class("bubble").child(match team.greeting {
            own if own.is_empty() => word(Word::Greeting).to_owned(),
            own => own,
        }),
    ));
    [Some(bubble), kept, suggestions]
        .into_iter()
        .flatten()
        .collect()
}

fn row(chat: Chat, row: Row) -> El {
    match row.what {
        What::Said(message) => said(chat, message, row.at, row.continues),
        What::Changed(activity) => el("p")
            .class("activity")
            .attr("data-author", "system")
            .child(el("span").child(activity_in_words(&activity))),
    }
}

fn said(
    chat: Chat,
    message: LearnerMessage,
    at: Option<protocol::Timestamp>,
    continues: bool,
) -> El {
    let (kind, name) = match &message.author {
        Author::Learner => ("learner", None),
        Author::Assistant => ("assistant", Some(word(Word::Assistant).to_owned())),
        Author::Agent { name, .. } => ("agent", Some(name.clone())),
        Author::System => ("system", None),
    };
    let label = match (kind, name) {
        (_, Some(name)) if !continues => Some(el("span").class("by").child(name)),
        ("learner", _) => Some(el("span").class("hidden").child(word(Word::You))),
        _ => None,
    };
    let citations = message.citations.clone();
    let on_citation = {
        let citations = citations.clone();
        Callback::new(move |number: u32| {
            if let Some(citation) = citations.iter().find(|citation| citation.number == number) {
                chat.read(citation.article.as_str());
            }
        })
    };
    let text = match &message.author {
        // A file needs no words.
        _ if message.text.is_empty() => None,
        // A learner's words are shown as they are.
        Author::Learner => Some(
            el("div")
                .class("plain")
                .attr("dir", "auto")
                .child(message.text.clone()),
        ),
        _ => Some(prose(
            &message.text,
            Follow {
                is_typed: matches!(message.author, Author::Agent { .. }),
                on_article: Some(Callback::new(move |id: String| chat.read(&id))),
                on_citation: Some(on_citation),
            },
        )),
    };
    let sources: Vec<El> = citations
        .into_iter()
        .map(|citation| {
            let article = citation.article.clone();
            el("button")
                .attr("type", "button")
                .class("source")
                .on("click", move |_| chat.read(article.as_str()))
                .child((
                    el("span").class("cite").child(citation.number.to_string()),
                    citation.title,
                ))
        })
        .collect();
    let sources = (!sources.is_empty()).then(|| el("div").class("sources").child(sources));
    let files = ui::attachments(message.attachments, |attachment| match at {
        Some(_) => chat.content(attachment),
        None => Content::Later,
    });
    let time = at.map(|at| el("time").class("at").child(ui::clock_time(at)));
    let is_own = message.author == Author::Learner;
    let state = message
        .client_id
        .filter(|_| is_own)
        .map(|client_id| state(chat, client_id));
    el("div")
        .class(if continues {
            format!("message {kind} continues")
        } else {
            format!("message {kind}")
        })
        .attr("data-author", kind)
        .child((
            label,
            text.map(|text| el("div").class("bubble").child(text)),
            files,
            sources,
            time,
            state,
        ))
}

/// How far a message of the learner's is.
fn state(chat: Chat, client_id: ClientMessageId) -> impl ui::dom::View {
    move || {
        let client_id = client_id.clone();
        if let Some(delivery) = chat.delivery(&client_id) {
            return Some(el("span").class("state").child(word(delivery)));
        }
        chat.sending(&client_id).map(|sending| match sending {
            Sending::Waiting => el("span").class("state").child(word(Word::Sending)),
            Sending::Failed(problem) if problem.code == Code::TooFast => el("span")
                .class("state")
                .attr("role", "status")
                .child(word(Word::Faster)),
            Sending::Failed(problem) => el("span")
                .class("state failed")
                .attr("role", "alert")
                .child((
                    words().with(Word::NotSent, &words().problem(&problem)),
                    " ",
                    el("button")
                        .attr("type", "button")
                        .class("link")
                        .on("click", move |_| chat.retry(&client_id))
                        .child(word(Word::TryAgain)),
                )),
        })
    }
}

/// A person writes.
fn writing(chat: Chat) -> Option<El> {
    let name = chat.writer.get()?;
    Some(
        el("p").class("writing").child((
            el("span")
                .class("dots")
                .attr("aria-hidden", "true")
                .child((el("i"), el("i"), el("i"))),
            words().with(Word::IsWriting, &name),
        )),
    )
}

/// The answer being written.
fn working(chat: Chat) -> Option<El> {
    let partial = chat.working.get()?;
    let content = if partial.text.is_empty() {
        el("span")
            .class("dots")
            .attr("aria-label", word(Word::Looking))
            .child((el("i"), el("i"), el("i")))
    } else {
        prose(&partial.text, Follow::default())
    };
    Some(
        el("div")
            .class("message assistant working")
            .attr("data-author", "assistant")
            .attr("data-partial", "true")
            .child((
                el("span").class("by").child(word(Word::Assistant)),
                el("div").class("bubble").child(content),
            )),
    )
}

fn activity_in_words(activity: &LearnerActivity) -> String {
    match activity {
        LearnerActivity::PersonAskedFor => word(Word::AskedFor).to_owned(),
        LearnerActivity::Joined { name } => words().with(Word::Joined, name),
        LearnerActivity::Left { name } => words().with(Word::Left, name),
        LearnerActivity::WithAssistant => word(Word::AssistantAgain).to_owned(),
        LearnerActivity::Resolved => word(Word::Resolved).to_owned(),
        LearnerActivity::Reopened => word(Word::Reopened).to_owned(),
        // The wire may grow before this page is loaded again.
        _ => word(Word::Changed).to_owned(),
    }
}
