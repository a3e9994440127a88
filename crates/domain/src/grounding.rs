//! Whether what a model writes stands in the passages it was given: sentence by sentence, before a
//! learner sees it (A1, A2).
//!
//! A model writes before each sentence the words of the article that it rests on:
//! `<q n="1">words of article 1</q>The sentence.` The words have to stand there; numbers, addresses
//! and names in the sentence have to stand in the words. That holds in any language. In the
//! article's own language a sentence has to share words with it as well. A sentence without a quote
//! has most of its words in one passage, or is near one of its sentences and shares words with it.

use crate::language;
use crate::words::{digit, terms};
use embedding::{Table, Vector, similarity};
use protocol::Passage;
use std::collections::HashSet;

/// Share of a sentence's words that have to stand in one passage.
const SHARE: f32 = 0.6;
/// With this likeness to one of its sentences, fewer words are enough.
const ALIKE: f32 = 0.65;
const SHARE_IF_ALIKE: f32 = 0.35;
/// Words of a quote, at least: fewer stand everywhere.
const QUOTED: usize = 2;
/// How much longer than its quote a sentence may be: three times, and a few words.
const TIMES: usize = 3;
const FEW: usize = 8;
/// How a quote begins, with or without its number, and ends.
const OPENS: [&str; 2] = ["<q ", "<q>"];
const CLOSES: &str = "</q>";
/// Characters of a quote, at most: what never ends is none.
const MOST_QUOTED: usize = 2_000;
/// Letters of a script without spaces that count as a word.
const LETTERS_OF_A_WORD: usize = 2;
/// Sentences with fewer words that tell something lead from one to the next: "Here is how:".
const TELLING: usize = 3;

/// Holds a stream of text back until each sentence is known to be supported.
pub struct Grounding {
    passages: Vec<Ground>,
    /// What came and is no whole sentence yet.
    pending: String,
    /// What the sentence that comes rests on.
    quote: Option<Quote>,
    /// Whether a quote was given up: all up to its end is dropped.
    skips: bool,
    /// Whether the learner may write in another language than each passage.
    foreign: Vec<bool>,
    /// What leads to the next sentence, and is shown with it or not at all.
    leading: String,
    dropped: usize,
    kept: usize,
}

struct Ground {
    words: HashSet<String>,
    text: String,
    /// The text as quotes are compared with it.
    plain: String,
    sentences: Vec<Vector>,
}

/// What a model says that a sentence rests on.
struct Quote {
    /// The number of the passage, from 1.
    number: usize,
    text: String,
}

impl Grounding {
    /// Against these passages, for somebody who asked this.
    #[must_use]
    pub fn new(passages: &[Passage], asked: &str) -> Self {
        let ground = |passage: &Passage| {
            let text = format!("{}\n{}\n{}", passage.title, passage.heading, passage.text);
            let table = Table::shipped();
            Ground {
                words: terms(&text).into_iter().collect(),
                sentences: pieces(&text).map(|it| table.embed(it)).collect(),
                plain: plain(&text),
                text: text.to_lowercase(),
            }
        };
        Self {
            passages: passages.iter().map(ground).collect(),
            pending: String::new(),
            quote: None,
            skips: false,
            foreign: passages
                .iter()
                .map(|passage| language::may_differ(asked, &passage.text))
                .collect(),
            leading: String::new(),
            dropped: 0,
            kept: 0,
        }
    }

    /// Takes more of the text; answers what may be shown.
    pub fn push(&mut self, piece: &str) -> String {
        self.pending.push_str(piece);
        let mut shown = String::new();
        while let Some(sentence) = self.next(false) {
            shown.push_str(&self.checked(&sentence));
        }
        shown
    }

    /// The end of the text: what may be shown of the rest.
    pub fn finish(&mut self) -> String {
        let mut shown = String::new();
        while let Some(sentence) = self.next(true) {
            shown.push_str(&self.checked(&sentence));
        }
        // An introduction without a sentence after it is not shown.
        let rest = std::mem::take(&mut self.leading);
        if self.kept > 0 && !rest.contains(char::is_alphabetic) {
            shown.push_str(&rest);
        }
        shown
    }

