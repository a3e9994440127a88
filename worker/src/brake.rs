//! Rate limits: a burst at once, then a steady rate a second (a token bucket).

use crate::error::Error;
use protocol::{Code, Problem, Timestamp};
use std::cell::Cell;
use std::collections::HashMap;

/// A token bucket.
pub(crate) struct Brake {
    /// Size of the burst.
    most: f64,
    /// Refilled each second.
    a_second: f64,
    /// How many are left, and when that was counted.
    left: Cell<(f64, Timestamp)>,
}

impl Brake {
    pub(crate) const fn new(most: u32, a_second: f64) -> Self {
        Self {
            most: most as f64,
            a_second,
            left: Cell::new((most as f64, Timestamp(0))),
        }
    }

    /// How many are left now.
    fn left(&self, now: Timestamp) -> f64 {
        let (left, then) = self.left.get();
        let seconds = now.since(then).max(0) as f64 / 1_000.0;
        (left + seconds * self.a_second).min(self.most)
    }

    /// Whether none is left now.
    fn is_empty(&self, now: Timestamp) -> bool {
        self.left(now) < 1.0
    }

    /// Takes one.
    ///
    /// # Errors
    /// `too_fast` if none is left.
    pub(crate) fn take(&self, now: Timestamp) -> Result<(), Error> {
        match self.lets_through(now) {
            true => Ok(()),
            false => Err(Error::Problem(Problem {
                retry_after: Some(1),
                ..Problem::new(Code::TooFast, "too much at once")
            })),
        }
    }

    /// Takes one, if any is left; answers whether it did.
    pub(crate) fn lets_through(&self, now: Timestamp) -> bool {
        let left = self.left(now);
        let is_let = left >= 1.0;
        self.left.set((if is_let { left - 1.0 } else { left }, now));
        is_let
    }
}

/// Limits what newcomers of one network do: how many are handed over to people, how many files they upload. In memory: it begins anew when the object
/// wakes, which a limit can bear.
///
/// A campus is one network. Five hundred learners there who begin within a minute stay below these numbers
/// (`tests/worker/campus.test.mjs`); a script that makes learners up does not fill the queue.
pub(crate) struct Crowd {
    by_network: HashMap<String, Brake>,
    all: Brake,
    /// Burst of one network, and how many more a second.
    most: u32,
    a_second: f64,
}

/// Most networks that are counted. With more, all counts begin anew.
const MAX_NETWORKS: usize = 10_000;

/// Limit of all networks together, as a multiple of one network's.
const NETWORKS: u32 = 5;

/// In place of a network's address: all newcomers whose browser has shown a proof of work (`proof.rs`), wherever they are.
/// They are counted together, and not among all networks.
pub(crate) const WORKED: &str = "worked";
/// Their limit: the default one of all networks together.
const WORKED_MOST: u32 = 600;
const WORKED_A_SECOND: f64 = 5.0;

/// Before a network's address: those of its learners who began more than ten minutes ago and whom the LMS did not sign
/// for. A script that makes learners up and waits is counted here.
const AGED: &str = "aged ";
/// Their limit: a campus's burst, then 3,600 an hour, which no team's learners reach.
const AGED_MOST: u32 = 600;
const AGED_A_SECOND: f64 = 1.0;

/// The name under which a network's learners are counted once they are no newcomers.
pub(crate) fn aged(network: &str) -> String {
    format!("{AGED}{network}")
}

/// Whether what has this name is left out of the limit of all networks together.
pub(crate) fn is_apart(network: &str) -> bool {
    network == WORKED || network.starts_with(AGED)
}

impl Crowd {
    /// A burst of so many for each network, then so many a second; five times that for all networks together.
    pub(crate) fn new(most: u32, a_second: f64) -> Self {
        Self {
            by_network: HashMap::new(),
            all: Brake::new(
                most.saturating_mul(NETWORKS),
                a_second * f64::from(NETWORKS),
            ),
            most,
            a_second,
        }
    }

    fn of(&mut self, network: &str) -> &Brake {
        if self.by_network.len() >= MAX_NETWORKS {
            self.by_network.clear();
        }
        let (most, a_second) = match network {
            WORKED => (WORKED_MOST, WORKED_A_SECOND),
            aged if aged.starts_with(AGED) => (AGED_MOST, AGED_A_SECOND),
            _ => (self.most, self.a_second),
        };
        let known = self.by_network.entry(network.to_owned());
        known.or_insert_with(|| Brake::new(most, a_second))
    }

    /// Whether the limit is reached, of this network or of all.
    pub(crate) fn is_full(&mut self, network: &str, now: Timestamp) -> bool {
        (!is_apart(network) && self.all.is_empty(now)) || self.of(network).is_empty(now)
    }

    /// Lets one through, if the limit is not reached; answers whether it did.
    pub(crate) fn lets_through(&mut self, network: &str, now: Timestamp) -> bool {
        let is_let = !self.is_full(network, now);
        if is_let {
            self.passed_on(network, now);
        }
        is_let
    }

    /// One more was let through.
    pub(crate) fn passed_on(&mut self, network: &str, now: Timestamp) {
        if !is_apart(network) {
            let _counted = self.all.lets_through(now);
        }
        let _counted = self.of(network).lets_through(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_of_one_network_is_not_everybody() {
        let mut crowd = Crowd::new(120, 1.0);
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
        passed = 0;
        while !crowd.is_full(WORKED, now) {
            crowd.passed_on(WORKED, now);
            passed += 1;
        }
        assert_eq!(
            passed, 600,
            "who has worked is passed on beside them, up to an end"
        );
        passed = 0;
        while crowd.lets_through(&aged("192.0.2.1"), now) {
            passed += 1;
        }
        assert_eq!(passed, 600, "who has waited has an end too");
        assert!(crowd.lets_through(&aged("192.0.2.1"), now.plus(1_000)));
        assert!(
            crowd.lets_through(&aged("198.51.100.1"), now),
            "and another network its own"
        );
    }

    #[test]
    fn so_many_at_once_and_so_many_a_second() {
        let brake = Brake::new(3, 2.0);
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
