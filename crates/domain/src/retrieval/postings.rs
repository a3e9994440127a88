//! Which passages have a term, and how often: delta-coded bytes, ascending.

/// Number of a passage in the index's memory. Those of one article follow each other.
pub(super) type Slot = u32;

/// Most times that are told apart: BM25 saturates long before.
const MOST_TIMES: u32 = 8;

/// The passages with a term. A gap and a count share a number, seven bits a byte.
#[derive(Clone, Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    /// One past the last slot.
    next: Slot,
}

impl Postings {
    /// Adds a passage after all those in it.
    pub(super) fn push(&mut self, slot: Slot, times: u16) {
        let times = u32::from(times).clamp(1, MOST_TIMES) - 1;
        let mut code = u64::from(slot - self.next) * u64::from(MOST_TIMES) + u64::from(times);
        while code >= 0x80 {
            self.bytes.push(code as u8 | 0x80);
            code >>= 7;
        }
        self.bytes.push(code as u8);
        self.next = slot + 1;
    }

    /// The passages, ascending, with how often each has the term.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Slot, f32)> {
        let mut rest = self.bytes.iter();
        let mut next = 0;
        std::iter::from_fn(move || {
            let mut code = 0_u64;
            let mut shift = 0;
            loop {
                let byte = *rest.next()?;
                code |= u64::from(byte & 0x7f) << shift;
                if byte < 0x80 {
                    break;
                }
                shift += 7;
            }
            let slot = next + (code / u64::from(MOST_TIMES)) as Slot;
            next = slot + 1;
            Some((slot, (code % u64::from(MOST_TIMES) + 1) as f32))
        })
    }

    /// The same passages under new numbers; those that `renumber` gives none are dropped.
    pub(super) fn renumbered(&self, renumber: impl Fn(Slot) -> Option<Slot>) -> Self {
        let mut postings = Self::default();
        for (slot, times) in self.iter() {
            if let Some(slot) = renumber(slot) {
                postings.push(slot, times as u16);
            }
        }
        postings.bytes.shrink_to_fit();
        postings
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.bytes.capacity() + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_comes_back() {
        let pushed = [
            (0, 1),
            (1, 3),
            (2, 9),
            (500, 2),
            (70_000, 1),
            (16_000_000, 8),
        ];
        let mut postings = Postings::default();
        for (slot, times) in pushed {
            postings.push(slot, times);
        }
        let back: Vec<(Slot, f32)> = postings.iter().collect();
        assert_eq!(
            back,
            pushed.map(|(slot, times)| (slot, f32::from(times.min(8))))
        );
        let kept = postings.renumbered(|slot| (slot != 1 && slot < 1_000).then_some(slot));
        let slots: Vec<Slot> = kept.iter().map(|(slot, _)| slot).collect();
        assert_eq!(slots, [0, 2, 500]);
    }
}
