//! What is surely not the platform's business: general knowledge, errands, entertainment.

use super::folded::{Phrases, folded};
use crate::words::words;
use std::sync::LazyLock;

/// General knowledge, errands, entertainment.
static ELSEWHERE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        who|what|whats|when|where ..3 is|was|won|s|the|invented|wrote ..3 capital|president|weather|king|queen|population|cup|prime|inventor
        whats|what|hows|how ..2 weather|temperature
        write|compose|make ..3 me|a|an ..3 poem|song|story|joke|essay|rap|haiku|letter|code
        tell ..2 me ..2 joke|story|fact
        translate ..6 to|into|in
        recommend|suggest ..6 movie|film|book|restaurant|song|game|laptop|phone|hotel|recipe
        how ..0 tall|far|old|deep|heavy ..0 is|was
        should ..0 i ..0 buy|invest|eat|wear|watch|marry
        how|recipe ..5 cook|bake|risotto|pizza|cake
        best|good|nearest ..3 pizza|restaurant|movie|film|bar|cafe|hotel|recipe
        horoscope|lottery|bitcoin|casino|recipe|recipes
        football|match|game|election .. yesterday|tonight|score|result|won
        ",
    )
});

/// Whether a message asks for something that no learning platform's help centre is about.
#[must_use]
pub fn is_elsewhere(text: &str) -> bool {
    ELSEWHERE.are_in(&folded(text))
}

/// Words by which somebody speaks of themselves, or of something that does not work.
const ONESELF: &[&str] = &[
    "cannot", "cant", "doesnt", "dont", "error", "help", "i", "id", "im", "isnt", "ive", "me",
    "mine", "my", "no", "not", "our", "problem", "stuck", "us", "we", "wont", "wrong",
];

/// Whether a message speaks of its writer, or of trouble: never told that it is no business of ours.
#[must_use]
pub(crate) fn speaks_of_oneself(text: &str) -> bool {
    words(text)
        .iter()
        .any(|word| ONESELF.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_elsewhere;

    #[test]
    fn errands_are_told_from_the_platforms_business() {
        for elsewhere in [
            "who is the president of france",
            "write me a poem about rain",
            "how tall is mount everest",
            "whats the weather in hamburg tomorrow",
            "how do i cook a risotto",
        ] {
            assert!(is_elsewhere(elsewhere), "{elsewhere}");
        }
        for ours in [
            "what is the deadline",
            "how do I write a review for a classmate",
            "can I translate the course",
            "where is my transcript",
            "what should i do if the quiz is closed",
        ] {
            assert!(!is_elsewhere(ours), "{ours}");
        }
    }
}
