//! Days as people write them in a form's answer, in the languages that are listened to.

use crate::phrases::folded;
use chrono::{Datelike as _, NaiveDate};

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

/// Letters of a month's name, at least.
const LEAST_LETTERS: usize = 3;

/// A part of a written day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Number { digits: usize, is: u32 },
    Month(u32),
}

/// A day in the ways people write one: `2026-03-31`, `31.3.2026`, `31 March 2026`, `31 de marzo de 2026`, `2026年3月31日`.
/// What may be two days, such as 3/4/2026, is none; and "26" is no year of ours.
pub(crate) fn day(text: &str) -> Option<NaiveDate> {
    let folded = folded(text.trim());
    let parts: Vec<Part> = pieces(&folded).into_iter().filter_map(part).collect();
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

/// Runs of digits, and runs of letters.
fn pieces(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic() || is_sign(c));
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

/// The vowel signs of Devanagari are parts of words.
fn is_sign(c: char) -> bool {
    ('\u{900}'..='\u{97f}').contains(&c)
}

/// A number, or a month by its name; `None` for "of", "the", "st" and all that stands between.
fn part(piece: &str) -> Option<Part> {
    if piece.bytes().all(|byte| byte.is_ascii_digit()) {
        let (digits, is) = (piece.len(), piece.parse().ok()?);
        return Some(Part::Number { digits, is });
    }
    if piece.chars().count() < LEAST_LETTERS {
        return None;
    }
    let whole = |name: &str| name == piece;
    let begun = |name: &str| name.starts_with(piece);
    let months = |is: &dyn Fn(&str) -> bool| -> Vec<u32> {
        let all = (1..).zip(MONTHS);
        let named = all.filter(|(_, names)| folded(names).split(' ').any(is));
        named.map(|(month, _)| month).collect()
    };
    match (months(&whole).as_slice(), months(&begun).as_slice()) {
        ([month], _) | ([], [month]) => Some(Part::Month(*month)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in [
            "2026-03-31",
            "2026/3/31",
            "31.03.2026",
            "31.3.2026.",
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
        for text in [
            "3/4/2026",
            "3-4-2026",
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
