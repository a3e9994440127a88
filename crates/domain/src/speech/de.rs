//! German; learners are addressed as "Sie", which is right at any school and university.

use protocol::Say;

pub(super) fn sentence(say: Say) -> &'static str {
    match say {
        Say::TalkToAPerson => "Mit einem Menschen sprechen",
        Say::ThatHelped => "Das hat geholfen",
        Say::YesPlease => "Ja, bitte",
        Say::NoThankYou => "Nein, danke",
        Say::Agree => "Ich stimme zu",
        Say::DoNotAgree => "Ich stimme nicht zu",
        Say::Skip => "Überspringen",
        Say::Cancel => "Abbrechen",
        Say::SendIt => "Ja, senden",
        Say::StartAgain => "Neu beginnen",
        Say::Hello => "Guten Tag. Was möchten Sie wissen?",
        Say::Glad => {
            "Schön, dass ich helfen konnte. Schreiben Sie hier, wenn Sie noch etwas brauchen."
        }
        Say::Goodbye => "Auf Wiedersehen. Schreiben Sie hier, wenn Sie noch etwas brauchen.",
        Say::AnythingElse => "Gut. Brauchen Sie noch etwas?",
        Say::WhatElse => "Gut. Was möchten Sie sonst noch wissen?",
        Say::AProgram => {
            "Ich bin ein Assistent, ein Computerprogramm. Ich antworte aus den Hilfeartikeln, und mit \
             einem Klick sprechen Sie mit einem Menschen aus dem Team."
        }
        Say::Calm => {
            "Ich verstehe, dass das ärgerlich ist. Ich hole jemanden dazu, der Ihnen helfen kann."
        }
        Say::Heard => "Es tut mir sehr leid, dass es Ihnen so geht. Sie sind damit nicht allein.",
        Say::Crisis => {
            "Wenn Sie gerade in Gefahr sind, rufen Sie bitte den Notruf Ihres Landes an (112 oder 911) \
             oder wenden Sie sich an jemanden, dem Sie vertrauen. Unter findahelpline.com finden Sie \
             kostenlose, vertrauliche Hilfe in Ihrem Land, am Telefon und im Chat, zu jeder Stunde. \
             Auch ein Mensch aus unserem Team wird dies lesen."
        }
        Say::CannotReadFiles => {
            "Dateien kann ich nicht lesen, aber wer Ihnen hier antwortet, sieht sie. Worum geht es, in \
             wenigen Worten?"
        }
        Say::TooShort => {
            "Ich möchte Sie richtig verstehen. Was möchten Sie tun? Beschreiben Sie es in einem Satz."
        }
        Say::OwnWork => {
            "Bei Fragen aus einem Quiz, einer Prüfung oder einer Aufgabe kann ich nicht helfen: Die \
             Antwort darauf ist Ihre eigene Arbeit. Bei allem anderen helfe ich gern, etwa wenn sich \
             eine Seite nicht öffnet."
        }
        Say::Outside => {
            "Ich kann nur bei dem helfen, was in unseren Hilfeartikeln steht. Wenn Ihre Frage damit zu \
             tun hat, erzählen Sie mir bitte etwas mehr, oder sprechen Sie mit einem Menschen."
        }
        Say::Crowded => {
            "Im Moment bitten sehr viele um ein Gespräch mit dem Team, deshalb dauert es einen Augenblick. \
             Kommt niemand dazu, versuchen Sie es in ein paar Minuten noch einmal, oder fragen Sie \
             mich etwas anderes."
        }
        Say::MayBeIt => "Vielleicht ist es das:",
        Say::Meanwhile => "Während Sie warten, hilft Ihnen vielleicht das:",
        Say::ShallIBringOne => {
            "Darum kümmert sich ein Mensch aus unserem Team. Soll ich jemanden dazuholen?"
        }
        Say::NothingSent => "Gut, ich habe nichts gesendet. Was möchten Sie sonst noch wissen?",
        Say::ThenNothingSent => "Gut, dann habe ich nichts gesendet.",
        Say::GoThroughAgain => "Gehen wir es noch einmal durch.",
        Say::ShallISend => "Soll ich es senden?",
        Say::AllINeeded => "Danke, mehr brauche ich nicht. Kann ich Ihnen sonst noch helfen?",
        Say::IsThisRight => "Ist das richtig so?",
        Say::TooManyCharacters => "Bitte schreiben Sie weniger als {} Zeichen.",
        Say::AddAFile => {
            "Bitte fügen Sie eine Datei hinzu: Die Büroklammer neben dem Text öffnet Ihre Fotos und \
             Dateien."
        }
        Say::InWordsToo => "Danke für die Datei. Ich brauche es auch in Worten:",
        Say::NotAnAddress => "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.org.",
        Say::NotADay => {
            "Bitte schreiben Sie das Datum als Jahr-Monat-Tag, zum Beispiel 2026-03-31."
        }
        Say::ChooseOne => "Bitte wählen Sie eine dieser Möglichkeiten:",
        Say::AgreeOrNot => "Bitte antworten Sie mit „Ich stimme zu“ oder „Ich stimme nicht zu“.",
        Say::NoSeparators => "Bitte schreiben Sie die Zahl ohne Trennzeichen, zum Beispiel 1250.",
        Say::ANumber => "Bitte antworten Sie mit einer Zahl.",
        Say::ANumberBetween => "Bitte antworten Sie mit einer Zahl zwischen {} und {}.",
        Say::ANumberFrom => "Bitte antworten Sie mit einer Zahl ab {}.",
        Say::ANumberTo => "Bitte antworten Sie mit einer Zahl bis {}.",
        Say::NotFound => "Das habe ich in den Hilfeartikeln nicht gefunden.",
        Say::CannotNow => "Das kann ich im Moment nicht beantworten.",
        Say::Noted => "Danke, ich habe es notiert.",
        Say::BringPerson => {
            "Ich hole einen Menschen dazu, der diese ganze Unterhaltung sieht, sodass Sie nichts \
             wiederholen müssen. Sie können diese Seite schließen: Die Antwort ist hier, wenn Sie \
             wiederkommen."
        }
        Say::BringNamed => {
            "Ich hole {} dazu und gebe diese ganze Unterhaltung weiter, sodass Sie nichts \
             wiederholen müssen. Sie können diese Seite schließen: Die Antwort ist hier, wenn Sie \
             wiederkommen."
        }
        Say::BringBack => {
            "Ich hole {} wieder dazu und gebe diese ganze Unterhaltung weiter, sodass Sie nichts \
             wiederholen müssen. Sie können diese Seite schließen: Die Antwort ist hier, wenn Sie \
             wiederkommen."
        }
        Say::BringSales => {
            "Danke. Ich hole unseren Vertrieb dazu, der diese ganze Unterhaltung sieht, sodass Sie \
             nichts wiederholen müssen. Sie können diese Seite schließen: Die Antwort ist hier, wenn \
             Sie wiederkommen."
        }
        Say::NobodyNow => {
            "Im Moment ist niemand aus dem Team da. Es antwortet Ihnen jemand, der diese ganze \
             Unterhaltung sieht, sodass Sie nichts wiederholen müssen. Sie können diese Seite \
             schließen: Die Antwort ist hier, wenn Sie wiederkommen."
        }
        Say::Late => {
            "Es dauert länger, als wir gesagt haben. Das tut uns leid. Sie behalten Ihren Platz, und \
             das Team sieht, dass die Antwort überfällig ist."
        }
        Say::StillWaiting => {
            "Leider hat noch niemand geantwortet. Sie behalten Ihren Platz, und das Team sieht, dass Sie \
             warten."
        }
        Say::GaveBack => {
            "{} hat diese Unterhaltung an den Assistenten zurückgegeben. Fragen Sie in anderen Worten, \
             oder tippen Sie auf „Mit einem Menschen sprechen“."
        }
        Say::LeaveAddress => {
            "Hinterlassen Sie Ihre E-Mail-Adresse, dann senden wir die Antwort auch dorthin."
        }
        Say::WillMail => "Wir senden Antworten auch an {}.",
        Say::NotMailed => "E-Mails an {} kommen nicht an. Die Antworten stehen hier.",
        Say::Added => "Ihre Nachricht ist beim Team, zusammen mit dem Rest dieser Unterhaltung.",
        Say::MailSubject => "{} hat Ihnen geantwortet",
        Say::MailReply => "Sie können auf diese E-Mail antworten oder im Chat weiterschreiben:",
        Say::MailLink => "Unterhaltung öffnen",
        Say::MailStop => "Keine weiteren E-Mails zu dieser Unterhaltung",
        Say::MailAbove => "Bitte schreiben Sie Ihre Antwort über diese Zeile",
        Say::DidWeHelp => "Hat Ihnen das geholfen?",
        Say::YesYouDid => "Ja, hat es",
        Say::NotReally => "Eher nicht",
        Say::ThankYou => "Danke für Ihre Rückmeldung.",
        Say::WriteAgain => "Wenn Sie noch Hilfe brauchen, schreiben Sie uns hier.",
        Say::Unknown => "",
    }
}
