//! Danger: somebody says that they may harm themselves, or that others harm them (M1).
//!
//! In eight languages, by what people say of themselves: a course on the subject, a figure of
//! speech and a dead link are none. `cargo xtask eval talk` measures it.

use super::folded::{Phrases, folded};
use std::sync::LazyLock;

/// What somebody says who may harm themselves, or is in danger from others.
static DANGER: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        # English
        kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|drown|poison|strangle myself
        want|wanna|going|gonna|wish to die
        wanna|wish die
        wish|wished i was|were dead
        want|wanna to be dead
        end|ending|take|taking my own|life life|with
        end|ending my life
        take|taking my own life
        end|ending it all
        dont|not|no|never want|wanna|wannna to live|exist|wake
        dont|not want|wanna live|exist
        dont|not|no want|wanna to be alive|here anymore
        dont want to be alive
        better off without me
        happier without me
        go|fall to sleep .. never|not wake
        never|not wake up again
        i|im|me|feel|feeling|have|having|keep .. suicidal
        suicidal thoughts|feelings|urges since|lately|again|every|all|and
        thinking|think|thoughts|thought|considering|consider of|about suicide
        thinking|thoughts|considering|attempt|attempted suicide
        i .. commit|committing suicide
        done|finished with life
        no|any reason to live
        life is|isnt not worth living
        not|isnt worth living
        do|doing|did something|anything|smth to myself
        i|ive|im|started|again|keep .. self|selfharm harm|harming
        i|ive|im .. selfharm*
        i|ive took|taken|taking .. overdose|pills
        wont|not be around|here|alive next|tomorrow|anymore|much
        hit|hits|beat|beats|hitting|beating|punched|punches|kicked|kicks|slapped|slaps|choked|choking|strangled|abuses|abused|abusing|raped|rapes|molested|molesting|assaulted|stabbed me again|at|and|every|when|i|so|because|bc|my|last|yesterday|today|in|all|since
        boyfriend|girlfriend|husband|wife|dad|father|mom|mum|mother|stepdad|stepfather|stepmom|brother|uncle|ex|partner|parents|roommate|family .. hit|hits|beat|beats|hitting|beating|punched|punches|kicked|kicks|slapped|slaps|choked|choking|strangled|abuses|abused|abusing|raped|rapes|molested|molesting|assaulted|hurts|hurting|threatens|threatened|threatening me
        he|she|hes|shes|they|someone|somebody|guy|man .. hits|beats|hitting|beating|choked|strangled|abuses|abused|abusing|raped|rapes|molested|molesting|assaulted me
        i|im was|am|being|been .. raped|molested|abused|assaulted
        someone|somebody|he|hes|she|shes|ex|guy|man|boyfriend|husband .. kill|murder|stab|shoot me
        threat* to kill|hurt|rape me
        keeps|kept|keep touching me
        touches|touched me .. stop|afraid|scared|inappropriately|wont
        afraid|scared|frightened for my life
        outside|at my door|house|window .. scared|afraid|wont|knife|gun|leave
        is|being abused|beaten at home
        am|im|get|getting|being beaten|abused|hit at home
        hurts|hurting me at home
        # German
        will|mochte|mag nicht|nimmer mehr leben
        will|mochte|mag nicht|nimmer leben
        keine lust|kraft mehr zu leben
        will|mochte|wollte einfach|nur|endlich|lieber sterben
        will|mochte sterben
        ware|war ich .. tot
        bringe|bring|brings mich .. um
        mich|micht umbringen|umzubringen|toten|erhangen|aufhangen
        selbstmordgedanken
        suizidgedanken
        denk*|gedanken|gedacht .. selbstmord|suizid|umzubringen
        ich .. suizidal
        begehe|begehen|mache ich|selbstmord selbstmord
        ich|ohne mich .. besser dran
        ohne mich besser
        ohne mich waren|ware alle|alles|es
        einschlafen .. nie|nicht mehr|wieder aufwach*
        nie|nicht wieder|mehr aufwach*
        verletze|verletz|verletzt|verletzen mich selbst|wieder
        verletze mich .. selbst
        ritze|ritz|schneide|schneid ich|mich mich|wieder|selbst|oft
        mich .. ritze|ritz|geritzt
        ritze|ritz mich
        mir .. was|etwas an|antun|antue|antu|anzutun
        mach|mache|machen .. schluss mit|dem leben|leben
        nachste woche gibts|gibt|bin mich|es|ich eh|nicht|nimmer
        gibts|gibt mich .. nicht|nimmer mehr
        freund|freundin|mann|frau|vater|mutter|stiefvater|bruder|onkel|ex|er|sie|eltern|partner .. schlagt|verprugelt|missbraucht|misshandelt|vergewaltigt|bedroht|wurgt mich
        schlagt|verprugelt|missbraucht|misshandelt|vergewaltigt|bedroht|wurgt mich .. freund|mann|vater|er|und|standig|jeden|zuhause|deshalb
        mich .. umbringt|umbringen|umzubringen|totet
        droht mir|mich
        angst um mein leben
        werde|werd|wurde ich|zuhause|hier .. geschlagen|misshandelt|missbraucht|vergewaltigt|verprugelt
        vor meiner tur .. angst
        # Spanish
        no quiero|quisiera .. vivir|viviendo|existir mas|mais|asi
        no|ya quiero seguir viviendo|vivo|viva
        ya no quiero vivir mas|asi|y|pero
        no tengo ganas de vivir
        quiero|quisiera|querria morir|morirme
        me quiero|quisiera morir|matar
        pens*|pienso .. suicid*
        voy|quiero|pienso a|en|suicidarme suicidarme|suicidar
        quiero suicidarme
        me voy|quiero a|matar matar
        voy|quiero|ganas a|de|matarme matarme
        mejor|felices sin mi
        me .. haciendo|hago|hice|hacer|hacerme dano otra|a|de|yo|cuando|por
        haciendo|hago|hacer dano .. misma|mismo
        me corto .. nota|brazos|muneca|suspend*|mal|siempre|cada|cuando|las
        nota|cuando|vez .. me corto
        miedo de hacerme algo|dano
        hacerme algo|dano
        acabar|terminar con todo
        acabar|terminar con mi vida
        quitarme la vida
        dormir .. no despertar
        marido|novio|novia|mujer|padre|madre|padrastro|tio|hermano|ex|pareja|el|ella .. pega|golpea|maltrata|amenaza|violo|viola|abusa me|a|de|y|mi
        me pega|golpea|maltrata|viola|maltratan|pegan|golpean y|todos|cada|mi|en|siempre|cuando|por
        maltratan|pegan|golpean|maltrata|pega|golpea .. casa
        casa .. maltratan|pegan|golpean|maltrata|pega|golpea
        me amenaz* de|con muerte|matar|matarme
        amenaz* .. muerte|matarme|matar
        me va|quiere|quieren|van a matar|matarme
        va|quiere|quieren|van a matarme
        va matar .. puerta
        abus* de|sexualmente mi .. quien|casa|tengo|desde|y
        abusa de mi
        me violo|violaron
        # French
        plus|pas envie|gout|raison de vivre
        veux|voudrais|veut|voulais|envie de|juste mourir
        veux mourir
        pens* .. suicid*
        idees|pensees suicidaires
        envie de|me me|suicider|tuer tuer|suicider
        vais|veux|vas me tuer|suicider|pendre
        mieux|heureux sans moi
        serai|serais plus la|ici .. finir|demain|vie
        demain .. serai plus la
        en finir .. vie|tout|serai|plus
        veux en finir
        mettre fin a mes|ma jours|vie
        mendormir|dormir|endormir .. plus|jamais reveill*
        plus|jamais jamais|me reveiller
        me|mes faire|fais|faisais|refais du mal
        me .. scarifie|scarifier|mutile
        me coupe|taillade .. veines|bras|chaque|quand
        peur de me faire|tuer qqchose|quelque|qqch|mal
        copain|copine|mari|femme|pere|mere|beau|oncle|frere|ex|il|elle|mec .. frappe|bat|viole|tape|menace|abuse|etrangle me|de|moi|et|a|pas|pour
        me|va frappe|frapper|bat|battre|viole|violer|tabasse
        menace* .. mort|tuer
        abuse|abuse|abusait de moi
        suis|etais battue|battu|violee|maltraitee|maltraite a|par|la|chez|maison
        va|veut me tuer .. peur|mari|copain|ex|porte
        mari est violent
        # Portuguese
        nao quero|queria|aguento mais viver
        nao quero viver
        nao vejo|tenho .. sentido|vontade .. viver
        sem vontade de viver
        quero|queria|vontade morrer|de morrer|sumir
        quero morrer
        pens* .. matar|suicid*
        pensamentos suicidas
        vou|quero|pensando me|em matar|me matar
        me matar .. pensando|quero|vou|hoje
        ficar|ficaria|ficariam|estaria|estariam melhor .. sem mim
        melhor sem mim
        dormir .. nao acordar
        nao acordar nunca|mais
        nao vou mais existir
        me machuc* .. proposito|mesmo|mesma|de|outra|novo
        me corto|cortei|cortando .. mal|prova|nota|bracos|quando|qdo|sempre
        fazer .. comigo mesma|mesmo
        acabar com tudo|minha vida
        tirar minha|a|propria vida
        namorado|namorada|marido|esposa|pai|mae|padrasto|tio|irmao|ex|ele|ela .. bate|espanca|agride|abusa|estupra|estuprou|ameaca|ameacou|ameacando me|em|de|e|mim|toda|todo
        me bate|espanca|agride .. e|toda|todo|por|em|meu|minha
        namorado|marido|pai|padrasto|ele|mae|ex me bate|espanca|agride|ameaca
        disse|vai|quer .. me matar
        me ameac* .. morte|matar|porta|medo
        ameacando
        abusa|abusou|abusava de mim
        sofro|sofri .. agressao|violencia|abuso
        fui estuprad*
        # Italian
        non voglio|vorrei|riesco piu|a vivere
        non voglio vivere
        voglio|vorrei|volevo solo|proprio|morire morire
        voglio morire
        pens* .. suicid*
        pensieri suicidi*
        voglio|vorrei|penso|sto suicidarmi|uccidermi|ammazzarmi|impiccarmi|a
        uccidermi
        ammazzarmi
        meglio|felici .. senza di me
        la faccio finita
        farla finita .. vita|tutto
        togliermi la vita
        non ci saro piu
        addormentarmi .. non|mai svegliarmi|piu
        farmi del male
        faccio del male .. stessa|stesso|sola|solo|volta
        mi taglio .. ogni|volta|braccia|voto|quando|polsi
        paura di farmi qualcosa|male
        ragazzo|ragazza|marito|moglie|padre|madre|patrigno|zio|fratello|ex|lui|lei|compagno .. picchia|violenta|violentata|abusa|maltratta|minaccia|strozza mi|di|e|me|sempre|non
        mi picchia|picchiano|violenta|maltratta|maltrattano
        minacci* .. morte|uccidermi|ammazzarmi
        vuole|vogliono uccidermi|ammazzarmi
        abusa|abusato|abusava di me
        # Dutch
        wil|wou|wilde niet|nie meer leven
        wil niet meer verder|bestaan
        geen zin .. leven
        wil|wou|wilde gewoon|alleen|liever dood|sterven
        wil dood|sterven
        denk*|dacht|gedachten|gedachtes .. zelfmoord|suicide
        zelfmoord plegen
        mezelf|mijzelf|mij van kant maken
        mezelf|mijzelf|me .. kant maken
        mezelf|mijzelf iets|wat aan|aandoe|aandoen|doe|doen
        mezelf|mijzelf ophangen|vermoorden|verhangen
        beter af zonder mij|me
        maak|maken er een|n eind|einde aan
        maak|maken eind|einde aan .. leven
        inslapen .. nooit|niet .. wakker
        nooit meer wakker
        doe|doet mezelf|mijzelf .. pijn
        mezelf pijn .. doe|doen|weer
        snij|snijd|sneed mezelf|mijzelf|mij
        vriend|vriendin|man|vrouw|vader|moeder|stiefvader|broer|oom|ex|hij|ze .. slaat|mishandelt|misbruikt|verkracht|bedreigt|wurgt me|mij
        slaat|mishandelt|misbruikt|verkracht|bedreigt|wurgt me|mij
        me|mij .. vermoorden|vermoordt|afmaken
        word|werd|ben .. mishandeld|misbruikt|verkracht|geslagen
        hij .. me|mij .. wat|iets aandoet|aandoen
        # Polish
        nie chce|chcem mi|juz|sie zyc|juz zyc
        nie chce zyc
        nie chce mi sie zyc
        chce|chcialabym|chcialbym|wole umrzec|sie umrzec|zabic
        chce|chcialabym|chcialbym|zamierzam sie zabic|powiesic
        mysl* .. samoboj*
        mysli samobojcze
        popelnie|popelnic|zrobie samobojstwo
        zabije|zabic|powiesze|potne sie|siebie .. dzisiaj|jutro|juz|bo|mam
        zabije|powiesze|potne sie
        lepiej .. beze mnie
        juz|wiecej mnie nie bedzie
        mnie nie bedzie .. swiecie|tym
        zasnac .. nie|nigdy .. obudzic
        sie okaleczam|tne
        okaleczam|tne sie
        sobie cos|krzywde zrobie|robie|zrobic
        cos|krzywde sobie zrobie|robie|zrobic
        chlopak|dziewczyna|maz|zona|ojciec|matka|ojczym|brat|wujek|byly|on|ona|partner .. bije|gwalci|molestuje|grozi|dusi|kat* mnie|mi|sie|i
        mnie bije|bija|gwalci|molestuje .. i|w|bo|maz|chlopak|ojciec|dom*
        bije mnie
        grozi .. zabije|smierc*
        boje sie o zycie
        nade mna znec*
        znec* .. nade mna
        ojczym .. molestuje
        zgwalcil*
        ",
    )
});

