//! Two questions in one message.

use super::account::is_own_matter;
use super::folded::{Phrases, folded};
use std::sync::LazyLock;

/// How a question begins.
static BEGINS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        what|whats|how|where|wheres|when|who|why|which|whose
        can|could|do|does|did|is|are|will|would|should|may|am|must|has|have
        was|wie|wo|wann|wer|warum|welche*|kann|muss|gibt
        que|como|donde|cuando|quien|cual|puedo|cuanto*
        comment|ou|quand|qui|pourquoi|quel*|puis|combien
        como|onde|quando|quem|qual|posso|quanto*
        come|dove|quando|chi|perche|quale|posso
        ",
    )
});

/// What stands for something that was named before.
static POINTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("it|its|they|them|their|that|those|these|there|this|it|he|she|too|afterwards")
});

/// What asks somebody to do it, however it is put.
static ASKS_TO_ACT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        can|could|would|will ..1 you|u|someone|somebody|anyone|support
        please|pls|plz
        puede|puedes|podria|podrias|podeis|pueden
        kannst|konnt|konnen|konnten|konntest ..1 du|ihr|sie|jemand
        pouvez|peux|pourriez vous|tu
        pode|podem|poderia ..1 voce|voces
        puo|puoi|potete|potreste
        kun|kunnen|kunt|zou|zouden|wil|willen ..1 je|jij|u|jullie|iemand
        graag|alsjeblieft|alstublieft|aub
        bitte|porfavor|svp
        moze|mozecie|moglby|moglaby|mogliby|mozesz ..2 pan|pani|panstwo|ktos|mi|mnie|wy
        prosze
        можете|могли|можешь|может|могла ..1 вы|бы|ты|ли|кто*
        вы ..1 можете|могли
        пожалуиста
        ممكن|تقدر|تقدرون|يمكنك|يمكنكم|هل ..1 تحذف*|ترجع*|تلغ*|احد|أحد|حد|تقدر*|يمكنك*
        رجاء|لو|ارجو ..1 سمحت*|ان
        क्या|kya ..2 आप|कोई|aap|koi|tum
        कृपया|please|plz
        ",
    )
});

/// The same in Chinese, which has no blanks between its words.
const ASKED_TO_ACT_UNSPACED: &[&str] =
    &["帮我", "帮忙", "请你", "请您", "麻烦", "能给我", "可以给我"];

/// What a question has in Chinese, with a mark or without.
const ASKS_UNSPACED: &[&str] = &["怎么", "如何", "怎样", "在哪", "什么时候"];

/// How a message begins that asks, where no mark says so: with the verb that follows, as "what a joke" and
/// "when I enrolled you promised" ask nothing.
static OPENS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        how|hows ..0 do|does|can|could|should|to|long|much|many|often|soon|is|are|will|would
        what|where|when|who|which ..0 do|does|is|are|can|if|happens|should|will|kind
        do|does|can|could|is|are|will|would|should|may|am|must ..0 i|we|it|there|they|the|a|my|students|learners
        wie|wo|wann|kann|muss|darf ..0 ich|man|wir|bekomme|lange|viel|kann|ist|sind
        como|donde|cuando|cuanto*|puedo ..0 puedo|se|es|son|cancelar|pedir|cuesta|tarda|tiempo
        comment|ou|quand|combien|puis ..0 je|puis|est|faire|se|de|on
        come|dove|quando|quanto*|posso ..0 posso|si|faccio|e|costa|tempo|chiedere
        como|onde|quando|quanto*|posso ..0 posso|se|faco|e|custa|tempo|pedir
        hoe|waar|wanneer|hoeveel|kan|mag ..0 krijg|kan|is|zijn|moet|ik|je|lang|veel|vraag|wordt
        jak|gdzie|kiedy|ile|czy ..0 moge|mozna|jest|sa|dostac|zwrocic|uzyskac|zrobic|anulowac|usunac|trwa|kosztuje
        как|где|когда|сколько|можно ..0 вернуть|можно|мне|получить|отменить|удалить|оформить|сделать|стоит|ли
        كيف|وين|متى|هل|طريقة|كيفية ..0 اطلب*|استرد*|استرج*|ارجع*|الغ*|احذف*|يمكن*|ممكن|حذف|اقدر
        ",
    )
});

