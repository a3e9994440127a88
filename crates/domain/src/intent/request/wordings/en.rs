//! What asks for a person in English.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = human|humans|hooman|humain|person|people|agent|agents|rep|reps|operator|operators|advisor|adviser|advisors|specialist|supervisor|manager|staff|employee|employees|consultant|technician|officer|executive|personnel|receptionist|boss|colleague|representative|representatives|moderator|expert|teammate|csr|advisers|guy|registrar|nurse|counsellor|counselor|clerk|folks|officers
        desk = admin|administrator|admins|someone|somebody|sum1|some1|anyone|anybody|any1|whoever|support|suport|team|helpdesk|service|services|care|hr|department|office|somone|sombody|sme1|desk|hotline
        pass = connect|conect|connected|link|transfer|tranfer|transfered|transferred|handoff|put|pass|patch|forward|redirect|switch|route|escalate|reconnect
        talk = talk|talking|speak|speaking|chat|chatting|tlak|tallk|takl|speek|discuss|converse|conversing|communicate
        hand = connect|conect|connected|link|handoff|tranfer|transfer|transfered|transferred|forward|put|pass|patch|redirect|switch|route|escalate|hand|handover|show|send|direct|refer|bring|take|move
        get = want|wanna|need|get|give|gimme|find|prefer|request|require|demand|summon|call|fetch|lemme|rather|wish|desire
        real = real|live|actual|human|proper|alive|living
        one = a|an|the|some|any|real|live|actual|human|proper|your|another|different
        no = dont|not|no|never|stop|hate|tired|sick|without|doesnt|didnt|cant
        bot = bot|bots|robot|robots|machine|machines|computer|computers|ai|chatbot|chatbots|automated|automation|autoresponses
        others = instructor*|teacher*|professor*|prof|tutor*|lecturer*|classmate*|student*|peer*|parent*|friend*|ta|tas|dean|mentor*|coach|group|partner*|participant*|course|class|each
        alone = human|humans|hooman|humain|agent|agents|rep|reps|representative|representatives|operator|operators|supervisor|advisor|specialist
        company = please|pls|plz|now|a|an|the|real|live|human|ok|okay|just|me|to|customer|service|services|support|asap|immediately|yes|no|only|help|desk|urgently|right|away|get|want|need|it|is|instead
    ",
    asks: "
        $talk to|with|2|wiht|w .. $person|$desk
        $talk $person
        $talk directly .. $person|$desk
        $talk .. $real
        word|words|conversation|call with .. $person|$desk
        $pass me|us|this|it|chat|my|call|over|conversation .. to|with|wiht|through|on .. $person|$desk
        $hand me|us|this|it|chat|my|call|over|conversation .. to|through|on .. $person
        $pass to|through|with .. $person|$desk
        put $one $person
        is there|here|their .. person|representative|rep|human|agent|someone|somebody who|that|i|we can|could|to
        $person is needed|required
        touch with .. $person|$desk
        get|put me|us .. $person|$desk
        give|get|send|gimme|gimmie|fetch|bring|find|lend me|us a|an|some|the|real|live|another|actual $person
        give|get|send|gimme|fetch|find me|us somebody|someone|sum1|some1
        want|need|get|prefer|require|request|demand|rather $one $person
        explained|answered|handled|looked|solved by|at a|an|real human|person|agent
        human being
        need|want|get|send someone|somebody|sum1|some1 from|who|that
        $no want|wanna|need|like|wish|mean|enjoy|prefer .. $talk .. $bot
        $no .. $talk to|with .. $bot
        $person|$desk i|we|that|to|who|whom .. $talk
        available .. $talk
        human|person|agent|representative|operator instead
        member|one|somebody|someone of .. support|team|staff .. look|help|call|contact|ring|check
        human|person ring|call|phone|contact|answer me|us
        can|could|please .. actual|real|live human|person .. ring|call|phone|hop|join|look|help
        discuss|explain|sort .. with one|any of your $person
        ask|tell|have someone|somebody|anyone|$person .. to ring|call|phone|contact
        getting|get|have $one|$person .. $person .. on the|this|here
        it|tech|support guy|girl|lady|man|gal
        can|could|let|have a|an|the human|person|technician|agent|guy|clerk .. look|looks at|into my|this|it .. with|case|me
        human|person look|looks at|into
        $pass me|us|this|it .. to|through .. desk|hotline|department|office
        get me someone|somebody|sum1
        machine get someone|somebody
        just get someone|somebody
        have .. $person|someone ring|call|phone|contact|message me|us
        member of your|the .. department|team|staff .. to|telephone|call|phone|ring
        $person|someone|somebody .. take|takes over
        someone|somebody .. jump|jumps|step|steps in
        $person|someone|somebody .. join|joins|enter this|the|our chat|conversation
        $person|someone|somebody .. talk|walk|guide me|us .. through
        one|any of the|your|those .. $person .. look|help|call|directly
        need|want|like .. discuss|talk .. with|over .. one|any of .. $person
        need|want|like .. discuss .. with .. $person
        get|bring them|him|her back|in|on .. here|me|chat|now
        get|bring him|her back on|here|in
        dont want|wanna|like .. do|discuss|talk|handle .. with a|an|this|the $bot
        get past|around|round you|$bot|this .. reach|talk|speak|$bot|somebody|someone|$person
        past you .. to|and reach|somebody|someone|$person
        direct me|us to .. $person
        from .. take over|this .. chat|conversation
        can|could .. from .. take over
        is anyone|anybody|someone|somebody from .. support|team|desk|staff .. online|there|around|available
    ",
    brief: "
        $real person|people|assistant|employee|staff|someone|somebody|customer
        question|questions|issue for $one $person
        have|see the representative|rep|agent|operator
        only human|humans|person
        connect me to the assistant
        $get .. $real $person
        $get $person
        $get $person|$real help|support|assistance|attention|intervention
        $get .. help|assistance|aid|feedback|response|answer|reply of|from|by .. $person
        help|trying|try finding|find|get|reach .. $person
        ask|tell $one|$person .. $person|call|contact|help|join
        have $one .. $person call|contact|phone|message|email|reach|join
        i|we|who|where|how reach representative|rep|human|person|operator
        how|where .. get|reach|find .. human|person|representative|operator
        is|are there .. $one $person
        is|are $one .. $person .. available|online|there|around|here|free
        is|are|have|got $person .. available|online|there|around|here|free
        is|has|have .. anyone|anybody|someone|somebody there|here|available|around|online|alive|real
        anyone|anybody|someone|somebody|any1 there|here|available|around|online
        do|does|have|has .. have .. any|a $person
        do you have $person
        have any .. $person
        can|could|will|would $one .. $person help|assist|answer|call|contact
        can|could someone|somebody|anyone .. call me|us
        feedback|help|assistance from $one .. $person
        have|let $one .. $person .. help|assist|call|contact|join
        $person needed|required|please|pls|plz|wanted
        where|wheres is|are|s the|a|any|my human|rep|representative|representatives|operator|humans
        $no want|need|like|wanna|use|trust .. $bot
        no|without $bot
        not a|an|another $bot
        no $bot $person
        $person only
        question|issue|problem to a|an $person
        human|agent|live|representative|person|operator transfer|handoff|handover|takeover|support|assistance
        live chat|help|person|support|agent|one|human
        customer|service|support executive|agent|rep|representative|specialist
        support|service team member|agent
        team member
        $get|please|gimme|call customer service|care|support
        customer service|care|support please|now|pls
        human|expert|personal|manual|live assistance|consultation|help|service
        escalate this|it|please|now|me|chat|conversation|matter|ticket|issue
        escalate my call|issue|ticket|chat|case
        contact|reach .. rep|representative|human|operator
        wheres .. rep|representative|human|operator
        transfer me|please|chat|call|conversation
        who can .. send|$talk
        $person now
    ",
    with: "
        i|im|can|could|may|want|wanna|let|like|need|please|lemme|how|id|who|rather|prefer .. talk|speak|chat|tlak|tallk|talking|speaking to|with|2
    ",
    not_with: "
        to|with|2 .. $others|$bot
        to|with|2|$talk $bot
        to|with|2 .. you|u|each|them|him|her|my|other|others|about|ya|yourself|me|these|myself
        talk|speak|chat with|to the|a|an|this|new travel|finance|virtual|assistant|screen|app|page
    ",
    refuses: "
        dont|not|no|never|didnt want|need|wish|mean|like|have .. $talk .. $person|$desk
        dont|not|no|never|didnt want|need|wish a|an|any|to|another $person|$desk
        dont|not|never .. $hand me|us|this .. $person|$desk|anyone|anybody
        no|not need .. $hand|$talk|$person
        no need for|of|to .. $person|$desk
        without .. $talk|calling|contacting|asking|$person
        instead of .. $talk|calling|contacting|a|an $person|to|with|a
        before i $talk|contact|call
        dont|not|never|no .. $hand me|us|this
    ",
    about: "
        am|im|as|be|become|becoming|being|was|working a|an|your|the|like $person
        become|becoming $person
        in person
        per|each|which|one|another|other|new|second|every person|people|staff|agent|user
        $person role|roles|profile|profiles|permission|permissions|interface|dashboard|workspace|based|name|names|id|account|centred|centered|status|anatomy|biology|resources|rights|subjects|ticket|tickets|system|group|groups|site|limit|commission|code|license|licence|error|biology|geography|body|resource|development|interaction|factors|nature
        people|someone|anyone|person|somebody|anybody|staff|members in|of|from my|the|our|a|this|their group|course|class|forum|team|project|cohort|section|chat|classroom
        $talk|contact|message|call|email|write my|the|our|his|her|their|your $others
        $talk|message|write to|with my|the|our|his|her|their|your $others
        contact number|details|information|info|with
        phone|email|telephone number|address|of|for
        list|number|role|part|name of .. $person
        sound|sounds like
        near|nearest|closest $person|me|office
        who is|are|s the|your|my $person
        what is|are|does|s a|an|the|my $person
        my|travel|estate|insurance adjuster|agent|insurance
        hear|hearing|heard|see|seeing .. people|person|someone|anyone
        service|care|support .. complaint|complain|objection
        complaint|complain|objection|complaining .. service|care|support
        $person|agents training|details|duty|duties|documents
        for|about|of|from .. insurance|travel|information agent|agents|officer|person
        insurance|travel|estate agent|expert|agents
        a|the person|manager .. do|take|get|be
        my favorite people
        area|city
        become|know|learn about|$person $person|agents|people
        add|enrol|enroll|invite|remove|delete|share|assign|unenrol|unenroll|grade|allow|include .. $person|someone|somebody|anyone|people
        money|funds|credit|credits|grade|grades|course|courses|file|files|balance|account|data transfer
        transfer|switch|move|forward|send|hand .. money|funds|credit|credits|grade|grades|course|courses|file|files|balance|data|email|mail|assignment|homework|ownership|certificate
        quote|said|says|wrote|written|announcement|typed|posted|writes .. $talk|contact|$person
        schedule|book .. call|meeting|appointment
        video|phone|conference|group call|calls
    ",
};
