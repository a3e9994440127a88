//! What a short message says to what was asked or offered: yes, no, this one, none of them, that it helped; in the
//! languages that are listened to.
//!
//! A message is an answer only if each of its words belongs to one: "not this one" is a no, "my quiz is not opening" is a
//! question. Each list has the words of all languages.

use super::folded::{Either, folded};
use super::{SmallTalk, asks_for_people, small_talk};
use std::sync::LazyLock;

/// What a message says of articles that were offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It was one of them.
    Helped,
    /// This one is to be shown, counted from 0.
    Article(usize),
    /// None of them is it.
    Neither,
}

/// Words of a short answer, each folded.
static YES: LazyLock<Either> = LazyLock::new(|| {
    Either::words([
        "yes yeah yep yup yea yas y sure ok okay okey k absolutely please exactly correct right definitely gladly",
        "ja jo jep klar gerne gern genau richtig passt okej",
        "si sip claro vale dale adelante bien exacto correcto acepto bueno perfecto",
        "oui ouais ouaip daccord dacc volontiers exactement parfait",
        "sim claro isso certo aceito quero pode perfeito beleza blz",
        "certo esatto perfetto volentieri va",
        "graag zeker prima precies klopt",
        "tak jasne chetnie dokladnie pewnie zgoda owszem",
        "да ага давай давайте конечно хорошо ок точно верно именно",
        "نعم أجل ايوه ايوا أيوة ايه موافق موافقة أوافق تمام طبعا اوكي أكيد صح",
        "हाँ हां जी ठीक बिल्कुल सही haan han haa ji theek thik bilkul sahi",
        "是 是的 好 好的 好啊 好呀 可以 对 对的 行 嗯 嗯嗯 要 需要 没错 對 沒錯 没问题 是这个 就是这个 就这个 对就是这个",
        "vâng được",
    ])
});

/// Words that say no.
static NO: LazyLock<Either> = LazyLock::new(|| {
    Either::words([
        "no nope nah not dont didnt doesnt isnt wasnt arent never neither none wrong different other else cancel",
        "nein nee ne nicht kein keine keiner keins keines falsch falsche anderes andere nie",
        "ninguno ninguna ningun nada tampoco otra otro nunca",
        "non pas aucun aucune rien autre ni jamais",
        "nao nenhum nenhuma outro outra nada nunca",
        "nessuno nessuna niente altro altra mai",
        "niet geen andere anders fout verkeerde",
        "nie zaden zadne zadna inny inne inna zle",
        "нет не неа ни никакой никакая ничего другое другой другая",
        "لا كلا ليس ليست مش مو ما ولا غيره لأ مب",
        "नहीं नही ना और गलत nahi nahin nhi nai na galat",
        "不 不是 不是的 不用 不用了 不要 不需要 不对 不對 没有 都不是 都不对 都不對 不行 不是这个 不是這個 不是这些 都没用 没用 沒用 不是我要的 不是这个意思 不是那个意思 不是我想要的 都不是我要的 不是这个意思 不是那个意思 没帮助 没有用 不是我想问的 不是我问的 都不行",
        "không",
    ])
});

/// Words that say that something helped.
static HELPED: LazyLock<Either> = LazyLock::new(|| {
    Either::words([
        "helped worked works solved fixed helpful thanks thank thx ty cheers perfect great got sorted",
        "geholfen geklappt klappt funktioniert gelost danke super hilfreich erledigt",
        "sirvio ayudo funciono funciona resuelto solucionado gracias listo util",
        "aide marche resolu merci utile marché",
        "ajudou funcionou resolveu resolvido deu obrigado obrigada valeu",
        "aiutato funziona risolto grazie utile funzionato",
        "geholpen hielp werkt gelukt bedankt opgelost",
        "pomoglo pomogla dziala zadzialalo dzieki dziekuje rozwiazane",
        "помогло помогла сработало спасибо получилось решено спс",
        "ساعدني ساعدتني نفع نفعت اشتغل اشتغلت شكرا انحلت ضبط ضبطت حلت مفيد يسلمو",
        "मदद मिली मिल धन्यवाद शुक्रिया काम हो गया madad mili mil gayi gaya dhanyavad shukriya kaam ho",
        "有用 有帮助 有幫助 解决了 解決了 谢谢 謝謝 可以了 搞定 搞定了 好了 帮到我了 有效 谢啦 感谢 明白了",
    ])
});

