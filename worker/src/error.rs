//! The single mapping from what went wrong to a status and a `Problem`.

use domain::Refusal;
use protocol::{Code, Problem};
use worker::{Response, console_error};

/// What went wrong inside the worker.
#[derive(Debug)]
pub(crate) enum Error {
    /// The caller's doing, or a refusal: told to them as it is.
    Problem(Problem),
    /// Ours: logged here, told as `internal`.
    Bug(String),
}

impl Error {
    pub(crate) fn bug(what: impl Into<String>) -> Self {
        Self::Bug(what.into())
    }

    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self::Problem(Problem::new(code, message))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("no such {what}"))
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::Unauthenticated, "not signed in")
    }

    /// The problem to tell; logs a bug, once, here.
    pub(crate) fn into_problem(self) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Bug(what) => {
                console_error!("bug: {what}");
                Problem::new(Code::Internal, "something went wrong on our side")
            }
        }
    }

    /// The answer to send.
    pub(crate) fn into_response(self) -> worker::Result<Response> {
        problem_response(&self.into_problem())
    }
}

/// A problem as an HTTP answer.
pub(crate) fn problem_response(problem: &Problem) -> worker::Result<Response> {
    let response = Response::from_json(problem)?.with_status(status(problem.code));
    let headers = response.headers().clone();
    headers.set("content-type", "application/problem+json")?;
    headers.set("cache-control", "no-store")?;
    if let Some(seconds) = problem.retry_after {
        headers.set("retry-after", &seconds.to_string())?;
    }
    Ok(response.with_headers(headers))
}

/// The status of a problem.
fn status(code: Code) -> u16 {
    match code {
        Code::BadRequest => 400,
        Code::Unauthenticated | Code::SecondFactor => 401,
        Code::Forbidden => 403,
        Code::NotFound => 404,
        Code::WrongMethod => 405,
        Code::AlreadyClaimed
        | Code::NotOwner
        | Code::WrongStatus
        | Code::Conflict
        | Code::TooMany => 409,
        Code::TooLarge => 413,
        Code::UnsupportedMedia => 415,
        Code::Invalid => 422,
        Code::TooFast => 429,
        // `Code` grows on the wire before it grows here; the rest is ours.
        _ => 500,
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Problem(refusal.into())
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Self {
        Self::Bug(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Bug(format!("json: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_client_status() {
        for refusal in [
            Refusal::Empty,
            Refusal::TooLong,
            Refusal::TooFast(3),
            Refusal::NotOwner(None),
            Refusal::WrongStatus,
            Refusal::NotBegun,
            Refusal::Stale,
            Refusal::NoSuchAttachment,
            Refusal::TooMuchAttached(5),
            Refusal::TooManyTags,
        ] {
            let problem = Problem::from(refusal);
            assert!((400..500).contains(&status(problem.code)), "{problem:?}");
        }
        assert_eq!(status(Code::Internal), 500);
    }
}
