//! Danger: somebody says that they may harm themselves, or that others harm them (M1).
//!
//! In the twelve languages that are listened to, by what people say of themselves: a course on the subject, a figure of
//! speech and a dead link are none. `cargo xtask eval talk` measures it.

use super::classifier::Classifier;
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
        # Russian
        не хочу|хочется|могу больше|дальше|уже жить
        не хочу|хочется жить
        жить не хочу|хочется
        хочу|хочется|лучше умереть|сдохнуть
        хочу|хочется|лучше бы|уже|просто|только умереть|сдохнуть
        чтоб|чтобы меня не было
        лучше бы .. не родился|родилась|просыпался|просыпалась
        заснуть|уснуть .. не проснуться|просыпаться
        покончу|покончить с собой|жизнью|этим|всем
        покончу|покончить .. собой
        убить|убью|убил|прикончу себя
        убьюсь
        мысли|думаю|думала|думал|мыслей о|об|про самоубийств*|суицид*
        повешусь|повеситься|вешаться|спрыгну|выпрыгну|отравлюсь|отравиться
        самоубийство|суицид .. мысли|хочу|думаю|совершить
        нет|никакого смысла|сил жить
        смысла|сил .. жить .. нет
        всем|им|лучше|легче без меня
        лучше|легче .. без меня
        меня больше|скоро|завтра не будет
        режу|порезал|порезала|порежу|резать|режусь себя|руки|вены|себе
        режу|режусь .. опять|снова|каждый|когда
        причиняю|причинить|наношу себе вред|боль
        сделаю|сделать с собой что*
        сделаю|сделать что* с собой
        наглоталась|наглотался|выпила|выпил .. таблеток
        отец|папа|отчим|мать|мама|муж|парень|брат|дядя|бывший|сожитель|он|родители .. бьет|бьют|избивает|избил|насилует|изнасиловал|домогается|угрожает|душит|пристает
        меня|мне бьет|бьют|избивает|избивают|насилует|угрожает .. дома|муж|отец|отчим|парень|убить|каждый|постоянно
        меня .. бьет|бьют|избивает|избивают|насилует|изнасиловали|изнасиловал|избили
        угрожает .. убить|убьет|зарезать
        боюсь за свою|мою жизнь
        боюсь .. домой|дома .. бьет|бьют|отец|отчим|муж
        # Arabic
        لا|ما|مش|مو|مابي أريد|اريد|ابي|ابغى|عايز|عايزة|عاوز|بدي|ودي أن|اني|انا أعيش|اعيش
        لا|ما|مش|مو أريد|اريد|ابي|ابغى|ابغي|عايز|عايزة|عاوز|عاوزة|بدي|ودي أعيش|عيش|العيش|الحياة
        أريد|اريد|ابي|ابغى|ابغي|عايز|عايزة|عاوز|عاوزة|بدي|ودي|اتمنى|نفسي .. أموت|اموت|الموت|انتحر|أنتحر
        سأقتل|أقتل|اقتل|قتل|بقتل|هقتل|حقتل|هموت|بموت نفسي|حالي|روحي
        سأنتحر|هنتحر|حنتحر|انتحر|بنتحر
        أفكر|افكر|بفكر|فكرت|أفكار|افكار .. الانتحار|انتحار|انتحر|بالانتحار|انتحارية
        أنهي|انهي|إنهاء|انهاء حياتي
        أنهي|انهي|إنهاء .. حياتي
        تعبت|زهقت|مليت|كرهت من|حياتي|الحياة الحياة|حياتي|الدنيا|والحياة
        كرهت حياتي|الحياة|الدنيا
        أفضل|افضل|احسن|أحسن بدوني|من|لو غيري|بدوني|ماكنت
        بدوني|غيري .. أفضل|افضل|احسن|مرتاحين
        أؤذي|اؤذي|أذي|اذي|أجرح|اجرح|بجرح|أقطع|اقطع|بأذي|باذي|إيذاء|ايذاء نفسي|حالي|ايدي|يدي
        لا|ما أستيقظ|اصحى|أصحى|اصحي .. أبدا|ابدا|تاني|مرة
        أنام|انام .. ما|لا|ولا|ومصحاش أصحى|اصحى|أستيقظ|استيقظ
        يضربني|يضربوني|بيضربني|بيضربوني|ضربني|يعنفني|يغتصبني|اغتصبني|يتحرش|يتحرشون|تحرش|بيتحرش
        أبي|ابي|ابوي|أبويا|ابويا|بابا|والدي|زوجي|جوزي|اخوي|أخي|اخويا|خالي|عمي|خطيبي|أهلي|اهلي .. يضربني|بيضربني|يضربوني|بيضربوني|يهددني|بيهددني|يعنفني|يغتصبني
        يهددني|بيهددني|هددني|يهددوني .. بالقتل|يقتلني|هيقتلني|بقتلي|قتلي|السكين|سكينة
        خايف|خايفة|خائف|خائفة|أخاف على حياتي
        ما عاد|بقى|بقاش فيني|قادر|قادرة|بقدر أعيش|اعيش|عيش
        مبقتش|معدتش عايز|عايزة|قادر|قادرة .. اعيش|أعيش|اكمل
        # Hindi
        मरना|मर चाहता|चाहती|जाना|जाऊं|जाऊँ
        जीना|जीने नहीं|नही चाहता|चाहती
        नहीं|नही जीना चाहता|चाहती|है
        जीने का|की मन|इच्छा नहीं|नही
        आत्महत्या|सुसाइड|खुदकुशी कर|करना|करने|करूंगा|करूँगा|करूंगी|करूँगी|के|का|की
        अपनी जान|ज़िंदगी|जिंदगी देना|दे|लेना|ले|खत्म|ख़त्म
        खुद|ख़ुद|अपने|अपनेआप को .. मार|नुकसान|चोट|काट|काटता|काटती|फांसी|खत्म
        सब|सबकुछ कुछ खत्म|ख़त्म कर|करना
        मेरे बिना बेहतर|खुश|सब|अच्छा
        मैं नहीं|नही रहूंगा|रहूँगा|रहूंगी|रहूँगी
        मुझे|मुझको मारता|मारते|मारती|पीटता|पीटते|पीटती|धमकी|धमकाता
        पति|पिता|पापा|पिताजी|बाप|भाई|मां|माँ|ससुराल|चाचा|मामा|बॉयफ्रेंड .. मारता|मारते|मारती|पीटता|पीटते|पीटती|पिटाई|छेड़ता|छूता|छूते
        मेरे|मेरा साथ बलात्कार|रेप|जबरदस्ती|यौन|गलत
        बलात्कार|रेप किया|हुआ
        जान से मारने|मार
        # Hindi in Latin letters
        marna|mar|marne chahta|chahti|chahata|chaahta|chaahti|chata|chati|hai|jau|jaun|jaunga|jana|ka
        mar jana|jaana|jau|jaun chahta|chahti
        jeena|jina|jeene|jine nahi|nahin|nhi|nai chahta|chahti|chahata|hai|h
        nahi|nahin|nhi jeena|jina chahta|chahti|hai|h|ab
        jeene|jine ka|ki mann|man|iccha|himmat nahi|nahin|nhi
        suicide|khudkushi|khudkhushi|aatmhatya|atmahatya karna|karne|kar|karlu|karlunga|karlungi|karunga|karungi|krna|krne|kr|ke|ka
        apni jaan|jan|zindagi|jindagi|life dena|de|dedu|dedunga|lena|le|khatam|khatm|end
        khud|apneaap|aap ko .. maar|mar|marna|hurt|kaat|kaatta|kaatti|kat|nuksan|cut|hang|khatam
        sab kuch|kuchh khatam|khatm kar|karna
        mere bina .. khush|better|behtar|acche|achhe|sab
        mujhe|muje|mujko maarte|marte|maarta|marta|maarti|marti|peette|pitte|peetta|pitta|peette|dhamki
        papa|pita|pitaji|baap|pati|husband|bhai|father|dad|mummy|boyfriend|bf|chacha|mama|jija .. maarte|marte|maarta|marta|maarti|peette|pitte|peetta|pitta|chhedta|chedta mujhe|muje|hai|hain|h|he|rehte|roz
        mere saath|sath rape|balatkar|zabardasti|jabardasti|galat
        jaan|jan se maar|mar|marne|maarne
        ",
    )
});

