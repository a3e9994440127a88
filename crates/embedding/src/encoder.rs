//! MiniLM's forward pass over weights of one byte.
//!
//! all-MiniLM-L6-v2 (Apache-2.0): six layers of twelve heads, 384 places, the mean of its
//! outputs. Weights are signed bytes with one scale a row; what flows between layers is
//! rounded to 14 bits before each product, so products are sums of integers. Ours, because
//! the pass is one screen of code: candle and tract bring tensors, graphs and loaders for
//! models we do not run, megabytes of them in WebAssembly, and both compute in floats there.

use crate::context::{Asked, CONTEXT_DIMS, InContext};
use crate::file::{Malformed, Reader, write_count, write_floats, write_text};
use crate::math::{exp, gelu, rounded};
use crate::simd;
use crate::vector::{DIMS, Vector, quantized};
use crate::wordpiece::{Piece, WordPiece};

/// Places between layers. Source: the model's `config.json`, as all sizes here.
pub const HIDDEN: usize = 384;
const INNER: usize = 1536;
const HEADS: usize = 12;
const HEAD: usize = HIDDEN / HEADS;
const LAYERS: usize = 6;
const EPSILON: f32 = 1e-12;

/// Pieces of a text that are read. Source: the model's `sentence_bert_config.json`.
const POSITIONS: usize = 256;

const MAGIC: &[u8] = b"baton encoder 1\n";
const PROJECTION_MAGIC: &[u8] = b"baton projection 1\n";

/// Steps of an activation on either side of zero. The largest sum of products,
/// 127 × 8,191 × 1,536, fits 31 bits.
const STEPS: f32 = 8_191.0;

/// Tokens whose activations stay in the first cache while all rows pass by.
const TOKENS_AT_ONCE: usize = 16;

/// A matrix of signed bytes, one scale a row.
struct Matrix {
    columns: usize,
    bytes: Vec<u8>,
    scales: Vec<f32>,
}

/// A matrix and what is added to its products.
struct Linear {
    matrix: Matrix,
    bias: Vec<f32>,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attention: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    norm: Norm,
}

/// From MiniLM's places to ours: subtract the mean, then one row of products each.
#[derive(Clone, Debug)]
pub struct Projection {
    /// MiniLM's mean vector, [`HIDDEN`] places.
    pub mean: Vec<f32>,
    /// [`DIMS`] rows of [`HIDDEN`].
    pub rows: Vec<f32>,
}

impl Projection {
    /// Reads a file that [`Projection::write`] made.
    ///
    /// # Errors
    /// [`Malformed`] if it is cut short, too long or of another version.
    pub fn read(file: &[u8]) -> Result<Self, Malformed> {
        let mut file = Reader::new(file, PROJECTION_MAGIC)?;
        let mean = file.floats(HIDDEN)?;
        let rows = matrix(&mut file, HIDDEN)?;
        file.end()?;
        if rows.scales.len() != DIMS {
            return Err(Malformed("another number of places"));
        }
        let rows = (0..DIMS).flat_map(|row| rows.row(row)).collect();
        Ok(Self { mean, rows })
    }

    /// The file that [`Projection::read`] reads: weights of one byte.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut file = PROJECTION_MAGIC.to_vec();
        write_floats(&mut file, &self.mean);
        write_matrix(&mut file, &self.rows, HIDDEN);
        file
    }

    /// The directions of a MiniLM vector, [`DIMS`] places, not scaled.
    #[must_use]
    pub fn project(&self, full: &[f32]) -> Vec<f32> {
        self.leading(full, DIMS)
    }

    /// The `dims` leading directions of a MiniLM vector, not scaled.
    fn leading(&self, full: &[f32], dims: usize) -> Vec<f32> {
        self.rows
            .chunks_exact(HIDDEN)
            .take(dims)
            .map(|row| {
                let centred = full
                    .iter()
                    .zip(&self.mean)
                    .map(|(place, mean)| place - mean);
                row.iter()
                    .zip(centred)
                    .map(|(weight, place)| weight * place)
                    .sum()
            })
            .collect()
    }

    /// A text as [`Encoder::states`] gives it.
    #[must_use]
    pub fn text(&self, states: &[f32]) -> InContext {
        InContext {
            whole: quantized(&self.project(&unit(states))),
            pieces: states
                .chunks_exact(HIDDEN)
                .flat_map(|state| self.in_context(state))
                .collect(),
        }
    }

    /// A piece's or a word's vector: of the mean of its states.
    fn in_context(&self, states: &[f32]) -> Vector {
        let mut mean = sum(states);
        let count = (states.len() / HIDDEN).max(1) as f32;
        for place in &mut mean {
            *place /= count;
        }
        quantized(&self.leading(&mean, CONTEXT_DIMS))
    }
}

