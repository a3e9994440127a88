//! What asks for a person in French.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = gars|mec|dame|etre|humain|humaine|humains|personne|conseiller*|conseillere*|operateur*|operatrice*|representant*|responsable|employe*|technicien*|agent|agents|superviseur|manager|homme|expert|administrateur|collaborateur*|interlocuteur|gestionnaire*|chef|cheffe|teleconseiller*|directeur|directrice|commercial|commerciale|informaticien*|collegue*|assistant|assistante|specialiste*|infirmiere*|conseillers|specialiste
        desk = quelqu|quelquun|quelqun|qqn|qqun|equipe|assistance|service|support|departement|gens|bureau|secretariat|kelkun|kelqun|qlqn|qq1|hotline|inscriptions
        talk = parler|parle|discuter|contacter|joindre|echanger|communiquer|converser|dialoguer|appeler|parlez|discute|causer|entretenir|tchatter|chatter|parlerai|expliquer|jveux
        hand = demander|demandez|passer|passez|passe|transferer|transferez|transfere|connecter|connectez|connecte|mettez|mettre|mets|rediriger|redirigez|transmettre|transmettez|confier|confiez|orienter|orientez|diriger|basculer|transferes|basculez|appelez|appelle|transfert
        get = veux|voudrais|besoin|souhaite|souhaiterais|aimerais|donnez|donne|donner|prefere|prefererais|cherche|faut|exige|demande|trouvez|avoir|obtenir|jveux|desire|voudrai|aimerai|reclame
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
        mis|mise|mettre|relation en|avec .. relation|$person|membre|$desk
        membre de|d .. equipe|support|assistance
        relation avec .. $person|$desk|membre
        passe|passez moi|nous .. vrai|un|une|le|la $person
        $get .. quelqu|qqn|qqun|kelkun|$person .. en|au ligne|direct|telephone|tchat|chat
        donnez|donne|passe|passez|filez|file|trouve|trouvez|appelle|appelez moi|nous|le|la .. $desk|$person
        a|avec qui .. $talk
        $hand|transfere moi|nous a|au|aux|vers|avec|sur .. $person|$desk
        $hand sur|vers .. $person|$desk
        demander|demandez|dire|dites a .. $person|quelqu|qqn .. de me|m|nous rappeler|appeler|contacter|recontacter|repondre
        rappel|rappele|rappelee|contacte|contactee|recontacte|recontactee|aide|aidee|pris|prise .. par .. $person|quelqu|humain
        $person|quelqu|qqn .. peut|pourrait|pouvez|puisse .. prendre|rejoindre|venir|repondre|aider|m|me|regarder .. main|relais|ici|tchat|chat|conversation|aider|repondre|rappeler|appeler
        kelkun|quelqu|qqn|$person de votre|l|ton|notre|vos equipe|support|service
        m|s|nous entretenir avec
        $talk .. a|avec un|une|l|de|vos|votre|mon|ma .. $person
        contacter|joindre|contact un|une|avec .. humain|$person
        prise en charge .. $person|humain
        on peut m|me|nous appeler|rappeler
        il est la passe
        passe|passez le|la moi
        etre humain
        qu|que un|une $person .. rappelle|contacte|appelle|prenne|reponde
        qu|que .. $person|quelqu|qqn me|nous rappelle|contacte|appelle|reponde
        un|une $person me|nous rappelle|contacte|appelle|reponde
        appelle|appelez|faites|fait ton|votre|le|la|un|une|intervenir|venir .. $person
        voir|regler|traiter .. ca|cela|avec .. avec|un|une|de|vos .. $person|collegues
        joindre|contacter|parler .. mme|madame|m|monsieur
        ya|y|il a|pas .. un|une $person .. dispo|la|disponible
        m|me|nous adresser a|au|aux .. $person
        mettez|mets|met|envoyez|envoie moi|quelqu|un|qqn|vers .. quelqu|$person|tchat|chat|tech
        mettez|mets quelqu|quelquun|qqn|un
        brancher avec .. $desk|$person
        besoin que|qu .. quelqu|quelquun|qqn|$person
        qu il|elle|on .. reprenne .. conversation|chat
        collegue|$person en chair
        pourrais|puis|peux .. je avoir .. $person
        $person .. prend|prenne|prendre|reprenne .. relais|contact|main|dossier
        l un de vos .. prenne|contacte|appelle|rappelle
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
        y|il a|at .. quelqu|$person|qqn .. ici|reel|reelle|ligne|a|pour
        contacter|joindre .. humain|$person
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
        veux|veut|jveux ..0 parler|discuter ..0 a|avec ..0 personne
    ",
    about: "
        contact avec .. infecte*|positive|une .. infectee
        infecte* par|personne
        numero|adresse|liste|role|nombre de|d .. $person|service
        par|chaque|autre|meme personne
        es|est|etes tu|vous
        suis .. $person
        etre un|une|le|la $person
    ",
};
