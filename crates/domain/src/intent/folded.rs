//! Words as people type them in a chat, made alike: small letters, no accents, no drawn-out
//! letters; and lists of phrases that are looked for among them.

use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;

/// The words of a text, folded.
pub(super) fn folded(text: &str) -> Vec<String> {
    let folded = fold(text);
    let is_word = |c: char| c.is_alphanumeric() || ('\u{900}'..='\u{97f}').contains(&c);
    let closed = folded.replace('\'', "");
    let words = closed
        .split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A text in small letters, without accents, each letter that is drawn out once.
pub(super) fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    let bare = lower.nfd().filter(|c| !is_mark(*c)).map(|c| match c {
        'ł' => 'l',
        'đ' => 'd',
        'ß' => 's',
        'ø' => 'o',
        'ı' => 'i',
        '’' => '\'',
        c => c,
    });
    let mut out = String::with_capacity(text.len());
    let (mut last, mut run) = ('\0', 0);
    for c in bare {
        run = if c == last { run + 1 } else { 1 };
        // "thaaanks" and "helloo" are drawn out, "book" is not.
        if run == 3 && c.is_alphabetic() {
            out.pop();
        }
        if run < 3 || !c.is_alphabetic() {
            out.push(c);
        }
        last = c;
    }
    out.nfc().collect()
}

/// Accents of letters that have a plain form, and the short vowels of Arabic: those of Devanagari
/// are letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{655}').contains(&c)
}

/// Phrases, one a line: words in order, `a|b` for either, `a*` for all that begin so, `$name` for
/// the words of a list, `#` for digits, `..` for up to four words between or `..2` for two, and at
/// most one between any two.
#[derive(Default)]
pub(super) struct Phrases(Vec<Vec<(usize, Vec<String>)>>);

/// Named lists of words that phrases may use, one a line: `name = a|b*|c`.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

/// Reads named lists.
pub(super) fn lists(text: &str) -> Lists {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, list)| (name.trim().to_owned(), either(list.trim())))
        .collect()
}

fn either(list: &str) -> Vec<String> {
    list.split('|').map(|word| fold(word.trim())).collect()
}

impl Phrases {
    /// Reads phrases. Empty lines, and those that begin with `#`, say nothing.
    pub(super) fn read(text: &str) -> Self {
        Self::read_with(&Lists::new(), text)
    }

    /// Reads phrases with the lists that they name.
    pub(super) fn read_with(lists: &Lists, text: &str) -> Self {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(
            lines
                .map(|line| {
                    let mut gap = 1;
                    let mut parts = Vec::new();
                    for part in line.split_whitespace() {
                        if let Some(most) = part.strip_prefix("..") {
                            gap = most.parse().unwrap_or(4);
                            continue;
                        }
                        let words = part
                            .split('|')
                            .flat_map(|word| match word.strip_prefix('$') {
                                Some(name) => lists.get(name).cloned().unwrap_or_default(),
                                None => vec![fold(word)],
                            });
                        parts.push((gap, words.collect()));
                        gap = 1;
                    }
                    parts
                })
                .collect(),
        )
    }

    /// Whether folded words have one of them.
    pub(super) fn are_in(&self, words: &[String]) -> bool {
        self.0.iter().any(|phrase| {
            let Some(((_, first), rest)) = phrase.split_first() else {
                return false;
            };
            (0..words.len()).any(|at| is(&words[at], first) && follows(&words[at + 1..], rest))
        })
    }
}

fn follows(words: &[String], phrase: &[(usize, Vec<String>)]) -> bool {
    let Some(((gap, first), rest)) = phrase.split_first() else {
        return true;
    };
    (0..words.len().min(gap + 1)).any(|at| is(&words[at], first) && follows(&words[at + 1..], rest))
}

/// Whether a folded word is one of a list.
pub(super) fn is(word: &str, list: &[String]) -> bool {
    list.iter().any(|it| match it.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None if it == "#" => word.bytes().all(|byte| byte.is_ascii_digit()),
        None => it == word,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_out_and_accented_is_plain() {
        assert_eq!(folded("Graciasss, está bién!"), ["gracias", "esta", "bien"]);
        assert_eq!(folded("thaaanks bookkeeper"), ["thanks", "bookkeeper"]);
        assert_eq!(folded("schönen Größe"), ["schonen", "grose"]);
        assert_eq!(folded("नमस्ते जी"), ["नमस्ते", "जी"]);
    }

    #[test]
    fn phrases_are_found_with_their_gaps() {
        let phrases = Phrases::read("kill|hurt myself\n# none\npens* .. suicid*");
        for (text, found) in [
            ("i want to kill myself", true),
            ("hurt all of myself", false),
            ("pienso pensando todo el dia en el suicidio", false),
            ("pensando todo el dia en suicidio", true),
            ("none", false),
        ] {
            assert_eq!(phrases.are_in(&folded(text)), found, "{text}");
        }
    }
}
