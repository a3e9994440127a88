//! A brake on what comes too fast: so many at once, and so many a second after that.

use protocol::Timestamp;
use std::cell::Cell;

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

    /// Whether one more may come now; it counts.
    pub(crate) fn lets_through(&self, now: Timestamp) -> bool {
        let (left, then) = self.left.get();
        let seconds = now.since(then).max(0) as f64 / 1_000.0;
        let left = (left + seconds * self.a_second).min(self.most);
        let is_let = left >= 1.0;
        self.left.set((if is_let { left - 1.0 } else { left }, now));
        is_let
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
