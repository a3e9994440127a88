//! Text to terms: lower case, split at everything but letters and digits, stemmed.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;

/// Words too common to tell one article from another.
///
/// Question words stay out of the index too: help articles are statements.
const STOP_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its",
    "me", "my", "of", "on", "or", "our", "please", "should", "so", "that", "the", "their", "them",
    "then", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where",
    "which", "who", "why", "will", "with", "would", "you", "your",
];

/// Lower-cased words, in order, with apostrophes closed up ("can't" is "cant"). A letter and its
/// accent are one letter, whichever way they were typed.
pub(crate) fn words(text: &str) -> Vec<String> {
    let is_accent = |c: char| ('\u{300}'..='\u{36f}').contains(&c);
    let composed: Cow<'_, str> = if text.is_ascii() || !text.contains(is_accent) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    };
    let text = composed.as_ref();
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’') && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a letter is of a script that is written, or often searched, without spaces between words: Han,
/// kana, Hangul, Thai, Lao.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0x0e00..=0x0eff)
}

/// A text up to the end of so many words; all of it if it has fewer.
pub(crate) fn opening(text: &str, most: usize) -> &str {
    let mut ends = text
        .char_indices()
        .zip(text.chars().skip(1).map(char::is_whitespace).chain([true]))
        .filter(|((_, c), is_last)| *is_last && !c.is_whitespace())
        .map(|((at, c), _)| at + c.len_utf8());
    ends.nth(most.saturating_sub(1))
        .map_or(text, |end| &text[..end])
}

/// Stems of the words that tell one text from another, in order.
pub fn terms(text: &str) -> Vec<String> {
    words(text).iter().filter_map(|word| term(word)).collect()
}

/// The stem of a word in lower case; `None` for a stop word.
pub(crate) fn term(word: &str) -> Option<String> {
    if STOP_WORDS.binary_search(&word).is_ok() {
        return None;
    }
    Some(Stemmer::create(Algorithm::English).stem(word).into_owned())
}

/// A digit of another script as ASCII's, so that "٣" stands where "3" does; other characters as they are.
pub(crate) fn digit(c: char) -> char {
    // Where a script's ten digits begin: Arabic-Indic, its eastern form, Devanagari, Bengali, full width.
    let begins = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    let value = begins
        .into_iter()
        .filter_map(|zero| u32::from(c).checked_sub(zero))
        .find(|value| *value < 10);
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(c)
}

/// Whether a character is part of a word: the vowel signs of Devanagari are no letters, and are.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted_for_binary_search() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn letters_are_the_same_however_they_were_typed() {
        assert_eq!(
            words("Cafe\u{301} re\u{301}sume\u{301}"),
            words("Café résumé")
        );
    }

    #[test]
    fn an_opening_ends_with_a_word() {
        assert_eq!(opening(" Où est-ce  le quiz? ", 2), " Où est-ce");
        assert_eq!(opening("two words ", 2), "two words");
        assert_eq!(opening("two words ", 3), "two words ");
        assert_eq!(opening("", 3), "");
    }

    #[test]
    fn terms_are_stems_of_what_matters() {
        assert_eq!(
            terms("How do I reset my passwords, and can't sign-in?"),
            ["reset", "password", "cant", "sign"]
        );
        assert_eq!(terms("Café № 5"), ["café", "5"]);
    }
}
