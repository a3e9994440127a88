//! What asks for a person in Dutch.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = adviseur|studieadviseur|begeleider|mentor*|mens|mensen|medewerker*|persoon|collega|agent|operator|klantenservice|helpdesk|vertegenwoordiger|adviseur|beheerder|manager|dossierbeheerder|leidinggevende|monteur|specialist|supervisor|teamleider|wezen|technicus|expert|collega*|contactpersoon|verpleegkundige|ambtenaar|helpdeskmedewerker|medewerkster|mevrouw|meneer
        desk = iemand|support|team|afdeling|service|onderwijsbalie|balie|helpdesk|klantendienst|klantenservice
        talk = spreken|praten|bellen|spreek|praat|chatten|contact|overleggen|babbelen|klappen|kletsen|overleg
        hand = doorverbinden|verbind|verbinden|doorsturen|doorschakelen|zet|geef|haal|koppel|roep|overdragen|breng|brengen|doorgeven|haalt
        get = wil|graag|nodig|zoek|liever|geef|mag|kan|eis|verlang
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
        $person .. $talk|spreken
        zou|wil|kan|mag .. $person .. spreken|bellen|krijgen
        kan|kunnen|zou .. iemand .. van|mij|me .. terugbellen|bellen|helpen|kijken|contacteren|mailen
        iemand .. terugbellen|opbellen
        iemand|$person .. spreken|bellen|bereiken
        haal|roep|bel|breng er|die|een|je|uw|even|iemand .. $person|iemand .. bij
        haal|roep|bel er iemand|$person
        met|waarmee wie|ik|waarmee .. $talk
        wil je|jouw|uw|jullie $person
        laat .. $person|iemand .. contact|bellen|terugbellen|opnemen|kijken
        in contact .. brengen|met .. $person|iemand
        iemand .. van|uit de|het|jullie .. kan|kijken|meekijken|helpen|balie|afdeling
        kan|kunnen|zou er|iemand .. iemand|van .. meekijken|helpen|kijken|komen|overnemen
        overdragen|overdracht|doorverbinden aan|naar|met .. $person
        menselijke $person
        niet met .. $bot
        geen $bot maar|wel .. $person
        haal|roep|vraag je|jouw|uw|een|de .. $person
        livechat|chat met .. $person
        zou|zouden|kan|kunnen .. $person|iemand .. overnemen|bellen|opnemen|antwoorden|terugbellen
        doe|geef|stuur mij|me|ons .. maar|iemand|een .. $person|iemand
        $person|iemand .. contact .. opneemt|opnemen
        met wie .. van|uit .. bespreken|praten|spreken|overleggen
        langs|voorbij jou|je|deze|die .. bij|naar|tot .. $person|iemand|wezen
        met hem|haar verder
        $person .. ons|mij|me .. bellen|mailen|helpen
        vlees en bloed
    ",
    brief: "
        $get .. $person
        echte|levend|levende mens|persoon|medewerker
        iemand daar|hier|beschikbaar|aanwezig
        kan iemand .. helpen|bellen|kijken
        geen $bot
        menselijke hulp|ondersteuning
        is|zit er|daar .. iemand
        wie .. moet .. hebben|spreken
        levend|levende|echte|echt wezen|mens|persoon|iemand
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
        wil|hoef .. met niemand .. $talk
        tweede|extra persoon
    ",
    about: "
        per|andere|elke|dezelfde persoon|medewerker
        nummer|adres|lijst|rol van .. $person
        ben je|een
    ",
};
