//! How a model fails.

use serde::{Deserialize, Serialize};

/// How a model failed. Each ends in a handoff that the learner sees (invariant 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelFailure {
    /// It could not be reached.
    Connection,
    /// It took too long to begin, or stopped in the middle.
    Timeout,
    /// It refused: a 4xx status.
    Refused(u16),
    /// It broke: a 5xx status.
    Broke(u16),
    /// What it sent could not be read.
    Malformed,
    /// Its stream ended before the answer did.
    CutShort,
    /// It is not set up.
    NotConfigured,
}
