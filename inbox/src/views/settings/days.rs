//! Times of a day as they are typed, and holidays and days with hours of their own, a line each: `2026-12-24 to 2027-01-01 Year-end`,
//! `2026-12-05 10:00-14:00 Open day`.

use protocol::{Exception, Period};

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
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The same, read; what is no time is past the end of the day, and the check says so.
pub(super) fn minutes(text: &str) -> u16 {
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
