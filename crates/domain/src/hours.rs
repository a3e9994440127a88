//! When a team is there: its week, in its own time. Whoever asks has turned the time into the
//! team's day and minute.

use protocol::Hours;

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Parts of a week a team may name: three a day.
const MAX_SPANS: usize = 21;

/// Whether the team is there on `day` (0 for Monday) at `minute` after midnight.
#[must_use]
pub fn is_open(hours: &Hours, day: u8, minute: u16) -> bool {
    let is_within =
        |span: &&protocol::Span| span.day == day && (span.from..span.to).contains(&minute);
    hours.open.iter().find(is_within).is_some()
}

/// Checks hours that somebody wrote; whether the time zone exists is for who knows them all.
///
/// # Errors
/// What is outside its limits, in words for the admin.
pub fn check(hours: &Hours) -> Result<(), String> {
    if hours.open.len() > MAX_SPANS {
        return Err(format!("hours have at most {MAX_SPANS} parts"));
    }
    let is_good = |span: &protocol::Span| span.day < 7 && span.from < span.to && span.to <= DAY;
    if hours.open.iter().all(is_good) {
        Ok(())
    } else {
        Err("hours are from a time to a later one of the same day".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Span;

    #[test]
    fn a_span_has_its_beginning_and_not_its_end() {
        let span = Span {
            day: 0,
            from: 540,
            to: 1_020,
        };
        let hours = Hours {
            time_zone: "Europe/Berlin".to_owned(),
            open: vec![span],
        };
        for (day, minute, open) in [
            (0, 539, false),
            (0, 540, true),
            (0, 1_019, true),
            (0, 1_020, false),
            (1, 600, false),
        ] {
            assert_eq!(is_open(&hours, day, minute), open, "{day} {minute}");
        }
        assert_eq!(check(&hours), Ok(()));
        for (day, from, to) in [(7, 0, 60), (0, 60, 60), (0, 0, 1_441)] {
            let hours = Hours {
                open: vec![Span { day, from, to }],
                ..hours.clone()
            };
            assert!(check(&hours).is_err());
        }
    }
}