/// The model, ready to embed.
pub struct Encoder {
    words: WordPiece,
    begin: Piece,
    end: Piece,
    word_rows: Matrix,
    position_rows: Matrix,
    embedding_norm: Norm,
    layers: Vec<Layer>,
    projection: Option<Projection>,
}

impl Encoder {
    /// Reads a file that [`Weights::write`] made.
    ///
    /// # Errors
    /// [`Malformed`] if it is cut short, too long or of another version.
    pub fn read(file: &[u8]) -> Result<Self, Malformed> {
        let mut file = Reader::new(file, MAGIC)?;
        let words = WordPiece::new(file.text()?.lines());
        let special = |piece| words.number(piece).ok_or(Malformed("no [CLS] or [SEP]"));
        let (begin, end) = (special("[CLS]")?, special("[SEP]")?);
        let word_rows = matrix(&mut file, HIDDEN)?;
        let position_rows = matrix(&mut file, HIDDEN)?;
        if position_rows.scales.len() < POSITIONS {
            return Err(Malformed("too few positions"));
        }
        let embedding_norm = norm(&mut file)?;
        let layers = (0..LAYERS)
            .map(|_| {
                Ok(Layer {
                    query: linear(&mut file, HIDDEN, HIDDEN)?,
                    key: linear(&mut file, HIDDEN, HIDDEN)?,
                    value: linear(&mut file, HIDDEN, HIDDEN)?,
                    attention: linear(&mut file, HIDDEN, HIDDEN)?,
                    attention_norm: norm(&mut file)?,
                    up: linear(&mut file, HIDDEN, INNER)?,
                    down: linear(&mut file, INNER, HIDDEN)?,
                    norm: norm(&mut file)?,
                })
            })
            .collect::<Result<_, Malformed>>()?;
        let projection = match file.count()? {
            0 => None,
            DIMS => Some(Projection {
                mean: file.floats(HIDDEN)?,
                rows: file.floats(DIMS * HIDDEN)?,
            }),
            _ => return Err(Malformed("another number of places")),
        };
        file.end()?;
        Ok(Self {
            words,
            begin,
            end,
            word_rows,
            position_rows,
            embedding_norm,
            layers,
            projection,
        })
    }

    /// The list of pieces it reads.
    #[must_use]
    pub fn words(&self) -> &WordPiece {
        &self.words
    }

    /// A text's vector in the table's space.
    ///
    /// # Errors
    /// [`Malformed`] if its file has no projection.
    pub fn embed(&self, text: &str) -> Result<Vector, Malformed> {
        Ok(self.embed_in_context(text)?.whole)
    }

    /// A text's vector in the table's space, and those of its pieces: the same pass gives both.
    ///
    /// # Errors
    /// [`Malformed`] if its file has no projection.
    pub fn embed_in_context(&self, text: &str) -> Result<InContext, Malformed> {
        let projection = self.projection()?;
        let pieces = self.words.pieces(text, POSITIONS - 2);
        let states = self.states(&[&pieces]).pop().unwrap_or_default();
        Ok(projection.text(&states))
    }

    /// A question's vector in the table's space, and those of its words.
    ///
    /// # Errors
    /// [`Malformed`] if its file has no projection.
    pub fn embed_question(&self, text: &str) -> Result<Asked, Malformed> {
        let projection = self.projection()?;
        let (pieces, words) = self.words.words(text, POSITIONS - 2);
        let states = self.states(&[&pieces]).pop().unwrap_or_default();
        let words = words.into_iter().map(|(word, span)| {
            // The first state is the mark of the beginning.
            let own = &states[(span.start + 1) * HIDDEN..(span.end + 1) * HIDDEN];
            (word, projection.in_context(own))
        });
        Ok(Asked {
            words: words.collect(),
            whole: quantized(&projection.project(&unit(&states))),
        })
    }