/// The same in Chinese, which has no spaces: pieces of a text.
const DANGER_TOGETHER: &[&str] = &[
    "不想活",
    "我想死",
    "想去死",
    "好想死",
    "只想死",
    "真想死",
    "去死算了",
    "死了算了",
    "活不下去",
    "不想再活",
    "活着没意思",
    "活着没意义",
    "活着没有意",
    "活着还有什么",
    "想自杀",
    "要自杀",
    "自杀念头",
    "自杀的念头",
    "自杀的想法",
    "结束生命",
    "结束自己",
    "结束我的生命",
    "结束这一切",
    "了结自己",
    "了结生命",
    "轻生",
    "想跳楼",
    "去跳楼",
    "跳下去",
    "割腕",
    "割自己",
    "划自己",
    "自残",
    "自殘",
    "伤害自己",
    "傷害自己",
    "没有我会更好",
    "没有我大家",
    "沒有我",
    "吞药",
    "吃了很多安眠药",
    "不想活了",
    "不想醒来",
    "再也不醒",
    "不要醒来",
    "打我",
    "家暴",
    "虐待我",
    "强奸",
    "強姦",
    "性侵",
    "猥亵",
    "骚扰我",
    "要杀我",
    "杀了我",
    "要殺我",
    "殺了我",
    "威胁我",
    "威脅我",
    "结束自己的生命",
];

