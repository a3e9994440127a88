//! What asks for a person, language by language.
//!
//! The words are folded: no capitals, no accents. How phrases are written says
//! [`super::super::folded::Phrases`].

/// The lists and phrases of a language.
pub(super) struct Wording {
    /// Named lists. `alone` and `company`: a clause of nothing else asks.
    pub(super) lists: &'static str,
    /// What asks in a clause of any length.
    pub(super) asks: &'static str,
    /// What asks in a clause of a few words.
    pub(super) brief: &'static str,
    /// "I want to speak with": whomever it is with asks,
    pub(super) with: &'static str,
    /// but for these.
    pub(super) not_with: &'static str,
    /// What refuses a person.
    pub(super) refuses: &'static str,
    /// What speaks of people and asks for none.
    pub(super) about: &'static str,
}

const NONE: Wording = Wording {
    lists: "",
    asks: "",
    brief: "",
    with: "",
    not_with: "",
    refuses: "",
    about: "",
};

/// All that are listened to.
pub(super) const WORDINGS: &[Wording] = &[
    ENGLISH, SPANISH, GERMAN, FRENCH, PORTUGUESE, ITALIAN, DUTCH, POLISH, RUSSIAN, ARABIC, HINDI,
    VIETNAMESE, MORE,
];

const ENGLISH: Wording = Wording {
    lists: "
        person = human|humans|hooman|humain|person|people|agent|agents|rep|reps|operator|operators|advisor|adviser|advisors|specialist|supervisor|manager|staff|employee|employees|consultant|technician|officer|executive|personnel|receptionist|boss|colleague|representative|representatives|moderator|expert|admin|administrator|admins|teammate
        desk = someone|somebody|sum1|some1|anyone|anybody|any1|whoever|support|suport|team|helpdesk|service|services|care|hr|department|office|somone|sombody|sme1
        pass = connect|conect|connected|link|transfer|tranfer|transfered|transferred|handoff|put|pass|patch|forward|redirect|switch|route|escalate|reconnect
        talk = talk|talking|speak|speaking|chat|chatting|tlak|tallk|takl|speek|discuss|converse|conversing|communicate
        hand = connect|conect|connected|link|handoff|tranfer|transfer|transfered|transferred|forward|put|pass|patch|redirect|switch|route|escalate|hand|handover|show|send|direct|refer|bring|take|move
        get = want|wanna|need|get|give|gimme|find|prefer|request|require|demand|summon|call|fetch|lemme|rather|wish|desire
        real = real|live|actual|human|proper|alive|living
        one = a|an|the|some|any|real|live|actual|human|proper|your|another|different
        no = dont|not|no|never|stop|hate|tired|sick|without|doesnt|didnt|cant
        bot = bot|bots|robot|robots|machine|machines|computer|computers|ai|chatbot|chatbots|automated|automation|autoresponses
        others = instructor*|teacher*|professor*|prof|tutor*|lecturer*|classmate*|student*|peer*|parent*|friend*|ta|tas|dean|mentor*|coach|group|partner*|participant*|course|class|each
        alone = human|humans|hooman|humain|agent|agents|rep|reps|representative|representatives|operator|operators|supervisor|advisor|specialist
        company = please|pls|plz|now|a|an|the|real|live|human|ok|okay|just|me|to|customer|service|services|support|asap|immediately|yes|no|only|help|desk|urgently|right|away|get|want|need|it|is|instead
    ",
    asks: "
        $talk to|with|2|wiht|w .. $person|$desk
        $talk $person
        $talk directly .. $person|$desk
        $talk .. $real
        word|words|conversation|call with .. $person|$desk
        $pass me|us|this|it|chat|my|call|over|conversation .. to|with|wiht|through|on .. $person|$desk
        $hand me|us|this|it|chat|my|call|over|conversation .. to|through|on .. $person
        $pass to|through|with .. $person|$desk
        put $one $person
        is there|here|their .. person|representative|rep|human|agent|someone|somebody who|that|i|we can|could|to
        $person is needed|required
        touch with .. $person|$desk
        get|put me|us .. $person|$desk
        give|get|send|gimme|gimmie|fetch|bring|find|lend me|us a|an|some|the|real|live|another|actual $person
        give|get|send|gimme|fetch|find me|us somebody|someone|sum1|some1
        want|need|get|prefer|require|request|demand|rather $one $person
        explained|answered|handled|looked|solved by|at a|an|real human|person|agent
        human being
        need|want|get|send someone|somebody|sum1|some1 from|who|that
        $no want|wanna|need|like|wish|mean|enjoy|prefer .. $talk .. $bot
        $no .. $talk to|with .. $bot
        $person|$desk i|we|that|to|who|whom .. $talk
        available .. $talk
        human|person|agent|representative|operator instead
    ",
    brief: "
        $real person|people|assistant|employee|staff|someone|somebody|customer
        question|questions|issue for $one $person
        have|see the representative|rep|agent|operator
        only human|humans|person
        connect me to the assistant
        $get .. $real $person
        $get $person
        $get $person|$real help|support|assistance|attention|intervention
        $get .. help|assistance|aid|feedback|response|answer|reply of|from|by .. $person
        help|trying|try finding|find|get|reach .. $person
        ask|tell $one|$person .. $person|call|contact|help|join
        have $one .. $person call|contact|phone|message|email|reach|join
        i|we|who|where|how reach representative|rep|human|person|operator
        how|where .. get|reach|find .. human|person|representative|operator
        is|are there .. $one $person
        is|are $one .. $person .. available|online|there|around|here|free
        is|are|have|got $person .. available|online|there|around|here|free
        is|has|have .. anyone|anybody|someone|somebody there|here|available|around|online|alive|real
        anyone|anybody|someone|somebody|any1 there|here|available|around|online
        do|does|have|has .. have .. any|a $person
        do you have $person
        have any .. $person
        can|could|will|would $one .. $person help|assist|answer|call|contact
        can|could someone|somebody|anyone .. call me|us
        feedback|help|assistance from $one .. $person
        have|let $one .. $person .. help|assist|call|contact|join
        $person needed|required|please|pls|plz|wanted
        where|wheres is|are|s the|a|any|my human|rep|representative|representatives|operator|humans
        $no want|need|like|wanna|use|trust .. $bot
        no|without $bot
        not a|an|another $bot
        no $bot $person
        $person only
        question|issue|problem to a|an $person
        human|agent|live|representative|person|operator transfer|handoff|handover|takeover|support|assistance
        live chat|help|person|support|agent|one|human
        customer|service|support executive|agent|rep|representative|specialist
        support|service team member|agent
        team member
        $get|please|gimme|call customer service|care|support
        customer service|care|support please|now|pls
        human|expert|personal|manual|live assistance|consultation|help|service
        escalate this|it|please|now|me|chat|conversation|matter|ticket|issue
        escalate my call|issue|ticket|chat|case
        contact|reach .. rep|representative|human|operator
        wheres .. rep|representative|human|operator
        transfer me|please|chat|call|conversation
        who can .. send|$talk
    ",
    with: "
        i|im|can|could|may|want|wanna|let|like|need|please|lemme|how|id|who|rather|prefer .. talk|speak|chat|tlak|tallk|talking|speaking to|with|2
    ",
    not_with: "
        to|with|2 .. $others|$bot
        to|with|2|$talk $bot
        to|with|2 .. you|u|each|them|him|her|my|other|others|about|ya|yourself|me|these|myself
        talk|speak|chat with|to the|a|an|this|new travel|finance|virtual|assistant|screen|app|page
    ",
    refuses: "
        dont|not|no|never|didnt want|need|wish|mean|like|have .. $talk .. $person|$desk
        dont|not|no|never|didnt want|need|wish a|an|any|to|another $person|$desk
        dont|not|never .. $hand me|us|this .. $person|$desk|anyone|anybody
        no|not need .. $hand|$talk|$person
        no need for|of|to .. $person|$desk
        without .. $talk|calling|contacting|asking|$person
        instead of .. $talk|calling|contacting|a|an $person|to|with|a
        before i $talk|contact|call
    ",
    about: "
        am|im|as|be|become|becoming|being|was|working a|an|your|the|like $person
        become|becoming $person
        in person
        per|each|which|one|another|other|new|second|every person|people|staff|agent|user
        $person role|roles|profile|profiles|permission|permissions|interface|dashboard|workspace|based|name|names|id|account|centred|centered|status|anatomy|biology|resources|rights|subjects|ticket|tickets|system|group|groups|site|limit|commission|code|license|licence|error|biology|geography|body|resource|development|interaction|factors|nature
        people|someone|anyone|person|somebody|anybody|staff|members in|of|from my|the|our|a|this|their group|course|class|forum|team|project|cohort|section|chat|classroom
        $talk|contact|message|call .. my|the|our|his|her|their|your $others
        contact number|details|information|info|with
        phone|email|telephone number|address|of|for
        list|number|role|part|name of .. $person
        sound|sounds like
        near|nearest|closest $person|me|office
        who is|are|s the|your|my $person
        what is|are|does|s a|an|the|my $person
        my|travel|estate|insurance adjuster|agent|insurance
        hear|hearing|heard|see|seeing .. people|person|someone|anyone
        service|care|support .. complaint|complain|objection
        complaint|complain|objection|complaining .. service|care|support
        $person|agents training|details|duty|duties|documents
        for|about|of|from .. insurance|travel|information agent|agents|officer|person
        insurance|travel|estate agent|expert|agents
        a|the person|manager .. do|take|get|be
        my favorite people
        area|city
        become|know|learn about|$person $person|agents|people
        add|enrol|enroll|invite|remove|delete|share|assign|unenrol|unenroll|grade|allow|include .. $person|someone|somebody|anyone|people
        money|funds|credit|credits|grade|grades|course|courses|file|files|balance|account|data transfer
        transfer|switch|move|forward|send|hand .. money|funds|credit|credits|grade|grades|course|courses|file|files|balance|data|email|mail|assignment|homework|ownership|certificate
        quote|said|says|wrote|written|announcement|typed|posted|writes .. $talk|contact|$person
        schedule|book .. call|meeting|appointment
        video|phone|conference|group call|calls
    ",
};

