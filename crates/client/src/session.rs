//! Whether the line is alive: connecting, live, or waiting to try again.

use protocol::Timestamp;

/// Pause after the first failure; doubled after each, up to [`LONGEST_PAUSE_MS`].
const FIRST_PAUSE_MS: i64 = 500;
/// A learner who comes back to the tab waits no longer than this.
const LONGEST_PAUSE_MS: i64 = 20_000;
/// Pause between two pings: half of the shortest idle time-out known of campus proxies (60 s).
const PING_MS: i64 = 25_000;
/// How long a pong may take before the line counts as dead (T4).
const PONG_MS: i64 = 8_000;
/// How long opening a socket may take.
const OPEN_MS: i64 = 12_000;

/// How the line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Line {
    /// Nothing was tried yet.
    #[default]
    Idle,
    /// A socket is opening, since then.
    Connecting(Timestamp),
    /// Frames flow.
    Live,
    /// Lost; to be tried again then.
    Waiting(Timestamp),
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Open a socket.
    Connect,
    /// Send a ping.
    Ping,
    /// Drop the socket, as it is dead, and call [`Session::lost`].
    Drop,
}

/// The line's state. Feed it what happens and the time; do the steps it says.
#[derive(Clone, Debug, Default)]
pub struct Session {
    line: Line,
    failures: u32,
    heard_at: Timestamp,
    pinged_at: Option<Timestamp>,
}

impl Session {
    /// How the line is.
    #[must_use]
    pub fn line(&self) -> Line {
        self.line
    }

    /// What to do at this time, if anything. Ask about every second.
    pub fn step(&mut self, now: Timestamp) -> Option<Step> {
        match self.line {
            Line::Idle => self.connect(now),
            Line::Waiting(at) if at <= now => self.connect(now),
            Line::Waiting(_) => None,
            Line::Connecting(since) => (now.since(since) > OPEN_MS).then_some(Step::Drop),
            Line::Live => match self.pinged_at {
                Some(at) if now.since(at) > PONG_MS => Some(Step::Drop),
                Some(_) => None,
                None if now.since(self.heard_at) >= PING_MS => {
                    self.pinged_at = Some(now);
                    Some(Step::Ping)
                }
                None => None,
            },
        }
    }

    /// The network is back or the tab is seen again: no use in waiting, and a silent line
    /// is asked at once whether it lives.
    pub fn woken(&mut self, now: Timestamp) {
        match self.line {
            Line::Waiting(_) => self.line = Line::Waiting(now),
            Line::Live if self.pinged_at.is_none() => self.heard_at = now.plus(-PING_MS),
            Line::Idle | Line::Connecting(_) | Line::Live => {}
        }
    }

    /// Something was received: the line lives.
    pub fn heard(&mut self, now: Timestamp) {
        self.line = Line::Live;
        self.failures = 0;
        self.heard_at = now;
        self.pinged_at = None;
    }

    /// The socket is gone. `chance` is between 0 and 1: it spreads those who lost the same
    /// server, so that they do not all come back at once.
    pub fn lost(&mut self, now: Timestamp, chance: f64) {
        let doubled = FIRST_PAUSE_MS.saturating_mul(1 << self.failures.min(10));
        let pause = doubled.min(LONGEST_PAUSE_MS);
        let spread = (pause as f64 * (0.5 + chance.clamp(0.0, 1.0) / 2.0)) as i64;
        self.failures = self.failures.saturating_add(1);
        self.pinged_at = None;
        self.line = Line::Waiting(now.plus(spread));
    }

    fn connect(&mut self, now: Timestamp) -> Option<Step> {
        self.line = Line::Connecting(now);
        Some(Step::Connect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_open_line_is_noticed() {
        let mut session = Session::default();
        assert_eq!(session.step(Timestamp(0)), Some(Step::Connect));
        assert_eq!(session.step(Timestamp(1)), None);
        session.heard(Timestamp(100));
        assert_eq!(session.step(Timestamp(20_000)), None);
        assert_eq!(session.step(Timestamp(25_100)), Some(Step::Ping));
        assert_eq!(session.step(Timestamp(26_000)), None);
        assert_eq!(session.step(Timestamp(33_200)), Some(Step::Drop));
        session.lost(Timestamp(33_200), 0.0);
        assert_eq!(session.line(), Line::Waiting(Timestamp(33_450)));
        assert_eq!(session.step(Timestamp(33_450)), Some(Step::Connect));
    }

    #[test]
    fn pauses_grow_are_spread_and_end_when_woken() {
        let mut session = Session::default();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            session.step(Timestamp(i64::MAX));
            session.lost(Timestamp(0), 1.0);
            let Line::Waiting(at) = session.line() else {
                panic!("not waiting");
            };
            pauses.push(at.0);
        }
        assert_eq!(
            pauses,
            [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]
        );
        session.woken(Timestamp(3));
        assert_eq!(session.step(Timestamp(3)), Some(Step::Connect));
    }

    #[test]
    fn a_line_that_was_asleep_is_asked_at_once() {
        let mut session = Session::default();
        session.step(Timestamp(0));
        session.heard(Timestamp(0));
        session.woken(Timestamp(1_000));
        assert_eq!(session.step(Timestamp(1_000)), Some(Step::Ping));
    }
}
