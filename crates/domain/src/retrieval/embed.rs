//! The embedded embedding: text to a vector, with no model file.
//!
//! Every stem and every three letters of a word vote, with a sign, for a few of
//! [`DIMS`] places chosen by a hash. Texts that share stems or spell them alike
//! get alike vectors, so "pasword" is near "password". It knows no meanings: the
//! fitted table that does replaces this file behind the same two functions.

use crate::words::{terms, words};

/// Places of a vector.
pub const DIMS: usize = 256;

/// A unit vector, scaled to signed bytes.
pub type Vector = Vec<i8>;

/// Weight of a whole stem against one of three letters.
const STEM_WEIGHT: f32 = 2.0;

/// The vector of a text; all zero if it has no words.
#[must_use]
pub fn embed(text: &str) -> Vector {
    let mut sums = [0.0_f32; DIMS];
    for term in terms(text) {
        vote(&mut sums, term.as_bytes(), STEM_WEIGHT);
    }
    for word in words(text).iter().filter(|word| word.chars().count() > 3) {
        let letters: Vec<char> = format!("^{word}$").chars().collect();
        let share = 1.0 / (letters.len() as f32).sqrt();
        for three in letters.windows(3) {
            let three: String = three.iter().collect();
            vote(&mut sums, three.as_bytes(), share);
        }
    }
    // Long texts repeat themselves: damp what is said often.
    for sum in &mut sums {
        *sum = sum.signum() * sum.abs().sqrt();
    }
    let length = sums.iter().map(|sum| sum * sum).sum::<f32>().sqrt();
    if length == 0.0 {
        return vec![0; DIMS];
    }
    sums.iter()
        .map(|sum| (sum / length * 127.0).round() as i8)
        .collect()
}

/// Cosine of two vectors, -1 to 1; 0 if either is empty.
#[must_use]
pub fn similarity(a: &[i8], b: &[i8]) -> f32 {
    let dot = |x: &[i8], y: &[i8]| -> i32 {
        x.iter()
            .zip(y)
            .map(|(x, y)| i32::from(*x) * i32::from(*y))
            .sum()
    };
    let lengths = (dot(a, a) as f32).sqrt() * (dot(b, b) as f32).sqrt();
    if lengths == 0.0 {
        0.0
    } else {
        dot(a, b) as f32 / lengths
    }
}

/// Adds a feature's signed weight at two places.
fn vote(sums: &mut [f32; DIMS], feature: &[u8], weight: f32) {
    let mut hash = fnv1a(feature);
    for _ in 0..2 {
        let sign = if hash & 1 == 0 { 1.0 } else { -1.0 };
        sums[(hash >> 32) as usize % DIMS] += sign * weight;
        hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
    }
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>. Stable across builds, as
/// stored vectors outlive the code that made them.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_say_alike_things_are_near() {
        let page = embed("Reset your password from the sign-in page");
        let near = similarity(&embed("how do I reset my password"), &page);
        let typo = similarity(&embed("how do I resset my pasword"), &page);
        let far = similarity(&embed("bulk import of users by CSV"), &page);
        assert!(near > typo && typo > far + 0.05, "{near} {typo} {far}");
    }

    #[test]
    fn a_vector_is_near_itself_and_an_empty_one_near_nothing() {
        let vector = embed("completion");
        assert!((similarity(&vector, &vector) - 1.0).abs() < 1e-3);
        assert_eq!(similarity(&embed("?!"), &vector), 0.0);
    }
}