    fn projection(&self) -> Result<&Projection, Malformed> {
        self.projection.as_ref().ok_or(Malformed("no projection"))
    }

    /// MiniLM's unit vectors of texts in pieces, [`HIDDEN`] places each.
    ///
    /// Texts are cut at 254 pieces. Several at once are faster if they are short.
    #[must_use]
    pub fn encode(&self, texts: &[&[Piece]]) -> Vec<Vec<f32>> {
        let states = self.states(texts);
        states.iter().map(|states| unit(states)).collect()
    }

    /// What MiniLM makes of each piece of texts, [`HIDDEN`] places each, between the marks of the
    /// beginning and of the end.
    ///
    /// Texts are cut at 254 pieces. Several at once are faster if they are short.
    #[must_use]
    pub fn states(&self, texts: &[&[Piece]]) -> Vec<Vec<f32>> {
        let mut spans = Vec::with_capacity(texts.len());
        let mut states = Vec::new();
        for text in texts {
            let text = &text[..text.len().min(POSITIONS - 2)];
            let begin = states.len() / HIDDEN;
            let pieces = std::iter::once(self.begin)
                .chain(text.iter().copied())
                .chain(std::iter::once(self.end));
            for (position, piece) in pieces.enumerate() {
                let word = self.word_rows.row(usize::from(piece));
                let position = self.position_rows.row(position);
                states.extend(word.zip(position).map(|(word, position)| word + position));
            }
            spans.push(begin..states.len() / HIDDEN);
        }
        self.embedding_norm.apply(&mut states);
        for layer in &self.layers {
            layer.apply(&mut states, &spans);
        }
        spans
            .into_iter()
            .map(|span| states[span.start * HIDDEN..span.end * HIDDEN].to_vec())
            .collect()
    }
}

/// The sum of states, place by place.
fn sum(states: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0_f32; HIDDEN];
    for state in states.chunks_exact(HIDDEN) {
        add(&mut sum, state);
    }
    sum
}

/// The mean of states, of length 1.
fn unit(states: &[f32]) -> Vec<f32> {
    let mut mean = sum(states);
    let length = mean.iter().map(|place| place * place).sum::<f32>().sqrt();
    for place in &mut mean {
        *place /= length;
    }
    mean
}

impl Layer {
    fn apply(&self, states: &mut [f32], spans: &[std::ops::Range<usize>]) {
        let input = Rounded::new(states, HIDDEN);
        let query = self.query.apply(&input);
        let key = self.key.apply(&input);
        let value = self.value.apply(&input);
        let mut mixed = vec![0.0_f32; states.len()];
        for span in spans {
            attend(&query, &key, &value, span, &mut mixed);
        }
        add(states, &self.attention.apply(&Rounded::new(&mixed, HIDDEN)));
        self.attention_norm.apply(states);
        let mut inner = self.up.apply(&Rounded::new(states, HIDDEN));
        for place in &mut inner {
            *place = gelu(*place);
        }
        add(states, &self.down.apply(&Rounded::new(&inner, INNER)));
        self.norm.apply(states);
    }
}

