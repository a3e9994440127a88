//! What asks for a person in Italian.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = addetto|tutor|ragazzo|ragazza|tecnico|operatore|operatori|operatrice|umano|umana|umani|persona|persone|consulente|addetto|impiegato|agente|agenti|rappresentante|responsabile|tecnico|supervisore|collega|colleghi|incaricato|incaricata|liquidatore|addetta|tecnica|direttore|direttrice|informatico|consulenti|addetti|referente|specialista|esperto|commerciale|infermiera|infermiere|dottoressa|dottore|funzionario|funzionaria|assistente
        desk = qualcuno|assistenza|supporto|servizio|team|ufficio|segreteria|ql1|qualcun|reparto
        talk = parlare|parlo|parla|contattare|chattare|comunicare|conversare|discutere|parlarne|sentire|conferire|spiegarlo|spiegare|spiegarmi|parlarci|confrontarmi|confrontarsi
        hand = passami|passarmi|passatemi|mettimi|mettermi|trasferi*|colleg*|connett*|inoltra*|metti|passa|passi|passare|chiama|chiamate|chiamami|inoltrarmi|inoltrami|trasferirmi|trasferitemi|collegarmi|girami|fammi
        get = voglio|vorrei|bisogno|preferisco|dammi|datemi|desidero|serve|cerco|preferirei|mandami|gradirei|esigo|pretendo|richiedo
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
        due parole con .. $person|$desk
        spiegare .. a|ad .. $person
        qualcuno dello|della|del|dell .. staff|assistenza|supporto|segreteria|team
        carico da .. $person
        voglio|vorrei .. uno|una vero|vera
        nn|non voglio .. $bot
        c|ce e|qualcuno|un|una .. $person|qualcuno .. con|a cui $talk
        mi passi|passa|passate|passereste|passeresti|mette|metta|trasferisca|trasferisce|colleghi .. $person|qualcuno|un|uno
        posso|potrei|vorrei|potremmo avere|essere .. $person|umano|qualcuno
        essere .. ricontattat*|richiamat*|contattat*|chiamat*|aiutat*|seguit*|assistit* da .. $person|qualcuno
        chiama|chiamate|chiamami|chiamatemi|chiamare il|la|un|una|da .. $person
        fate|fa|fare|fatemi|farmi chiamare|richiamare|contattare da .. $person|qualcuno
        parlare col|coll|colla|con .. $person
        conferire|parlarne|spiegarlo|spiegare .. con|a .. $person|uno|qualcuno
        a|con|da uno|qualcuno|una di voi|vostri|vostro
        $hand|inoltrar* .. a|ad|al|con .. $person
        operator* x|per fav*|favore|cortesia
        mi chiamate|richiamate
        me lo|la passi|passa|passate
        carne e|ed ossa
        mi trasferisce|trasferisci|trasferite|passa|passi|puo|puoi|potete|collega .. all|alla|al|allo|la|il|con|passare .. $desk|$person
        puo|puoi|potete|potrebbe passare|passarmi|mettermi .. $desk|$person|comunicazione
        potrei|posso|vorrei avere .. al telefono|telefono
        voglio|vorrei qualcuno|un|una vero|vera|reale
        basta .. $bot|automatiche .. voglio|vorrei .. qualcuno|$person
        voglio qualcuno
        parlare|parla cn|con|c .. $desk|$person
        girate|gira|passate|inoltrate|passa la|questa .. chat|conversazione|pratica .. a|al|alla .. $person|vostro
        comunicazione con .. $person
        puo|potrebbe rientrare|subentrare|intervenire .. lui|lei|$person|conversazione
        $person .. potrebbe|puo|potra|la|mi .. chiamare|richiamare|rispondere|contattare
        subentra|interviene|prendesse|prenda|risponde .. $person|mano
        $person .. prenda|prendesse|prende in mano|carico
        ki|chi della|dei|di|dell .. puo .. rispondere|parlare|aiutare
        nn|non parlo|discuto|tratto .. con|cn .. $bot
        arrivare|arrivo|uscire .. a|ad una|un|questo .. $person|persona
        c|ce|ci sarebbe|e|sono .. $person .. con cui|disponibile
        nessun|nessuno altro .. con cui|parlare
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
        operatore*|operatrice|umano x|per|pls
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
        non voglio|devo .. $talk con nessuno
        aggiungere|aggiungo .. $person
    ",
    about: "
        persona fisica|giuridica
        prenotare|per .. persone
        numero|email|indirizzo|elenco|ruolo di|del|dell .. $person
        altra|ogni|per|stessa persona
        sono un|una $person
        sei|siete un|una
    ",
};
