//! A brake on what comes too fast: so many at once, and so many a second after that.

use protocol::Timestamp;
use std::cell::Cell;
use std::collections::HashMap;

/// How much is taken.
pub(crate) struct Brake {
    /// At once.
    most: f64,
    /// In a second, after that.
    a_second: f64,
    /// How many may come now, and when that was counted.
    left: Cell<(f64, Timestamp)>,
}

impl Brake {
    pub(crate) const fn new(most: u32, a_second: u32) -> Self {
        Self {
            most: most as f64,
            a_second: a_second as f64,
            left: Cell::new((most as f64, Timestamp(0))),
        }
    }

    /// How many may come now.
    fn left(&self, now: Timestamp) -> f64 {
        let (left, then) = self.left.get();
        let seconds = now.since(then).max(0) as f64 / 1_000.0;
        (left + seconds * self.a_second).min(self.most)
    }

    /// Whether none may come now.
    fn is_empty(&self, now: Timestamp) -> bool {
        self.left(now) < 1.0
    }

    /// Whether one more may come now; it counts.
    pub(crate) fn lets_through(&self, now: Timestamp) -> bool {
        let left = self.left(now);
        let is_let = left >= 1.0;
        self.left.set((if is_let { left - 1.0 } else { left }, now));
        is_let
    }
}

/// Newcomers whom people are asked for, by the network they come from. In memory: a ceiling, not a ledger.
///
/// A campus is one network, and its learners ask for a person over a day: the numbers are what five hundred
/// of them who begin within a minute do not meet (`tests/worker/campus.test.mjs`), and few enough that a
/// team sees the end of its queue.
pub(crate) struct Crowd {
    by_network: HashMap<String, Brake>,
    all: Brake,
    /// How many of a network are passed on at once.
    most: u32,
}

/// Networks that are counted at once: with more, all of them begin anew.
const MAX_NETWORKS: usize = 10_000;

/// How many times as many are passed on of all networks as of one.
const NETWORKS: u32 = 5;

impl Crowd {
    /// So many of a network at once, and one a second after that; of all networks five times as many.
    pub(crate) fn new(most: u32) -> Self {
        Self {
            by_network: HashMap::new(),
            all: Brake::new(most.saturating_mul(NETWORKS), NETWORKS),
            most,
        }
    }

    fn of(&mut self, network: &str) -> &Brake {
        if self.by_network.len() >= MAX_NETWORKS {
            self.by_network.clear();
        }
        let most = self.most;
        let known = self.by_network.entry(network.to_owned());
        known.or_insert_with(|| Brake::new(most, 1))
    }

    /// Whether no more are passed on now, of this network or of all.
    pub(crate) fn is_full(&mut self, network: &str, now: Timestamp) -> bool {
        self.all.is_empty(now) || self.of(network).is_empty(now)
    }

    /// One was passed on.
    pub(crate) fn passed_on(&mut self, network: &str, now: Timestamp) {
        let _counted = self.all.lets_through(now);
        let _counted = self.of(network).lets_through(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_of_one_network_is_not_everybody() {
        let mut crowd = Crowd::new(120);
        let now = Timestamp(1_000_000);
        let mut passed = 0;
        while !crowd.is_full("192.0.2.1", now) {
            crowd.passed_on("192.0.2.1", now);
            passed += 1;
        }
        assert_eq!(passed, 120);
        assert!(
            !crowd.is_full("198.51.100.1", now),
            "somebody else is served"
        );
        assert!(
            !crowd.is_full("192.0.2.1", now.plus(1_000)),
            "and one a second of these"
        );
        for network in 0..5 {
            for _ in 0..120 {
                crowd.passed_on(&format!("203.0.113.{network}"), now);
            }
        }
        assert!(crowd.is_full("198.51.100.1", now), "a team has an end too");
    }

    #[test]
    fn so_many_at_once_and_so_many_a_second() {
        let brake = Brake::new(3, 2);
        let passed = |at: i64| {
            (0..10)
                .filter(|_| brake.lets_through(Timestamp(at)))
                .count()
        };
        assert_eq!(passed(1_000_000), 3);
        assert_eq!(passed(1_000_400), 0);
        assert_eq!(passed(1_001_000), 2);
        assert_eq!(passed(1_060_000), 3, "no more than at once is saved up");
        assert_eq!(passed(1_000_000), 0, "a clock that goes back gives nothing");
    }
}
