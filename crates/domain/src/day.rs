//! Days as people write them in a form's answer, in the languages that are listened to.

use crate::phrases::folded;
use crate::words::{digit, is_word};
use chrono::{Datelike as _, NaiveDate};
use std::sync::LazyLock;

/// The months, January first: each in en es de fr pt it nl pl ru ar hi, without accents. Any beginning of three letters
/// and more stands for it that no other month begins with.
const MONTHS: [&str; 12] = [
    "january enero januar janner janvier janeiro gennaio januari styczen stycznia январь января يناير जनवरी",
    "february febrero februar fevrier fevereiro febbraio februari luty lutego февраль февраля فبراير फरवरी",
    "march marzo marz maerz mars marco maart marzec marca март марта مارس मार्च",
    "april abril avril aprile kwiecien kwietnia апрель апреля ابريل أبريل अप्रैल",
    "may mayo mai maio maggio mei maj maja май мая مايو मई",
    "june junio juni juin junho giugno czerwiec czerwca июнь июня يونيو जून",
    "july julio juli juillet julho luglio lipiec lipca июль июля يوليو जुलाई",
    "august agosto aout augustus sierpien sierpnia август августа اغسطس أغسطس अगस्त",
    "september septiembre setiembre septembre setembro settembre wrzesien wrzesnia сентябрь сентября سبتمبر सितंबर",
    "october octubre oktober octobre outubro ottobre pazdziernik pazdziernika октябрь октября اكتوبر أكتوبر अक्टूबर",
    "november noviembre novembre novembro listopad listopada ноябрь ноября نوفمبر नवंबर",
    "december diciembre dezember decembre dezembro dicembre grudzien grudnia декабрь декабря ديسمبر दिसंबर",
];

/// What may stand between the parts of a day, and says nothing: "of", "the", "31st", "1er", "г.", "年".
const FILLERS: &str = "of the st nd rd th de del do da le er den der ten el di года г 年 月 日 号";

/// Letters of a beginning that stands for a month, at least.
const LEAST_LETTERS: usize = 3;

/// Characters of a written day, at most.
const MOST_CHARS: usize = 60;

/// The names of [`MONTHS`], folded as what is written is.
static NAMES: LazyLock<Vec<(u32, String)>> = LazyLock::new(|| {
    let months = (1..).zip(MONTHS);
    let names = months.flat_map(|(month, names)| names.split(' ').map(move |it| (month, it)));
    names.map(|(month, name)| (month, folded(name))).collect()
});

/// A part of a written day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Number { digits: usize, is: u32 },
    Month(u32),
}

/// A day in the ways people write one: `2026-03-31`, `31.3.2026`, `31 March 2026`, `31 de marzo de 2026`, `2026年3月31日`.
/// What may be two days, such as 3/4/2026, is none; nor is what says anything besides; and "26" is no year of ours.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim().trim_end_matches('.');
    if text.chars().count() > MOST_CHARS {
        return None;
    }
    let folded: String = folded(text).chars().map(digit).collect();
    let mut parts = Vec::new();
    for piece in pieces(&folded) {
        match part(piece) {
            Some(part) => parts.push(part),
            None if is_between(piece) => {}
            None => return None,
        }
    }
    let year = |part: Part| match part {
        Part::Number { digits: 4, is } => i32::try_from(is).ok(),
        _ => None,
    };
    let small = |part: Part| match part {
        Part::Number { digits: 1 | 2, is } => Some(is),
        _ => None,
    };
    let read = match *parts.as_slice() {
        [Part::Month(month), day, at] | [day, Part::Month(month), at] => {
            NaiveDate::from_ymd_opt(year(at)?, month, small(day)?)
        }
        [at, month, day] if year(at).is_some() => {
            NaiveDate::from_ymd_opt(year(at)?, small(month)?, small(day)?)
        }
        [one, other, at] => {
            let (year, one, other) = (year(at)?, small(one)?, small(other)?);
            let day_first = NaiveDate::from_ymd_opt(year, other, one);
            // Who writes full stops writes the day first.
            let month_first = NaiveDate::from_ymd_opt(year, one, other);
            match (day_first, month_first.filter(|_| !folded.contains('.'))) {
                (Some(one), Some(other)) if one != other => None,
                (one, other) => one.or(other),
            }
        }
        _ => None,
    };
    read.filter(|day| day.year() >= 1_900)
}

/// Runs of digits, runs of letters, and what is between.
fn pieces(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_ascii_digit(), is_word(c));
    let mut pieces = Vec::new();
    let mut begun = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        if last.replace(kind(c)).is_some_and(|last| last != kind(c)) {
            pieces.push(&text[begun..at]);
            begun = at;
        }
    }
    pieces.push(&text[begun..]);
    pieces
}

/// Whether a piece says nothing of a day.
fn is_between(piece: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "./-,،".contains(c);
    piece.chars().all(is_mark) || FILLERS.split(' ').any(|filler| filler == piece)
}

/// A number, or a month by its name; else `None`.
fn part(piece: &str) -> Option<Part> {
    if !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit()) {
        let (digits, is) = (piece.len(), piece.parse().ok()?);
        return Some(Part::Number { digits, is });
    }
    if let Some((month, _)) = NAMES.iter().find(|(_, name)| name == piece) {
        return Some(Part::Month(*month));
    }
    let is_beginning = piece.chars().count() >= LEAST_LETTERS;
    let begun = NAMES.iter().filter(|(_, name)| name.starts_with(piece));
    let mut months = begun.map(|(month, _)| *month).filter(|_| is_beginning);
    let first = months.next()?;
    months
        .all(|month| month == first)
        .then_some(Part::Month(first))
}

#[cfg(test)]
mod tests {
    use super::{MONTHS, day};

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in [
            "2026-03-31",
            "2026/3/31",
            "31.03.2026",
            "31.3.2026.",
            "03/31/2026.",
            "٣١ مارس ٢٠٢٦",
            "३१ मार्च २०२६",
            "31/03/2026",
            "03/31/2026",
            "31-03-2026",
            "31 March 2026",
            "31st of March, 2026",
            "Mar 31, 2026",
            "March 31 2026",
            "31 de marzo de 2026",
            "31. März 2026",
            "31 mars 2026",
            "31 de março de 2026",
            "31 marca 2026",
            "31 марта 2026 г.",
            "31 مارس 2026",
            "31 मार्च 2026",
            "2026年3月31日",
        ] {
            let read = day(text).map(|day| day.to_string());
            assert_eq!(read.as_deref(), Some("2026-03-31"), "{text}");
        }
        let fifth = day("05.03.2026").map(|day| day.to_string());
        assert_eq!(fifth.as_deref(), Some("2026-03-05"));
        for (month, names) in (1..).zip(MONTHS) {
            for name in names.split(' ') {
                let text = format!("5 {name} 2026");
                let read = day(&text).map(|day| day.to_string());
                assert_eq!(read, Some(format!("2026-{month:02}-05")), "{text}");
            }
        }
        for text in [
            "3/4/2026",
            "3/4/2026.",
            "3-4-2026",
            "Term 2, September 2026",
            "3 of us, May 2026",
            "24/7 in 2026",
            "Week 10, March 2026",
            "2026-02-30",
            "31.03.26",
            "31 ju 2026",
            "31 jui 2026",
            "31 smarch 2026",
            "yesterday",
            "1899-01-01",
            "2026",
            "1 2 3 2026",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
