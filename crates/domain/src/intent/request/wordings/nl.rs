//! What asks for a person in Dutch.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = adviseur|studieadviseur|begeleider|mentor*|mens|mensen|medewerker*|persoon|collega|agent|operator|klantenservice|helpdesk|vertegenwoordiger|adviseur|beheerder|manager
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
        $person .. $talk|spreken
        zou|wil|kan|mag .. $person .. spreken|bellen|krijgen
        kan|kunnen|zou .. iemand .. van|mij|me .. terugbellen|bellen|helpen|kijken|contacteren|mailen
        iemand .. terugbellen|opbellen
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
    ",
    about: "
        per|andere|elke|dezelfde persoon|medewerker
        nummer|adres|lijst|rol van .. $person
        ben je|een
    ",
};
