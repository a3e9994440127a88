//! The index over passages: BM25, fused with vector similarity, and a confidence.

use crate::words::terms;
use protocol::{ArticleId, Audience};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

/// BM25's saturation and length normalisation. Source: design notes on retrieval
/// (other settings lose .006 to .035 nDCG).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Times a heading's words count in a passage.
const HEADING_TIMES: u16 = 2;

/// What a word of the title adds to each passage of its article, in idf. Chosen on the
/// demo centre (`tests/demo_centre.rs`), where titles say what articles are about.
const TITLE_BONUS: f32 = 1.6;

/// Share of BM25 in the fused score. Chosen on the demo centre (`tests/demo_centre.rs`).
const BM25_SHARE: f32 = 0.7;

/// What a word counts that was found by way of a slip of the pen.
const SLIP_CERTAINTY: f32 = 0.8;

/// Letters a word has before a slip in it is forgiven: shorter words have too many neighbours.
const SLIP_LETTERS: usize = 5;

/// Whether one word is the other with one letter missing, added, changed, or two swapped.
fn is_slip(written: &str, meant: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (written.chars().collect(), meant.chars().collect());
    if a.len() < SLIP_LETTERS || b.len() < SLIP_LETTERS || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match a.len().cmp(&b.len()) {
        Ordering::Less => *a == b[1..],
        Ordering::Greater => a[1..] == *b,
        Ordering::Equal => {
            a.get(1..) == b.get(1..)
                || (a.len() > 1 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..])
        }
    }
}

/// Number of a passage in the store.
pub type PassageKey = i64;

/// A passage that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which passage.
    pub passage: PassageKey,
    /// Of which article.
    pub article: ArticleId,
    /// Fused score, 0 to 1 within its query.
    pub score: f32,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// The best passages, best first, at most two of one article.
    pub hits: Vec<Hit>,
    /// How sure it is that they answer the question, 0 to 1.
    pub confidence: f32,
}

struct Entry {
    article: ArticleId,
    audience: Audience,
    terms: u32,
}

/// A term in a passage.
struct Posting {
    passage: PassageKey,
    times: u16,
    is_in_title: bool,
}

/// BM25 statistics of every passage. A cache: rebuilt from the store when an object wakes.
#[derive(Default)]
pub struct Index {
    passages: BTreeMap<PassageKey, Entry>,
    postings: HashMap<String, Vec<Posting>>,
    terms: u64,
}

impl Index {
    /// Adds a passage under `key`, which must be new.
    pub fn add(
        &mut self,
        key: PassageKey,
        article: ArticleId,
        audience: Audience,
        title: &str,
        heading: &str,
        text: &str,
    ) {
        let in_title: HashSet<String> = terms(title).into_iter().collect();
        let mut counts: HashMap<String, u16> =
            in_title.iter().map(|term| (term.clone(), 0)).collect();
        let mut length = 0_u32;
        for (part, times) in [(heading, HEADING_TIMES), (text, 1)] {
            for term in terms(part) {
                let count = counts.entry(term).or_default();
                *count = count.saturating_add(times);
                length += u32::from(times);
            }
        }
        for (term, times) in counts {
            let posting = Posting {
                passage: key,
                times,
                is_in_title: in_title.contains(&term),
            };
            self.postings.entry(term).or_default().push(posting);
        }
        self.terms += u64::from(length);
        self.passages.insert(
            key,
            Entry {
                article,
                audience,
                terms: length,
            },
        );
    }

    /// Removes every passage of an article; nothing of it can be found from now on.
    pub fn remove(&mut self, article: &ArticleId) {
        let gone: HashSet<PassageKey> = self
            .passages
            .iter()
            .filter(|(_, entry)| entry.article == *article)
            .map(|(key, _)| *key)
            .collect();
        if gone.is_empty() {
            return;
        }
        for key in &gone {
            if let Some(entry) = self.passages.remove(key) {
                self.terms -= u64::from(entry.terms);
            }
        }
        self.postings.retain(|_, list| {
            list.retain(|posting| !gone.contains(&posting.passage));
            !list.is_empty()
        });
    }