/// Of these, what is said of oneself in plain words.
const THEIRS_TOGETHER: &[&str] = &[
    "我不想活",
    "我想死",
    "我想自杀",
    "我要自杀",
    "活不下去",
    "我想去死",
];

/// What means the opposite, or nobody, though it has such a piece in it.
const INNOCENT_TOGETHER: &[&str] = &[
    "妈会杀了我",
    "爸会杀了我",
    "老师会杀了我",
    "想死你",
    "预防",
    "預防",
    "打我电话",
    "打我的电话",
    "打我手机",
    "打我的手机",
    "防治",
    "课程介绍",
];

/// What somebody says of themselves in plain words: it counts whatever else they speak of.
static THEIRS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        # English
        kill|killing|hang|hanging|harm|harming|cutting|drown|poison myself
        want|wanna|wish to die
        wanna die
        dont|not|never ..0 want|wanna ..0 to ..0 live|exist
        dont|not ..0 want|wanna ..0 live|exist
        dont want to be alive
        end|ending my life
        take|taking my own life
        im|feel|feeling suicidal
        boyfriend|girlfriend|husband|wife|dad|father|mom|mum|mother|stepdad|stepfather|stepmom|brother|uncle|partner|parents .. hit|hits|beat|beats|hitting|beating|choked|choking|abuses|abused|abusing|raped|rapes|molested me
        raped|molested me
        # German
        will|mochte nicht|nimmer mehr leben
        will|mochte nicht|nimmer leben
        will|mochte|wollte einfach|nur|endlich|lieber sterben
        will|mochte sterben
        mich umbringen|umzubringen
        vater|mutter|freund|mann|stiefvater|eltern .. schlagt|schlagen|missbraucht|vergewaltigt mich
        # Spanish
        no|ya quiero vivir
        no quiero seguir viviendo|vivo|viva
        quiero morir|morirme|matarme|suicidarme
        me quiero morir|matar
        acabar con mi vida
        # French
        veux|envie de|juste mourir
        veux mourir
        me suicider|tuer
        plus|pas envie de vivre
        # Portuguese
        nao quero mais|viver viver|mais
        quero morrer|me matar
        vou me matar
        # Italian
        voglio|vorrei morire|suicidarmi|uccidermi|ammazzarmi
        non voglio piu vivere
        non voglio vivere
        # Dutch
        wil niet meer leven
        wil dood|sterven
        mezelf|mijzelf van kant|ophangen|doden
        # Polish
        nie chce zyc|juz|mi zyc
        chce umrzec|sie zabic
        # Russian
        не хочу жить|больше жить
        хочу умереть|сдохнуть
        покончить|покончу с собой
        убью|убить себя
        # Arabic
        اريد|عايز|عايزة|بدي|ابغى|ابي اموت|انتحر
        لا اريد أن اعيش
        اقتل نفسي
        # Hindi
        मरना चाहता|चाहती
        marna|mar chahta|chahti
        आत्महत्या करना|करने|कर
        suicide karna|karne|kar|karlunga
        ",
    )
});

