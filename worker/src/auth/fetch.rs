//! HTTP requests to the LMS's key set and to sign-in providers: with a time limit, a size limit, and no
//! redirects.

use crate::clock;
use crate::error::Error;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::{AbortController, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// Time limit of a request: somebody's page opens after it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Longest answer, in bytes.
pub(super) const MAX_BYTES: usize = 64 * 1_024;

/// The text at an address.
///
/// # Errors
/// A bug, with `what` it was, if the answer is no 200, too long, or late.
pub(super) async fn get(
    address: &str,
    authorization: Option<&str>,
    what: &str,
) -> Result<String, Error> {
    let headers = Headers::new();
    if let Some(authorization) = authorization {
        headers.set("authorization", authorization)?;
    }
    let mut init = RequestInit::new();
    init.with_headers(headers);
    send(address, init, what).await
}

/// The answer to a form that is posted.
///
/// # Errors
/// As [`get`].
pub(super) async fn post(
    address: &str,
    form: String,
    authorization: Option<&str>,
    what: &str,
) -> Result<String, Error> {
    let headers = Headers::new();
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    headers.set("accept", "application/json")?;
    if let Some(authorization) = authorization {
        headers.set("authorization", authorization)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(form.into()));
    send(address, init, what).await
}

async fn send(address: &str, mut init: RequestInit, what: &str) -> Result<String, Error> {
    // Where it would send us was not checked.
    init.with_redirect(RequestRedirect::Manual);
    let request = Fetch::Request(Request::new_with_init(address, &init)?);
    let abort = AbortController::default();
    let signal = abort.signal();
    let answering = pin!(async {
        let mut response = request.send_with_signal(&signal).await?;
        let status = response.status_code();
        Ok::<_, worker::Error>((status, response.text().await?))
    });
    let patience = pin!(clock::after(PATIENCE));
    match select(answering, patience).await {
        Either::Left((Ok((200, text)), _)) if text.len() <= MAX_BYTES => Ok(text),
        Either::Left((Ok((status, _)), _)) => {
            Err(Error::bug(format!("{what} answered {status}, or too much")))
        }
        Either::Left((Err(_), _)) => Err(Error::bug(format!("{what} could not be reached"))),
        Either::Right(_) => {
            abort.abort();
            Err(Error::bug(format!("{what} took too long")))
        }
    }
}
