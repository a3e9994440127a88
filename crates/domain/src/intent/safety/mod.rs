//! Danger: somebody says that they may harm themselves, or that others harm them (M1).
//!
//! In the twelve languages that are listened to, by what people say of themselves: a course on the subject, a figure of
//! speech and a dead link are none. `cargo xtask eval talk` measures it.

use super::classifier::Classifier;
use super::folded::{Phrases, folded};
use std::sync::LazyLock;

/// What somebody says who may harm themselves, or is in danger from others.
static DANGER: LazyLock<Phrases> = LazyLock::new(|| Phrases::read(include_str!("danger.txt")));

/// The same in Chinese, which has no spaces: pieces of a text.
const DANGER_TOGETHER: &[&str] = &[
    "不想活",
    "我想死",
    "想去死",
    "好想死",
    "只想死",
    "真想死",
    "去死算了",
    "死了算了",
    "活不下去",
    "不想再活",
    "活着没意思",
    "活着没意义",
    "活着没有意",
    "活着还有什么",
    "想自杀",
    "要自杀",
    "自杀念头",
    "自杀的念头",
    "自杀的想法",
    "结束生命",
    "结束自己",
    "结束我的生命",
    "结束这一切",
    "了结自己",
    "了结生命",
    "轻生",
    "想跳楼",
    "去跳楼",
    "跳下去",
    "割腕",
    "割自己",
    "划自己",
    "自残",
    "自殘",
    "伤害自己",
    "傷害自己",
    "没有我会更好",
    "没有我大家",
    "沒有我",
    "吞药",
    "吃了很多安眠药",
    "不想活了",
    "不想醒来",
    "再也不醒",
    "不要醒来",
    "打我",
    "家暴",
    "虐待我",
    "强奸",
    "強姦",
    "性侵",
    "猥亵",
    "骚扰我",
    "要杀我",
    "杀了我",
    "要殺我",
    "殺了我",
    "威胁我",
    "威脅我",
    "结束自己的生命",
];

/// Of these, what is said of oneself in plain words.
const THEIRS_TOGETHER: &[&str] = &[
    "我不想活",
    "我想死",
    "我想自杀",
    "我要自杀",
    "活不下去",
    "我想去死",
];

/// What means the opposite, or nobody, though it has such a piece in it.
const INNOCENT_TOGETHER: &[&str] = &[
    "妈会杀了我",
    "爸会杀了我",
    "老师会杀了我",
    "想死你",
    "预防",
    "預防",
    "打我电话",
    "打我的电话",
    "打我手机",
    "打我的手机",
    "防治",
    "课程介绍",
];

/// What somebody says of themselves in plain words: it counts whatever else they speak of.
static THEIRS: LazyLock<Phrases> = LazyLock::new(|| Phrases::read(include_str!("plain.txt")));

/// Figures of speech with the same words.
static FIGURES: LazyLock<Phrases> = LazyLock::new(|| Phrases::read(include_str!("figures.txt")));

/// Who speaks of the subject, of a figure of speech or of a work, and not of themselves.
static INNOCENT: LazyLock<Phrases> = LazyLock::new(|| Phrases::read(include_str!("subjects.txt")));

static FILE: &[u8] = include_bytes!("../../../data/danger.bin");
static CLASSIFIER: LazyLock<Option<Classifier<'static>>> = LazyLock::new(|| Classifier::read(FILE));

/// The classifier's probability from which a message counts that has a phrase which is also said of other things. The source
/// of all: `cargo xtask train-intent` and `cargo xtask eval talk` print who is heard and who is falsely, of messages
/// that nothing was fitted to.
const WITH_PHRASE: f32 = 0.2;
/// The same, beside a figure of speech or a subject that has such phrases.
const WITH_DOUBTED_PHRASE: f32 = 0.5;
/// The same for plain words of oneself beside a figure of speech; alone they count by themselves.
const WITH_DOUBTED_PLAIN_WORDS: f32 = 0.4;
/// The same for a message without any of them.
const WITHOUT_PHRASE: f32 = 0.7;
/// The same, with a figure of speech or a subject.
const WITH_DOUBT_ALONE: f32 = 0.97;

/// Whether somebody may harm themselves or is in danger: by what they say, and by how much it is like what others say who
/// are.
#[must_use]
pub fn is_in_danger(text: &str) -> bool {
    let sure = CLASSIFIER.as_ref().map_or(1.0, |it| it.probability(text));
    sure >= needed(text)
}

