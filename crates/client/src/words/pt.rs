//! Portuguese, as it is written in Brazil and read everywhere; learners are addressed as "você".

use super::Word;

pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Chat => "Chat",
        Word::CloseChat => "Fechar o chat",
        Word::Conversation => "Conversa",
        Word::Message => "Mensagem",
        Word::WriteAMessage => "Escreva uma mensagem…",
        Word::Send => "Enviar",
        Word::TalkToAPerson => "Falar com uma pessoa",
        Word::StartAnother => "Começar outra conversa",
        Word::MayClose => "Você pode fechar esta página. Responderemos aqui.",
        Word::ReplyBy => "Responderemos aqui até {}. Você pode fechar esta página.",
        Word::Assistant => "Assistente",
        Word::You => "Você:",
        Word::KeepsNothing => {
            "Esta página não consegue guardar nada, então o chat termina quando você sai dela."
        }
        Word::Sending => "Enviando…",
        Word::Sent => "Enviada",
        Word::Delivered => "Entregue",
        Word::Seen => "Lida",
        Word::NotSent => "Não enviada. {}",
        Word::TryAgain => "Tentar de novo",
        Word::Faster => {
            "Você escreve mais rápido do que conseguimos receber. A mensagem será enviada em instantes."
        }
        Word::IsWriting => "{} está escrevendo",
        Word::Greeting => "Olá. Pergunte sobre cursos, notas ou acesso.",
        Word::Looking => "Procurando nos artigos de ajuda",
        Word::Closed => "A equipe fechou este chat.",
        Word::NotSetUp => "Este chat ainda não está configurado.",
        Word::NoLine => "Sem conexão. O que você escrever será enviado depois.",
        Word::AnswersAtOnce => "Costuma responder na hora",
        Word::TalkingWith => "Você está falando com {}",
        Word::WaitingForTeam => "Aguardando uma pessoa da equipe",
        Word::WriteToReopen => "Resolvida. Escreva para reabrir.",
        Word::EmailAddress => "Endereço de e-mail",
        Word::AskedFor => "Uma pessoa vai entrar na conversa",
        Word::Joined => "{} entrou na conversa",
        Word::Left => "{} saiu. Outra pessoa vai entrar na conversa.",
        Word::AssistantAgain => "O assistente voltou a responder",
        Word::Resolved => "Resolvida",
        Word::Reopened => "Reaberta",
        Word::Changed => "Algo mudou",
        Word::SendFirst => {
            "Envie ou remova primeiro o que ainda não foi enviado e depois comece outra conversa."
        }
        Word::NoConnection => "Sem conexão. Tente de novo em instantes.",
        Word::Article => "Artigo",
        Word::HelpArticle => "Artigo de ajuda",
        Word::LoadingArticle => "Carregando o artigo",
        Word::ArticleNotLoaded => "Não foi possível carregar o artigo. Verifique a sua conexão.",
        Word::ArticleGone => "Este artigo não está mais disponível.",
        Word::OpenOutside => "Abrir na central de ajuda",
        Word::BackToChat => "Voltar ao chat",
        Word::Source => "Fonte {}",
        Word::AttachFile => "Anexar um arquivo",
        Word::Attachments => "Anexos",
        Word::Remove => "Remover {}",
        Word::Uploading => "Enviando o arquivo",
        Word::TooFast => "Foi muita coisa de uma vez. Tente de novo em {} s.",
        Word::TooFastMinutes => "Foi muita coisa de uma vez. Tente de novo em {} min.",
        Word::TooFastHours => "Foi muita coisa de uma vez. Tente de novo em {} h.",
        Word::TooLarge => "É longo demais ou grande demais.",
        Word::WrongKind => "Arquivos deste tipo não são aceitos.",
        Word::TooMany => "São muitos de uma vez.",
        Word::Gone => "Isto não está mais aqui.",
        Word::NotTaken => "Não foi possível aceitar assim.",
        Word::WentWrong => "Algo deu errado do nosso lado. Tente de novo.",
    }
}
