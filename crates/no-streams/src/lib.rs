//! Stands in for `wasm-streams`, which leptos links for the bodies of its server functions. The chat and the inbox have
//! no server functions, but what the crate exports to JavaScript no optimizer may drop: 3 KB of each of them.
//!
//! It has the four functions that leptos calls. A stream made here is empty.

use futures_util::Stream;
use futures_util::stream::{self, Empty};
use wasm_bindgen::JsValue;

/// A stream of the browser's.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Takes one of the browser's.
    #[must_use]
    pub fn from_raw(stream: web_sys::ReadableStream) -> Self {
        Self(stream)
    }

    /// An empty stream: what would be sent is dropped.
    ///
    /// # Panics
    ///
    /// If the browser has no streams; all that run WebAssembly have.
    pub fn from_stream<S>(_stream: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        Self(web_sys::ReadableStream::new().unwrap_or_else(|error| wasm_bindgen::throw_val(error)))
    }

    /// Gives it back.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Its items: none.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        stream::empty()
    }
}
