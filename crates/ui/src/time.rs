//! Times as people read them, in the browser's language and zone.

use js_sys::{Date, Intl, Object, Reflect};
use protocol::Timestamp;
use wasm_bindgen::JsValue;

/// The page's language where the element names one, else the browser's own.
fn locales() -> js_sys::Array {
    leptos::prelude::document()
        .document_element()
        .and_then(|root| root.get_attribute("data-locale"))
        .iter()
        .map(JsValue::from)
        .collect()
}

/// The time now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(Date::now() as i64)
}

/// "14:05", or with the date if it was not today.
#[must_use]
pub fn clock_time(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let is_today = date.to_date_string() == Date::new_0().to_date_string();
    let options = Object::new();
    let set = |name: &str, value: &str| {
        let _set = Reflect::set(&options, &name.into(), &value.into());
    };
    set("hour", "numeric");
    set("minute", "2-digit");
    if !is_today {
        set("day", "numeric");
        set("month", "short");
    }
    formatted(&date, &options)
}

/// "Mon, 1 Dec": the day by UTC.
#[must_use]
pub fn utc_day(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let options = Object::new();
    for (name, value) in [
        ("timeZone", "UTC"),
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
    ] {
        let _set = Reflect::set(&options, &name.into(), &value.into());
    }
    formatted(&date, &options)
}

fn formatted(date: &Date, options: &Object) -> String {
    let format = Intl::DateTimeFormat::new(&locales(), options);
    format
        .format()
        .call1(&format, date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// Nine o'clock so many days from now, in the browser's zone.
#[must_use]
pub fn at_nine(days: u32) -> Timestamp {
    let date = Date::new_0();
    date.set_date(date.get_date() + days);
    date.set_hours(9);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    Timestamp(date.get_time() as i64)
}

/// Nine o'clock on the next Monday.
#[must_use]
pub fn at_nine_on_monday() -> Timestamp {
    // Sunday is 0.
    let today = Date::new_0().get_day();
    at_nine(match today {
        0 => 1,
        day => 8 - day,
    })
}

/// A time as a field of date and time has it, in the browser's zone: `2026-11-30T09:00`
/// (<https://html.spec.whatwg.org/#local-date-and-time-state-(type=datetime-local)>).
#[must_use]
pub fn date_time(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// The same, read; nothing, if it is no time.
#[must_use]
pub fn read_date_time(text: &str) -> Option<Timestamp> {
    // Without a zone it is the browser's.
    let millis = Date::parse(text);
    (!millis.is_nan()).then_some(Timestamp(millis as i64))
}

/// "just now", "5 minutes ago", "yesterday", in the browser's language.
#[must_use]
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at) / 1_000;
    let (count, unit) = match seconds {
        ..60 if crate::language() == "en" => return "just now".to_owned(),
        ..60 => (0, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    let options = Object::new();
    let _set = Reflect::set(&options, &"numeric".into(), &"auto".into());
    Intl::RelativeTimeFormat::new(&locales(), &options)
        .format(-(count as f64), unit)
        .into()
}

/// "now", "5m", "3h", "2d", in the browser's language: for lists.
#[must_use]
pub fn short(at: Timestamp, now: Timestamp) -> String {
    let (count, unit) = match now.since(at) / 1_000 {
        ..60 => return relative(at, now).trim_start_matches("just ").to_owned(),
        seconds @ 60..3_600 => (seconds / 60, "minute"),
        seconds @ 3_600..86_400 => (seconds / 3_600, "hour"),
        seconds => (seconds / 86_400, "day"),
    };
    let options = Object::new();
    for (name, value) in [("style", "unit"), ("unit", unit), ("unitDisplay", "narrow")] {
        let _set = Reflect::set(&options, &name.into(), &value.into());
    }
    let format = Intl::NumberFormat::new(&locales(), &options);
    let text = format.format().call1(&format, &(count as f64).into());
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
