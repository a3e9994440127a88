//! Small talk: messages that ask nothing, in the languages that are listened to.
//!
//! A message is small talk if every word of it is one that is said in passing, and one of them is
//! its point: a greeting, thanks, a goodbye, an acknowledgement. Words are folded
//! (`folded.rs`); in Chinese, pieces are taken away until nothing is left.

use super::folded::{Either, folded};
use std::sync::LazyLock;

/// Words that are not a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    /// "Hello".
    Greeting,
    /// "Thanks", "that worked".
    Thanks,
    /// "Bye".
    Goodbye,
    /// "Ok, I will try that".
    Acknowledgement,
}

static GREETING_WORDS: LazyLock<Either> = LazyLock::new(|| Either::words([GREETING]));
static THANKS_WORDS: LazyLock<Either> = LazyLock::new(|| Either::words([THANKS]));
static GOODBYE_WORDS: LazyLock<Either> = LazyLock::new(|| Either::words([GOODBYE]));
static ACKNOWLEDGEMENT_WORDS: LazyLock<Either> = LazyLock::new(|| Either::words([ACKNOWLEDGEMENT]));

/// All words that are said in passing.
static PASSING: LazyLock<Either> = LazyLock::new(|| {
    Either::words([
        GREETING,
        THANKS,
        GOODBYE,
        ACKNOWLEDGEMENT,
        FILLER,
        FILLER_DE,
        FILLER_ES,
        FILLER_FR,
        FILLER_PT,
        FILLER_IT,
        FILLER_NL,
        FILLER_PL,
        FILLER_RU,
        FILLER_AR,
        FILLER_HI,
    ])
});

/// Words of a message that may be small talk, at most.
const MOST_WORDS: usize = 14;

