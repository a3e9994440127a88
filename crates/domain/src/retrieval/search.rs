//! Ranking: BM25 over articles and passages, vectors, and what both say together.

use super::features::Features;
use super::index::{Entry, Index, PassageKey};
use super::postings::Slot;
use super::question::Asked;
use super::ranking::{Candidate, Near, Ranked, Ranking, Reader, Tier};
use super::tuning::{Embedded, Tuning};
use embedding::{Vector, dot, quantized, similarity};
use protocol::{ArticleId, Audience};
use std::collections::HashMap;

/// BM25's saturation and length normalisation. Source: design notes on retrieval
/// (other settings lose .006 to .035 nDCG).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Articles of a ranking, at most: nobody reads on.
const RANKED: usize = 100;
/// Articles whose windows may answer. Source: `cargo xtask eval help`: the right one is among them
/// for all but one question in a hundred.
const ARTICLES_READ: usize = 16;
/// Cosine of the question and a synonym from which an article is read though it ranks below [`ARTICLES_READ`].
const SAME_QUESTION: f32 = 0.8;
/// Articles of the largest centre that confidence was fitted on: more count as so many.
const MOST_FITTED: usize = 500;
/// Terms of a long window.
const LONG: f32 = 75.0;

/// Everything there is to know of a question.
struct Seen {
    asked: Asked,
    sums: Sums,
    vector: Option<Vector>,
    /// Whether the vector is the encoder's or the table's, as those of synonyms are.
    compares_synonyms: bool,
    /// Cosines that a vector store gave.
    given: HashMap<PassageKey, f32>,
    visible: Vec<bool>,
    ranked: Vec<Ranked>,
    features: Features,
    tier: Tier,
}

/// What confidence is made of.
struct Scores<'s> {
    sums: &'s Sums,
    lexical: &'s [f32],
    similar: &'s [f32],
    ranked: &'s [Ranked],
    visible: &'s [bool],
}

/// Sums of one question over all articles and passages.
struct Sums {
    articles: Vec<f32>,
    passages: Vec<f32>,
    /// By article: which of the question's first 64 terms it has.
    has: Vec<u64>,
    /// By slot: which of them it has.
    slots: Vec<u64>,
    /// Rarity of each term.
    rarities: Vec<f32>,
}

impl Index {
    /// The windows that may answer a question, of the articles that rank first.
    #[must_use]
    pub fn search(&self, text: &str, reader: &Reader, near: &Near<'_>) -> Ranking {
        let seen = self.see(text, reader, near);
        if seen.asked.terms.is_empty() {
            return Ranking {
                asked: seen.asked.text,
                tier: seen.tier,
                ..Ranking::default()
            };
        }
        let (first, rest) = seen.ranked.split_at(seen.ranked.len().min(ARTICLES_READ));
        let is_same_question = |it: &&Ranked| self.synonym(it.number, &seen) >= SAME_QUESTION;
        let others = rest.iter().filter(is_same_question);
        let articles: Vec<Ranked> = first.iter().chain(others).cloned().collect();
        Ranking {
            candidates: self.candidates(&seen, &articles),
            features: seen.features,
            terms: seen.asked.words(&seen.sums.rarities),
            asked: seen.asked.text,
            tier: seen.tier,
            words: match near {
                Near::Asked(asked) => asked.words.clone(),
                _ => Vec::new(),
            },
            is_staff: reader.audience > Audience::Learner,
            is_about: false,
        }
    }

    /// The windows of one article, wherever it ranks; none if `reader` may not see it.
    #[must_use]
    pub fn windows_of(
        &self,
        article: &ArticleId,
        text: &str,
        reader: &Reader,
        near: &Near<'_>,
    ) -> Vec<Candidate> {
        let seen = self.see(text, reader, near);
        let own = self
            .number_of(article)
            .filter(|number| seen.visible[*number]);
        let ranked = own.map(|number| {
            let known = seen.ranked.iter().find(|ranked| ranked.number == number);
            known.cloned().unwrap_or_else(|| Ranked {
                article: article.clone(),
                score: 0.0,
                number,
            })
        });
        self.candidates(&seen, ranked.as_slice())
    }

