//! Requests for a person by their words, in the languages that are listened to.
//!
//! A clause asks for a person if it has a verb of reaching somebody near a word for a person of
//! the team, or is little more than that word. Who asks whether a machine answers, who refuses a
//! person, and who speaks of other people than the team, asks for none. What the words miss the
//! classifier finds; `cargo xtask eval person DIR` measures both.

use super::machine;
use crate::words::words;

/// Words for a person of the team. One that ends with `*` stands for all that begin so.
#[rustfmt::skip]
const PERSON: &[&str] = &[
    // English
    "human", "humans", "hooman", "humain", "representive", "represenative", "represtative",
    "represemtative", "person", "people", "agent", "agents", "representative*", "rep", "reps",
    "operator*", "advisor", "adviser", "specialist", "supervisor", "manager", "staff",
    "employee*", "consultant", "technician", "officer", "executive", "personnel", "receptionist",
    "reception", "boss", "colleague",
    // Spanish
    "persona", "personas", "humano", "humana", "agente*", "asesor*", "operador*",
    "representante*", "empleado*", "encargado*", "ejecutivo*", "humanos",
    // German
    "mensch*", "mitarbeiter*", "berater*", "kollege*", "kollegin*", "ansprechpartner*",
    "sachbearbeiter*", "kundenberater*", "kundenservice", "kundendienst",
    // French
    "humain*", "personne", "conseiller*", "conseillère*", "conseillere*", "opérateur*",
    "operateur*", "opératrice*", "représentant*", "responsable", "employé*", "technicien*",
    "humaine",
    // Portuguese
    "pessoa", "pessoas", "atendente*", "funcionário*", "funcionario*", "consultor*",
    // Italian
    "operatore", "operatori", "operatrice", "umano", "umana", "consulente", "addetto",
    "impiegato",
    // Dutch
    "mens", "medewerker*", "persoon", "collega",
    // Polish
    "człowiek*", "czlowiek*", "konsultant*", "pracownik*", "doradc*", "osob*", "operator*",
    "przedstawiciel*", "agent*", "konsultat*",
    // Russian
    "оператор*", "человек*", "человеч*", "менеджер*", "сотрудник*", "специалист*", "консультант*",
    "представител*", "людьми", "живой", "живым", "агент*",
    // Arabic
    "شخص", "إنسان", "انسان", "بشري", "موظف", "موظفة", "وكيل", "ممثل", "مسؤول", "حقيقي", "الموظف",
    "بشر", "بوكيل", "وكيلا", "بشخص", "شخصا", "مدير", "مديرا", "بموظف", "موظفا", "ممثلا", "إنساني",
    "بإنسان",
    // Hindi, in both scripts
    "इंसान", "व्यक्ति", "एजेंट", "अधिकारी", "प्रतिनिधि", "इन्सान", "आदमी", "insaan", "insan",
    "aadmi", "vyakti", "adhikari", "banda", "bande", "agent", "कर्मचारी", "karmchari",
    // Vietnamese
    "nhân", "viên", "người",
];

/// People and desks that one asks for only with a verb: alone these words mean too much.
#[rustfmt::skip]
const DESK: &[&str] = &[
    "someone", "somebody", "sum1", "some1", "whoever", "anyone", "anybody", "support", "team",
    "helpdesk", "service", "care", "alguien", "soporte", "equipo", "atención", "atencion",
    "jemand*", "support", "team", "quelqu", "quelquun", "équipe", "assistance", "alguém",
    "alguem", "suporte", "equipe", "qualcuno", "assistenza", "iemand", "klantenservice", "ktoś",
    "ktos", "kimś", "kims", "obsług*", "obslug*", "кем", "кого", "поддержк*", "أحد", "احد", "حد",
    "الدعم", "خدمة", "किसी", "kisi", "koi", "kisise", "gente", "quelqun", "qqn", "tư", "vấn",
];