    /// The passages with a term; of a word nobody wrote, those with the word it is a slip of,
    /// and how certain that is.
    fn postings_of(&self, term: &str) -> (&[Posting], f32) {
        if let Some(list) = self.postings.get(term) {
            return (list, 1.0);
        }
        let meant = self
            .postings
            .iter()
            .filter(|(known, _)| is_slip(term, known))
            // The commonest; of two as common the first, so that one query gives one order.
            .max_by(|(a, x), (b, y)| x.len().cmp(&y.len()).then(b.cmp(a)));
        match meant {
            Some((_, list)) => (list, SLIP_CERTAINTY),
            None => (&[], 1.0),
        }
    }

    /// Passages in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// Ranks the passages that `audience` may see.
    ///
    /// `similarities` are the vector index's answer for the same query and audience:
    /// passages with their cosine; those it leaves out count as 0. The audience's
    /// filter comes before any score: a passage for others is never a candidate.
    #[must_use]
    pub fn rank(
        &self,
        query: &str,
        audience: Audience,
        similarities: &[(PassageKey, f32)],
        most: usize,
    ) -> Ranking {
        let query: Vec<String> = {
            let mut seen = HashSet::new();
            terms(query)
                .into_iter()
                .filter(|term| seen.insert(term.clone()))
                .collect()
        };
        if query.is_empty() || self.passages.is_empty() {
            return Ranking::default();
        }
        let may_see = |key: &PassageKey| {
            self.passages
                .get(key)
                .filter(|entry| entry.audience <= audience)
        };

        let count = self.passages.len() as f32;
        let mean_terms = (self.terms as f32 / count).max(1.0);
        // idf as in Lucene: never negative.
        let idf = |found_in: usize| {
            (1.0 + (count - found_in as f32 + 0.5) / (found_in as f32 + 0.5)).ln()
        };
        let mut lexical: HashMap<PassageKey, f32> = HashMap::new();
        let mut covered: HashMap<PassageKey, f32> = HashMap::new();
        let mut asked = 0.0_f32;
        for term in &query {
            let (list, certainty) = self.postings_of(term);
            let weight = idf(list.len()) * certainty;
            asked += weight / certainty;
            for posting in list {
                let key = posting.passage;
                let Some(entry) = may_see(&key) else { continue };
                let times = f32::from(posting.times);
                let norm = K1 * (1.0 - B + B * entry.terms as f32 / mean_terms);
                let bonus = if posting.is_in_title {
                    TITLE_BONUS
                } else {
                    0.0
                };
                *lexical.entry(key).or_default() +=
                    weight * (times * (K1 + 1.0) / (times + norm) + bonus);
                *covered.entry(key).or_default() += weight;
            }
        }

        let cosines: HashMap<PassageKey, f32> = similarities
            .iter()
            .filter(|(key, _)| may_see(key).is_some())
            .copied()
            .collect();
        let most_lexical = lexical.values().copied().fold(0.0, f32::max);
        let most_cosine = cosines.values().copied().fold(0.0, f32::max);
        let scaled = |value: f32, most: f32| {
            if most > 0.0 {
                (value / most).max(0.0)
            } else {
                0.0
            }
        };

        let candidates: HashSet<PassageKey> =
            lexical.keys().chain(cosines.keys()).copied().collect();
        let mut ranked: Vec<(PassageKey, f32)> = candidates
            .into_iter()
            .map(|key| {
                let lexical = lexical.get(&key).copied().unwrap_or_default();
                let cosine = cosines.get(&key).copied().unwrap_or_default();
                let score = BM25_SHARE * scaled(lexical, most_lexical)
                    + (1.0 - BM25_SHARE) * scaled(cosine, most_cosine);
                (key, score)
            })
            .filter(|(_, score)| *score > 0.0)
            .collect();
        // Ties by key, so that one query always gives one order.
        ranked.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));

        let confidence = ranked.first().map_or(0.0, |(best, _)| {
            let coverage = covered.get(best).copied().unwrap_or_default() / asked;
            let cosine = cosines
                .get(best)
                .copied()
                .unwrap_or_default()
                .clamp(0.0, 1.0);
            (0.8 * coverage + 0.4 * cosine).min(1.0)
        });
        let mut of_article: HashMap<&ArticleId, usize> = HashMap::new();
        let hits = ranked
            .into_iter()
            .filter_map(|(key, score)| {
                let article = &self.passages.get(&key)?.article;
                let seen = of_article.entry(article).or_default();
                *seen += 1;
                (*seen <= 2).then(|| Hit {
                    passage: key,
                    article: article.clone(),
                    score,
                })
            })
            .take(most)
            .collect();
        Ranking { hits, confidence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::retrieval::{embed, similarity};

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
            "Open Admin, Users, and choose Reset password.",
        ),
    ];

    fn index() -> (Index, Vec<(PassageKey, Vec<i8>)>) {
        let mut index = Index::default();
        let mut vectors = Vec::new();
        for (key, (id, audience, title, text)) in (1..).zip(ARTICLES) {
            let id = ArticleId::new(*id).unwrap();
            index.add(key, id, *audience, title, "", text);
            vectors.push((key, embed(&format!("{title}\n{text}"))));
        }
        (index, vectors)
    }

    fn found(query: &str, audience: Audience) -> Ranking {
        let (index, vectors) = index();
        let asked = embed(query);
        let similarities: Vec<(PassageKey, f32)> = vectors
            .iter()
            .map(|(key, vector)| (*key, similarity(&asked, vector)))
            .collect();
        index.rank(query, audience, &similarities, 5)
    }

    #[test]
    fn the_best_passage_comes_first() {
        let ranking = found("How do I reset my password?", Audience::Learner);
        assert_eq!(ranking.hits[0].article.as_str(), "reset");
        assert!(ranking.confidence > 0.7, "{}", ranking.confidence);
        let other = found("what is the weather in Lisbon", Audience::Learner);
        assert!(other.confidence < 0.3, "{}", other.confidence);
    }

    #[test]
    fn a_learner_never_finds_what_is_for_admins() {
        for query in ["reset a user's password as an admin", "Admin Users Reset"] {
            let ranking = found(query, Audience::Learner);
            assert!(
                ranking
                    .hits
                    .iter()
                    .all(|hit| hit.article.as_str() != "admin-reset")
            );
            let admin = found(query, Audience::Admin);
            assert_eq!(admin.hits[0].article.as_str(), "admin-reset");
        }
    }

    #[test]
    fn a_removed_article_is_never_found_again() {
        let (mut index, _) = index();
        index.remove(&ArticleId::new("reset").unwrap());
        assert_eq!(index.len(), 2);
        let ranking = index.rank("forgot password sign-in", Audience::Learner, &[], 5);
        assert_eq!(ranking.hits, []);
    }

    #[test]
    fn slips_of_the_pen_are_forgiven() {
        for (written, meant) in [
            ("pasword", "password"),
            ("passwrod", "password"),
            ("passsword", "password"),
            ("pazzword", "pazsword"),
        ] {
            assert!(is_slip(written, meant), "{written}");
        }
        for (written, meant) in [
            ("quiz", "quit"),
            ("course", "coarser"),
            ("grading", "reading"),
        ] {
            assert!(!is_slip(written, meant), "{written}");
        }
        for typo in ["how do i reset my pasword", "how do i reset my passwrod?"] {
            let ranking = found(typo, Audience::Learner);
            assert_eq!(ranking.hits[0].article.as_str(), "reset");
            assert!(ranking.confidence > 0.7, "{typo} {}", ranking.confidence);
        }
    }

    #[test]
    fn a_query_of_stop_words_finds_nothing() {
        assert_eq!(found("how do I", Audience::Learner), Ranking::default());
    }
}