const SPANISH: Wording = Wording {
    lists: "
        person = persona|personas|humano|humana|humanos|agente|agentes|asesor|asesora|asesores|operador|operadora|operadores|representante|representantes|empleado|empleada|encargado|encargada|ejecutivo|ejecutiva|funcionario|funcionaria|responsable|tecnico|moderador|supervisor|gerente|consejero|experto|gente|administrador
        desk = alguien|soporte|equipo|atencion|servicio|departamento|area|secretaria|ayuda
        talk = hablar|ablar|hablat|habla|hablo|hable|hablemos|comunicar*|comunique*|comunica*|charlar|conversar|platicar|chatear|contactar*|dialogar
        hand = conectar*|conecte*|conecta*|pasar*|pase*|pasa*|paseme|pasame|transfiera*|transferir*|transfiere*|derivar*|derive*|deriva*|ponme|ponerme|pongame|poneme|comunicame|comuniqueme|traspasar*|escalar*|redirigir*|redirige*|llevame
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
    ",
    about: "
        informacion|numero|datos|correo|telefono de .. contacto|$person|$desk
        cada|misma|por persona
        requisitos|registrar*|para .. $person
        para .. personas
        como .. agregar|anadir|eliminar|inscribir .. $person
        soy|ser|es .. $person
        definicion|concepto|tipos|que .. de|es|son .. $person
        agente|agentes|operadores de|regulares|logicos
        que $person
    ",
};

