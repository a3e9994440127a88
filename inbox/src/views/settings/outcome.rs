//! What becomes of a question, in a sentence.

use protocol::Outcome;

/// What the assistant does with it.
pub(super) fn becomes(outcome: Outcome) -> String {
    match outcome {
        Outcome::Answer => ui::say!("The articles answer it."),
        Outcome::Offer => ui::say!("An article that may answer it is offered."),
        _ => ui::say!("A person takes over."),
    }
}
