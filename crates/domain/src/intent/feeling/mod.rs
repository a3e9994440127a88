//! Who is frustrated, in the languages that are listened to besides English (B8): anger, contempt and despair in so many
//! words, and long tries and waits, which say less.

use super::folded::fold;
use super::pieces::{Pieces, lists};
use std::sync::LazyLock;

/// How frustrated a message with angry words is: what the English classifier says of an angry one.
const ANGRY: f32 = 0.95;
/// How frustrated a message of long tries or waits is. Two of them alone bring no person.
const WEARY: f32 = 0.45;

/// The pieces of `words.txt`, each list by its name.
struct Words {
    angry: Pieces,
    weary: Pieces,
    not_meant: Pieces,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut lists = lists(include_str!("words.txt"));
    let mut list = |name: &str| Pieces::of(lists.remove(name).unwrap_or_default());
    let words = Words {
        angry: list("angry"),
        weary: list("weary"),
        not_meant: list("not meant"),
    };
    debug_assert!(lists.is_empty(), "nobody reads a list of words.txt");
    words
});

/// Whether a text is shouted: in capitals, or with three marks in a row.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (small, large) = letters.fold((0, 0), |(small, large), c| {
        (
            small + usize::from(c.is_lowercase()),
            large + usize::from(c.is_uppercase()),
        )
    });
    let marks = text.replace('！', "!").replace(['？', '؟'], "?");
    (large >= 8 && large > small)
        || ["!!!", "???", "?!?", "!?!"]
            .iter()
            .any(|it| marks.contains(it))
}

/// How frustrated a text is by its words: 0 to 1.
pub(super) fn strength(text: &str) -> f32 {
    let words = &*WORDS;
    let folded = format!(" {} ", fold(text));
    if words.angry.are_in(&folded) {
        ANGRY
    } else if !words.weary.are_in(&folded) || words.not_meant.are_in(&folded) {
        0.0
    } else if is_shouted(text) {
        // "For the third time: I CANNOT GET IN!!!"
        ANGRY
    } else {
        WEARY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anger_is_told_from_a_calm_question_with_the_same_words() {
        for angry in [
            "Das ist doch ein Witz, seit Stunden lädt hier nichts",
            "ESTOY HARTA de esta plataforma",
            "j'en ai marre, rien ne marche",
            "não aguento mais esse site",
            "ma vi sembra normale? sono stufo di aspettare",
            "word er gek van, niks werkt",
            "mam dość, nic nie działa",
            "меня это уже бесит",
            "طفح الكيل، لا أحد يرد",
            "यह क्या बकवास है",
            "kuch bhi kaam nahi kar raha, bakwas app hai",
            "什么破系统，又崩了",
            "POR TERCERA VEZ, NO ME DEJA ENTRAR",
        ] {
            assert_eq!(strength(angry), ANGRY, "{angry}");
        }
        for calm in [
            "Das Video lädt nicht, was kann ich tun?",
            "¿Cómo calculo el volumen de un cono?",
            "je ne peux plus déposer mon devoir, que faire ?",
            "um projeto sobre desastres naturais",
            "ik kan niet meer inloggen",
            "kurs o nerwach czaszkowych",
            "что такое тупой угол",
            "وصلتني رسالة: محاولة دخول فاشلة",
            "परेशान करने के लिए माफ़ी, असाइनमेंट कहाँ है?",
            "第三次作业什么时候交",
            "ich kann nicht mehr auf den Kurs zugreifen",
        ] {
            assert!(strength(calm) < ANGRY, "{calm}");
        }
    }
}
