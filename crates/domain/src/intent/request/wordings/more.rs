//! What asks for a person in languages that are not listened to whole: the few sentences that most people say.

use super::{NONE, Wording};

pub(super) const WORDING: Wording = Wording {
    lists: "
        alone = människa|menneske|insan|temsilci|людина|оператор|manusia|আমি|آدم|clovek
        company = en|riktig|bir|gerçek|tack|jag|vill|ha|живу|با
    ",
    asks: "
        prata|tala|snakke|snakka|tale med .. människa|person|någon|menneske|noen|nogen|support|agent|medarbetare
        insanla|temsilciyle|yetkiliyle|biriyle|kişiyle görüşmek|konuşmak
        temsilciye|insana|yetkiliye bağla*
        поговорити з .. людиною|оператором|кимось
        зєднайте|зєднай|покличте .. оператор*|людин*
        mluvit s .. člověkem|operátorem|někým
        bicara|berbicara|ngobrol|terhubung|hubungkan .. dengan .. manusia|orang|agen|petugas|operator|cs
        na7ki|nahki|نحكي|nehki m3a|maa .. agent|insen|wahed|3bed
        মানুষের|এজেন্ট|একজন .. কথা
        با .. انسان|پشتیبان|اپراتور|کارشناس .. صحبت
        انسان|اپراتور|ایجنت .. وصل
    ",
    brief: "
        ایجنت
    ",
    ..NONE
};
