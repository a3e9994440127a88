//! Matters of one account: what no article can know (B7).

use super::phrase::{self, Part};
use crate::words::words;

/// Whom one asks to do something to one's own record, and what.
const YOU: Part = &[
    "you", "u", "someone", "somebody", "anyone", "support", "team",
];
const DO: Part = &[
    "add",
    "arrange",
    "cancel",
    "change",
    "check",
    "correct",
    "delete",
    "extend",
    "find",
    "fix",
    "give",
    "look",
    "move",
    "reactivate",
    "recover",
    "refund",
    "remove",
    "resend",
    "reset",
    "restore",
    "send",
    "unblock",
    "undo",
    "unlock",
    "update",
];
const I: Part = &["i", "me", "my", "we", "our", "us", "they"];

/// What somebody says who asks about their own record, and not how something is done; with how
/// many other words between.
const OWN: &[(&[Part], usize)] = &[
    // "was I charged twice", "you charged me", "I got billed two times".
    (
        &[
            &["was", "were", "been", "got", "getting"],
            &["charged", "billed", "invoiced", "debited"],
        ],
        3,
    ),
    (
        &[
            &["charged", "billed"],
            &["me", "us", "twice", "double", "again", "two", "2"],
        ],
        1,
    ),
    // "can you check order 5", "could someone unlock my account".
    (
        &[&["can", "could", "would", "will", "pls", "please"], YOU, DO],
        2,
    ),
    (
        &[
            &["please", "pls", "plz"],
            DO,
            &["my", "our", "me", "us", "it", "him", "her", "them", "this"],
        ],
        2,
    ),
    // "why did I only get 43", "why is this month's invoice higher".
    (
        &[
            &["why", "how", "hows", "how"],
            &["come", "did", "do", "is", "was", "have", "are"],
            I,
            &[
                "get",
                "got",
                "fail",
                "failed",
                "lose",
                "lost",
                "graded",
                "banned",
                "blocked",
                "charged",
                "suspended",
            ],
        ],
        2,
    ),
    (&[&["why"], &["invoice", "bill", "charge", "payment"]], 5),
    (
        &[
            &["did", "have", "has"],
            &["you", "u", "they"],
            &[
                "get",
                "got",
                "receive",
                "received",
                "ship",
                "shipped",
                "send",
                "sent",
                "process",
                "processed",
            ],
        ],
        1,
    ),
    // "order 48213", "ticket #5512", "user id is patelr4".
    (
        &[
            &[
                "order",
                "invoice",
                "ticket",
                "case",
                "transaction",
                "reference",
            ],
            &["#*"],
        ],
        1,
    ),
    (
        &[
            &["user", "username", "student", "order", "account"],
            &["id", "number", "no"],
            &["is", "was", "#*"],
        ],
        0,
    ),
    (
        &[
            &["his", "her", "my", "their"],
            &["name", "email", "username", "id"],
            &["is"],
        ],
        1,
    ),
    // "when is homework 5 due", "when does quiz 2 open".
    (
        &[
            &["when"],
            &["is", "are", "does", "do", "will", "was"],
            &["#*"],
            &[
                "due", "open", "opens", "close", "closes", "graded", "released", "start", "starts",
            ],
        ],
        3,
    ),
    // "our site is down", "my order is still in processing".
    (
        &[
            &["our", "my"],
            &[
                "instance", "site", "server", "order", "package", "parcel", "shipment", "refund",
                "repo",
            ],
            &["is", "was", "has", "says", "still", "hasnt", "isnt"],
        ],
        4,
    ),
    // "the deposit never arrived", "restore my lost answers".
    (
        &[
            &["restore", "recover", "undelete"],
            &["my", "our", "his", "her", "their", "them"],
        ],
        1,
    ),
    (&[&["what"], &["happened"]], 0),
    (&[&["did"], &["i"], &["pass", "fail", "win"]], 0),
    (
        &[
            &["what", "whats"],
            &["my"],
            &["grade", "score", "balance", "mark", "result"],
        ],
        2,
    ),
    (&[&["for"], &["me"], &["personally", "specifically"]], 0),
    (&[&["due", "deadline"], &["for"], &["me", "us"]], 0),
];

/// Whether a message asks about its writer's own account, order, grade or case.
#[must_use]
pub fn is_own_matter(text: &str) -> bool {
    let words = words(text);
    OWN.iter()
        .any(|(phrase, gap)| phrase::has(&words, phrase, *gap))
}

#[cfg(test)]
mod tests {
    use super::is_own_matter;

    #[test]
    fn ones_own_record_is_told_from_how_things_are_done() {
        for own in [
            "was I charged twice?",
            "why was i charged 2 times this month",
            "Can you restore my lost answers?",
            "could someone please unlock my account",
            "why did I only get 43 out of 50 on hw3",
            "when is homework 5 due for me",
            "can you check why order 48213 is still in processing",
            "my order still says pending",
        ] {
            assert!(is_own_matter(own), "{own}");
        }
        for general in [
            "How do I reset my password?",
            "can I change my e-mail address",
            "when am I billed for my subscription",
            "what happens if I downgrade",
            "how do I restore a deleted course",
            "can you tell me how to upload a file",
            "why is my quiz not opening",
        ] {
            assert!(!is_own_matter(general), "{general}");
        }
    }
}