/// Verbs of reaching somebody.
#[rustfmt::skip]
const REACH: &[&str] = &[
    "talk", "talking", "speak", "speaking", "chat", "chatting", "connect", "connected",
    "connecting", "transfer", "transferred", "escalate", "forward", "put", "call", "contact",
    "reach", "redirect", "handover", "hand", "switch", "pass", "assist", "hear", "hablar",
    "habla", "hablo", "hable", "comunicar*", "comunique*", "comunica*", "conectar*", "conecte*",
    "conecta*", "pasar*", "pase*", "pasa*", "pásame", "pasame", "transfiera*", "transferir*",
    "transfiere*", "contactar*", "contacte*", "contacta*", "charlar", "derivar*", "atienda*",
    "atender", "llamar", "llame", "sprechen", "spreche", "reden", "rede", "verbinden", "verbinde",
    "verbindung", "weiterleiten", "durchstellen", "unterhalten", "chatten", "kontakt",
    "kontaktieren", "erreichen", "erreiche", "telefonieren", "schreiben", "sprich", "parler",
    "parle", "parlé", "discuter", "contacter", "joindre", "passer", "passez", "passe",
    "transférer", "transferer", "transférez", "connecter", "connectez", "échanger", "mettez",
    "mettre", "appeler", "rediriger", "communiquer", "falar", "fala", "conversar", "conectar",
    "transferir", "passar", "chamar", "atendimento", "parlare", "parlo", "parla", "contattare",
    "chattare", "passami", "mettimi", "trasferir*", "collegar*", "comunicare", "spreken",
    "praten", "doorverbinden", "chatten", "bellen", "verbind", "spreek", "porozmawia*",
    "rozmawia*", "rozmow*", "pogada*", "połącz*", "polacz*", "skontaktow*", "kontakt",
    "przełącz*", "przelacz*", "mówić", "pomówić", "gadać", "czatow*", "rozmówi*", "przekier*",
    "поговори*", "говори*", "соедини*", "позови*", "позови", "переключи*", "связа*", "свяж*",
    "пообща*", "общат*", "перевед*", "позвонит*", "дайте", "дай", "вызови*", "подключ*", "التحدث",
    "اتحدث", "أتحدث", "اتكلم", "أتكلم", "التكلم", "احكي", "أحكي", "تحويل*", "حولني", "وصلني",
    "أوصل", "اتواصل", "أتواصل", "التواصل", "كلم", "اكلم", "أكلم", "حولوني", "حوّلني", "وصلوني",
    "نهدر", "نحكي", "الاتصال", "إيصالي", "الوصول", "أوصلني", "اوصلني", "تنقلني", "बात", "बातचीत",
    "जोड़ें", "जोड़", "मिलवा*", "कनेक्ट", "baat", "bat", "jodo", "milao", "milwao", "connect",
    "karwao", "karao", "karwa", "gặp", "nói", "chuyện", "kết", "nối", "chat", "liên", "hệ",
];

/// Verbs of wanting: they count with a word for a person close behind them.
#[rustfmt::skip]
const WANT: &[&str] = &[
    "want", "wanna", "gimme", "lemme", "need", "get", "give", "have", "prefer", "request", "send",
    "find", "bring", "is", "are", "where", "like", "could", "can", "ask", "quiero", "necesito",
    "quisiera", "deme", "dame", "hay", "prefiero", "ocupo", "solicito", "deseo", "will", "möchte",
    "moechte", "brauche", "bitte", "gib", "gibt", "hätte", "kann", "benötige", "veux", "voudrais",
    "besoin", "souhaite", "souhaiterais", "aimerais", "donnez", "préfère", "cherche", "quero",
    "preciso", "gostaria", "prefiro", "queria", "voglio", "vorrei", "ho", "bisogno", "preferisco",
    "wil", "graag", "nodig", "chcę", "chce", "potrzebuj*", "poproszę", "prosze", "proszę",
    "chciał*", "chcial*", "wolę", "dajcie", "daj", "dawaj", "życzę", "хочу", "нужен", "нужна",
    "нужно", "требую", "можно", "прошу", "хотел*", "есть", "давай*", "надо", "أريد", "اريد",
    "ابغى", "أبغى", "عايز", "احتاج", "أحتاج", "بدي", "ممكن", "أود", "اود", "هل", "نحب", "ابي",
    "أرجو", "نريد", "بغيت", "أطلب", "اطلب", "حاجة", "चाहिए", "चाहता", "चाहती", "chahiye",
    "chahie", "chahta", "chahti", "do", "de", "dijiye", "karni", "karna", "mangta", "muốn", "cần",
    "cho",
];