    fn candidates(&self, seen: &Seen, articles: &[Ranked]) -> Vec<Candidate> {
        let visible = &seen.visible;
        let may_see = |slot: &usize| visible[self.places[*slot].article as usize];
        let best_words = (0..self.places.len())
            .filter(may_see)
            .map(|slot| seen.sums.passages[slot])
            .fold(f32::MIN_POSITIVE, f32::max);
        let best_cosine = seen.features.nearest_of_all;
        let all = seen
            .sums
            .rarities
            .iter()
            .sum::<f32>()
            .max(f32::MIN_POSITIVE);
        let share = |mask: u64| -> f32 {
            let terms = seen.sums.rarities.iter().take(64).enumerate();
            let has = terms.filter(|(number, _)| mask >> number & 1 == 1);
            has.map(|(_, rarity)| rarity).sum::<f32>() / all
        };
        let best_article = seen.ranked.first().map_or(0.0, |ranked| ranked.score);
        let mut candidates = Vec::new();
        for ranked in articles {
            let entry = &self.articles[ranked.number];
            let mut vectors = self.vectors_of(ranked.number);
            let titled = seen.sums.slots[entry.first as usize];
            let synonym = self.synonym(ranked.number, seen);
            for (place, slot) in entry.slots().enumerate() {
                let slot = slot as usize;
                let cosine = match (&seen.vector, vectors.next()) {
                    (Some(asked), Some(vector)) => similarity(asked, vector),
                    _ => seen
                        .given
                        .get(&self.places[slot].key)
                        .copied()
                        .unwrap_or(0.0),
                };
                let is = |it: bool| f32::from(u8::from(it));
                candidates.push(Candidate {
                    passage: self.places[slot].key,
                    article: ranked.article.clone(),
                    place,
                    score: ranked.score,
                    synonym,
                    signs: [
                        seen.sums.passages[slot] / best_words,
                        cosine,
                        cosine - best_cosine,
                        ranked.score,
                        ranked.score - best_article,
                        share(seen.sums.slots[slot] | titled),
                        share(seen.sums.slots[slot]),
                        share(titled),
                        (f32::from(self.places[slot].terms) / LONG).min(1.0),
                        is(place == 0),
                        is(self.places[slot].is_tile),
                    ],
                });
            }
        }
        candidates
    }

    /// Cosine of the question and the nearest of an article's synonyms; 0 if their vectors cannot be compared.
    fn synonym(&self, number: usize, seen: &Seen) -> f32 {
        let Some(asked) = seen.vector.as_ref().filter(|_| seen.compares_synonyms) else {
            return 0.0;
        };
        let synonyms = self.articles[number].synonyms.chunks_exact(self.dims);
        let cosines = synonyms.map(|synonym| similarity(asked, synonym));
        cosines.fold(0.0, f32::max)
    }

    /// Ranks the articles that `reader` may see, best first, and says what was seen.
    ///
    /// What they may not see takes no part: neither as a candidate, nor in how rare a word is.
    #[must_use]
    pub fn rank(&self, text: &str, reader: &Reader, near: &Near<'_>) -> (Vec<Ranked>, Features) {
        let seen = self.see(text, reader, near);
        (seen.ranked, seen.features)
    }

    fn see(&self, text: &str, reader: &Reader, near: &Near<'_>) -> Seen {
        let tuning = &self.tuning;
        let visible: Vec<bool> = self
            .articles
            .iter()
            .map(|entry| reader.may_see(entry))
            .collect();
        let asked = self.ask(text, &visible);
        let sums = self.sums(&asked, &visible, tuning);
        let lexical = self.lexical(&sums, tuning);
        let own = match near {
            Near::Table(table) => Some(table.embed(&asked.text)),
            Near::Asked(asked) => Some(asked.whole.clone()),
            Near::Vector(vector) => Some(vector.clone()),
            Near::Given(_) | Near::Nothing => None,
        };
        let mut similar = match (near, &own) {
            (Near::Given(given), _) => self.given(given, &visible),
            (_, Some(vector)) => self.similar(vector, &visible, tuning),
            _ => vec![0.0; self.articles.len()],
        };
        let plain = similar.clone();
        let mut ranked = self.fuse(&lexical, &similar, &visible, tuning);
        if let Some(vector) = own.as_ref().filter(|_| tuning.feedback > 0) {
            let vector = self.fed_back(vector, &ranked, tuning);
            similar = self.similar(&vector, &visible, tuning);
            ranked = self.fuse(&lexical, &similar, &visible, tuning);
        }
        let scores = Scores {
            sums: &sums,
            lexical: &lexical,
            similar: &plain,
            ranked: &ranked,
            visible: &visible,
        };
        let features = self.features(&asked, own.as_ref(), &scores);
        let tier = match (near, tuning.pages) {
            (Near::Nothing, _) => Tier::Words,
            (Near::Table(_), Embedded::Table) => Tier::Table,
            (Near::Table(_), Embedded::Encoder) => Tier::Mixed,
            (Near::Asked(_), _) => Tier::Encoder,
            (Near::Vector(_) | Near::Given(_), _) => Tier::Remote,
        };
        let given = match near {
            Near::Given(given) => given.iter().copied().collect(),
            _ => HashMap::new(),
        };
        Seen {
            asked,
            sums,
            vector: own.filter(|vector| vector.len() == self.dims && self.dims > 0),
            compares_synonyms: matches!(near, Near::Asked(_) | Near::Table(_)),
            given,
            visible,
            ranked,
            features,
            tier,
        }
    }

