//! What ranking saw of a question: the signs that [`crate::answer`] makes confidence of.

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
    /// Cosine of the nearest of all windows.
    pub nearest_of_all: f32,
    /// By how much it leads the nearest window of the fifth article.
    pub nearest_rise: f32,
}

/// How many there are.
pub const FEATURES: usize = 22;

/// Which of them says how many articles may be seen.
pub(crate) const ARTICLES: usize = 17;

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
    "nearest_of_all",
    "nearest_rise",
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
            self.nearest_of_all,
            self.nearest_rise,
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