/// Whether a message asks how something is done or what is allowed; a message that tells what its
/// writer wants, asks somebody to do it, or asks about the writer's own record does not.
#[must_use]
pub fn asks_how(text: &str) -> bool {
    if is_own_matter(text) {
        return false;
    }
    let clauses = text.split_inclusive([
        '?', '!', '.', ';', ',', ':', '\n', '¿', '？', '！', '。', '，', '؟', '،',
    ]);
    let is_asked = |clause: &str| {
        clause.ends_with(['?', '？', '؟'])
            && !ASKED_TO_ACT_UNSPACED.iter().any(|it| clause.contains(it))
    };
    let clauses: Vec<(bool, Vec<String>)> = clauses
        .map(|clause| (is_asked(clause), folded(clause)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    // Beside another clause, one without a mark may be an outcry.
    let is_alone = clauses.len() == 1;
    clauses.iter().any(|(is_marked, words)| {
        let is_unspaced = || ASKS_UNSPACED.iter().any(|it| text.contains(it));
        let opens = is_alone && (OPENS.are_in(&words[..words.len().min(2)]) || is_unspaced());
        (opens || *is_marked) && !ASKS_TO_ACT.are_in(words)
    })
}

/// Words of a question, at least.
const LEAST: usize = 3;
/// Words of a message that asks two things, at most: a longer one tells a story.
const MOST: usize = 60;

/// One of two questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its words, as they were written.
    pub text: String,
    /// Whether it leaves to the other what it is about.
    pub leans: bool,
}

/// The two questions of a message, or nothing if it has one, or more.
#[must_use]
pub fn two_questions(text: &str) -> Option<[Part; 2]> {
    if text.split_whitespace().take(MOST + 1).count() > MOST {
        return None;
    }
    let mut parts = Vec::new();
    for sentence in text.split(['?', '!', '.', ';', '\n']) {
        let mut rest = sentence;
        while let Some((first, then)) = at_connector(rest) {
            parts.push(first);
            rest = then;
        }
        parts.push(rest);
    }
    let asks = |part: &&str| {
        let words = folded(part);
        let first = &words[..words.len().min(1)];
        words.len() >= LEAST && BEGINS.are_in(first)
    };
    let ends: &[_] = &[',', ':', '-'];
    let parts = parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches(ends));
    let mut questions = parts.filter(asks);
    let (first, second) = (questions.next()?, questions.next()?);
    if questions.next().is_some() {
        return None;
    }
    let part = |text: &str, may_lean: bool| Part {
        text: text.to_owned(),
        leans: may_lean && POINTS.are_in(&folded(text)),
    };
    Some([part(first, false), part(second, true)])
}

/// The text before and after the first "and" that a question follows.
fn at_connector(text: &str) -> Option<(&str, &str)> {
    const AND: &[&str] = &[
        " and also ",
        " and ",
        " also ",
        " und ",
        " y ",
        " et ",
        " e ",
        ", ",
    ];
    // As long as the text, byte for byte: places in one are places in the other.
    let lower = text.to_ascii_lowercase();
    let found = AND.iter().flat_map(|and| {
        lower
            .match_indices(and)
            .map(move |(at, _)| (at, at + and.len()))
    });
    found
        .filter(|(_, after)| {
            let words = folded(crate::words::opening(&text[*after..], LEAST));
            words.len() >= LEAST && BEGINS.are_in(&words[..1])
        })
        .min()
        .map(|(at, after)| (&text[..at], &text[after..]))
}

#[cfg(test)]
mod tests {
    use super::{asks_how, two_questions};

    #[test]
    fn a_question_is_told_from_a_demand() {
        for question in [
            "How do I get a refund?",
            "refund for the certification exam?",
            "do i get my money back then",
            "i want to delete my account. how, and how long do you still keep my data?",
            "¿Cómo puedo cancelar?",
            "wie bekomme ich mein Geld zurück",
        ] {
            assert!(asks_how(question), "{question}");
        }
        for demand in [
            "I want a refund for this course",
            "please delete my account and all of its data",
            "can you refund me?",
            "why was I charged twice?",
            "quiero un reembolso de mi curso",
            "What a joke. I want my money back",
            "When I enrolled you promised a refund",
            "que me hagan un reembolso",
            "Where is my refund?",
            "Können Sie mir bitte mein Geld zurückgeben?",
            "",
        ] {
            assert!(!asks_how(demand), "{demand}");
        }
    }

    #[test]
    fn two_questions_are_told_from_one_with_context() {
        for (text, first, second, leans) in [
            (
                "how big may one file be, and how many can i put in one hand-in?",
                "how big may one file be",
                "how many can i put in one hand-in",
                false,
            ),
            (
                "What is a teacher note? Who is able to see them?",
                "What is a teacher note",
                "Who is able to see them",
                true,
            ),
            (
                "how to make a backup of the database and how do i put it back",
                "how to make a backup of the database",
                "how do i put it back",
                true,
            ),
        ] {
            let [one, two] = two_questions(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((one.text.as_str(), two.text.as_str()), (first, second));
            assert_eq!(two.leans, leans, "{text}");
        }
        // Letters whose small form is longer or shorter.
        let [one, _] = two_questions("what ẞé is there and how do i put it back İ").unwrap();
        assert_eq!(one.text, "what ẞé is there");
        for one in [
            "I am a teacher. How do I give a student extra time?",
            "how do I reset my password and sign in",
            "Got a new phone, the code app is gone, can't log in",
            "which browsers and devices are supported",
            "what, how, why? where is it? who is he?",
            "ẞé and İ",
            "",
        ] {
            assert_eq!(two_questions(one), None, "{one}");
        }
    }
}
