//! French; learners are addressed as "vous".

use protocol::Say;

pub(super) fn sentence(say: Say) -> &'static str {
    match say {
        Say::TalkToAPerson => "Parler à une personne",
        Say::ThatHelped => "C’était utile",
        Say::YesPlease => "Oui, s’il vous plaît",
        Say::NoThankYou => "Non, merci",
        Say::Agree => "J’accepte",
        Say::DoNotAgree => "Je n’accepte pas",
        Say::Skip => "Passer",
        Say::Cancel => "Annuler",
        Say::SendIt => "Oui, envoyer",
        Say::StartAgain => "Recommencer",
        Say::Hello => "Bonjour. Que voulez-vous savoir ?",
        Say::Glad => "Tant mieux ! Écrivez ici si vous avez besoin d’autre chose.",
        Say::Goodbye => "Au revoir. Écrivez ici si vous avez besoin d’autre chose.",
        Say::AnythingElse => "Très bien. Avez-vous besoin d’autre chose ?",
        Say::WhatElse => "Très bien. Que voulez-vous savoir d’autre ?",
        Say::AProgram => {
            "Je suis un assistant, un programme informatique. Je réponds à partir des articles d’aide, \
             et vous pouvez parler à une personne de l’équipe en touchant un bouton."
        }
        Say::Calm => {
            "Je comprends que ce soit agaçant. Je fais venir quelqu’un qui peut vous aider."
        }
        Say::Heard => {
            "C’est très dur, ce que vous traversez. Vous n’avez pas à y faire face sans aide."
        }
        Say::Crisis => {
            "Si vous êtes en danger maintenant, appelez le numéro d’urgence de votre pays (112 ou 911) \
             ou tournez-vous vers quelqu’un de confiance. Sur findahelpline.com, vous trouverez des \
             lignes d’écoute gratuites et confidentielles de votre pays, par téléphone et par chat, à \
             toute heure. Une personne de notre équipe lira aussi ceci."
        }
        Say::CannotReadFiles => {
            "Je ne peux pas lire les fichiers, mais la personne qui vous répondra les verra. De quoi \
             s’agit-il, en quelques mots ?"
        }
        Say::TooShort => {
            "Je veux bien vous comprendre. Que voulez-vous faire ? Dites-le en une phrase."
        }
        Say::OwnWork => {
            "Je ne peux pas vous aider pour ce que demande un quiz, un examen ou un devoir : c’est à \
             vous d’y répondre. Je peux vous aider pour tout le reste, par exemple si une page ne \
             s’ouvre pas."
        }
        Say::Outside => {
            "Je ne peux vous aider que sur ce que traitent nos articles d’aide. Si votre question s’y \
             rapporte, donnez-moi un peu plus de détails, ou demandez à parler à une personne."
        }
        Say::Crowded => {
            "En ce moment, énormément de personnes demandent à parler à l’équipe : cela prend un petit \
             moment. Si personne n’arrive, réessayez dans quelques minutes, ou posez-moi une autre \
             question."
        }
        Say::MayBeIt => "C’est peut-être ceci :",
        Say::Meanwhile => "En attendant, ceci peut vous aider :",
        Say::ShallIBringOne => {
            "C’est une personne de notre équipe qui s’en occupe. Voulez-vous que je la fasse venir ?"
        }
        Say::NothingSent => "Très bien, je n’ai rien envoyé. Que voulez-vous savoir d’autre ?",
        Say::ThenNothingSent => "Très bien, alors je n’ai rien envoyé.",
        Say::GoThroughAgain => "Reprenons depuis le début.",
        Say::ShallISend => "Dois-je l’envoyer ?",
        Say::AllINeeded => {
            "Merci, je n’ai besoin de rien d’autre. Puis-je vous aider pour autre chose ?"
        }
        Say::IsThisRight => "Est-ce correct ?",
        Say::TooManyCharacters => "Écrivez moins de {} caractères, s’il vous plaît.",
        Say::AddAFile => {
            "Ajoutez un fichier, s’il vous plaît : le trombone à côté du texte ouvre vos photos et vos \
             fichiers."
        }
        Say::InWordsToo => "Merci pour le fichier. Il me le faut aussi par écrit :",
        Say::NotAnAddress => "Ce n’est pas une adresse e-mail. Elle a la forme nom@example.org.",
        Say::NotADay => "Écrivez la date sous la forme année-mois-jour, par exemple 2026-03-31.",
        Say::ChooseOne => "Choisissez l’une de ces possibilités, s’il vous plaît :",
        Say::AgreeOrNot => "Répondez « J’accepte » ou « Je n’accepte pas », s’il vous plaît.",
        Say::NoSeparators => "Écrivez le nombre sans séparateur, par exemple 1250.",
        Say::ANumber => "Répondez par un nombre, s’il vous plaît.",
        Say::ANumberBetween => "Répondez par un nombre entre {} et {}, s’il vous plaît.",
        Say::ANumberFrom => "Répondez par un nombre à partir de {}, s’il vous plaît.",
        Say::ANumberTo => "Répondez par un nombre jusqu’à {}, s’il vous plaît.",
        Say::NotFound => "Je n’ai pas trouvé cela dans les articles d’aide.",
        Say::CannotNow => "Je ne peux pas répondre à cela pour le moment.",
        Say::Noted => "Merci, c’est noté.",
        Say::BringPerson => {
            "Je fais venir une personne qui voit toute cette conversation : vous n’aurez rien à \
             répéter. Vous pouvez fermer cette page, la réponse sera ici à votre retour."
        }
        Say::BringNamed => {
            "Je fais venir {}, qui voit toute cette conversation : vous n’aurez rien à répéter. Vous \
             pouvez fermer cette page, la réponse sera ici à votre retour."
        }
        Say::BringBack => {
            "Je fais revenir {}, qui voit toute cette conversation : vous n’aurez rien à répéter. Vous \
             pouvez fermer cette page, la réponse sera ici à votre retour."
        }
        Say::BringSales => {
            "Merci. Je fais venir notre équipe commerciale, qui voit toute cette conversation : vous \
             n’aurez rien à répéter. Vous pouvez fermer cette page, la réponse sera ici à votre retour."
        }
        Say::NobodyNow => {
            "Personne de l’équipe n’est disponible pour le moment. Quelqu’un qui voit toute cette conversation \
             vous répondra : vous n’aurez rien à répéter. Vous pouvez fermer cette page, la réponse \
             sera ici à votre retour."
        }
        Say::Late => {
            "C’est plus long que ce que nous avions dit, veuillez nous excuser. Vous gardez votre \
             place, et l’équipe voit que la réponse est en retard."
        }
        Say::StillWaiting => {
            "Désolé, personne n’a encore répondu. Vous gardez votre place, et l’équipe voit que vous \
             attendez."
        }
        Say::GaveBack => {
            "{} a rendu cette conversation à l’assistant. Posez la question autrement, ou touchez \
             « Parler à une personne »."
        }
        Say::LeaveAddress => "Laissez votre adresse e-mail, et nous y enverrons aussi la réponse.",
        Say::WillMail => "Nous enverrons aussi les réponses à {}.",
        Say::NotMailed => "Aucun e-mail n’arrive à l’adresse {}. Les réponses sont ici.",
        Say::Added => "L’équipe a reçu votre message, avec le reste de cette conversation.",
        Say::MailSubject => "{} vous a répondu",
        Say::MailReply => "Vous pouvez répondre à cet e-mail ou continuer dans le chat :",
        Say::MailLink => "Ouvrir la conversation",
        Say::MailStop => "Ne plus recevoir d’e-mails sur cette conversation",
        Say::MailAbove => "Écrivez votre réponse au-dessus de cette ligne",
        Say::DidWeHelp => "Cette aide vous a-t-elle été utile ?",
        Say::YesYouDid => "Oui, tout à fait",
        Say::NotReally => "Pas vraiment",
        Say::ThankYou => "Merci de nous l’avoir dit.",
        Say::WriteAgain => "Si vous avez encore besoin d’aide, écrivez ici.",
        Say::Unknown => "",
    }
}
