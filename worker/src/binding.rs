//! Calls a method of a JavaScript binding: arguments and answer as JSON values.

use js_sys::{Array, Function, JSON, Promise, Reflect};
use serde::de::DeserializeOwned;
use serde_json::Value;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::Env;
use worker::wasm_bindgen_futures::JsFuture;

/// What was thrown, in words.
fn words(error: JsValue) -> String {
    let message = Reflect::get(&error, &"message".into()).ok();
    let text = message.and_then(|message| message.as_string());
    text.unwrap_or_else(|| format!("{error:?}"))
}

/// Calls `method` of the binding `name` and waits for its answer.
///
/// # Errors
/// What was thrown, or what is wrong with the binding or the answer, in words for the admin.
pub(crate) async fn call<A: DeserializeOwned>(
    env: &Env,
    name: &str,
    method: &str,
    arguments: &[Value],
) -> Result<A, String> {
    let answer = raw(env, name, method, arguments).await?;
    let text = JSON::stringify(&answer).map_err(words)?;
    let text = text.as_string().unwrap_or_else(|| "null".to_owned());
    crate::json::read(&text).map_err(|_| format!("{name}.{method} answered another shape"))
}

/// The same, for an answer that is no JSON: a stream.
///
/// # Errors
/// What was thrown, or what is wrong with the binding, in words for the admin.
pub(crate) async fn raw(
    env: &Env,
    name: &str,
    method: &str,
    arguments: &[Value],
) -> Result<JsValue, String> {
    let missing =
        || format!("there is no binding {name} with a method {method}: see wrangler.toml");
    let target = Reflect::get(env, &name.into()).map_err(words)?;
    if target.is_undefined() || target.is_null() {
        return Err(missing());
    }
    let function: Function = Reflect::get(&target, &method.into())
        .map_err(words)?
        .dyn_into()
        .map_err(|_| missing())?;
    let given = Array::new();
    for argument in arguments {
        given.push(&JSON::parse(&argument.to_string()).map_err(words)?);
    }
    // Not `function.apply`: of a method that is called over RPC, that is another method.
    let promise = Reflect::apply(&function, &target, &given).map_err(words)?;
    JsFuture::from(Promise::resolve(&promise))
        .await
        .map_err(words)
}
