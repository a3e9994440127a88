//! Phrases in a message, as a rule or a list of ours names them.

use unicode_normalization::UnicodeNormalization as _;

/// A message ready to be looked at for phrases: whole words, whatever their case and accents.
/// Scripts that are written without spaces have no words to be whole: there the letters count.
pub(crate) struct Phrases {
    folded: String,
    words: Vec<String>,
}

impl Phrases {
    /// Reads a message, once for all that is looked for.
    pub(crate) fn of(message: &str) -> Self {
        let folded = folded(message);
        Self {
            words: split(&folded),
            folded,
        }
    }

    /// Whether it has a phrase.
    pub(crate) fn has(&self, phrase: &str) -> bool {
        let phrase = folded(phrase);
        if phrase.chars().any(crate::words::is_unspaced) {
            return self.folded.contains(phrase.trim());
        }
        let phrase = split(&phrase);
        !phrase.is_empty() && self.words.windows(phrase.len()).any(|part| part == phrase)
    }

    /// Whether it has one of these.
    pub(crate) fn has_one_of(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }
}

/// Words of a text that is folded. A hyphen joins: "agent-based" has no "agent".
fn split(folded: &str) -> Vec<String> {
    folded
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Lower case, without accents, apostrophes closed up.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.replace('\'', "").to_ascii_lowercase();
    }
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .filter(|c| !matches!(c, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_in_any_case_accent_and_script() {
        for (message, phrase) in [
            ("I want a REFUND!", "refund"),
            ("¿Cómo pido un reembolsó?", "reembolso"),
            ("I can’t access it", "cant access"),
            ("please, grade   error", "Grade error"),
            ("我要退款谢谢", "退款"),
        ] {
            assert!(Phrases::of(message).has(phrase), "{message} / {phrase}");
        }
        for (message, phrase) in [
            ("refunding is a word", "refund"),
            ("the agent-based model", "agent"),
            ("error of the grade", "grade error"),
            ("anything", ""),
            ("anything", "?!"),
        ] {
            assert!(!Phrases::of(message).has(phrase), "{message} / {phrase}");
        }
    }
}
