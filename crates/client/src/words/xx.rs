//! Another language.

use super::Word;

pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Chat => "xx Chat",
        Word::CloseChat => "xx Cerrar el chat",
        Word::Conversation => "xx Conversación",
        Word::Message => "xx Mensaje",
        Word::WriteAMessage => "xx Escribe un mensaje…",
        Word::Send => "xx Enviar",
        Word::TalkToAPerson => "xx Hablar con una persona",
        Word::StartAnother => "xx Empezar otra conversación",
        Word::MayClose => "xx Puedes cerrar esta página. La respuesta estará aquí.",
        Word::Assistant => "xx Asistente",
        Word::You => "xx Tú:",
        Word::KeepsNothing => {
            "Esta página no puede guardar nada, así que el chat termina cuando la dejas."
        }
        Word::Sending => "xx Enviando…",
        Word::Sent => "xx Enviado",
        Word::Delivered => "xx Entregado",
        Word::Seen => "xx Leído",
        Word::NotSent => "xx No se ha enviado. {}",
        Word::TryAgain => "xx Reintentar",
        Word::Faster => {
            "xx Escribes más rápido de lo que podemos recibir. Se enviará en un momento."
        }
        Word::IsWriting => "xx {} está escribiendo",
        Word::Greeting => "xx Hola. Pregúntame sobre cursos, notas o acceso.",
        Word::Looking => "xx Buscando en los artículos de ayuda",
        Word::NotSetUp => "xx Este chat aún no está configurado.",
        Word::NoLine => "xx Sin conexión. Lo que escribas se enviará después.",
        Word::AnswersAtOnce => "xx Suele responder al instante",
        Word::TalkingWith => "xx Estás hablando con {}",
        Word::PersonWillJoin => "xx Una persona se unirá aquí",
        Word::WriteToReopen => "xx Resuelta. Escribe para abrirla de nuevo.",
        Word::AskedFor => "xx Se unirá una persona",
        Word::Joined => "xx {} se ha unido",
        Word::Left => "xx {} ha salido. Se unirá otra persona.",
        Word::AssistantAgain => "xx El asistente vuelve a responder",
        Word::Resolved => "xx Resuelta",
        Word::Reopened => "xx Abierta de nuevo",
        Word::Changed => "xx Algo ha cambiado",
        Word::SendFirst => {
            "Envía o quita lo que aún no se ha enviado y empieza después otra conversación."
        }
        Word::NoConnection => "xx No hay conexión. Inténtalo de nuevo en un momento.",
        Word::Article => "xx Artículo",
        Word::HelpArticle => "xx Artículo de ayuda",
        Word::LoadingArticle => "xx Cargando el artículo",
        Word::ArticleNotLoaded => "xx No se ha podido cargar el artículo. Comprueba tu conexión.",
        Word::ArticleGone => "xx Este artículo ya no está disponible.",
        Word::OpenOutside => "xx Abrir en el centro de ayuda",
        Word::BackToChat => "xx Volver al chat",
        Word::Source => "xx Fuente {}",
        Word::AttachFile => "xx Adjuntar un archivo",
        Word::Attachments => "xx Archivos adjuntos",
        Word::Remove => "xx Quitar {}",
        Word::Uploading => "xx Subiendo",
        Word::TooFast => "xx Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} s.",
        Word::TooFastMinutes => {
            "Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} min."
        }
        Word::TooFastHours => "xx Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} h.",
        Word::TooLarge => "xx Es demasiado largo o demasiado grande.",
        Word::WrongKind => "xx No se aceptan archivos de este tipo.",
        Word::TooMany => "xx Son demasiados a la vez.",
        Word::Gone => "xx Esto ya no está aquí.",
        Word::NotTaken => "xx No se ha podido aceptar así.",
        Word::WentWrong => "xx Algo ha fallado por nuestra parte. Inténtalo de nuevo.",
    }
}
