//! Times of a day as they are typed, and holidays and days with hours of their own, a line each: `2026-12-24 to 2027-01-01 Year-end`,
//! `2026-12-05 10:00-14:00 Open day`.

use protocol::settings::TagHours;
use protocol::{Exception, Period, Span, Tag};

/// The days of these lines. What is no day stays as it is written, and the check says so.
pub(super) fn read(text: &str) -> Vec<Exception> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(line).collect()
}

fn line(line: &str) -> Exception {
    // However a dash is typed.
    let line = line.replace(['–', '—'], "-").replace(" - ", " to ");
    let mut words = line.split_whitespace().peekable();
    let from = words.next().unwrap_or_default().to_owned();
    let mut to = from.clone();
    let is_day = |word: &&str| protocol::day(word).is_some();
    if words.next_if(|word| *word == "to").is_some() || words.peek().is_some_and(is_day) {
        to = words.next().unwrap_or_default().to_owned();
    }
    let mut open = Vec::new();
    while let Some(period) = words.peek().and_then(|word| period(word)) {
        open.push(period);
        words.next();
    }
    let name = words.collect::<Vec<_>>().join(" ");
    // Hours that are none would close the day in silence: the check names them.
    if name.starts_with(|c: char| c.is_ascii_digit()) && name.contains([':', '-']) {
        to = name.clone();
    }
    Exception {
        from,
        to,
        open,
        name,
    }
}

const WEEK: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What the days are called in the agent's language, Monday first.
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn own() -> Self {
        let days = super::peak_hours::DAYS.iter();
        Self(days.map(|day| ui::said(day)).collect())
    }

    /// A day by its name, or by at least two letters with which no other begins; English ones by three.
    fn day(&self, text: &str) -> Option<u8> {
        let begins = |name: &String| {
            let begins = name.get(..text.len()).filter(|it| it.len() > 1);
            begins.is_some_and(|it| it.eq_ignore_ascii_case(text))
        };
        let mut own = (0..).zip(&self.0).filter(|(_, name)| begins(name));
        match (own.next(), own.next()) {
            (Some((day, _)), None) => return Some(day),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let is_long = text.chars().all(char::is_alphabetic);
        let begins = text.get(..3).filter(|_| is_long)?;
        let at = WEEK
            .iter()
            .position(|name| begins.eq_ignore_ascii_case(name))?;
        u8::try_from(at).ok()
    }

    fn of(&self, day: u8) -> &str {
        self.0.get(usize::from(day)).map_or("", String::as_str)
    }
}

/// Weeks of their own for tags, a line each or several for one tag: `exams Mon-Fri 09:00-12:00 13:00-17:00`. What is
/// no day or time is past the end of the week or the day, and the check says so.
pub(super) fn read_weeks(names: &Names, text: &str) -> Vec<TagHours> {
    let mut all: Vec<TagHours> = Vec::new();
    for line in text.lines() {
        let line = line.replace(['–', '—'], "-");
        let words: Vec<&str> = line.split_whitespace().collect();
        // A tag has one word or more, and some begin like a day: its days begin at the first that is some after that.
        let is_days = |(_, word): &(usize, &&str)| days_of(names, word).is_some();
        let Some((at, _)) = words.iter().enumerate().skip(1).find(is_days) else {
            // Without days it is nobody's week: it is kept empty, and refused by its tag.
            if let Ok(tag) = Tag::new(line.trim()) {
                all.push(TagHours {
                    tag,
                    open: Vec::new(),
                });
            }
            continue;
        };
        let Ok(tag) = Tag::new(&words[..at].join(" ")) else {
            continue;
        };
        let spans = spans(names, &words[at..]);
        match all.iter_mut().find(|it| it.tag == tag) {
            Some(known) => known.open.extend(spans),
            None => all.push(TagHours { tag, open: spans }),
        }
    }
    all
}

