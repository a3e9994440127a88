//! MiniLM's vectors of texts, each computed once and kept.

use anyhow::{Context as _, Result};
use embedding::{DIMS, Encoder, HIDDEN, InContext, Piece, Projection};
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// Pieces embedded in one go: short texts share the passes over the weights.
const PIECES_AT_ONCE: usize = 256;

/// Bytes of a kept vector: its text's digest, and its places.
const RECORD: usize = 8 + HIDDEN * 4;

/// The full vectors of texts in pieces, [`HIDDEN`] places each, in their order.
///
/// Kept in `cache` by a digest of the pieces, as they are computed: a run that is cut off goes
/// on where it was.
pub(crate) fn vectors(encoder: &Encoder, texts: &[Vec<Piece>], cache: &Path) -> Result<Vec<f32>> {
    fs::create_dir_all(cache)?;
    let kept = cache.join("minilm.vectors");
    let mut known: HashMap<[u8; 8], usize> = HashMap::new();
    let mut bytes = fs::read(&kept).unwrap_or_default();
    // What was cut in the middle of a record is computed again.
    bytes.truncate(bytes.len() / RECORD * RECORD);
    let digests: Vec<[u8; 8]> = texts.iter().map(|text| digest(text)).collect();
    let index = |bytes: &[u8], known: &mut HashMap<[u8; 8], usize>| {
        for (number, record) in bytes.chunks_exact(RECORD).enumerate() {
            if let Ok(digest) = record[..8].try_into() {
                known.insert(digest, number);
            }
        }
    };
    index(&bytes, &mut known);
    let mut wanted = HashSet::new();
    let missing: Vec<usize> = (0..texts.len())
        .filter(|text| !known.contains_key(&digests[*text]) && wanted.insert(digests[*text]))
        .collect();
    if !missing.is_empty() {
        fs::write(&kept, &bytes)?;
        let mut file = OpenOptions::new().append(true).open(&kept)?;
        on_all_cores(
            texts,
            missing,
            &|inputs| encoder.encode(inputs),
            |text, vector| {
                let mut record = digests[text].to_vec();
                record.extend(vector.iter().flat_map(|place: &f32| place.to_le_bytes()));
                file.write_all(&record)?;
                bytes.extend(record);
                Ok(())
            },
        )?;
        index(&bytes, &mut known);
    }
    let mut vectors = Vec::with_capacity(texts.len() * HIDDEN);
    for digest in &digests {
        let record = known.get(digest).context("a text was not embedded")? * RECORD;
        let floats = bytes[record + 8..record + RECORD].chunks_exact(4);
        vectors.extend(floats.map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])));
    }
    Ok(vectors)
}

fn digest(text: &[Piece]) -> [u8; 8] {
    let mut digest = Sha256::new();
    text.iter()
        .for_each(|piece| digest.update(piece.to_le_bytes()));
    let mut short = [0; 8];
    short.copy_from_slice(&digest.finalize()[..8]);
    short
}

/// Texts in pieces as the encoder reads them, with the vectors of their pieces, in their order. Kept in `cache` as
/// those of [`vectors`].
pub(crate) fn in_context(
    encoder: &Encoder,
    projection: &Projection,
    texts: &[Vec<Piece>],
    cache: &Path,
) -> Result<Vec<InContext>> {
    fs::create_dir_all(cache)?;
    let kept = cache.join("minilm.contexts");
    let mut known: HashMap<[u8; 8], InContext> = HashMap::new();
    let bytes = fs::read(&kept).unwrap_or_default();
    let mut rest = bytes.as_slice();
    // What was cut in the middle of a record is computed again.
    while let Some((digest, text, behind)) = read_context(rest) {
        known.insert(digest, text);
        rest = behind;
    }
    let digests: Vec<[u8; 8]> = texts.iter().map(|text| digest(text)).collect();
    let mut wanted = HashSet::new();
    let missing: Vec<usize> = (0..texts.len())
        .filter(|text| !known.contains_key(&digests[*text]) && wanted.insert(digests[*text]))
        .collect();
    if !missing.is_empty() {
        fs::write(&kept, &bytes[..bytes.len() - rest.len()])?;
        let mut file = OpenOptions::new().append(true).open(&kept)?;
        let read = |inputs: &[&[Piece]]| {
            let states = encoder.states(inputs);
            states
                .iter()
                .map(|states| projection.text(states))
                .collect()
        };
        on_all_cores(texts, missing, &read, |text, read: InContext| {
            let mut record = digests[text].to_vec();
            record.extend(u32::try_from(read.pieces.len())?.to_le_bytes());
            let places = read.whole.iter().chain(&read.pieces);
            record.extend(places.map(|place| place.cast_unsigned()));
            file.write_all(&record)?;
            known.insert(digests[text], read);
            Ok(())
        })?;
    }
    let text = |digest: &[u8; 8]| known.get(digest).cloned();
    let all: Option<Vec<InContext>> = digests.iter().map(text).collect();
    all.context("a text was not embedded")
}

/// A kept text: its digest, itself, and what follows; `None` at the end.
fn read_context(bytes: &[u8]) -> Option<([u8; 8], InContext, &[u8])> {
    let (digest, rest) = bytes.split_first_chunk::<8>()?;
    let (count, rest) = rest.split_first_chunk::<4>()?;
    let (whole, rest) = rest.split_at_checked(DIMS)?;
    let (pieces, rest) = rest.split_at_checked(u32::from_le_bytes(*count) as usize)?;
    let signed = |bytes: &[u8]| bytes.iter().map(|byte| byte.cast_signed()).collect();
    let text = InContext {
        whole: signed(whole),
        pieces: signed(pieces),
    };
    Some((*digest, text, rest))
}

/// On all cores, texts of alike length together.
fn on_all_cores<T: Send>(
    texts: &[Vec<Piece>],
    mut order: Vec<usize>,
    read: &(impl Fn(&[&[Piece]]) -> Vec<T> + Sync),
    mut done: impl FnMut(usize, T) -> Result<()>,
) -> Result<()> {
    order.sort_by_key(|text| (texts[*text].len(), *text));
    let mut batches: Vec<Vec<usize>> = vec![Vec::new()];
    let mut pieces = 0;
    for text in order {
        pieces += texts[text].len() + 2;
        if pieces > PIECES_AT_ONCE {
            batches.push(Vec::new());
            pieces = texts[text].len() + 2;
        }
        if let Some(batch) = batches.last_mut() {
            batch.push(text);
        }
    }
    let (next, began) = (AtomicUsize::new(0), Instant::now());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        for _ in 0..cores {
            let send = send.clone();
            let (next, batches) = (&next, &batches);
            scope.spawn(move || {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let inputs: Vec<&[Piece]> =
                        batch.iter().map(|text| texts[*text].as_slice()).collect();
                    if send.send((batch, read(&inputs))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (number, (batch, vectors)) in receive.into_iter().enumerate() {
            for (text, vector) in batch.iter().zip(vectors) {
                done(*text, vector)?;
            }
            if number % 1_000 == 999 {
                let seconds = began.elapsed().as_secs_f32();
                eprintln!(
                    "  embedding: batch {} of {}, {seconds:.0} s",
                    number + 1,
                    batches.len()
                );
            }
        }
        Ok(())
    })
}
