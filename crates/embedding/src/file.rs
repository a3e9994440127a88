//! Reading our binary files: little endian, parts one after another.

use std::fmt;

/// A file that is not what it should be, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed embedding file: {}", self.0)
    }
}

impl std::error::Error for Malformed {}

/// Where reading stands.
pub(crate) struct Reader<'f> {
    rest: &'f [u8],
}

impl<'f> Reader<'f> {
    /// At the beginning of a file that opens with `magic`.
    pub(crate) fn new(file: &'f [u8], magic: &[u8]) -> Result<Self, Malformed> {
        let rest = file
            .strip_prefix(magic)
            .ok_or(Malformed("another kind or version"))?;
        Ok(Self { rest })
    }

    pub(crate) fn bytes(&mut self, count: usize) -> Result<&'f [u8], Malformed> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or(Malformed("too short"))?;
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn count(&mut self) -> Result<usize, Malformed> {
        let bytes = self.bytes(4)?;
        let count = bytes.try_into().map(u32::from_le_bytes);
        count
            .ok()
            .and_then(|count| usize::try_from(count).ok())
            .ok_or(Malformed("a count"))
    }

    pub(crate) fn floats(&mut self, count: usize) -> Result<Vec<f32>, Malformed> {
        let bytes = self.bytes(count.checked_mul(4).ok_or(Malformed("a count"))?)?;
        Ok(bytes
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .collect())
    }

    pub(crate) fn text(&mut self) -> Result<&'f str, Malformed> {
        let count = self.count()?;
        std::str::from_utf8(self.bytes(count)?).map_err(|_| Malformed("text that is not UTF-8"))
    }

    pub(crate) fn end(self) -> Result<(), Malformed> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Malformed("too long"))
        }
    }
}

/// Appends a count.
pub(crate) fn write_count(file: &mut Vec<u8>, count: usize) {
    file.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

/// Appends floats.
pub(crate) fn write_floats(file: &mut Vec<u8>, floats: &[f32]) {
    file.extend(floats.iter().flat_map(|float| float.to_le_bytes()));
}

/// Appends text with its length.
pub(crate) fn write_text(file: &mut Vec<u8>, text: &str) {
    write_count(file, text.len());
    file.extend_from_slice(text.as_bytes());
}
