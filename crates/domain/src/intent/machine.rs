//! "Are you a bot?" (M2), in the languages that are listened to: it asks for no person.

use super::folded::{Phrases, folded};
use std::sync::LazyLock;

/// What somebody says who asks if a machine answers them.
static WHAT_YOU_ARE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        are|r|ru you|u ..3 bot|robot|human|humain|real|automated|chatbot
        are|r|ru you|u ..2 ai|machine|person|computer
        you|u .. a|an|real|human|bot bot|robot|human|ai|machine|chatbot|person
        you|u are|r human|bot|real|robot|machine
        who|whom .. talking|speaking|chatting to|with
        who|whom .. i|im|am talking|speaking|chatting
        whether|if i|im .. talking|chatting|speaking
        is this|it|that ..2 bot|robot|automated|chatbot
        is this|it|that ai|human|a|an|just|really|even|actually|some bot|robot|ai|machine|human|person|automated|chatbot
        is this|it|that a|an real|actual person|human|bot|machine
        is this|it|that ai|human
        am i|talking|chatting .. bot|robot|human|ai|machine|person
        i am|m .. talking|chatting .. person|bot|human|robot|ai
        sound like .. human|robot|bot
        eres .. bot|robot|humano|humana|maquina|ia|persona|real
        es|usted .. usted|un|una bot|robot|humano|maquina|ia
        hablando|hablo|chateando con .. maquina|bot|robot|persona|humano|ia
        contesta|responde .. persona|maquina|bot|robot|humano
        mit wem spreche|rede|schreibe|chatte ich
        bist|seid du|ihr|sie .. bot|roboter|mensch|ki|maschine|echt
        sind sie .. bot|roboter|mensch|ki|maschine
        schreib|schreibe|rede|red|spreche|sprech|chatte ich .. echten|echter|menschen|mensch|bot|maschine|ki|roboter
        ist das .. ki|bot|roboter|mensch|maschine|echt
        antwortet .. roboter|mensch|bot|ki|maschine
        tes|es|etes|est .. tu|vous .. robot|bot|humain|humaine|ia|machine|reel|personne
        tes|etes .. robot|bot|humain|humaine|ia|machine|reel
        t|tes un|une bot|robot
        vraie personne .. repond|la
        cest|c .. vraie|vrai|un robot|bot|ia|personne|humain|machine
        parle|parles .. ia|robot|bot|machine
        je parle .. humain|personne
        vc|voce|ce|tu e|eh|es|is .. robo|bot|humano|humana|ia|maquina|pessoa|real
        falando com .. maquina|bot|robo|gente|pessoa|humano|ia
        isso|isto .. ia|robo|bot|maquina
        respondendo|responde .. pessoa|robo|maquina|bot
        sei .. bot|robot|umano|umana|ia|macchina|intelligenza|reale
        parlando|parlo|scrivendo con .. persona|bot|macchina|umano|robot
        risponde .. macchina|persona|umano|bot|robot
        ben|bent je|jij|u .. bot|robot|mens|ai|echt
        praat|chat|spreek ik .. mens|bot|robot|iemand|ai
        is dit|er|het .. ai|bot|robot|mens
        jestes|jestescie .. bot*|robot*|czlowiek*|maszyn*|prawdziw*
        pisze|rozmawiam|gadam z .. czlowiek*|bot*|robot*|maszyn*
        to .. sztuczna|bot|robot|maszyna
        ты|вы|это .. бот|робот|человек|неиросеть|машина|живои
        с .. человеком|роботом|ботом .. или|общаюсь|говорю|переписываюсь
        общаюсь|говорю|переписываюсь .. человеком|роботом|ботом
        реальныи|живои|настоящии человек .. отвечает
        انت|أنت|انتي|هل .. روبوت|بوت|بشر|انسان|إنسان|حقيقي|الة|آلة
        ذكاء اصطناعي
        tum|aap|tu|kya .. robot|bot|insaan|insan|machine|ai
        क्या|आप|तुम|ये|यह .. रोबोट|ai|इंसान|बॉट|मशीन
        insaan|insan|human .. ya .. machine|bot|robot
        machine|bot|robot .. ya .. insaan|insan|human
        ",
    )
});

/// Words by which somebody asks for a person rather than whether one is there.
static ASKS_FOR: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        want|wanna|need|give|get|connect|transfer|please|let|prefer|instead|rather|can|could|there
        quiero|necesito|puedo|quisiera|prefiero|pasame|podria
        will|mochte|kann|brauche|bitte|konnte|konnen
        veux|voudrais|puis|peux|besoin|aimerais|souhaite
        quero|preciso|posso|gostaria|queria
        voglio|vorrei|posso|bisogno
        wil|graag|kan|mag
        chce|prosze|moge|poprosze|chcial*
        хочу|можно|нужен|могу|позов*|соедин*|дай*
        اريد|ممكن|ابغى|عايز|احتاج|أريد|حولني
        chahiye|chahta|sakta|sakti|karni|karao|karwa*
        चाहिए|चाहता|सकता|सकती
        ",
    )
});

/// Words of a question that only asks what answers it, at most.
const WHAT_WORDS: usize = 14;

/// Whether a message asks if a machine answers.
pub(super) fn asks_what_you_are(text: &str) -> bool {
    let lower = text.to_lowercase();
    let unspaced = [
        "我是在",
        "我在和",
        "我在跟",
        "不是真人",
        "你是机器",
        "你是人",
        "是真人还是",
        "是机器人吗",
        "是不是机器人",
        "跟人聊天吗",
        "和人聊天吗",
        "机器自动",
        "是ai",
        "还是ai",
        "您是机器",
        "你是真人",
    ];
    if unspaced.iter().any(|it| lower.contains(it)) {
        return !lower.contains('转') && !lower.contains('找');
    }
    let words = folded(text);
    words.len() <= WHAT_WORDS && WHAT_YOU_ARE.are_in(&words) && !ASKS_FOR.are_in(&words)
}
