//! When a team is there: its week and the days that differ, on the clocks of its zone. Pure: how far those
//! clocks are from UTC, and when that changes, comes in with the team.
//!
//! Promises are made of it: so many milliseconds of open time after something began ([`Schedule::after`]).

use chrono::{Datelike as _, NaiveDate};
use protocol::{Hours, Period, Span, Timestamp};
use std::rc::Rc;

const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// How far ahead an opening is looked for: a year, and some days more. A team that does not open within it has
/// none.
const AHEAD_DAYS: usize = 370;

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

    /// When it changes next.
    fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let mut after = self.changes.iter().map(|(from, _)| *from);
        after.find(|from| *from > at)
    }
}

/// When a team is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Option<Rc<Week>>);

#[derive(Debug, PartialEq, Eq)]
struct Week {
    open: Vec<Span>,
    days: Vec<Days>,
    offsets: Offsets,
}

/// Days on which the week's hours do not count, the last included: days since 1970.
#[derive(Debug, PartialEq, Eq)]
struct Days {
    first: i64,
    last: i64,
    open: Vec<Period>,
}

/// Days since 1 January 1970; `None` for no day.
pub(crate) fn day_number(text: &str) -> Option<i64> {
    let (year, month, day) = protocol::day(text)?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    Some(i64::from(date.num_days_from_ce()) - 719_163)
}

impl Schedule {
    /// By these hours; `offsets` are those of their zone.
    #[must_use]
    pub fn new(hours: &Hours, offsets: Offsets) -> Self {
        let days = hours.exceptions.iter().filter_map(|it| {
            Some(Days {
                first: day_number(&it.from)?,
                last: day_number(&it.to)?,
                open: it.open.clone(),
            })
        });
        Self(Some(Rc::new(Week {
            open: hours.open.clone(),
            days: days.collect(),
            offsets,
        })))
    }

    /// The same period on the first so many days of each week, Monday being the first.
    #[must_use]
    pub fn daily(days: u8, period: Period, offsets: Offsets) -> Self {
        let span = |day| Span {
            day,
            from: period.from,
            to: period.to,
        };
        Self(Some(Rc::new(Week {
            open: (0..days).map(span).collect(),
            days: Vec::new(),
            offsets,
        })))
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
            days: Vec::new(),
            offsets: Offsets::default(),
        })))
    }

    /// Whether the team is there at a time.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        let Some(week) = &self.0 else { return true };
        let local = at.0 + i64::from(week.offsets.at(at)) * MINUTE_MS;
        let minute = local.rem_euclid(DAY_MS) / MINUTE_MS;
        let periods = week.periods(local.div_euclid(DAY_MS));
        let is_within = |(from, to): &(i64, i64)| (*from..*to).contains(&minute);
        periods.iter().any(is_within)
    }

    /// When the team is there next, from a time on: that time, if it is there then; `None` if not within a
    /// year.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Option<Timestamp> {
        match &self.0 {
            None => Some(at),
            Some(week) => week.open_from(at).next().map(|(from, _)| from),
        }
    }

    /// The first beat of a rhythm after a time: at the beginning of each period, and so often after it up to its end;
    /// `None` if not within a year. A team that is always there has one that began in 1970. Needs the zone's offsets
    /// from two days before that time on.
    #[must_use]
    pub fn beat_after(&self, at: Timestamp, every_ms: i64) -> Option<Timestamp> {
        let every = every_ms.max(MINUTE_MS);
        let Some(week) = &self.0 else {
            return Some(Timestamp((at.0.div_euclid(every) + 1) * every));
        };
        // Two days back, because the first period may be cut off: that day is over by then.
        for (from, to) in week.open_from(at.plus(-2 * DAY_MS)) {
            let beats = at.since(from).div_euclid(every) + 1;
            let beat = from.plus(beats.max(0) * every);
            if beat > at && beat <= to {
                return Some(beat);
            }
        }
        None
    }

    /// When so many milliseconds of open time have gone by after a time; `None` if not within a year.
    #[must_use]
    pub fn after(&self, at: Timestamp, open_ms: i64) -> Option<Timestamp> {
        let Some(week) = &self.0 else {
            return Some(at.plus(open_ms));
        };
        let mut left = open_ms.max(0);
        for (from, to) in week.open_from(at) {
            let length = to.since(from);
            if left <= length {
                return Some(from.plus(left));
            }
            left -= length;
        }
        None
    }
}

