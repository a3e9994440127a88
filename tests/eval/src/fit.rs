//! Fits the table: principal directions of MiniLM's vectors, then one row a piece.
//!
//! Recipe (source: design notes on retrieval): a piece's row begins as MiniLM's vector of the
//! piece alone, projected and scaled by .001 / (.001 + its share of all pieces); ridge
//! regression of the texts' projected vectors on the mean of their rows, from that start,
//! by conjugate gradients with a diagonal preconditioner.

use crate::teacher;
use anyhow::Result;
use embedding::{DIMS, Encoder, HIDDEN, Piece, Projection};
use nalgebra::{DMatrix, SymmetricEigen};
use std::path::Path;

/// Share of pieces at which a row starts at half its length.
const COMMON: f32 = 0.001;
/// Weight of the start against the texts.
const RIDGE: f32 = 0.1;
const STEPS: usize = 40;
/// One text in this many is held out.
const HELD_OUT: usize = 50;

/// What was fitted.
pub(crate) struct Fitted {
    pub(crate) projection: Projection,
    /// [`DIMS`] floats for each of the encoder's pieces.
    pub(crate) rows: Vec<f32>,
    /// Mean cosine between table and MiniLM on texts held out: at the start, and fitted.
    pub(crate) cosine: (f32, f32),
}

/// A text as the share each piece has of it.
type Shares = Vec<(Piece, f32)>;

/// Fits to `texts`, given in pieces of the encoder's list of `words` pieces.
pub(crate) fn fit(
    encoder: &Encoder,
    words: usize,
    texts: &[Vec<Piece>],
    cache: &Path,
) -> Result<Fitted> {
    let full = teacher::vectors(encoder, texts, cache)?;
    let projection = directions(&full)?;
    let targets: Vec<f32> = full
        .chunks_exact(HIDDEN)
        .flat_map(|vector| projection.project(vector))
        .collect();
    let start = start(encoder, words, texts, &projection, cache)?;
    let shares: Vec<Shares> = texts.iter().map(|text| shares(text)).collect();
    let held_out = |number: &usize| number.is_multiple_of(HELD_OUT);
    let learned: Vec<usize> = (0..texts.len())
        .filter(|number| !held_out(number))
        .collect();
    let tested: Vec<usize> = (0..texts.len()).filter(held_out).collect();
    let before = mean_cosine(&shares, &targets, &start, &tested);
    let rows = ridge(&shares, &targets, start, &learned);
    let after = mean_cosine(&shares, &targets, &rows, &tested);
    Ok(Fitted {
        projection,
        rows,
        cosine: (before, after),
    })
}

/// The mean and the leading directions, rounded as they are shipped.
fn directions(full: &[f32]) -> Result<Projection> {
    let count = full.len() / HIDDEN;
    let mut mean = vec![0.0_f64; HIDDEN];
    for vector in full.chunks_exact(HIDDEN) {
        for (sum, place) in mean.iter_mut().zip(vector) {
            *sum += f64::from(*place) / count as f64;
        }
    }
    let mut covariance = vec![0.0_f64; HIDDEN * HIDDEN];
    for vector in full.chunks_exact(HIDDEN) {
        let centred: Vec<f64> = vector
            .iter()
            .zip(&mean)
            .map(|(place, mean)| f64::from(*place) - mean)
            .collect();
        for (row, a) in covariance.chunks_exact_mut(HIDDEN).zip(&centred) {
            for (sum, b) in row.iter_mut().zip(&centred) {
                *sum += a * b / count as f64;
            }
        }
    }
    let eigen = SymmetricEigen::new(DMatrix::from_row_slice(HIDDEN, HIDDEN, &covariance));
    let mut order: Vec<usize> = (0..HIDDEN).collect();
    order.sort_by(|a, b| eigen.eigenvalues[*b].total_cmp(&eigen.eigenvalues[*a]));
    let kept: f64 = order[..DIMS]
        .iter()
        .map(|place| eigen.eigenvalues[*place])
        .sum();
    println!("variance_kept {:.4}", kept / eigen.eigenvalues.sum());
    let mut rows = Vec::with_capacity(DIMS * HIDDEN);
    for direction in &order[..DIMS] {
        let column = eigen.eigenvectors.column(*direction);
        // A direction and its opposite are as good; one is chosen, so that runs agree.
        let largest = column
            .iter()
            .copied()
            .max_by(|a, b| a.abs().total_cmp(&b.abs()));
        let sign = largest.unwrap_or(1.0).signum();
        rows.extend(column.iter().map(|place| (place * sign) as f32));
    }
    let exact = Projection {
        mean: mean.iter().map(|place| *place as f32).collect(),
        rows,
    };
    // The table is fitted to what the shipped directions give.
    Ok(Projection::read(&exact.write())?)
}

/// Each piece alone, through MiniLM.
fn start(
    encoder: &Encoder,
    words: usize,
    texts: &[Vec<Piece>],
    projection: &Projection,
    cache: &Path,
) -> Result<Vec<f32>> {
    let alone: Vec<Vec<Piece>> = (0..words)
        .filter_map(|piece| Some(vec![Piece::try_from(piece).ok()?]))
        .collect();
    let full = teacher::vectors(encoder, &alone, cache)?;
    let mut counts = vec![0_u32; words];
    for piece in texts.iter().flatten() {
        counts[usize::from(*piece)] += 1;
    }
    let all = counts.iter().sum::<u32>() as f32;
    Ok(full
        .chunks_exact(HIDDEN)
        .zip(counts)
        .flat_map(|(vector, count)| {
            let scale = COMMON / (COMMON + count as f32 / all);
            projection
                .project(vector)
                .into_iter()
                .map(move |place| place * scale)
        })
        .collect())
}