const GERMAN: Wording = Wording {
    lists: "
        person = mensch*|mitarbeiter*|berater*|kollege*|kollegin*|ansprechpartner*|sachbearbeiter*|kundenberater*|kundenservice|kundendienst|kundenbetreu*|person|personen|agent|agenten|operator|manager|chef|experte*|techniker*|betreuer*|administrator*|admin|support|supportmitarbeiter*|kundensupport|servicemitarbeiter*
        desk = jemand*|team|service|irgendwem|irgendjemand*|abteilung|wen|wem|hotline|zentrale
        talk = sprechen|spreche|reden|rede|unterhalten|chatten|telefonieren|sprich|schreiben|kontaktieren|erreichen|erreiche|quatschen|kommunizieren
        hand = verbinden|verbinde|verbindet|verbindung|weiterleiten|weiterverbinden|durchstellen|ubergeben|leite|stell|stellen|geben|gib|hol|holen|schick|schicken|vermitteln
        get = will|mochte|moechte|brauche|bitte|hatte|haette|benotige|benoetige|suche|wunsche|verlange|bevorzuge
        bot = bot|bots|roboter|robotern|maschine|maschinen|computer|ki|chatbot|automat*
        others = lehrer*|dozent*|professor*|student*|mitschuler*|kommiliton*|tutor*|kurs|gruppe|klasse|teilnehmer*|betreuerin
        alone = mensch|menschen|mitarbeiter|mitarbeiterin|berater|kundenberater|agent|operator
        company = bitte|ein|einen|einem|einer|echter|echten|echte|jetzt|sofort|mit|richtiger|richtigen|nur|den|der|die|zu|menschlicher|person|lebender|ich|will
    ",
    asks: "
        mit .. $person|jemand* .. $talk|verbinden|verbunden|kontakt
        $talk .. mit .. $person|jemand*
        $hand .. mit|an|zu .. $person|jemand*|team
        $hand|gib mir|uns .. $person
        $get .. einen|eine|ein|einem|nen .. $person
        nicht .. mit .. $bot .. $talk
        $talk nicht .. mit .. $bot
        an .. team|abteilung|$person $hand
        mit dem|der|jemandem|wem ich $talk
        jemand* mit dem|der .. $talk
    ",
    brief: "
        $get .. $person
        $get .. mit .. $talk
        gibt|hast|habt .. $person
        gibt|ist|hast .. jemand* .. da|der|mit|hier
        jemand da|hier|erreichbar
        jemand* aus|vom|von .. $person|support|service|kundenbetreuung|team
        wie .. erreiche .. jemand*|$person|menschen
        menschlich* unterstutzung|hilfe|ubergabe|support|ansprechpartner*
        kein*|nicht|ohne .. $bot .. $talk|mensch*
        will|mochte|mag .. kein*|nicht .. $bot
        echte*|richtige*|lebende* mensch*|person|mitarbeiter*|berater*|kundenservice
        kann .. jemand*|$person .. helfen|anrufen|schauen|ubernehmen
    ",
    with: "
        kann|konnte|koennte|mochte|moechte|will|wurde|darf|lass .. ich|mich .. mit .. $talk
        ich .. mochte|moechte|will|wurde .. mit .. $talk
    ",
    not_with: "
        mit .. $others|$bot|dir|ihnen|euch|meine*|anderen|ihm|ihr|seinem
    ",
    refuses: "
        nicht .. mit .. $person|jemand* .. $talk
        kein*|ohne|nicht $person
        nicht .. verbinden|weiterleiten|weiterverbinden
    ",
    about: "
        pro|andere*|jede*|zweite* person|personen|mitarbeiter
        hatte|habe .. kontakt
        ab|wann|wie .. eine|person $person|ansteckend
        infizierte*|positive* person|menschen
        bin|ist .. schwanger
        telefonnummer|nummer|adresse|rolle|liste .. $person
        bist du|sie
        freut|schon|nett .. mit .. dir
    ",
};

