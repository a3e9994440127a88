//! Who wants to buy: a prospective customer is for sales, not for support (H1).

use crate::phrases::Phrases;

/// What only a buyer says.
const ALWAYS: &[&str] = &[
    "become a customer",
    "book a demo",
    "contact sales",
    "demo for our",
    "demo of this",
    "demo of your",
    "enterprise plan",
    "enterprise pricing",
    "get a demo",
    "get a quote",
    "price quote",
    "product demo",
    "request a demo",
    "request a quote",
    "sales rep",
    "sales representative",
    "salesperson",
    "schedule a demo",
    "see a demo",
    "site licence",
    "site license",
    "speak to sales",
    "speak with sales",
    "talk to sales",
    "talk with sales",
    "volume discount",
    "your price list",
    "your sales team",
];

/// What buyers ask; learners do too, of courses.
const BUYING: &[&str] = &[
    "buy",
    "buying",
    "cost",
    "costs",
    "demo",
    "evaluate",
    "evaluating",
    "how much",
    "interested in",
    "licence",
    "licences",
    "license",
    "licenses",
    "price",
    "prices",
    "pricing",
    "purchase",
    "purchasing",
    "quote",
    "switch from",
    "switching from",
    "trial",
];

/// For whom they ask, or what.
const WHOLE: &[&str] = &[
    "500 employees",
    "employees",
    "our academy",
    "our business",
    "our college",
    "our company",
    "our district",
    "our firm",
    "our institution",
    "our learners",
    "our organisation",
    "our organization",
    "our school",
    "our staff",
    "our students",
    "our university",
    "my company",
    "for a company",
    "for a school",
    "for a university",
    "seats",
    "learning platform",
    "your lms",
    "your platform",
    "your product",
    "your software",
    "your system",
];

/// Whether a message is of somebody who wants to buy the product for others, or to see it first.
#[must_use]
pub fn wants_to_buy(text: &str) -> bool {
    let phrases = Phrases::of(text);
    phrases.has_one_of(ALWAYS) || (phrases.has_one_of(BUYING) && phrases.has_one_of(WHOLE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buyers_are_told_from_learners() {
        for text in [
            "Can I get a demo of your LMS?",
            "We'd like to book a demo for next week",
            "How much is it for our school with 300 students?",
            "what does your platform cost",
            "I'd like pricing for 200 seats",
            "Do you offer a volume discount?",
            "We are evaluating your product for our university",
            "can I talk to sales",
            "We're interested in your software and would like a quote",
            "is there a trial for our company?",
            "we are switching from another vendor, how much would your system be",
            "Please have a sales representative call me",
        ] {
            assert!(wants_to_buy(text), "{text}");
        }
        for text in [
            "How do I buy a course?",
            "how much does the certificate cost",
            "where do I open the demo course",
            "I was charged twice for my subscription",
            "What is the price of the second attempt?",
            "how do I add our students to a course",
            "the trial exam does not load",
            "my company pays for my course, where do I enter the code",
            "is there a discount for students",
            "the lecture on sales and pricing has no sound",
            "How do I get a licence key for the software in module 3?",
        ] {
            assert!(!wants_to_buy(text), "{text}");
        }
    }
}
