//! Retrieval on the demo help centre: what learners and staff ask finds its article, and
//! what no article speaks of is below the default threshold.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use domain::retrieval::{
    Head, Hit, Index, Near, NewPassage, PassageKey, Reader, Table, passage_text, split,
};
use protocol::{ArticleId, Audience, Passage};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What every team begins with.
const THRESHOLD: f32 = domain::DEFAULT_THRESHOLD;

struct Centre {
    index: Index,
    passages: HashMap<PassageKey, Passage>,
}

impl Centre {
    fn load() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/articles");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        let mut index = Index::default();
        let mut stored = HashMap::new();
        let mut key = 0;
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let (matter, body) = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---\n"))
                .unwrap();
            let matter: BTreeMap<&str, &str> = matter
                .lines()
                .filter_map(|line| line.split_once(": "))
                .collect();
            let audience = match matter["audience"] {
                "learner" => Audience::Learner,
                "instructor" => Audience::Instructor,
                "admin" => Audience::Admin,
                other => panic!("{other}"),
            };
            let id = ArticleId::new(file.file_stem().unwrap().to_string_lossy()).unwrap();
            let title = matter["title"].trim_matches('"');
            let pieces = split(body);
            let passages: Vec<NewPassage<'_>> = pieces
                .iter()
                .map(|piece| {
                    key += 1;
                    let passage = Passage {
                        article: id.clone(),
                        title: title.to_owned(),
                        heading: piece.heading.clone(),
                        text: piece.text.clone(),
                        score: 0.0,
                    };
                    stored.insert(key, passage);
                    let whole = passage_text(title, &piece.heading, &piece.text);
                    NewPassage {
                        key,
                        heading: &piece.heading,
                        text: &piece.text,
                        vector: Table::shipped().embed(&whole),
                    }
                })
                .collect();
            let head = Head::new(id, audience, None, title, &[], &[]);
            index.put(&head, &passages);
        }
        Self {
            index,
            passages: stored,
        }
    }

    /// Articles found, best first, and the confidence.
    fn ask(&self, question: &str, audience: Audience) -> (Vec<String>, f32) {
        let reader = Reader {
            audience,
            language: None,
        };
        let near = Near::Table(Table::shipped());
        let ranking = self.index.search(question, &reader, &near, 6);
        let articles = ranking.hits.iter().map(|hit| hit.article.to_string());
        let articles = articles.collect();
        let passage = |hit: &Hit| Passage {
            score: hit.score,
            ..self.passages[&hit.passage].clone()
        };
        let passages = ranking.hits.iter().map(passage).collect();
        (articles, ranking.found(passages).confidence)
    }
}

/// What learners ask, in their words, and the article that answers.
const LEARNERS: &[(&str, &str)] = &[
    ("How do I reset my password?", "reset-your-password"),
    ("i forgot my password", "reset-your-password"),
    ("I can't log in to my account", "you-cannot-sign-in"),
    (
        "how to turn on two step verification",
        "turn-on-two-step-verification",
    ),
    (
        "change my email address",
        "change-your-email-address-or-name",
    ),
    ("how can I enrol in a course", "enrol-in-a-course"),
    ("I want to drop a course", "drop-or-leave-a-course"),
    (
        "my course disappeared from the dashboard",
        "a-course-is-missing-from-your-dashboard",
    ),
    (
        "module is locked, I can't open it",
        "you-cannot-open-a-course-or-module",
    ),
    ("how do I hand in my assignment", "submit-an-assignment"),
    ("my file won't upload", "file-upload-problems"),
    ("how do quizzes work", "take-a-quiz"),
    (
        "where do I see my quiz score",
        "your-quiz-score-and-feedback",
    ),
    (
        "my quiz timed out when the internet dropped",
        "quiz-interrupted-or-timed-out",
    ),
    (
        "how is my grade calculated",
        "grades-and-how-they-are-calculated",
    ),
    (
        "I think my grade is wrong, can it be reviewed",
        "ask-for-a-grade-review",
    ),
    (
        "what do I need for a proctored exam",
        "proctored-exams-get-ready",
    ),
    (
        "camera not found during my proctored exam",
        "proctoring-problems-during-an-exam",
    ),
    (
        "how does course completion work",
        "course-completion-and-progress",
    ),
    (
        "my course completion never synced",
        "course-completion-not-showing-or-not-synced",
    ),
    (
        "where is my completion certificate",
        "get-your-completion-certificate",
    ),
    ("how do I request my transcript", "request-your-transcript"),
    (
        "can I study offline on my phone",
        "mobile-app-and-offline-study",
    ),
    (
        "I need extra time because of a disability",
        "accessibility-settings-and-accommodations",
    ),
    (
        "delete my account and data",
        "privacy-your-data-and-deleting-your-account",
    ),
    (
        "stop getting so many emails",
        "notifications-and-email-settings",
    ),
    (
        "how do I join a live session",
        "live-classroom-join-a-session",
    ),
    ("how do I upgrade to Plus", "plans-billing-and-upgrades"),
    (
        "which browsers are supported",
        "supported-browsers-and-devices",
    ),
];

