//! One run of the assistant, and everything that can happen to a conversation.

use protocol::http::AgentCommand;
use protocol::settings::Budget;
use protocol::{
    Action, AgentId, Attachment, AttachmentId, Citation, ClientMessageId, Evidence, Page, Passage,
    Reason, Receipt, Seq, Tag, Turn, VerifiedLearner,
};
use serde::{Deserialize, Serialize};

use crate::failure::ModelFailure;
use crate::intent;
use crate::language;
use std::rc::Rc;

/// The agent who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentRef {
    /// Their id.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// Whether they are an admin.
    pub is_admin: bool,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The learner says something. Whoever feeds this has checked that the
    /// client id is not in the log already.
    Say {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// What they say.
        text: String,
        /// Files they uploaded.
        attachments: Vec<AttachmentId>,
        /// Where they are.
        page: Option<Page>,
    },
    /// The learner taps a quick reply. Checked as what they say is.
    Tap {
        /// The browser's id for it.
        client_id: ClientMessageId,
        /// Number of the message that offers it, in the learner's stream.
        seq: Seq,
        /// Its place among that message's replies.
        reply: u32,
        /// What stood on it: said instead if it is offered no more.
        text: String,
        /// Where they are.
        page: Option<Page>,
    },
    /// The learner replies by e-mail. Checked as what they say in the chat is.
    Mailed {
        /// Made from the e-mail's own id.
        client_id: ClientMessageId,
        /// What they wrote, without what they quote.
        text: String,
        /// Files that came with it.
        attachments: Vec<AttachmentId>,
    },
    /// No e-mail goes to the learner any more: they want none, or the address takes none.
    StopMail,
    /// The learner pressed "Talk to a person".
    AskForPerson {
        /// The browser's id for it: a press that comes again counts once.
        client_id: ClientMessageId,
    },
    /// The page tells who the learner is, unverified.
    Identify {
        /// Their name.
        name: Option<String>,
        /// Their address.
        email: Option<String>,
    },
    /// The learner reads in this language, by its code.
    Reads(String),
    /// No e-mail reached this address.
    NotMailed {
        /// Which.
        address: String,
    },
    /// The LMS signed who the learner is.
    Verified(VerifiedLearner),
    /// An agent closes the chat for the learner, or opens it again.
    Block {
        /// Who.
        by: AgentRef,
        /// Whether it is closed from now on.
        is_blocked: bool,
    },
    /// An agent does something.
    Agent {
        /// Who.
        by: AgentRef,
        /// What.
        command: AgentCommand,
        /// Whom an assignment names, looked up: `None` if the team has no such agent.
        assignee: Option<AgentRef>,
    },
    /// The team's routing gives it to an agent.
    Route {
        /// Whom.
        to: AgentRef,
    },
    /// The search of a turn is done.
    Searched {
        /// Which turn's.
        turn: Turn,
        /// What was found.
        outcome: Result<Found, SearchFailed>,
        /// Tags that what was asked is about, each with how sure that is.
        tags: Vec<(Tag, f32)>,
    },
    /// The model wrote more.
    Delta {
        /// Which turn's.
        turn: Turn,
        /// The piece.
        text: String,
    },
    /// The model is done.
    Answered {
        /// Which turn's.
        turn: Turn,
        /// What it decided.
        decision: Decision,
    },
    /// The model failed.
    Failed {
        /// Which turn's.
        turn: Turn,
        /// How.
        failure: ModelFailure,
    },
    /// A file is about to be stored.
    Attach {
        /// The agent who uploads it; the learner, if absent.
        by: Option<AgentId>,
        /// Which file.
        attachment: Attachment,
    },
    /// A file could not be stored, or its sender took it back before saying it.
    Detach {
        /// The agent who uploaded it; the learner, if absent.
        by: Option<AgentId>,
        /// Which.
        attachment: AttachmentId,
    },
    /// A party has come further in its stream, in its own numbers.
    Receipt {
        /// The agent; the learner, if absent.
        by: Option<AgentId>,
        /// How far.
        receipt: Receipt,
    },
    /// Tags for what was said before they were made.
    Retag {
        /// Which, each with how sure that is.
        tags: Vec<(Tag, f32)>,
    },
    /// Somebody is writing.
    Typing {
        /// The agent; the learner, if absent.
        by: Option<AgentRef>,
    },
    /// A time named by `next_wake` has come.
    Tick,
}

impl Input {
    /// Whether the learner asks for something: what the chat is closed for.
    #[must_use]
    pub fn is_by_learner(&self) -> bool {
        match self {
            Self::Say { .. }
            | Self::Mailed { .. }
            | Self::Tap { .. }
            | Self::AskForPerson { .. }
            | Self::Identify { .. }
            | Self::Attach { by: None, .. }
            | Self::Detach { by: None, .. }
            | Self::Receipt { by: None, .. }
            | Self::Typing { by: None } => true,
            Self::Verified(_)
            | Self::StopMail
            | Self::Reads(_)
            | Self::NotMailed { .. }
            | Self::Block { .. }
            | Self::Agent { .. }
            | Self::Route { .. }
            | Self::Searched { .. }
            | Self::Delta { .. }
            | Self::Answered { .. }
            | Self::Failed { .. }
            | Self::Attach { .. }
            | Self::Detach { .. }
            | Self::Receipt { .. }
            | Self::Typing { .. }
            | Self::Retag { .. }
            | Self::Tick => false,
        }
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// How sure it is that the composed answer holds what was asked: a probability, 0 to 1.
    pub confidence: f32,
    /// How sure it is that some article does.
    #[serde(default)]
    pub answerable: f32,
    /// What that was made of.
    #[serde(default)]
    pub evidence: Evidence,
    /// The question with its spelling mended.
    #[serde(default)]
    pub asked: String,
    /// What the best article says to it, word for word.
    #[serde(default)]
    pub answer: Option<Quoted>,
    /// The best section of each article that may be meant, best first.
    pub passages: Vec<Passage>,
}

/// An answer in an article's own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Quoted {
    /// Markdown, without the citations' numbers.
    pub text: String,
    /// What it quotes.
    pub citations: Vec<Citation>,
    /// What answers the other of two questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<Box<Quoted>>,
}