/// Figures of speech with the same words.
static FIGURES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        myself|die|dying|died|dead .. laugh*
        tot|tod lach*
        morir|morirme|muero|muerto .. risa
        mourir|mort|morte .. rire
        morire|morto|morta .. ridere|risate
        morrer|morto|morta|morrendo .. rir|risada
        umrzec|umieram .. smiechu
        умереть|умираю|сдохнуть .. смеху|смеха|скуки
        اموت|الموت من|ضحك الضحك|ضحك|الجوع
        hans|haste|हंस|हँस .. mar|marna|मर
        vivir pegad*
        vivir en|con|cerca .. residencia*|campus|piso|colegio|habitacion|ciudad
        vivere in|nel|con|a .. campus|residenza|collegio|appartamento|stanza|studentato
        viver|morar no|na|em|com .. campus|alojamento|republica|residencia|quarto|moradia
        vivre en|sur|a|dans .. campus|residence|cite|chambre|studio|internat
        wohnheim|studentenwohnheim leben|wohnen
        wonen|leven op|in .. campus|kamer|studentenhuis
        zyc|mieszkac w|na .. akademik*|kampus*|internat*
        السكن الجامعي|الطلابي
        to live in|on|at|near|off|with .. campus|dorm*|hall*|residence|room*|flat|apartment|city
        не хочу жить в|на ..1 общежит*|общаг*|кампус*|квартир*|город*
        ",
    )
});

/// Who speaks of the subject, of a figure of speech or of a work, and not of themselves.
static INNOCENT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        kill|murder me if|when i fail|forget|miss|flunk|dont
        me tuer|tue si|quand je|jai rate|loupe|oublie|valide
        me mata|matan|matara|matar si|cuando no|suspendo|repruebo|jalo
        me mata|matar se|quando eu|nao|reprovar|reprovo|rodar
        mi ammazza|uccide|ammazzano se|quando non|boccio|bocciano|prendo
        bringt mich um wenn|falls|weil
        vermoordt|vermoorden me|mij als|wanneer
        zabije|zabija mnie jak|jesli|gdy
        убьет|убьют меня если|когда .. завалю|не|провалю|двойку
        تقتلني|يقتلني|بتقتلني|هتقتلني|تذبحني|يذبحني اذا|لو|ان رسبت|سقطت|نسيت|جبت
        laugh*|lachen|risa|rire|ridere|smiechu|rir
        abo|abonnement|suscripcion|abbonamento|subscription|abonamen*|subskrypcj*|assinatura
        leaderboard|ranking*|rangliste|ranglijst|clasific*|classifica|classement|rankingu
        prevent*|pravention|prevenc*|prevenzione|preventie|zapobieg*|suizidprav*|профилактик*|الوقاية|रोकथाम
        essay|novel|hamlet|poem|werther|tesina|dissertation|hausarbeit|werkstuk|bovary|ortis|karenina|romeo|romeu|hamleta
        movil|telefono|handy|telephone|celular
        linux|process|prozess|proceso|processus|processo|proces
        ",
    )
});

static FILE: &[u8] = include_bytes!("../../data/danger.bin");
static CLASSIFIER: LazyLock<Option<Classifier<'static>>> = LazyLock::new(|| Classifier::read(FILE));

/// How much like messages of people in danger a message has to be (0 to 1, by the classifier), by what its phrases say.
/// Source: `cargo xtask train-intent` prints who is heard and who is falsely, of messages it was not fitted to, and `cargo
/// xtask eval talk`.
mod needed {
    /// It says so in plain words of oneself.
    pub(super) const PLAIN: f32 = 0.0;
    /// It has a phrase that is also said of other things.
    pub(super) const PHRASE: f32 = 0.2;
    /// Plain words, beside a figure of speech or a subject that has them too.
    pub(super) const PLAIN_DOUBTED: f32 = 0.4;
    /// Such a phrase, beside one.
    pub(super) const PHRASE_DOUBTED: f32 = 0.5;
    /// It has none.
    pub(super) const NOTHING: f32 = 0.8;
}