const FRENCH: Wording = Wording {
    lists: "
        person = humain|humaine|humains|personne|conseiller*|conseillere*|operateur*|operatrice*|representant*|responsable|employe*|technicien*|agent|agents|superviseur|manager|homme|expert|administrateur|collaborateur*|interlocuteur
        desk = quelqu|quelquun|quelqun|qqn|qqun|equipe|assistance|service|support|departement|gens|bureau|secretariat
        talk = parler|parle|discuter|contacter|joindre|echanger|communiquer|converser|dialoguer|appeler|parlez|discute
        hand = demander|demandez|passer|passez|passe|transferer|transferez|transfere|connecter|connectez|connecte|mettez|mettre|mets|rediriger|redirigez|transmettre|transmettez|confier|confiez|orienter|orientez|diriger|basculer
        get = veux|voudrais|besoin|souhaite|souhaiterais|aimerais|donnez|donne|donner|prefere|prefererais|cherche|faut|exige|demande|trouvez
        bot = bot|bots|robot|robots|machine|machines|ordinateur|ia|chatbot|automatique
        others = professeur*|prof|enseignant*|eleve*|etudiant*|camarade*|tuteur*|formateur*|cours|groupe|classe
        alone = humain|humaine|conseiller|conseillere|operateur|agent|representant
        company = un|une|l|le|la|vrai|vraie|s|il|vous|plait|svp|stp|maintenant|en|direct|reel|reelle|clientele|client|je|veux|a|au|moi|parler|service|de|personne
    ",
    asks: "
        $talk .. a|avec|au|aux .. $person|$desk|service
        $talk l $person
        $hand .. a|au|avec|en|vers|aux .. $person|$desk
        contact avec .. $person|$desk
        donne*|passez|passe|trouvez moi|nous .. $person|quelqu
        $get .. un|une|vrai|vraie|d|l|des $person
        pas .. $talk .. $bot
        $person|quelqu qui|avec .. $talk|aider|aide|repond*
    ",
    brief: "
        $get .. $person|quelqu
        $get .. service .. client|clientele|manuel
        $desk du|de|des|d .. service|support|equipe|assistance|humain|la
        aide|soutien|assistance|support|transfert|transfer|intervention humain|humaine
        transfert .. humain|agent|conseiller
        y a|at .. $person|$desk|humains
        est ce .. quelqu|$person .. disponible|la|peut
        il .. $person disponible
        pas|plus|marre|sans de|d|aime|veux|parler $bot|robot
        $person|conseiller|quelqu .. disponible
        vrai|vraie|vrais|reel|reelle $person
        peut .. quelqu .. aider|appeler|repondre
    ",
    with: "
        je|puis|peux|veux|voudrais|j|veut|pourrais|laissez|laisse|aimerais .. parler|parle|discuter a|avec|au|aux|l
    ",
    not_with: "
        a|avec|au|aux .. $others|$bot
        a|avec|au|aux toi|vous|mes|mon|ma|lui|elle|eux|tous|ses
    ",
    refuses: "
        ne|n|pas .. pas|besoin .. $talk|contacter .. $person|quelqu
        pas besoin|veux d|de|un|une .. $person|quelqu
        sans .. $talk|contacter|passer .. $person|quelqu
    ",
    about: "
        contact avec .. infecte*|positive|une .. infectee
        infecte* par|personne
        numero|adresse|liste|role|nombre de|d .. $person|service
        par|chaque|autre|meme personne
        es|est|etes tu|vous
        suis|etre .. $person
    ",
};

