//! Spanish, as it is read on both sides of the Atlantic; learners are addressed as "tú".

use super::Word;

pub(super) fn word(word: Word) -> &'static str {
    match word {
        Word::Chat => "Chat",
        Word::CloseChat => "Cerrar el chat",
        Word::Conversation => "Conversación",
        Word::Message => "Mensaje",
        Word::WriteAMessage => "Escribe un mensaje…",
        Word::Send => "Enviar",
        Word::TalkToAPerson => "Hablar con una persona",
        Word::StartAnother => "Empezar otra conversación",
        Word::MayClose => "Puedes cerrar esta página. La respuesta estará aquí.",
        Word::ReplyBy => "Te responderemos aquí, a más tardar: {}. Puedes cerrar esta página.",
        Word::Assistant => "Asistente",
        Word::You => "Tú:",
        Word::KeepsNothing => {
            "Esta página no puede guardar nada, así que el chat termina cuando la dejas."
        }
        Word::Sending => "Enviando…",
        Word::Sent => "Enviado",
        Word::Delivered => "Entregado",
        Word::Seen => "Leído",
        Word::NotSent => "No se ha enviado. {}",
        Word::TryAgain => "Reintentar",
        Word::Faster => "Escribes más rápido de lo que podemos recibir. Se enviará en un momento.",
        Word::IsWriting => "{} está escribiendo",
        Word::Greeting => "Hola. Pregúntame sobre cursos, notas o acceso.",
        Word::Looking => "Buscando en los artículos de ayuda",
        Word::Closed => "El equipo ha cerrado este chat.",
        Word::NotSetUp => "Este chat aún no está configurado.",
        Word::NoLine => "Sin conexión. Lo que escribas se enviará después.",
        Word::AnswersAtOnce => "Suele responder al instante",
        Word::TalkingWith => "Estás hablando con {}",
        Word::WaitingForTeam => "Esperando a una persona del equipo",
        Word::WriteToReopen => "Resuelta. Escribe para abrirla de nuevo.",
        Word::EmailAddress => "Dirección de correo",
        Word::AskedFor => "Se unirá una persona",
        Word::Joined => "{} se ha unido",
        Word::Left => "{} ha salido. Se unirá otra persona.",
        Word::AssistantAgain => "El asistente vuelve a responder",
        Word::Resolved => "Resuelta",
        Word::Reopened => "Abierta de nuevo",
        Word::Changed => "Algo ha cambiado",
        Word::SendFirst => {
            "Envía o quita lo que aún no se ha enviado y empieza después otra conversación."
        }
        Word::NoConnection => "No hay conexión. Inténtalo de nuevo en un momento.",
        Word::Article => "Artículo",
        Word::HelpArticle => "Artículo de ayuda",
        Word::LoadingArticle => "Cargando el artículo",
        Word::ArticleNotLoaded => "No se ha podido cargar el artículo. Comprueba tu conexión.",
        Word::ArticleGone => "Este artículo ya no está disponible.",
        Word::OpenOutside => "Abrir en el centro de ayuda",
        Word::BackToChat => "Volver al chat",
        Word::Source => "Fuente {}",
        Word::AttachFile => "Adjuntar un archivo",
        Word::Attachments => "Archivos adjuntos",
        Word::Remove => "Quitar {}",
        Word::Uploading => "Subiendo",
        Word::TooFast => "Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} s.",
        Word::TooFastMinutes => {
            "Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} min."
        }
        Word::TooFastHours => "Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {} h.",
        Word::TooLarge => "Es demasiado largo o demasiado grande.",
        Word::WrongKind => "No se aceptan archivos de este tipo.",
        Word::TooMany => "Son demasiados a la vez.",
        Word::Gone => "Esto ya no está aquí.",
        Word::NotTaken => "No se ha podido aceptar así.",
        Word::WentWrong => "Algo ha fallado por nuestra parte. Inténtalo de nuevo.",
    }
}
