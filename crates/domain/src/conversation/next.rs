//! What follows a search: the team's rules, then the articles, then what the assistant may use.

use super::part::{Offer, RunningTurn, Takeover, routed};
use super::signals::Asked;
use super::{ASSISTANT, Changes, Words};
use crate::escalation;
use crate::intent::{assessment, urgent};
use crate::speech::team as words_for_agents;
use crate::team::{Band, Team};
use crate::turn::{Found, Purpose};
use crate::words::words;
use protocol::{Action, ActionId, Condition, QuickReply, Reason, Route, Rule, Say, Tag};
use std::rc::Rc;

/// Articles a clarifying question offers: more are not read on a phone.
pub(super) const OPTIONS: usize = 3;
/// Words of a message that are too few to look for where no article is near.
const TOO_FEW_WORDS: usize = 2;
/// Letters of a script without spaces that are as few.
const UNSPACED: usize = 6;

/// Whether a message has too few words to say what is asked.
fn is_short(text: &str) -> bool {
    // Scripts without spaces have no words to count.
    let is_spaced = |c: &char| u32::from(*c) < 0x2e80;
    words(text).len() <= TOO_FEW_WORDS && text.chars().filter(|c| !is_spaced(c)).count() <= UNSPACED
}

/// What a rule says on who takes over, and what is asked before.
pub(super) struct Ruled {
    takeover: Option<Takeover>,
    /// The learner is asked first.
    confirm: bool,
    /// The action that comes first.
    run: Option<Action>,
    /// What the learner is asked back instead.
    ask_back: Option<String>,
    /// Whether the rule itself speaks of who asks for a person: only then they are asked more.
    knows_who_asks: bool,
}

/// What follows a search.
pub(super) enum Next {
    /// It is answered: a model is asked, or what the articles say is quoted.
    Answer,
    /// The likeliest article is offered.
    Offer,
    /// The learner is asked whether a person should come (B12).
    Confirm(Takeover),
    /// An action is run, and then who takes over does.
    Run(Box<Action>, Option<Takeover>),
    /// The learner is asked what they mean, with what it may be.
    AskBack(Words, Vec<QuickReply>),
    /// The learner is told what the assistant does not do.
    Refuse(Say),
    /// It is about something else than the articles: the learner is told what they are about.
    Outside,
    /// People take over.
    HandOff(Takeover),
}

impl Next {
    /// Whether it follows from what the articles say, and from nothing else.
    fn is_of_articles(&self) -> bool {
        match self {
            Self::Answer | Self::Offer => true,
            Self::HandOff(takeover) => is_unanswered(takeover),
            _ => false,
        }
    }
}

/// Decides what follows a search. Who asked for a person is asked nothing more.
fn ruled_next(
    purpose: Purpose,
    question: &str,
    ruled: Option<Ruled>,
    found: &Found,
    team: &Team,
) -> Next {
    match (purpose, ruled) {
        (Purpose::HandOff(reason), ruled) => {
            let (ruled, run) = match ruled {
                Some(ruled) => {
                    let asks = ruled.knows_who_asks && reason != Reason::Safety;
                    let run = ruled.run.filter(|_| asks);
                    (ruled.takeover, run)
                }
                None => (None, None),
            };
            // They asked: that is the reason. Whose it is and how urgent, the rule still says.
            let ruled = ruled.unwrap_or_else(|| Takeover::new(reason, None));
            let takeover = Takeover {
                reason,
                why: None,
                urgent: ruled.urgent || reason == Reason::Safety,
                ..ruled
            };
            match run {
                Some(action) => Next::Run(Box::new(action), Some(takeover)),
                None => Next::HandOff(takeover),
            }
        }
        (
            Purpose::Answer,
            Some(Ruled {
                run: Some(action),
                takeover,
                ..
            }),
        ) => Next::Run(Box::new(action), takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                takeover: Some(takeover),
                confirm,
                ..
            }),
        ) if confirm => Next::Confirm(takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                takeover: Some(takeover),
                ..
            }),
        ) => Next::HandOff(takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                ask_back: Some(question),
                ..
            }),
        ) => Next::AskBack(Words::Given(question), Vec::new()),
        (Purpose::Answer | Purpose::Meanwhile, _) if team.asks_model(found) => Next::Answer,
        (Purpose::Answer | Purpose::Meanwhile, _) => match team.band(found) {
            // A word may be meant in many ways: what is quoted comes with what else it may be.
            Band::Sure if words(question).len() == 1 && team.likely.is_some() => Next::Offer,
            Band::Sure => Next::Answer,
            Band::Likely => Next::Offer,
            Band::Unlikely if team.finds_something(found) => {
                let why = words_for_agents::unsure(found.confidence, team.threshold);
                Next::HandOff(Takeover::new(Reason::LowConfidence, Some(why)))
            }
            Band::Unlikely => Next::HandOff(Takeover::new(Reason::NoAnswer, None)),
        },
    }
}

