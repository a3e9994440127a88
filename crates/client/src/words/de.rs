//! German; learners are addressed as "Sie", which is right at any school and university.

use super::Word;

pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Chat => "Chat",
        Word::CloseChat => "Chat schließen",
        Word::Conversation => "Unterhaltung",
        Word::Message => "Nachricht",
        Word::WriteAMessage => "Nachricht schreiben …",
        Word::Send => "Senden",
        Word::TalkToAPerson => "Mit einem Menschen sprechen",
        Word::StartAnother => "Neue Unterhaltung beginnen",
        Word::MayClose => "Sie können diese Seite schließen. Wir antworten hier.",
        Word::ReplyBy => "Wir antworten hier bis {}. Sie können diese Seite schließen.",
        Word::Assistant => "Assistent",
        Word::You => "Sie:",
        Word::KeepsNothing => {
            "Diese Seite kann nichts speichern: Der Chat endet, wenn Sie sie verlassen."
        }
        Word::Sending => "Wird gesendet …",
        Word::Sent => "Gesendet",
        Word::Delivered => "Zugestellt",
        Word::Seen => "Gelesen",
        Word::NotSent => "Nicht gesendet. {}",
        Word::TryAgain => "Erneut versuchen",
        Word::Faster => {
            "Sie schreiben schneller, als wir empfangen können. Es wird gleich gesendet."
        }
        Word::IsWriting => "{} schreibt",
        Word::Greeting => "Guten Tag. Fragen Sie mich nach Kursen, Noten oder dem Zugang.",
        Word::Looking => "Hilfeartikel werden durchsucht",
        Word::Closed => "Dieser Chat wurde vom Team geschlossen.",
        Word::NotSetUp => "Dieser Chat ist noch nicht eingerichtet.",
        Word::NoLine => "Keine Verbindung. Was Sie schreiben, wird später gesendet.",
        Word::AnswersAtOnce => "Antwortet meist sofort",
        Word::TalkingWith => "Sie sprechen mit {}",
        Word::WaitingForTeam => "Warten auf jemanden aus dem Team",
        Word::WriteToReopen => {
            "Abgeschlossen. Schreiben Sie, um die Unterhaltung wieder zu öffnen."
        }
        Word::EmailAddress => "E-Mail-Adresse",
        Word::AskedFor => "Jemand aus dem Team kommt dazu",
        Word::Joined => "{} ist dazugekommen",
        Word::Left => "{} ist gegangen. Jemand anderes kommt dazu.",
        Word::AssistantAgain => "Der Assistent antwortet wieder",
        Word::Resolved => "Erledigt",
        Word::Reopened => "Wieder geöffnet",
        Word::Changed => "Etwas hat sich geändert",
        Word::SendFirst => {
            "Senden oder entfernen Sie zuerst, was noch nicht gesendet ist, und beginnen Sie dann neu."
        }
        Word::NoConnection => "Keine Verbindung. Versuchen Sie es gleich noch einmal.",
        Word::Article => "Artikel",
        Word::HelpArticle => "Hilfeartikel",
        Word::LoadingArticle => "Artikel wird geladen",
        Word::ArticleNotLoaded => {
            "Der Artikel konnte nicht geladen werden. Prüfen Sie Ihre Verbindung."
        }
        Word::ArticleGone => "Diesen Artikel gibt es nicht mehr.",
        Word::OpenOutside => "Im Hilfezentrum öffnen",
        Word::BackToChat => "Zurück zum Chat",
        Word::Source => "Quelle {}",
        Word::AttachFile => "Datei anhängen",
        Word::Attachments => "Anhänge",
        Word::Remove => "{} entfernen",
        Word::Uploading => "Wird hochgeladen",
        Word::TooFast => "Das war viel auf einmal. Versuchen Sie es in {} s noch einmal.",
        Word::TooFastMinutes => "Das war viel auf einmal. Versuchen Sie es in {} min noch einmal.",
        Word::TooFastHours => "Das war viel auf einmal. Versuchen Sie es in {} h noch einmal.",
        Word::TooLarge => "Das ist zu lang oder zu groß.",
        Word::WrongKind => "Dateien dieser Art werden nicht angenommen.",
        Word::TooMany => "Das sind zu viele auf einmal.",
        Word::Gone => "Das ist nicht mehr hier.",
        Word::NotTaken => "So konnte das nicht angenommen werden.",
        Word::WentWrong => "Bei uns ist etwas schiefgegangen. Versuchen Sie es noch einmal.",
    }
}
