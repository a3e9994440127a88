//! Slips of the pen, from a seed.

/// Letters of a text that share one slip.
const LETTERS_A_SLIP: usize = 8;

/// The text with one slip for each eight of its letters: one missing, doubled, swapped with the
/// next, or changed, by turns of a generator seeded with the text itself.
pub(crate) fn slipped(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let mut seed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // SplitMix64: <https://doi.org/10.1145/2714064.2660195>.
    let mut next = move |below: usize| -> usize {
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below as u64) as usize
    };
    let count = letters.iter().filter(|c| c.is_alphabetic()).count() / LETTERS_A_SLIP;
    for _ in 0..count {
        let places: Vec<usize> = (0..letters.len())
            .filter(|at| letters[*at].is_alphabetic())
            .collect();
        if places.is_empty() {
            break;
        }
        let at = places[next(places.len())];
        match next(4) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letters[at]),
            2 if letters.get(at + 1).is_some_and(|c| c.is_alphabetic()) => letters.swap(at, at + 1),
            _ => letters[at] = char::from(b'a' + next(26) as u8),
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_slips_the_same_way_each_time_and_in_proportion() {
        let text = "how do I reset my password and my settings";
        assert_eq!(slipped(text), slipped(text));
        assert_ne!(slipped(text), text);
        assert_eq!(slipped("quiz"), "quiz");
    }
}
