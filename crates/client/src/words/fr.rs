//! French; learners are addressed as "vous".

use super::Word;

pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Chat => "Chat",
        Word::CloseChat => "Fermer le chat",
        Word::Conversation => "Conversation",
        Word::Message => "Message",
        Word::WriteAMessage => "Écrivez un message…",
        Word::Send => "Envoyer",
        Word::TalkToAPerson => "Parler à une personne",
        Word::StartAnother => "Commencer une autre conversation",
        Word::MayClose => "Vous pouvez fermer cette page. Nous vous répondrons ici.",
        Word::ReplyBy => "Nous répondrons ici au plus tard : {}. Vous pouvez fermer cette page.",
        Word::Assistant => "Assistant",
        Word::You => "Vous :",
        Word::KeepsNothing => {
            "Cette page ne peut rien conserver : le chat se termine quand vous la quittez."
        }
        Word::Sending => "Envoi…",
        Word::Sent => "Envoyé",
        Word::Delivered => "Distribué",
        Word::Seen => "Lu",
        Word::NotSent => "Non envoyé. {}",
        Word::TryAgain => "Réessayer",
        Word::Faster => {
            "Vous écrivez plus vite que nous ne pouvons recevoir. L’envoi se fera dans un instant."
        }
        Word::IsWriting => "{} écrit",
        Word::Greeting => "Bonjour. Posez-moi vos questions sur les cours, les notes ou l’accès.",
        Word::Looking => "Recherche dans les articles d’aide",
        Word::Closed => "L’équipe a fermé ce chat.",
        Word::NotSetUp => "Ce chat n’est pas encore configuré.",
        Word::NoLine => "Pas de connexion. Ce que vous écrivez sera envoyé plus tard.",
        Word::AnswersAtOnce => "Répond en général tout de suite",
        Word::TalkingWith => "Vous parlez avec {}",
        Word::WaitingForTeam => "En attente d’une personne de l’équipe",
        Word::WriteToReopen => "Résolue. Écrivez pour la rouvrir.",
        Word::EmailAddress => "Adresse e-mail",
        Word::AskedFor => "Une personne va vous rejoindre",
        Word::Joined => "{} a rejoint la conversation",
        Word::Left => "{} a quitté la conversation. Une autre personne va vous rejoindre.",
        Word::AssistantAgain => "L’assistant répond de nouveau",
        Word::Resolved => "Résolue",
        Word::Reopened => "Rouverte",
        Word::Changed => "Quelque chose a changé",
        Word::SendFirst => {
            "Envoyez ou retirez d’abord ce qui n’est pas encore envoyé, puis commencez une autre conversation."
        }
        Word::NoConnection => "Pas de connexion. Réessayez dans un instant.",
        Word::Article => "Article",
        Word::HelpArticle => "Article d’aide",
        Word::LoadingArticle => "Chargement de l’article",
        Word::ArticleNotLoaded => "L’article n’a pas pu être chargé. Vérifiez votre connexion.",
        Word::ArticleGone => "Cet article n’est plus disponible.",
        Word::OpenOutside => "Ouvrir dans le centre d’aide",
        Word::BackToChat => "Retour au chat",
        Word::Source => "Source {}",
        Word::AttachFile => "Joindre un fichier",
        Word::Attachments => "Pièces jointes",
        Word::Remove => "Retirer {}",
        Word::Uploading => "Envoi du fichier",
        Word::TooFast => "Cela fait beaucoup d’un coup. Réessayez dans {} s.",
        Word::TooFastMinutes => "Cela fait beaucoup d’un coup. Réessayez dans {} min.",
        Word::TooFastHours => "Cela fait beaucoup d’un coup. Réessayez dans {} h.",
        Word::TooLarge => "C’est trop long ou trop volumineux.",
        Word::WrongKind => "Les fichiers de ce type ne sont pas acceptés.",
        Word::TooMany => "Il y en a trop à la fois.",
        Word::Gone => "Ceci n’est plus ici.",
        Word::NotTaken => "Cela n’a pas pu être accepté ainsi.",
        Word::WentWrong => "Une erreur s’est produite de notre côté. Réessayez.",
    }
}