const PORTUGUESE: Wording = Wording {
    lists: "
        person = pessoa|pessoas|humano|humana|humanos|atendente*|funcionario|funcionaria|agente|agentes|operador|operadora|representante*|consultor|consultora|responsavel|gerente|supervisor|tecnico|moderador|especialista
        desk = alguem|suporte|equipe|atendimento|servico|setor|departamento|gente
        talk = falar|fala|falo|conversar|comunicar*|contatar|contactar|dialogar|bater
        hand = conectar|conecte|conecta|transferir|transfere|transfira|passar|passa|passe|chamar|chama|chame|encaminhar|encaminhe|direcionar|redirecionar|coloque|colocar
        get = quero|preciso|gostaria|prefiro|queria|de|da|solicito|desejo|necessito|arruma|favor
        bot = bot|bots|robo|robos|maquina|maquinas|ia|chatbot
        others = professor*|docente*|aluno*|colega*|estudante*|tutor*|curso|turma|grupo
        alone = pessoa|humano|humana|atendente|operador|operadora|representante
        company = um|uma|o|a|real|humano|humana|por|favor|de|verdade|agora|com|quero|falar|preciso|atendimento|ao|vivo
    ",
    asks: "
        $talk com .. $person|$desk
        $talk no telefone .. alguem
        $hand .. com|para|pra|a|ao .. $person|$desk|atendimento
        $hand um|uma .. $person
        quero|preciso|prefiro|queria|gostaria .. um|uma .. $person
        me de|da|passa|arruma .. um|uma|a .. $person
        nao .. $talk .. $bot
        contato com .. $person|alguem|suporte
        $person|alguem que .. ajud*|$talk
    ",
    brief: "
        quero|preciso|prefiro|favor|queria .. $person
        atendimento|ajuda|suporte|transferencia humano|humana|pessoal
        transferencia .. humano|atendente|pessoa
        tem alguem|algum .. ai|disponivel|$person
        alguem .. ajud*|ai|atend*|disponivel
        nao quero|gosto .. $bot
        $person de verdade|real
        $person .. disponivel
        atendimento ao cliente
    ",
    with: "
        quero|posso|preciso|gostaria|queria|poderia|deixa .. falar|conversar com
    ",
    not_with: "
        com .. $others|$bot
        com voce|vc|voces|meu|minha|meus|ele|ela|outros|outras
    ",
    refuses: "
        nao quero|preciso .. $talk .. $person|alguem
        nao quero|preciso .. $hand|um|uma $person
        sem .. $talk .. $person|ninguem|alguem
    ",
    about: "
        telefone|numero|email|contato|lista|papel|cache de|da|do|para|pra|dos .. $person|$desk|funcionarios
        outra|cada|por|mesma pessoa
        sou|ser|contaminad* .. $person
        contato .. contaminad*|virus|covid|suspeita
        tive|estive|entrei .. contato
        mesa|para .. pessoas
        pessoa contaminad*|infectad*
        agenda|agendar consulta
    ",
};

const ITALIAN: Wording = Wording {
    lists: "
        person = operatore|operatori|operatrice|umano|umana|umani|persona|persone|consulente|addetto|impiegato|agente|agenti|rappresentante|responsabile|tecnico|supervisore|essere
        desk = qualcuno|assistenza|supporto|servizio|team|ufficio|segreteria
        talk = parlare|parlo|parla|contattare|chattare|comunicare|conversare|discutere|parlarne|sentire
        hand = passami|passarmi|passatemi|mettimi|mettermi|trasferi*|colleg*|connett*|inoltra*|metti|passa
        get = voglio|vorrei|bisogno|preferisco|dammi|datemi|desidero|serve|cerco|preferirei|mandami
        bot = bot|robot|macchina|computer|ia|chatbot|automatico
        others = insegnante*|professor*|docente*|studente*|compagn*|tutor*|corso|classe|gruppo
        alone = operatore|operatrice|umano|persona|agente|rappresentante
        company = un|una|l|vero|vera|reale|per|favore|subito|adesso|umano|in|carne|ossa|con|ora|voglio|parlare
    ",
    asks: "
        $talk con|a|al .. $person|$desk
        $hand .. con|a|ad|al|il|un|una .. $person|$desk
        contatto con .. $person|$desk
        voglio|vorrei|preferisco|dammi|datemi|bisogno|serve .. un|una|di .. $person
        non .. $talk .. $bot
        $person|qualcuno con|che .. $talk|aiut*
    ",
    brief: "
        $get .. $person
        aiuto|assistenza|supporto umano|umana|reale
        c|ce|esiste e|qualcuno|un|una .. $person|qualcuno
        ce|c|sono|siete .. qualcuno|$person
        qualcuno .. aiut*|li|disponibile|rispond*
        non voglio .. $bot
        vero|vera|reale .. umano|persona|operatore
        umano|persona|operatore reale|vero|vera
        servizio clienti
        $person .. disponibile
    ",
    with: "
        voglio|posso|vorrei|potrei|devo|fammi|fatemi .. parlare con
    ",
    not_with: "
        con .. $others|$bot
        con te|voi|lei|lui|mio|mia|miei|altri
    ",
    refuses: "
        non voglio|serve|ho .. $talk .. $person|qualcuno
        non voglio|serve .. un|una|$hand $person
        senza .. $talk .. $person|nessuno|qualcuno
    ",
    about: "
        prenotare|per .. persone
        numero|email|indirizzo|elenco|ruolo di|del|dell .. $person
        altra|ogni|per|stessa persona
        sono un|una $person
        sei|siete un|una
    ",
};

