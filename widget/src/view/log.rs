//! What was said.

use crate::chat::{Chat, Row, What};
use client::Sending;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use protocol::{Author, ClientMessageId, LearnerActivity, Message};
use ui::{Follow, prose};

/// The log, kept at its end while it grows.
pub(crate) fn view(chat: Chat) -> impl IntoView {
    let end = NodeRef::<html::Div>::new();
    Effect::new(move || {
        // Whatever grows the log brings its end into view.
        let _grown = (chat.rows().len(), chat.working(), chat.has_begun.get());
        if let Some(end) = end.get() {
            end.scroll_into_view();
        }
    });
    html::div()
        .class("log")
        .attr("role", "log")
        .attr("aria-label", "Conversation")
        .attr("aria-live", "polite")
        .attr("tabindex", "0")
        .attr("aria-busy", move || chat.working().is_some().to_string())
        .child((
            move || greeting(chat),
            For(ForProps::builder()
                .each(move || chat.rows())
                .key(|row: &Row| (row.key.clone(), row.continues))
                .children(move |row| self::row(chat, row))
                .build()),
            move || working(chat),
            html::div().class("end").node_ref(end),
        ))
}

fn greeting(chat: Chat) -> Option<AnyView> {
    if !chat.has_begun.get() {
        // The shape of what comes, while it comes.
        let lines = html::div().class("skeleton").attr("aria-hidden", "true").child((
            html::i(),
            html::i(),
            html::i(),
        ));
        return Some(lines.into_any());
    }
    let team = chat.team.get()?;
    let is_empty = chat.is_empty();
    let suggestions = is_empty.then(|| {
        let chips: Vec<AnyView> = team
            .suggestions
            .iter()
            .cloned()
            .map(|suggestion| {
                let text = suggestion.clone();
                html::button()
                    .attr("type", "button")
                    .class("chip")
                    .on(ev::click, move |_| chat.say(&suggestion))
                    .child(text)
                    .into_any()
            })
            .collect();
        html::div().class("chips").child(chips)
    });
    let kept = (!chat.keeps.get()).then(|| {
        html::p()
            .class("activity")
            .child("This page may not keep anything, so the chat ends when you leave it.")
    });
    let bubble = html::div().class("message assistant").child((
        html::span().class("by").child("Assistant"),
        html::div().class("bubble").child(team.greeting),
    ));
    Some((bubble, kept, suggestions).into_any())
}

fn row(chat: Chat, row: Row) -> AnyView {
    match row.what {
        What::Said(message) => said(chat, message, row.at, row.continues),
        What::Changed(activity) => html::p()
            .class("activity")
            .attr("data-author", "system")
            .child(html::span().child(words(&activity)))
            .into_any(),
    }
}

fn said(
    chat: Chat,
    message: Message,
    at: Option<protocol::Timestamp>,
    continues: bool,
) -> AnyView {
    let (kind, name) = match &message.author {
        Author::Learner => ("learner", None),
        Author::Assistant => ("assistant", Some("Assistant".to_owned())),
        Author::Agent { name, .. } => ("agent", Some(name.clone())),
        Author::System => ("system", None),
    };
    let label = match (kind, name) {
        (_, Some(name)) if !continues => Some(html::span().class("by").child(name).into_any()),
        ("learner", _) => Some(html::span().class("hidden").child("You:").into_any()),
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
        // A learner's words are shown as they are.
        Author::Learner => html::div().class("plain").child(message.text.clone()).into_any(),
        _ => prose(
            &message.text,
            Follow {
                on_article: Some(Callback::new(move |id: String| chat.read(&id))),
                on_citation: Some(on_citation),
            },
        )
        .into_any(),
    };
    let sources: Vec<AnyView> = citations
        .into_iter()
        .map(|citation| {
            let article = citation.article.clone();
            html::button()
                .attr("type", "button")
                .class("source")
                .on(ev::click, move |_| chat.read(article.as_str()))
                .child((
                    html::span().class("cite").child(citation.number.to_string()),
                    citation.title,
                ))
                .into_any()
        })
        .collect();
    let sources = (!sources.is_empty()).then(|| html::div().class("sources").child(sources));
    let time = at.map(|at| html::time().class("at").child(ui::clock_time(at)));
    let state = message.client_id.map(|client_id| state(chat, client_id));
    html::div()
        .class(if continues {
            format!("message {kind} continues")
        } else {
            format!("message {kind}")
        })
        .attr("data-author", kind)
        .child((
            label,
            html::div().class("bubble").child(text),
            sources,
            time,
            state,
        ))
        .into_any()
}

/// How far a message of the learner's is: nothing once it is stored.
fn state(chat: Chat, client_id: ClientMessageId) -> impl IntoView {
    move || {
        let client_id = client_id.clone();
        chat.sending(&client_id).map(|sending| match sending {
            Sending::Waiting => html::span().class("state").child("Sending…").into_any(),
            Sending::Failed { problem } => html::span()
                .class("state failed")
                .attr("role", "alert")
                .child((
                    format!("Not sent: {}. ", problem.message),
                    html::button()
                        .attr("type", "button")
                        .class("link")
                        .on(ev::click, move |_| chat.retry(&client_id))
                        .child("Try again"),
                ))
                .into_any(),
        })
    }
}

/// The answer being written.
fn working(chat: Chat) -> Option<AnyView> {
    let partial = chat.working()?;
    let content = if partial.text.is_empty() {
        html::span()
            .class("dots")
            .attr("aria-label", "Looking in the help articles")
            .child((html::i(), html::i(), html::i()))
            .into_any()
    } else {
        prose(&partial.text, Follow::default()).into_any()
    };
    Some(
        html::div()
            .class("message assistant working")
            .attr("data-author", "assistant")
            .attr("data-partial", "true")
            .child((
                html::span().class("by").child("Assistant"),
                html::div().class("bubble").child(content),
            ))
            .into_any(),
    )
}

fn words(activity: &LearnerActivity) -> String {
    match activity {
        LearnerActivity::PersonAskedFor => "A person will join".to_owned(),
        LearnerActivity::Joined { name } => format!("{name} joined"),
        LearnerActivity::Left { name } => format!("{name} left. Another person will join."),
        LearnerActivity::WithAssistant => "The assistant answers again".to_owned(),
        LearnerActivity::Resolved => "Resolved".to_owned(),
        LearnerActivity::Reopened => "Opened again".to_owned(),
        // The wire may grow before this page is loaded again.
        _ => "Something changed".to_owned(),
    }
}
