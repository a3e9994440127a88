//! Time and randomness: the only place that has either (architecture, invariant 2).

use crate::error::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::Timestamp;
use std::time::Duration;

/// The time now, as the runtime tells it: it stands still while code runs.
pub(crate) fn now() -> Timestamp {
    // A whole number of milliseconds, far below 2^53.
    Timestamp(js_sys::Date::now() as i64)
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
