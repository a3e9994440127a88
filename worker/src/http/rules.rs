//! `/api/rules/test`: which rules would fire on a message, before anybody meets them (B15).

use super::{body, json, text};
use crate::auth;
use crate::durable::inbox;
use crate::durable::knowledge::{self, Call};
use crate::error::Error;
use domain::escalation::{self, Signals};
use domain::intent;
use domain::tag::{TagText, Tagger};
use protocol::http::{FiredRule, RuleTest, SearchAnswer, Settings, TestRules};
use protocol::{Audience, MAX_MESSAGE_CHARS, Rule, Tag};
use worker::{Env, Request, Response};

pub(super) async fn test(request: Request, env: &Env) -> Result<Response, Error> {
    let me = auth::admin(&request, env).await?;
    let asked: TestRules = body(request, super::MAX_SETTINGS_BYTES).await?;
    let settings: Settings = inbox::call(env, &me.team, &inbox::Call::Settings).await?;
    let rules: Vec<Rule> = asked
        .rules
        .or(settings.rules)
        .unwrap_or_else(escalation::defaults);
    escalation::check(&rules).map_err(Error::invalid)?;
    if asked.message.trim().is_empty() {
        return json(&RuleTest {
            rules,
            ..RuleTest::default()
        });
    }
    let message = text(&asked.message, "message", MAX_MESSAGE_CHARS)?;
    let call = Call::Search {
        query: intent::searchable(&message),
        audience: Audience::Learner,
        language: None,
        most: knowledge::PASSAGES_FOR_AN_ANSWER,
    };
    let found = knowledge::call::<SearchAnswer>(env, &me.team, &call).await?;
    let said = [message.as_str()];
    let signals = Signals {
        question: &message,
        said: &said,
        confidence: found.confidence,
        has_answer: !found.passages.is_empty()
            && found.confidence >= settings.confidence_threshold / 2.0,
        searches: 0,
        role: Audience::Learner,
        page: None,
        has_file: false,
    };
    let fired = escalation::fired(&rules, &signals)
        .into_iter()
        .map(|fired| FiredRule {
            name: fired.rule.name.clone(),
            why: fired.why,
            then: fired.rule.then.clone(),
        })
        .collect();
    let texts: Vec<TagText<'_>> = settings
        .tags
        .iter()
        .map(|it| TagText {
            name: it.tag.as_str(),
            description: &it.description,
            examples: &it.examples,
        })
        .collect();
    let tags: Vec<Tag> = Tagger::new(&texts)
        .tags_of(&message)
        .into_iter()
        .filter_map(|(number, _)| Some(settings.tags.get(number)?.tag.clone()))
        .collect();
    json(&RuleTest {
        fired,
        tags,
        asks_for_person: intent::asks_for_people(&message),
        frustration: signals.frustration(),
        confidence: found.confidence,
        threshold: settings.confidence_threshold,
        rules,
    })
}
