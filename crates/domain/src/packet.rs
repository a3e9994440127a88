//! The handoff packet: what people get when the assistant stops.

use crate::speech::team::next;
use crate::turn::Found;
use protocol::{
    ArticleId, Attempt, Citation, Considered, Evidence, HandoffPacket, Notice, Owner, Reason, Say,
    Timestamp, WhyNot,
};
use std::collections::HashSet;

/// Articles of a search that a packet shows. More than three are not read in ten seconds.
const SHOWN_ARTICLES: usize = 3;

/// Score within its query below which a passage is off topic rather than too weak. Not the best one: where several
/// passages are equally near, each has a small share.
const OFF_TOPIC_SCORE: f32 = 0.35;

/// Completes a packet: marks what the end of it says of its searches, and suggests what to do.
pub(crate) fn complete(mut packet: HandoffPacket) -> HandoffPacket {
    if packet.reason == Reason::Manual
        && let Some(attempt) = packet.tried.last_mut()
    {
        mark(attempt, WhyNot::AgentSteppedIn);
    }
    packet.suggested = suggestion(packet.reason, &packet.tried, &packet.open_question);
    packet
}

/// The search that was made, and why its passages were not enough if the turn ended there. `likely` is how likely an
/// article has to answer to be one that may.
pub(crate) fn attempt(
    (at, query): (Timestamp, &str),
    found: &Found,
    likely: f32,
    reason: Option<Reason>,
    shown: &[Citation],
) -> Attempt {
    // Scores are relative: of what no article answers, too, one is the best.
    let is_likely = found.answerable >= likely;
    // Each article once, by its best passage: agents read articles, not passages.
    let mut articles = HashSet::new();
    let considered = found
        .passages
        .iter()
        .filter(|passage| articles.insert(&passage.article))
        .take(SHOWN_ARTICLES)
        .enumerate()
        .map(|(rank, passage)| {
            let is_shown = shown
                .iter()
                .any(|citation| citation.article == passage.article);
            let why_not = if is_shown {
                WhyNot::AlreadyShown
            } else if !is_likely {
                WhyNot::OffTopic
            } else if matches!(
                reason,
                Some(
                    Reason::Keyword
                        | Reason::Safety
                        | Reason::Topic
                        | Reason::Frustration
                        | Reason::Complexity
                        | Reason::Action
                        | Reason::Lead
                )
            ) {
                WhyNot::Ruled
            } else if (passage.score < OFF_TOPIC_SCORE && rank > 0)
                || reason == Some(Reason::NoAnswer)
            {
                WhyNot::OffTopic
            } else if reason == Some(Reason::AskedForPerson) {
                WhyNot::PersonAskedFor
            } else {
                WhyNot::BelowThreshold
            };
            Considered {
                article: passage.article.clone(),
                title: passage.title.clone(),
                heading: passage.heading.clone(),
                score: passage.score,
                why_not,
            }
        })
        .collect();
    Attempt {
        at,
        query: query.to_owned(),
        confidence: found.confidence,
        evidence: found.evidence.clone(),
        considered,
        searched: true,
    }
}

/// A search that could not be made.
pub(crate) fn failed_attempt(at: Timestamp, query: &str) -> Attempt {
    Attempt {
        at,
        query: query.to_owned(),
        confidence: 0.0,
        evidence: Evidence::default(),
        considered: Vec::new(),
        searched: false,
    }
}

/// Says of passages that were offered for an answer which of them it used.
pub(crate) fn mark_used(attempt: &mut Attempt, used: &[Citation]) {
    for considered in &mut attempt.considered {
        let is_used = used
            .iter()
            .any(|citation| citation.article == considered.article);
        considered.why_not = if is_used {
            WhyNot::AlreadyShown
        } else {
            WhyNot::NotUsed
        };
    }
}

/// Says of articles that were offered to the learner that they have seen them.
pub(crate) fn mark_offered(attempt: &mut Attempt, offered: &[(ArticleId, String)]) {
    for considered in &mut attempt.considered {
        if offered.iter().any(|(id, _)| *id == considered.article) {
            considered.why_not = WhyNot::Offered;
        }
    }
}

/// Says of passages that were offered to the model why they did not become an answer.
pub(crate) fn mark(attempt: &mut Attempt, why_not: WhyNot) {
    for considered in &mut attempt.considered {
        if considered.why_not == WhyNot::BelowThreshold {
            considered.why_not = why_not;
        }
    }
}

/// What the learner is told when people take over: never silence, never a false promise (C2, C5).
pub(crate) fn notice(
    reason: Reason,
    owner: Option<&Owner>,
    is_back: bool,
    is_away: bool,
) -> Notice {
    let first = match reason {
        Reason::NoAnswer | Reason::LowConfidence => Some(Say::NotFound),
        Reason::ModelFailure => Some(Say::CannotNow),
        Reason::Action => Some(Say::Noted),
        Reason::Lead if is_away => Some(Say::Noted),
        _ => None,
    };
    let (person, name) = match owner {
        // Nobody in danger reads last that nobody is there: whom to call was said before.
        _ if is_away && reason != Reason::Safety => (Say::NobodyNow, None),
        _ if reason == Reason::Lead => (Say::BringSales, None),
        Some(owner) if is_back => (Say::BringBack, Some(&owner.name)),
        Some(owner) => (Say::BringNamed, Some(&owner.name)),
        None => (Say::BringPerson, None),
    };
    Notice {
        says: first.into_iter().chain([person]).collect(),
        with: name.into_iter().cloned().collect(),
        rest: String::new(),
    }
}

fn suggestion(reason: Reason, tried: &[Attempt], open_question: &str) -> String {
    let best = tried
        .last()
        .and_then(|attempt| attempt.considered.first())
        .filter(|considered| considered.why_not != WhyNot::OffTopic);
    match (reason, best) {
        (Reason::Safety, _) => next::DANGER.to_owned(),
        (Reason::Lead, _) => next::LEAD.to_owned(),
        (Reason::AskedForPerson, _) if open_question.is_empty() => next::ASK.to_owned(),
        (_, Some(best)) if best.why_not == WhyNot::AlreadyShown => next::was_read(&best.title),
        (_, Some(best)) => next::check(&best.title),
        (Reason::NoAnswer, None) => next::NO_ARTICLE.to_owned(),
        (_, None) => next::REPLY.to_owned(),
    }
}
