//! What the assistant is in the middle of: one thing, or nothing.

use crate::escalation::Fired;
use crate::speech;
use crate::turn::Purpose;
use protocol::{Action, ArticleId, Assignee, Reason, Route, Timestamp, Turn};
use serde::{Deserialize, Serialize};
use std::mem;

/// What the assistant is in the middle of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum Part {
    /// Nothing.
    #[default]
    Idle,
    /// A turn: it searches, or a model writes.
    Turn(Box<RunningTurn>),
    /// It asked what is meant, about this question.
    AskedBack {
        /// As the learner asked it.
        question: String,
    },
    /// It offered articles, and the learner has not said whether they helped.
    Offering(Offer),
    /// It asked whether a person shall come.
    Confirming(Box<Confirming>),
    /// A handoff was held back, as too many newcomers ask for a person: who takes over when this learner asks again.
    Held(Box<Confirming>),
    /// It asks the questions of a form.
    Form(Box<RunningAction>),
}

/// An action that has begun and not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunningAction {
    /// A copy, made when it began: what the team changes later does not change it.
    pub(super) action: Action,
    /// What was answered so far; a question that was left out has none.
    pub(super) values: Vec<Option<String>>,
    /// Answers to the present question that were none.
    pub(super) misses: u8,
    /// Who takes over afterwards, if a rule says so.
    pub(super) takeover: Option<Takeover>,
    /// What the learner wanted.
    pub(super) question: String,
    /// When it is given up, where somebody takes over then: where nobody does, it waits.
    pub(super) deadline: Option<Timestamp>,
}

/// A turn that has begun and not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunningTurn {
    /// Its number.
    pub(super) turn: Turn,
    /// The ownership epoch it began under; it commits only under the same.
    pub(super) epoch: u32,
    /// What the learner asks.
    pub(super) question: String,
    /// What it is for.
    pub(super) purpose: Purpose,
    /// Whether the learner has been asked what they mean already.
    pub(super) was_asked_back: bool,
    /// The article they chose of those offered: it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) within: Option<ArticleId>,
    /// What was offered before it, and did not help if it is found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offered: Option<Offer>,
    /// The handoff that was held back before, if this turn asks for it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) held: Option<Box<Confirming>>,
    /// What the learner said meanwhile: the next question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
    /// When to give up on it.
    pub(super) deadline: Timestamp,
    /// What the model wrote so far. A cache: not kept on every delta.
    #[serde(skip)]
    pub(super) text: String,
}

/// Articles that were offered for a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) question: String,
    /// The one that was quoted first, and those on buttons: id and title.
    pub(super) articles: Vec<(ArticleId, String)>,
}

impl RunningTurn {
    /// Who takes over: whoever would have before the handoff was held back, if this turn asks for it again.
    pub(super) fn as_held(&self, takeover: Takeover) -> Takeover {
        match &self.held {
            Some(held) if takeover.reason == Reason::AskedForPerson => Takeover {
                urgent: takeover.urgent || held.takeover.urgent,
                ..held.takeover.clone()
            },
            _ => takeover,
        }
    }
}

impl Part {
    /// The turn, if one runs.
    pub(super) fn turn(&self) -> Option<&RunningTurn> {
        match self {
            Self::Turn(turn) => Some(turn),
            _ => None,
        }
    }

    pub(super) fn turn_mut(&mut self) -> Option<&mut RunningTurn> {
        match self {
            Self::Turn(turn) => Some(turn),
            _ => None,
        }
    }

    /// The form, if one runs.
    pub(super) fn form(&self) -> Option<&RunningAction> {
        match self {
            Self::Form(form) => Some(form),
            _ => None,
        }
    }

    /// Ends the turn, if one runs.
    pub(super) fn take_turn(&mut self) -> Option<RunningTurn> {
        match mem::take(self) {
            Self::Turn(turn) => Some(*turn),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Ends the form, if one runs.
    pub(super) fn take_form(&mut self) -> Option<Box<RunningAction>> {
        match mem::take(self) {
            Self::Form(form) => Some(form),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Ends an offer, if one stands.
    pub(super) fn take_offer(&mut self) -> Option<Offer> {
        match mem::take(self) {
            Self::Offering(offer) => Some(offer),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Ends the wait for a yes or no, if it is waited for.
    pub(super) fn take_confirming(&mut self) -> Option<Box<Confirming>> {
        match mem::take(self) {
            Self::Confirming(confirming) => Some(confirming),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// People taking over: why, and whose it is then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Takeover {
    pub(super) reason: Reason,
    /// In words; the reason's own, if absent.
    pub(super) why: Option<String>,
    #[serde(default)]
    pub(super) urgent: bool,
    #[serde(default)]
    pub(super) assign: Option<Assignee>,
    /// Address that hears of it.
    #[serde(default)]
    pub(super) alert: Option<String>,
}

/// A handoff that waits for the learner's word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Confirming {
    pub(super) takeover: Takeover,
    pub(super) question: String,
}

impl Takeover {
    pub(super) fn new(reason: Reason, why: Option<String>) -> Self {
        Self {
            reason,
            why,
            urgent: reason == Reason::Safety,
            assign: None,
            alert: None,
        }
    }

    /// What a rule says on it, if it says that people take over.
    pub(super) fn of(fired: &Fired<'_>) -> Option<Self> {
        let reason = fired.rule.then.hand_off?;
        Some(Self::by(fired, reason))
    }

    /// By a rule, for this reason: how urgent and whose it is, the rule says.
    pub(super) fn by(fired: &Fired<'_>, reason: Reason) -> Self {
        let then = &fired.rule.then;
        Self {
            reason,
            why: Some(speech::team::rule(&fired.rule.name, &fired.why)),
            urgent: then.urgent,
            assign: then.assign.clone(),
            alert: then.alert.clone(),
        }
    }
}

/// Who takes over after an action: whom a rule named, by the action's route.
pub(super) fn routed(action: &Action, named: Option<Takeover>) -> Option<Takeover> {
    match action.then.route {
        Route::Assistant => named,
        Route::Support => Some(named.unwrap_or_else(|| {
            let why = speech::team::filled_in(&action.name);
            Takeover::new(Reason::Action, Some(why))
        })),
        Route::Sales => Some(Takeover {
            reason: Reason::Lead,
            why: Some(speech::team::lead(&action.name)),
            ..named.unwrap_or_else(|| Takeover::new(Reason::Lead, None))
        }),
    }
}
