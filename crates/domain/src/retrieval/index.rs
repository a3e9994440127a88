//! The index of one team: passages' terms and vectors, article by article.
//!
//! A cache, rebuilt from what is stored when an object wakes. What an article says is replaced
//! as a whole. Passages lie in the order they came, those of an article next to each other:
//! what is removed stays as a gap until gaps are a quarter of all.

use super::postings::{Postings, Slot};
use super::spelling::Sketch;
use super::tuning::Tuning;
use crate::article::plain;
use crate::words::words;
use embedding::{DIMS, Vector};
use protocol::{ArticleId, Audience};
use std::collections::HashMap;

/// Number of a passage in the store.
pub type PassageKey = i64;

/// In the place of a passage's key, for a title: the store counts from 1.
const TITLE: PassageKey = 0;

/// Times a heading's words count in a passage.
const HEADING_TIMES: u16 = 2;

/// What the index knows of an article besides its passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which.
    pub id: ArticleId,
    /// For whom it is.
    pub audience: Audience,
    /// In what language, if that is said: a BCP 47 tag.
    pub language: Option<String>,
    /// Its title.
    pub title: String,
    /// Other words to find it by: tags and synonyms.
    pub also: String,
}

impl Head {
    /// Of an article's fields.
    #[must_use]
    pub fn new(
        id: ArticleId,
        audience: Audience,
        language: Option<String>,
        title: &str,
        tags: &[String],
        synonyms: &[String],
    ) -> Self {
        let also: Vec<&str> = tags.iter().chain(synonyms).map(String::as_str).collect();
        Self {
            id,
            audience,
            language,
            title: title.to_owned(),
            also: also.join("\n"),
        }
    }
}

/// A passage as the index takes it: a window of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPassage<'a> {
    /// Its key in the store.
    pub key: PassageKey,
    /// Headings above it.
    pub heading: &'a str,
    /// Its text, Markdown.
    pub text: &'a str,
    /// Whether it is one of those that divide the article: they are counted for all of it.
    pub is_tile: bool,
    /// Its vector; empty if it is kept elsewhere.
    pub vector: Vector,
}

/// Words of an article's beginning, title first, that say what it is about. More or fewer told
/// answerable questions apart less well (`cargo xtask eval answerable`).
const OPENING: usize = 15;

/// Number of a term.
pub(super) type TermId = u32;

/// An article's place.
pub(super) struct Entry {
    pub(super) id: ArticleId,
    pub(super) audience: Audience,
    pub(super) language: Option<String>,
    /// Slot of its title; its passages follow.
    pub(super) first: Slot,
    /// Its passages.
    pub(super) passages: u32,
    /// Words of its tiles: of all of it.
    pub(super) terms: u32,
    /// Words of all its passages.
    pub(super) passage_terms: u32,
    /// Terms of its title and its first words.
    pub(super) opening: Box<[TermId]>,
    /// Length of the sum of its tiles' vectors.
    pub(super) length: f32,
    /// Vectors of its synonyms, one after another; none until they are embedded.
    pub(super) synonyms: Box<[i8]>,
    pub(super) is_alive: bool,
}

impl Entry {
    /// The slots of its passages.
    pub(super) fn slots(&self) -> std::ops::Range<Slot> {
        self.first + 1..self.first + 1 + self.passages
    }
}

/// A slot's place: a title or a passage.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) key: PassageKey,
    /// Number of its article.
    pub(super) article: u32,
    pub(super) terms: u16,
    pub(super) is_title: bool,
    pub(super) is_tile: bool,
}

/// A word as it is written somewhere, and the term it is a form of.
pub(super) struct Spelled {
    pub(super) word: Box<str>,
    pub(super) sketch: Sketch,
    pub(super) term: TermId,
}

/// Terms and vectors of every passage.
pub struct Index {
    pub(super) articles: Vec<Entry>,
    numbers: HashMap<ArticleId, u32>,
    pub(super) places: Vec<Place>,
    terms: HashMap<Box<str>, TermId>,
    pub(super) postings: Vec<Postings>,
    forms: HashMap<Box<str>, u32>,
    pub(super) spelled: Vec<Spelled>,
    /// `dims` bytes a passage, titles left out.
    vectors: Vec<i8>,
    /// Places of a vector; 0 if vectors are kept elsewhere.
    pub(super) dims: usize,
    pub(super) tuning: Tuning,
    gaps: usize,
}

impl Default for Index {
    /// For vectors of the table and the encoder.
    fn default() -> Self {
        Self::new(DIMS)
    }
}

impl Index {
    /// An empty index for vectors of `dims` places; 0 if vectors are kept elsewhere.
    #[must_use]
    pub fn new(dims: usize) -> Self {
        Self {
            articles: Vec::new(),
            numbers: HashMap::new(),
            places: Vec::new(),
            terms: HashMap::new(),
            postings: Vec::new(),
            forms: HashMap::new(),
            spelled: Vec::new(),
            vectors: Vec::new(),
            dims,
            tuning: Tuning::TABLE,
            gaps: 0,
        }
    }

