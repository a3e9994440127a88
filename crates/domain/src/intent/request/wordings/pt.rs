//! What asks for a person in Portuguese.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = responsavel|moca|moco|ser|pessoa|pessoas|humano|humana|humanos|atendente*|funcionario|funcionaria|agente|agentes|operador|operadora|representante*|consultor|consultora|responsavel|gerente|supervisor|tecnico|moderador|especialista|colaborador|colaboradora|gestor|gestora|analista|supervisora|chefe|coordenador|coordenadora|assistente|tecnica|atendentes|vendedor|vendedora|especialistas|enfermeira|enfermeiro|orientador|orientadora|tecnicos
        desk = alguem|suporte|equipe|atendimento|servico|setor|departamento|gente|secretaria|apoio|seguradora
        talk = falar|fala|falo|conversar|comunicar*|contatar|contactar|dialogar|bater|explicar|resolver|tratar
        hand = conectar|conecte|conecta|transferir|transfere|transfira|passar|passa|passe|chamar|chama|chame|encaminhar|encaminhe|direcionar|redirecionar|coloque|colocar|encaminha|encaminhem|passarme|reencaminhe|reencaminhar|bota|manda|mande|bote
        get = quero|preciso|gostaria|prefiro|queria|de|da|solicito|desejo|necessito|arruma|favor|cade|precisava|exijo
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
        alguem|$person da|do|de|dos .. suporte|equipe|equipa|apoio|time|atendimento|ti .. me|pode|consegue|ligar|contactasse|chamar|ajud*
        alguem .. me .. ligar|chamar|contactasse|contatar|ligue|ajud*|respond*
        chama|chame .. $person
        quero|preciso .. ser humano
        ser humano .. me
        da .. para|pra uma|um $person|pessoa
        ser atendid*|ajudad*|contactad* por .. $person|alguem|gente|humano
        me|nos transfere|transfira|passa|passe|encaminhe|encaminha .. pro|pra|para|a|ao|com .. suporte|$person|gente|$desk
        podia|poderia|pode|podes|podem|dava .. passar|transferir|encaminhar|chamar|ligar .. $person|alguem|colega
        pode|podem|podes|poderia chamar|passar .. o|a|um|uma .. $person
        encaminhar|encaminhe|encaminha|passa|passe|passar|transfira me|pra|para|pro|um|uma|sua|seu .. $person
        contacto|contato telefonico|direto .. $person
        dá|da|tem pra|para|como .. alguem|$person|me .. falar|atender|ajudar|encaminhar|ligar|chamar
        que .. ser|$person|alguem .. resolva|veja|ligue|atenda|fale|explique .. comigo|me|isso|isto
        chega|cansei|basta|nada de .. $bot
        alguem|$person .. falar|fale|ligar|atender comigo|me
        cade .. $person
        $hand|encaminhe|ligue me ao|a|para|pra .. $desk|$person|apoio
        fla|falar|flar|fala c|com|cm .. $person|alguem
        quero gente|alguem|$person
        nao|n quero .. $bot .. quero|gente
        chat|conversa ao vivo .. com .. $person
        manda|mande|bota|bote|chama|traz|poe um|uma|alguem|o|a|ai .. $person|verdade|humano|tecnico
        chama|chame|chamar alguem|gente|o|a|um|uma
        discutir|tratar|resolver|resolvo .. com .. $person|alguem
        alguem da|do .. loja|equipe|banco|seguradora|suporte
        ele|ela voltar|volta|retomar aqui|a|conversa
        $person|alguem .. telefonava|ligava|telefonasse|ligasse .. para|pra|me
        quem do|da|de .. pode|consegue .. assumir|falar|atender|ajudar
        fosse|seja encaminhad* a|para|ao .. $person
        $person|alguem .. podia|poderia|pode .. entrar|falar em contacto|contato|comigo
        chegar numa|em|a uma|pessoa .. pessoa|$person
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
        nao|n|nem preciso|quero de|um|uma|o $person
        nao preciso de $person
    ",
    about: "
        cliente curso|prova
        contratar|quero ser|alguem igual|pra|para|captar
        telefone|numero|email|contato|lista|papel|cache de|da|do|para|pra|dos .. $person|$desk|funcionarios
        outra|cada|por|mesma pessoa
        sou|contaminad* .. $person
        ser um|uma|o|a $person
        contato .. contaminad*|virus|covid|suspeita
        tive|estive|entrei .. contato
        mesa|para .. pessoas
        pessoa contaminad*|infectad*
        agenda|agendar consulta
    ",
};
