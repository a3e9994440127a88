//! Matters of one account: what no article can know (B7).

use super::folded::{Phrases, folded, lists};
use std::sync::LazyLock;

/// What somebody says who asks about their own record, and not how something is done.
static OWN: LazyLock<Phrases> = LazyLock::new(|| {
    let lists = lists(
        "
        do = add|arrange|cancel|change|check|correct|delete|extend|find|fix|give|look|move|reactivate|recover|refund|remove|resend|reset|restore|send|unblock|undo|unlock|update
        i = i|me|my|we|our|us|they
        ",
    );
    Phrases::read_with(
        &lists,
        "
        # was I charged twice, you charged me, I got billed two times.
        was|were|been|got|getting ..3 charged|billed|invoiced|debited
        charged|billed me|us|twice|double|again|two|2
        # can you check order 5, could someone unlock my account.
        can|could|would|will|pls|please ..2 you|u|someone|somebody|anyone|support|team ..2 $do
        please|pls|plz ..2 $do ..2 my|our|me|us|it|him|her|them|this
        # why did I only get 43, why is this month's invoice higher.
        why ..2 did|do|is|was|have|are ..2 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        how ..0 come ..3 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        how ..2 did|was ..2 $i ..2 get|got|fail|failed|lose|lost|graded|banned|blocked|charged|suspended
        why ..5 invoice|bill|charge|payment
        did|have|has you|u|they get|got|receive|received|ship|shipped|send|sent|process|processed
        # order 48213, ticket #5512, user id is patelr4.
        order|invoice|ticket|case|transaction|reference #
        user|username|student|order|account ..0 id|number|no ..0 is|was|#
        his|her|my|their name|email|username|id is
        # when is homework 5 due, when does quiz 2 open.
        when ..3 is|are|does|do|will|was ..3 # ..3 due|open|opens|close|closes|graded|released|start|starts
        # our site is down, my order is still in processing.
        our|my .. instance|site|server|order|package|parcel|shipment|refund|repo .. is|was|has|says|still|hasnt|isnt
        # the deposit never arrived, restore my lost answers.
        # where is my refund, when do I get my money.
        where|when ..2 my|our refund|money
        restore|recover|undelete my|our|his|her|their|them
        what ..0 happened
        did ..0 i ..0 pass|fail|win
        what|whats ..2 my ..2 grade|score|balance|mark|result
        for ..0 me ..0 personally|specifically
        due|deadline ..0 for ..0 me|us
        # German: wurde mir doppelt abgebucht, können Sie mein Konto entsperren, warum habe ich nur 43 Punkte.
        mir|uns|ich|wir ..3 doppelt|zweimal|falsch ..2 abgebucht|berechnet|belastet|bewertet
        kann|konnen|konnten|konnte|kannst|wurden|bitte ..1 sie|du|ihr|jemand|mal ..4 mein|meine|meinen|meinem|meiner|mich ..4 entsperr*|losch*|zuruckset*|pruf*|freischalt*|korrigier*|wiederherstell*|eintrag*|nachseh*
        warum|wieso|weshalb ..1 habe|hab ..1 ich ..3 nur ..1 #
        warum|wieso|weshalb ..1 bin|wurde ..1 ich ..3 durchgefallen|gesperrt|exmatrikuliert|abgelehnt
        wo bleibt|ist ..0 mein* ..1 geld|bestellung|erstattung|zahlung|uberweisung
        bestellung|rechnung|ticket|bestellnummer|matrikelnummer|kundennummer ..1 #
        # Spanish: me cobraron dos veces, puede revisar mi nota, por qué saqué solo 43.
        me|nos cobraron|cobraste|cobro|facturaron ..2 dos|doble|dobles|duplicado
        puede|puedes|podria|podrias|podrian ..1 revisar|corregir|desbloquear|eliminar|borrar|restaurar|activar|verificar ..0 mi|nuestro|nuestra
        por ..0 que|porque ..2 me|mi ..2 suspendieron|reprobaron|bloquearon|cobraron|pusieron|quitaron|bajaron
        por ..0 que ..1 saque|tengo|tuve ..1 solo
        donde ..0 esta ..0 mi ..0 dinero|reembolso|pedido|pago
        pedido|factura|ticket|matricula|expediente ..1 #
        he ..1 aprobado|suspendido
        # French: on m'a débité deux fois, pouvez-vous débloquer mon compte, pourquoi j'ai eu seulement 43.
        ma|nous|me ..1 debite*|facture*|preleve* ..2 deux|double|2
        pouvez|pourriez|peux ..1 vous|tu ..2 debloquer|corriger|supprimer|verifier|restaurer|changer|reactiver|valider|annuler ..0 mon|ma|mes|notre|nos
        pourquoi ..2 jai|ai|suis ..4 seulement|bloque*|refuse*|recale*|debite*|suspendu*
        ou ..0 est|en ..1 mon|ma ..0 remboursement|argent|commande|paiement
        commande|facture|ticket|dossier|matricule ..1 #
        # Portuguese
        me|fui|fomos ..1 cobraram|cobrado|cobrada|cobrados ..2 duas|dobro|errado|duplicado
        pode|podem|poderia|voces|alguem ..2 verificar|corrigir|desbloquear|excluir|apagar|restaurar|mudar|ativar|alterar ..1 meu|minha|meus|minhas|nosso|nossa
        por ..0 que|porque ..2 tirei|recebi|fiquei|fui|minha|meu ..4 so|apenas|reprovado|reprovada|bloqueado|bloqueada|cobrado|cobrada
        cade|onde ..1 esta|meu|minha ..1 dinheiro|reembolso|pedido|pagamento
        pedido|fatura|boleto|chamado|protocolo|matricula ..1 #
        # Italian
        mi|ci avete|hanno|hai|ha ..1 addebitat* ..2 due|doppio
        puo|puoi|potete|potreste|qualcuno ..2 sbloccare|correggere|cancellare|eliminare|controllare|ripristinare|cambiare|riattivare|verificare ..0 il|la|i|le|l ..0 mio|mia|miei|mie|nostro|nostra
        perche ..2 ho|sono ..4 bocciat*|bloccat*|sospes*
        perche ..1 ho ..3 solo ..1 #
        dove ..0 e|sono ..1 il|i ..0 mio|miei ..0 rimborso|soldi|ordine|pagamento
        ordine|fattura|ticket|matricola ..1 #
        # Dutch
        ben|is|mij|me ..3 dubbel|twee ..2 afgeschreven|gefactureerd|betaald
        kunnen|kunt|kan|kun ..1 jullie|u|je|iemand ..2 mijn|ons|onze ..3 deblokkeren|verwijderen|herstellen|controleren|aanpassen|corrigeren|wijzigen|nakijken|resetten
        waarom ..1 heb|ben|werd ..1 ik ..4 gezakt|geblokkeerd|geweigerd
        waarom ..1 heb ..1 ik ..2 maar ..1 #
        waar ..0 blijft|is ..0 mijn ..0 geld|bestelling|terugbetaling|betaling
        bestelling|factuur|ticket|studentnummer|ordernummer ..1 #
        # Polish
        pobrano|pobraliscie|sciagnieto ..2 dwa|podwojnie|dwukrotnie
        moze|mozecie|moglby|moglaby|prosze ..1 pan|pani|ktos|panstwo|o ..1 odblokowac|sprawdzic|usunac|poprawic|przywrocic|zmienic|odblokowanie|sprawdzenie|usuniecie ..1 moje|moj|moja|mojego|mojej
        dlaczego|czemu ..2 dostalem|dostalam|mam|moje|mnie|zostalem|zostalam ..4 tylko|zablokowan*|oblalem|oblalam|skreslon*
        gdzie ..0 jest|sa ..0 moje|moj|moja ..0 pieniadze|zwrot|zamowienie|platnosc
        zamowienie|faktura|zgloszenie|indeks ..2 #
        # Russian
        списали ..3 дважды|два
        можете|могли|может|прошу|помогите ..3 разблокиров*|удалит*|провер*|исправ*|восстанов*|измен* ..2 мои|мою|мое|моего|моеи|мне
        почему|за ..1 что|мне|я|меня|мои|моя ..4 поставили|заблокир*|отчислил*|списали|завалил*|снизил*
        где ..1 мои|мое|мои ..1 деньги|возврат|заказ|платеж
        заказ|счет|заявка|обращение|зачетка ..2 #
        # Arabic
        خصم*|انخصم* ..3 مرتين
        ممكن|هل|ارجو|تقدر* ..3 تفتح*|تصحح*|تراجع*|تحذف*|تعيد*|تغير*|تشوف* ..2 حسابي|درجتي|علامتي|طلبي|ورقتي
        ليش|لماذا|ليه|لم ..3 رسبت|نقص*|خصم*|حظر*|اخذت|علامتي|درجتي
        وين|اين|أين|فين ..1 فلوسي|المبلغ|طلبي
        # Hindi and Hinglish
        मेरे|मेरा|मेरी|mere|mera|meri ..3 दो|दोबारा|do|dobara ..1 बार|baar ..1 कट*|kat*
        मुझे|mujhe ..1 फेल|कम|ब्लॉक|fail|kam|block ..2 क्यों|kyu|kyun|kyon
        मुझे|mujhe|mera|मेरा ..2 क्यों|kyu|kyun|kyon ..4 फेल|कम|ब्लॉक|fail|kam|block
        ",
    )
});

