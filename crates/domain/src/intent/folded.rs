//! Words as people type them in a chat, made alike: small letters, no accents, no drawn-out
//! letters; and lists of phrases that are looked for among them.

use crate::words::is_word;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization as _;

/// The words of a text, folded.
pub(super) fn folded(text: &str) -> Vec<String> {
    let folded = fold(text);
    let closed = folded.replace('\'', "");
    let words = closed
        .split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// A text in small letters, without accents, each letter that is drawn out once.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut last, mut run) = ('\0', 0);
    let mut push = |c: char| {
        run = if c == last { run + 1 } else { 1 };
        // "thaaanks" and "helloo" are drawn out, "book" is not.
        if run == 3 && c.is_alphabetic() {
            out.pop();
        }
        if run < 3 || !c.is_alphabetic() {
            out.push(c);
        }
        last = c;
    };
    for c in text.chars() {
        if c.is_ascii() {
            // Taking letters apart and putting them together is most of the time, and most letters have no parts.
            push(c.to_ascii_lowercase());
            continue;
        }
        let bare = c.to_lowercase().nfd().filter(|c| !is_mark(*c));
        bare.for_each(|c| {
            push(match c {
                'ł' => 'l',
                'đ' => 'd',
                'ß' => 's',
                'ø' => 'o',
                'ı' => 'i',
                // The end of a word has a sigma of its own.
                'ς' => 'σ',
                '’' => '\'',
                c => c,
            });
        });
    }
    match out.is_ascii() {
        true => out,
        false => out.nfc().collect(),
    }
}

/// Accents of letters that have a plain form, and the short vowels of Arabic: those of Devanagari
/// are letters.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{64b}'..='\u{655}').contains(&c)
}

/// Words of which any will do: `a|b*|c`, where `b*` stands for all that begin so, and `#` for digits.
#[derive(Clone, Debug, Default)]
pub(super) struct Either {
    /// In order, to be found by halves.
    whole: Vec<String>,
    beginnings: Vec<String>,
    digits: bool,
    /// The [`bit`] of each: a word without any of them is none of these.
    bits: u128,
}

/// One of 128 bits, chosen by the word's first two bytes. Two words with different bits differ: most comparisons end here.
fn bit(word: &str) -> u128 {
    1 << bucket(word)
}

/// The number of a word's bit.
fn bucket(word: &str) -> usize {
    let mut bytes = word.bytes().map(usize::from);
    let (first, second) = (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0));
    (first * 31 + second * 7) % u128::BITS as usize
}

impl Either {
    fn read(list: &str) -> Self {
        let mut all = Self::default();
        for word in list.split('|') {
            all.add(word.trim());
        }
        all
    }

