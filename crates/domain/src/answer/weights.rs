//! The weights of answering: one set for each pair of vectors that ships.

use super::signs::SIGNS;
use crate::retrieval::{ARTICLES, FEATURES, WINDOW_SIGNS};

/// How many signs say that a question can be answered.
pub const ANSWERABLE: usize = FEATURES + 10;

/// Weights for one pair of vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Of what the index sees of a window.
    pub glance: [f32; WINDOW_SIGNS],
    /// Of all that is seen of it.
    pub window: [f32; SIGNS],
    /// Of an answer as a whole; the last is added.
    pub right: [f32; 4],
    /// Of the question; the last is added.
    pub answerable: [f32; ANSWERABLE + 1],
    /// The same for a help centre with few articles, where a lead over the others says little.
    pub few: [f32; ANSWERABLE + 1],
}

/// With up to 8 articles, the weights for few articles decide alone; with 24 and more, those for many. Between them both
/// are mixed. Chosen, not fitted: the weights for few saw 1 to 18 articles, the others 43 and more (`cargo xtask eval help --few`).
const FEW: f32 = 8.0;
const MANY: f32 = 24.0;

fn sum(values: &[f32], weights: &[f32]) -> f32 {
    values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            glance: [0.0; WINDOW_SIGNS],
            window: [0.0; SIGNS],
            right: [0.0; 4],
            answerable: [0.0; ANSWERABLE + 1],
            few: [0.0; ANSWERABLE + 1],
        }
    }
}

impl Weights {
    /// Score of a window by what the index sees.
    #[must_use]
    pub fn glance(&self, signs: &[f32; WINDOW_SIGNS]) -> f32 {
        sum(signs, &self.glance)
    }

    /// Score of a window that was read.
    #[must_use]
    pub fn window(&self, signs: &[f32; SIGNS]) -> f32 {
        sum(signs, &self.window)
    }

    /// The probability that an answer is right, if there is one.
    #[must_use]
    pub fn right(&self, features: &[f32; 3]) -> f32 {
        sigmoid(sum(features, &self.right) + self.right[3])
    }

    /// The probability that the question can be answered.
    #[must_use]
    pub fn answerable(&self, features: &[f32; ANSWERABLE]) -> f32 {
        let by = |weights: &[f32; ANSWERABLE + 1]| sum(features, weights) + weights[ANSWERABLE];
        let share = (MANY.ln() - features[ARTICLES]) / (MANY.ln() - FEW.ln());
        match share.clamp(0.0, 1.0) {
            0.0 => sigmoid(by(&self.answerable)),
            share => sigmoid(by(&self.few) * share + by(&self.answerable) * (1.0 - share)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_articles_have_weights_of_their_own() {
        let mut weights = Weights::default();
        weights.answerable[ANSWERABLE] = 2.0;
        weights.few[ANSWERABLE] = -2.0;
        let of = |articles: f32| {
            let mut features = [0.0; ANSWERABLE];
            features[ARTICLES] = articles.ln();
            weights.answerable(&features)
        };
        assert_eq!((of(1.0), of(FEW)), (sigmoid(-2.0), sigmoid(-2.0)));
        assert_eq!((of(MANY), of(500.0)), (sigmoid(2.0), sigmoid(2.0)));
        assert!(of(FEW) < of(12.0) && of(12.0) < of(18.0) && of(18.0) < of(MANY));
    }
}