/// The same in Chinese, which has no blanks between its words.
const OWN_UNSPACED: &[&str] = &[
    "扣了我两",
    "重复扣",
    "扣了两次",
    "帮我解锁",
    "帮我查查我",
    "帮我查一下我",
    "帮我改",
    "帮我恢复",
    "帮我删",
    "帮我重置",
    "查一下我的",
    "改一下我的",
    "恢复我的",
    "解锁我的",
    "为什么我只",
    "为什么我的成绩",
    "为什么我的分",
    "为什么我被",
    "我怎么被",
    "我的退款",
    "我的钱",
    "我的订单",
    "我挂科了吗",
    "我及格了吗",
    "我考了多少",
];

/// Asks for help in doing something oneself: no matter of one's account.
static HELPED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        help me|us ..2 add|change|check|correct|delete|extend|find|fix|move|reactivate|remove|reset|send|unlock|update
        help ..1 with|to|in
        tell|show|explain me|us how|where|what
        ",
    )
});

/// Whether a message asks about its writer's own account, order, grade or case.
#[must_use]
pub fn is_own_matter(text: &str) -> bool {
    let words = folded(text);
    let is_own = OWN.are_in(&words) || OWN_UNSPACED.iter().any(|it| text.contains(it));
    is_own && !HELPED.are_in(&words)
}