fn shares(text: &[Piece]) -> Shares {
    let mut sorted = text.to_vec();
    sorted.sort_unstable();
    let share = 1.0 / text.len() as f32;
    sorted
        .chunk_by(|a, b| a == b)
        .map(|same| (same[0], share * same.len() as f32))
        .collect()
}

/// The mean of a text's rows.
fn mean(shares: &Shares, rows: &[f32]) -> [f32; DIMS] {
    let mut sum = [0.0; DIMS];
    for (piece, share) in shares {
        let row = &rows[usize::from(*piece) * DIMS..][..DIMS];
        for (sum, place) in sum.iter_mut().zip(row) {
            *sum += share * place;
        }
    }
    sum
}

fn mean_cosine(shares: &[Shares], targets: &[f32], rows: &[f32], which: &[usize]) -> f32 {
    let cosine = |number: &usize| {
        let ours = mean(&shares[*number], rows);
        let theirs = &targets[number * DIMS..][..DIMS];
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
        dot(&ours, theirs) / (dot(&ours, &ours) * dot(theirs, theirs)).sqrt().max(1e-12)
    };
    which.iter().map(cosine).sum::<f32>() / which.len() as f32
}

/// Adds `sign` times each text's residue to its pieces' rows: AᵀA rows, or Aᵀ targets.
fn back(
    shares: &[Shares],
    which: &[usize],
    size: usize,
    of_text: impl Fn(usize) -> [f32; DIMS] + Sync,
) -> Vec<f32> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let workers: Vec<_> = which
            .chunks(which.len().div_ceil(cores))
            .map(|part| {
                let of_text = &of_text;
                scope.spawn(move || {
                    let mut out = vec![0.0_f32; size];
                    for number in part {
                        let vector = of_text(*number);
                        for (piece, share) in &shares[*number] {
                            let row = &mut out[usize::from(*piece) * DIMS..][..DIMS];
                            for (sum, place) in row.iter_mut().zip(&vector) {
                                *sum += share * place;
                            }
                        }
                    }
                    out
                })
            })
            .collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .collect()
    });
    let mut parts = parts.into_iter();
    let mut sum = parts.next().unwrap_or_default();
    for part in parts {
        for (sum, place) in sum.iter_mut().zip(part) {
            *sum += place;
        }
    }
    sum
}

/// Conjugate gradients on (AᵀA + ridge) rows = Aᵀ targets + ridge start, each place for itself.
fn ridge(shares: &[Shares], targets: &[f32], start: Vec<f32>, which: &[usize]) -> Vec<f32> {
    let size = start.len();
    let mut diagonal = vec![RIDGE; size / DIMS];
    for number in which {
        for (piece, share) in &shares[*number] {
            diagonal[usize::from(*piece)] += share * share;
        }
    }
    let condition = |residue: &[f32]| -> Vec<f32> {
        let rows = residue.chunks_exact(DIMS).zip(&diagonal);
        rows.flat_map(|(row, diagonal)| row.iter().map(move |place| place / diagonal))
            .collect()
    };
    let products = |a: &[f32], b: &[f32]| -> [f64; DIMS] {
        let mut sums = [0.0; DIMS];
        for (a, b) in a.chunks_exact(DIMS).zip(b.chunks_exact(DIMS)) {
            for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
                *sum += f64::from(*a) * f64::from(*b);
            }
        }
        sums
    };
    // At the start the ridge pulls nowhere: the residue is the texts' alone.
    let mut rows = start;
    let mut residue = back(shares, which, size, |number| {
        let mut left = mean(&shares[number], &rows);
        for (left, target) in left.iter_mut().zip(&targets[number * DIMS..]) {
            *left = target - *left;
        }
        left
    });
    let mut conditioned = condition(&residue);
    let mut direction = conditioned.clone();
    let mut before = products(&residue, &conditioned);
    for _ in 0..STEPS {
        let mut moved = back(shares, which, size, |number| {
            mean(&shares[number], &direction)
        });
        for (moved, place) in moved.iter_mut().zip(&direction) {
            *moved += RIDGE * place;
        }
        let along = products(&direction, &moved);
        let mut step = [0.0_f32; DIMS];
        for ((step, before), along) in step.iter_mut().zip(&before).zip(&along) {
            *step = (before / along.max(1e-30)) as f32;
        }
        for (at, (row, residue)) in rows.iter_mut().zip(&mut residue).enumerate() {
            *row += step[at % DIMS] * direction[at];
            *residue -= step[at % DIMS] * moved[at];
        }
        conditioned = condition(&residue);
        let after = products(&residue, &conditioned);
        for (at, (direction, conditioned)) in direction.iter_mut().zip(&conditioned).enumerate() {
            let share = (after[at % DIMS] / before[at % DIMS].max(1e-30)) as f32;
            *direction = conditioned + share * *direction;
        }
        before = after;
    }
    rows
}