    /// BM25 of every article and passage that may be seen.
    fn sums(&self, asked: &Asked, visible: &[bool], tuning: &Tuning) -> Sums {
        let seen = || {
            self.articles
                .iter()
                .zip(visible)
                .filter(|(_, visible)| **visible)
        };
        let articles = seen().count().max(1) as f32;
        let passages = seen().map(|(entry, _)| entry.passages).sum::<u32>().max(1) as f32;
        let terms = seen().map(|(entry, _)| entry.terms as f32).sum::<f32>();
        let titles = seen().map(|(entry, _)| f32::from(self.places[entry.first as usize].terms));
        let title_mean = (titles.sum::<f32>() / articles).max(1.0);
        let article_mean = (terms / articles).max(1.0);
        let all = seen()
            .map(|(entry, _)| entry.passage_terms as f32)
            .sum::<f32>();
        let passage_mean = (all / passages).max(1.0);
        // As in Lucene: never negative.
        let rarity = |all: f32, having: usize| {
            (1.0 + (all - having as f32 + 0.5) / (having as f32 + 0.5)).ln()
        };
        let norm = |length: f32, mean: f32| K1 * (1.0 - B + B * length / mean);
        let mut sums = Sums {
            articles: vec![0.0; self.articles.len()],
            passages: vec![0.0; self.places.len()],
            has: vec![0; self.articles.len()],
            slots: vec![0; self.places.len()],
            rarities: Vec::with_capacity(asked.terms.len()),
        };
        let mut in_articles: Vec<(u32, f32, bool)> = Vec::new();
        let mut in_passages: Vec<(Slot, f32)> = Vec::new();
        for (number, (term, weight)) in asked.terms.iter().enumerate() {
            in_articles.clear();
            in_passages.clear();
            if let Some(term) = term {
                for (slot, times) in self.postings[*term as usize].iter() {
                    let place = &self.places[slot as usize];
                    if !visible[place.article as usize] {
                        continue;
                    }
                    sums.slots[slot as usize] |= 1_u64.checked_shl(number as u32).unwrap_or(0);
                    // What overlaps the tiles says nothing that they do not.
                    let counted = if place.is_title || place.is_tile {
                        times
                    } else {
                        0.0
                    };
                    match in_articles.last_mut() {
                        Some((last, sum, _)) if *last == place.article => *sum += counted,
                        _ => in_articles.push((place.article, counted, place.is_title)),
                    }
                    if !place.is_title {
                        in_passages.push((slot, times));
                    }
                }
            }
            let rare = rarity(articles, in_articles.len());
            sums.rarities.push(rare * weight);
            for (article, times, is_in_title) in &in_articles {
                let article = *article as usize;
                let entry = &self.articles[article];
                let length = entry.terms as f32;
                let mut score = times * (K1 + 1.0) / (times + norm(length, article_mean));
                if *is_in_title {
                    let length = f32::from(self.places[entry.first as usize].terms);
                    score += tuning.title * (K1 + 1.0) / (1.0 + norm(length, title_mean));
                }
                sums.articles[article] += weight * rare * score;
                sums.has[article] |= 1_u64.checked_shl(number as u32).unwrap_or(0);
            }
            let rare = rarity(passages, in_passages.len());
            for (slot, times) in &in_passages {
                let length = f32::from(self.places[*slot as usize].terms);
                sums.passages[*slot as usize] +=
                    weight * rare * times * (K1 + 1.0) / (times + norm(length, passage_mean));
            }
        }
        sums
    }