#[cfg(test)]
mod tests {
    use super::is_own_matter;

    #[test]
    fn ones_own_record_is_told_from_how_things_are_done() {
        for own in [
            "was I charged twice?",
            "why was i charged 2 times this month",
            "Can you restore my lost answers?",
            "could someone please unlock my account",
            "why did I only get 43 out of 50 on hw3",
            "when is homework 5 due for me",
            "can you check why order 48213 is still in processing",
            "my order still says pending",
            "Mir wurde doppelt abgebucht",
            "Können Sie mein Konto entsperren?",
            "Warum habe ich nur 43 Punkte bekommen?",
            "me cobraron dos veces este mes",
            "¿Puede revisar mi nota del examen?",
            "on m'a débité deux fois",
            "Pouvez-vous débloquer mon compte ?",
            "fui cobrada duas vezes",
            "vocês podem verificar minha nota?",
            "mi avete addebitato due volte il corso",
            "potete controllare la mia iscrizione?",
            "er is twee keer geld afgeschreven",
            "kunnen jullie mijn account deblokkeren",
            "dlaczego dostałam tylko 3 z kolokwium",
            "почему мне поставили только тройку",
            "можете разблокировать мой аккаунт?",
            "ليش رسبت في المادة",
            "ممكن تراجعون درجتي في الاختبار",
            "मेरे दो बार पैसे कट गए",
            "mujhe fail kyu kiya",
            "为什么我的成绩只有43分",
            "帮我解锁账号",
        ] {
            assert!(is_own_matter(own), "{own}");
        }
        for general in [
            "How do I reset my password?",
            "can I change my e-mail address",
            "when am I billed for my subscription",
            "what happens if I downgrade",
            "how do I restore a deleted course",
            "can you tell me how to upload a file",
            "please help me reset my password",
            "Can you help me change my email address?",
            "why is my quiz not opening",
            "how do I get my certificate",
            "Wie setze ich mein Passwort zurück?",
            "Kann ich meine Abgabe löschen?",
            "Warum kann ich mich nicht anmelden?",
            "¿Cómo puedo cambiar mi contraseña?",
            "¿Puedo revisar mi examen?",
            "Comment supprimer mon compte ?",
            "Pourquoi je ne peux pas ouvrir le quiz ?",
            "Como altero minha senha?",
            "Come cambio la mia password?",
            "Hoe wijzig ik mijn wachtwoord?",
            "Jak zmienić hasło?",
            "Как изменить мой пароль?",
            "почему не открывается видео",
            "كيف أغير كلمة المرور؟",
            "मैं अपना पासवर्ड कैसे बदलूँ?",
            "怎么修改我的密码",
            "¿por qué tengo un error al entrar?",
            "he subido el archivo equivocado, ¿qué hago?",
            "Kann jemand aus unserer Gruppe eine andere Datei hochladen?",
            "Warum habe ich beim Quiz nur einen Versuch?",
            "Ab wie viel Prozent habe ich bestanden?",
            "Nos han puesto dos fechas, ¿cuál vale?",
            "¿Cómo pueden cambiar mis alumnos la contraseña?",
            "Comment peut-on changer notre mot de passe ?",
            "Pourquoi mon micro est-il bloqué ?",
            "Perché il quiz si apre solo su Chrome?",
            "Waarom is mijn scherm zwart, maar hoor ik geluid?",
            "mera grade kaise check karu?",
            "能帮我查一下怎么提交作业吗",
        ] {
            assert!(!is_own_matter(general), "{general}");
        }
    }
}
