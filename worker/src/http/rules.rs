//! `/api/rules`: which rules would fire on a message, and what would have become of past
//! conversations, before any learner meets them (B15, B16).

use super::{body, json, text};
use crate::auth;
use crate::clock;
use crate::durable::{conversation, knowledge, last_team, team};
use crate::embed;
use crate::error::Error;
use domain::answer::Query;
use domain::escalation;
use domain::rehearsal::{Played, play};
use domain::tag::AutoTags;
use domain::{Conversation, Found, Team, intent};
use protocol::http::{Foretold, ReplayRules, Replayed, RuleTest, TestRules};
use protocol::settings::{Section, Settings};
use protocol::{
    AgentEvent, Audience, Author, ClientMessageId, ConversationId, InvalidId, LearnerId,
    MAX_MESSAGE_CHARS, Outcome, Rule, TeamId,
};
use std::cell::RefCell;
use std::collections::HashMap;
use worker::{Env, Request, Response};

/// Messages of a past conversation that are played again: each is one search, two at most, and a
/// request may make fifty calls (Workers, free plan).
const REPLAYED: usize = 20;

pub(crate) async fn test(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: TestRules = body(request, super::MAX_SETTINGS_BYTES).await?;
    let settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    let settings = with_draft(settings, asked.rules)?;
    let rules = settings.rules.clone();
    let team = last_team::of(&settings, rules);
    let mut answer = RuleTest {
        threshold: team.threshold,
        rules: team.rules.to_vec(),
        ..RuleTest::default()
    };
    if asked.message.trim().is_empty() {
        return json(&answer);
    }
    let message = text(&asked.message, "message", MAX_MESSAGE_CHARS)?;
    let mut stage = Stage::new(env, &me.team, &settings);
    answer.asks_for_person = intent::asks_for_people(&message);
    answer.frustration = escalation::frustration(&[&message]);
    // What becomes of it is the conversation's to say.
    let played = stage.play(&team, std::slice::from_ref(&message)).await?;
    for played in played {
        answer.outcome = played.outcome;
        answer.fired = played.fired;
        answer.confidence = played.confidence;
        answer.reason = played.packet.map(|packet| packet.reason);
        answer.tags = played.tags;
    }
    json(&answer)
}

pub(crate) async fn replay(
    auth::Admin(me): auth::Admin,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: ReplayRules = body(request, super::MAX_SETTINGS_BYTES).await?;
    let settings = team::ask(env, &me.team, team::ReadSettings {}).await?;
    let draft = with_draft(settings.clone(), Some(asked.rules))?;
    let read = conversation::ReadAsAgent { since: 0 };
    let transcript = conversation::ask(env, &me.team, &asked.conversation, read).await?;
    let said: Vec<String> = transcript
        .entries
        .into_iter()
        .filter_map(|entry| match entry.event {
            AgentEvent::Message(message) if message.author == Author::Learner => {
                Some(message.text).filter(|text| !text.is_empty())
            }
            _ => None,
        })
        .take(REPLAYED)
        .collect();
    let mut stage = Stage::new(env, &me.team, &settings);
    let now = last_team::of(&settings, settings.rules.clone());
    let draft = last_team::of(&settings, draft.rules);
    json(&Replayed {
        conversation: asked.conversation,
        now: foretold(stage.play(&now, &said).await?),
        draft: foretold(stage.play(&draft, &said).await?),
        said,
    })
}

/// The settings with a draft of the rules, if there is one.
fn with_draft(mut settings: Settings, rules: Option<Vec<Rule>>) -> Result<Settings, Error> {
    if rules.is_some() {
        settings.rules = rules;
        let checked = settings.check(Section::Rules);
        checked.map_err(|wrong| Error::invalid(wrong.0))?;
    }
    Ok(settings)
}

fn foretold(played: Vec<Played>) -> Vec<Foretold> {
    let told = played.into_iter().map(|played| Foretold {
        outcome: played.outcome,
        reason: played.packet.map(|packet| packet.reason),
    });
    told.collect()
}

/// Where messages are played: a team's articles, each search made once.
struct Stage<'a> {
    env: &'a Env,
    team: &'a TeamId,
    tags: AutoTags,
    searched: HashMap<Query, Found>,
}

impl<'a> Stage<'a> {
    fn new(env: &'a Env, team: &'a TeamId, settings: &Settings) -> Self {
        Self {
            env,
            team,
            tags: AutoTags::new(&settings.tags),
            searched: HashMap::new(),
        }
    }

    async fn found(&mut self, query: &Query) -> Result<Found, Error> {
        embed::table(self.env).await;
        if let Some(found) = self.searched.get(query) {
            return Ok(found.clone());
        }
        // Who asks for a person and nothing else is searched nothing for.
        let found = if query.text.is_empty() {
            Found::default()
        } else {
            let search = knowledge::Search {
                query: query.clone(),
                audience: Audience::Learner,
                language: None,
            };
            knowledge::ask(self.env, self.team, search).await?
        };
        self.searched.insert(query.clone(), found.clone());
        Ok(found)
    }

    /// What becomes of messages in a conversation of their own, until people take over.
    async fn play(&mut self, team: &Team, said: &[String]) -> Result<Vec<Played>, Error> {
        let bug = |error: InvalidId| Error::Bug(error.to_string());
        let learner = LearnerId::new("tester").map_err(bug)?;
        let id = ConversationId::of(&learner, 1).map_err(bug)?;
        let mut conversation = Conversation::new(id, learner);
        let mut played = Vec::new();
        for (number, text) in (1_i64..).zip(said) {
            let client_id = ClientMessageId::new(format!("tester-{number}")).map_err(bug)?;
            // A minute apart, as people write: nobody is too fast. The last is said now.
            let before = i64::try_from(said.len()).unwrap_or_default() - number;
            let now = clock::now().plus(-60_000 * before);
            let became = loop {
                let mut next = conversation.clone();
                let missing = RefCell::new(None);
                let search = |query: &Query| match self.searched.get(query) {
                    Some(found) => (found.clone(), self.tags.of(&query.text)),
                    None => {
                        *missing.borrow_mut() = Some(query.clone());
                        (Found::default(), Vec::new())
                    }
                };
                let became = play(&mut next, now, client_id.clone(), text, None, team, &search)
                    .map_err(Error::from)?;
                // What it searches for is known once it is played: then it is played again.
                match missing.into_inner() {
                    Some(query) => self.found(&query).await?,
                    None => {
                        conversation = next;
                        break became;
                    }
                };
            };
            let is_over = became.outcome == Outcome::HandOff;
            played.push(became);
            if is_over {
                break;
            }
        }
        Ok(played)
    }
}