/// The parts of a week that these words say: days, then times of them, and so on.
fn spans(names: &Names, words: &[&str]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut days = Vec::new();
    for word in words {
        let word = word.trim_end_matches(',');
        if let Some(named) = days_of(names, word) {
            days = named;
            continue;
        }
        let Period { from, to } = period(word).unwrap_or(Period {
            from: u16::MAX,
            to: u16::MAX,
        });
        spans.extend(days.iter().map(|day| Span {
            day: *day,
            from,
            to,
        }));
    }
    spans
}

/// `Mon`, `monday` or `Mon-Fri`, as days from 0 for Monday.
fn days_of(names: &Names, word: &str) -> Option<Vec<u8>> {
    let word = word.trim_end_matches(',');
    // A day's own name may have a hyphen, as "segunda-feira".
    if let Some(day) = names.day(word) {
        return Some(vec![day]);
    }
    let mut cuts = word.match_indices('-');
    cuts.find_map(|(at, _)| {
        let (first, last) = (names.day(&word[..at])?, names.day(&word[at + 1..])?);
        Some((first..=last).collect())
    })
}

/// The lines of these weeks: days with the same times that follow each other are one.
pub(super) fn written_weeks(names: &Names, weeks: &[TagHours]) -> String {
    let times = |of: &TagHours, day: u8| {
        let of_day = of.open.iter().filter(|span| span.day == day);
        let times = of_day.map(|span| format!("{}-{}", clock(span.from), clock(span.to)));
        times.collect::<Vec<_>>().join(" ")
    };
    let mut lines = Vec::new();
    for of in weeks {
        let mut day = 0;
        while day < 7 {
            let first = day;
            let now = times(of, first);
            while day < 7 && times(of, day) == now {
                day += 1;
            }
            let days = match day - first {
                1 => names.of(first).to_owned(),
                _ => format!("{}-{}", names.of(first), names.of(day - 1)),
            };
            if !now.is_empty() {
                lines.push(format!("{} {days} {now}", of.tag));
            }
        }
    }
    lines.join("\n")
}

/// `10:00-14:00`, or `10-14`.
fn period(word: &str) -> Option<Period> {
    let (from, to) = word.split_once('-')?;
    let is_time = |text: &str| {
        (1..=5).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit() || c == ':')
    };
    (is_time(from) && is_time(to)).then(|| Period {
        from: minutes(from),
        to: minutes(to),
    })
}

