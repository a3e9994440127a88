//! Portuguese, as it is written in Brazil and read everywhere; learners are addressed as "você".

use protocol::Say;

pub(super) fn sentence(say: Say) -> &'static str {
    match say {
        Say::TalkToAPerson => "Falar com uma pessoa",
        Say::ThatHelped => "Isso ajudou",
        Say::YesPlease => "Sim, por favor",
        Say::NoThankYou => "Não, por enquanto",
        Say::Agree => "Aceito",
        Say::DoNotAgree => "Não aceito",
        Say::Skip => "Pular",
        Say::Cancel => "Cancelar",
        Say::SendIt => "Sim, enviar",
        Say::StartAgain => "Começar de novo",
        Say::Hello => "Olá. O que você quer saber?",
        Say::Glad => "Que bom que pude ajudar. Escreva aqui quando precisar de mais alguma coisa.",
        Say::Goodbye => "Até logo. Escreva aqui quando precisar de mais alguma coisa.",
        Say::AnythingElse => "Certo. Precisa de mais alguma coisa?",
        Say::WhatElse => "Certo. O que mais você quer saber?",
        Say::AProgram => {
            "Sou um assistente, um programa de computador. Respondo com base nos artigos de ajuda, e \
             você pode falar com uma pessoa da equipe tocando em um botão."
        }
        Say::Calm => "Entendo que isso é frustrante. Vou chamar alguém que pode ajudar você.",
        Say::Heard => {
            "Sinto muito que você esteja passando por isso. Você não precisa enfrentar isso sem ajuda."
        }
        Say::Crisis => {
            "Se você está em perigo agora, ligue para o número de emergência do seu país (112 ou 911) \
             ou procure alguém de confiança. Em findahelpline.com há serviços de apoio gratuitos e \
             confidenciais do seu país, por telefone e por chat, a qualquer hora. Uma pessoa da nossa \
             equipe também vai ler isto."
        }
        Say::CannotReadFiles => {
            "Não consigo ler arquivos, mas a pessoa que responder a você vai vê-los. Do que se trata, \
             em poucas palavras?"
        }
        Say::TooShort => "Quero entender bem. O que você precisa fazer? Conte em uma frase.",
        Say::OwnWork => {
            "Não posso ajudar com o que um questionário, uma prova ou uma tarefa pergunta: essa \
             resposta é sua. Posso ajudar com todo o resto, por exemplo se uma página não abre."
        }
        Say::Outside => {
            "Só posso ajudar com o que está nos nossos artigos de ajuda. Se a sua pergunta tem a ver \
             com eles, conte um pouco mais, ou peça para falar com uma pessoa."
        }
        Say::Crowded => {
            "Neste momento, muita gente está pedindo para falar com a equipe, por isso demora um pouco. Se \
             ninguém entrar na conversa, tente de novo em alguns minutos, ou me pergunte outra coisa."
        }
        Say::MayBeIt => "Talvez seja isto:",
        Say::Meanwhile => "Enquanto espera, isto pode ajudar:",
        Say::ShallIBringOne => {
            "Quem cuida disso é uma pessoa da nossa equipe. Quer que eu chame alguém?"
        }
        Say::NothingSent => "Certo, não enviei nada. O que mais você quer saber?",
        Say::ThenNothingSent => "Certo, então não enviei nada.",
        Say::GoThroughAgain => "Vamos repassar tudo mais uma vez.",
        Say::ShallISend => "Posso enviar?",
        Say::AllINeeded => "Isso é tudo de que preciso. Posso ajudar em algo mais?",
        Say::IsThisRight => "Está tudo certo?",
        Say::TooManyCharacters => "Escreva menos de {} caracteres, por favor.",
        Say::AddAFile => {
            "Adicione um arquivo, por favor: o clipe ao lado do texto abre as suas fotos e os seus \
             arquivos."
        }
        Say::InWordsToo => "Recebi o arquivo. Preciso disso também por escrito:",
        Say::NotAnAddress => "Isso não é um endereço de e-mail. Ele tem a forma nome@example.org.",
        Say::NotADay => "Escreva a data como ano-mês-dia, por exemplo 2026-03-31.",
        Say::ChooseOne => "Escolha uma destas opções, por favor:",
        Say::AgreeOrNot => "Responda “Aceito” ou “Não aceito”, por favor.",
        Say::NoSeparators => "Escreva o número sem separadores, por exemplo 1250.",
        Say::ANumber => "Responda com um número, por favor.",
        Say::ANumberBetween => "Responda com um número entre {} e {}, por favor.",
        Say::ANumberFrom => "Responda com um número a partir de {}, por favor.",
        Say::ANumberTo => "Responda com um número de até {}, por favor.",
        Say::NotFound => "Não encontrei isso nos artigos de ajuda.",
        Say::CannotNow => "Não consigo responder a isso agora.",
        Say::Noted => "Certo, está anotado.",
        Say::BringPerson => {
            "Vou chamar uma pessoa, que verá toda esta conversa, então você não precisa repetir nada. \
             Você pode fechar esta página: a resposta estará aqui quando você voltar."
        }
        Say::BringNamed => {
            "Vou chamar {}, que verá toda esta conversa, então você não precisa repetir nada. Você \
             pode fechar esta página: a resposta estará aqui quando você voltar."
        }
        Say::BringBack => {
            "Vou chamar {} de novo. Toda esta conversa estará visível, então você não precisa repetir \
             nada. Você pode fechar esta página: a resposta estará aqui quando você voltar."
        }
        Say::BringSales => {
            "Agradecemos o interesse. Vou chamar a nossa equipe de vendas, que verá toda esta conversa, então você \
             não precisa repetir nada. Você pode fechar esta página: a resposta estará aqui quando \
             você voltar."
        }
        Say::NobodyNow => {
            "Não há ninguém da equipe neste momento. Alguém que verá toda esta conversa vai responder, \
             então você não precisa repetir nada. Você pode fechar esta página: a resposta estará aqui \
             quando você voltar."
        }
        Say::Late => {
            "Está demorando mais do que dissemos, pedimos desculpas. Você mantém o seu lugar, e a \
             equipe vê que a resposta está atrasada."
        }
        Say::StillWaiting => {
            "Desculpe, ninguém respondeu ainda. Você mantém o seu lugar, e a equipe vê que você está \
             esperando."
        }
        Say::GaveBack => {
            "{} devolveu esta conversa ao assistente. Pergunte com outras palavras, ou toque em “Falar \
             com uma pessoa”."
        }
        Say::LeaveAddress => {
            "Deixe o seu endereço de e-mail, e também enviaremos a resposta para lá."
        }
        Say::WillMail => "Também enviaremos as respostas para {}.",
        Say::NotMailed => "Os e-mails não chegam a {}. As respostas estão aqui.",
        Say::Added => "A sua mensagem está com a equipe, junto com o resto desta conversa.",
        Say::MailSubject => "{} respondeu a você",
        Say::MailReply => "Você pode responder a este e-mail ou continuar no chat:",
        Say::MailLink => "Abrir a conversa",
        Say::MailStop => "Não receber mais e-mails sobre esta conversa",
        Say::MailAbove => "Escreva a sua resposta acima desta linha",
        Say::DidWeHelp => "Esta ajuda foi útil?",
        Say::YesYouDid => "Sim, foi útil",
        Say::NotReally => "Nem tanto",
        Say::ThankYou => "Obrigado por nos contar.",
        Say::WriteAgain => "Se você ainda precisar de ajuda, escreva aqui.",
        Say::Unknown => "",
    }
}