/// Words by which a clause refuses what it names.
#[rustfmt::skip]
const REFUSING: &[&str] = &[
    "dont", "not", "no", "never", "without", "nobody", "doesnt", "didnt", "cannot", "instead",
    "nicht", "kein*", "keine", "nie", "ohne", "pas", "sans", "jamais", "sin", "nunca", "não",
    "nao", "sem", "non", "senza", "niet", "geen", "nie", "bez", "не", "без", "لا", "بدون", "नहीं",
    "nahi", "nahin", "mat", "không",
];

/// Words for machines, which are refused by who wants a person.
#[rustfmt::skip]
const MACHINE: &[&str] = &[
    "bot", "bots", "robot", "robots", "machine", "computer", "ai", "chatbot", "automated", "robô",
    "máquina", "maquina", "maschine", "roboter", "машин*", "бот*", "робот*", "روبوت", "آلة",
    "रोबोट", "maszyn*",
];

/// People of a course, who are no people of the team.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "instructor*", "teacher*", "professor*", "tutor*", "lecturer*", "classmate*", "student*",
    "peer*", "parent*", "friend*", "ta", "dean", "mentor*", "coach", "group", "partner*",
    "member*", "participant*", "profesor*", "maestr*", "compañer*", "estudiante*", "alumno*",
    "lehrer*", "dozent*", "professeur*", "enseignant*", "élève*", "étudiant*", "docente*",
    "insegnante*", "studente*", "aluno*", "colega*", "docent*", "leraar", "nauczyciel*",
    "wykładowc*", "преподавател*", "учител*", "студент*", "أستاذ*", "معلم*", "طالب", "शिक्षक",
    "अध्यापक", "teacher",
];

/// Words behind a person that make it describe something else: "person profile".
#[rustfmt::skip]
const DESCRIBED: &[&str] = &[
    "anatomy", "biology", "resources", "rights", "subjects", "ticket", "tickets", "system",
    "group", "groups", "site", "role", "roles", "profile", "permission*", "interface",
    "dashboard", "workspace", "based", "name", "id", "account", "centred", "centered", "status",
];

/// Phrases around a person that ask for none: who they are, where they are, how to become one.
#[rustfmt::skip]
const ABOUT_THEM: &[&str] = &[
    "sound like", "near me", "nearest", "closest", "in my area", "who is the", "who is chief",
    "what is a", "what is the", "what is my", "list of", "become", "how many", "apply for",
    "contact number", "contact details", "contact information", "email address", "phone number",
    "the same as", "other side", "call me", "like you", "contact with", "my adjuster",
    "travel agent", "información de contacto", "numéro de", "telefonnummer",
];

/// Persons of whom anybody may speak: they are asked for only with a verb of reaching, or as real ones.
#[rustfmt::skip]
const WEAK: &[&str] = &[
    "people", "person", "persona", "personas", "staff", "employee*", "manager", "officer",
    "reception", "receptionist", "executive", "personnel", "boss", "colleague", "consultant",
    "technician", "supervisor", "service", "pessoa", "pessoas", "personne", "responsable", "mens",
    "osob*", "человек*", "менеджер*", "специалист*", "agente*", "empleado*", "encargado*",
    "ejecutivo*",
];
/// What makes them real.
#[rustfmt::skip]
const REAL: &[&str] = &[
    "real", "live", "actual", "human", "another", "proper", "alive", "físic*", "viv*", "humana",
    "réelle", "réel", "vrai*", "echte*", "reale", "vera", "żyw*", "prawdziw*", "живо*", "реальн*",
    "настоящ*", "حقيقي",
];

