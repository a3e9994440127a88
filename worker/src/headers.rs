//! What browsers are told of every answer, whatever it is.

use worker::{Response, Result};

/// Each header, for answers that do not say otherwise. Sources: OWASP's Secure Headers, and
/// <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers>.
const ALWAYS: &[(&str, &str)] = &[
    // Two years, as preload lists ask.
    (
        "strict-transport-security",
        "max-age=63072000; includeSubDomains",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    // What is no page of ours loads nothing and is framed by nobody.
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'; sandbox",
    ),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The answer with them. A socket's opening has no use for them.
pub(crate) fn guarded(answer: Response) -> Result<Response> {
    if answer.status_code() == 101 {
        return Ok(answer);
    }
    let headers = answer.headers().clone();
    for (name, value) in ALWAYS {
        if !headers.has(name)? {
            headers.set(name, value)?;
        }
    }
    Ok(answer.with_headers(headers))
}