    /// The next whole sentence, with its quote read; `None` if more has to come.
    fn next(&mut self, is_end: bool) -> Option<String> {
        loop {
            if self.skips {
                let Some(close) = self.pending.find(CLOSES) else {
                    // The end of it may come in pieces.
                    let kept = self.pending.len().saturating_sub(CLOSES.len());
                    let kept = self.pending.floor_char_boundary(kept);
                    self.pending.drain(..kept);
                    return None;
                };
                self.pending.drain(..close + CLOSES.len());
                self.skips = false;
            }
            let open = OPENS.iter().filter_map(|it| self.pending.find(it)).min();
            // A new quote ends the sentence before it; what may begin one waits.
            let begins = OPENS[0].len() - 1;
            let is_begun =
                !is_end && (1..=begins).any(|it| self.pending.ends_with(&OPENS[0][..it]));
            let before = &self.pending[..open.unwrap_or(self.pending.len())];
            if let Some(end) = end_of_sentence(before)
                .filter(|end| open.is_some() || !is_begun || *end < before.len())
            {
                return Some(self.pending.drain(..end).collect());
            }
            let Some(open) = open else {
                return (is_end && !self.pending.is_empty())
                    .then(|| std::mem::take(&mut self.pending));
            };
            if open > 0 {
                return Some(self.pending.drain(..open).collect());
            }
            match self.pending.find(CLOSES) {
                Some(close) => {
                    let quote: String = self.pending.drain(..close + CLOSES.len()).collect();
                    self.quote = Quote::read(&quote);
                }
                // It never ends: what is in it is not shown.
                None if is_end || self.pending.chars().count() > MOST_QUOTED => {
                    self.dropped += 1;
                    // The sentence after it has no valid quote.
                    self.quote = Some(Quote {
                        number: 0,
                        text: String::new(),
                    });
                    self.skips = true;
                    if is_end {
                        self.pending.clear();
                        return None;
                    }
                }
                None => return None,
            }
        }
    }

    /// Sentences that say something and stand nowhere.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Sentences that say something and stand in a passage.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.kept
    }

    fn checked(&mut self, sentence: &str) -> String {
        let said = terms(&without_marks(sentence));
        if sentence.contains(CLOSES) {
            return self.drop(sentence);
        }
        // The number of a step before its quote is no sentence.
        let is_said = sentence.contains(char::is_alphabetic);
        if let Some(quote) = if is_said { self.quote.take() } else { None } {
            if !self.is_quoted(sentence, &said, &quote) {
                return self.drop(sentence);
            }
            self.kept += 1;
            let shown = std::mem::take(&mut self.leading);
            return format!("{shown}{}", cited(sentence, quote.number));
        }
        let tells = length(sentence, &said) >= TELLING
            || has_exact(sentence)
            || leads_somewhere(&without_marks(sentence));
        if !tells && !self.has_all(&said) {
            // Only one line may introduce the next sentence.
            if is_said && self.leading.contains(char::is_alphabetic) {
                self.leading.clear();
            }
            self.leading.push_str(sentence);
            return String::new();
        }
        if !tells || self.is_supported(sentence, &said) {
            self.kept += 1;
            let mut shown = std::mem::take(&mut self.leading);
            shown.push_str(sentence);
            return shown;
        }
        self.drop(sentence)
    }

    fn drop(&mut self, sentence: &str) -> String {
        self.dropped += 1;
        self.leading.clear();
        // What stands around a sentence stays: the next one begins its own line.
        if self.kept > 0 {
            self.leading
                .push_str(&sentence[sentence.trim_end().len()..]);
        }
        String::new()
    }

    /// Whether a quote stands in its passage and a sentence says no more than it.
    fn is_quoted(&self, sentence: &str, said: &[String], quote: &Quote) -> bool {
        let Some(ground) = quote
            .number
            .checked_sub(1)
            .and_then(|at| self.passages.get(at))
        else {
            return false;
        };
        let words = plain(&quote.text);
        let count = words.split_whitespace().count();
        if count < QUOTED || !format!(" {} ", ground.plain).contains(&format!(" {words} ")) {
            return false;
        }
        let is_foreign = self.foreign.get(quote.number - 1) == Some(&true)
            && language::may_differ(sentence, &ground.text);
        let is_long = length(sentence, said) > TIMES * count + FEW;
        let stands = |it: &String| format!(" {words} ").contains(&format!(" {} ", plain(it)));
        if is_long || !held(sentence).iter().all(stands) {
            return false;
        }
        let there = said.iter().filter(|word| ground.words.contains(*word));
        let share = there.count() as f32 / said.len().max(1) as f32;
        share >= SHARE_IF_ALIKE || is_foreign
    }

    /// Whether the few words of a short sentence all stand in one passage.
    fn has_all(&self, said: &[String]) -> bool {
        let has = |ground: &Ground| said.iter().all(|word| ground.words.contains(word));
        !said.is_empty() && self.passages.iter().any(has)
    }

    /// Whether a sentence stands in one of the passages.
    fn is_supported(&self, sentence: &str, said: &[String]) -> bool {
        let vector = Table::shipped().embed(&without_marks(sentence));
        self.passages.iter().any(|ground| {
            if !exact(sentence).all(|it| ground.text.contains(&it)) {
                return false;
            }
            let there = said
                .iter()
                .filter(|word| ground.words.contains(*word))
                .count();
            let share = there as f32 / said.len().max(1) as f32;
            let is_alike = || {
                let mut sentences = ground.sentences.iter();
                sentences.any(|other| similarity(&vector, other) >= ALIKE)
            };
            share >= SHARE || (share >= SHARE_IF_ALIKE && is_alike())
        })
    }
}

