//! How often the team is reminded of what waits and nobody has taken (J2).

use super::{Settings, Wrong, between};
use serde::{Deserialize, Serialize};

/// Shortest and longest time between two reviews, in minutes.
const LEAST: u32 = 15;
const MOST: u32 = 24 * 60;
/// Longest name of a time zone (IANA's longest has 32 characters).
const MAX_ZONE: usize = 64;

/// A rhythm: "every 2 hours, 9 to 5, New York". Alerts that choose `review` are told at each beat how many learners wait
/// for a person whom nobody has taken, if any do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewSettings {
    /// Minutes between two reviews; the first of a day is at its beginning. 15 to 1,440.
    pub every_minutes: u32,
    /// An IANA time zone.
    pub time_zone: String,
    /// Minutes after midnight at which the day's first is.
    pub from: u16,
    /// Minutes after midnight after which there is none: later than `from`, at most 1,440.
    pub to: u16,
    /// Whether on Saturdays and Sundays too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weekends: bool,
}

/// Whether the time zone exists is for whoever knows them all.
pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let Some(review) = &settings.review else {
        return Ok(());
    };
    between(review.every_minutes, "minutes between reviews", LEAST, MOST)?;
    if review.time_zone.len() > MAX_ZONE {
        return Err(Wrong("there is no such time zone".to_owned()));
    }
    if review.from >= review.to || review.to > 24 * 60 {
        return Err(Wrong(
            "the last review of the day is later than the first".to_owned(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rhythm_outside_its_limits_is_refused() {
        let review = ReviewSettings {
            every_minutes: 120,
            time_zone: "America/New_York".to_owned(),
            from: 9 * 60,
            to: 17 * 60,
            weekends: false,
        };
        let checked = |review: ReviewSettings| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.review = Some(review);
            check(&mut settings)
        };
        assert_eq!(checked(review.clone()), Ok(()));
        for wrong in [
            ReviewSettings {
                every_minutes: 14,
                ..review.clone()
            },
            ReviewSettings {
                every_minutes: 1_441,
                ..review.clone()
            },
            ReviewSettings {
                from: 600,
                to: 600,
                ..review.clone()
            },
            ReviewSettings {
                to: 1_441,
                ..review.clone()
            },
            ReviewSettings {
                time_zone: "x".repeat(65),
                ..review
            },
        ] {
            assert!(checked(wrong.clone()).is_err(), "{wrong:?}");
        }
    }
}