    /// Words with white space between.
    pub(super) fn words<'l>(lists: impl IntoIterator<Item = &'l str>) -> Self {
        let mut all = Self::default();
        for word in lists.into_iter().flat_map(str::split_whitespace) {
            all.add(word);
        }
        all
    }

    fn add(&mut self, word: &str) {
        match word.strip_suffix('*') {
            Some(beginning) => {
                let beginning = fold(beginning);
                self.bits |= match beginning.len() {
                    0 | 1 => u128::MAX,
                    _ => bit(&beginning),
                };
                self.beginnings.push(beginning);
            }
            None if word == "#" => {
                self.digits = true;
                self.bits = u128::MAX;
            }
            None => {
                let word = fold(word);
                self.bits |= bit(&word);
                if let Err(at) = self.whole.binary_search(&word) {
                    self.whole.insert(at, word);
                }
            }
        }
    }

    fn extend(&mut self, other: &Self) {
        for word in &other.whole {
            self.add(word);
        }
        self.beginnings.extend(other.beginnings.iter().cloned());
        self.digits |= other.digits;
        self.bits |= other.bits;
    }

    /// Whether a folded word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.whole
            .binary_search_by(|it| it.as_str().cmp(word))
            .is_ok()
            || self.beginnings.iter().any(|it| word.starts_with(it))
            || (self.digits && word.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

/// Named lists of words that phrases may use, one a line: `name = a|b*|c`.
pub(super) type Lists = BTreeMap<String, Either>;

/// Reads named lists.
pub(super) fn lists(text: &str) -> Lists {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines
        .map(|(name, list)| (name.trim().to_owned(), Either::read(list)))
        .collect()
}

/// Phrases, one a line: words in order, `a|b` for either, `a*` for all that begin so, `$name` for
/// the words of a list, `#` for digits, `..` for up to four words between or `..2` for two, and at
/// most one between any two. Each has a tag: of which kind it is.
#[derive(Default)]
pub(super) struct Phrases {
    phrases: Vec<Phrase>,
    /// Phrases by the word that they begin with; those that begin otherwise by the [`bucket`] of such words, or by
    /// none.
    by_word: FxHashMap<String, Vec<usize>>,
    by_bucket: FxHashMap<usize, Vec<usize>>,
    by_any: Vec<usize>,
}

struct Phrase {
    tag: usize,
    first: Either,
    /// What follows, each with how many words may stand before it.
    rest: Vec<(usize, Either)>,
}

impl Phrases {
    /// Reads phrases. Empty lines, and those that begin with `#`, say nothing.
    pub(super) fn read(text: &str) -> Self {
        Self::read_with(&Lists::new(), text)
    }

    /// Reads phrases with the lists that they name.
    pub(super) fn read_with(lists: &Lists, text: &str) -> Self {
        let mut all = Self::default();
        all.add(0, lists, text);
        all
    }

    /// Reads more, of a tag of their own.
    pub(super) fn add(&mut self, tag: usize, lists: &Lists, text: &str) {
        let lines = text.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let mut gap = 1;
            let mut parts: Vec<(usize, Either)> = Vec::new();
            for part in line.split_whitespace() {
                if let Some(most) = part.strip_prefix("..") {
                    gap = most.parse().unwrap_or(4);
                    continue;
                }
                let mut words = Either::default();
                for word in part.split('|') {
                    match word.strip_prefix('$').map(|name| lists.get(name)) {
                        Some(Some(list)) => words.extend(list),
                        Some(None) => debug_assert!(false, "no list {word}"),
                        None => words.add(word),
                    }
                }
                parts.push((gap, words));
                gap = 1;
            }
            if parts.is_empty() {
                continue;
            }
            let (_, first) = parts.remove(0);
            let number = self.phrases.len();
            for word in &first.whole {
                self.by_word.entry(word.clone()).or_default().push(number);
            }
            let (longer, any): (Vec<_>, Vec<_>) =
                first.beginnings.iter().partition(|it| it.len() >= 2);
            for bucket in longer
                .into_iter()
                .map(|it| bucket(it))
                .collect::<BTreeSet<_>>()
            {
                self.by_bucket.entry(bucket).or_default().push(number);
            }
            if first.digits || !any.is_empty() {
                self.by_any.push(number);
            }
            self.phrases.push(Phrase {
                tag,
                first,
                rest: parts,
            });
        }
    }

    /// Whether folded words have one of them.
    pub(super) fn are_in(&self, words: &[String]) -> bool {
        self.any(words, |_| true)
    }

    /// The tags of those that folded words have.
    pub(super) fn tags_in(&self, words: &[String]) -> BTreeSet<usize> {
        let mut tags = BTreeSet::new();
        self.any(words, |phrase| {
            tags.insert(phrase.tag);
            false
        });
        tags
    }

    /// Whether one of the phrases that folded words have is looked for.
    fn any(&self, words: &[String], mut is_sought: impl FnMut(&Phrase) -> bool) -> bool {
        let words: Vec<Word<'_>> = words
            .iter()
            .map(|word| (word.as_str(), bit(word)))
            .collect();
        words.iter().enumerate().any(|(at, (word, _))| {
            let begun = self.by_word.get(*word).into_iter();
            let begun = begun.chain(self.by_bucket.get(&bucket(word))).flatten();
            begun.chain(&self.by_any).any(|number| {
                let phrase = &self.phrases[*number];
                follows(&words[at + 1..], &phrase.rest)
                    && phrase.first.has(word)
                    && is_sought(phrase)
            })
        })
    }
}

/// A folded word, and its [`bit`].
type Word<'w> = (&'w str, u128);

fn follows(words: &[Word<'_>], phrase: &[(usize, Either)]) -> bool {
    let Some(((gap, first), rest)) = phrase.split_first() else {
        return true;
    };
    (0..words.len().min(gap + 1)).any(|at| {
        let (word, bit) = words[at];
        first.bits & bit != 0 && first.has(word) && follows(&words[at + 1..], rest)
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
        // Beginnings of one letter, of a letter of two bytes, digits, and the words of a list.
        let lists = lists("who = person|хум*");
        let phrases = Phrases::read_with(&lists, "b* $who\nп* $who\nin|# minutes\n$who please");
        for (text, found) in [
            ("b person", true),
            ("bring me person", true),
            ("позовите хумана", true),
            ("5 minutes", true),
            ("five minutes", false),
            ("person please", true),
            ("хум please", true),
            ("a person", false),
        ] {
            assert_eq!(phrases.are_in(&folded(text)), found, "{text}");
        }
    }
}