    /// Article, best passage and first passage together, for each article.
    fn lexical(&self, sums: &Sums, tuning: &Tuning) -> Vec<f32> {
        let of_article = |(entry, whole): (&Entry, &f32)| {
            let slots = entry.slots();
            let passages = &sums.passages[slots.start as usize..slots.end as usize];
            let best = passages.iter().copied().fold(0.0, f32::max);
            let lead = passages.first().copied().unwrap_or_default();
            (1.0 - tuning.best - tuning.lead) * whole + tuning.best * best + tuning.lead * lead
        };
        self.articles
            .iter()
            .zip(&sums.articles)
            .map(of_article)
            .collect()
    }

    /// Cosine of each article: of its nearest passage, its first, and all of it.
    fn similar(&self, vector: &[i8], visible: &[bool], tuning: &Tuning) -> Vec<f32> {
        let length = (dot(vector, vector) as f32).sqrt().max(1.0);
        let unit = 1.0 / (length * embedding::length(self.dims));
        (0..self.articles.len())
            .map(|number| {
                if !visible[number] {
                    return 0.0;
                }
                let (mut sum, mut first, mut nearest) = (0, None, i32::MIN);
                let slots = self.articles[number].slots();
                for (slot, passage) in slots.zip(self.vectors_of(number)) {
                    let product = dot(vector, passage);
                    if self.places[slot as usize].is_tile {
                        sum += product;
                    }
                    first = first.or(Some(product));
                    nearest = nearest.max(product);
                }
                let Some(first) = first else { return 0.0 };
                let whole = sum as f32 / (self.articles[number].length.max(1.0) * length);
                let passages = tuning.nearest * nearest as f32 + tuning.first * first as f32;
                passages * unit + (1.0 - tuning.nearest - tuning.first) * whole
            })
            .collect()
    }

    /// Cosine of each article as a vector store answered: that of its nearest passage.
    fn given(&self, given: &[(PassageKey, f32)], visible: &[bool]) -> Vec<f32> {
        let given: HashMap<PassageKey, f32> = given.iter().copied().collect();
        let mut similar = vec![0.0_f32; self.articles.len()];
        for place in &self.places {
            let article = place.article as usize;
            if let Some(cosine) = given.get(&place.key).filter(|_| visible[article]) {
                similar[article] = similar[article].max(*cosine);
            }
        }
        similar
    }

    /// Both scores, each stretched from 0 to 1 over all that may be seen, and weighed.
    fn fuse(
        &self,
        lexical: &[f32],
        similar: &[f32],
        visible: &[bool],
        tuning: &Tuning,
    ) -> Vec<Ranked> {
        let stretch = |scores: &[f32]| {
            let seen = || {
                let pairs = scores.iter().zip(visible);
                pairs
                    .filter(|(_, visible)| **visible)
                    .map(|(score, _)| *score)
            };
            let (least, most) = (
                seen().fold(f32::MAX, f32::min),
                seen().fold(f32::MIN, f32::max),
            );
            if most > least {
                (least, 1.0 / (most - least))
            } else {
                // All alike, or one alone: as good as can be, if it is anything at all.
                (0.0, if most > 0.0 { 1.0 / most } else { 0.0 })
            }
        };
        let (lexical_least, lexical_scale) = stretch(lexical);
        let (similar_least, similar_scale) = stretch(similar);
        let mut ranked: Vec<(usize, f32)> = (0..self.articles.len())
            .filter(|number| visible[*number])
            .map(|number| {
                let lexical = (lexical[number] - lexical_least) * lexical_scale;
                let similar = (similar[number] - similar_least) * similar_scale;
                (
                    number,
                    (1.0 - tuning.vectors) * lexical + tuning.vectors * similar,
                )
            })
            .collect();
        // Ties by age, so that one question always gives one order.
        let order = |(a, x): &(usize, f32), (b, y): &(usize, f32)| y.total_cmp(x).then(a.cmp(b));
        if ranked.len() > RANKED {
            ranked.select_nth_unstable_by(RANKED - 1, order);
            ranked.truncate(RANKED);
        }
        ranked.sort_by(order);
        ranked
            .into_iter()
            .map(|(number, score)| Ranked {
                article: self.articles[number].id.clone(),
                score,
                number,
            })
            .collect()
    }

