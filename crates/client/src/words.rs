//! Refusals in words for people: what happened, and what to do.

use protocol::{Code, Problem};

/// A problem as one or two sentences, without blame.
#[must_use]
pub fn polite(problem: &Problem) -> String {
    match (problem.code, problem.retry_after) {
        (Code::TooFast, Some(seconds)) => {
            format!("That was a lot at once. Try again {}.", within(seconds))
        }
        _ => sentence(&problem.message),
    }
}

/// A time to wait, in round numbers.
fn within(seconds: u32) -> String {
    match seconds {
        0..=1 => "in a second".to_owned(),
        2..=90 => format!("in {seconds} seconds"),
        91..=5_400 => format!("in {} minutes", seconds.div_ceil(60)),
        _ => format!("in {} hours", seconds.div_ceil(3_600)),
    }
}

/// The first letter of a sentence, raised: problems come in lower case, without a full stop.
fn sentence(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut sentence = format!("{text}.");
    // Problems are ours and begin with a plain letter; the tables of all scripts are heavy.
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_when_to_try_again() {
        let slow = |seconds| Problem {
            retry_after: Some(seconds),
            ..Problem::new(Code::TooFast, "too many messages within a minute")
        };
        assert!(polite(&slow(12)).ends_with("Try again in 12 seconds."));
        assert!(polite(&slow(600)).ends_with("in 10 minutes."));
        assert!(polite(&slow(80_000)).ends_with("in 23 hours."));
        let plain = Problem::new(Code::Invalid, "the message is empty");
        assert_eq!(polite(&plain), "The message is empty.");
        assert_eq!(polite(&Problem::new(Code::Unknown, "")), "");
    }
}
