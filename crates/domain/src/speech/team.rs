//! What agents read, in English: why people take over, what was tried, what to do next.

use crate::failure::ModelFailure;
use protocol::Reason;

/// Why the assistant stopped, in a sentence.
pub(crate) fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::AskedForPerson => "The learner asked for a person.",
        Reason::Safety => "The learner may be in danger. Read this first.",
        Reason::NoAnswer => "No article answers this.",
        Reason::LowConfidence => "The articles may answer this, but not surely enough.",
        Reason::Keyword => "The message has one of the team's keywords.",
        Reason::Topic => "People always handle this topic.",
        Reason::Frustration => "The learner is frustrated.",
        Reason::Complexity => "Long or complicated conversation.",
        Reason::Action => "An action asked for a person.",
        Reason::Lead => "The learner wants to buy: a lead for sales.",
        Reason::Limit => "A limit was reached.",
        Reason::Manual => "An agent stepped in.",
        // `Reason` grows on the wire before it grows here.
        _ => "The assistant failed.",
    }
}

/// How a model failed.
pub(crate) fn failure(failure: ModelFailure) -> String {
    match failure {
        ModelFailure::Connection => "The model could not be reached.".to_owned(),
        ModelFailure::Timeout => "The model took too long.".to_owned(),
        ModelFailure::Refused(status) => {
            format!("The model refused the request (status {status}).")
        }
        ModelFailure::Broke(status) => format!("The model failed (status {status})."),
        ModelFailure::Malformed => "The model's answer could not be read.".to_owned(),
        ModelFailure::CutShort => "The model's answer was cut short.".to_owned(),
        ModelFailure::NotConfigured => "No model is set up.".to_owned(),
    }
}

pub(crate) const NOT_SEARCHED: &str = "The articles could not be searched.";
pub(crate) const OFFERED_IN_VAIN: &str = "What may answer it was offered, and did not help.";
pub(crate) const ACCESS_TROUBLE: &str =
    "Trouble with access to an exam, a live class or a deadline cannot wait.";
pub(crate) const DAY_SPENT: &str = "The assistant has had all the conversations it may have today.";

/// The articles answer, and not surely enough.
pub(crate) fn unsure(confidence: f32, threshold: f32) -> String {
    format!(
        "The best article answers it with a confidence of {confidence:.2}; the team asks for \
         {threshold:.2}."
    )
}

/// The assistant has answered so often without people.
pub(crate) fn turns_spent(turns: u32) -> String {
    format!("The assistant had taken {turns} turns in a row.")
}

/// A rule fired; `why` is a clause.
pub(crate) fn rule(name: &str, why: &str) -> String {
    format!("Rule “{name}”: {why}.")
}

/// A form was filled in.
pub(crate) fn filled_in(form: &str) -> String {
    format!("The action “{form}” was filled in.")
}

/// A form for buyers was filled in.
pub(crate) fn lead(form: &str) -> String {
    format!("“{form}” was filled in: a lead for sales.")
}

/// A form got no answer it can use.
pub(crate) fn no_answer(form: &str, question: &str) -> String {
    format!("The action “{form}” got no answer it can use to “{question}”.")
}

/// The learner left a form.
pub(crate) fn left(form: &str) -> String {
    format!("The learner left “{form}” unfinished.")
}

/// Somebody stepped in.
pub(crate) fn stepped_in(agent: &str) -> String {
    format!("{agent} stepped in.")
}

/// Somebody gave it to somebody.
pub(crate) fn given(by: &str, to: &str) -> String {
    format!("{by} gave it to {to}.")
}

/// What to do next.
pub(crate) mod next {
    pub(crate) const DANGER: &str =
        "Write to them at once, calmly, and follow your team's duty of care.";
    pub(crate) const LEAD: &str = "Write to them: the details they gave are below.";
    pub(crate) const ASK: &str = "Ask what they need: they asked for a person before saying so.";
    pub(crate) const NO_ARTICLE: &str = "Reply, and consider writing an article on this.";
    pub(crate) const REPLY: &str = "Reply to the open question.";

    /// The learner has read an article.
    pub(crate) fn was_read(title: &str) -> String {
        format!("They've already seen “{title}”. Ask what didn't work.")
    }

    /// An article may answer.
    pub(crate) fn check(title: &str) -> String {
        format!("Check whether “{title}” applies, then reply.")
    }
}

/// Names of the rules that a team begins with.
pub(crate) mod rules {
    pub(crate) const LOCKED_OUT: &str = "Locked out of a live class";
    pub(crate) const REFUNDS: &str = "Refunds, cancellations and disputes";
}