    /// The question's vector, moved towards the articles that rank first.
    fn fed_back(&self, vector: &[i8], ranked: &[Ranked], tuning: &Tuning) -> Vector {
        let unit = |vector: &[i8]| 1.0 / (dot(vector, vector) as f32).sqrt().max(1.0);
        let own = unit(vector);
        let mut moved: Vec<f32> = vector.iter().map(|place| f32::from(*place) * own).collect();
        let share = tuning.feedback_weight / tuning.feedback as f32;
        for article in ranked.iter().take(tuning.feedback) {
            let scale = share / self.articles[article.number].length.max(1.0);
            let slots = self.articles[article.number].slots();
            for (slot, passage) in slots.zip(self.vectors_of(article.number)) {
                if self.places[slot as usize].is_tile {
                    for (moved, place) in moved.iter_mut().zip(passage) {
                        *moved += f32::from(*place) * scale;
                    }
                }
            }
        }
        quantized(&moved)
    }

    fn features(&self, asked: &Asked, vector: Option<&Vector>, scores: &Scores<'_>) -> Features {
        let Scores {
            sums,
            lexical,
            similar,
            ranked,
            visible,
        } = *scores;
        let Some(chosen) = ranked.first().map(|ranked| ranked.number) else {
            return Features::default();
        };
        let all: f32 = sums.rarities.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let most = all * (K1 + 1.0);
        // Where there are not so many, the next scores nothing.
        let best = |scores: &[f32], rank: usize| -> (usize, f32) {
            let mut order: Vec<usize> = (0..scores.len())
                .filter(|number| visible[*number])
                .collect();
            if rank >= order.len() {
                return (usize::MAX, 0.0);
            }
            order.select_nth_unstable_by(rank, |a, b| {
                scores[*b].total_cmp(&scores[*a]).then(a.cmp(b))
            });
            (order[rank], scores[order[rank]])
        };
        let (first, top) = best(lexical, 0);
        let (nearest_article, cosine) = best(similar, 0);
        let has = |mask: u64| -> f32 {
            let terms = sums.rarities.iter().take(64).enumerate();
            terms
                .filter(|(number, _)| mask >> number & 1 == 1)
                .map(|(_, rarity)| rarity)
                .sum::<f32>()
                / all
        };
        let slots = self.articles[chosen].slots();
        let passage = sums.passages[slots.start as usize..slots.end as usize]
            .iter()
            .copied()
            .fold(0.0, f32::max);
        let asked_vector = vector.filter(|vector| vector.len() == self.dims);
        let cosines = asked_vector.into_iter().flat_map(|vector| {
            self.vectors_of(chosen)
                .map(|passage| similarity(vector, passage))
        });
        // Of all windows: the nearest, and by how much it leads the nearest of the fifth article.
        let mut nearest: Vec<f32> = match asked_vector {
            Some(vector) => (0..self.articles.len())
                .filter(|number| visible[*number])
                .map(|number| {
                    let cosines = self.vectors_of(number).map(|it| similarity(vector, it));
                    cosines.fold(0.0, f32::max)
                })
                .collect(),
            None => similar.to_vec(),
        };
        nearest.sort_by(|a, b| b.total_cmp(a));
        let nearest_of_all = nearest.first().copied().unwrap_or_default();
        let nearest_rise = nearest_of_all - nearest.get(4).copied().unwrap_or_default();
        let opening = &self.articles[chosen].opening;
        let begins = asked
            .terms
            .iter()
            .filter(|(term, _)| term.is_some_and(|term| opening.contains(&term)));
        let score = |rank: usize| ranked.get(rank).map_or(0.0, |ranked| ranked.score);
        let ahead_of = |rank: usize| score(0) - score(rank);
        let count = visible.iter().filter(|visible| **visible).count();
        let unknown = asked
            .terms
            .iter()
            .filter(|(term, _)| term.is_none())
            .count();
        Features {
            coverage: top / most,
            lead: (top - best(lexical, 1).1) / most,
            cosine,
            cosine_lead: cosine - best(similar, 1).1,
            cosine_rise: cosine - best(similar, 9).1,
            chosen_coverage: lexical[chosen] / most,
            chosen_cosine: similar[chosen],
            chosen_words: has(sums.has[chosen]),
            passage_coverage: passage / most,
            lead_coverage: sums
                .passages
                .get(slots.start as usize)
                .copied()
                .unwrap_or_default()
                / most,
            lead_cosine: cosines.clone().next().unwrap_or_default(),
            nearest_cosine: cosines.reduce(f32::max).unwrap_or_default(),
            agree: f32::from(u8::from(first == nearest_article)),
            words: (asked.terms.len() as f32).max(1.0).ln(),
            unknown: unknown as f32 / asked.terms.len().max(1) as f32,
            opening: begins.count() as f32 / asked.terms.len().max(1) as f32,
            standout: standout(top, lexical, visible),
            articles: (count.clamp(1, MOST_FITTED) as f32).ln(),
            ahead: ahead_of(1),
            far_ahead: ahead_of(2),
            nearest_of_all,
            nearest_rise,
        }
    }
}

