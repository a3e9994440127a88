//! What is surely not the platform's business: general knowledge, errands, entertainment.

use super::phrase::{self, Part};
use crate::words::words;

const ELSEWHERE: &[(&[Part], usize)] = &[
    (
        &[
            &["who", "what", "whats", "when", "where"],
            &["is", "was", "won", "s", "the", "invented", "wrote"],
            &[
                "capital",
                "president",
                "weather",
                "king",
                "queen",
                "population",
                "cup",
                "prime",
                "inventor",
            ],
        ],
        3,
    ),
    (
        &[
            &["whats", "what", "hows", "how"],
            &["weather", "temperature"],
        ],
        2,
    ),
    (
        &[
            &["write", "compose", "make"],
            &["me", "a", "an"],
            &[
                "poem", "song", "story", "joke", "essay", "rap", "haiku", "letter", "code",
            ],
        ],
        3,
    ),
    (&[&["tell"], &["me"], &["joke", "story", "fact"]], 2),
    (&[&["translate"], &["to", "into", "in"]], 6),
    (
        &[
            &["recommend", "suggest"],
            &[
                "movie",
                "film",
                "book",
                "restaurant",
                "song",
                "game",
                "laptop",
                "phone",
                "hotel",
                "recipe",
            ],
        ],
        6,
    ),
    (
        &[
            &["how"],
            &["tall", "far", "old", "deep", "heavy"],
            &["is", "was"],
        ],
        0,
    ),
    (
        &[
            &["should"],
            &["i"],
            &["buy", "invest", "eat", "wear", "watch", "marry"],
        ],
        0,
    ),
    (
        &[
            &["how", "recipe"],
            &["cook", "bake", "risotto", "pizza", "cake"],
        ],
        5,
    ),
    (
        &[
            &["best", "good", "nearest"],
            &[
                "pizza",
                "restaurant",
                "movie",
                "film",
                "bar",
                "cafe",
                "hotel",
                "recipe",
            ],
        ],
        3,
    ),
    (
        &[&[
            "horoscope",
            "lottery",
            "bitcoin",
            "casino",
            "recipe",
            "recipes",
        ]],
        0,
    ),
    (
        &[
            &["football", "match", "game", "election"],
            &["yesterday", "tonight", "score", "result", "won"],
        ],
        4,
    ),
];

/// Whether a message asks for something that no learning platform's help centre is about.
#[must_use]
pub fn is_elsewhere(text: &str) -> bool {
    let words = words(text);
    ELSEWHERE
        .iter()
        .any(|(phrase, gap)| phrase::has(&words, phrase, *gap))
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