impl Week {
    /// When it is open on a day of its own clocks, in minutes after midnight, in order.
    fn periods(&self, day: i64) -> Vec<(i64, i64)> {
        let minutes = |from: u16, to: u16| (i64::from(from), i64::from(to));
        let differs = self.days.iter().rev();
        let mut differs = differs.filter(|it| (it.first..=it.last).contains(&day));
        let mut periods: Vec<(i64, i64)> = match differs.next() {
            Some(days) => days.open.iter().map(|it| minutes(it.from, it.to)).collect(),
            None => {
                // 1 January 1970 was a Thursday.
                let weekday = (day + 3).rem_euclid(7);
                let spans = self.open.iter();
                let spans = spans.filter(|span| i64::from(span.day) == weekday);
                spans.map(|span| minutes(span.from, span.to)).collect()
            }
        };
        periods.sort_unstable();
        // Each minute once, whatever overlaps.
        periods.dedup_by(|later, earlier| {
            let overlaps = later.0 <= earlier.1;
            if overlaps {
                earlier.1 = earlier.1.max(later.1);
            }
            overlaps
        });
        periods
    }

    /// The stretches of open time from a time on, in order, on the clocks as they go: a day at a time, and on
    /// a day whose clocks change, each side of the change by itself.
    fn open_from(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let mut cursor = at;
        // Two steps on a day whose clocks change.
        let steps = (0..AHEAD_DAYS + self.offsets.changes.len()).map(move |_| {
            let offset = i64::from(self.offsets.at(cursor)) * MINUTE_MS;
            let day = (cursor.0 + offset).div_euclid(DAY_MS);
            let midnight = day * DAY_MS - offset;
            let mut end = Timestamp(midnight + DAY_MS);
            if let Some(change) = self.offsets.next_change(cursor) {
                end = end.min(change);
            }
            let begin = cursor;
            cursor = end;
            let periods = self.periods(day).into_iter().map(move |(from, to)| {
                let at = |minute: i64| Timestamp(midnight + minute * MINUTE_MS);
                (at(from).max(begin), at(to).min(end))
            });
            periods.filter(|(from, to)| from < to).collect::<Vec<_>>()
        });
        steps.flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, NaiveTime, Offset as _, TimeZone as _};
    use chrono_tz::Tz;
    use proptest::prelude::*;
    use protocol::Exception;

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

    fn span(day: u8, from: u16, to: u16) -> Span {
        Span { day, from, to }
    }

    fn hours(open: Vec<Span>, exceptions: Vec<Exception>) -> Hours {
        Hours {
            time_zone: "Europe/Berlin".to_owned(),
            open,
            exceptions,
            by_tag: Vec::new(),
        }
    }

    /// Nine to five with an hour of lunch, on weekdays.
    fn office() -> Vec<Span> {
        let days = 0..5;
        days.flat_map(|day| [span(day, 540, 720), span(day, 780, 1_020)])
            .collect()
    }

    fn closed(from: &str, to: &str) -> Exception {
        Exception {
            from: from.to_owned(),
            to: to.to_owned(),
            open: Vec::new(),
            name: String::new(),
        }
    }

