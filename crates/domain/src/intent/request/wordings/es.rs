//! What asks for a person in Spanish.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = persona|personas|humano|humana|humanos|agente|agentes|asesor|asesora|asesores|operador|operadora|operadores|representante|representantes|empleado|empleada|encargado|encargada|ejecutivo|ejecutiva|funcionario|funcionaria|responsable|tecnico|moderador|supervisor|gerente|consejero|experto|gente|administrador|comercial|gestor|gestora|comercial|informatico|informatica|colaborador|colaboradora|analista|tecnica|jefe|jefa|especialista|asistente|directivo|coordinador|coordinadora|vendedor|supervisora|consultor|consultora|enfermera|orientador|orientadora|trabajador|trabajadora|tutor|tutora|miembro|ser|seres|jefes
        desk = alguien|soporte|equipo|atencion|servicio|departamento|area|secretaria|ayuda
        talk = contestar|escribir|hablar|ablar|hablat|habla|hablo|hable|hablemos|comunicar*|comunique*|comunica*|charlar|conversar|platicar|chatear|contactar*|dialogar|explicar|explicarle|consultar|tratar|tratarlo
        hand = conectar*|conecte*|conecta*|pasar*|pase*|pasa*|paseme|pasame|transfiera*|transferir*|transfiere*|derivar*|derive*|deriva*|ponme|ponerme|pongame|poneme|comunicame|comuniqueme|traspasar*|escalar*|redirigir*|redirige*|llevame|comuniquenme|transferirme|pongan|pongas|pasas|trasladar*|traslade*|remitir*
        get = quiero|kiero|necesito|quisiera|deme|dame|prefiero|ocupo|solicito|deseo|busco|consigueme|conseguir|gustaria|pido|exijo|queria
        bot = bot|bots|robot|robots|maquina|maquinas|ia|chatbot|automatico|automatica
        others = profesor*|profe|maestr*|companer*|estudiante*|alumno*|tutor*|docente*|clase|curso
        alone = persona|humano|humana|agente|asesor|asesora|operador|operadora|representante|ejecutivo
        company = por|favor|un|una|el|la|real|humano|humana|quiero|ya|ahora|con|solo|necesito|de|atencion|servicio|cliente|al|persona|en|vivo|verdadera|otra
    ",
    asks: "
        $talk con|a .. $person|$desk
        $hand .. con|a|al|en .. $person|$desk
        $hand $person
        contacto con .. $person|$desk
        $get un|una|algun|alguna|otro|otra .. $person
        no .. $talk .. $bot
        $person|alguien con|que .. $talk|hablar|ayud*
        que me|nos .. atienda|responda|conteste|llame|contacte|ayude .. $person|alguien
        $person|alguien .. carne y hueso
        nadie .. carne y hueso
        contacte|llame|atienda|escriba .. $person|alguien
        que .. me|nos llame|llamen|contacte|atienda|ayude|responda|escriba|conteste|devuelva .. $person|alguien
        me|nos puede|podria|pueden|podrian|puedes .. atender|ayudar|llamar|contestar|responder|contactar .. ser|$person|alguien
        ser|sea|sean atendid*|ayudad*|contactad*|llamad*|asesorad* por .. $person|alguien|humano
        contacto con .. companer*|colega
        $hand .. con|a|al su|tu|un|una|otro|algun companer*|colega|$person
        necesito|quiero|busco|llama|llame|llamen|traigan|trae al|a|a la $person
        $person|alguien .. puede|podria|pueda|puedan .. hablar|ayudar|atender|llamar|escribir|entrar|contestar|responder .. conmigo|me|nos|por|al|este
        $person|alguien .. se comunique|contacte|ponga conmigo|en|con
        que .. lo|la|me revise|vea|atienda|resuelva .. $person|alguien
        ser humano .. me|que
        podria|puede|puedes|pueden|podrian llamarme|contestarme|responderme|atenderme|escribirme|telefonearme|telefonearle|llamarle .. $person|alguien
        $person|alguien .. llamarme|contestarme|responderme|atenderme|telefonearme|telefonearle|llamarle|explicarle
        $person|alguien .. me|nos respondiera|contestara|llamara|ayudara|escribiera|atendiera
        devolviera|devolver|devuelva .. llamada .. $person|alguien
        hablar|ablar cn|c .. alguien|$person
        alguien d|de verdad
        que venga|entre|intervenga .. $person|alguien
        que me contacte|contacten|llame|atienda .. $person|alguien
        escala|escalar|escale|escalen mi|el|este .. a .. $person
        traeme|mandame|enviame|pasame a .. $person|alguien
        me atiende|llama|contesta .. $person
        traslad* .. conversacion|chat|caso .. a .. $person
        seguir .. con el|ella .. avisas|avisa|llamas
        necesito a .. alguien|$person
        hay algun|alguna ser|persona|$person .. con|que|del
        si hubiera .. $person
    ",
    brief: "
        $get|favor .. $person
        hay $person|alguien|algun|alguna .. disponible*|ahi|aqui|$talk|real|$person
        hay $person|alguien
        $person reales|disponibles
        consigue|conseguir .. $person
        encuentra|esta|estan .. $person .. disponible*|ahi
        disponible* .. $person
        alguien|$person me|nos|puede|podria .. ayud*|contest*|atend*|atienda|llam*|respond*
        que me|nos atienda|ayude|llame .. $person|alguien
        atienda|atender .. $person
        no quiero|gusta|me .. $bot
        nada|sin|basta de|mas|$bot $bot
        ayuda|atencion|apoyo|soporte humana|humano|personal
        traspaso|transferencia .. humano|persona|agente
        $get|favor .. servicio|atencion .. cliente|personal
        $person real|verdader*|fisica|viv*
        eres $bot $get
        un|una $person porfa|porfi|plis|pls
        alguien .. soporte|equipo
    ",
    with: "
        quiero|puedo|necesito|quisiera|deseo|podria|ponerme|me|dejame|gustaria .. hablar|contacto|comunicar*|charlar|conversar con
    ",
    not_with: "
        con .. $others|$bot
        con .. mi|mis|el|la|los $others
        con ustedes|usted|vosotros|ella|ellos|otros|tu|ti|vos
    ",
    refuses: "
        no quiero|necesito|hace|deseo .. $talk .. $person|alguien
        no quiero|necesito .. $hand|un|una $person
        no .. $hand .. con .. $person|nadie
        sin .. $talk .. $person|nadie|alguien
        no|ni quiero|necesito .. hablar|conectar* .. nadie
        no|ni|sin quiero|necesito|deseo|hace|falta ..1 $person
        no .. me|nos ..1 $hand
    ",
    about: "
        como me llama|llamo|llamas
        cambiar|elegir|mi|tu .. tutor
        quiero ser
        informacion|numero|datos|correo|telefono de .. contacto|$person|$desk
        cada|misma|por persona
        requisitos|registrar*|para .. $person
        para .. personas
        como .. agregar|anadir|eliminar|inscribir .. $person
        soy|es .. $person
        ser un|una|el|la $person
        definicion|concepto|tipos|que .. de|es|son .. $person
        agente|agentes|operadores de|regulares|logicos
        que $person
        $person que me|nos atendio|llamo|ayudo|dijo|contesto|respondio
        me llamo|atendio|contesto|dijo .. $person
    ",
};
