//! What asks for a person in Polish.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = czlowiek*|ludz*|konsulta*|pracownik*|doradc*|osob*|operator*|przedstawiciel*|agent*|moderator*|administrator*|kierownik*|specjalist*|menedzer*|opiekun*|informatyk*|kierowni*|szef*|konsultant*|technik*|pielegniark*|urzednik*|koleg*|kolezank*|ekip*
        desk = ktos|kims|kogos|obslug*|dzial*|biur*|wsparci*|zespol*|kim|dziekanat*
        talk = omowic|napisac|porozmawia*|rozmawia*|rozmow*|pogada*|gadac|mowic|pomowic|czatow*|skontaktow*|kontakt*|pisac|pogadac|czat|chat
        hand = polacz*|przelacz*|przekier*|przekaz*|zawolaj|daj|dajcie|dawaj|podlacz*|odeslij|przenies|wezwij|zawolaj*|poprosze
        get = chce|potrzebuj*|poprosze|prosze|chcial*|wole|zycze|poprosilbym|potrzebn*|szukam|wolal*
        bot = bot*|robot*|maszyn*|komputer*|chatbot*|toba|automat*
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
        $talk .. do .. $person|kogos|supportu
        $talk .. bezposrednio .. $person
        ktos|kto z|ze .. $person|ekipy|zespolu|supportu|dzialu|obslug* .. rzucil|zadzwonil|zadzwoni|pomogl|spojrzal|odpisal|sprawdzil
        potrzebuje .. zeby .. ktos
        niech .. do mnie|mi zadzwoni|oddzwoni
        przekierowanie rozmowy
        nie chce|bede|zamierzam|mam .. gadac|rozmawiac|pisac|$talk z|ze .. $bot
        dawaj|dawajcie|zawolaj|wolaj|dajcie tego|tu|mi|kogos|$person
        czat|chat z|ze .. $person
        ktos|kto z|ze .. obslug*|dzial*|zespol*|bok .. napisal|zajal|zadzwonil|odpisal|odezwal|pomogl
        prosze|chce|niech zeby|aby|by .. ktos|$person .. napisal|zajal|zadzwonil|odpisal|skontaktowal|odezwal
        konsultant|konsultanta|operator|operatora|agenta|doradce poprosze|prosze
        moge|mozna|chce|chcialbym .. popisac|napisac|pogadac|porozmawiac .. z|ze .. kims|kim|$person
        wolal*|wole .. zalatwic|omowic|porozmawiac .. z|ze .. $person
        mogl*|moglby|moglaby .. $person|ktos|pani|pan .. odpisac|zadzwonic|odpowiedziec|pomoc|napisac
        moglby|moglaby|mogl* .. odpisac|zadzwonic|oddzwonic|odpowiedziec
        niech ktos .. od|z|sie|do
        dawaj go|ja|ich|kogos
        przekazanie|przelaczenie|przekierowanie .. rozmow* .. $person|kogos
        z kim .. moge|mozna .. porozmawiac|omowic|pogadac
        dokonczyc .. z nim|nia
        ominac|obejsc .. robota|bota|automat* .. do|dostac .. kogos|$person
        krwi i kosci
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
        nie chce .. z nikim .. $talk
        nie potrzebuj*|chce|trzeba ..1 $person
    ",
    about: "
        roznica
        ktos inny
        kazd*|inn*|jedn*|drug* osob*
        numer|adres|lista|rola .. $person
        jestes|jestem .. $person
        kolega|kolegi
    ",
};