    /// Weighs what is found by what embedded it.
    pub fn tune(&mut self, tuning: Tuning) {
        self.tuning = tuning;
    }

    /// What embedded its passages, as far as it is known of all of them.
    #[must_use]
    pub fn pages(&self) -> super::Embedded {
        self.tuning.pages
    }

    /// Puts an article in place of what stood under its id.
    pub fn put(&mut self, head: &Head, passages: &[NewPassage<'_>]) {
        self.remove(&head.id);
        let number = self.articles.len() as u32;
        let first = self.places.len() as Slot;
        let named = [(head.title.as_str(), 1), (head.also.as_str(), 1)];
        self.place(number, TITLE, &named, false);
        let (mut terms, mut passage_terms) = (0, 0);
        for passage in passages {
            let text = plain(passage.text);
            let parts = [(passage.heading, HEADING_TIMES), (text.as_str(), 1)];
            let own = self.place(number, passage.key, &parts, passage.is_tile);
            passage_terms += own;
            if passage.is_tile {
                terms += own;
            }
            let end = self.vectors.len() + self.dims;
            // One of another model says nothing here.
            if passage.vector.len() == self.dims {
                self.vectors.extend(&passage.vector);
            }
            self.vectors.resize(end, 0);
        }
        let beginning = passages.first().map(|first| [first.heading, first.text]);
        let opening = std::iter::once(head.title.as_str())
            .chain(beginning.into_iter().flatten())
            .flat_map(words)
            .take(OPENING)
            .filter_map(|word| self.term_of(&word))
            .collect();
        self.numbers.insert(head.id.clone(), number);
        self.articles.push(Entry {
            id: head.id.clone(),
            audience: head.audience,
            language: head.language.clone(),
            first,
            passages: passages.len() as u32,
            terms,
            passage_terms,
            opening,
            length: 0.0,
            synonyms: Box::default(),
            is_alive: true,
        });
        self.measure(number as usize);
    }

    /// Works out the length of the sum of an article's tiles.
    fn measure(&mut self, number: usize) {
        let mut sum = vec![0_i32; self.dims];
        for (slot, vector) in self.articles[number].slots().zip(self.vectors_of(number)) {
            if self.places[slot as usize].is_tile {
                for (sum, place) in sum.iter_mut().zip(vector) {
                    *sum += i32::from(*place);
                }
            }
        }
        let length: f32 = sum.iter().map(|place| (*place as f32).powi(2)).sum();
        self.articles[number].length = length.sqrt();
    }

    /// Removes an article; nothing of it can be found from now on.
    pub fn remove(&mut self, article: &ArticleId) {
        let Some(number) = self.numbers.remove(article) else {
            return;
        };
        let entry = &mut self.articles[number as usize];
        entry.is_alive = false;
        self.gaps += entry.passages as usize + 1;
        if self.gaps * 4 > self.places.len() {
            self.close_gaps();
        }
    }

    /// The number of an article.
    pub(super) fn number_of(&self, article: &ArticleId) -> Option<usize> {
        self.numbers.get(article).map(|number| *number as usize)
    }

    /// Passages in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len() - self.gaps - self.numbers.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Places of its vectors; 0 if it keeps none.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.dims
    }

    /// Gives a passage another vector, where it is in the index.
    ///
    /// Answers whether it was.
    pub fn embed(&mut self, article: &ArticleId, key: PassageKey, vector: &[i8]) -> bool {
        let Some(number) = self.numbers.get(article).map(|number| *number as usize) else {
            return false;
        };
        let mut slots = self.articles[number].slots();
        let Some(at) = slots.position(|slot| self.places[slot as usize].key == key) else {
            return false;
        };
        if vector.len() != self.dims {
            return false;
        }
        let begin = (self.articles[number].first as usize - number + at) * self.dims;
        self.vectors[begin..begin + self.dims].copy_from_slice(vector);
        self.measure(number);
        true
    }

    /// Gives an article, where it is in the index, the vectors of its synonyms, one after another.
    pub fn embed_synonyms(&mut self, article: &ArticleId, vectors: &[i8]) {
        // Those of another model say nothing here.
        let fit = self.dims > 0 && vectors.len().is_multiple_of(self.dims);
        if let Some(number) = self.number_of(article) {
            self.articles[number].synonyms = if fit { vectors.into() } else { Box::default() };
        }
    }

    /// Bytes it takes, to within a tenth: what grows with the passages.
    #[must_use]
    pub fn size(&self) -> usize {
        let postings: usize = self.postings.iter().map(Postings::size).sum();
        let words = |words: usize| words * (size_of::<Spelled>() + 3 * size_of::<usize>() + 9);
        postings
            + self.vectors.capacity()
            + self.places.capacity() * size_of::<Place>()
            + self.articles.capacity()
                * (size_of::<Entry>() + 2 * size_of::<ArticleId>() + OPENING * size_of::<TermId>())
            + self
                .articles
                .iter()
                .map(|it| it.synonyms.len())
                .sum::<usize>()
            + words(self.spelled.len())
            + words(self.terms.len()) / 2
    }

