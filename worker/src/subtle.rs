//! The runtime's own cryptography (<https://www.w3.org/TR/webcrypto/>): keys and ciphers that we do not write.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::wasm_bindgen_futures::JsFuture;

/// Calls a method of `crypto.subtle`, and waits for its answer.
pub(crate) async fn subtle(method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    let subtle = Reflect::get(&crypto, &"subtle".into())?;
    let method: Function = Reflect::get(&subtle, &method.into())?.dyn_into()?;
    let promise = Reflect::apply(&method, &subtle, arguments)?;
    JsFuture::from(Promise::resolve(&promise)).await
}
