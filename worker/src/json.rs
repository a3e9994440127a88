//! JSON read from text: by one kind of reader, the bytes', so that a type that comes as a request's body and in a
//! call between objects is read by one copy of its code.

use serde::de::DeserializeOwned;

/// Reads a value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_slice(text.as_bytes())
}
