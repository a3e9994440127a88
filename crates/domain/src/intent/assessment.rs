//! Quizzes and exams: content is the learner's own to answer, access trouble cannot wait.

use crate::phrases::Phrases;
use protocol::Page;

/// What addresses and titles of such pages have in them.
const PAGES: &[&str] = &[
    "quiz",
    "exam",
    "exams",
    "examination",
    "midterm",
    "assessment",
    "assessments",
    "proctoring",
    "proctored",
    "final test",
    "timed test",
];

/// What a learner writes who cannot go on.
const ACCESS: &[&str] = &[
    "access code",
    "blank page",
    "browser",
    "camera",
    "cannot access",
    "cannot enter",
    "cannot get in",
    "cannot load",
    "cannot open",
    "cannot save",
    "cannot see the questions",
    "cannot start",
    "cannot submit",
    "cant access",
    "cant enter",
    "cant get in",
    "cant load",
    "cant open",
    "cant save",
    "cant see the questions",
    "cant start",
    "cant submit",
    "connection",
    "crashed",
    "disconnected",
    "does not load",
    "does not open",
    "doesnt load",
    "doesnt open",
    "error",
    "frozen",
    "froze",
    "is locked",
    "kicked out",
    "locked out",
    "logged out",
    "microphone",
    "not loading",
    "not working",
    "out of time",
    "ran out",
    "stuck",
    "time is up",
    "timer",
    "wont load",
    "wont open",
    "wont start",
    "wont submit",
];

/// What a learner writes who wants it solved.
const SOLUTION: &[&str] = &[
    "answer key",
    "answer to question",
    "answers to question",
    "answers to the quiz",
    "answers to the exam",
    "answers for the quiz",
    "answers for the exam",
    "answers to my homework",
    "correct answer",
    "correct option",
    "do my assignment",
    "do my homework",
    "right answer",
    "right option",
    "solve my",
    "solve the equation",
    "solve this",
    "which option is",
    "write my assignment",
    "write my essay",
    "write my paper",
    "write the essay",
];

/// Whether a page is one where learners are assessed.
#[must_use]
pub fn is_assessment(page: &Page) -> bool {
    // Words of an address stand between its marks.
    let address = page
        .url
        .replace(['/', '?', '=', '&', '-', '_', '.', '%'], " ");
    Phrases::of(&address).has_one_of(PAGES) || Phrases::of(&page.title).has_one_of(PAGES)
}

/// Whether a message is about getting in, or on.
#[must_use]
pub fn is_access_trouble(text: &str) -> bool {
    Phrases::of(text).has_one_of(ACCESS)
}

/// Whether a message wants homework or a quiz done.
#[must_use]
pub fn asks_for_solution(text: &str) -> bool {
    Phrases::of(text).has_one_of(SOLUTION)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str, title: &str) -> Page {
        Page {
            url: url.to_owned(),
            title: title.to_owned(),
        }
    }

    #[test]
    fn pages_of_quizzes_and_exams_are_known() {
        for (url, title) in [
            (
                "https://lms.example.edu/mod/quiz/attempt.php?attempt=3",
                "Week 2",
            ),
            (
                "https://canvas.example.edu/courses/7/quizzes/9/take",
                "Algebra: Quiz 2",
            ),
            ("https://x.example/learning/final-exam", ""),
            ("https://x.example/c/3", "Midterm: Chemistry"),
        ] {
            assert!(is_assessment(&page(url, title)), "{url} {title}");
        }
        for (url, title) in [
            ("https://x.example/courses/example", "Examples of essays"),
            ("https://x.example/courses/7", "Welcome"),
        ] {
            assert!(!is_assessment(&page(url, title)), "{url} {title}");
        }
    }

    #[test]
    fn trouble_and_solutions_are_told_apart() {
        for text in [
            "I can't submit my quiz",
            "the page froze",
            "it is not loading!",
            "I'm locked out",
        ] {
            assert!(is_access_trouble(text), "{text}");
        }
        for text in [
            "what is the answer to question 3",
            "please solve this",
            "Write my essay on Hamlet",
        ] {
            assert!(
                asks_for_solution(text) && !is_access_trouble(text),
                "{text}"
            );
        }
        for text in [
            "How do I submit an assignment?",
            "Where do I see my quiz score?",
            "Can I answer in German?",
        ] {
            assert!(
                !asks_for_solution(text) && !is_access_trouble(text),
                "{text}"
            );
        }
    }
}