/// The first, the second, the third.
static ORDINALS: LazyLock<[Either; 3]> = LazyLock::new(|| {
    [
        "1 1st first one top erste ersten erster erstes primero primera primer premier premiere primeiro primeira primo \
         prima eerste pierwszy pierwsza pierwsze pierwsza первый первая первое первую перваи первыи الاول الأول \
         الأولى الاولى اول أول पहला पहली पहले वाला pehla pehli pehle 第一 第一个 第一個 第一个吧 第1个 选第一个 一 1号",
        "2 2nd second two zweite zweiten zweiter zweites segundo segunda deuxieme second seconde secondo seconda tweede \
         drugi druga drugie второй вторая второе вторую второи الثاني الثانية التاني التانية दूसरा दूसरी दूसरे dusra \
         dusri doosra doosri dusre 第二 第二个 第二個 第二个吧 第2个 选第二个 二 2号",
        "3 3rd third three dritte dritten dritter drittes tercero tercera troisieme terceiro terceira terzo terza derde \
         trzeci trzecia trzecie третий третья третье третью третии الثالث الثالثة التالت तीसरा तीसरी तीसरे tisra teesra \
         tisri 第三 第三个 第三個 第三个吧 第3个 选第三个 三 3号",
    ]
    .map(|list| Either::words([list]))
});

/// Words that go with these and say nothing of their own.
static LIGHT: LazyLock<Either> = LazyLock::new(|| {
    Either::words([
        "i im id ive me my number bottom top the a an that thats this it its these those them they one ones is was are do did does have \
         to of for what which want wanted wanna mean meant need needed like would will you u your and but really at all \
         any either both now yet so just looking searching asked asking am oh hmm um well sorry actually so much very \
         good fine go ahead show open take help helping here there option link article now with let lets try again \
         thing things something last bring connect person human someone somebody agent talk speak",
        "ich mir mich das die der den dem es ist war sind bitte doch will wollte mochte meine meinte gemeint suche was \
         etwas davon von beiden beides hat habe mit so sehr gut besser lieber nehme zeig mal ganz leider aber und auch \
         vielen dank hatte ein eine ihr eines einen",
        "yo me lo la el misma mismo los las eso esa ese esto esta este es era que quiero queria necesito busco buscaba por favor \
         cosa de estos estas esos con muy mi pero y muchas ya estoy a ti gracias sirve sirven un una opcion abre \
         muestra ver creo referia persona",
        "je j me ca cela c ce cest celui celle la le les l un une est etait que qu n ne m ma veux voulais cherche \
         cherchais demande s sil te vous plait svp chose de des deux d a bien tres merci moi voudrais montre oui tout \
         du bon mais et l article personne",
        "eu me isso esse essa este esta e era o a os as que queria preciso procuro procurava por favor coisa de desses \
         dessas deles disso muito bem ja mim um uma mas mostra ver ai pfv estava procurando pessoa",
        "io mi lo la il le questo questa quello quella e era che voglio volevo cerco cercavo per favore cosa di proprio ora adesso questi \
         queste nulla molto bene ho ha ma un una vorrei c intendevo ciò cio mostra apri persona a posto",
        "ik me mij dat die de het deze dit is was wil wilde bedoel bedoelde bedoelt zoek zocht wat iets van beide alsjeblieft \
         aub dank je u heel erg goed heeft maar een graag doe laat zien maar toe mens met wel hem",
        "mi mnie to ten ta te jest bylo byl o co chodzi chodzilo chce chcialem chcialam szukam szukalem szukalam prosze \
         z tych juz super teraz bardzo dobrze ale cos tego tej pokaz ani mi moze wezme w czlowiek",
        "я мне меня это этот эта эту эти то что нужно надо хочу хотел хотела искал искала имел имела в виду из них \
         пожалуиста пожалуйста большое очень все всё но покажи покажите открои один одно мои вот подходит а ту тот ищу",
        "انا أنا هذا هذه ده دي دا هاد هاي اللي ما يلي اريد أريد ابغى ابي عايز عايزة عاوز بدي اقصد أقصد قصدي من فضلك \
         لو سمحت شي شيء اخر آخر تاني حاجة تانية واحد منهم منها جيد كتير جدا هو هي ا على ايه اه رجاء رجاءً واحدة أي حد \
         المقال خيار الخيار المطلوب طلبته كان جزيلا الله خير يعطيك لك",
        "यह ये वह वो वाला वाली मुझे मैं मैंने चाहिए कुछ इनमें इन में से कोई भी है था हैं एक बहुत अच्छा कृपया दिखाओ दिखाइए \
         प्लीज़ प्लीज बात इससे इस yeh ye wo woh wala wali mujhe main maine chahiye kuch inme in me se koi bhi hai tha ek \
         bahut accha acha please plz dikhao yahi iska dono mein is isse wahi kr kar do karo aur pucha",
        "的 了 吧 那个 这个 这 那",
    ])
});

