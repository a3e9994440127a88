//! When a team is there: its week, on the clocks of its zone. Pure: how far those clocks are from UTC,
//! and when that changes, comes in with the team.

use protocol::{Hours, Span, Timestamp};
use std::rc::Rc;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// How far a zone's clocks are from UTC, in minutes, and when that changes: twice a year in most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Before the first change.
    pub first: i32,
    /// From when on it is another, in order.
    pub changes: Vec<(Timestamp, i32)>,
}

impl Offsets {
    /// The offset at a time, in minutes.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> i32 {
        let before = self.changes.iter().take_while(|(from, _)| *from <= at);
        before.last().map_or(self.first, |(_, offset)| *offset)
    }
}

/// When a team is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Option<Rc<Week>>);

#[derive(Debug, PartialEq, Eq)]
struct Week {
    open: Vec<Span>,
    offsets: Offsets,
}

impl Schedule {
    /// By these hours; `offsets` are those of their zone.
    #[must_use]
    pub fn new(hours: &Hours, offsets: Offsets) -> Self {
        let open = hours.open.clone();
        Self(Some(Rc::new(Week { open, offsets })))
    }

    /// Of a team that is there at any time.
    #[must_use]
    pub fn always() -> Self {
        Self(None)
    }

    /// Of a team that is never there.
    #[must_use]
    pub fn never() -> Self {
        Self(Some(Rc::new(Week {
            open: Vec::new(),
            offsets: Offsets::default(),
        })))
    }

    /// Whether the team is there at a time.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let Some(week) = &self.0 else { return true };
        let local = at.0 + i64::from(week.offsets.at(at)) * MINUTE_MS;
        // 1 January 1970 was a Thursday.
        let day = (local.div_euclid(DAY_MS) + 3).rem_euclid(7);
        let minute = local.rem_euclid(DAY_MS) / MINUTE_MS;
        let is_within = |span: &Span| {
            let (from, to) = (i64::from(span.from), i64::from(span.to));
            i64::from(span.day) == day && (from..to).contains(&minute)
        };
        week.open.iter().any(is_within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

    fn utc(day: (i32, u32, u32), hour: u32, minute: u32) -> Timestamp {
        let date = NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap();
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        Timestamp(NaiveDateTime::new(date, time).and_utc().timestamp_millis())
    }

    fn berlin() -> Offsets {
        Offsets {
            first: 60,
            changes: vec![
                (utc((2026, 3, 29), 1, 0), 120),
                (utc((2026, 10, 25), 1, 0), 60),
            ],
        }
    }

    fn schedule(day: u8) -> Schedule {
        let span = Span {
            day,
            from: 9 * 60,
            to: 17 * 60,
        };
        let hours = Hours {
            time_zone: "Europe/Berlin".to_owned(),
            open: vec![span],
        };
        Schedule::new(&hours, berlin())
    }

    #[test]
    fn a_span_has_its_beginning_and_not_its_end_on_either_side_of_a_change_of_clocks() {
        // Mondays: in winter an hour from UTC, in summer two.
        let mondays = schedule(0);
        for (day, opens) in [((2026, 3, 23), 8), ((2026, 3, 30), 7), ((2026, 10, 26), 8)] {
            assert!(!mondays.is_open(utc(day, opens - 1, 59)), "{day:?}");
            assert!(mondays.is_open(utc(day, opens, 0)), "{day:?}");
            assert!(mondays.is_open(utc(day, opens + 7, 59)), "{day:?}");
            assert!(!mondays.is_open(utc(day, opens + 8, 0)), "{day:?}");
        }
        assert!(!mondays.is_open(utc((2026, 3, 24), 10, 0)));
        // On the day itself: at nine it is summer already.
        let sundays = schedule(6);
        assert!(!sundays.is_open(utc((2026, 3, 29), 6, 59)));
        assert!(sundays.is_open(utc((2026, 3, 29), 7, 0)));
    }

    #[test]
    fn the_day_is_the_zones_own() {
        let hours = Hours {
            time_zone: "Pacific/Auckland".to_owned(),
            open: vec![Span {
                day: 0,
                from: 0,
                to: 24 * 60,
            }],
        };
        let offsets = Offsets {
            first: 13 * 60,
            changes: Vec::new(),
        };
        let mondays = Schedule::new(&hours, offsets);
        assert!(
            mondays.is_open(utc((2026, 1, 4), 11, 0)),
            "Monday there, Sunday in UTC"
        );
        assert!(!mondays.is_open(utc((2026, 1, 5), 11, 0)));
    }

    #[test]
    fn some_are_always_there_and_some_never() {
        for at in [Timestamp(0), Timestamp(-1), Timestamp(i64::MAX / 2)] {
            assert!(Schedule::always().is_open(at));
            assert!(!Schedule::never().is_open(at));
        }
    }
}