/// Attention of one text's tokens to each other, head by head.
fn attend(
    query: &[f32],
    key: &[f32],
    value: &[f32],
    span: &std::ops::Range<usize>,
    mixed: &mut [f32],
) {
    let scale = 1.0 / (HEAD as f32).sqrt();
    let tokens = span.len();
    let mut keys = vec![0.0_f32; HEAD * tokens];
    let mut weights = vec![0.0_f32; tokens];
    for head in 0..HEADS {
        let of = |token: usize| token * HIDDEN + head * HEAD..token * HIDDEN + (head + 1) * HEAD;
        // One row a place, so that a place is weighed for all tokens at once.
        for (other, token) in span.clone().enumerate() {
            for (place, key) in key[of(token)].iter().enumerate() {
                keys[place * tokens + other] = *key;
            }
        }
        for token in span.clone() {
            weights.fill(0.0);
            for (asked, keys) in query[of(token)].iter().zip(keys.chunks_exact(tokens)) {
                let asked = asked * scale;
                for (weight, key) in weights.iter_mut().zip(keys) {
                    *weight += asked * key;
                }
            }
            let most = weights.iter().copied().fold(f32::MIN, f32::max);
            for weight in &mut weights {
                *weight = exp(*weight - most);
            }
            let sum: f32 = weights.iter().sum();
            let mut out = [0.0_f32; HEAD];
            for (weight, other) in weights.iter().zip(span.clone()) {
                for (out, place) in out.iter_mut().zip(&value[of(other)]) {
                    *out += weight * place;
                }
            }
            for (mixed, out) in mixed[of(token)].iter_mut().zip(out) {
                *mixed = out / sum;
            }
        }
    }
}

fn add(states: &mut [f32], more: &[f32]) {
    for (state, more) in states.iter_mut().zip(more) {
        *state += more;
    }
}

impl Norm {
    /// Each token's places to mean 0 and variance 1, then scaled and moved.
    fn apply(&self, states: &mut [f32]) {
        for state in states.chunks_exact_mut(HIDDEN) {
            let mean = state.iter().sum::<f32>() / HIDDEN as f32;
            let variance = state
                .iter()
                .map(|place| (place - mean) * (place - mean))
                .sum::<f32>()
                / HIDDEN as f32;
            let scale = 1.0 / (variance + EPSILON).sqrt();
            for ((place, weight), bias) in state.iter_mut().zip(&self.weight).zip(&self.bias) {
                *place = (*place - mean) * scale * weight + bias;
            }
        }
    }
}

/// Activations as integers, one scale a token.
struct Rounded {
    width: usize,
    steps: Vec<i16>,
    scales: Vec<f32>,
}

impl Rounded {
    fn new(states: &[f32], width: usize) -> Self {
        let mut steps = Vec::with_capacity(states.len());
        let mut scales = Vec::with_capacity(states.len() / width);
        for state in states.chunks_exact(width) {
            let most = state
                .iter()
                .fold(f32::MIN_POSITIVE, |most, place| most.max(place.abs()));
            let scale = STEPS / most;
            steps.extend(state.iter().map(|place| rounded(place * scale)));
            scales.push(most / STEPS);
        }
        Self {
            width,
            steps,
            scales,
        }
    }
}

impl Linear {
    fn apply(&self, input: &Rounded) -> Vec<f32> {
        let rows = self.bias.len();
        let width = input.width;
        let mut out = vec![0.0_f32; input.scales.len() * rows];
        let mut wide = [0_i16; INNER];
        let blocks = input
            .steps
            .chunks(width * TOKENS_AT_ONCE)
            .zip(input.scales.chunks(TOKENS_AT_ONCE))
            .zip(out.chunks_mut(rows * TOKENS_AT_ONCE));
        for ((steps, scales), out) in blocks {
            for (row, bytes) in self.matrix.bytes.chunks_exact(width).enumerate() {
                let wide = &mut wide[..width];
                for (wide, byte) in wide.iter_mut().zip(bytes) {
                    *wide = i16::from(byte.cast_signed());
                }
                let scale = self.matrix.scales[row];
                let bias = self.bias[row];
                // Four tokens at a time; the last ones again where they are no four.
                let tokens = scales.len();
                let at = |token: usize| &steps[token * width..(token + 1) * width];
                for begin in (0..tokens).step_by(4) {
                    let four = [0, 1, 2, 3].map(|next| (begin + next).min(tokens - 1));
                    let products = simd::four(wide, four.map(at));
                    for (token, product) in four.into_iter().zip(products) {
                        out[token * rows + row] = product as f32 * (scale * scales[token]) + bias;
                    }
                }
            }
        }
        out
    }
}

impl Matrix {
    /// A row as floats; zeros past the end.
    fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let scale = self.scales.get(row).copied().unwrap_or_default();
        let begin = row * self.columns;
        self.bytes
            .get(begin..begin + self.columns)
            .unwrap_or_default()
            .iter()
            .map(move |byte| f32::from(byte.cast_signed()) * scale)
    }
}