/// What the words of a message say together.
#[derive(Clone, Copy, Default)]
struct Said {
    yes: bool,
    no: bool,
    helped: bool,
}

/// What a message says if every word of it serves an answer; else `None`.
fn said(words: &[String]) -> Option<Said> {
    let mut said = Said::default();
    for word in words {
        let (yes, no, helped) = (YES.has(word), NO.has(word), HELPED.has(word));
        let is_ordinal = ORDINALS.iter().any(|list| list.has(word));
        if !(yes || no || helped || is_ordinal || LIGHT.has(word)) {
            return None;
        }
        said.yes |= yes;
        said.no |= no;
        said.helped |= helped;
    }
    Some(said)
}

/// Words of the longest answer; more say something of their own.
const MOST_WORDS: usize = 9;

/// What a message says of articles that were offered, by their titles in order; `None` if it is
/// about something else.
#[must_use]
pub fn choice(text: &str, titles: &[&str]) -> Option<Choice> {
    let bare = text.trim().trim_end_matches(['.', '!']);
    if let Some(number) = titles
        .iter()
        .position(|title| title.eq_ignore_ascii_case(bare))
    {
        return Some(Choice::Article(number));
    }
    // Who asks for a person chooses none.
    if asks_for_people(text) {
        return None;
    }
    let words = folded(text);
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    // Thanks may be said in more words than the lists have.
    let thanks = || matches!(small_talk(text), Some(SmallTalk::Thanks));
    let Some(said) = said(&words) else {
        return thanks().then_some(Choice::Helped);
    };
    let is_english =
        |word: &String| matches!(word.as_str(), "which" | "what" | "how" | "need" | "yet");
    let asks = text.trim_end().ends_with(['?', '؟', '？']) || words.iter().any(is_english);
    if said.no {
        // "the link does not open" says what is wrong with something of theirs.
        let is_about = words
            .iter()
            .any(|word| matches!(word.as_str(), "open" | "my" | "number" | "link"));
        let is_question = asks && words.len() > 3;
        return (!is_about && !is_question).then_some(Choice::Neither);
    }
    if asks {
        return None;
    }
    if words.iter().any(|word| word == "last") {
        return titles.len().checked_sub(1).map(Choice::Article);
    }
    // "the second one" names the second, not the first.
    let count = ORDINALS.len().min(titles.len());
    let is_named = |list: &Either| words.iter().any(|word| list.has(word));
    if words.len() <= 5
        && let Some(number) = ORDINALS[..count].iter().rposition(is_named)
    {
        return Some(Choice::Article(number));
    }
    match said {
        Said { helped: true, .. } => Some(Choice::Helped),
        Said { yes: true, .. } => Some(Choice::Article(0)),
        _ => thanks().then_some(Choice::Helped),
    }
}

/// Words that say yes whatever follows them: "yes, my account is locked".
static YES_FIRST: LazyLock<Either> = LazyLock::new(|| {
    Either::words(["yes yeah yep yup ja oui sim tak да نعم ايوه हाँ हां haan 好的 是的"])
});