impl Quote {
    /// Reads `<q n="1">words</q>`.
    fn read(tag: &str) -> Option<Self> {
        let (head, text) = tag.strip_suffix(CLOSES)?.split_once('>')?;
        let digits: String = head.chars().filter(char::is_ascii_digit).collect();
        Some(Self {
            number: digits.parse().ok()?,
            text: text.to_owned(),
        })
    }
}

/// A sentence with the number of what it rests on, before its white space.
fn cited(sentence: &str, number: usize) -> String {
    let said = sentence.trim_end();
    let mark = format!("[{number}]");
    if said.contains(&mark) {
        return sentence.to_owned();
    }
    format!("{said} {mark}{}", &sentence[said.len()..])
}

/// A text as quotes are compared: small letters and digits, one blank between words.
fn plain(text: &str) -> String {
    let spaced: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { digit(c) } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of a sentence has to stand in its quote: numbers, addresses, what is set apart by marks,
/// and names of two words and more.
fn held(sentence: &str) -> Vec<String> {
    let mut held: Vec<String> = Vec::new();
    for marks in ["**", "*", "`", "_", "\""] {
        let parts: Vec<&str> = sentence.split(marks).collect();
        let inside = parts.iter().skip(1).step_by(2);
        let inside = inside.filter(|it| has_word(it) && !is_step(it));
        held.extend(inside.map(|it| (*it).to_owned()));
    }
    let bare = without_marks(sentence);
    let tokens: Vec<&str> = bare.split_whitespace().collect();
    let leads = |token: &&&str| {
        leads_somewhere(token) || token.contains(|c: char| digit(c).is_ascii_digit())
    };
    // "1. Open": the number of a step is the list's.
    let begins = usize::from(tokens.first().is_some_and(|it| is_step(it)));
    held.extend(
        tokens
            .iter()
            .skip(begins)
            .filter(leads)
            .map(|it| (*it).to_owned()),
    );
    // "Geben Sie Ihre Adresse": German writes its formal pronouns with a capital.
    let is_formal = |token: &str| {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(
            word,
            "Sie" | "Ihr" | "Ihre" | "Ihrem" | "Ihren" | "Ihrer" | "Ihres" | "Ihnen" | "I"
        )
    };
    let is_name =
        |token: &str| token.chars().next().is_some_and(char::is_uppercase) && !is_formal(token);
    for pair in tokens.get(begins + 1..).unwrap_or_default().windows(2) {
        let ends = pair[0].ends_with(['.', '!', '?', ':', ',']);
        if is_name(pair[0]) && is_name(pair[1]) && !ends {
            held.push(pair.join(" "));
        }
    }
    held
}

/// Whether a token is the number of a step: "1." or "12)".
fn is_step(token: &str) -> bool {
    let digits = token.trim().trim_end_matches(['.', ')']);
    digits.len() < token.trim().len()
        && (1..=2).contains(&digits.chars().count())
        && digits.chars().all(|c| digit(c).is_ascii_digit())
}

/// How many words a sentence has: of scripts without spaces, so many letters are one.
fn length(sentence: &str, said: &[String]) -> usize {
    let unspaced = sentence.chars().filter(|c| {
        let c = u32::from(*c);
        (0x2e80..=0x9fff).contains(&c) || (0x0e00..=0x0eff).contains(&c)
    });
    said.len() + unspaced.count() / LETTERS_OF_A_WORD
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Whether a model may ask this back: one question, with no number, address or name that no passage
/// has, and in the learner's language of what they asked and the passages say.
#[must_use]
pub fn may_ask(text: &str, asked: &str, passages: &[Passage]) -> bool {
    let text = text.trim();
    let is_question = text.ends_with(['?', '？', '؟']) && end_of_sentence(text).is_none();
    let given: String = passages
        .iter()
        .map(|it| format!("{}\n{}\n{}\n", it.title, it.heading, it.text))
        .collect();
    let known = plain(&given);
    let stands = |it: &String| format!(" {known} ").contains(&format!(" {} ", plain(it)));
    if !is_question || !held(text).iter().all(stands) {
        return false;
    }
    let words: HashSet<String> = terms(&format!("{given}\n{asked}")).into_iter().collect();
    let said = terms(&without_marks(text));
    let there = said.iter().filter(|word| words.contains(*word)).count();
    said.is_empty()
        || there as f32 / said.len() as f32 >= SHARE_IF_ALIKE
        || (language::may_differ(asked, &given) && language::may_differ(text, &given))
}

/// Whether a text holds a link, an address or the name of a site: learners follow what the
/// assistant says.
#[must_use]
pub fn leads_somewhere(text: &str) -> bool {
    let lower = text.to_lowercase();
    let marks = ["://", "www.", "](", "@", "mailto:", "javascript:", "data:"];
    let is_site = |word: &str| {
        let word = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.rsplit_once('.').is_some_and(|(name, ending)| {
            !name.is_empty()
                && (2..=12).contains(&ending.len())
                && ending.chars().all(char::is_alphabetic)
                && name.contains(char::is_alphanumeric)
        })
    };
    marks.iter().any(|mark| lower.contains(mark)) || lower.split_whitespace().any(is_site)
}

/// Where the first sentence or line of a text ends, its white space included; `None` if it may go
/// on.
fn end_of_sentence(text: &str) -> Option<usize> {
    for (at, c) in text.char_indices() {
        let ends = match c {
            '\n' => true,
            '.' | '!' | '?' | '。' | '！' | '？' => {
                // "2.1", "e.g. this" and "1. Open": only before white space and a new beginning.
                let number = text[..at]
                    .rsplit(char::is_whitespace)
                    .next()
                    .unwrap_or_default();
                let is_item =
                    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
                let rest = text[at + c.len_utf8()..].trim_start_matches([']', ')', '*', '"', '”']);
                let after = rest.trim_start();
                // Its citation belongs to it.
                let is_cited = after.starts_with('[');
                let is_unspaced = matches!(c, '。' | '！' | '？') && !after.is_empty();
                !is_item
                    && !is_cited
                    && (is_unspaced
                        || rest.starts_with(char::is_whitespace)
                            && after.starts_with(|c: char| !c.is_lowercase()))
            }
            ']' => {
                // A citation after the full stop ends it.
                let before = text[..at].rfind('[').map(|open| text[..open].trim_end());
                let rest = &text[at + 1..];
                before.is_some_and(|before| before.ends_with(['.', '!', '?']))
                    && rest.starts_with(char::is_whitespace)
                    && !rest.trim_start().is_empty()
                    && !rest.trim_start().starts_with('[')
            }
            _ => false,
        };
        if ends {
            let end = at + c.len_utf8();
            let rest = &text[end..];
            let white = rest.len() - rest.trim_start().len();
            let marks = rest.len() - rest.trim_start_matches([')', '*', '"', '”']).len();
            return Some(end + if marks > 0 { marks } else { white });
        }
    }
    None
}

/// What has to stand in a passage as it is: numbers of two digits and more, and addresses.
fn exact(sentence: &str) -> impl Iterator<Item = String> {
    let plain = without_marks(sentence);
    let tokens: Vec<String> = plain
        .split_whitespace()
        .map(|token| {
            token
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|token| {
            let digits = token.chars().filter(|c| digit(*c).is_ascii_digit()).count();
            digits >= 2 || token.contains("://") || token.contains('@') || token.starts_with("www.")
        })
        .collect();
    tokens.into_iter()
}

fn has_exact(sentence: &str) -> bool {
    exact(sentence).next().is_some()
}

/// Without citations and marks of Markdown.
fn without_marks(sentence: &str) -> String {
    let mut plain = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']') {
            Some((inside, after))
                if inside.len() <= 2 && inside.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                after
            }
            _ => after,
        };
    }
    plain.push_str(rest);
    plain.replace(['*', '`', '#', '_'], " ")
}