    #[test]
    fn a_span_has_its_beginning_and_not_its_end_on_either_side_of_a_change_of_clocks() {
        // 23 March 2026 is a Monday; Berlin's clocks change on the 29th.
        for day in [(2026, 3, 23), (2026, 3, 30)] {
            let schedule = Schedule::new(&hours(vec![span(0, 540, 1_020)], vec![]), berlin());
            let shift = if day.2 == 23 { 1 } else { 2 };
            for (hour, minute, open) in
                [(9, 0, true), (8, 59, false), (16, 59, true), (17, 0, false)]
            {
                assert_eq!(
                    schedule.is_open(utc(day, hour - shift, minute)),
                    open,
                    "{day:?} {hour}:{minute}"
                );
            }
        }
    }

    #[test]
    fn the_day_is_the_zones_own() {
        let kiritimati = Offsets {
            first: 14 * 60,
            changes: Vec::new(),
        };
        let schedule = Schedule::new(&hours(vec![span(0, 0, 60)], vec![]), kiritimati);
        // Monday, half past midnight there, is Sunday morning in Greenwich.
        assert!(schedule.is_open(utc((2026, 11, 29), 10, 30)));
        assert!(!schedule.is_open(utc((2026, 11, 30), 0, 30)));
    }

    #[test]
    fn some_are_always_there_and_some_never() {
        let at = utc((2026, 11, 29), 12, 0);
        assert!(Schedule::always().is_open(at));
        assert_eq!(Schedule::always().after(at, 5), Some(at.plus(5)));
        assert!(!Schedule::never().is_open(at));
        assert_eq!(Schedule::never().next_open(at), None);
        assert_eq!(Schedule::never().after(at, 0), None);
    }

    #[test]
    fn a_promise_is_of_open_time_over_lunch_nights_weekends_and_holidays() {
        let year_end = closed("2026-12-24", "2027-01-01");
        let saturday = Exception {
            open: vec![Period { from: 600, to: 720 }],
            ..closed("2026-12-05", "2026-12-05")
        };
        let schedule = Schedule::new(&hours(office(), vec![year_end, saturday]), berlin());
        let four = 4 * 60 * MINUTE_MS;
        for (asked, by) in [
            // Tuesday at ten: two hours, lunch, two hours.
            (utc((2026, 11, 24), 9, 0), utc((2026, 11, 24), 14, 0)),
            // Friday at three: two hours, and two of Monday.
            (utc((2026, 11, 27), 14, 0), utc((2026, 11, 30), 10, 0)),
            // Sunday: Monday at two.
            (utc((2026, 11, 29), 12, 0), utc((2026, 11, 30), 13, 0)),
            // The Friday before a Saturday that is open: two hours of each.
            (utc((2026, 12, 4), 14, 0), utc((2026, 12, 5), 11, 0)),
            // The evening before the holidays: Monday the 4th.
            (utc((2026, 12, 23), 17, 0), utc((2027, 1, 4), 13, 0)),
        ] {
            assert_eq!(schedule.after(asked, four), Some(by), "{asked:?}");
        }
        assert!(!schedule.is_open(utc((2026, 12, 28), 10, 0)));
        assert!(schedule.is_open(utc((2026, 12, 5), 9, 30)));
    }

    #[test]
    fn the_night_of_a_change_of_clocks_has_an_hour_less_or_more() {
        // Sundays from one to four: three hours, two in March, four in October.
        let schedule = Schedule::new(&hours(vec![span(6, 60, 240)], vec![]), berlin());
        for (day, hours) in [((2026, 3, 22), 3), ((2026, 3, 29), 2), ((2026, 10, 25), 4)] {
            let begin = schedule
                .next_open(utc((day.0, day.1, day.2 - 1), 12, 0))
                .unwrap();
            let end = schedule.after(begin, hours * 60 * MINUTE_MS).unwrap();
            assert_eq!(end.since(begin), hours * 60 * MINUTE_MS, "{day:?}");
            assert!(schedule.is_open(end.plus(-1)) && !schedule.is_open(end));
        }
    }

