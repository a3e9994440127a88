//! The fitted table: one row a piece; a text's vector is the mean of its rows.
//!
//! Rows are kept as they are shipped, half a byte a place with one scale a row, and widened
//! when they are looked up: nothing is unpacked when an object wakes.

use crate::file::{Malformed, Reader, write_count, write_text};
use crate::math::exp;
use crate::vector::{DIMS, Vector, quantized};
use crate::wordpiece::WordPiece;
use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

const MAGIC: &[u8] = b"baton table 1\n";

/// Bytes of a row.
const ROW: usize = DIMS / 2;

/// Half a byte that stands for zero.
const ZERO: u8 = 8;

/// Steps of a scale within a factor of two.
const SCALE_STEPS: f32 = 16.0;

/// The table, ready to embed.
pub struct Table<'t> {
    words: WordPiece,
    scales: Cow<'t, [u8]>,
    rows: Cow<'t, [u8]>,
}

/// The table that is shipped, made by `cargo xtask train-embeddings`. Natively its file is built
/// in; in WebAssembly it is an asset, and nothing before [`Table::install`] has read it.
static SHIPPED: OnceLock<Table<'static>> = OnceLock::new();

/// What embeds nothing: until the shipped one is there.
static EMPTY: LazyLock<Table<'static>> = LazyLock::new(|| Table {
    words: WordPiece::new(std::iter::empty()),
    scales: Cow::Borrowed(&[]),
    rows: Cow::Borrowed(&[]),
});

impl Table<'static> {
    /// The table that is shipped; one that knows no word, where it is not installed.
    #[must_use]
    pub fn shipped() -> &'static Self {
        #[cfg(not(target_arch = "wasm32"))]
        if SHIPPED.get().is_none() {
            // A test reads the file that is built in.
            let _is_read = Self::install(include_bytes!("../data/table.bin").as_slice());
        }
        SHIPPED.get().unwrap_or(&EMPTY)
    }

    /// Whether the shipped table is there.
    #[must_use]
    pub fn is_installed() -> bool {
        SHIPPED.get().is_some()
    }

    /// Takes the shipped table's file, which stays for good; later ones change nothing.
    ///
    /// # Errors
    /// [`Malformed`] if it cannot be read.
    pub fn install(file: impl Into<Cow<'static, [u8]>>) -> Result<(), Malformed> {
        let file: &'static [u8] = match file.into() {
            Cow::Borrowed(file) => file,
            Cow::Owned(file) => Box::leak(file.into_boxed_slice()),
        };
        let table = Self::read(file)?;
        let _is_first = SHIPPED.set(table);
        Ok(())
    }
}

impl<'t> Table<'t> {
    /// Reads a file that [`TableRows::write`] made.
    ///
    /// # Errors
    /// [`Malformed`] if it is cut short, too long or of another version.
    pub fn read(file: &'t [u8]) -> Result<Self, Malformed> {
        let mut file = Reader::new(file, MAGIC)?;
        let count = file.count()?;
        let words = WordPiece::new(file.text()?.lines());
        let scales = file.bytes(count)?;
        let rows = file.bytes(count.checked_mul(ROW).ok_or(Malformed("a count"))?)?;
        file.end()?;
        if words.len() != count {
            return Err(Malformed("another number of pieces than of rows"));
        }
        Ok(Self {
            words,
            scales: scales.into(),
            rows: rows.into(),
        })
    }

    /// Whether a word in lower case is one of its pieces as a whole: a word of the language, not
    /// a slip of the pen.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        self.words.number(word).is_some()
    }

    /// A text's vector; all zero if none of its pieces is known.
    #[must_use]
    pub fn embed(&self, text: &str) -> Vector {
        quantized(&self.sum(text))
    }

    /// The sum of a text's rows: its direction is the text's, its length grows with it.
    fn sum(&self, text: &str) -> [f32; DIMS] {
        let mut sum = [0.0_f32; DIMS];
        for piece in self.words.pieces(text, usize::MAX) {
            let piece = usize::from(piece);
            let scale = scale(self.scales[piece]);
            let row = &self.rows[piece * ROW..(piece + 1) * ROW];
            // The first half of the places in the low halves, the second in the high ones.
            let (low, high) = sum.split_at_mut(ROW);
            for ((low, high), byte) in low.iter_mut().zip(high).zip(row) {
                *low += scale * (f32::from(byte & 15) - f32::from(ZERO));
                *high += scale * (f32::from(byte >> 4) - f32::from(ZERO));
            }
        }
        sum
    }
}