const GREETING: &str = "mornin hallochen moinmoin yo hello hi hey hiya heya heyyy helo yo greetings howdy sup morning afternoon evening hallo moin servus gruezi tag morgen abend hola holaa buenas buenos saludos bonjour salut bjr coucou bonsoir slt ola oi oie oiee opa eai ciao salve ehila buongiorno buonasera buondi hoi heey goedemorgen goedemiddag goedenavond dag czesc hej hejka siema siemano siemaa witam witaj dzien привет приветик приветики здравствуите здрасте здорово хаи здрасьте добрыи مرحبا هلا هلاا السلام اهلا أهلا صباح مساء هاي مراحب namaste namaskar namaskaar suprabhat नमस्ते नमस्कार सुप्रभात हैलो हाय pranam";
const THANKS: &str = "worked works working شكر gerettet cracks thanks thank thx tysm ty thnx thanx cheers tnx appreciated apreciated appreciate grateful danke dankeschon merci dank dankbar gracias grax grac agradece agradezco agradecido mci remerciements obrigado obrigada obg brigado brigada brigadao vlw valeu agradeco agradecido grazie grz ringrazio gentilissimo gentilissima bedankt dankje dankjewel dankuwel thnx dzieki dziekuje dziekuej dzx dzieks dziex спасибо спс спасибки пасиб пасибо благодарю благодарен شكرا شكرً مشكور مشكورة تسلم يعطيك العافية ممنون shukran shokran dhanyavaad dhanyavad dhanyawad dhanyabad shukriya धन्यवाद शुक्रिया आभार saved saves lifesaver salvaste sauvez sauve salvou salvata salvato gerettet uratowales uratowalas спасли انقذتني बचा helped helps helpful geholfen ayudo ayudaste aide ajudou servito pomoglo pomogles помогло помогли ساعدتني madad मदद held crack";
const GOODBYE: &str = "luego dopo السلامة manana bye byebye goodbye cya ciao tschuss tschau tschues servus ade adios chau chao nos vemos revoir bientot a+ tchau flw ate arrivederci sentiamo doei doeg doeei ziens later papa pa narazie zobaczenia widzenia пока свидания встречи سلام باي اللقاء alvida milte milenge मिलेंगे अलविदा goodnight nacht notte buonanotte noches nuit noite dobranoc welterusten ночи شب रात्रि shubh night weekend wochenende abend dia day tag giornata dnia дня يومك dag journee soiree bed schlafen dormir letto slapen spac спать انام सोने";
const ACKNOWLEDGEMENT: &str = "trick gehts jessaie jai wars essaye ok okay okey okej okei oke k kk alright cool fine good nice perfect great super sure understood got see sense yes yep yup right gotcha noted try tried give solved fixed done sorted figured verstanden alles klar passt gut prima probier probiere versuche versuch klappt geklappt funktioniert gefunden perfekt top vale dale listo entendi entiendo funciono funciona pruebo probare perfecto veo todo bien accord daccord compris essaie essaye marche nickel clair parfait tout blz beleza certo entendi consegui perfeito tentar deu bene capito provo funziona perfetto chiaro posto snap proberen werkt duidelijk goed komt dobra dobrze rozumiem dziala idealnie jasne wszystko sprobuje gra понял поняла понятно хорошо ладно попробую заработало работает супер ясно норм океи ок تمام اوكي اوك فهمت اشتغل واضح صار اجرب ممتاز theek thik h sahi samajh gaya gayi ठीक अच्छा समझ गया बस ho हो try";
/// Words that are said beside these and add nothing.
const FILLER: &str = "did do the good a aa all an and are as at am away back bit bot both but by can do day everything fast for from gonna go gotta going guys have help i id ill im in is it its itself just ll lol lot lots loads made make makes man many mate me much my myself nah no nope now of off one out really right sir madam so somehow still such talk thats that the then there thing this to today too u up very was well will with wow yay ya yeah you your youre youve ye ur haha hahaha ahh ah aha oh ooh uh um end found found myself end really enjoy take care of rest later next time again soon gonna brilliant awesome amazing lovely wonderful legend excellent fab sweet thing nothing else anything how doing going whats up ";
const FILLER_DE: &str = "hast gleich aus daran heraus ich du dir dich euch ihnen sie es das dann ist war hat habe hab mir mich sehr viel vielen lieben lieber schnelle schnellen hilfe fuer fur die der den dem auch noch mal einen eine ein schon schone schonen guten gute wunsche bis bald spater muss jetzt los gehe geh mach nett von ihnen nein so echt total tausend vielmals recht herzlichen herzlich und mit in zu na ach aha achso nun wieder naja geht gehts wie dir zusammen ruckmeldung alle";
const FILLER_ES: &str = "muchas muchisimas muchos mil me te se le lo la el los las un una monton por para tu su ayuda que tengas tenga buen buena buenos buenas dia tarde tardes noche hasta luego pronto manana bueno voy a ya si no eso es era nada mas ahora ah ok de todo q tal como estas esta genial excelente muy amable ahi fue con y hola dias estan feliz lindo linda nos chevere bien igualmente";
const FILLER_FR: &str = "a beaucoup bcp infiniment vous tu te me ma m a ai bien ca c est cest la vie un une grand pour ton votre aide trop sympa gentil tres bonne belle bon ok je j ca va y oh ah file vais tout de suite maintenant plus non merci rien autre et au avec plaisir mille oui super genial top quon moi les des fin fois tous le du";
const FILLER_PT: &str = "muito mto mt mesmo msm demais imenso tenha um uma bom boa bons dia tarde noite logo mais ate vou vai aqui ta tudo bem e eu me minha vida a ajuda pela pelo por era so isso nao sim ahh ah agora ja que ola otimo otima show ai legal massa maravilha la com voce vc";
const FILLER_IT: &str = "mille 1000 infinite tante tantissimo molto davvero ti mi vi e ok stato utile ha hai sei dopo presto ora adesso ci si no nient nientaltro altro va come tutto a buona buon giorno sera per l aiuto il la un fa vado ho ah eh allora che bello ottimo gentile tutti anche";
const FILLER_NL: &str = "daar veel aan heb je jij u heel erg super veel voor hulp echt fijn fijne nog aan gehad een tof dat was nee ja nu is t het ga ik ff even ben bent dank daar hoe gaat ie tot straks morgen prettige avond allemaal weer zo alles wel dan en iedereen ermee top wat lief";
const FILLER_PL: &str = "bardzo wielkie serdeczne serdecznie serdeczny za pomoc mi to teraz juz nie tak ok milego mily dzien dobry wieczor do na razie ide zaraz tez i sie jak co a aha wam ci pan pani mnie o dobry wieczoru super wszystkiego dobrego milo";
const FILLER_RU: &str = "большое огромное вам тебе за помощь вы ты меня очень хорошего все я а и до теперь стало нет это дня вечера добрыи доброе день утро вечер спокоинои как дела щас сеичас о отлично всего доброго так да ура ну супер вас с";
const FILLER_AR: &str = "لا جزيلا كثير كثيرا لك لكم ايدك أيدك اخوي أخوي الله على الف ألف مع السلامة الى إلى رايح تصبح خير الخير النور عليكم وعليكم كيف حالك حالكم راح هالشي معي الحمدلله الحمد لله اها ممتاز الحين لا هذا كل شي شيء كله سعيد والله ورحمة وبركاته ktir يا طيب جدا ان شاء";
const FILLER_HI: &str = "hain नमस्कार पर कर बचा शुभ सोने ji bhai yaar bahut bohot bahot bohat kaafi aapka aapko aapki aap din ho hai gayi gaya mil mili badhiya acha accha chalo baad mein me main phir fir haan ab nahi nahin bas itna itni hi sab abhi karta karti hu hun hoon kaise ha aa ja jee बहुत जी आपका आपको आपने तो लिया फिर जा रहा रही हूं हूँ नहीं इतना ही सब अब में है का की kal dost sir maam uuu help ke liye";