/// How somebody begins who wants to speak with whom they name.
const WITH: &[(&[&str], &[&str], &[&str])] = &[
    (
        &[
            "i", "can", "could", "may", "want", "wanna", "let", "like", "need", "please", "lemme",
            "how",
        ],
        &["talk", "speak", "chat", "tlak", "tallk"],
        &["to", "with", "2"],
    ),
    (
        &[
            "quiero", "puedo", "necesito", "quisiera", "deseo", "podría", "podria", "ponerme", "me",
        ],
        &["hablar", "contacto", "comunicar*", "charlar"],
        &["con"],
    ),
    (
        &[
            "je", "puis", "peux", "veux", "voudrais", "j", "veut", "pourrais",
        ],
        &["parler", "parlé", "discuter"],
        &["à", "a", "avec", "au", "aux", "l"],
    ),
    (
        &["quero", "posso", "preciso", "gostaria", "queria"],
        &["falar", "conversar"],
        &["com"],
    ),
    (
        &["voglio", "posso", "vorrei", "potrei"],
        &["parlare"],
        &["con"],
    ),
    (
        &["chcę", "chce", "mogę", "moge", "chciał*", "chcial*"],
        &["porozmawia*", "rozmawia*", "pogada*"],
        &["z", "ze"],
    ),
    (
        &["хочу", "можно", "могу", "хотел*"],
        &["поговори*", "говори*", "пообща*"],
        &["с", "со"],
    ),
    (&["ik", "kan", "wil"], &["spreken", "praten"], &["met"]),
];

/// Whether a clause says that its writer wants to speak with somebody who is not of the course.
fn wants_to_speak_with(words: &[String]) -> bool {
    WITH.iter().any(|(begins, speaks, with)| {
        (0..words.len().saturating_sub(2)).any(|at| {
            let before = &words[at.saturating_sub(4)..at];
            let after = &words[at + 2..(at + 5).min(words.len())];
            let begins = before.iter().any(|word| is(word, begins));
            let refuses = before.iter().any(|word| is(word, REFUSING));
            let others = after.iter().any(|word| {
                is(word, OTHERS)
                    || is(word, MACHINE)
                    || matches!(
                        word.as_str(),
                        "you" | "u" | "each" | "them" | "him" | "her" | "my" | "other" | "about"
                    )
            });
            begins && !refuses && !others && is(&words[at], speaks) && is(&words[at + 1], with)
        })
    })
}

fn is(word: &str, list: &[&str]) -> bool {
    list.iter().any(|it| match it.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => *it == word,
    })
}

/// How many words may stand between the verb and the person.
const NEAR: usize = 5;

/// What the words of a message say: that it asks for a person, that it does not, or nothing sure.
#[must_use]
pub(super) fn asks(text: &str) -> Option<bool> {
    let mut refused = false;
    for clause in super::clauses(text) {
        match clause_asks(clause) {
            Some(true) => return Some(true),
            Some(false) => refused = true,
            None => {}
        }
    }
    if unspaced_asks(text) {
        return Some(true);
    }
    refused.then_some(false)
}

