//! How sure the articles answer a question: a calibrated probability.
//!
//! Logistic regression on what ranking saw and what the answer would quote. The weights are fitted by `cargo xtask eval
//! calibrate`, on the references of public packages and none of the collections that measure.

use protocol::Evidence;

/// What ranking saw of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Features {
    /// Best BM25 over the most the question could score.
    pub coverage: f32,
    /// By how much it leads the next, over the same.
    pub lead: f32,
    /// Best cosine.
    pub cosine: f32,
    /// By how much it leads the next.
    pub cosine_lead: f32,
    /// By how much it leads the tenth.
    pub cosine_rise: f32,
    /// BM25 of the article that was chosen, over the most.
    pub chosen_coverage: f32,
    /// Its cosine.
    pub chosen_cosine: f32,
    /// Share of the question's words, by rarity, that it has.
    pub chosen_words: f32,
    /// Best BM25 of one of its passages, over the most.
    pub passage_coverage: f32,
    /// BM25 of its first passage, over the most.
    pub lead_coverage: f32,
    /// Cosine of its first passage.
    pub lead_cosine: f32,
    /// Cosine of its nearest passage.
    pub nearest_cosine: f32,
    /// Whether both rankings choose it: 1 or 0.
    pub agree: f32,
    /// Logarithm of the count of words that tell something.
    pub words: f32,
    /// Share of those words that no passage has.
    pub unknown: f32,
    /// Share of those words that the chosen article begins with, title included.
    pub opening: f32,
    /// By how many standard deviations the best BM25 stands out of all, over the fourth root of
    /// their number: among more, chance alone stands out further.
    pub standout: f32,
    /// Logarithm of the count of articles that may be seen, up to the most that was fitted on.
    pub articles: f32,
    /// By how much the chosen article leads the next, where words and vectors are weighed.
    pub ahead: f32,
    /// By how much it leads the third.
    pub far_ahead: f32,
    /// Share of the question's words that an answer quotes from it.
    pub quoted: f32,
}

/// How many there are.
pub const FEATURES: usize = 21;

/// Their names, as people are shown them.
pub const FEATURE_NAMES: [&str; FEATURES] = [
    "coverage",
    "lead",
    "cosine",
    "cosine_lead",
    "cosine_rise",
    "chosen_coverage",
    "chosen_cosine",
    "chosen_words",
    "passage_coverage",
    "lead_coverage",
    "lead_cosine",
    "nearest_cosine",
    "agree",
    "words",
    "unknown",
    "opening",
    "standout",
    "articles",
    "ahead",
    "far_ahead",
    "quoted",
];

impl Features {
    /// Their values, in the order of the names.
    #[must_use]
    pub fn values(&self) -> [f32; FEATURES] {
        [
            self.coverage,
            self.lead,
            self.cosine,
            self.cosine_lead,
            self.cosine_rise,
            self.chosen_coverage,
            self.chosen_cosine,
            self.chosen_words,
            self.passage_coverage,
            self.lead_coverage,
            self.lead_cosine,
            self.nearest_cosine,
            self.agree,
            self.words,
            self.unknown,
            self.opening,
            self.standout,
            self.articles,
            self.ahead,
            self.far_ahead,
            self.quoted,
        ]
    }

    /// By name, to three places.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        let names = FEATURE_NAMES.into_iter().map(str::to_owned);
        let values = self
            .values()
            .map(|value| (value * 1_000.0).round() / 1_000.0);
        names.zip(values).collect()
    }
}

/// What turns features into a probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibrator {
    /// What is added to the weighed features.
    pub bias: f32,
    /// One weight a feature.
    pub weights: [f32; FEATURES],
}

impl Calibrator {
    /// For passages that a transformer embedded.
    pub const ENCODER: Self = Self {
        bias: -4.751,
        weights: [
            -0.203, 0.093, -3.714, 0.549, 3.099, 6.424, 4.258, 0.251, -3.417, -0.859, 1.673,
            -1.085, 0.117, 0.778, -3.431, 0.885, 0.598, -0.205, -1.009, 1.845, 0.841,
        ],
    };

    /// For passages that the table embedded.
    pub const TABLE: Self = Self {
        bias: -4.899,
        weights: [
            3.213, -0.705, -0.986, -0.976, 2.571, 3.882, 2.648, 0.082, -4.791, -0.478, -0.721,
            -0.158, 0.053, 0.875, -3.622, 1.058, 0.675, -0.249, 0.203, 1.729, 1.346,
        ],
    };

    /// The probability that the passages found answer the question.
    #[must_use]
    pub fn confidence(&self, features: &Features) -> f32 {
        let values = features.values().into_iter().zip(self.weights);
        let sum = self.bias + values.map(|(value, weight)| value * weight).sum::<f32>();
        1.0 / (1.0 + (-sum).exp())
    }
}
