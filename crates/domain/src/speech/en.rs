//! English.

use protocol::Say;

pub(super) fn sentence(say: Say) -> &'static str {
    match say {
        Say::TalkToAPerson => "Talk to a person",
        Say::ThatHelped => "That helped",
        Say::YesPlease => "Yes, please",
        Say::NoThankYou => "No, thank you",
        Say::Agree => "I agree",
        Say::DoNotAgree => "I do not agree",
        Say::Skip => "Skip",
        Say::Cancel => "Cancel",
        Say::SendIt => "Yes, send it",
        Say::StartAgain => "Start again",
        Say::Hello => "Hello. What would you like to know?",
        Say::Glad => "Glad that helped. Write here again whenever something comes up.",
        Say::Goodbye => "Goodbye, and all the best. Write here again whenever something comes up.",
        Say::AnythingElse => "OK. Anything else I can help with?",
        Say::WhatElse => "All right. What else would you like to know?",
        Say::AProgram => {
            "I am an assistant, a computer program. I answer from the help articles, and a person on \
             the team is one tap away."
        }
        Say::Calm => "I hear that this is frustrating. I am bringing in somebody who can help.",
        Say::Heard => {
            "I am really sorry that you are going through this. You are not alone with it."
        }
        // 112 and 911 reach help from mobile phones in most countries; the directory lists crisis
        // lines by country. Source: <https://findahelpline.com>, run by ThroughLine with the IASP.
        Say::Crisis => {
            "If you are in danger right now, please call your local emergency number (112 or 911), \
             or go to somebody you trust. On findahelpline.com you find free and confidential crisis \
             lines in your country, by phone and chat, at any hour. A person on our team will read \
             this too."
        }
        Say::CannotReadFiles => {
            "I cannot read files, but a person who joins will see them. What is it about, in a few \
             words?"
        }
        Say::TooShort => "Could you tell me a bit more about what you're trying to do?",
        Say::OwnWork => {
            "I cannot help with what a quiz, an exam or homework asks: that is yours to answer. I \
             can help with everything around it, such as a page that does not open."
        }
        Say::Outside => {
            "I can only answer what our help articles cover. Tell me a bit more, or \
             talk to a person."
        }
        Say::Crowded => {
            "A great many people are asking for a person right now, so this takes a moment. If I do not bring \
             one in, try again in a few minutes, or ask me something."
        }
        Say::MayBeIt => "This may be it:",
        Say::Meanwhile => "While you wait, this may help:",
        Say::ShallIBringOne => "Someone on our team handles this. Shall I connect you?",
        Say::NothingSent => "OK, nothing was sent. What else would you like to know?",
        Say::ThenNothingSent => "OK, then nothing was sent.",
        Say::GoThroughAgain => "Let us go through it again.",
        Say::ShallISend => "Shall I send it?",
        Say::AllINeeded => "Thank you, that is all I needed. Is there anything else?",
        Say::IsThisRight => "Is this right?",
        Say::TooManyCharacters => "Please keep it under {} characters.",
        Say::AddAFile => {
            "Please add a file: the paper clip beside the text opens your photos and files."
        }
        Say::InWordsToo => "Thank you for the file. I still need this in words:",
        Say::NotAnAddress => "That is not an e-mail address. It looks like name@example.org.",
        Say::NotADay => "Please write the day as year-month-day, like 2026-03-31.",
        Say::ChooseOne => "Please choose one of these:",
        Say::AgreeOrNot => "Please answer “I agree” or “I do not agree”.",
        Say::NoSeparators => "Please write the number without separators, like 1250.",
        Say::ANumber => "Please answer with a number.",
        Say::ANumberBetween => "Please answer with a number between {} and {}.",
        Say::ANumberFrom => "Please answer with a number of at least {}.",
        Say::ANumberTo => "Please answer with a number of at most {}.",
        Say::NotFound => "I could not find this in the help articles.",
        Say::CannotNow => "I cannot answer this right now.",
        Say::Noted => "Thank you, that is noted.",
        Say::BringPerson => {
            "I am bringing in a person, who can see this whole conversation, so you do not need to \
             repeat anything. You can close this page: the reply will be here when you come back."
        }
        Say::BringNamed => {
            "I am bringing in {}, who can see this whole conversation, so you do not need to repeat \
             anything. You can close this page: the reply will be here when you come back."
        }
        Say::BringBack => {
            "I am bringing {} back in, who can see this whole conversation, so you do not need to \
             repeat anything. You can close this page: the reply will be here when you come back."
        }
        Say::BringSales => {
            "Thank you. I am bringing in our sales team, who can see this whole conversation, so you \
             do not need to repeat anything. You can close this page: the reply will be here when \
             you come back."
        }
        Say::NobodyNow => {
            "Nobody on the team is here right now. Somebody who can see this whole conversation will \
             answer, so you do not need to repeat anything. You can close this page: the reply will \
             be here when you come back."
        }
        Say::Late => {
            "Sorry, this is taking longer than we said. You keep your place, and the team can see that your conversation is late."
        }
        Say::StillWaiting => {
            "Sorry, nobody has answered yet. You keep your place, and the team can see that you are \
             waiting."
        }
        Say::GaveBack => {
            "{} gave this conversation back to the assistant. Ask in other words, or press “Talk to \
             a person”."
        }
        Say::LeaveAddress => "Leave your e-mail address, and we will also send the reply there.",
        Say::WillMail => "We will also send replies to {}.",
        Say::NotMailed => "No e-mail reaches {}. The replies are here.",
        Say::Added => "Your message is with the team, together with the rest of this conversation.",
        Say::MailSubject => "{} replied to you",
        Say::MailReply => "You can reply to this e-mail, or go on in the chat:",
        Say::MailLink => "Open the conversation",
        Say::MailStop => "Stop e-mails about this conversation",
        Say::MailAbove => "Please reply above this line",
        Say::DidWeHelp => "Did this help you?",
        Say::YesYouDid => "Yes, it did",
        Say::NotReally => "Not really",
        Say::ThankYou => "Thank you for telling us.",
        Say::WriteAgain => "If you still need help, write here.",
        Say::Unknown => "",
    }
}
