//! What asks for a person in German.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = mensch*|mitarbeiter*|berater*|kollege*|kollegin*|ansprechpartner*|sachbearbeiter*|kundenberater*|kundenservice|kundendienst|kundenbetreu*|person|personen|agent|agenten|operator|manager|chef|experte*|techniker*|betreuer*|administrator*|admin|support|supportmitarbeiter*|kundensupport|servicemitarbeiter*|vorgesetzte*|chefin|fachkraft|teamleiter*|verantwortliche*|sachbearbeiterin*|studienberater*|bankangestellt*|schwester|arzt|arztin|leute|leuten|kolleginnen|kollegen
        desk = jemand*|team|service|irgendwem|irgendjemand*|abteilung|wen|wem|hotline|zentrale|jmd|irgendwer|buchhaltung|prufungsamt
        talk = besprechen|klaren|austauschen|melden|zuruckrufen|anrufen|sprechen|spreche|reden|rede|unterhalten|chatten|telefonieren|sprich|schreiben|kontaktieren|erreichen|erreiche|quatschen|kommunizieren
        hand = verbinden|verbinde|verbindet|verbindung|weiterleiten|weiterverbinden|durchstellen|ubergeben|leite|stell|stellen|geben|gib|hol|holen|schick|schicken|vermitteln|holst|herholen|ruf|rufen|dazuholen|dazuhol*|durchstell*|weiterleitet|anfordern
        get = will|mochte|moechte|brauche|bitte|hatte|haette|benotige|benoetige|suche|wunsche|verlange|bevorzuge|brauch|braucht|brauchte|braucht|brauchts|wunschte|mocht
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
        $talk .. mit .. support*|helpdesk|beratung
        gib|gebt|schick mir|uns .. jemand*|$person
        verbinden|verbinde sie|mich|uns .. mit
        kann|konnte|koennte|wurde sich jemand*|wer .. melden|kummern
        kann|konnte|koennte .. jemand*|wer|$person .. melden|anrufen|zuruckrufen|draufschau*|schauen|anschau*|ubernehmen
        $person .. draufschau*|anschaut|zuruckruft|anruft
        brauche|brauchte|braeuchte .. jemand*|wen|$person
        jemand* vom|von|aus|mit .. support*|helpdesk|team|it|ahnung
        dass|das .. mich|mir|sich .. jemand*|wer|$person .. zuruckruft|anruft|meldet|schreibt|hilft|kontaktiert
        jemand*|$person .. von .. zuruckruft|anruft|meldet
        it typ*|kolleg*|mensch*|leute|fachmann|abteilung .. hol*|ruf*|$talk|verbinden
        verlange|mochte|will|wunsche|wurde .. vorgesetzte*|chef*|$person .. sprechen
        fleisch und blut
        menschlich* agent*|mitarbeiter*|ansprechpartner*|berater* anfordern|gewunscht|bitte|sprechen
        $hand .. jemand*|$person .. dazu|her|rein
        jmd|jemand*|wen|wer .. vom|von|aus .. it|team|support|euch|ihnen|leuten
        stell*|verbind* .. mich .. zu*|zur|zum|mit .. durch|buchhaltung|$desk
        konnte|kann|durfte|darf ich .. $person|frau|herrn .. sprechen|telefonieren|reden|erreichen
        ruckruf durch|von|vom .. $person|jemand*
        ubergabe|weiterleitung|weitergabe an .. $person|jemand*
        mit wem .. vom|von|aus .. reden|sprechen|besprechen
        kann|konnte|soll|sollte|moge .. $person|jemand*|wer .. ran|antworten|melden|anrufen|schalten|helfen
        schalt|schalte|schaltet .. wen|jemand*|$person .. dazu|ein
        hol|holt|hole|holen .. $person|ihn|sie|chef .. chat|dazu|her|ran
        hol|holt|hole mal .. $person
        $person|eine|einer|jemand* .. mich|mir|sich|uns .. anrufen|anruft|melden|meldet|zuruckrufen wurde|konnte|moge
        $person|arzt .. sich .. meldet|melden
        jemand* .. an der strippe|leitung|telefon
        mit einem|einer .. menschen|person .. bitte|weiterleiten
        nur noch mit .. wem|jemand*|$person
        nicht mit .. $bot|programm .. diskutieren|reden|schreiben
        unterhaltung|gesprach|chat .. an .. person|$person
        wer von .. leuten|euch|ihnen .. zeit|da
        $person .. moge sich|mich
        ist da|hier .. irgendwer|jemand
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
        ist|is|sind da|hier .. jemand*|wer
        wer .. zustandig|verantwortlich
        schluss .. automat*|bot|bots
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
        mit niemand*|keinem .. $talk
        wie .. bewerbe .. $person
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
