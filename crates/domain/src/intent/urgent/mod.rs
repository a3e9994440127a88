//! Urgency: locked out of an exam, a live class or a deadline within the hour (M3), wherever it
//! is said, in the languages that are listened to.
//!
//! Three things together: what it is about, that it is now, and that something does not work.
//! Looked for as pieces of folded text, since some of the scripts have no spaces.

use super::folded::fold;
use super::pieces::{Pieces, lists};
use crate::words::is_word;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The pieces of `words.txt`, folded, each list by its name.
struct Words {
    event: Pieces,
    now: Pieces,
    this_moment: Pieces,
    afterwards: Pieces,
    not_yet: Pieces,
    trouble: Pieces,
    amiss: Pieces,
    minutes: Vec<String>,
    numbers: FxHashSet<String>,
    around: FxHashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.txt")));

impl Words {
    fn read(file: &'static str) -> Self {
        let mut lists = lists(file);
        let mut list = |name: &str| lists.remove(name).unwrap_or_default();
        let words = Self {
            event: Pieces::of(list("event")),
            now: Pieces::of(list("now")),
            this_moment: Pieces::of(list("this moment")),
            afterwards: Pieces::of(list("afterwards")),
            not_yet: Pieces::of(list("not yet")),
            trouble: Pieces::of(list("trouble")),
            amiss: Pieces::of(list("amiss")),
            minutes: list("minutes"),
            numbers: list("numbers").into_iter().collect(),
            around: list("around").into_iter().collect(),
        };
        debug_assert!(lists.is_empty(), "nobody reads a list of words.txt");
        words
    }
}

/// Whether somebody is locked out of something that is happening now.
#[must_use]
pub fn is_urgent(text: &str) -> bool {
    let words = &*WORDS;
    let folded = format!(" {} ", fold(text));
    let has = |list: &Pieces| list.are_in(&folded);
    if !has(&words.event) {
        return false;
    }
    let is_counted = is_in_minutes(&folded);
    if !is_counted && has(&words.not_yet) {
        return false;
    }
    let (is_trouble, is_after) = (has(&words.trouble), has(&words.afterwards));
    let is_amiss = is_trouble || has(&words.amiss);
    if is_counted || has(&words.now) {
        return is_amiss && (is_trouble || !is_after);
    }
    is_amiss && !is_after && has(&words.this_moment)
}

/// Whether it is said that something begins, ends or began within the hour: "in 3 min", "20 minutes left".
fn is_in_minutes(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !is_word(c))
        .filter(|word| !word.is_empty())
        .collect();
    let lists = &*WORDS;
    let is_minutes = |word: &str| lists.minutes.iter().any(|it| word.starts_with(it.as_str()));
    let is_number = |word: &str| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        let rest = &word[digits.len()..];
        let is_few = digits.parse::<u32>().is_ok_and(|number| number <= 60);
        // "5min" is one word, and so is "还有5分钟".
        match (is_few, rest) {
            (true, "") => Some(false),
            (true, rest) => is_minutes(rest).then_some(true),
            (false, _) => lists.numbers.contains(word).then_some(false),
        }
    };
    let is_around = |at: Option<usize>| {
        let word = at.and_then(|at| words.get(at));
        word.is_some_and(|word| lists.around.contains(*word))
    };
    let spoken = words.iter().enumerate().any(|(at, word)| {
        let end = match is_number(word) {
            Some(true) => at,
            Some(false) if words.get(at + 1).is_some_and(|next| is_minutes(next)) => at + 1,
            _ => return false,
        };
        let before = [at.checked_sub(1), at.checked_sub(2)];
        before.into_iter().any(is_around) || [end + 1, end + 2].map(Some).into_iter().any(is_around)
    });
    spoken || is_in_minutes_together(text)
}

/// The same where words have no spaces: some digits before a word for minutes, and what is left or gone beside them.
fn is_in_minutes_together(text: &str) -> bool {
    ["分钟", "分鐘"].iter().any(|unit| {
        text.match_indices(unit).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + unit.len()..]);
            let number = before
                .trim_end()
                .trim_end_matches(|c: char| c.is_ascii_digit());
            let is_few = before.trim_end().len() - number.len();
            let opens = [
                "还有", "还剩", "只剩", "剩", "再过", "過", "不到", "還有", "還剩",
            ];
            let closes = [
                "后", "後", "内", "内", "前", "就", "截止", "开始", "開始", "考", "了", "关",
                "結束", "结束",
            ];
            let has_number = (1..=2).contains(&is_few)
                || ["一", "两", "二", "三", "五", "十", "几"]
                    .iter()
                    .any(|it| number.ends_with(it));
            has_number
                && (opens.iter().any(|it| number.trim_end().ends_with(it))
                    || closes.iter().any(|it| after.trim_start().starts_with(it)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_urgent;

    #[test]
    fn what_cannot_wait_is_told_from_what_can() {
        for urgent in [
            "my exam started 5 minutes ago and it wont let me in",
            "Meine Prüfung läuft seit 5 min und ich komm nicht rein",
            "考试5分钟前就开始了我进不去",
            "my exam begins in 3 minutes and I can't log in",
            "exam in 2 min, cant log in!!",
            "the quiz closes in 20 minutes and the page is blank",
            "mi examen empieza en 3 minutos y no me deja entrar",
        ] {
            assert!(is_urgent(urgent), "{urgent}");
        }
        for calm in [
            "when is the final exam",
            "can I submit after the deadline",
            "I can't find past exams",
            "the live class next week does not show in my calendar",
            "I can't see the latest announcement right now",
            "I cant find my test results right now",
            "what happens if I am kicked out in the middle of an exam",
            "我现在查不了考试成绩",
        ] {
            assert!(!is_urgent(calm), "{calm}");
        }
    }
}
