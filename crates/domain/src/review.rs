//! When the team is next reminded of what waits (J2).

use crate::schedule::{Offsets, Schedule};
use protocol::settings::ReviewSettings;
use protocol::{Period, Timestamp};

/// The first beat of a rhythm after a time; `None` if there is none within a year. `offsets` are those of its zone, from
/// two days before that time on.
#[must_use]
pub fn next(review: &ReviewSettings, offsets: Offsets, after: Timestamp) -> Option<Timestamp> {
    let days = if review.weekends { 7 } else { 5 };
    let period = Period {
        from: review.from,
        to: review.to,
    };
    let every = i64::from(review.every_minutes) * 60_000;
    Schedule::daily(days, period, offsets).beat_after(after, every)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// New York's, from November 2025 on.
    fn new_york() -> Offsets {
        Offsets {
            first: -300,
            changes: vec![
                // 8 March 2026, 07:00 UTC, and 1 November, 06:00 UTC.
                (Timestamp(1_772_953_200_000), -240),
                (Timestamp(1_793_512_800_000), -300),
            ],
        }
    }

    fn review(every_minutes: u32, weekends: bool) -> ReviewSettings {
        ReviewSettings {
            every_minutes,
            time_zone: "America/New_York".to_owned(),
            from: 9 * 60,
            to: 17 * 60,
            weekends,
        }
    }

    /// Beats after a time, as days and times in New York: `Fri 17:00`.
    fn beats(review: &ReviewSettings, mut at: Timestamp, count: usize) -> Vec<String> {
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        let mut beats = Vec::new();
        while beats.len() < count {
            at = next(review, new_york(), at).unwrap();
            let local = at.0 / 60_000 + i64::from(new_york().at(at));
            let day = names[usize::try_from(local.div_euclid(1_440).rem_euclid(7)).unwrap()];
            let minute = local.rem_euclid(1_440);
            beats.push(format!("{day} {:02}:{:02}", minute / 60, minute % 60));
        }
        beats
    }

    #[test]
    fn every_two_hours_from_nine_to_five_in_new_york() {
        // Friday, 6 March 2026, 14:30 there: clocks change on Sunday.
        let friday = Timestamp(1_772_825_400_000);
        let weekdays = beats(&review(120, false), friday, 7);
        let wanted = [
            "Fri 15:00",
            "Fri 17:00",
            "Mon 09:00",
            "Mon 11:00",
            "Mon 13:00",
            "Mon 15:00",
            "Mon 17:00",
        ];
        assert_eq!(weekdays, wanted);
        let daily = beats(&review(1_440, true), friday, 3);
        assert_eq!(daily, ["Sat 09:00", "Sun 09:00", "Mon 09:00"]);
        // At a beat, the next is the one after it.
        let on = next(&review(120, false), new_york(), friday).unwrap();
        assert!(next(&review(120, false), new_york(), on).unwrap() > on);
    }
}