/// The lines of these days.
pub(super) fn written(days: &[Exception]) -> String {
    let lines = days.iter().map(|it| {
        let mut words = vec![it.from.clone()];
        if it.to != it.from {
            words.push(format!("to {}", it.to));
        }
        let periods = it.open.iter();
        words.extend(periods.map(|it| format!("{}-{}", clock(it.from), clock(it.to))));
        if !it.name.is_empty() {
            words.push(it.name.clone());
        }
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Minutes after midnight as `09:30`.
pub(in crate::views) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The same, read; what is no time is past the end of the day, and the check says so.
pub(in crate::views) fn minutes(text: &str) -> u16 {
    let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
    match (hours.parse::<u16>(), minutes.parse::<u16>()) {
        (Ok(hours), Ok(minutes)) if hours <= 24 && minutes < 60 => hours * 60 + minutes,
        _ => u16::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        let text = "2026-12-24 to 2027-01-01 Year-end\n2026-12-05 10:00-12:00 13:00-14:00 Open day\n2026-11-30";
        let days = read(&format!("{text}\n\n  "));
        assert_eq!(written(&days), text);
        assert_eq!(days[0].name, "Year-end");
        assert_eq!(
            days[1].open,
            [Period { from: 600, to: 720 }, Period { from: 780, to: 840 }]
        );
        assert_eq!(days[2].to, "2026-11-30");
        // A holiday without a year is no day: it stays, for the check to say so.
        assert_eq!(read("12-24 Christmas")[0].from, "12-24");
        assert_eq!(read("2026-12-24 to")[0].to, "");
        for written in ["2026-12-05 10-14", "2026-12-05 10:00–14:00 Open day"] {
            assert_eq!(
                read(written)[0].open,
                [Period { from: 600, to: 840 }],
                "{written}"
            );
        }
        assert_eq!(read("2026-12-24 2027-01-01")[0].to, "2027-01-01");
        assert_eq!(read("2026-12-24 – 2027-01-01 Year-end")[0].to, "2027-01-01");
        assert_eq!(
            read("2026-12-05 10:00h-14:00h")[0].to,
            "10:00h-14:00h",
            "refused by its name"
        );
        assert_eq!(read("2026-12-24 9:00-25:00")[0].open[0].to, u16::MAX);
    }

    #[test]
    fn weeks_of_tags_are_read_as_they_are_written() {
        let called = |names: &str| Names(names.split(' ').map(str::to_owned).collect());
        let names = called("Monday Tuesday Wednesday Thursday Friday Saturday Sunday");
        let text = "exams Monday-Friday 09:00-12:00 13:00-17:00\nexams Saturday 10:00-12:00\nbilling dispute Tuesday 09:00-17:00";
        let weeks = read_weeks(&names, &format!("{text}\n\n"));
        assert_eq!(written_weeks(&names, &weeks), text);
        assert_eq!((weeks.len(), weeks[0].open.len()), (2, 11));
        assert_eq!(weeks[1].tag.as_str(), "billing dispute");
        let loose = read_weeks(&names, "exams monday 9–12, wed-thu 13:30-15");
        assert_eq!(
            written_weeks(&names, &loose),
            "exams Monday 09:00-12:00\nexams Wednesday-Thursday 13:30-15:00"
        );
        // In the agent's own words, and in English all the same.
        let weeks = read_weeks(&names, text);
        for (own, line) in [
            (
                "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
                "exams Montag-Freitag 09:00-12:00 13:00-17:00",
            ),
            (
                "Segunda-feira Terça-feira Quarta-feira Quinta-feira Sexta-feira Sábado Domingo",
                "exams Segunda-feira-Sexta-feira 09:00-12:00 13:00-17:00",
            ),
            (
                "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
                "exams الاثنين-الجمعة 09:00-12:00 13:00-17:00",
            ),
        ] {
            let own = called(own);
            let written = written_weeks(&own, &weeks);
            assert_eq!(written.lines().next(), Some(line));
            assert_eq!(read_weeks(&own, &written), weeks);
            assert_eq!(read_weeks(&own, text), weeks, "{line}");
        }
        let german = called("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag");
        let short = read_weeks(&german, "prüfungen Mo-Fr 9-17, Sa 10-12");
        assert_eq!(
            written_weeks(&german, &short),
            "prüfungen Montag-Freitag 09:00-17:00\nprüfungen Samstag 10:00-12:00"
        );
        // What is no time, no day, or ends before it begins is refused by the check.
        assert_eq!(read_weeks(&names, "exams Mon noon")[0].open[0].to, u16::MAX);
        assert!(read_weeks(&names, "exams 9-17")[0].open.is_empty());
        assert!(read_weeks(&names, "exams Fri-Mon 9-17")[0].open.is_empty());
        assert!(
            read_weeks(&names, "Mon-Fri 9-17")[0].open.is_empty(),
            "no tag"
        );
        let like_a_day = read_weeks(&names, "fr courses Mon 9-17");
        assert_eq!(like_a_day[0].tag.as_str(), "fr courses");
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for (text, read) in [("09:30", 570), ("9", 540), (" 24:00 ", 1_440), ("0:05", 5)] {
            assert_eq!(minutes(text), read, "{text}");
        }
        for text in ["25:00", "9:60", "noon", "", "9:3x"] {
            assert_eq!(minutes(text), u16::MAX, "{text}");
        }
        assert_eq!(clock(570), "09:30");
    }
}
