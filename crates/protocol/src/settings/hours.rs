//! When the team is there.

use super::{Settings, Wrong};
use crate::Tag;
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Parts of a week a team may name: three a day.
const MAX_SPANS: usize = 21;
/// Holidays and exceptions a team may name: some years of them.
const MAX_EXCEPTIONS: usize = 60;
/// Most tags with hours of their own.
const MAX_TAGS: usize = 20;
/// Longest name of one, in characters.
const MAX_NAME: usize = 60;
/// Longest name of a time zone, in bytes; the longest there is has 32.
const MAX_ZONE: usize = 64;

/// When a team is there, in its own time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hours {
    /// An IANA time zone, such as `Europe/Berlin`.
    pub time_zone: String,
    /// When, within a week.
    pub open: Vec<Span>,
    /// Days on which these hours do not count: holidays, and days with hours of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// Weeks of their own for conversations with a tag; of several, the first in this list. The exceptions count
    /// for them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_tag: Vec<TagHours>,
}

/// When those are there who answer conversations with a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagHours {
    /// The tag.
    pub tag: Tag,
    /// When, within a week.
    pub open: Vec<Span>,
}

/// Days on which the week's hours do not count. Of two for one day, the later in the list holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exception {
    /// The first, as `2026-12-24`.
    pub from: String,
    /// The last, as `2027-01-01`.
    pub to: String,
    /// When the team is there on them; not at all, if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Period>,
    /// What it is called, for the admin.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// Part of any day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight; at most 1,440.
    pub to: u16,
}

/// Part of a day on which a team is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// 0 for Monday to 6 for Sunday.
    pub day: u8,
    /// Minutes after midnight from which they are there.
    pub from: u16,
    /// Minutes after midnight from which they are not any more; at most 1,440.
    pub to: u16,
}

/// Whether the time zone exists is for whoever knows them all.
pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let Some(hours) = &settings.hours else {
        return Ok(());
    };
    if hours.time_zone.len() > MAX_ZONE {
        return Err(Wrong("there is no such time zone".to_owned()));
    }
    check_week(&hours.open)?;
    if hours.open.is_empty() && hours.exceptions.iter().all(|it| it.open.is_empty()) {
        return Err(Wrong(
            "hours have at least one part: without any, nobody would ever be there".to_owned(),
        ));
    }
    if hours.by_tag.len() > MAX_TAGS {
        return Err(Wrong(format!(
            "at most {MAX_TAGS} tags have hours of their own"
        )));
    }
    for (number, of) in hours.by_tag.iter().enumerate() {
        check_week(&of.open).map_err(|wrong| Wrong(format!("{}: {}", of.tag, wrong.0)))?;
        if of.open.is_empty() {
            return Err(Wrong(format!("{}: there are no hours", of.tag)));
        }
        if hours.by_tag[..number].iter().any(|it| it.tag == of.tag) {
            return Err(Wrong(format!("the tag {} is there twice", of.tag)));
        }
    }
    if hours.exceptions.len() > MAX_EXCEPTIONS {
        return Err(Wrong(format!(
            "at most {MAX_EXCEPTIONS} holidays and exceptions"
        )));
    }
    for exception in &hours.exceptions {
        let days = [&exception.from, &exception.to].map(|it| day(it).ok_or(it));
        let [from, to] = match days {
            [Ok(from), Ok(to)] => [from, to],
            [Err(text), _] | [_, Err(text)] => {
                return Err(Wrong(format!("“{text}” is no day: write it as 2026-12-24")));
            }
        };
        if from > to {
            return Err(Wrong(format!(
                "{} is after {}",
                exception.from, exception.to
            )));
        }
        if exception.name.chars().count() > MAX_NAME {
            return Err(Wrong(format!("a name has at most {MAX_NAME} characters")));
        }
        let periods = exception.open.iter().map(|it| (it.from, it.to));
        check_periods(periods.collect())?;
    }
    Ok(())
}

/// Parts of a week.
fn check_week(open: &[Span]) -> Result<(), Wrong> {
    if open.len() > MAX_SPANS {
        return Err(Wrong(format!("hours have at most {MAX_SPANS} parts")));
    }
    let mut of_days: Vec<Vec<(u16, u16)>> = vec![Vec::new(); 7];
    for span in open {
        let day = of_days.get_mut(usize::from(span.day));
        let wrong = || Wrong("hours are from a time to a later one of the same day".to_owned());
        day.ok_or_else(wrong)?.push((span.from, span.to));
    }
    of_days.into_iter().try_for_each(check_periods)
}