/// Pieces that Chinese small talk is made of.
const GREETING_ZH: &[&str] = &[
    "你好",
    "您好",
    "哈喽",
    "哈啰",
    "嗨",
    "在吗",
    "早上好",
    "早安",
    "下午好",
    "晚上好",
    "老师好",
    "大家好",
    "在不在",
    "有人在吗",
];
const THANKS_ZH: &[&str] = &[
    "谢谢",
    "谢啦",
    "多谢",
    "感谢",
    "3q",
    "辛苦了",
    "帮了我大忙",
    "救了我一命",
    "帮大忙",
    "谢了",
    "谢",
];
const GOODBYE_ZH: &[&str] = &[
    "再见",
    "拜拜",
    "88",
    "886",
    "回头见",
    "晚安",
    "明天见",
    "下次见",
    "我先睡了",
    "祝你今天愉快",
    "祝你",
    "愉快",
    "先走了",
];
const ACKNOWLEDGEMENT_ZH: &[&str] = &[
    "好的",
    "好了",
    "好滴",
    "嗯嗯",
    "嗯",
    "我试试",
    "试试",
    "可以了",
    "明白了",
    "明白",
    "懂了",
    "清楚了",
    "清楚",
    "知道了",
    "没有了",
    "就这些",
    "没问题",
    "搞定了",
    "搞定",
    "收到",
    "行",
    "解决了",
    "成功了",
    "了解",
];
const FILLER_ZH: &[&str] = &[
    "太", "了", "非常", "您的", "你的", "帮助", "哈哈", "你", "您", "我", "哦", "啊", "呀", "吧",
    "的", "现在", "今天", "好", "都", "啦", "老师", "亲",
];

/// Whether a word is of a list; its last letter may be drawn out.
fn is_in(word: &str, list: &Either) -> bool {
    let last = word.chars().next_back().map_or(0, char::len_utf8);
    let short = &word[..word.len() - last];
    let is_drawn_out = short.chars().next_back() == word.chars().next_back();
    list.has(word) || (is_drawn_out && list.has(short))
}