/// Sentences of a passage, roughly: enough to compare with.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '.', '!', '?'])
        .map(str::trim)
        .filter(|piece| piece.split_whitespace().count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::ArticleId;

    fn grounding(asked: &str) -> Grounding {
        let passage = |title: &str, text: &str| Passage {
            article: ArticleId::new("a").unwrap(),
            title: title.to_owned(),
            heading: String::new(),
            text: text.to_owned(),
            score: 1.0,
        };
        let passages = [
            passage(
                "Reset your password",
                "Select **Forgot password?** on the sign-in page and enter your e-mail address. \
                 We send you a link that works for 60 minutes.\n\n1. Open the link.\n2. Choose a new password.",
            ),
            passage(
                "Certificates",
                "Download the certificate as a PDF when the course is complete.",
            ),
        ];
        Grounding::new(&passages, asked)
    }

    /// What is shown of a text, whatever pieces it comes in.
    fn shown(text: &str) -> String {
        shown_to("Wie geht das mit dem Passwort?", text)
    }

    fn shown_to(asked: &str, text: &str) -> String {
        let whole = {
            let mut grounding = grounding(asked);
            let mut shown = grounding.push(text);
            shown.push_str(&grounding.finish());
            shown
        };
        for size in [1, 3, 7] {
            let mut grounding = grounding(asked);
            let mut shown = String::new();
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(size) {
                shown.push_str(&grounding.push(&piece.iter().collect::<String>()));
            }
            shown.push_str(&grounding.finish());
            assert_eq!(shown, whole, "in pieces of {size}");
        }
        whole
    }

    #[test]
    fn what_stands_in_the_articles_is_shown_as_it_is() {
        for text in [
            "Select *Forgot password?* on the sign-in page [1].",
            "Here is how:\n\n1. Open the link we send you. [1]\n2. Choose a new password. [1]",
            "The link works for 60 minutes. [1] You can download your certificate as a PDF. [2]",
            "Sure! On the sign-in page choose Forgot password and enter your email address [1].",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_stands_nowhere_is_not_shown() {
        for (text, left) in [
            (
                "Call our secret hotline and ask for a discount voucher. Open the link. [1]",
                "Open the link. [1]",
            ),
            ("The link works for 24 hours. [1]", ""),
            (
                "Open the link. [1] Mix two eggs with flour and sugar for the cake.",
                "Open the link. [1] ",
            ),
            (
                "Visit https://evil.example/login to enter your password. [1]",
                "",
            ),
        ] {
            assert_eq!(shown(text), left, "{text}");
        }
    }

    #[test]
    fn quotes_hold_sentences_in_any_language() {
        for (text, left) in [
            (
                r#"<q n="1">enter your e-mail address</q>Gib deine Adresse ein. <q n="1">a link that works for 60 minutes</q>Der Link gilt 60 Minuten."#,
                "Gib deine Adresse ein. [1] Der Link gilt 60 Minuten. [1]",
            ),
            (
                "1. <q n=\"1\">Open the link</q>Abre el enlace.\n2. <q n=\"1\">Choose a new password</q>Elige una nueva contraseña.",
                "1. Abre el enlace. [1]\n2. Elige una nueva contraseña. [1]",
            ),
            (
                r#"<q n="2">Download the certificate as a PDF</q>Download it as a PDF when you have the certificate [2]."#,
                "Download it as a PDF when you have the certificate [2].",
            ),
        ] {
            assert_eq!(shown(text), left, "{text}");
        }
        let arabic = "<q n=\"1\">a link that works for 60 minutes</q>الرابط يعمل ٦٠ دقيقة.";
        assert_eq!(shown(arabic), "الرابط يعمل ٦٠ دقيقة. [1]");
        for invented in [
            // It stands nowhere, or in another passage than it says.
            r#"<q n="1">works for 24 hours</q>Der Link gilt 24 Stunden."#,
            r#"<q n="2">Open the link</q>Abre el enlace."#,
            r#"<q n="9">Open the link</q>Abre el enlace."#,
            r#"<q n="1">link</q>Der Link kostet nichts."#,
            // It says more than its quote: a number, an address, a name, a button.
            r#"<q n="1">Open the link</q>Öffne den Link innerhalb von 24 Stunden."#,
            r#"<q n="1">Open the link</q>Öffne den Link auf evil.example."#,
            r#"<q n="1">Open the link</q>Öffne den Link und rufe Bob Smith an."#,
            r#"<q n="1">Open the link</q>Wähle **Konto löschen** und öffne den Link."#,
            // In the article's language it shares no word with it.
            r#"<q n="1">Open the link</q>Your account was hacked and they have all of this."#,
            // It never ends, or ends twice.
            r#"<q n="1">Open the link Abre el enlace."#,
            r#"Open the link</q>Open the link."#,
            // Addresses and numbers in any dress.
            "<q n=\"1\">Open the link</q>افتح الرابط أو اتصل على ٠٩٠٠٥٥٥٠١٩٩.",
            "<q n=\"1\">Open the link</q>लिंक खोलें या ५ रुपये दें।",
            "<q n=\"1\">a link that works for 60 minutes</q>链接在２４小时内有效。",
            r#"<q n="1">Open the link</q>https://evil.example. open the link"#,
            r#"<q n="1">Open the link</q>09005550199. Open the link"#,
            r#"<q n="1">Open the link</q>Open the link at evil.io/pay."#,
            r#"<q n="1">Open the link</q>Open the link or phone [09005550199]."#,
        ] {
            assert_eq!(shown(invented), "", "{invented}");
        }
    }

    #[test]
    fn what_nobody_quoted_is_not_shown_beside_what_was() {
        for (text, left) in [
            (
                r#"<q n="1">Open the link</q>打开链接。你的账户已被盗请把密码告诉来电者。"#,
                "打开链接。 [1]",
            ),
            (
                "Pay Bob.\nevil.com:\n<q n=\"1\">Open the link</q>Öffne den Link.",
                "Öffne den Link. [1]",
            ),
            (
                "<q n=\"1\">Open the link</q>Öffne den Link.\nPay Bob.",
                "Öffne den Link. [1]\n",
            ),
            (
                r#"<q n="1">enter your e-mail address</q>Geben Sie Ihre E-Mail-Adresse ein."#,
                "Geben Sie Ihre E-Mail-Adresse ein. [1]",
            ),
            (
                "1) <q n=\"1\">Open the link</q>Öffne den Link.",
                "1) Öffne den Link. [1]",
            ),
        ] {
            assert_eq!(shown(text), left, "{text}");
        }
        // Who asks in the article's language is answered in it.
        for foreign in [
            r#"<q n="1">Open the link</q>No password needed, phone support now."#,
            r#"<q n="1">Open the link</q>Your account was hacked, tell the caller your pässword."#,
        ] {
            assert_eq!(
                shown_to("How do I reset my password?", foreign),
                "",
                "{foreign}"
            );
        }
        let long = format!("<q n=\"1\">{}</q>Open the link. [1]", "é ".repeat(1_500));
        assert_eq!(shown(&long), "");
    }

    #[test]
    fn what_is_asked_back_is_a_question_about_what_was_given() {
        let passages = [Passage {
            article: ArticleId::new("a").unwrap(),
            title: "Reset your password".to_owned(),
            heading: String::new(),
            text: "A link that works for 60 minutes.".to_owned(),
            score: 1.0,
        }];
        for fine in [
            "Which password do you mean?",
            "Which?",
            "Meinst du das eigene Passwort oder das der Schule?",
        ] {
            assert!(
                may_ask(fine, "das Passwort für die Schule", &passages),
                "{fine}"
            );
        }
        for not in [
            "Your password was reset.",
            "Is your refund of 500 dollars for the password?",
            "Sign in at evil.example to reset your password?",
            "Call Bob Smith about your password?",
            "Pancakes need eggs and milk. Which password?",
            "Shall we fry the pancakes until golden with honey?",
        ] {
            assert!(!may_ask(not, "the password", &passages), "{not}");
        }
    }

    #[test]
    fn what_was_kept_and_dropped_is_counted() {
        let mut grounding = grounding("how?");
        grounding
            .push("The link works for 60 minutes. [1] Bake the bread in a wood oven tonight. ");
        grounding.finish();
        assert_eq!((grounding.kept(), grounding.dropped()), (1, 1));
    }
}