/// A scale by its number: sixteen steps halve it.
fn scale(step: u8) -> f32 {
    exp(-f32::from(step) / SCALE_STEPS * std::f32::consts::LN_2)
}

/// Rows as they were fitted, from which a table's file is made.
pub struct TableRows<'r> {
    /// Pieces in order, those inside a word with `##`.
    pub words: &'r [&'r str],
    /// [`DIMS`] floats each.
    pub rows: &'r [f32],
    /// Steps kept on either side of zero, at most 7: fewer compress better.
    pub steps: u8,
}

impl TableRows<'_> {
    /// The file that [`Table::read`] reads.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let most = f32::from(self.steps.clamp(1, 7));
        let mut scales = Vec::with_capacity(self.words.len());
        let mut bytes = Vec::with_capacity(self.words.len() * ROW);
        for row in self.rows.chunks_exact(DIMS) {
            let rounded = |step: u8, place: f32| (place / scale(step)).round().clamp(-most, most);
            let lost = |step: u8| -> f32 {
                row.iter()
                    .map(|place| (place - rounded(step, *place) * scale(step)).powi(2))
                    .sum()
            };
            let best = (0..=u8::MAX)
                .min_by(|a, b| lost(*a).total_cmp(&lost(*b)))
                .unwrap_or_default();
            let half = |place: f32| (rounded(best, place) + f32::from(ZERO)) as u8;
            scales.push(best);
            let (low, high) = row.split_at(ROW);
            bytes.extend(
                low.iter()
                    .zip(high)
                    .map(|(low, high)| half(*low) | half(*high) << 4),
            );
        }
        let mut file = MAGIC.to_vec();
        write_count(&mut file, self.words.len());
        write_text(&mut file, &self.words.join("\n"));
        file.extend(scales);
        file.extend(bytes);
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity;

    fn file() -> Vec<u8> {
        let mut rows = vec![0.0; 3 * DIMS];
        for (place, value) in rows.iter_mut().enumerate() {
            let towards = [1.0, 0.9, -1.0][place / DIMS];
            *value = towards * (((place % DIMS) * 37 % 15) as f32 - 7.0) / 7.0;
        }
        let words = ["password", "##s", "weather"];
        TableRows {
            words: &words,
            rows: &rows,
            steps: 7,
        }
        .write()
    }

    #[test]
    fn a_text_lies_where_its_rows_say() {
        let file = file();
        let table = Table::read(&file).unwrap();
        let password = table.embed("password");
        assert!(similarity(&password, &table.embed("Passwords!")) > 0.99);
        assert!(similarity(&password, &table.embed("weather")) < -0.99);
        assert_eq!(table.embed("unknown"), vec![0; DIMS]);
    }

    #[test]
    fn the_shipped_table_knows_meanings() {
        let table = Table::shipped();
        let asked = table.embed("I forgot my password");
        let near = similarity(
            &asked,
            &table.embed("recover the credentials of your account"),
        );
        let far = similarity(&asked, &table.embed("bake a chocolate cake"));
        assert!(near > far + 0.1, "{near} {far}");
    }

    #[test]
    fn a_bent_file_is_refused_and_breaks_nothing() {
        let file = file();
        for end in 0..file.len() {
            assert!(Table::read(&file[..end]).is_err(), "{end}");
        }
        let longer = [file.as_slice(), &[0]].concat();
        assert_eq!(Table::read(&longer).err(), Some(Malformed("too long")));
        assert!(Table::read(b"something else").is_err());
    }
}