/// Parts of one day.
fn check_periods(mut periods: Vec<(u16, u16)>) -> Result<(), Wrong> {
    periods.sort_unstable();
    if periods.iter().any(|(from, to)| from >= to || *to > DAY) {
        let wrong = "hours are from a time to a later one of the same day";
        return Err(Wrong(wrong.to_owned()));
    }
    match periods.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        true => Err(Wrong("hours of one day overlap".to_owned())),
        false => Ok(()),
    }
}

/// A day as it is written, `2026-12-24`: year, month and day. `None` for what is none.
#[must_use]
pub fn day(text: &str) -> Option<(i32, u32, u32)> {
    let bytes = text.as_bytes();
    let is_written = bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && bytes.iter().filter(|byte| byte.is_ascii_digit()).count() == 8;
    if !is_written {
        return None;
    }
    let (year, month, day) = (
        text[..4].parse().ok()?,
        text[5..7].parse().ok()?,
        text[8..].parse().ok()?,
    );
    // Gregorian: ISO 8601, 4.3.1.
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1_970..=2_200).contains(&year) && (1..=days).contains(&day)).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(open: Vec<Span>, exceptions: Vec<Exception>) -> Option<String> {
        let mut settings = Settings::new("Riverside".to_owned());
        settings.hours = Some(Hours {
            time_zone: "Europe/Berlin".to_owned(),
            open,
            exceptions,
            by_tag: Vec::new(),
        });
        check(&mut settings).err().map(|wrong| wrong.0)
    }

    #[test]
    fn a_tag_has_its_week_once() {
        let checked = |by_tag: Vec<TagHours>| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.hours = Some(Hours {
                time_zone: "Europe/Berlin".to_owned(),
                open: vec![Span {
                    day: 0,
                    from: 540,
                    to: 1_020,
                }],
                exceptions: Vec::new(),
                by_tag,
            });
            check(&mut settings).err().map(|wrong| wrong.0)
        };
        let of = |open: &[(u8, u16, u16)]| TagHours {
            tag: Tag::new("exams").unwrap(),
            open: open
                .iter()
                .map(|(day, from, to)| Span {
                    day: *day,
                    from: *from,
                    to: *to,
                })
                .collect(),
        };
        assert_eq!(checked(vec![of(&[(6, 540, 720)])]), None);
        for (by_tag, why) in [
            (vec![of(&[])], "exams: there are no hours"),
            (vec![of(&[(0, 720, 540)])], "exams: hours are from a time"),
            (
                vec![of(&[(0, 540, 720), (0, 600, 800)])],
                "exams: hours of one day overlap",
            ),
            (
                vec![of(&[(0, 1, 2)]), of(&[(0, 1, 2)])],
                "the tag exams is there twice",
            ),
        ] {
            let wrong = checked(by_tag).unwrap();
            assert!(wrong.starts_with(why), "{wrong}");
        }
    }

    #[test]
    fn hours_that_cannot_be_say_what_is_wrong() {
        let span = |day, from, to| Span { day, from, to };
        let days = |from: &str, to: &str| Exception {
            from: from.to_owned(),
            to: to.to_owned(),
            open: vec![Period { from: 540, to: 720 }],
            name: "Year-end".to_owned(),
        };
        assert_eq!(
            wrong(
                vec![span(0, 540, 720), span(0, 720, 1_020)],
                vec![
                    days("2026-12-24", "2027-01-01"),
                    days("2028-02-29", "2028-02-29")
                ]
            ),
            None
        );
        for (open, exceptions, why) in [
            (
                vec![span(0, 540, 720), span(0, 700, 800)],
                vec![],
                "overlap",
            ),
            (vec![span(0, 540, 540)], vec![], "later"),
            (vec![span(0, 540, 1_441)], vec![], "later"),
            (vec![span(7, 540, 600)], vec![], "later"),
            (vec![], vec![days("12-24", "12-26")], "“12-24” is no day"),
            (vec![], vec![days("2026-02-29", "2026-03-01")], "no day"),
            (vec![], vec![days("2027-01-01", "2026-12-24")], "after"),
        ] {
            let wrong = wrong(open, exceptions).unwrap();
            assert!(wrong.contains(why), "{wrong}");
        }
        for none in [
            "",
            "2026-1-01",
            "2026-00-10",
            "2026-13-01",
            "20261-1-1",
            "２０２６-01-01",
            "2026-12-2４",
        ] {
            assert_eq!(day(none), None, "{none}");
        }
    }
}