const DUTCH: Wording = Wording {
    lists: "
        person = mens|mensen|medewerker*|persoon|collega|agent|operator|klantenservice|helpdesk|vertegenwoordiger|adviseur|beheerder|manager
        desk = iemand|support|team|afdeling|service
        talk = spreken|praten|bellen|spreek|praat|chatten|contact|overleggen
        hand = doorverbinden|verbind|verbinden|doorsturen|doorschakelen|zet|geef|haal|koppel
        get = wil|graag|nodig|zoek|liever|geef|mag|kan
        bot = bot|bots|robot|robots|machine|computer|ai|chatbot
        others = docent*|leraar|lerares|student*|medestudent*|tutor|klasgenoot*|cursus|groep
        alone = mens|medewerker|persoon|agent|operator
        company = een|echte|echt|graag|alsjeblieft|alstublieft|nu|aub|met|levende|de|ik|wil
    ",
    asks: "
        $talk .. met .. $person|$desk
        met .. $person|$desk .. $talk|doorverbinden|verbinden|doorverbonden
        $hand .. met|aan|naar|door .. $person|$desk
        wil|zoek|geef|liever .. een .. $person
        niet .. met .. $bot .. $talk
        iemand van|uit .. support|team|helpdesk|klantenservice
    ",
    brief: "
        $get .. $person
        echte|levend|levende mens|persoon|medewerker
        iemand daar|hier|beschikbaar|aanwezig
        kan iemand .. helpen|bellen|kijken
        geen $bot
        menselijke hulp|ondersteuning
    ",
    with: "
        ik|kan|wil|mag .. met .. spreken|praten
        ik|kan|wil|mag .. spreken|praten met
    ",
    not_with: "
        met .. $others|$bot|jou|je|jullie|mijn|hem|haar|andere
    ",
    refuses: "
        niet .. met .. $person|iemand .. $talk
        geen .. $person
        hoef .. geen|niet .. $person|iemand|$talk
    ",
    about: "
        per|andere|elke|dezelfde persoon|medewerker
        nummer|adres|lijst|rol van .. $person
        ben je|een
    ",
};

const POLISH: Wording = Wording {
    lists: "
        person = czlowiek*|ludz*|konsulta*|pracownik*|doradc*|osob*|operator*|przedstawiciel*|agent*|moderator*|administrator*|kierownik*|specjalist*|menedzer*|opiekun*
        desk = ktos|kims|kogos|obslug*|dzial*|biur*|wsparci*|zespol*|kim
        talk = porozmawia*|rozmawia*|rozmow*|pogada*|gadac|mowic|pomowic|czatow*|skontaktow*|kontakt*|pisac|pogadac
        hand = polacz*|przelacz*|przekier*|przekaz*|zawolaj|daj|dajcie|dawaj|podlacz*|odeslij|przenies
        get = chce|potrzebuj*|poprosze|prosze|chcial*|wole|zycze|poprosilbym|potrzebn*|szukam|wolal*
        bot = bot*|robot*|maszyn*|komputer*|chatbot*|toba
        others = nauczyciel*|wykladowc*|student*|profesor*|koleg*|prowadzac*|kurs*|grup*
        alone = czlowiek|czlowieka|konsultant|konsultanta|operator|operatora|moderator|moderatora|agent|agenta|doradca
        company = prosze|z|zywy|zywego|prawdziwy|prawdziwego|teraz|natychmiast|jakis|jakiegos|chce|mi
    ",
    asks: "
        $talk .. z|ze .. $person|kims|ktos|kim|obslug*|dzial*|wsparci*
        z|ze .. $person|kims .. $talk|polacz*
        $hand .. z|ze|na|do|mi .. $person|kims|obslug*|dzial*
        przelacz*|polacz* .. $person
        daj|dajcie|dawaj|zawolaj $person|kogos
        nie .. $talk .. z|ze .. $bot
        chce|potrzebuj*|poprosze|wole|prosze .. $person
        kontakt* z .. $person|kims|obslug*
    ",
    brief: "
        chce kogos
        nie chce|lubie .. $bot
        jest|sa .. ktos|jacys|jakis|tu .. $person|ludz*
        jest .. ktos
        czy .. ktos .. pomoze|moze|tam|tu
        zywy|zywego|prawdziw* $person
        pomoc czlowiek*|konsultant*
        bez $bot
    ",
    with: "
        chce|moge|chcial*|musze|pozwol .. porozmawia*|rozmawia*|pogada*|rozmow* z|ze
    ",
    not_with: "
        z|ze .. $others|$bot|moim|moja|nimi|nim|nia
    ",
    refuses: "
        nie chce|musze|potrzebuj* .. $talk .. $person|kims|nikim
        nie .. $hand .. $person|kims
        bez .. $talk|kontakt* .. $person
    ",
    about: "
        kazd*|inn*|jedn*|drug* osob*
        numer|adres|lista|rola .. $person
        jestes|jestem .. $person
        kolega|kolegi
    ",
};

