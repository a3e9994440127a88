//! Slips of the pen: how far one word is from another.

/// Letters a word has before a slip in it is forgiven: shorter words have too many neighbours.
const ONE_SLIP_LETTERS: usize = 4;
/// Letters a word has before two slips are.
const TWO_SLIPS_LETTERS: usize = 8;

/// Slips that are forgiven in a word.
pub(crate) fn forgiven(word: &str) -> u32 {
    match word.chars().count() {
        0..ONE_SLIP_LETTERS => 0,
        ONE_SLIP_LETTERS..TWO_SLIPS_LETTERS => 1,
        _ => 2,
    }
}

/// What rules most words out at a glance: which letters a word has, and how many.
#[derive(Clone, Copy)]
pub(crate) struct Sketch {
    letters: u32,
    count: u8,
}

impl Sketch {
    pub(crate) fn of(word: &str) -> Self {
        let mut letters = 0;
        let mut count = 0_u8;
        for c in word.chars() {
            letters |= 1 << (u32::from(c) % 32);
            count = count.saturating_add(1);
        }
        Self { letters, count }
    }

    /// Whether two words may be within `slips` of each other: a slip changes at most two of the
    /// letters that occur, and the count by one.
    pub(crate) fn may_be_within(self, other: Self, slips: u32) -> bool {
        (self.letters ^ other.letters).count_ones() <= 2 * slips
            && u32::from(self.count.abs_diff(other.count)) <= slips
    }
}

/// Letters missing, added, changed, or swapped with the next, between two words; `None` if they
/// are more than `most`. Source: the restricted Damerau–Levenshtein distance.
pub(crate) fn slips(written: &str, meant: &str, most: u32) -> Option<u32> {
    let (a, b): (Vec<char>, Vec<char>) = (written.chars().collect(), meant.chars().collect());
    let mut before: Vec<u32> = Vec::new();
    let mut above: Vec<u32> = (0..=b.len() as u32).collect();
    for (row, x) in a.iter().enumerate() {
        let mut here = vec![row as u32 + 1; b.len() + 1];
        for (column, y) in b.iter().enumerate() {
            let mut least = (above[column] + u32::from(x != y))
                .min(above[column + 1] + 1)
                .min(here[column] + 1);
            if row > 0 && column > 0 && *x == b[column - 1] && a[row - 1] == *y {
                least = least.min(before[column - 1] + 1);
            }
            here[column + 1] = least;
        }
        if here.iter().all(|least| *least > most) {
            return None;
        }
        before = std::mem::replace(&mut above, here);
    }
    above.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (written, meant, count) in [
            ("pasword", "password", Some(1)),
            ("passwrod", "password", Some(1)),
            ("passsword", "password", Some(1)),
            ("pazzword", "password", Some(2)),
            ("certifcaet", "certificate", Some(2)),
            ("quiz", "quit", Some(1)),
            ("grading", "reading", Some(2)),
            ("course", "grades", None),
            ("", "ab", Some(2)),
        ] {
            assert_eq!(slips(written, meant, 2), count, "{written}");
            let may = Sketch::of(written).may_be_within(Sketch::of(meant), 2);
            assert!(may || count.is_none(), "{written}");
        }
    }

    #[test]
    fn short_words_are_taken_as_written() {
        assert_eq!(
            [forgiven("quiz"), forgiven("vpn"), forgiven("certificate")],
            [1, 0, 2]
        );
    }
}