fn matrix(file: &mut Reader<'_>, columns: usize) -> Result<Matrix, Malformed> {
    let rows = file.count()?;
    let count = rows.checked_mul(columns).ok_or(Malformed("a count"))?;
    Ok(Matrix {
        columns,
        bytes: file.bytes(count)?.to_vec(),
        scales: file.floats(rows)?,
    })
}

fn linear(file: &mut Reader<'_>, columns: usize, rows: usize) -> Result<Linear, Malformed> {
    let matrix = matrix(file, columns)?;
    if matrix.scales.len() != rows {
        return Err(Malformed("a matrix of another size"));
    }
    Ok(Linear {
        matrix,
        bias: file.floats(rows)?,
    })
}

fn norm(file: &mut Reader<'_>) -> Result<Norm, Malformed> {
    Ok(Norm {
        weight: file.floats(HIDDEN)?,
        bias: file.floats(HIDDEN)?,
    })
}

/// The model's published weights, from which an encoder's file is made.
pub struct Weights<'w> {
    /// Its pieces in order, one a line.
    pub words: &'w str,
    /// A tensor's floats by its published name, row by row.
    pub tensor: &'w dyn Fn(&str) -> Option<Vec<f32>>,
}

impl Weights<'_> {
    /// The file that [`Encoder::read`] reads.
    ///
    /// # Errors
    /// The name of a tensor that is missing.
    pub fn write(&self, projection: Option<&Projection>) -> Result<Vec<u8>, String> {
        let get = |name: String| (self.tensor)(&name).ok_or(name);
        let mut file = MAGIC.to_vec();
        write_text(&mut file, self.words);
        let embeddings = |part: &str| get(format!("embeddings.{part}"));
        write_matrix(&mut file, &embeddings("word_embeddings.weight")?, HIDDEN);
        // Every token is of the first type: its row is part of every position's.
        let kind = embeddings("token_type_embeddings.weight")?;
        let mut positions = embeddings("position_embeddings.weight")?;
        positions.truncate(POSITIONS * HIDDEN);
        for position in positions.chunks_exact_mut(HIDDEN) {
            add(position, &kind[..HIDDEN]);
        }
        write_matrix(&mut file, &positions, HIDDEN);
        let pair = |file: &mut Vec<u8>, name: &str, columns: Option<usize>| -> Result<(), String> {
            let weight = get(format!("{name}.weight"))?;
            match columns {
                Some(columns) => write_matrix(file, &weight, columns),
                None => write_floats(file, &weight),
            }
            write_floats(file, &get(format!("{name}.bias"))?);
            Ok(())
        };
        pair(&mut file, "embeddings.LayerNorm", None)?;
        for layer in 0..LAYERS {
            for (part, columns) in [
                ("attention.self.query", Some(HIDDEN)),
                ("attention.self.key", Some(HIDDEN)),
                ("attention.self.value", Some(HIDDEN)),
                ("attention.output.dense", Some(HIDDEN)),
                ("attention.output.LayerNorm", None),
                ("intermediate.dense", Some(HIDDEN)),
                ("output.dense", Some(INNER)),
                ("output.LayerNorm", None),
            ] {
                pair(&mut file, &format!("encoder.layer.{layer}.{part}"), columns)?;
            }
        }
        match projection {
            None => write_count(&mut file, 0),
            Some(projection) => {
                write_count(&mut file, DIMS);
                write_floats(&mut file, &projection.mean);
                write_floats(&mut file, &projection.rows);
            }
        }
        Ok(file)
    }
}

