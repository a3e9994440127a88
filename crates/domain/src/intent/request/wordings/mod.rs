//! What asks for a person, language by language.
//!
//! Words are compared in small letters and without accents. `folded::Phrases` explains the notation.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod hi;
mod it;
mod more;
mod nl;
mod pl;
mod pt;
mod ru;
mod vi;

/// The lists and phrases of a language.
pub(super) struct Wording {
    /// Named lists. `alone` and `company`: a clause of nothing else asks.
    pub(super) lists: &'static str,
    /// What asks in a clause of any length.
    pub(super) asks: &'static str,
    /// What asks in a clause of a few words.
    pub(super) brief: &'static str,
    /// "I want to speak with": a request, whoever is named after it,
    pub(super) with: &'static str,
    /// except for those named here, such as a teacher.
    pub(super) not_with: &'static str,
    /// What declines a person.
    pub(super) refuses: &'static str,
    /// What mentions people without asking for one.
    pub(super) about: &'static str,
}

const NONE: Wording = Wording {
    lists: "",
    asks: "",
    brief: "",
    with: "",
    not_with: "",
    refuses: "",
    about: "",
};

/// All languages.
pub(super) const WORDINGS: &[Wording] = &[
    en::WORDING,
    es::WORDING,
    de::WORDING,
    fr::WORDING,
    pt::WORDING,
    it::WORDING,
    nl::WORDING,
    pl::WORDING,
    ru::WORDING,
    ar::WORDING,
    hi::WORDING,
    vi::WORDING,
    more::WORDING,
];
