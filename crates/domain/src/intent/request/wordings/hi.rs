//! What asks for a person in Hindi, in both scripts.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = counsellor|wale|bandhe|bande|इंसान|इन्सान|व्यक्ति|एजेंट|अधिकारी|प्रतिनिधि|आदमी|कर्मचारी|मैनेजर|ऑपरेटर|insaan|insan|aadmi|vyakti|adhikari|banda|bande|agent|karmchari|human|person|manager|supervisor|executive|operator|representative|senior|expert|incharge|leader|authority|officer|staff|rep|counselor|samajhdar|walo|department
        desk = किसी|कोई|kisi|kisise|koi|support|team|care|टीम|सपोर्ट
        talk = बात|बातचीत|baat|bat|baatchit|contact|संपर्क|sampark|guidance
        say = बात|बातचीत|baat|baatchit|jodo|milao|milwao|मिलवा*|जोड़ो
        hand = जोड़ें|जोड़|जोड़ो|मिलवा*|कनेक्ट|jodo|joden|milao|milwao|milwa|connect|transfer|karwao|karwa|escalate|bulao|बुलाओ|बुलाइए|bolo|bula|bulwao|lagao|forward|bhejo|bhej|jod|pahunchao|pahuncha
        do = karo|karna|karni|karao|karwao|karwa|karwado|kare|karein|kijiye|karu|sakta|sakti|करना|करनी|करवा*|करा*|करें|कीजिए|सकता|सकती|चाहता|चाहती|chahta|chahti|hai
        want = chahiye|chahie|chaiye|chaahiye|chahta|chahti|do|dijiye|dedo|mangta|bulao|चाहिए|दो|दीजिए|दें
        bot = bot|robot|machine|computer|रोबोट|मशीन|बॉट|chatbot
        no = nahi|nahin|nai|mat|नहीं|मत
        others = teacher|professor|sir|madam|student|शिक्षक|अध्यापक|dost
        alone = insaan|insan|इंसान|agent|representative|एजेंट|प्रतिनिधि
        company = please|chahiye|चाहिए|do|se|baat|real|ek|एक|koi|mujhe|मुझे
    ",
    asks: "
        $person|$desk se|say|ke|को|से|के .. $talk|$hand
        $person|$desk .. $talk .. $do
        $person|$desk .. $hand
        $say .. $do .. $person|$desk
        $say .. $person
        $bot se|से .. $no .. $talk
        $bot .. $no .. $want
        kisi real|asli|sahi bande|aadmi|insaan|vyakti
        $person ko bula|bulao|bolo|line|bhejo
        $person|wale se .. baat|discuss|connect
        seedha|sidha kisi .. $person
        $bot se|say|ke .. baat|bat|baatchit .. nahi|nahin|nai|mat
        transfer|connect|forward kar|karo|karke|kardo .. kisi|$person
        call|chat|line .. transfer|connect .. do|karo|kar
        kisi|koi|$person .. ko|se .. bolo|bol|kaho .. call|phone|baat
        kisi|koi .. aur|dusre|doosre ko|se do|baat|connect
        koi|$desk .. madam|sir|banda|person|$person .. aa|chat|baat sakte|sakta|sakti|pe
        $person|kisi ko bhejo|bhej|bula|bulao
        $person|department se jod|jodo|connect|milao|milwa
        se baat ho sakti|sakta
        team mein|me se koi
        koi|$person .. mujhse|mujhe|unhe .. sampark|phone|call
        $person .. unhe|unko|mujhe phone|call kar
        unhi|unke|usi ke paas|se .. transfer|connect
        kisi .. bande|insaan|aadmi|$person tak
        connect|jod kar|dijiye|do .. dijiye|do
    ",
    brief: "
        $person .. $want
        maker chahiye
        directly|seedhe|sidhe|phone|live|detail .. $talk .. $do
        one on one .. $talk
        live|human|insani|technical|customer support|chat|help|care .. $want
        escalation|callback .. $want
        call back .. $want
        escalate|transfer $do
        responsible|koi person|hai .. kaun|kya
        koi .. hai kya
    ",
    with: "",
    not_with: "",
    refuses: "
        $person se|से .. $talk $no
        $person $no .. $want
        kisi se .. baat .. nahi
        nahi .. kisi .. se baat nahi
        $desk|$person ko|se .. $hand mat|nahi|nahin
        mat|nahi .. $hand
    ",
    about: "
        $others se|से .. $talk
        number|नंबर .. $person
        $person ka|ki|ke|का|की number|email|naam
    ",
};