fn clause_asks(clause: &str) -> Option<bool> {
    let clause = clause.replace("-based", "based").replace("-cent", "cent");
    let words = words(&without_elisions(&clause));
    if words.is_empty() || words.len() > 40 {
        return None;
    }
    if machine::asks_what_you_are(&clause) {
        return Some(false);
    }
    let said = format!(" {} ", words.join(" "));
    if ABOUT_THEM
        .iter()
        .any(|it| said.contains(&format!(" {it} ")))
    {
        return None;
    }
    if wants_to_speak_with(&words) {
        return Some(true);
    }
    if words.len() <= 4
        && words
            .iter()
            .any(|word| matches!(word.as_str(), "escalate" | "transfer"))
        && !words.iter().any(|word| {
            is(word, REFUSING)
                || matches!(
                    word.as_str(),
                    "how" | "money" | "credits" | "grade" | "course" | "file" | "balance"
                )
        })
    {
        return Some(true);
    }
    let is_team = |at: usize| {
        is(&words[at], PERSON)
            && !words.get(at + 1).is_some_and(|next| is(next, DESCRIBED))
            && !words[at.saturating_sub(2)..at].iter().any(|it| {
                matches!(
                    it.as_str(),
                    "per" | "another" | "other" | "new" | "each" | "which"
                )
            })
    };
    let is_desk = |at: usize| is(&words[at], DESK);
    let has_others = words.iter().any(|word| is(word, OTHERS));
    let people: Vec<usize> = (0..words.len()).filter(|at| is_team(*at)).collect();
    let desks: Vec<usize> = (0..words.len()).filter(|at| is_desk(*at)).collect();
    let near = |verbs: &[&str], at: usize, most: usize| {
        let from = at.saturating_sub(most + 1);
        let to = (at + most + 2).min(words.len());
        (from..to).find(|other| *other != at && is(&words[*other], verbs))
    };
    let refuses = |at: usize| {
        let from = at.saturating_sub(4);
        words[from..at].iter().any(|word| is(word, REFUSING))
            && !words[at..].iter().any(|word| is(word, MACHINE))
    };
    let refuses_machine = words.iter().enumerate().any(|(at, word)| {
        is(word, MACHINE)
            && words[at.saturating_sub(5)..at]
                .iter()
                .any(|it| is(it, REFUSING) || matches!(it.as_str(), "stop" | "hate" | "tired"))
    });
    let mut refused = false;
    for at in &people {
        if has_others
            && !near(REACH, *at, 2).is_some_and(|verb| {
                words[verb.min(*at)..=verb.max(*at)]
                    .iter()
                    .all(|it| !is(it, OTHERS))
            })
        {
            continue;
        }
        let is_plural = matches!(
            words[*at].as_str(),
            "people" | "agents" | "employees" | "humans"
        );
        if let Some(verb) = near(REACH, *at, NEAR).filter(|verb| verb < at || !is_plural) {
            if refuses(verb) || refuses(*at) {
                refused = true;
                continue;
            }
            return Some(true);
        }
        let wants = (at.saturating_sub(4)..*at).any(|other| is(&words[other], WANT))
            || words.get(at + 1).is_some_and(|next| is(next, WANT));
        let is_weak = is(&words[*at], WEAK)
            && !words[at.saturating_sub(2)..(at + 2).min(words.len())]
                .iter()
                .any(|word| is(word, REAL));
        let most = if is_weak { 5 } else { 9 };
        let asks_how = words.first().is_some_and(|first| {
            matches!(
                first.as_str(),
                "how"
                    | "what"
                    | "which"
                    | "who"
                    | "when"
                    | "why"
                    | "does"
                    | "do"
                    | "did"
                    | "show"
                    | "check"
                    | "list"
            )
        });
        if wants
            && words.len() <= most
            && !has_others
            && !asks_how
            && !(is_weak
                && words.iter().any(|word| {
                    matches!(
                        word.as_str(),
                        "the" | "are" | "is" | "my" | "just" | "can" | "could" | "have"
                    )
                }))
        {
            if refuses(*at) {
                refused = true;
                continue;
            }
            return Some(true);
        }
        if words.len() <= 3
            && !words.iter().any(|word| is(word, MACHINE))
            && !refuses(*at)
            && !is_weak
            && !words.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "hello"
                        | "hi"
                        | "resource"
                        | "in"
                        | "the"
                        | "are"
                        | "u"
                        | "you"
                        | "s"
                        | "of"
                        | "teaching"
                        | "information"
                )
            })
        {
            return Some(true);
        }
    }
    let serves = [
        "customer service",
        "customer care",
        "servicio al cliente",
        "service client",
        "service à la clientèle",
        "servizio clienti",
        "atendimento ao cliente",
    ];
    if serves.iter().any(|it| said.contains(&format!(" {it} ")))
        && words.len() <= 8
        && words
            .iter()
            .any(|word| is(word, WANT) || matches!(word.as_str(), "please" | "pls" | "por"))
        && !words.iter().any(|word| {
            is(word, REFUSING) || matches!(word.as_str(), "what" | "how" | "is" | "where" | "hours")
        })
    {
        return Some(true);
    }
    for at in &desks {
        if has_others {
            continue;
        }
        let is_verb_last = matches!(
            words[*at].as_str(),
            "kisi"
                | "किसी"
                | "koi"
                | "jemand"
                | "jemanden"
                | "jemandem"
                | "iemand"
                | "quelquun"
                | "qqn"
                | "qualcuno"
                | "кем"
        );
        if is_verb_last && near(REACH, *at, 4).is_some() && !refuses(*at) {
            return Some(true);
        }
        if let Some(verb) = near(REACH, *at, 4).filter(|verb| verb < at) {
            if refuses(verb) {
                refused = true;
                continue;
            }
            return Some(true);
        }
    }
    if refuses_machine
        && words.len() <= 12
        && (!people.is_empty() || !desks.is_empty() || words.iter().any(|word| is(word, REACH)))
    {
        return Some(true);
    }
    let is_anybody_there = [
        "anybody there",
        "anyone there",
        "anyone available",
        "anybody available",
        "someone available",
        "available to speak",
        "someone there",
        "somebody there",
        "anybody here",
        "hay alguien",
        "jemand da",
        "il y a quelqu",
        "tem alguém",
        "c è qualcuno",
        "iemand daar",
        "есть кто",
    ]
    .iter()
    .any(|it| said.contains(it));
    if is_anybody_there && words.len() <= 8 {
        return Some(true);
    }
    refused.then_some(false)
}

