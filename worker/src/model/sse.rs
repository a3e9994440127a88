//! Server-sent events out of whatever pieces the network delivers. Pure.
//!
//! Source: <https://html.spec.whatwg.org/multipage/server-sent-events.html>. Only the
//! `data` field matters to model vendors; comments and other fields are skipped.

/// Longest event, in bytes. Vendors send a few hundred; an endless line is not an event.
const MAX_EVENT_BYTES: usize = 256 * 1024;

/// An event longer than any vendor sends, or not UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Reads events.
#[derive(Default)]
pub(crate) struct Reader {
    line: Vec<u8>,
    data: String,
    has_data: bool,
    after_cr: bool,
}

impl Reader {
    /// Takes the next bytes; answers the data of every event they complete.
    ///
    /// # Errors
    /// [`Malformed`]; the reader is of no use after it.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Vec<String>, Malformed> {
        let mut events = Vec::new();
        for byte in bytes {
            let ends_crlf = self.after_cr && *byte == b'\n';
            self.after_cr = *byte == b'\r';
            match byte {
                b'\n' if ends_crlf => {}
                b'\n' | b'\r' => events.extend(self.end_line()?),
                _ => self.line.push(*byte),
            }
            if self.line.len() + self.data.len() > MAX_EVENT_BYTES {
                return Err(Malformed);
            }
        }
        Ok(events)
    }

    fn end_line(&mut self) -> Result<Option<String>, Malformed> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            let data = std::mem::take(&mut self.data);
            return Ok(std::mem::take(&mut self.has_data).then_some(data));
        }
        let line = String::from_utf8(line).map_err(|_| Malformed)?;
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        if field == "data" {
            if self.has_data {
                self.data.push('\n');
            }
            self.has_data = true;
            self.data.push_str(value.strip_prefix(' ').unwrap_or(value));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(pieces: &[&[u8]]) -> Result<Vec<String>, Malformed> {
        let mut reader = Reader::default();
        let mut events = Vec::new();
        for piece in pieces {
            events.extend(reader.push(piece)?);
        }
        Ok(events)
    }

    #[test]
    fn events_are_read_as_the_standard_says() {
        let stream =
            b": hi\r\nevent: x\r\ndata: one\r\ndata:  two\r\n\r\ndata\n\nid: 7\n\ndata: cut";
        assert_eq!(read(&[stream]).unwrap(), ["one\n two", ""]);
    }

    #[test]
    fn endless_lines_and_broken_text_are_malformed() {
        let endless = vec![b'x'; MAX_EVENT_BYTES + 1];
        assert_eq!(read(&[&endless]), Err(Malformed));
        assert_eq!(read(&[b"data: \xff\n\n"]), Err(Malformed));
    }

    proptest! {
        #[test]
        fn how_the_bytes_are_split_changes_nothing(
            data in prop::collection::vec("[a-zé日\u{1f600} ]{0,12}", 0..8),
            ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\r"]), 1..4),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let stream: String = data
                .iter()
                .zip(ends.iter().cycle())
                .map(|(data, end)| format!("data: {data}{end}{end}"))
                .collect();
            let bytes = stream.as_bytes();
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.push(bytes.len());
            cuts.sort_unstable();
            let mut from = 0;
            let mut pieces = Vec::new();
            for cut in cuts {
                pieces.push(&bytes[from..cut]);
                from = cut;
            }
            prop_assert_eq!(read(&pieces).unwrap(), data);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _either_is_fine = read(&[&bytes]);
        }
    }
}
