//! `/api/rules/test`: which rules would fire on a message, before anybody meets them (B15).

use super::{body, json, text};
use crate::auth;
use crate::clock;
use crate::durable::inbox;
use crate::durable::knowledge::{self, Call};
use crate::effect;
use crate::error::Error;
use domain::escalation::{self, Signals};
use domain::tag::AutoTags;
use domain::{Conversation, Policy, intent, rehearsal};
use protocol::http::{FiredRule, RuleTest, SearchAnswer, Settings, TestRules};
use protocol::{
    Audience, ClientMessageId, ConversationId, InvalidId, LearnerId, MAX_MESSAGE_CHARS,
};
use worker::{Env, Request, Response};

pub(super) async fn test(request: Request, env: &Env) -> Result<Response, Error> {
    let me = auth::admin(&request, env).await?;
    let asked: TestRules = body(request, super::MAX_SETTINGS_BYTES).await?;
    let settings: Settings = inbox::call(env, &me.team, &inbox::Call::Settings).await?;
    let rules = asked.rules.or_else(|| settings.rules.clone());
    let policy = Policy {
        is_away: effect::is_away(settings.hours.as_ref()),
        ..effect::policy(&settings, rules)
    };
    escalation::check(&policy.rules, &settings.actions).map_err(Error::invalid)?;
    let mut answer = RuleTest {
        threshold: policy.threshold,
        rules: policy.rules.to_vec(),
        ..RuleTest::default()
    };
    if asked.message.trim().is_empty() {
        return json(&answer);
    }
    let message = text(&asked.message, "message", MAX_MESSAGE_CHARS)?;
    let call = Call::Search {
        query: intent::searchable(&message),
        audience: Audience::Learner,
        language: None,
        most: knowledge::PASSAGES_FOR_AN_ANSWER,
    };
    let found = knowledge::found(knowledge::call::<SearchAnswer>(env, &me.team, &call).await?);
    let said = [message.as_str()];
    let signals = Signals {
        question: &message,
        said: &said,
        asks_for_person: false,
        confidence: found.confidence,
        has_answer: policy.finds_something(&found),
        searches: 0,
        role: Audience::Learner,
        page: None,
        has_file: false,
        is_away: policy.is_away,
        collected: &[],
    };
    answer.fired = escalation::fired(&policy.rules, &signals)
        .into_iter()
        .map(|fired| FiredRule {
            name: fired.rule.name.clone(),
            why: fired.why,
            then: fired.rule.then.clone(),
        })
        .collect();
    answer.asks_for_person = intent::asks_for_people(&message);
    answer.frustration = signals.frustration();
    answer.confidence = found.confidence;
    // What becomes of it is the conversation's to say.
    let tags = AutoTags::new(&settings.tags);
    let bug = |error: InvalidId| Error::Bug(error.to_string());
    let learner = LearnerId::new("tester").map_err(bug)?;
    let id = ConversationId::of(&learner, 1).map_err(bug)?;
    let played = rehearsal::play(
        &mut Conversation::new(id, learner),
        clock::now(),
        ClientMessageId::new("tester").map_err(bug)?,
        &message,
        &policy,
        &|query| (found.clone(), tags.of(query)),
    )?;
    answer.outcome = played.outcome;
    answer.reason = played.packet.map(|packet| packet.reason);
    answer.tags = played.tags;
    json(&answer)
}