/// "l'humain" and "c'è" as two words: short articles and pronouns stand for themselves.
fn without_elisions(clause: &str) -> String {
    let mut out = String::with_capacity(clause.len());
    for token in clause.split_inclusive(char::is_whitespace) {
        match token.split_once(['\'', '’']) {
            Some((short, rest))
                if short.chars().count() <= 2 && !rest.starts_with(['m', 'v', 's', 't']) =>
            {
                out.push_str(short);
                out.push(' ');
                out.push_str(rest);
            }
            _ => out.push_str(token),
        }
    }
    out
}

/// Requests in scripts without spaces.
fn unspaced_asks(text: &str) -> bool {
    let has = |list: &[&str]| list.iter().any(|it| text.contains(it));
    if has(&[
        "不要人工",
        "不用人工",
        "不需要人工",
        "不想和人",
        "不要转",
        "不想跟人",
    ]) {
        return false;
    }
    let speaks = [
        "说话",
        "谈",
        "聊",
        "交谈",
        "讲话",
        "沟通",
        "通话",
        "对话",
        "交流",
        "お話し",
        "話し",
    ];
    if has(&[
        "不想和机器",
        "不喜欢和机器",
        "不要机器",
        "不想跟机器",
        "别用机器",
    ]) && (has(&speaks) || text.chars().count() < 12)
    {
        return true;
    }
    let asks_what = has(&["你是", "是不是", "您是"]) && !text.contains('转');
    let is_number = has(&["电话", "号码", "时间", "邮箱", "多少", "几点"]);
    if asks_what || is_number {
        return false;
    }
    let somebody = [
        "的人",
        "一个人",
        "人类",
        "和人",
        "与人",
        "跟人",
        "找人",
        "个人来",
        "担当",
    ];
    let names = [
        "人工",
        "真人",
        "客服",
        "活人",
        "工作人员",
        "专员",
        "真实的人",
        "真正的人",
        "人类",
        "オペレーター",
        "担当者",
        "상담원",
        "有人",
    ];
    let reaches = [
        "转",
        "找",
        "要",
        "叫",
        "接",
        "联系",
        "联络",
        "跟",
        "和",
        "与",
        "帮我",
        "请",
        "换",
        "想",
        "需要",
        "给我",
        "能不能",
        "可以",
        "在吗",
        "吗",
        "繋",
        "話",
    ];
    let is_short = text.chars().filter(|c| c.is_alphanumeric()).count() <= 6;
    (has(&names) && (is_short || has(&reaches)))
        || (has(&somebody) && (has(&speaks) || has(&["给我", "把我给", "找个人"])))
}