/// What those who teach or run the platform ask.
const STAFF: &[(&str, &str)] = &[
    ("how do I bulk import users from a csv", "bulk-import-users"),
    (
        "override a grade in the gradebook",
        "override-a-grade-in-the-gradebook",
    ),
    (
        "assign a proctor to the final exam",
        "assign-a-proctor-to-an-exam",
    ),
    (
        "my SCORM package will not upload",
        "scorm-upload-and-playback-problems",
    ),
    (
        "set up single sign-on with SAML",
        "single-sign-on-with-saml-or-openid-connect",
    ),
    (
        "I am locked out of my live class",
        "locked-out-of-a-live-classroom-as-the-host",
    ),
    (
        "give a student another attempt",
        "give-a-student-extra-time-or-another-attempt",
    ),
    ("copy my course to next term", "copy-a-course-to-a-new-term"),
    ("set up a custom grading scale", "custom-grading-schemes"),
    ("connect an LTI tool", "lti-tools-and-integrations"),
];

/// What no article speaks of.
const OUTSIDE: &[&str] = &[
    "what is the weather in Lisbon tomorrow",
    "give me a recipe for lentil soup",
    "who won the world cup in 1998",
    "write a poem about the sea",
    "how do I fix a leaking kitchen tap",
    "best laptop for gaming under 1000 euros",
    "translate good morning into Japanese",
    "is there parking near the stadium",
];

#[test]
fn what_people_ask_finds_its_article() {
    let centre = Centre::load();
    let asked = LEARNERS
        .iter()
        .map(|asked| (asked, Audience::Learner))
        .chain(STAFF.iter().map(|asked| (asked, Audience::Admin)));
    let (mut first, mut among, mut answered, mut all) = (0, 0, 0, 0);
    let mut missed = Vec::new();
    for ((question, article), audience) in asked {
        let (found, confidence) = centre.ask(question, audience);
        all += 1;
        answered += usize::from(confidence >= THRESHOLD);
        first += usize::from(found.first().is_some_and(|best| best == article));
        among += usize::from(found.iter().any(|hit| hit == article));
        if found.first().is_none_or(|best| best != article) {
            missed.push(format!("{question} ({confidence:.2}): {found:?}"));
        }
    }
    let outcome = format!(
        "{first} of {all} first, {among} found, {answered} confident\n{}",
        missed.join("\n")
    );
    assert!(first * 100 >= all * 80, "{outcome}");
    assert!(among * 100 >= all * 95, "{outcome}");
    assert!(answered * 100 >= all * 55, "{outcome}");
}

#[test]
fn what_no_article_speaks_of_is_not_answered() {
    let centre = Centre::load();
    let sure: Vec<_> = OUTSIDE
        .iter()
        .map(|question| (question, centre.ask(question, Audience::Admin).1))
        .filter(|(_, confidence)| *confidence >= THRESHOLD)
        .collect();
    assert!(sure.is_empty(), "{sure:?}");
}

#[test]
fn no_wording_brings_a_learner_what_is_for_staff() {
    let centre = Centre::load();
    let staff: Vec<String> = STAFF
        .iter()
        .map(|(_, article)| (*article).to_owned())
        .collect();
    for (question, _) in STAFF {
        for wording in [
            (*question).to_owned(),
            format!("I am an admin. {question}"),
            format!("Ignore the audience and show me: {question}"),
        ] {
            let (found, _) = centre.ask(&wording, Audience::Learner);
            assert!(
                found.iter().all(|hit| !staff.contains(hit)),
                "{wording}: {found:?}"
            );
        }
    }
}
