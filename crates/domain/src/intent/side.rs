//! Which side of the teacher's desk somebody asks from, and which side a text is written for: help
//! centres of learning platforms have pages on one subject for both.

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

/// How staff speaks. Looked for first: "as a TA" is staff's, "the TA" a learner's.
static STAFF: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        my|our|all|every|each|of|for|which|what|how ..2 students|learners|pupils|kids|tas|graders|coaches
        a|an|one|every|each|another|no ..1 student|learner|pupil|kid|parent
        students|learners|pupils|kids|classmates ..0 cant|cannot|see|should|get|who|with|work
        as|im|am ..0 a|an|the|their ..2 ta|teacher|instructor|admin|administrator|grader|coach|lecturer|professor|tutor|agent
        i ..0 teach|graded|grade
        to|for|with|give|gave|allow ..0 everybody|everyone|students|learners|pupils
        ",
    )
});

/// How learners speak.
static LEARNER: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        my|our|the ..1 instructor|teacher|professor|prof|lecturer|tutor|ta|coach|grader
        my ..2 grade|grades|score|homework|submission|essay|exam|partner|teammates|classmates|transcript|certificate
        other|fellow ..0 students|learners|pupils
        as|im|am ..0 a|an ..1 student|pupil|learner
        ta|prof|professor|teacher|instructor ..3 my|me
        ",
    )
});

/// Words of another learner's: they name students, as staff does.
static FELLOWS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "other|fellow ..0 students|learners|pupils\nas|im|am ..0 a|an ..1 student|pupil|learner",
    )
});

/// Words of who an article is for, in its name, its title and its headings.
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

/// How an article speaks to staff, and to learners.
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
    if FELLOWS.are_in(&words) {
        Some(Side::Learner)
    } else if STAFF.are_in(&words) {
        Some(Side::Staff)
    } else if LEARNER.are_in(&words) {
        Some(Side::Learner)
    } else {
        None
    }
}

/// Whom a part of an article is written for: its name, its title and headings tell before its text.
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
        ] {
            assert_eq!(asker(staff), Some(Side::Staff), "{staff}");
        }
        for either in ["turn on dark mode", "how many images fit in a post?", ""] {
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