/// Whether a message says yes or no and nothing else.
#[must_use]
pub fn plain_consent(text: &str) -> Option<bool> {
    let words = folded(text);
    if words.is_empty() || words.len() > MOST_WORDS || text.trim_end().ends_with(['?', '؟', '？'])
    {
        return None;
    }
    let is_open = |word: &String| matches!(word.as_str(), "but" | "what" | "which" | "how" | "why");
    match said(&words)? {
        // A "but" is a condition, and a "what" asks.
        Said { .. } if words.iter().any(is_open) => None,
        Said { no: true, .. } => Some(false),
        Said { yes: true, .. } => Some(true),
        // "Thanks" alone answers nothing.
        Said { .. } => None,
    }
}

/// Whether a message says yes or no to what was asked, perhaps with more behind it; `None` if it says something else.
#[must_use]
pub fn consent(text: &str) -> Option<bool> {
    let words = folded(text);
    let first = words.first()?;
    match plain_consent(text) {
        Some(means) => Some(means),
        None if text.trim_end().ends_with(['?', '؟', '？']) => None,
        None => {
            // The first clause answers: "no, I will wait until Monday", "yes, my account is locked".
            let clause = super::clauses(text).next().unwrap_or_default();
            let opening = folded(clause);
            let is_clause = opening.len() < words.len();
            match said(&opening).filter(|_| is_clause && !opening.is_empty()) {
                Some(Said { no: true, .. }) => Some(false),
                // A yes with a condition is for whoever asked to weigh.
                _ if words.iter().any(|word| word == "but") => None,
                Some(Said { yes: true, .. }) => Some(true),
                _ => {
                    let refuses = words.iter().any(|word| NO.has(word));
                    (YES_FIRST.has(first) && !refuses && words.len() <= MOST_WORDS).then_some(true)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_from_a_new_question() {
        let titles = ["Reset your password", "Change your e-mail address"];
        for (said, means) in [
            ("the second one", Choice::Article(1)),
            ("la segunda", Choice::Article(1)),
            ("the last one", Choice::Article(1)),
            ("das zweite bitte", Choice::Article(1)),
            ("第二个", Choice::Article(1)),
            ("yes please", Choice::Article(0)),
            ("sí, esa", Choice::Article(0)),
            ("not that", Choice::Neither),
            ("none of these", Choice::Neither),
            ("nein, das meine ich nicht", Choice::Neither),
            ("ninguno de estos", Choice::Neither),
            ("都不是", Choice::Neither),
            ("that helped, thanks", Choice::Helped),
            ("помогло, спасибо", Choice::Helped),
        ] {
            assert_eq!(choice(said, &titles), Some(means), "{said}");
        }
        for new in [
            "how do I cancel my course",
            "my quiz is not opening",
            "I did not get the email",
            "please reset my password",
            "y cómo cambio mi correo",
            "si pierdo mi teléfono",
            "which one is free",
            "none of my courses show up",
            "ok how do i pay",
            "I want to talk to a person please",
            "agent please",
            "which one do I need",
            "I need this fixed now",
            "I got a link, what is it for?",
            "the link does not open",
        ] {
            assert_eq!(choice(new, &titles), None, "{new}");
        }
    }

    #[test]
    fn a_rating_is_a_yes_or_no_and_nothing_else() {
        for said in [
            "No, nobody can help me anymore and I want to die",
            "no, my exam started 5 minutes ago and I am locked out",
            "Yes. Now another question: where is my invoice?",
        ] {
            assert_eq!(plain_consent(said), None, "{said}");
        }
        assert_eq!(plain_consent("no, not really"), Some(false));
        assert_eq!(plain_consent("yes, thanks!"), Some(true));
    }

    #[test]
    fn a_yes_that_goes_on_is_a_yes() {
        for (said, means) in [
            ("yes, my account is locked", Some(true)),
            ("ja mein Konto ist gesperrt", Some(true)),
            ("好的", Some(true)),
            ("no, I will wait until Monday", Some(false)),
            ("no puedo entrar a mi cuenta", None),
            ("I can't, I need a person", None),
            ("yes but don't share my email with anybody", None),
            ("yes, but don't share my email with anybody", None),
            ("ok what do you do with my number", None),
            ("y", Some(true)),
            ("not sure what that means", None),
        ] {
            assert_eq!(consent(said), means, "{said}");
        }
    }
}