/// The classifier's probability from which this message counts, by its phrases: 0 to 1.
#[must_use]
pub fn needed(text: &str) -> f32 {
    let words = folded(text);
    let together: String = words.concat();
    let has = |pieces: &[&str]| pieces.iter().any(|piece| together.contains(piece));
    let is_plain = THEIRS.are_in(&words) || has(THEIRS_TOGETHER);
    let is_phrase = || DANGER.are_in(&words) || has(DANGER_TOGETHER);
    let is_doubted = || FIGURES.are_in(&words) || INNOCENT.are_in(&words) || has(INNOCENT_TOGETHER);
    match (is_plain, is_plain || is_phrase()) {
        (true, _) if FIGURES.are_in(&words) => WITH_DOUBTED_PLAIN_WORDS,
        (true, _) => 0.0,
        (false, true) if is_doubted() => WITH_DOUBTED_PHRASE,
        (false, true) => WITH_PHRASE,
        (false, false) if is_doubted() => WITH_DOUBT_ALONE,
        (false, false) if is_listened_to(text) => WITHOUT_PHRASE,
        (false, false) => f32::INFINITY,
    }
}

/// Whether most letters are of scripts whose languages the classifier has learnt from: of others, and of Vietnamese with
/// its marks, it knows nothing. A face or a formula in a message says nothing.
fn is_listened_to(text: &str) -> bool {
    let is_known = |c: char| {
        matches!(
            u32::from(c),
            // Latin to the end of Extended-A, Cyrillic, Arabic, Devanagari, Han.
            0..=0x017f | 0x0300..=0x036f | 0x0400..=0x04ff | 0x0600..=0x06ff | 0x0900..=0x097f | 0x3400..=0x9fff
        )
    };
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let known = letters().filter(|c| is_known(*c)).count();
    // Of Vietnamese a fifth of the letters and more have such marks.
    known * 10 >= letters().count() * 9
}

#[cfg(test)]
mod tests {
    use super::is_in_danger;

    #[test]
    fn danger_is_told_from_figures_of_speech() {
        for said in [
            "i failed again and i dont want to live anymore",
            "I'm going to kill myself",
            "ich will nicht mehr leben",
            "je veux mourir",
            "me quiero morir",
            "my stepdad beats me",
            "I want to kill myself, they all laugh at me",
            "I don't want to live, at my dorm everyone hates me",
            "someone raped me in the hostel, please help me",
            "hostel mein roommate mujhe maarta hai",
            "no quiero vivir más, en el colegio me odian",
            "não quero mais viver, fico no meu quarto chorando",
            "بدي انتحر، انا في السكن الجامعي",
            "хочу умереть, не могу жить в этой комнате",
            "我想自杀，请给我打电话",
            "I want to kill myself if I fail this exam",
            "im going to kill myself when i get home",
            "i failed my essay and i want to die",
            "my dad beats me when i get bad grades",
            "ich will nicht mehr leben, meine hausarbeit ist durchgefallen",
            "je veux mourir, j'ai raté ma dissertation",
            "я не хочу жить",
            "我不想活了",
            "لا أريد أن أعيش",
            "main marna chahta hun",
        ] {
            assert!(is_in_danger(said), "{said}");
        }
        for said in [
            "this quiz is killing me",
            "a dead link in week 3",
            "I don't want to miss the live class",
            "suicide prevention course: where do I enrol?",
            "my grandmother died, can I get an extension",
            "how do I end my session",
            "my mom is gonna kill me if i fail",
            "كيف رح اعرف علامتي",
            "رح اقدم الامتحان بكرا",
            "غيري حصل على درجة أفضل مني",
            "معدتش قادر اكمل الكورس",
            "系統沒有我的成績",
            "如何规划自己的学习时间",
            "年轻生物老师",
            "减轻生活压力",
            "老师可以打我手机吗",
            "老师打我的作业分数太低",
            "请不要再发邮件骚扰我",
            "视频看完会自动跳下去吗",
            "怎么结束自己的测验",
            "反性侵培训课程在哪里",
            "exam 15 mar ko hai kya",
            "exam se pehle sab kuch khatam karna hai",
            "aap ko bataya tha quiz hang ho gaya",
            "mere saath galat hua hai, marks kam diye",
            "मैं कल नहीं रहूंगा क्लास में",
            "मुझे सब कुछ खत्म करना है",
            "Меня завтра не будет на вебинаре",
            "Mnie nie będzie w tym tygodniu",
            "the quiz kicked me out and I lost my answers",
            "Zoom kicked me out again",
            "I won't be here next week",
            "I don't want to attend live sessions",
            "Do I need to do anything to enrol myself?",
            "my laptop is going to die",
            "Can someone shoot me the zoom link?",
            "the internet at my house won't work",
            "I hurt myself at football practice",
            "Nächste Woche bin ich nicht da",
            "Der Kalender zeigt mir etwas anderes an",
            "Droht mir eine Strafe",
            "se me cortó el internet cuando hacía la prueba",
            "mi mamá me va a matar si repruebo",
            "la connexion me coupe à chaque fois",
            "je veux en finir avec ce module",
            "Kunt u me de toets laten afmaken?",
            "o sistema está ameaçando bloquear",
            "ik ben er klaar mee",
            "ich kann nicht mehr, die Seite stürzt ab",
        ] {
            assert!(!is_in_danger(said), "{said}");
        }
    }
}
