//! Whether a learner or a member of staff asks, and for which of them an article is written: help centres
//! of learning platforms often have one page on a subject for each.

use super::folded::{Phrases, folded};
use std::sync::LazyLock;

/// One who learns, or one who teaches, marks or runs the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who learns.
    Learner,
    /// Who teaches, marks or runs the platform.
    Staff,
}

/// What each side says, in the order in which it is looked for; the first match decides. "My students" comes before "other
/// students", and that before "the TA".
static ASKERS: LazyLock<[(Side, Phrases); 4]> = LazyLock::new(|| {
    [
        (
            Side::Staff,
            "
            my|our ..1 students|learners|pupils|kids|tas|graders
            give|add|let|remove|enrol|enroll|move|message ..2 student|learner|pupil|ta|students|learners|pupils
            as|im|am ..0 a|an ..2 ta|teacher|instructor|admin|administrator|grader|coach|lecturer|professor|tutor|agent
            im|am ..0 the ..1 teacher|instructor|admin|administrator|grader|coach|lecturer|professor
            ",
        ),
        (
            Side::Learner,
            "
            other|fellow ..0 students|learners|pupils
            as|im|am ..0 a|an ..1 student|pupil|learner
            ",
        ),
        (
            Side::Staff,
            "
            all|every|each|which|what|of|for ..1 students|learners|pupils|kids
            one|each|every|another ..0 student|learner|pupil
            kid|kids|pupils
            students|learners|pupils|kids ..0 cant|cannot|see|should|get|who|with|work
            student|learner|pupil ..0 who|cant|cannot|changed|joined|registered
            i ..0 teach|graded|grade
            ",
        ),
        (
            Side::Learner,
            "
            my|our|the ..1 instructor|teacher|professor|prof|lecturer|tutor|ta|coach|grader
            my ..0 grade|grades|score|homework|submission|essay|exam|partner|teammates|classmates|transcript|certificate
            ta|prof|professor|teacher|instructor ..3 my|me
            ",
        ),
    ]
    .map(|(side, phrases)| (side, Phrases::read(phrases)))
});

/// Words in an article's id, title or headings that say for whom it is written.
const FOR_STAFF: &[&str] = &[
    "instructor",
    "teacher",
    "grader",
    "coach",
    "admin",
    "administrator",
    "staff",
    "lecturer",
    "educator",
];
const FOR_LEARNERS: &[&str] = &["student", "learner", "pupil"];

/// Phrases in an article's text by which it addresses staff, and learners.
static TO_STAFF: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        your|the|all|each ..1 students|learners|pupils
        students|learners|pupils ..0 can|will|may|must|should|are|who|to
        a|the|each ..0 student|learner|pupil
        ",
    )
});
static TO_LEARNERS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("your|the|ask|contact ..1 instructor|teacher|professor|lecturer|ta|tas|coach")
});

/// Who asks, as far as their words tell.
#[must_use]
pub fn asker(text: &str) -> Option<Side> {
    let words = folded(text);
    let mut askers = ASKERS.iter();
    askers
        .find(|(_, phrases)| phrases.are_in(&words))
        .map(|(side, _)| *side)
}

/// For whom a part of an article is written. Its id, title and headings are asked first, then its text.
#[must_use]
pub fn reader(name: &str, title: &str, heading: &str, text: &str) -> Option<Side> {
    for head in [name, title, heading] {
        let words = folded(head);
        let first = words.iter().find_map(|word| {
            let of = |list: &[&str]| {
                list.iter().any(|it| {
                    word == it
                        || word.strip_suffix('s') == Some(it)
                        || word.strip_suffix("es") == Some(it)
                })
            };
            match (of(FOR_STAFF), of(FOR_LEARNERS)) {
                (true, _) => Some(Side::Staff),
                (_, true) => Some(Side::Learner),
                _ => None,
            }
        });
        if first.is_some() {
            return first;
        }
    }
    let words = folded(text);
    match (TO_STAFF.are_in(&words), TO_LEARNERS.are_in(&words)) {
        (true, false) => Some(Side::Staff),
        (false, true) => Some(Side::Learner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_shows_in_their_words() {
        for learner in [
            "I think the TA graded me wrong, how do I ask for a regrade?",
            "do other students see my phone number?",
            "my instructor has not posted my grade",
            "as a student, where do I see feedback",
            "i'm a pupil and have no login yet",
        ] {
            assert_eq!(asker(learner), Some(Side::Learner), "{learner}");
        }
        for staff in [
            "my students can't see the lesson",
            "as a TA: how do I give half a point?",
            "one student took a makeup exam outside the system",
            "I'm the instructor and want every student to review two others",
            "give a student another attempt",
            "can my students see other students' grades?",
            "how do I give my TA access",
        ] {
            assert_eq!(asker(staff), Some(Side::Staff), "{staff}");
        }
        for either in [
            "turn on dark mode",
            "how many images fit in a post?",
            "is there a student discount",
            "I need a student account",
            "how do I share my notes with everyone",
            "",
        ] {
            assert_eq!(asker(either), None, "{either}");
        }
    }

    #[test]
    fn an_article_says_whom_it_is_for() {
        let of = |name, title, text| reader(name, title, "", text);
        assert_eq!(
            of("student-forum", "Forum", "Instructors see it"),
            Some(Side::Learner)
        );
        assert_eq!(
            of("forum", "For instructors", "your instructor"),
            Some(Side::Staff)
        );
        assert_eq!(
            of("a1", "Late work", "Ask your teacher."),
            Some(Side::Learner)
        );
        assert_eq!(
            of("a1", "Late work", "Choose which students may submit."),
            Some(Side::Staff)
        );
        // Both, or neither: it is for everybody.
        assert_eq!(
            of("a1", "Late work", "Your teacher tells the students."),
            None
        );
        assert_eq!(of("a1", "Late work", "Select Submit."), None);
    }
}