/// Who speaks of the subject, of a figure of speech or of a work, and not of themselves.
static INNOCENT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        if|when i fail|dont|forget|miss|get
        laugh*|lachen|risa|rire|ridere|smiechu|rir
        abo|abonnement|suscripcion|abbonamento|subscription|abonamen*|subskrypcj*|assinatura
        leaderboard|ranking*|rangliste|ranglijst|clasific*|classifica|classement|rankingu
        prevent*|pravention|prevenc*|prevenzione|preventie|zapobieg*|suizidprav*
        essay|novel|hamlet|poem|werther|tesina|dissertation|hausarbeit|werkstuk|bovary|ortis|karenina|romeo|romeu|hamleta
        movil|telefono|handy|telephone|celular
        linux|process|prozess|proceso|processus|processo|proces
        ",
    )
});

/// Whether somebody may harm themselves or is in danger.
#[must_use]
pub fn is_in_danger(text: &str) -> bool {
    let words = folded(text);
    DANGER.are_in(&words) && !INNOCENT.are_in(&words)
}

#[cfg(test)]
mod tests {
    use super::is_in_danger;

    #[test]
    fn danger_is_told_from_figures_of_speech() {
        for said in [
            "i failed again and i dont want to live anymore",
            "I'm going to kill myself",
            "ich will nicht mehr leben",
            "je veux mourir",
            "me quiero morir",
            "my stepdad beats me",
        ] {
            assert!(is_in_danger(said), "{said}");
        }
        for said in [
            "this quiz is killing me",
            "a dead link in week 3",
            "I don't want to miss the live class",
            "suicide prevention course: where do I enrol?",
            "my grandmother died, can I get an extension",
            "how do I end my session",
            "my mom is gonna kill me if i fail",
        ] {
            assert!(!is_in_danger(said), "{said}");
        }
    }
}
