//! When the team is there.

use super::{Settings, Wrong};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Parts of a week a team may name: three a day.
const MAX_SPANS: usize = 21;
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
    if hours.open.len() > MAX_SPANS {
        return Err(Wrong(format!("hours have at most {MAX_SPANS} parts")));
    }
    if hours.time_zone.len() > MAX_ZONE {
        return Err(Wrong("there is no such time zone".to_owned()));
    }
    let is_good = |span: &Span| span.day < 7 && span.from < span.to && span.to <= DAY;
    if hours.open.iter().all(is_good) {
        Ok(())
    } else {
        let wrong = "hours are from a time to a later one of the same day";
        Err(Wrong(wrong.to_owned()))
    }
}