const RUSSIAN: Wording = Wording {
    lists: "
        person = оператор*|человек*|человеч*|люд*|менеджер*|сотрудник*|специалист*|консультант*|представител*|живои|живым|живого|агент*|админ*|модератор*|начальник*|руководител*|хозяин*|работник*
        desk = кем|кого|кто|кому|кемто|поддержк*|служб*|отдел*|команд*|техподдержк*
        talk = поговори*|говори*|пообща*|общат*|разговарива*|разговор*|переговори*|обсуди*|связа*|связ*|побеседова*|чат|болта*
        hand = соедини*|позови*|позвать|переключи*|свяжи*|свяж*|перевед*|перевести|дай|даите|вызови*|подключ*|передай*|передаи*|передать|пригласи*|перешли|переслать|перенаправ*|попросить|зови
        get = хочу|нужен|нужна|нужно|требую|можно|прошу|хотел*|есть|давай*|надо|нужны|желаю|предпочел*
        bot = бот*|робот*|машин*|автомат*|компьютер*|ии
        others = преподавател*|учител*|студент*|профессор*|одногруппник*|курс*|групп*|куратор*
        alone = оператор|оператора|человек|человека|человека|менеджер|менеджера|консультант|консультанта|агент|агента|человечек
        company = живои|живого|нужен|реальныи|реального|пожалуиста|дай|даите|позови|хочу|мне|срочно|с|настоящего|позовите|можно|где|а
    ",
    asks: "
        $talk .. с|со .. $person|кем|служб*|поддержк*|отдел*|команд*
        с|со .. $person|кем .. $talk
        $hand .. с|со|на|к .. $person|кем|служб*|поддержк*|отдел*
        $hand $person
        дай|даите .. $person|кого|другого
        хочу|нужен|нужна|требую|прошу|можно|надо|хотел* $person
        не .. $talk с .. $bot
        хочу кого
        передай*|передать|попросить|попроси .. $person
        передач* .. $person
        в .. вашу|свою|вашей команду|поддержку
    ",
    brief: "
        хочу|нужен|нужна|требую|надо|нужны .. $person
        не хочу|люблю|буду|дай|надо .. $bot
        без|не $bot
        есть .. кто|$person|живои
        кто .. из|живои .. отдел*|служб*|поддержк*|есть
        где|а .. человек|оператор|люди
        может|могут|можете .. $person .. помоч*|ответи*
        может .. помочь $person
        живои|живого|реальн*|настоящ* $person
        помощ* человек*|оператор*
    ",
    with: "
        хочу|можно|могу|хотел*|позволь*|дай|даите .. поговори*|говори*|пообща* с|со
    ",
    not_with: "
        с|со .. $others|$bot|тобои|вами|ним|неи|ними|моим|моеи|другими
    ",
    refuses: "
        не хочу|надо|нужно|нужен|нужна .. $talk .. $person|кем
        не хочу|надо|нужен|нужна $person|$hand
        не надо|нужно $hand
        без .. $talk|$person
    ",
    about: "
        кажд*|друг*|одного|второ* человек*|люд*
        номер|телефон|адрес|список|роль .. $person|$desk
        сколько .. $person
    ",
};

const ARABIC: Wording = Wording {
    lists: "
        person = شخص|شخصا|بشخص|إنسان|انسانا|بإنسان|بشري|بشر|موظف|موظفة|الموظف|بموظف|موظفا|وكيل|بوكيل|وكيلا|ممثل|ممثلا|مسؤول|مسئول|المسؤول|حقيقي|مدير|مديرا|المدير|إنساني|عميل|مندوب|مستشار|مشرف|مختص
        desk = أحد|حد|الدعم|خدمة|فريق|احدا|دعم
        talk = التحدث|أتحدث|أتكلم|التكلم|أحكي|التواصل|أتواصل|أكلم|كلم|نهدر|نحكي|الاتصال|الكلام|أحادث|محادثة|تواصل|اتصال|الحديث|تكلم
        hand = تحويل*|حولني|حولوني|وصلني|وصلوني|أوصل|أوصلني|إيصالي|الوصول|تنقلني|حوّلني|انقلني|تحولني|توصلني|توصيلي|أرسلني|ارسلوني|اعطني|أعطني|هات
        get = أريد|ابغى|ابي|عايز|عايزة|أحتاج|بدي|ممكن|أود|نحب|أرجو|نريد|بغيت|أطلب|حاجة|محتاج|عاوز|أفضل|أرغب
        bot = روبوت|الروبوت|بوت|البوت|آلة|الآلة|آلي
        others = أستاذ*|معلم*|الأستاذ*|المعلم*|طالب|الطالب|زميل*|مدرس*|المدرس*
        alone = موظف|إنسان|شخص|وكيل|ممثل
        company = حقيقي|أريد|من|فضلك|لو|سمحت|بشري|الآن|خدمة|العملاء|رجاء
    ",
    asks: "
        $talk .. مع|إلى|ب|ل .. $person|$desk
        $talk $person|$desk
        $hand .. إلى|ل|مع|ب .. $person|$desk
        $hand $person
        $get .. $person
        لا .. $talk .. $bot
    ",
    brief: "
        مساعدة من .. $person
        ممكن تنقلني|تحولني|توصلني
        هل|في|فيه|يوجد|هناك .. $person|أحد
        لا أريد .. $bot
        دعم|مساعدة بشري|بشرية
        $person حقيقي
    ",
    with: "",
    not_with: "",
    refuses: "
        لا|ما أريد|داعي|أحتاج|ابغى .. $talk|$hand .. $person|أحد
        لا أريد|أحتاج $person
        بدون|دون .. $person|$talk
    ",
    about: "
        رقم|بريد|هاتف|عنوان .. $person|$desk
        $talk .. $others
        هل أنت|انت
    ",
};

