//! What asks for a person in French.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = gars|mec|dame|etre|humain|humaine|humains|personne|conseiller*|conseillere*|operateur*|operatrice*|representant*|responsable|employe*|technicien*|agent|agents|superviseur|manager|homme|expert|administrateur|collaborateur*|interlocuteur
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
        mis|mise|mettre|relation en|avec .. relation|$person|membre|$desk
        membre de|d .. equipe|support|assistance
        relation avec .. $person|$desk|membre
        passe|passez moi|nous .. vrai|un|une|le|la $person
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
        veux|veut|jveux ..0 parler|discuter ..0 a|avec ..0 personne
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
