//! What a tag's texts mean: their mean in the space of the fitted table, moved apart from the
//! other tags'.

use embedding::{Table, dot};

/// Share of the nearest text in a score; the rest is the mean's.
const NEAREST: f32 = 0.5;
/// Texts of which half the mean is taken for what texts have in common.
const FEW_TEXTS: f32 = 20.0;
/// Steps in which tags are told apart, their size, and how sharply the best is preferred. Chosen on
/// BANKING77's training part; twice as many give .001 and cost as much again.
const ROUNDS: usize = 2;
const STEP: f32 = 2.0;
const SHARPNESS: f32 = 10.0;

/// The tags' meanings, in their order.
pub(super) struct Meanings {
    tags: Vec<Meaning>,
    /// The mean of all texts: what they have in common tells nothing.
    centre: Vec<f32>,
}

/// A tag's, of length 1.
struct Meaning {
    mean: Vec<f32>,
    /// Its texts one by one.
    texts: Vec<Vec<f32>>,
}

impl Meanings {
    /// Reads the texts of each tag.
    pub(super) fn new(texts: &[Vec<&str>]) -> Self {
        let mut tags: Vec<Meaning> = texts
            .iter()
            .map(|texts| Meaning {
                mean: vec![0.0; embedding::DIMS],
                texts: texts.iter().map(|text| unit(text)).collect(),
            })
            .collect();
        // Of a few texts the mean is not what texts have in common: it is the texts.
        let all = texts.iter().map(Vec::len).sum::<usize>() as f32;
        let share = 1.0 / (all + FEW_TEXTS);
        let mut centre = vec![0.0; embedding::DIMS];
        for text in tags.iter().flat_map(|tag| &tag.texts) {
            add(&mut centre, share, text);
        }
        for tag in &mut tags {
            for text in &mut tag.texts {
                add(text, -1.0, &centre);
                normalize(text);
                add(&mut tag.mean, 1.0, text);
            }
            normalize(&mut tag.mean);
        }
        let mut meanings = Self { tags, centre };
        (0..ROUNDS).for_each(|_| meanings.tell_apart());
        meanings
    }

    /// Moves each tag towards those of its texts that are taken for another's, and away from
    /// others' that are taken for its own: a step of logistic regression.
    fn tell_apart(&mut self) {
        let mut moved: Vec<Vec<f32>> = self.tags.iter().map(|tag| tag.mean.clone()).collect();
        for (own, tag) in self.tags.iter().enumerate() {
            let step = STEP / tag.texts.len().max(1) as f32;
            for text in &tag.texts {
                let alike = self.tags.iter().map(|tag| product(&tag.mean, text));
                let shares: Vec<f32> = alike.map(|alike| (SHARPNESS * alike).exp()).collect();
                let all: f32 = shares.iter().sum();
                for (number, (moved, share)) in moved.iter_mut().zip(shares).enumerate() {
                    let wanted = if number == own { 1.0 } else { 0.0 };
                    add(moved, step * (wanted - share / all), text);
                }
            }
        }
        for (tag, mut mean) in self.tags.iter_mut().zip(moved) {
            normalize(&mut mean);
            tag.mean = mean;
        }
    }

    /// How near a message is to each tag: a cosine, −1 to 1.
    pub(super) fn scores(&self, text: &str) -> impl Iterator<Item = f32> {
        let mut vector = unit(text);
        add(&mut vector, -1.0, &self.centre);
        normalize(&mut vector);
        self.tags.iter().map(move |tag| {
            let nearest = tag.texts.iter().map(|text| product(text, &vector));
            let nearest = nearest.fold(-1.0, f32::max);
            (1.0 - NEAREST) * product(&tag.mean, &vector) + NEAREST * nearest
        })
    }
}

/// A text's vector, of length 1.
fn unit(text: &str) -> Vec<f32> {
    let vector = Table::shipped().embed(text);
    let length = (dot(&vector, &vector) as f32).sqrt().max(1.0);
    vector
        .iter()
        .map(|place| f32::from(*place) / length)
        .collect()
}

fn add(to: &mut [f32], weight: f32, of: &[f32]) {
    for (place, of) in to.iter_mut().zip(of) {
        *place += weight * of;
    }
}

fn product(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn normalize(vector: &mut [f32]) {
    let length = product(vector, vector).sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|place| *place /= length);
}
