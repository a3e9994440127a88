//! When a team is there: its week, in its own time. Whoever asks has turned the time into the
//! team's day and minute.

use protocol::Hours;

/// Whether the team is there on `day` (0 for Monday) at `minute` after midnight.
#[must_use]
pub fn is_open(hours: &Hours, day: u8, minute: u16) -> bool {
    let is_within =
        |span: &&protocol::Span| span.day == day && (span.from..span.to).contains(&minute);
    hours.open.iter().find(is_within).is_some()
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
    }
}