    /// Adds a slot with the terms of `parts`, each counted that many times; answers their number.
    fn place(
        &mut self,
        article: u32,
        key: PassageKey,
        parts: &[(&str, u16)],
        is_tile: bool,
    ) -> u32 {
        let slot = self.places.len() as Slot;
        let mut counts: HashMap<TermId, u16> = HashMap::new();
        let mut length = 0_u32;
        for (part, times) in parts {
            for word in words(part) {
                let Some(term) = self.term_of(&word) else {
                    continue;
                };
                let count = counts.entry(term).or_default();
                *count = count.saturating_add(*times);
                length += u32::from(*times);
            }
        }
        for (term, times) in counts {
            self.postings[term as usize].push(slot, times);
        }
        self.places.push(Place {
            key,
            article,
            terms: u16::try_from(length).unwrap_or(u16::MAX),
            is_title: key == TITLE,
            is_tile,
        });
        length
    }

    /// The term a word is a form of, made if it is new; `None` for a stop word.
    fn term_of(&mut self, word: &str) -> Option<TermId> {
        if let Some(form) = self.forms.get(word) {
            return Some(self.spelled[*form as usize].term);
        }
        let stem = crate::words::term(word)?;
        let next = self.postings.len() as TermId;
        let term = *self.terms.entry(stem.into_boxed_str()).or_insert(next);
        if term == next {
            self.postings.push(Postings::default());
        }
        self.forms.insert(word.into(), self.spelled.len() as u32);
        self.spelled.push(Spelled {
            word: word.into(),
            sketch: Sketch::of(word),
            term,
        });
        Some(term)
    }

    /// The term with a stem, if some passage has it.
    pub(super) fn term(&self, stem: &str) -> Option<TermId> {
        self.terms.get(stem).copied()
    }

    /// The vectors of an article's passages, in the order of its slots.
    pub(super) fn vectors_of(&self, number: usize) -> std::slice::ChunksExact<'_, i8> {
        let entry = &self.articles[number];
        // Each article before it has one slot more than it has vectors.
        let begin = (entry.first as usize - number) * self.dims;
        let end = begin + entry.passages as usize * self.dims;
        self.vectors[begin..end].chunks_exact(self.dims.max(1))
    }

    /// Numbers everything anew without what was removed.
    fn close_gaps(&mut self) {
        let mut slots: Vec<Option<Slot>> = vec![None; self.places.len()];
        let mut articles = Vec::with_capacity(self.numbers.len());
        let mut places = Vec::with_capacity(self.len() + self.numbers.len());
        let mut vectors = Vec::with_capacity(self.len() * self.dims);
        for number in 0..self.articles.len() {
            if !self.articles[number].is_alive {
                continue;
            }
            for vector in self.vectors_of(number) {
                vectors.extend_from_slice(vector);
            }
            let entry = &self.articles[number];
            let first = places.len() as Slot;
            for slot in entry.first..entry.slots().end {
                slots[slot as usize] = Some(places.len() as Slot);
                places.push(Place {
                    article: articles.len() as u32,
                    ..self.places[slot as usize]
                });
            }
            articles.push((number, first));
        }
        let mut old: Vec<Option<Entry>> = std::mem::take(&mut self.articles)
            .into_iter()
            .map(Some)
            .collect();
        for (number, first) in articles {
            if let Some(mut entry) = old[number].take() {
                entry.first = first;
                self.numbers
                    .insert(entry.id.clone(), self.articles.len() as u32);
                self.articles.push(entry);
            }
        }
        self.places = places;
        self.vectors = vectors;
        self.gaps = 0;
        self.drop_unused_terms(&slots);
    }

    /// Renumbers the postings, and forgets terms and spellings that nothing has any more.
    fn drop_unused_terms(&mut self, slots: &[Option<Slot>]) {
        let mut terms: Vec<Option<TermId>> = Vec::with_capacity(self.postings.len());
        let mut postings = Vec::new();
        for list in &self.postings {
            let list = list.renumbered(|slot| slots[slot as usize]);
            let is_used = !list.is_empty();
            terms.push(is_used.then_some(postings.len() as TermId));
            if is_used {
                postings.push(list);
            }
        }
        self.postings = postings;
        for entry in &mut self.articles {
            let opening = entry.opening.iter();
            entry.opening = opening.filter_map(|term| terms[*term as usize]).collect();
        }
        self.terms.retain(|_, term| match terms[*term as usize] {
            Some(new) => {
                *term = new;
                true
            }
            None => false,
        });
        self.spelled
            .retain_mut(|spelled| match terms[spelled.term as usize] {
                Some(new) => {
                    spelled.term = new;
                    true
                }
                None => false,
            });
        self.forms = (0..)
            .zip(&self.spelled)
            .map(|(form, spelled)| (spelled.word.clone(), form))
            .collect();
    }
}