/// Whether people take over because the articles do not answer.
fn is_unanswered(takeover: &Takeover) -> bool {
    matches!(takeover.reason, Reason::NoAnswer | Reason::LowConfidence)
}

impl Changes<'_> {
    /// What follows the search of a turn.
    pub(super) fn next(&mut self, running: &RunningTurn, found: &Found) -> Next {
        let team = self.team;
        let ruled = self.ruled(running, found);
        let is_ruled = ruled.is_some();
        let next = ruled_next(running.purpose, &running.question, ruled, found, team);
        self.state.is_taken_on |= !team.is_spent;
        let mut next = self.assessed(running, is_ruled, next);
        let is_unruled = running.purpose == Purpose::Answer && !is_ruled;
        let was_outside = std::mem::take(&mut self.state.was_outside);
        let running_turn = self.state.part.turn_mut();
        let offered = running_turn.and_then(|turn| turn.offered.take());
        if running.within.is_some() && is_unruled && found.answer.is_some() && next.is_of_articles()
        {
            // They chose it themselves.
            next = Next::Answer;
        }
        let is_same = |offer: &Offer| {
            let best = found
                .answer
                .as_ref()
                .and_then(|quoted| quoted.citations.first());
            best.is_some_and(|best| {
                offer
                    .articles
                    .first()
                    .is_some_and(|first| first.0 == best.article)
            })
        };
        if matches!(next, Next::Offer) && offered.as_ref().is_some_and(is_same) {
            // The same again: it did not help the first time.
            let why = words_for_agents::OFFERED_IN_VAIN.to_owned();
            next = Next::HandOff(Takeover::new(Reason::LowConfidence, Some(why)));
        }
        let is_nothing = matches!(&next, Next::HandOff(takeover) if is_unanswered(takeover));
        if is_unruled && is_nothing && !running.was_asked_back && is_short(&running.question) {
            next = Next::AskBack(Say::TooShort.into(), Vec::new());
        } else if is_unruled && is_nothing && !was_outside && found.is_outside(&running.question) {
            // Who insists gets a person.
            next = Next::Outside;
        }
        if let (Next::Answer | Next::Offer, Some(why)) = (&next, self.spent()) {
            next = Next::HandOff(Takeover::new(Reason::Limit, Some(why)));
        }
        next
    }

    /// What the team's rules say to what was asked: tags at once, and who takes over.
    pub(super) fn ruled(&mut self, running: &RunningTurn, found: &Found) -> Option<Ruled> {
        let team = self.team;
        let recent = Rc::clone(&self.state.record.recent);
        let said = escalation::said(&recent);
        let signals = self.signals(&Asked {
            question: &running.question,
            said: &said,
            asks_for_person: running.purpose == Purpose::HandOff(Reason::AskedForPerson),
            found: Some(found),
            collected: &[],
        });
        // Rules that look at an action's answers are tried when it is done.
        let rules = team.rules.iter();
        let rules: Vec<&Rule> = rules
            .filter(|rule| !escalation::looks_at_collected(rule))
            .collect();
        let fired = escalation::fired(rules, &signals);
        let speaks_of_who_asks = |condition: &Condition| {
            matches!(condition, Condition::AsksForPerson | Condition::OutOfHours)
        };
        let ruled = fired.iter().find_map(|fired| {
            let then = &fired.rule.then;
            // Once in a conversation it is asked; who asks by themselves is brought in as it says.
            let is_asked =
                then.confirm && self.state.was_confirming && running.purpose == Purpose::Answer;
            let form = |id: &ActionId| {
                let mut actions = team.actions.iter();
                actions.find(|action| action.id == *id).cloned()
            };
            let takeover = Takeover::of(fired).filter(|_| !is_asked);
            // Who filled it in is not asked all of it again.
            let (run, takeover) = match then.run.as_ref().and_then(form) {
                Some(action) if self.is_filled_in(&action) => (None, routed(&action, takeover)),
                // A form that ends with people brings them in as the rule says.
                Some(action) if action.then.route != Route::Assistant => {
                    let takeover = takeover.unwrap_or_else(|| Takeover::by(fired, Reason::Action));
                    (Some(action), Some(takeover))
                }
                run => (run, takeover),
            };
            let ask_back = then.ask_back.clone().filter(|_| !running.was_asked_back);
            (takeover.is_some() || run.is_some() || ask_back.is_some()).then(|| Ruled {
                takeover,
                ask_back,
                confirm: then.confirm,
                run,
                knows_who_asks: fired.rule.when.has(&speaks_of_who_asks),
            })
        });
        self.remember_fired(&fired);
        for fired in &fired {
            let by = format!("Rule “{}”", fired.rule.name);
            self.tag_by(&by, fired.rule.then.tags.clone());
        }
        ruled
    }

    /// What assessments change: their content is the learner's own to answer, which is the error;
    /// and who cannot get in or on needs a person at once.
    fn assessed(&mut self, running: &RunningTurn, is_ruled: bool, next: Next) -> Next {
        let question = running.question.as_str();
        let page = self.state.learner.page.as_ref();
        let is_in = page.is_some_and(assessment::is_assessment);
        match next {
            Next::Answer | Next::Offer | Next::HandOff(_)
                if urgent::is_urgent(question)
                    || is_in && assessment::is_access_trouble(question) =>
            {
                self.tag_by(ASSISTANT, Tag::new("urgent").into_iter().collect());
                let why = words_for_agents::ACCESS_TROUBLE;
                let trouble = Takeover::new(Reason::Topic, Some(why.to_owned()));
                let takeover = match next {
                    Next::HandOff(takeover) if !is_unanswered(&takeover) => takeover,
                    // Whose it is and who hears of it, a rule may have said.
                    Next::HandOff(takeover) => Takeover {
                        reason: trouble.reason,
                        why: trouble.why,
                        ..takeover
                    },
                    _ => trouble,
                };
                Next::HandOff(Takeover {
                    urgent: true,
                    ..takeover
                })
            }
            // What the team's rules say stands.
            next if is_ruled || !next.is_of_articles() => next,
            Next::Answer | Next::Offer | Next::HandOff(_)
                if assessment::asks_for_solution(question) =>
            {
                Next::Refuse(Say::OwnWork)
            }
            Next::HandOff(_) if is_in => Next::Refuse(Say::OwnWork),
            next => next,
        }
    }

    /// Which of the assistant's limits is reached, in words for agents.
    fn spent(&self) -> Option<String> {
        let team = self.team;
        let turns = team.budget.turns;
        if self.state.turns_in_a_row > turns {
            Some(words_for_agents::turns_spent(turns))
        } else if team.is_spent {
            Some(words_for_agents::DAY_SPENT.to_owned())
        } else {
            None
        }
    }
}