/// By how many standard deviations `top` stands out of all that may be seen, over the fourth root
/// of their number.
fn standout(top: f32, scores: &[f32], visible: &[bool]) -> f32 {
    let seen = || {
        let pairs = scores.iter().zip(visible);
        pairs
            .filter(|(_, visible)| **visible)
            .map(|(score, _)| *score)
    };
    let count = seen().count().max(1) as f32;
    let mean = seen().sum::<f32>() / count;
    let squares = seen().map(|score| (score - mean).powi(2)).sum::<f32>();
    if squares == 0.0 {
        return 0.0;
    }
    (top - mean) / (squares / count).sqrt() / count.sqrt().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::embedded_text;
    use crate::retrieval::{Head, NewPassage, Table};
    use protocol::Audience;

    const ARTICLES: &[(&str, Audience, &str, &str)] = &[
        (
            "reset",
            Audience::Learner,
            "Reset your password",
            "Choose Forgot password on the sign-in page and follow the link.",
        ),
        (
            "certificate",
            Audience::Learner,
            "Get your certificate",
            "When a course is complete, download the certificate as a PDF.",
        ),
        (
            "admin-reset",
            Audience::Admin,
            "Reset a user's password as an admin",
            "Open Admin, Users, and choose Reset password. Impersonation needs a zebracode.",
        ),
    ];

    fn put(index: &mut Index, key: PassageKey, article: &(&str, Audience, &str, &str)) {
        let (id, audience, title, text) = article;
        let id = ArticleId::new(*id).unwrap();
        let vector = Table::shipped().embed(&embedded_text(title, "", text));
        let passage = NewPassage {
            key,
            heading: "",
            text,
            is_tile: true,
            vector,
        };
        index.put(&Head::new(id, *audience, None, title, &[], &[]), &[passage]);
    }

    fn index(of: &[(&str, Audience, &str, &str)]) -> Index {
        let mut index = Index::default();
        for (key, article) in (1..).zip(of) {
            put(&mut index, key, article);
        }
        index
    }

    fn search(index: &Index, question: &str, audience: Audience) -> Ranking {
        let reader = Reader {
            audience,
            language: None,
        };
        index.search(question, &reader, &Near::Table(Table::shipped()))
    }

    #[test]
    fn the_best_passage_comes_first() {
        let index = index(ARTICLES);
        let ranking = search(&index, "How do I reset my password?", Audience::Learner);
        assert_eq!(ranking.candidates[0].article.as_str(), "reset");
    }

    #[test]
    fn each_synonym_is_compared_by_itself() {
        let mut index = index(ARTICLES);
        let synonyms = ["lost login", "proof for my employer"];
        let vectors = synonyms.map(|it| Table::shipped().embed(it)).concat();
        let certificate = ArticleId::new("certificate").unwrap();
        let nearest = |index: &Index| {
            let ranking = search(index, "is there proof for employers", Audience::Learner);
            let own = |id: &str| {
                let mut all = ranking.candidates.iter();
                all.find(|it| it.article.as_str() == id).unwrap().synonym
            };
            (own("certificate"), own("reset"))
        };
        assert_eq!(nearest(&index), (0.0, 0.0));
        index.embed_synonyms(&certificate, &vectors);
        let (own, other) = nearest(&index);
        assert!(own > 0.7 && other == 0.0, "{own} {other}");
        // Vectors of another length are of another model; put anew, nothing is known of it any more.
        index.embed_synonyms(&certificate, &vectors[1..]);
        assert_eq!(nearest(&index), (0.0, 0.0));
        index.embed_synonyms(&certificate, &vectors);
        put(&mut index, 2, &ARTICLES[1]);
        assert_eq!(nearest(&index), (0.0, 0.0));
    }

    #[test]
    fn what_a_reader_may_not_see_changes_nothing_for_them() {
        let everything = index(ARTICLES);
        let theirs = index(&ARTICLES[..2]);
        for question in [
            "reset a user's password as an admin",
            "Admin Users Reset",
            "zebracode",
            "zebracod",
            "my pasword",
            "certificate",
        ] {
            let with = search(&everything, question, Audience::Learner);
            let without = search(&theirs, question, Audience::Learner);
            assert_eq!(with, without, "{question}");
            assert!(
                with.candidates
                    .iter()
                    .all(|hit| hit.article.as_str() != "admin-reset")
            );
        }
        let admin = search(&everything, "user's password admin", Audience::Admin);
        assert_eq!(admin.candidates[0].article.as_str(), "admin-reset");
    }

    #[test]
    fn a_removed_article_is_never_found_again() {
        let mut index = index(ARTICLES);
        index.remove(&ArticleId::new("reset").unwrap());
        assert_eq!(index.len(), 2);
        let ranking = search(&index, "forgot password sign-in", Audience::Learner);
        assert!(
            ranking
                .candidates
                .iter()
                .all(|hit| hit.article.as_str() != "reset")
        );
    }

    #[test]
    fn slips_of_the_pen_are_forgiven() {
        let index = index(ARTICLES);
        for typo in ["how do i reset my pasword", "how do i reset my passwrod?"] {
            let ranking = search(&index, typo, Audience::Learner);
            assert_eq!(ranking.candidates[0].article.as_str(), "reset");
            assert_eq!(
                ranking.asked.trim_end_matches('?'),
                "how do i reset my password"
            );
        }
    }

    #[test]
    fn meanings_are_found_without_a_word_in_common() {
        let ranking = search(
            &index(ARTICLES),
            "proof of completion diploma",
            Audience::Learner,
        );
        assert_eq!(ranking.candidates[0].article.as_str(), "certificate");
    }

    #[test]
    fn a_question_of_stop_words_finds_nothing() {
        let nothing = search(&index(ARTICLES), "how do I", Audience::Learner);
        assert_eq!(nothing.candidates, []);
        let nothing = search(&Index::default(), "password", Audience::Admin);
        assert_eq!(nothing.candidates, []);
    }

    #[test]
    fn after_many_changes_it_answers_as_if_built_anew() {
        let mut changed = index(ARTICLES);
        for round in 0..20 {
            for (key, article) in (100 + round * 10..).zip(ARTICLES) {
                let (id, audience, title, _) = article;
                put(
                    &mut changed,
                    key,
                    &(id, *audience, title, "Something else entirely, walrus."),
                );
            }
        }
        changed.remove(&ArticleId::new("certificate").unwrap());
        for (key, article) in (1..).zip(ARTICLES) {
            put(&mut changed, key, article);
        }
        let anew = index(ARTICLES);
        assert_eq!(changed.len(), anew.len());
        for question in [
            "password",
            "certificate as a pdf",
            "walrus",
            "admin zebracode",
        ] {
            let found = |index: &Index| search(index, question, Audience::Admin);
            assert_eq!(found(&changed), found(&anew), "{question}");
        }
    }

    #[test]
    fn a_reader_of_one_language_sees_that_and_what_names_none() {
        let mut index = index(ARTICLES);
        let id = ArticleId::new("passwort").unwrap();
        let head = Head::new(
            id,
            Audience::Learner,
            Some("de".into()),
            "Password vergessen",
            &[],
            &[],
        );
        let passage = NewPassage {
            key: 9,
            heading: "",
            text: "Password reset auf Deutsch.",
            is_tile: true,
            vector: Table::shipped().embed("Password reset auf Deutsch."),
        };
        index.put(&head, &[passage]);
        let found = |language: Option<&str>| {
            let reader = Reader {
                audience: Audience::Learner,
                language: language.map(str::to_owned),
            };
            let near = Near::Table(Table::shipped());
            let found = index.search("password reset", &reader, &near).candidates;
            found.iter().any(|hit| hit.article.as_str() == "passwort")
        };
        assert_eq!(
            [found(None), found(Some("de")), found(Some("en"))],
            [true, true, false]
        );
    }
}
