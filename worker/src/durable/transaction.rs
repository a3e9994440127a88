//! One commit, or none: the storage's synchronous transaction, which workers-rs does not have.
//!
//! What fails in it is rolled back by the runtime:
//! <https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/#transactionsync>.

use crate::error::Error;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use worker::State;

#[wasm_bindgen]
extern "C" {
    type SyncStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &SyncStorage,
        write: &mut dyn FnMut() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, JsValue>;
}

/// Runs writes as one transaction.
///
/// # Errors
/// What `write` or the storage answers; nothing is written then.
pub(crate) fn commit(
    state: &State,
    write: impl FnOnce() -> Result<(), Error>,
) -> Result<(), Error> {
    let storage = state.as_raw().storage().map_err(worker::Error::from)?;
    let storage: &SyncStorage = storage.unchecked_ref();
    let mut write = Some(write);
    let mut failed = None;
    let committed =
        storage.transaction_sync(&mut || match write.take().map_or(Ok(()), |write| write()) {
            Ok(()) => Ok(JsValue::UNDEFINED),
            Err(error) => {
                failed = Some(error);
                Err(JsValue::NULL)
            }
        });
    match (committed, failed) {
        (_, Some(error)) => Err(error),
        (Err(error), None) => Err(worker::Error::from(error).into()),
        (Ok(_), None) => Ok(()),
    }
}
