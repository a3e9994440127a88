//! Closes agents' sockets whose sessions have expired. Signing out, and whatever else an agent or admin does to
//! end a session, closes its sockets at once (`http/agents.rs`).

use super::team;
use crate::clock;
use crate::error::Error;
use crate::socket::{self, Audience};
use protocol::{TeamId, Timestamp};
use serde::de::DeserializeOwned;
use std::cell::Cell;
use worker::{Env, State};

/// Least time between two checks. A check is made when something is sent to agents.
const PAUSE_MS: i64 = 10 * 60 * 1_000;

/// When the sessions were last checked.
#[derive(Default)]
pub(crate) struct Vigil(Cell<Timestamp>);

impl Vigil {
    /// Whether a check is due. If so, it counts as made.
    pub(crate) fn is_due(&self) -> bool {
        let now = clock::now();
        let is_due = now.since(self.0.get()) >= PAUSE_MS;
        if is_due {
            self.0.set(now);
        }
        is_due
    }
}

/// Closes the agents' sockets whose session has expired; `session` gives the hash of its token.
pub(crate) async fn close_ended<T: DeserializeOwned>(
    env: &Env,
    state: &State,
    team: &TeamId,
    session: impl Fn(&T) -> Option<String>,
) -> Result<(), Error> {
    let sockets = state.get_websockets_with_tag(Audience::Agent.tag());
    let open = sockets
        .iter()
        .filter_map(|it| socket::identity::<T>(it).ok());
    let mut token_hashes: Vec<String> = open.filter_map(|identity| session(&identity)).collect();
    token_hashes.sort();
    token_hashes.dedup();
    if token_hashes.is_empty() {
        return Ok(());
    }
    let alive = team::ask(env, team, team::Alive { token_hashes }).await?;
    let is_ended = |identity: &T| session(identity).is_some_and(|hash| !alive.contains(&hash));
    socket::close_such(state, Audience::Agent, is_ended, "the session has ended");
    Ok(())
}
