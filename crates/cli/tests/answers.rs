//! What articles say to questions, by the table, from the document to the composed answer.

#![allow(clippy::unwrap_used, reason = "it is a test")]

use baton::{Folder, Local};
use domain::Found;
use domain::answer::Query;
use protocol::ArticleId;
use protocol::settings::Manner;

fn drafts(articles: &[(&str, &str, &str)]) -> Folder {
    articles
        .iter()
        .map(|(id, title, text)| {
            let draft = serde_json::json!({"title": title, "text": text});
            let id = ArticleId::new(*id).unwrap();
            (id, serde_json::from_value(draft).unwrap())
        })
        .collect()
}

fn centre(articles: &[(&str, &str, &str)]) -> Local {
    Local::new(&drafts(articles))
}

/// What else a help centre has, so that words have weights.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "fees",
        "Pay your fees",
        "Open **Fees** and select **Pay now**. Cards and transfers are taken.",
    ),
    (
        "library",
        "Borrow a laptop",
        "The library lends laptops for a week. Bring your student card.",
    ),
    (
        "map",
        "Find a room",
        "Every room has its floor and building in the timetable.",
    ),
];

fn said(articles: &[(&str, &str, &str)], question: &str) -> Found {
    let all: Vec<_> = articles.iter().chain(OTHERS).copied().collect();
    centre(&all).search(&Query::of(question))
}

fn answer(articles: &[(&str, &str, &str)], question: &str) -> String {
    said(articles, question)
        .answer
        .unwrap_or_default()
        .numbered()
}

#[test]
fn the_same_text_in_several_articles_is_said_and_cited_once() {
    let text = "A deadline is moved in the course, under Dates, three days before it at the latest. \
                The teacher answers the next working day.";
    let copies = [
        ("a", "Move a deadline", text),
        ("b", "Ask to move a deadline", text),
        ("c", "Move a deadline (archive)", text),
    ];
    let found = said(&copies, "How do I move a deadline?");
    let quoted = found.answer.unwrap();
    assert_eq!(quoted.text.matches("three days before").count(), 1);
    assert_eq!(quoted.citations.len(), 1);
    let one = said(&copies[..1], "How do I move a deadline?");
    // Of three articles that say the same none is ahead of the others, and the answer is sure all the same.
    let (sure, _) = Manner::Balanced.thresholds();
    assert!(
        found.confidence >= sure && one.confidence >= sure,
        "copies make no answer doubtful: {} beside {}",
        found.confidence,
        one.confidence
    );
}

#[test]
fn all_steps_of_a_loose_list_are_quoted_without_their_pictures() {
    let text = "You change your photo in your profile.\n\n1. Open **Profile**.\n\n   ![the menu](menu.png)\n\n\
                2. Select **Photo**.\n\n   It may take a moment.\n\n3. Choose a file and **Save** it.\n";
    let said = answer(
        &[("photo", "Change your photo", text)],
        "how do I change my photo",
    );
    for step in ["Open **Profile**", "Select **Photo**", "Choose a file"] {
        assert!(said.contains(step), "{said}");
    }
    assert!(!said.contains("menu.png") && !said.contains("!["), "{said}");
}

#[test]
fn comments_components_and_markup_reach_nobody() {
    let text = "<!-- owner: helen, do not publish -->\n<Tabs>\n\n<details><summary>On a phone</summary>\n\n\
                Press <kbd>Menu</kbd> and hold **Scan** until it beeps.<br>Then let go.\n\n</details>\n\n</Tabs>\n\n\
                > [!WARNING]\n> Do not fold the badge.\n";
    let said = answer(
        &[("badge", "Scan your badge", text)],
        "how do I scan my badge on a phone",
    );
    assert!(said.contains("Scan"), "{said}");
    for raw in [
        "helen",
        "<kbd>",
        "<br>",
        "<details>",
        "<Tabs>",
        "[!WARNING]",
    ] {
        assert!(!said.contains(raw), "{raw} in {said}");
    }
}