impl Quoted {
    /// This, and what answers another question, cited behind it.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut also = other.clone();
        for citation in &mut also.citations {
            let same = self
                .citations
                .iter()
                .find(|it| it.article == citation.article && it.heading == citation.heading);
            citation.number = same.map_or(citation.number + self.citations.len() as u32, |it| {
                it.number
            });
        }
        Self {
            also: Some(Box::new(also)),
            ..self.clone()
        }
    }

    /// All that it cites, by number.
    #[must_use]
    pub fn cited(&self) -> Vec<Citation> {
        let mut all = self.citations.clone();
        let more = self.also.iter().flat_map(|also| also.cited());
        let known: Vec<u32> = all.iter().map(|it| it.number).collect();
        all.extend(more.filter(|it| !known.contains(&it.number)));
        all
    }

    /// Its beginning, up to so many words and the end of a block, with the citations' numbers.
    #[must_use]
    pub fn short(&self, words: usize) -> String {
        let mut end = 0;
        let mut said = 0;
        for (at, line) in self.text.split_inclusive('\n').scan(0, |at, line| {
            let from = *at;
            *at += line.len();
            Some((from, line))
        }) {
            said += line.split_whitespace().count();
            if said > words && end > 0 {
                break;
            }
            end = at + line.len();
        }
        let kept = self.text[..end].trim_end();
        let is_cut = kept.len() < self.text.trim_end().len();
        let text = if is_cut {
            format!("{kept} …")
        } else {
            kept.to_owned()
        };
        Self {
            text,
            citations: self.citations.clone(),
            also: None,
        }
        .numbered()
    }

    /// Its text with the numbers of what it cites.
    #[must_use]
    pub fn numbered(&self) -> String {
        let numbers = self.citations.iter().map(|it| format!(" [{}]", it.number));
        // Behind code a number would stand in it.
        let gap = if self.text.ends_with("```") || self.text.ends_with('|') {
            "\n\n"
        } else {
            ""
        };
        let own = format!("{}{gap}{}", self.text, numbers.collect::<String>());
        match &self.also {
            Some(also) => format!("{own}\n\n{}", also.numbered()),
            None => own,
        }
    }
}

/// Below this probability that some article answers, a search counts as having found nothing (B2)
/// rather than too little (B1).
pub(crate) const NOTHING_FOUND: f32 = 0.45;

/// Below these a question that says nothing of its writer is about something else: the probability
/// that it can be answered, and the likeness in meaning of the nearest section. Source: `cargo
/// xtask eval help`, where nobody whose question can be answered is told so.
const OUTSIDE_ANSWERABLE: f32 = 0.12;
const OUTSIDE_LIKENESS: f32 = 0.3;

impl Found {
    /// Whether what was asked is surely not the platform's business: an errand, or far from every
    /// article. Never where somebody speaks of themselves or of trouble, nor in another language
    /// than the articles', which is far from everything.
    #[must_use]
    pub fn is_outside(&self, question: &str) -> bool {
        if intent::elsewhere::is_elsewhere(question) {
            return self.answerable < NOTHING_FOUND;
        }
        let article = self.passages.first().map_or("", |it| it.text.as_str());
        let likeness = self.evidence.get("nearest_of_all").copied();
        self.answerable < OUTSIDE_ANSWERABLE
            && likeness.is_some_and(|likeness| likeness < OUTSIDE_LIKENESS)
            && !intent::elsewhere::speaks_of_oneself(question)
            && !language::may_differ(question, article)
    }
}

/// The articles could not be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchFailed;

/// What the model decided: a field of its own, never read out of prose (T1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// Answer with this text, resting on these passages.
    Answer {
        /// Markdown.
        text: String,
        /// At least one, or it is no answer.
        citations: Vec<Citation>,
    },
    /// Ask what is meant, before anything is answered.
    AskBack {
        /// The question.
        text: String,
        /// What the learner may answer by one tap.
        options: Vec<String>,
    },
    /// Run one of the team's actions.
    RunAction {
        /// Which.
        action: Box<Action>,
    },
    /// Hand over to people.
    HandOff {
        /// Why.
        reason: Reason,
    },
}

/// What a turn is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Answer the question.
    Answer,
    /// Search once, so that people get a packet, then hand over for this reason.
    HandOff(Reason),
    /// Search for what the learner added while they wait for a person: what surely answers it is offered.
    Meanwhile,
}

/// A line of the conversation, as a model is shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whether the learner said it.
    pub by_learner: bool,
    /// Whether it asks nothing by itself: files without a word, an answer to a form.
    #[serde(default, alias = "is_file")]
    pub is_detail: bool,
    /// What was said.
    pub text: String,
}

/// What the model is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TurnRequest {
    /// For which turn.
    pub turn: Turn,
    /// The learner's question.
    pub question: String,
    /// How surely they answer it: a probability.
    #[serde(default)]
    pub confidence: f32,
    /// What the best article says to it, word for word.
    #[serde(default)]
    pub answer: Option<Quoted>,
    /// What may be used, best first, numbered from 1 in citations.
    pub passages: Vec<Passage>,
    /// What was said before, oldest first, without the question.
    pub before: Vec<Line>,
    /// What may be run instead of an answer.
    pub actions: Rc<[Action]>,
    /// What the answer may cost.
    pub budget: Budget,
}
