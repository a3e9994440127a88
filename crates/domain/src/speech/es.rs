//! Spanish, as it is read on both sides of the Atlantic; learners are addressed as "tú".

use protocol::Say;

pub(super) fn sentence(say: Say) -> &'static str {
    match say {
        Say::TalkToAPerson => "Hablar con una persona",
        Say::ThatHelped => "Me sirvió",
        Say::YesPlease => "Sí, por favor",
        Say::NoThankYou => "No, gracias",
        Say::Agree => "Acepto",
        Say::DoNotAgree => "No acepto",
        Say::Skip => "Omitir",
        Say::Cancel => "Cancelar",
        Say::SendIt => "Sí, enviar",
        Say::StartAgain => "Empezar de nuevo",
        Say::Hello => "Hola. ¿Qué quieres saber?",
        Say::Glad => "Me alegra haberte ayudado. Escribe aquí cuando necesites algo más.",
        Say::Goodbye => "Hasta luego. Escribe aquí cuando necesites algo más.",
        Say::AnythingElse => "De acuerdo. ¿Necesitas algo más?",
        Say::WhatElse => "De acuerdo. ¿Qué más quieres saber?",
        Say::AProgram => {
            "Soy un asistente, un programa informático. Respondo a partir de los artículos de ayuda, \
             y puedes hablar con una persona del equipo con solo tocar un botón."
        }
        Say::Calm => "Entiendo que esto es frustrante. Voy a avisar a alguien que puede ayudarte.",
        Say::Heard => "Siento mucho que estés pasando por esto. No estás solo ni sola.",
        Say::Crisis => {
            "Si ahora mismo corres peligro, llama al número de emergencias de tu país (112 o 911) o \
             acude a alguien de confianza. En findahelpline.com encontrarás líneas de ayuda gratuitas \
             y confidenciales de tu país, por teléfono y por chat, a cualquier hora. También lo leerá \
             una persona de nuestro equipo."
        }
        Say::CannotReadFiles => {
            "No puedo leer archivos, pero la persona que te atienda los verá. ¿De qué se trata, en \
             pocas palabras?"
        }
        Say::TooShort => "Quiero entenderte bien. ¿Qué necesitas hacer? Cuéntamelo en una frase.",
        Say::OwnWork => {
            "No puedo ayudar con lo que pregunta un cuestionario, un examen o una tarea: eso te toca \
             responderlo a ti. Sí puedo ayudar con todo lo demás, por ejemplo, si una página no se \
             abre."
        }
        Say::Outside => {
            "Solo puedo ayudar con lo que tratan nuestros artículos de ayuda. Si tu pregunta tiene que \
             ver con ellos, cuéntame un poco más, o pide hablar con una persona."
        }
        Say::Crowded => {
            "Ahora mismo muchísimas personas piden hablar con alguien del equipo, así que esto tarda un \
             momento. Si no te atiende nadie, inténtalo de nuevo dentro de unos minutos o pregúntame \
             otra cosa."
        }
        Say::MayBeIt => "Puede que sea esto:",
        Say::Meanwhile => "Mientras esperas, esto puede ayudarte:",
        Say::ShallIBringOne => {
            "De esto se ocupa una persona de nuestro equipo. ¿Quieres que la avise?"
        }
        Say::NothingSent => "De acuerdo, no he enviado nada. ¿Qué más quieres saber?",
        Say::ThenNothingSent => "De acuerdo, entonces no he enviado nada.",
        Say::GoThroughAgain => "Vamos a repasarlo otra vez.",
        Say::ShallISend => "¿Lo envío?",
        Say::AllINeeded => "Gracias, no necesito nada más. ¿Puedo ayudarte en algo más?",
        Say::IsThisRight => "¿Está todo bien?",
        Say::TooManyCharacters => "Escribe menos de {} caracteres, por favor.",
        Say::AddAFile => {
            "Añade un archivo, por favor: con el clip que está junto al texto se abren tus fotos y \
             archivos."
        }
        Say::InWordsToo => "Gracias por el archivo. También necesito esto por escrito:",
        Say::NotAnAddress => {
            "Eso no es una dirección de correo electrónico. Tiene la forma nombre@example.org."
        }
        Say::NotADay => "Escribe la fecha como año-mes-día; por ejemplo, 2026-03-31.",
        Say::ChooseOne => "Elige una de estas opciones, por favor:",
        Say::AgreeOrNot => "Responde «Acepto» o «No acepto», por favor.",
        Say::NoSeparators => "Escribe el número sin separadores; por ejemplo, 1250.",
        Say::ANumber => "Responde con un número, por favor.",
        Say::ANumberBetween => "Responde con un número entre {} y {}, por favor.",
        Say::ANumberFrom => "Responde con un número a partir de {}, por favor.",
        Say::ANumberTo => "Responde con un número de {} como máximo, por favor.",
        Say::NotFound => "No lo he encontrado en los artículos de ayuda.",
        Say::CannotNow => "Ahora mismo no puedo responder a esto.",
        Say::Noted => "Gracias, tomo nota.",
        Say::BringPerson => {
            "Voy a avisar a una persona, que verá toda esta conversación, así que no tendrás que \
             repetir nada. Puedes cerrar esta página: la respuesta estará aquí cuando vuelvas."
        }
        Say::BringNamed => {
            "Voy a avisar a {}, que verá toda esta conversación, así que no tendrás que repetir nada. \
             Puedes cerrar esta página: la respuesta estará aquí cuando vuelvas."
        }
        Say::BringBack => {
            "Voy a avisar otra vez a {}, que verá toda esta conversación, así que no tendrás que \
             repetir nada. Puedes cerrar esta página: la respuesta estará aquí cuando vuelvas."
        }
        Say::BringSales => {
            "Gracias. Voy a avisar a nuestro equipo de ventas, que verá toda esta conversación, así \
             que no tendrás que repetir nada. Puedes cerrar esta página: la respuesta estará aquí \
             cuando vuelvas."
        }
        Say::NobodyNow => {
            "Ahora mismo no hay nadie del equipo. Te responderá alguien que verá toda esta \
             conversación, así que no tendrás que repetir nada. Puedes cerrar esta página: la \
             respuesta estará aquí cuando vuelvas."
        }
        Say::Late => {
            "Está tardando más de lo que dijimos, lo sentimos. Conservas tu sitio y el equipo ve que tu conversación va con retraso."
        }
        Say::StillWaiting => {
            "Lo sentimos, todavía no ha respondido nadie. Conservas tu sitio y el equipo ve que estás \
             esperando."
        }
        Say::GaveBack => {
            "{} ha devuelto esta conversación al asistente. Pregunta con otras palabras o toca «Hablar \
             con una persona»."
        }
        Say::LeaveAddress => {
            "Deja tu dirección de correo y también te enviaremos ahí la respuesta."
        }
        Say::WillMail => "También enviaremos las respuestas a {}.",
        Say::NotMailed => "El correo no llega a {}. Las respuestas están aquí.",
        Say::Added => "El equipo ya tiene tu mensaje, junto con el resto de esta conversación.",
        Say::MailSubject => "{} te ha respondido",
        Say::MailReply => "Puedes responder a este correo o seguir en el chat:",
        Say::MailLink => "Abrir la conversación",
        Say::MailStop => "No recibir más correos sobre esta conversación",
        Say::MailAbove => "Escribe tu respuesta encima de esta línea",
        Say::DidWeHelp => "¿Te ha servido esta ayuda?",
        Say::YesYouDid => "Sí, me ha servido",
        Say::NotReally => "No mucho",
        Say::ThankYou => "Gracias por decírnoslo.",
        Say::WriteAgain => "Si todavía necesitas ayuda, escribe aquí.",
        Say::Unknown => "",
    }
}
