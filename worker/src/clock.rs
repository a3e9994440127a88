//! Time and randomness: the only place that has either (architecture, invariant 2).

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use js_sys::{Array, Function, Object, Reflect};
use protocol::Timestamp;
use std::time::Duration;
use wasm_bindgen::JsCast as _;

/// The time now, as the runtime tells it: it stands still while code runs.
pub(crate) fn now() -> Timestamp {
    // A whole number of milliseconds, far below 2^53.
    Timestamp(js_sys::Date::now() as i64)
}

/// Day of the week (0 for Monday) and minute after midnight, now, in an IANA time zone; `None` if
/// there is no such zone. The runtime knows them all, and when their clocks change.
pub(crate) fn local(time_zone: &str) -> Option<(u8, u16)> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let format = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?;
    let options = Object::new();
    for (name, value) in [
        ("timeZone", time_zone),
        ("weekday", "short"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ] {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    // An unknown zone is a RangeError.
    let arguments = Array::of2(&"en-US".into(), &options);
    let format = Reflect::construct(&format.dyn_into::<Function>().ok()?, &arguments).ok()?;
    let method = Reflect::get(&format, &"format".into()).ok()?;
    let now = js_sys::Date::new_0();
    let text = method
        .dyn_into::<Function>()
        .ok()?
        .call1(&format, &now)
        .ok()?
        .as_string()?;
    day_and_minute(&text)
}

/// Reads `Mon 09:05`, whatever stands between the two.
fn day_and_minute(text: &str) -> Option<(u8, u16)> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.iter().position(|day| text.starts_with(day))?;
    let (before, minutes) = text.split_once(':')?;
    let hours = before.get(before.len().checked_sub(2)?..)?;
    let minute = hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?;
    Some((u8::try_from(day).ok()?, minute))
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
    use super::*;

    #[test]
    fn a_local_time_is_a_day_and_a_minute() {
        assert_eq!(day_and_minute("Mon 09:05"), Some((0, 545)));
        assert_eq!(day_and_minute("Sun, 23:59"), Some((6, 1_439)));
        assert_eq!(day_and_minute("09:05"), None);
        assert_eq!(day_and_minute("Mon"), None);
    }
}
