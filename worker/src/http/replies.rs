//! `/api/replies/draft`: a reply that the deployment's model writes for an agent, from the articles and from nothing
//! else. Nobody is sent anything: the agent edits it and sends it as their own.

use super::articles::MAX_QUERY_CHARS;
use super::{MAX_BODY_BYTES, body, json, text};
use crate::auth;
use crate::durable::{knowledge, team};
use crate::error::Error;
use crate::model;
use domain::answer::Query;
use domain::{Decision, Input, TurnRequest};
use protocol::http::{DraftReply, DraftedReply};
use std::cell::RefCell;
use std::rc::Rc;
use worker::{Env, Request, Response};

pub(crate) async fn draft(
    auth::Agent(me): auth::Agent,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: DraftReply = body(request, MAX_BODY_BYTES).await?;
    let question = text(&asked.question, "question", MAX_QUERY_CHARS)?;
    if !model::is_written(env) {
        return json(&without("there is no model"));
    }
    let search = knowledge::Search {
        query: Query {
            sections: true,
            ..Query::of(&question)
        },
        audience: asked.audience,
        language: None,
    };
    let found = knowledge::ask(env, &me.team, search).await?;
    if found.passages.is_empty() {
        return json(&without("no article says anything about it"));
    }
    let by = me.agent.id.clone();
    let settings = team::ask(env, &me.team, team::Drafts { by }).await?;
    let outcome: RefCell<Option<Input>> = RefCell::default();
    let feed = |input: Input| {
        if !matches!(input, Input::Delta { .. }) {
            *outcome.borrow_mut() = Some(input);
        }
        Ok(())
    };
    let request = TurnRequest {
        turn: 0,
        question,
        confidence: found.confidence,
        answer: found.answer,
        passages: found.passages,
        before: Vec::new(),
        // It writes a reply and runs nothing.
        actions: Rc::default(),
        budget: settings.budget,
    };
    model::run(env, &feed, request).await;
    json(&match outcome.into_inner() {
        Some(Input::Answered {
            decision: Decision::Answer { text, citations },
            ..
        }) if !citations.is_empty() => DraftedReply {
            text,
            citations,
            why_not: None,
        },
        Some(Input::Failed { .. }) => without("the model did not answer"),
        _ => without("the articles do not answer it"),
    })
}

fn without(why: &str) -> DraftedReply {
    DraftedReply {
        why_not: Some(why.to_owned()),
        ..DraftedReply::default()
    }
}
