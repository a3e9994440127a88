//! Whether two texts are in one language, by their scripts and their commonest words: enough to tell that an article
//! is not in the asker's.

use crate::words::words;

/// A language: its code, and its commonest words that the others here do not share.
struct Language {
    code: &'static str,
    common: &'static [&'static str],
}

impl Language {
    /// How many of these words are common ones of its.
    fn hits(&self, words: &[String]) -> usize {
        let is_common = |word: &&String| self.common.contains(&word.as_str());
        words.iter().filter(is_common).count()
    }
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        common: &[
            "and", "are", "can", "do", "does", "for", "have", "how", "i", "is", "my", "not", "of",
            "the", "this", "to", "what", "when", "where", "why", "with", "you", "your",
        ],
    },
    Language {
        code: "de",
        common: &[
            "auf", "das", "dem", "der", "die", "ein", "eine", "für", "ich", "ist", "kann", "mein",
            "meine", "mit", "nicht", "sie", "sind", "und", "wann", "was", "wie", "wo", "zu",
        ],
    },
    Language {
        code: "fr",
        common: &[
            "comment", "dans", "des", "est", "et", "je", "le", "les", "mes", "mon", "où", "pas",
            "pour", "puis", "quand", "sont", "sur", "une", "votre", "vous",
        ],
    },
    Language {
        code: "es",
        common: &[
            "cómo", "cuándo", "dónde", "el", "está", "están", "la", "los", "mi", "mis", "por",
            "puedo", "qué", "su", "sus", "tengo", "una", "usted", "y",
        ],
    },
    Language {
        code: "pt",
        common: &[
            "como", "do", "em", "está", "eu", "meu", "minha", "na", "não", "no", "onde", "os",
            "para", "posso", "quando", "seu", "sua", "são", "uma", "você",
        ],
    },
    Language {
        code: "it",
        common: &[
            "che", "come", "della", "di", "dove", "gli", "ho", "il", "la", "mia", "mio", "non",
            "per", "posso", "quando", "sono", "sul", "una", "è",
        ],
    },
    Language {
        code: "nl",
        common: &[
            "de", "dit", "een", "en", "het", "hoe", "ik", "is", "kan", "mijn", "naar", "niet",
            "op", "uw", "van", "voor", "waar", "wanneer", "wat",
        ],
    },
];

/// Words that are looked at: a language does not change after them.
const ENOUGH_WORDS: usize = 60;

/// Words that say it: one alone may be a name.
const ENOUGH: usize = 2;

/// Whether a question may be in another language than an article: one common word is enough, if
/// none is of the article's, and so are letters that the article's language does without.
#[must_use]
pub fn may_differ(question: &str, article: &str) -> bool {
    may_be_other(question, of(article)) || (has_own_letters(question) && !has_own_letters(article))
}

/// Whether a text is surely not English: two common words or more are of another language, and more than of English, or
/// most of its letters are of another script.
pub(crate) fn is_other_than_english(text: &str) -> bool {
    let (latin, other) = text.chars().filter(|c| c.is_alphabetic()).fold(
        (0, 0),
        // U+024F ends the Latin blocks.
        |(latin, other), c| {
            if c <= '\u{24f}' {
                (latin + 1, other)
            } else {
                (latin, other + 1)
            }
        },
    );
    other > latin || of(text).is_some_and(|it| it.code != "en")
}

/// The code of the language that a short text is in: by its script, or by the most common words; nothing if several
/// have as many.
pub(crate) fn code(text: &str) -> Option<&'static str> {
    let script = text.chars().find_map(|c| match u32::from(c) {
        0x0400..=0x04ff => Some("ru"),
        0x0600..=0x06ff => Some("ar"),
        0x0900..=0x097f => Some("hi"),
        0x3400..=0x9fff => Some("zh"),
        _ if "ąćęłńśźż".contains(c) => Some("pl"),
        _ => None,
    });
    if script.is_some() {
        return script;
    }
    let words = words(text);
    let hits = |language: &Language| language.hits(&words);
    let best = LANGUAGES.iter().max_by_key(|it| hits(it))?;
    let most = hits(best);
    let is_alone = LANGUAGES.iter().filter(|it| hits(it) == most).count() == 1;
    (most > 0 && is_alone).then_some(best.code)
}

/// Whether another language than this has more of its common words in a text.
fn may_be_other(text: &str, than: Option<&Language>) -> bool {
    let words = words(text);
    let hits = |language: &Language| language.hits(&words);
    let own = than.map_or(0, hits);
    LANGUAGES.iter().any(|it| hits(it) > own)
}

/// Whether it has letters besides those of English.
fn has_own_letters(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}

/// The language whose common words a text has most of; `None` if none stands out.
fn of(text: &str) -> Option<&'static Language> {
    let mut words = words(text);
    words.truncate(ENOUGH_WORDS);
    let hits = |language: &&Language| language.hits(&words);
    let best = LANGUAGES.iter().max_by_key(hits)?;
    let most = hits(&best);
    let others = LANGUAGES.iter().filter(|it| it.code != best.code);
    let second = others.map(|it| hits(&it)).max().unwrap_or_default();
    (most >= ENOUGH && most > second).then_some(best)
}

#[cfg(test)]
mod tests {
    const ARTICLE: &str = "Select Forgot password on the sign-in page. You get a mail with a link.";

    #[test]
    fn an_article_in_another_language_is_told_by_the_commonest_words() {
        for question in [
            "Wie setze ich mein Passwort zurück?",
            "Comment réinitialiser mon mot de passe ?",
            "¿Cómo puedo cambiar mi contraseña?",
            "Hoe kan ik mijn wachtwoord wijzigen?",
            "Como posso mudar minha senha?",
            "Come posso cambiare la mia password?",
            "Recebo sempre uma mensagem de erro",
            "Wetter für morgen",
            "天気",
            "mot de passe égaré",
        ] {
            assert!(super::may_differ(question, ARTICLE), "{question}");
        }
        for question in [
            "How do I reset my password?",
            "password",
            "SCORM 1.2 LMSSetValue",
            "what is the weather in Lisbon",
            "world cup 1998",
            "",
        ] {
            assert!(!super::may_differ(question, ARTICLE), "{question}");
            assert!(!super::is_other_than_english(question), "{question}");
        }
    }
}
