//! Time and randomness: the only place that has either (architecture, invariant 2).

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::schedule::Offsets;
use js_sys::{Array, Function, Object, Reflect};
use protocol::Timestamp;
use std::time::Duration;
use wasm_bindgen::{JsCast as _, JsValue};

/// The time now, as the runtime tells it: it stands still while code runs.
pub(crate) fn now() -> Timestamp {
    // A whole number of milliseconds, far below 2^53.
    Timestamp(js_sys::Date::now() as i64)
}

/// How far ahead changes of a zone's clocks are looked for: more than a year. No object stays awake that
/// long.
const AHEAD_MS: i64 = 400 * 24 * 60 * 60 * 1_000;
/// The step of the search, a week: two changes of one zone are further apart.
const STEP_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// The offsets of an IANA time zone from `from` on; `None` if there is no such zone. The runtime knows
/// them all, and when their clocks change.
pub(crate) fn offsets(time_zone: &str, from: Timestamp) -> Option<Offsets> {
    let zone = Zone::new(time_zone)?;
    let mut offsets = Offsets {
        first: zone.offset(from)?,
        changes: Vec::new(),
    };
    let (mut at, mut now) = (from, offsets.first);
    while at < from.plus(AHEAD_MS) {
        let next = at.plus(STEP_MS);
        let then = zone.offset(next)?;
        if then != now {
            // The minute of the change.
            let (mut before, mut after) = (at, next);
            while after.since(before) > 60_000 {
                let middle = before.plus(after.since(before) / 2);
                match zone.offset(middle)? == now {
                    true => before = middle,
                    false => after = middle,
                }
            }
            let minute = Timestamp(after.0.div_euclid(60_000) * 60_000);
            offsets.changes.push((minute, then));
        }
        (at, now) = (next, then);
    }
    Some(offsets)
}

/// A time zone, as the runtime writes it.
struct Zone {
    format: JsValue,
    method: Function,
}

impl Zone {
    fn new(time_zone: &str) -> Option<Self> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let format = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
        let options = Object::new();
        for (name, value) in [("timeZone", time_zone), ("timeZoneName", "longOffset")] {
            Reflect::set(&options, &name.into(), &value.into()).ok()?;
        }
        // An unknown zone is a RangeError.
        let arguments = Array::of2(&"en-US".into(), &options);
        let format = Reflect::construct(&format.dyn_into::<Function>().ok()?, &arguments).ok()?;
        let method = Reflect::get(&format, &"format".into()).ok()?;
        let method = method.dyn_into::<Function>().ok()?;
        Some(Self { format, method })
    }

    /// Minutes from UTC at a time.
    fn offset(&self, at: Timestamp) -> Option<i32> {
        // Whole milliseconds, far below 2^53.
        let at = JsValue::from_f64(at.0 as f64);
        let text = self.method.call1(&self.format, &at).ok()?.as_string()?;
        offset_of(&text)
    }
}

/// Reads the end of `11/28/2026, GMT+05:30`; `GMT` alone is UTC.
fn offset_of(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let sign = match offset.get(..1)? {
        "+" => 1,
        "-" | "\u{2212}" => -1,
        _ => return None,
    };
    let mut parts = offset.get(1..)?.split(':');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = parts.next()?.parse().ok()?;
    Some(sign * (hours * 60 + minutes))
}

/// Resolves after `duration`. Keeps the object awake: for moments only.
pub(crate) async fn after(duration: Duration) {
    worker::Delay::from(duration).await;
}

/// Random bytes.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::bug(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// A secret of 256 bits, URL-safe.
pub(crate) fn random_secret() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
}

/// An id of 128 random bits, URL-safe: never guessed, never met twice.
pub(crate) fn random_id() -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<16>()?))
}

#[cfg(test)]
mod tests {
    use super::offset_of;

    #[test]
    fn an_offset_is_read_as_the_runtime_writes_it() {
        for (text, minutes) in [
            ("11/28/2026, GMT", 0),
            ("11/28/2026, GMT+01:00", 60),
            ("3/1/2026, GMT-03:30", -210),
            ("1/1/1900, GMT+00:19:32", 19),
        ] {
            assert_eq!(offset_of(text), Some(minutes), "{text}");
        }
        for text in ["", "11/28/2026", "GMT+", "GMT+x:00", "GMT*01:00"] {
            assert_eq!(offset_of(text), None, "{text}");
        }
    }
}
