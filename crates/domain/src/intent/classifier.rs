//! A small trained classifier of messages: logistic regression on the words of a message, their
//! neighbours and their letters, so that slips of the pen and forms never seen still count.
//!
//! Fitted by `cargo xtask train-intent --data DIR`, from texts whose licences are named in
//! `tests/eval/src/intent.rs`. One byte a weight.

use crate::words::words;

/// Buckets that features are hashed into, a weight each: in English, and in few languages besides, as many as these.
pub const BUCKETS: usize = 1 << 14;
/// In twelve languages and their scripts: with fewer, words of one stand for another's. With a quarter of them five
/// times as many ordinary messages are taken for danger (`cargo xtask train-intent`).
pub const MOST_BUCKETS: usize = 1 << 16;

/// Letters of a piece of a word, its ends included.
const PIECE: usize = 4;

/// Words of a message that are read: what somebody wants stands in them.
const MOST_WORDS: usize = 60;

/// Where a message stands among so many buckets, a power of two: each feature once, ascending.
#[must_use]
pub fn features(text: &str, buckets: usize) -> Vec<u16> {
    let mut words = words(text);
    words.truncate(MOST_WORDS);
    let mut features = Vec::new();
    let mut add = |kind: u8, parts: &[&str]| {
        let hash = hashed(kind, parts);
        features.push((hash ^ (hash >> 32)) as u16 & (buckets - 1) as u16);
    };
    for word in &words {
        add(b'w', &[word]);
        for piece in pieces(&marked(word), PIECE) {
            add(b'p', &[piece]);
        }
    }
    for pair in words.windows(2) {
        add(b'2', &[&pair[0], &pair[1]]);
    }
    for three in words.windows(3) {
        add(b'3', &[&three[0], &three[1], &three[2]]);
        add(b's', &[&three[0], &three[2]]);
    }
    if let (Some(first), Some(last)) = (words.first(), words.last()) {
        add(b'f', &[first]);
        add(b'l', &[last]);
    }
    let length = match words.len() {
        0..=2 => words.len(),
        3..=4 => 3,
        5..=8 => 4,
        9..=16 => 5,
        _ => 6,
    };
    add(
        b'n',
        &[
            "...."[..length.min(4)].as_ref(),
            if length > 4 { "." } else { "" },
            if length > 5 { "." } else { "" },
        ],
    );
    if text.trim_end().ends_with('?') {
        add(b'?', &[]);
    }
    features.sort_unstable();
    features.dedup();
    features
}

/// A word with its ends marked.
pub(crate) fn marked(word: &str) -> String {
    ["^", word, "$"].concat()
}

/// Each piece of so many letters.
pub(crate) fn pieces(marked: &str, letters: usize) -> impl Iterator<Item = &str> {
    let begins = || {
        let begins = marked.char_indices().map(|(at, _)| at);
        begins.chain([marked.len()])
    };
    let ends = begins().skip(letters);
    begins().zip(ends).map(|(begin, end)| &marked[begin..end])
}

/// One number for a feature: its kind and its parts.
pub(crate) fn hashed(kind: u8, parts: &[&str]) -> u64 {
    parts
        .iter()
        .fold(fnv(0xcbf2_9ce4_8422_2325, &[kind]), |hash, part| {
            fnv(fnv(hash, part.as_bytes()), b" ")
        })
}

/// FNV-1a: <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// What a value counts, by how many there are: a long message is not surer for being long.
#[must_use]
pub fn weight_of_each(features: usize) -> f32 {
    1.0 / (features.max(1) as f32).sqrt()
}

/// A fitted classifier: bias and scale as little-endian floats, then a byte for each bucket.
#[derive(Clone, Copy, Debug)]
pub struct Classifier<'a> {
    bias: f32,
    scale: f32,
    weights: &'a [u8],
}

impl<'a> Classifier<'a> {
    /// Reads one; `None` if the file is not of this form.
    #[must_use]
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let (bias, rest) = file.split_first_chunk::<4>()?;
        let (scale, weights) = rest.split_first_chunk::<4>()?;
        let is_known = [BUCKETS, MOST_BUCKETS].contains(&weights.len());
        is_known.then(|| Self {
            bias: f32::from_le_bytes(*bias),
            scale: f32::from_le_bytes(*scale),
            weights,
        })
    }

    /// The probability that a message is of the kind it was fitted to.
    #[must_use]
    pub fn probability(&self, text: &str) -> f32 {
        let features = features(text, self.weights.len());
        let sum: i32 = features
            .iter()
            .map(|feature| i32::from(self.weights[usize::from(*feature)].cast_signed()))
            .sum();
        let sum = self.bias + sum as f32 * self.scale * weight_of_each(features.len());
        1.0 / (1.0 + (-sum).exp())
    }

    /// Writes one: weights are rounded to a byte.
    #[must_use]
    pub fn write(bias: f32, weights: &[f32]) -> Vec<u8> {
        let most = weights
            .iter()
            .fold(0.0_f32, |most, weight| most.max(weight.abs()));
        let scale = (most / 127.0).max(f32::MIN_POSITIVE);
        let mut file = Vec::with_capacity(8 + weights.len());
        file.extend(bias.to_le_bytes());
        file.extend(scale.to_le_bytes());
        file.extend(
            weights
                .iter()
                .map(|weight| ((weight / scale).round() as i8).cast_unsigned()),
        );
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for buckets in [BUCKETS, MOST_BUCKETS] {
            let mut weights = vec![0.0; buckets];
            for feature in features("talk to a person", buckets) {
                weights[usize::from(feature)] = 2.0;
            }
            let file = Classifier::write(-1.0, &weights);
            let classifier = Classifier::read(&file).unwrap();
            assert!(classifier.probability("talk to a person") > 0.9);
            assert!(classifier.probability("quantum chemistry") < 0.4);
            assert!(classifier.probability("") < 0.5);
            assert!(Classifier::read(&file[1..]).is_none());
        }
    }
}
