//! A message played through a conversation with the extractive answerer, and what became of it:
//! for the rules' tester, `baton simulate` and benches. Nothing is stored, nobody is told.

use crate::answer::Query;
use crate::conversation::Conversation;
use crate::effect::Effect;
use crate::refusal::Refusal;
use crate::team::Team;
use crate::turn::{Found, Input};
use protocol::http::FiredRule;
use protocol::{
    AgentEvent, ArticleId, Author, ClientMessageId, HandoffPacket, Outcome, Page, Tag, Timestamp,
};

/// Answers what is found, and the tags that it is about, each with how sure that is.
pub type Search<'a> = dyn Fn(&Query) -> (Found, Vec<(Tag, f32)>) + 'a;

/// What became of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// In a word.
    pub outcome: Outcome,
    /// The rules that fired, in their order: what the conversation decided by.
    pub fired: Vec<FiredRule>,
    /// How surely the articles answered it; 0 if nothing was searched.
    pub confidence: f32,
    /// Tags it got.
    pub tags: Vec<Tag>,
    /// The packet, if people took over.
    pub packet: Option<HandoffPacket>,
    /// What the assistant said last.
    pub text: String,
    /// Articles that were cited or offered.
    pub articles: Vec<ArticleId>,
}

/// Says `text` in a conversation; `search` answers what is found, and the tags it is about.
///
/// # Errors
/// [`Refusal`] if a learner could not say it.
pub fn play(
    conversation: &mut Conversation,
    now: Timestamp,
    client_id: ClientMessageId,
    text: &str,
    page: Option<Page>,
    team: &Team,
    search: &Search<'_>,
) -> Result<Played, Refusal> {
    let mut played = Played {
        outcome: Outcome::Waits,
        fired: Vec::new(),
        confidence: 0.0,
        tags: Vec::new(),
        packet: None,
        text: String::new(),
        articles: Vec::new(),
    };
    let mut inputs = vec![Input::Say {
        client_id,
        text: text.to_owned(),
        attachments: Vec::new(),
        page,
    }];
    while let Some(input) = inputs.pop() {
        for effect in conversation.handle(now, team, input)? {
            match effect {
                Effect::Store(logged) => played.hear(&logged.entry.event),
                Effect::Search { turn, query } => {
                    let (found, tags) = search(&query);
                    played.confidence = found.confidence;
                    inputs.push(Input::Searched {
                        turn,
                        outcome: Ok(found),
                        tags,
                    });
                }
                Effect::Ask(request) => inputs.push(Input::Answered {
                    turn: request.turn,
                    decision: crate::answer::decision(&request),
                }),
                _ => {}
            }
        }
    }
    played.fired = conversation.fired().to_vec();
    played.outcome = conversation.asked().unwrap_or(played.outcome);
    if played.outcome == Outcome::Offer {
        played.articles = conversation.offered().cloned().collect();
    }
    Ok(played)
}

impl Played {
    fn hear(&mut self, event: &AgentEvent) {
        match event {
            AgentEvent::Message(message) if message.author == Author::Assistant => {
                self.text.clone_from(&message.text);
                self.articles = message
                    .citations
                    .iter()
                    .map(|it| it.article.clone())
                    .collect();
                self.outcome = if message.citations.is_empty() {
                    Outcome::Says
                } else {
                    Outcome::Answer
                };
            }
            AgentEvent::Handoff(packet) => {
                self.outcome = Outcome::HandOff;
                self.packet = Some(packet.clone());
            }
            AgentEvent::Tagged(tagging) if tagging.is_on => self.tags.push(tagging.tag.clone()),
            _ => {}
        }
    }
}