#[test]
fn the_row_that_was_asked_for_is_quoted_with_its_header() {
    let rows: String = (1..=30)
        .map(|room| {
            format!(
                "| Hall {room} | {} seats | beamer and board number {room} |\n",
                room * 10
            )
        })
        .collect();
    let text = format!(
        "Every hall by its size.\n\n| Hall | Seats | Equipment |\n| --- | --- | --- |\n{rows}"
    );
    let said = answer(
        &[("halls", "Halls and seats", &text)],
        "how many seats does hall 17 have",
    );
    assert!(said.contains("170 seats"), "{said}");
    assert!(said.contains("| Hall | Seats | Equipment |"), "{said}");
    assert!(!said.contains("Hall 30"), "{said}");
}

#[test]
fn see_also_is_no_answer_and_on_is_not_off() {
    let text = "Reminders come by mail a day before.\n\n## Turn reminders on\n\nOpen **Settings** and move the switch to green.\n\n\
                ## Turn reminders off\n\nOpen **Settings** and move the switch to grey.\n\n\
                ## Related\n\n- [Quiet hours for reminders](quiet.md)\n- [Turn on reminders for a group](group.md)\n";
    let centre = [("reminders", "Reminders", text)];
    for (question, has) in [
        ("how do I turn reminders on", "green"),
        ("turn off reminders", "grey"),
    ] {
        let said = answer(&centre, question);
        assert!(said.contains(has), "{question}: {said}");
        assert!(!said.contains("Quiet hours"), "{said}");
    }
}

#[test]
fn two_questions_are_answered_both_and_cited_each() {
    let centre = [
        (
            "photo",
            "Change your photo",
            "Open **Profile**, select **Photo** and choose a file of 2 MB at most.",
        ),
        (
            "badge",
            "Get a new badge",
            "A new badge costs 12 euros. Ask for it at the front desk of the library.",
        ),
    ];
    let found = said(
        &centre,
        "How do I change my photo? What does a new badge cost?",
    );
    let quoted = found.answer.unwrap();
    let text = quoted.numbered();
    assert!(
        text.contains("choose a file") && text.contains("12 euros"),
        "{text}"
    );
    let cited: Vec<_> = quoted
        .cited()
        .into_iter()
        .map(|it| it.article.to_string())
        .collect();
    assert_eq!(cited, ["photo", "badge"]);
    assert!(text.contains("[1]") && text.ends_with("[2]"), "{text}");
}

// A9, K4: what an admin adds to an article from the unanswered questions is answered from then on.
#[test]
fn a_question_that_was_given_to_an_article_is_answered_from_it() {
    let plans = "To end a plan, open **Settings** and select **Stop the plan**. It runs until the end of the month.";
    let all: Vec<_> = OTHERS
        .iter()
        .copied()
        .chain([("plans", "Plans", plans)])
        .collect();
    let found = |synonyms: &[&str], question: &str| {
        let mut drafts = drafts(&all);
        let plans = drafts.get_mut(&ArticleId::new("plans").unwrap()).unwrap();
        plans.synonyms = synonyms.iter().map(|it| (*it).to_owned()).collect();
        Local::new(&drafts).search(&Query::of(question))
    };
    let (sure, _) = Manner::Balanced.thresholds();
    for question in [
        "How do I cancel my membership?",
        "cancel membership",
        "I want to cancel my membership",
    ] {
        let before = found(&[], question).confidence;
        let now = found(&["cancel my membership"], question);
        assert!(
            before < sure && now.confidence >= sure,
            "{question}: {before}, {}",
            now.confidence
        );
        assert_eq!(now.answer.unwrap().citations[0].article.as_str(), "plans");
    }
    for question in ["How do I cancel my booking?", "Who may become a member?"] {
        let found = found(&["cancel my membership"], question);
        assert!(found.confidence < sure, "{question}: {}", found.confidence);
    }
}
