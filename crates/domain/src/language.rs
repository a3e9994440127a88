//! Whether two texts are in one language, by their scripts and their commonest words: enough to tell that an article
//! is not in the asker's.

use crate::words::words;

/// A language: what it calls itself, and its commonest words that the others here do not share.
struct Language {
    name: &'static str,
    common: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "English",
        common: &[
            "and", "are", "can", "do", "does", "for", "have", "how", "i", "is", "my", "not", "of",
            "the", "this", "to", "what", "when", "where", "why", "with", "you", "your",
        ],
    },
    Language {
        name: "Deutsch",
        common: &[
            "auf", "das", "dem", "der", "die", "ein", "eine", "für", "ich", "ist", "kann", "mein",
            "meine", "mit", "nicht", "sie", "sind", "und", "wann", "was", "wie", "wo", "zu",
        ],
    },
    Language {
        name: "Français",
        common: &[
            "comment", "dans", "des", "est", "et", "je", "le", "les", "mes", "mon", "où", "pas",
            "pour", "puis", "quand", "sont", "sur", "une", "votre", "vous",
        ],
    },
    Language {
        name: "Español",
        common: &[
            "cómo", "cuándo", "dónde", "el", "está", "están", "la", "los", "mi", "mis", "por",
            "puedo", "qué", "su", "sus", "tengo", "una", "usted", "y",
        ],
    },
    Language {
        name: "Português",
        common: &[
            "como", "do", "em", "está", "eu", "meu", "minha", "na", "não", "no", "onde", "os",
            "para", "posso", "quando", "seu", "sua", "são", "uma", "você",
        ],
    },
    Language {
        name: "Italiano",
        common: &[
            "che", "come", "della", "di", "dove", "gli", "ho", "il", "la", "mia", "mio", "non",
            "per", "posso", "quando", "sono", "sul", "una", "è",
        ],
    },
    Language {
        name: "Nederlands",
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

/// Whether a text may be English: no other language has more of its common words, and it has no letters that English
/// does without.
pub(crate) fn may_be_english(text: &str) -> bool {
    !may_be_other(text, LANGUAGES.first()) && !has_own_letters(text)
}

/// Whether another language than this has more of its common words in a text.
fn may_be_other(text: &str, than: Option<&Language>) -> bool {
    let words = words(text);
    let hits = |language: &Language| {
        let is_common = |word: &&String| language.common.contains(&word.as_str());
        words.iter().filter(is_common).count()
    };
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
    let hits = |language: &&Language| {
        let is_common = |word: &&String| language.common.contains(&word.as_str());
        words.iter().filter(is_common).count()
    };
    let best = LANGUAGES.iter().max_by_key(hits)?;
    let most = hits(&best);
    let others = LANGUAGES.iter().filter(|it| it.name != best.name);
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
            assert!(!super::may_be_english(question), "{question}");
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
            assert!(super::may_be_english(question), "{question}");
        }
    }
}