/// Appends a matrix, each row scaled so that its largest weight is 127.
fn write_matrix(file: &mut Vec<u8>, weights: &[f32], columns: usize) {
    write_count(file, weights.len() / columns);
    let mut scales = Vec::with_capacity(weights.len() / columns);
    for row in weights.chunks_exact(columns) {
        let most = row
            .iter()
            .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
        let steps = row
            .iter()
            .map(|weight| (weight / most * 127.0).round() as i8);
        file.extend(steps.map(i8::cast_unsigned));
        scales.push(most / 127.0);
    }
    write_floats(file, &scales);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity;

    const WORDS: &str = "[CLS]\n[SEP]\nreset\npassword\nweather";

    /// A model of made-up weights: small, fixed, different in every tensor.
    fn file() -> Vec<u8> {
        let tensor = |name: &str| {
            let size = match name {
                "embeddings.word_embeddings.weight" => WORDS.lines().count() * HIDDEN,
                "embeddings.token_type_embeddings.weight" => 2 * HIDDEN,
                "embeddings.position_embeddings.weight" => 512 * HIDDEN,
                name if name.contains("LayerNorm") => HIDDEN,
                name if name.contains("intermediate") && name.ends_with("bias") => INNER,
                name if name.ends_with("bias") => HIDDEN,
                name if name.contains("intermediate") => HIDDEN * INNER,
                name if name.contains("layer") && !name.contains("attention") => HIDDEN * INNER,
                _ => HIDDEN * HIDDEN,
            };
            let mut seed = name.bytes().fold(7_u32, |seed, byte| {
                seed.wrapping_mul(31).wrapping_add(u32::from(byte))
            });
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 8) as f32 / (1 << 24) as f32 - 0.5
            };
            let around = f32::from(u8::from(name.ends_with("LayerNorm.weight")));
            Some((0..size).map(|_| around + next() * 0.1).collect())
        };
        let rows = (0..DIMS * HIDDEN).map(|at| f32::from(u8::from(at / HIDDEN == at % HIDDEN)));
        let projection = Projection {
            mean: vec![0.0; HIDDEN],
            rows: rows.collect(),
        };
        Weights {
            words: WORDS,
            tensor: &tensor,
        }
        .write(Some(&projection))
        .unwrap()
    }

    #[test]
    fn texts_embed_alone_as_they_do_together() {
        let encoder = Encoder::read(&file()).unwrap();
        let pieces = ["reset password", "weather", ""].map(|text| encoder.words().pieces(text, 9));
        let together = encoder.encode(&pieces.each_ref().map(Vec::as_slice));
        for (pieces, vector) in pieces.iter().zip(&together) {
            assert_eq!(encoder.encode(&[pieces])[0], *vector);
            let length: f32 = vector.iter().map(|place| place * place).sum();
            assert!((length - 1.0).abs() < 1e-4, "{length}");
        }
        let a = encoder.embed("reset password").unwrap();
        assert!((similarity(&a, &encoder.embed("Reset PASSWORD").unwrap()) - 1.0).abs() < 1e-6);
        assert!(similarity(&a, &encoder.embed("weather").unwrap()) < 0.999);
    }

    #[test]
    fn one_pass_gives_a_text_and_its_pieces() {
        let encoder = Encoder::read(&file()).unwrap();
        let text = encoder.embed_in_context("reset password").unwrap();
        assert_eq!(text.whole, encoder.embed("reset password").unwrap());
        // Two words between the marks of beginning and end.
        assert_eq!(text.pieces.len(), 4 * CONTEXT_DIMS);
        let asked = encoder.embed_question("Reset, password!").unwrap();
        let words: Vec<&str> = asked.words.iter().map(|it| it.0.as_str()).collect();
        assert_eq!(words, ["reset", "password"]);
        for (number, (_, vector)) in asked.words.iter().enumerate() {
            let piece = &text.pieces[(number + 1) * CONTEXT_DIMS..][..CONTEXT_DIMS];
            assert_eq!(vector, piece);
        }
        assert!(encoder.embed_question("").unwrap().words.is_empty());
    }

    #[test]
    fn a_bent_file_is_refused() {
        let file = file();
        for end in [0, 10, 40, file.len() / 2, file.len() - 1] {
            assert!(Encoder::read(&file[..end]).is_err(), "{end}");
        }
        let longer = [file.as_slice(), &[0]].concat();
        assert_eq!(Encoder::read(&longer).err(), Some(Malformed("too long")));
    }

    #[test]
    fn the_shipped_directions_can_be_read() {
        let projection = Projection::read(crate::PROJECTION).unwrap();
        assert_eq!(projection.project(&projection.mean), vec![0.0; DIMS]);
    }
}