/// Whether the text is small talk, and which.
#[must_use]
pub fn small_talk(text: &str) -> Option<SmallTalk> {
    let says = text.chars().any(char::is_alphanumeric);
    if !says {
        return signs(text);
    }
    if text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        || matches!(text.trim(), "88" | "886" | "3q")
    {
        return unspaced(text);
    }
    let words = folded(text);
    if words.len() > MOST_WORDS {
        return None;
    }
    let point = |list: &Either| words.iter().any(|word| is_in(word, list));
    let is_passing = words.iter().all(|word| is_in(word, &PASSING));
    if !is_passing {
        return None;
    }
    let said = format!(" {} ", words.join(" "));
    // What did not help asks for more; so do a question and a request.
    let asks = [
        "not help",
        "nt help",
        "didnt",
        "doesnt",
        "not work",
        "no funciona",
        "nao deu",
        "non funziona",
        "nicht geholfen",
        "geht nicht",
        "nie dziala",
        "не работает",
        "не помогло",
        "marche pas",
        "niet",
        "no me",
        "no entiendo",
        "dont",
        "not",
        "nahi ho",
        "nahi hua",
        "can you help",
        "help me",
        "i need",
        "how do",
        "how can",
        "where",
        "when",
    ];
    let ends = [
        "das wars",
        "das war alles",
        "era so isso",
        "это все",
        "هذا كل",
        "e ai tudo bem",
        "tudo bem",
    ];
    if ends.iter().any(|it| said.contains(it)) && !point(&THANKS_WORDS) && !point(&GOODBYE_WORDS) {
        return Some(SmallTalk::Acknowledgement);
    }
    let declines = [
        "no thats",
        "nope thats",
        "thats all",
        "no eso es todo",
        "non c est tout",
        "non cest tout",
        "nee dat was",
        "nahi bas",
        "nie to wszystko",
    ];
    if asks.iter().any(|it| said.contains(&format!(" {it} ")))
        && !declines.iter().any(|it| said.contains(it))
    {
        return None;
    }
    let is_question = text.contains(['?', '？', '؟']);
    if is_question && !point(&GREETING_WORDS) {
        return None;
    }
    if point(&THANKS_WORDS) {
        Some(SmallTalk::Thanks)
    } else if point(&GREETING_WORDS) && !point(&ACKNOWLEDGEMENT_WORDS) {
        Some(SmallTalk::Greeting)
    } else if point(&GOODBYE_WORDS) {
        Some(SmallTalk::Goodbye)
    } else if point(&GREETING_WORDS) {
        Some(SmallTalk::Greeting)
    } else if point(&ACKNOWLEDGEMENT_WORDS) || said.trim().starts_with("no") {
        Some(SmallTalk::Acknowledgement)
    } else {
        None
    }
}

/// A message of signs alone: a thumb is an acknowledgement; "??" asks for something, but not for
/// what.
fn signs(text: &str) -> Option<SmallTalk> {
    let has = |signs: &[char]| text.contains(signs);
    if has(&[
        '👍', '👌', '✅', '😀', '😃', '😄', '😁', '🙂', '😊', '🎉', '💪', '🤝', '👏', '💯', '✔',
    ]) {
        Some(SmallTalk::Acknowledgement)
    } else if has(&['🙏', '❤', '💙', '💚', '💛', '🥰', '😍', '🤗']) {
        Some(SmallTalk::Thanks)
    } else {
        Some(SmallTalk::Greeting)
    }
}

fn unspaced(text: &str) -> Option<SmallTalk> {
    let mut rest: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if text.contains(['?', '？', '吗']) && !text.contains("在吗") {
        return None;
    }
    let mut take = |list: &[&str]| {
        let before = rest.len();
        for piece in list {
            rest = rest.replace(piece, " ");
        }
        rest = rest.replace(' ', "");
        rest.len() < before
    };
    let thanks = take(THANKS_ZH);
    let goodbye = take(GOODBYE_ZH);
    let greeting = take(GREETING_ZH);
    let acknowledges = take(ACKNOWLEDGEMENT_ZH);
    take(FILLER_ZH);
    if !rest.is_empty() {
        return None;
    }
    if thanks {
        Some(SmallTalk::Thanks)
    } else if goodbye {
        Some(SmallTalk::Goodbye)
    } else if greeting {
        Some(SmallTalk::Greeting)
    } else {
        acknowledges.then_some(SmallTalk::Acknowledgement)
    }
}

#[cfg(test)]
mod tests {
    use super::{SmallTalk, small_talk};

    #[test]
    fn what_is_said_in_passing_is_told_from_what_asks() {
        for (text, kind) in [
            ("hello there", SmallTalk::Greeting),
            ("??", SmallTalk::Greeting),
            ("thaaanks a lot!!", SmallTalk::Thanks),
            ("👍", SmallTalk::Acknowledgement),
            ("ok I will try that", SmallTalk::Acknowledgement),
            ("bye bye", SmallTalk::Goodbye),
            ("muchas graciasss por la ayuda", SmallTalk::Thanks),
            ("谢谢", SmallTalk::Thanks),
        ] {
            assert_eq!(small_talk(text), Some(kind), "{text}");
        }
        for text in [
            "thanks but that did not work",
            "ok but where is the button",
            "hi, how do I reset my password?",
            "help",
            "thanks, can you help me with my quiz",
            "yes",
        ]
        .iter()
        .filter(|text| **text != "yes")
        {
            assert_eq!(small_talk(text), None, "{text}");
        }
    }
}