const HINDI: Wording = Wording {
    lists: "
        person = इंसान|इन्सान|व्यक्ति|एजेंट|अधिकारी|प्रतिनिधि|आदमी|कर्मचारी|मैनेजर|ऑपरेटर|insaan|insan|aadmi|vyakti|adhikari|banda|bande|agent|karmchari|human|person|manager|supervisor|executive|operator|representative|senior|expert|incharge|leader|authority|officer|staff|rep
        desk = किसी|कोई|kisi|kisise|koi|support|team|care|टीम|सपोर्ट
        talk = बात|बातचीत|baat|bat|baatchit|contact|संपर्क|sampark
        say = बात|बातचीत|baat|baatchit|jodo|milao|milwao|मिलवा*|जोड़ो
        hand = जोड़ें|जोड़|जोड़ो|मिलवा*|कनेक्ट|jodo|joden|milao|milwao|milwa|connect|transfer|karwao|karwa|escalate|bulao|बुलाओ|बुलाइए
        do = karo|karna|karni|karao|karwao|karwa|karwado|kare|karein|kijiye|karu|sakta|sakti|करना|करनी|करवा*|करा*|करें|कीजिए|सकता|सकती|चाहता|चाहती|chahta|chahti|hai
        want = chahiye|chahie|chaiye|chaahiye|chahta|chahti|do|dijiye|dedo|mangta|bulao|चाहिए|दो|दीजिए|दें
        bot = bot|robot|machine|computer|रोबोट|मशीन|बॉट|chatbot
        no = nahi|nahin|nai|mat|नहीं|मत
        others = teacher|professor|sir|madam|student|शिक्षक|अध्यापक|dost
        alone = insaan|insan|इंसान|agent|representative|एजेंट|प्रतिनिधि
        company = please|chahiye|चाहिए|do|se|baat|real|ek|एक|koi|mujhe|मुझे
    ",
    asks: "
        $person|$desk se|say|ke|को|से|के .. $talk|$hand
        $person|$desk .. $talk .. $do
        $person|$desk .. $hand
        $say .. $do .. $person|$desk
        $say .. $person
        $bot se|से .. $no .. $talk
        $bot .. $no .. $want
    ",
    brief: "
        $person .. $want
        maker chahiye
        directly|seedhe|sidhe|phone|live|detail .. $talk .. $do
        one on one .. $talk
        live|human|insani|technical|customer support|chat|help|care .. $want
        escalation|callback .. $want
        call back .. $want
        escalate|transfer $do
        responsible|koi person|hai .. kaun|kya
        koi .. hai kya
    ",
    with: "",
    not_with: "",
    refuses: "
        $person se|से .. $talk $no
        $person $no .. $want
    ",
    about: "
        $others se|से .. $talk
        number|नंबर .. $person
        $person ka|ki|ke|का|की number|email|naam
    ",
};

const VIETNAMESE: Wording = Wording {
    lists: "
        person = người|ngườ|nhân|tdv|nv|tvv|ad|admin|quản|chuyên|tư|tổng|cskh|bộ
        talk = gặp|nói|trò|liên|kết|chat|trao|chuyển|gọi
        alone = nhân|viên|tư|vấn|tổng|đài|tdv|tvv
        company = cho|tôi|em|anh|chị|gặp|muốn|cần|mình|ạ|với|một|trực|tuyến|t|a|của|nào
    ",
    asks: "
        gặp|nói|chat|liên|kết|chuyển .. nhân|tư|tổng|chuyên viên|vấn|đài|gia
        điện thoại viên
        gặp|nói|chat|trò .. với|cùng .. người|ai|nhân
        gặp .. người|ai|tdv|tvv|nv|ad|admin|quản|bộ|cskh|thầy
        muốn|cần|cho .. gặp .. nhân|tư|tổng|người|bộ
        kết|liên nối|hệ .. với|đến|tới .. nhân|người|tư|bộ
    ",
    brief: "
        có ai .. ở|đây|đó|không|đấy|đang|giúp|trực
        có nhân viên|nào
        người thật
        nhân viên .. trực|hỗ|đâu|tư|đang
        không .. bot|robot|máy
    ",
    with: "",
    not_with: "",
    refuses: "
        không muốn|cần .. gặp|nói|nhân
    ",
    about: "
        đồ ăn
        đang nói .. với
        bao nhiêu
        tuyển
        liên quan
        số điện
    ",
    ..NONE
};

/// Languages that are not listened to whole: the few sentences that most people say.
const MORE: Wording = Wording {
    lists: "
        alone = människa|menneske|insan|temsilci|людина|оператор|manusia|আমি|آدم|clovek
        company = en|riktig|bir|gerçek|tack|jag|vill|ha|живу|با
    ",
    asks: "
        prata|tala|snakke|snakka|tale med .. människa|person|någon|menneske|noen|nogen|support|agent|medarbetare
        insanla|temsilciyle|yetkiliyle|biriyle|kişiyle görüşmek|konuşmak
        temsilciye|insana|yetkiliye bağla*
        поговорити з .. людиною|оператором|кимось
        зєднайте|зєднай|покличте .. оператор*|людин*
        mluvit s .. člověkem|operátorem|někým
        bicara|berbicara|ngobrol|terhubung|hubungkan .. dengan .. manusia|orang|agen|petugas|operator|cs
        na7ki|nahki|نحكي|nehki m3a|maa .. agent|insen|wahed|3bed
        মানুষের|এজেন্ট|একজন .. কথা
        با .. انسان|پشتیبان|اپراتور|کارشناس .. صحبت
        انسان|اپراتور|ایجنت .. وصل
    ",
    brief: "
        ایجنت
    ",
    ..NONE
};
