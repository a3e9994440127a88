//! Matters of one account: what no article can know (B7).

use super::folded::{Phrases, folded, lists};
use std::sync::LazyLock;

/// What somebody says who asks about their own record, and not how something is done.
static OWN: LazyLock<Phrases> = LazyLock::new(|| {
    let lists = lists(
        "
        do = add|arrange|cancel|change|check|correct|delete|extend|find|fix|give|look|move|reactivate|recover|refund|remove|resend|reset|restore|send|unblock|undo|unlock|update
        i = i|me|my|we|our|us|they
        ",
    );
    Phrases::read_with(
        &lists,
        "
        # was I charged twice, you charged me, I got billed two times.
        was|were|been|got|getting ..3 charged|billed|invoiced|debited
        charged|billed me|us|twice|double|again|two|2
        # can you check order 5, could someone unlock my account.
        can|could|would|will|pls|please ..2 you|u|someone|somebody|anyone|support|team ..2 $do
        please|pls|plz ..2 $do ..2 my|our|me|us|it|him|her|them|this
        # why did I only get 43, why is this month's invoice higher.
        why ..2 did|do|is|was|have|are ..2 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        how ..0 come ..3 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        how ..2 did|was ..2 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        why ..5 invoice|bill|charge|payment
        did|have|has you|u|they get|got|receive|received|ship|shipped|send|sent|process|processed
        # order 48213, ticket #5512, user id is patelr4.
        order|invoice|ticket|case|transaction|reference #
        user|username|student|order|account ..0 id|number|no ..0 is|was|#
        his|her|my|their name|email|username|id is
        # when is homework 5 due, when does quiz 2 open.
        when ..3 is|are|does|do|will|was ..3 # ..3 due|open|opens|close|closes|graded|released|start|starts
        # our site is down, my order is still in processing.
        our|my .. instance|site|server|order|package|parcel|shipment|refund|repo .. is|was|has|says|still|hasnt|isnt
        # the deposit never arrived, restore my lost answers.
        # where is my refund, when do I get my money.
        where|when ..2 my|our refund|money
        restore|recover|undelete my|our|his|her|their|them
        what ..0 happened
        did ..0 i ..0 pass|fail|win
        what|whats ..2 my ..2 grade|score|balance|mark|result
        for ..0 me ..0 personally|specifically
        due|deadline ..0 for ..0 me|us
        ",
    )
});

/// Asks for help in doing something oneself: no matter of one's account.
static HELPED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        help me|us ..2 add|change|check|correct|delete|extend|find|fix|move|reactivate|remove|reset|send|unlock|update
        help ..1 with|to|in
        tell|show|explain me|us how|where|what
        ",
    )
});

/// Whether a message asks about its writer's own account, order, grade or case.
#[must_use]
pub fn is_own_matter(text: &str) -> bool {
    let words = folded(text);
    OWN.are_in(&words) && !HELPED.are_in(&words)
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
            "please help me reset my password",
            "Can you help me change my email address?",
            "why is my quiz not opening",
            "how do I get my certificate",
        ] {
            assert!(!is_own_matter(general), "{general}");
        }
    }
}