/// Whether somebody may harm themselves or is in danger: by what they say, and by how much it is like what others say who
/// are.
#[must_use]
pub fn is_in_danger(text: &str) -> bool {
    let sure = CLASSIFIER.as_ref().map_or(1.0, |it| it.probability(text));
    sure >= needed(text)
}

/// How much like messages of people in danger it has to be, 0 to 1.
#[must_use]
pub fn needed(text: &str) -> f32 {
    let words = folded(text);
    let together: String = words.concat();
    let has = |pieces: &[&str]| pieces.iter().any(|piece| together.contains(piece));
    let is_plain = THEIRS.are_in(&words) || has(THEIRS_TOGETHER);
    let is_phrase = || DANGER.are_in(&words) || has(DANGER_TOGETHER);
    let is_doubted = || FIGURES.are_in(&words) || INNOCENT.are_in(&words) || has(INNOCENT_TOGETHER);
    match (is_plain, is_plain || is_phrase()) {
        (true, _) if FIGURES.are_in(&words) => needed::PLAIN_DOUBTED,
        (true, _) => needed::PLAIN,
        (false, true) if is_doubted() => needed::PHRASE_DOUBTED,
        (false, true) => needed::PHRASE,
        (false, false) => needed::NOTHING,
    }
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
            "I want to kill myself, they all laugh at me",
            "I don't want to live, at my dorm everyone hates me",
            "someone raped me in the hostel, please help me",
            "hostel mein roommate mujhe maarta hai",
            "no quiero vivir más, en el colegio me odian",
            "não quero mais viver, fico no meu quarto chorando",
            "بدي انتحر، انا في السكن الجامعي",
            "хочу умереть, не могу жить в этой комнате",
            "我想自杀，请给我打电话",
            "I want to kill myself if I fail this exam",
            "im going to kill myself when i get home",
            "i failed my essay and i want to die",
            "my dad beats me when i get bad grades",
            "ich will nicht mehr leben, meine hausarbeit ist durchgefallen",
            "je veux mourir, j'ai raté ma dissertation",
            "я не хочу жить",
            "我不想活了",
            "لا أريد أن أعيش",
            "main marna chahta hun",
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
            "كيف رح اعرف علامتي",
            "رح اقدم الامتحان بكرا",
            "غيري حصل على درجة أفضل مني",
            "معدتش قادر اكمل الكورس",
            "系統沒有我的成績",
            "如何规划自己的学习时间",
            "年轻生物老师",
            "减轻生活压力",
            "老师可以打我手机吗",
            "老师打我的作业分数太低",
            "请不要再发邮件骚扰我",
            "视频看完会自动跳下去吗",
            "怎么结束自己的测验",
            "反性侵培训课程在哪里",
            "exam 15 mar ko hai kya",
            "exam se pehle sab kuch khatam karna hai",
            "aap ko bataya tha quiz hang ho gaya",
            "mere saath galat hua hai, marks kam diye",
            "मैं कल नहीं रहूंगा क्लास में",
            "मुझे सब कुछ खत्म करना है",
            "Меня завтра не будет на вебинаре",
            "Mnie nie będzie w tym tygodniu",
            "the quiz kicked me out and I lost my answers",
            "Zoom kicked me out again",
            "I won't be here next week",
            "I don't want to attend live sessions",
            "Do I need to do anything to enrol myself?",
            "my laptop is going to die",
            "Can someone shoot me the zoom link?",
            "the internet at my house won't work",
            "I hurt myself at football practice",
            "Nächste Woche bin ich nicht da",
            "Der Kalender zeigt mir etwas anderes an",
            "Droht mir eine Strafe",
            "se me cortó el internet cuando hacía la prueba",
            "mi mamá me va a matar si repruebo",
            "la connexion me coupe à chaque fois",
            "je veux en finir avec ce module",
            "Kunt u me de toets laten afmaken?",
            "o sistema está ameaçando bloquear",
            "ik ben er klaar mee",
            "ich kann nicht mehr, die Seite stürzt ab",
        ] {
            assert!(!is_in_danger(said), "{said}");
        }
    }
}