    /// Zones of the IANA's: with changes and without, in both halves of the world, by half an hour, by three quarters of
    /// one off the hour, and four times a year around Ramadan.
    const ZONES: [Tz; 10] = [
        chrono_tz::Europe::Berlin,
        chrono_tz::Europe::London,
        chrono_tz::America::New_York,
        chrono_tz::America::St_Johns,
        chrono_tz::Australia::Sydney,
        chrono_tz::Australia::Lord_Howe,
        chrono_tz::Asia::Kolkata,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Pacific::Chatham,
        chrono_tz::Africa::Casablanca,
    ];

    /// A zone over five years, as the IANA's data have it, to the minute.
    fn zone(zone: Tz) -> Offsets {
        let offset = |at: Timestamp| {
            let at = chrono::DateTime::from_timestamp_millis(at.0).unwrap();
            zone.offset_from_utc_datetime(&at.naive_utc())
                .fix()
                .local_minus_utc()
                / 60
        };
        let mut at = utc((2026, 1, 1), 0, 0);
        let end = at.plus(6 * 365 * DAY_MS);
        let mut offsets = Offsets {
            first: offset(at),
            changes: Vec::new(),
        };
        let mut now = offsets.first;
        while at < end {
            let next = at.plus(DAY_MS);
            if offset(next) != now {
                let minutes = (1..=24 * 60).map(|minute| at.plus(minute * MINUTE_MS));
                let change = minutes.into_iter().find(|it| offset(*it) != now).unwrap();
                now = offset(change);
                offsets.changes.push((change, now));
            }
            at = next;
        }
        offsets
    }

    #[test]
    fn the_zones_change_as_often_as_they_do() {
        let changes = ZONES.map(|it| zone(it).changes.len());
        assert_eq!(changes, [12, 12, 12, 12, 12, 12, 0, 0, 12, 13]);
        let half = zone(chrono_tz::Australia::Lord_Howe);
        assert_eq!((half.first, half.changes[0].1), (660, 630));
    }

    proptest! {
        /// Whatever the calendar: a promise falls into open time or on its very end, so much open time lies
        /// before it and no more, and it is never before what it answers.
        #[test]
        fn a_promise_is_kept_in_open_hours(
            zone in proptest::sample::select(ZONES.to_vec()),
            spans in proptest::collection::vec((0u8..7, 0u16..1_380, 15u16..600), 1..9),
            days in proptest::collection::vec((0i64..1_800, 0i64..12, any::<bool>()), 0..8),
            minute in 0i64..5 * 365 * 24 * 60,
            open_minutes in 0i64..1_200,
        ) {
            let spans = spans.into_iter().map(|(day, from, long)| span(day, from, (from + long).min(1_440)));
            let start = utc((2026, 1, 1), 0, 0);
            let date = |number: i64| {
                let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number.unsigned_abs());
                day.to_string()
            };
            let exceptions = days.into_iter().map(|(first, long, is_open)| Exception {
                open: if is_open { vec![Period { from: 600, to: 660 }] } else { Vec::new() },
                ..closed(&date(first), &date(first + long))
            });
            let schedule = Schedule::new(&hours(spans.collect(), exceptions.collect()), self::zone(zone));
            let at = start.plus(minute * MINUTE_MS);
            let Some(by) = schedule.after(at, open_minutes * MINUTE_MS) else {
                return Ok(());
            };
            prop_assert!(by >= at);
            let is_edge = schedule.is_open(by) || schedule.is_open(by.plus(-1));
            prop_assert!(is_edge || open_minutes == 0, "{by:?} is closed");
            // Counted a minute at a time.
            if by.since(at) < 20 * DAY_MS {
                let minutes = by.since(at) / MINUTE_MS;
                let open = (0..minutes).filter(|it| schedule.is_open(at.plus(it * MINUTE_MS))).count();
                prop_assert_eq!(open as i64, open_minutes);
            }
            let opens = schedule.next_open(at).unwrap();
            prop_assert!(schedule.is_open(opens) && opens <= by.max(opens));
            if open_minutes == 0 {
                prop_assert_eq!(by, opens);
            }
        }
    }
}
