//! What an e-mail says, without what it quotes.
//!
//! Mail programs put what is answered below the answer, each in its own way. Cut is at the first sure sign of it:
//! our own line, a rule such as Outlook's, a block of header lines, a line before lines that begin with `>`.

use crate::speech;
use protocol::Say;

/// What somebody wrote above what they quote; trimmed.
#[must_use]
pub fn said(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let end = (0..lines.len())
        .find(|at| begins_quote(&lines, *at))
        .unwrap_or(lines.len());
    let mut kept: Vec<&str> = lines[..end].to_vec();
    // What is quoted at the very end, below an answer of its own kind.
    let mut is_quoted = end < lines.len();
    while let Some(last) = kept.last() {
        let is_quote = last.trim_start().starts_with('>');
        if !is_quote && !last.trim().is_empty() {
            break;
        }
        is_quoted |= is_quote;
        kept.pop();
    }
    if is_quoted {
        drop_attribution(&mut kept);
    }
    kept.join("\n").trim().to_owned()
}

fn begins_quote(lines: &[&str], at: usize) -> bool {
    let line = lines[at].trim();
    is_ours(line) || is_rule(line) || is_signature(lines[at]) || is_header_block(lines, at)
}

/// The line that our own e-mails begin with, in any language, quoted or not.
fn is_ours(line: &str) -> bool {
    let line = line.trim_start_matches(['>', ' ']);
    line.starts_with('#')
        && speech::languages()
            .any(|language| line.contains(&speech::sentence(Say::MailAbove, language, &[])))
}

/// `-----Original Message-----` in any language, and the line that Outlook draws.
fn is_rule(line: &str) -> bool {
    let is_drawn = line.len() >= 10 && line.chars().all(|c| c == '_');
    let named = line.trim_matches('-').trim();
    let is_named = line.starts_with("---") && line.ends_with("---") && !named.is_empty();
    is_drawn || is_named
}

/// RFC 3676, 4.3.
fn is_signature(line: &str) -> bool {
    line == "--"
}

/// `From: …`, `Sent: …`, `To: …` in any language: three lines in a row, of which the first has the sender's address.
fn is_header_block(lines: &[&str], at: usize) -> bool {
    let fields = lines[at..].iter().take(4).take_while(|line| {
        let line = line.trim_matches(['*', ' ']);
        let name = line.split_once(':').map_or("", |it| it.0);
        let is_name = !name.is_empty() && name.chars().count() <= 20;
        is_name
            && name
                .chars()
                .all(|c| c.is_alphabetic() || c == ' ' || c == '*' || c == '-')
    });
    let fields: Vec<&&str> = fields.collect();
    fields.len() >= 3 && fields.first().is_some_and(|line| line.contains('@'))
}

/// "On Monday, Ana <ana@…> wrote:", which may go over two lines and need not stand apart.
fn drop_attribution(kept: &mut Vec<&str>) {
    while kept.last().is_some_and(|it| it.trim().is_empty()) {
        kept.pop();
    }
    let Some((last, before)) = kept.split_last() else {
        return;
    };
    let has_date = |line: &str| line.chars().filter(char::is_ascii_digit).count() >= 4;
    let has_address = |line: &str| line.contains('@');
    if !last.trim_end().ends_with([':', '：']) || !(has_date(last) || has_address(last)) {
        return;
    }
    // An address alone: the day stands in the line above it.
    let is_folded = !has_date(last) && before.last().is_some_and(|it| has_date(it));
    kept.truncate(before.len() - usize::from(is_folded));
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn what_is_quoted_is_left_out_in_every_programs_way() {
        let above = "## Please reply above this line ##";
        for (mail, expected) in [
            // Gmail.
            (
                format!("Yes, it came.\n\nThank you!\n\nOn Mon, Nov 30, 2026 at 9:01 AM Ana <reply+r.x@in.example> wrote:\n\n> {above}\n>\n> Ana:\n> Did it come?\n"),
                "Yes, it came.\n\nThank you!",
            ),
            // Gmail, its line folded.
            (
                format!("Yes.\n\nOn Mon, Nov 30, 2026 at 9:01 AM Ana\n<reply+riverside.abcdefgh@in.example.edu> wrote:\n\n> {above}\n"),
                "Yes.",
            ),
            // Nothing stands between.
            (
                "Yes.\nOn Mon, Nov 30, 2026, Ana <a@b.example> wrote:\n> Did it come?\n".to_owned(),
                "Yes.",
            ),
            // In Spanish, Apple's, without our line.
            (
                "Sí, gracias.\n\nEl 30 nov 2026, a las 9:01, Ana <a@b.example> escribió:\n\n> ¿Llegó?\n".to_owned(),
                "Sí, gracias.",
            ),
            (
                "نعم شكرا\n\n## يرجى كتابة الرد فوق هذا السطر ##\n\nAna:\nx".to_owned(),
                "نعم شكرا",
            ),
            // Outlook.
            (
                "It did.\n\n________________________________\nFrom: Ana <a@b.example>\nSent: Monday\nTo: Mia\nSubject: x\n\nDid it come?".to_owned(),
                "It did.",
            ),
            (
                "It did.\n\nVon: Ana <a@b.example>\nGesendet: Montag, 30. November\nAn: Mia\nBetreff: x\n\nKam es an?".to_owned(),
                "It did.",
            ),
            ("It did.\r\n\r\n-----Original Message-----\r\nx".to_owned(), "It did."),
            ("It did.\n\n-- \nMia Lee\nRiverside".to_owned(), "It did."),
            // What is said between is said.
            (
                "> Did it come?\n\nYes.\n\n> To which address?\n\nThis one.".to_owned(),
                "> Did it come?\n\nYes.\n\n> To which address?\n\nThis one.",
            ),
            // Nothing is quoted.
            (
                "The errors are:\n\n- 403\n- 404\n\nWhat now:".to_owned(),
                "The errors are:\n\n- 403\n- 404\n\nWhat now:",
            ),
            ("Steps: first\nNote: second".to_owned(), "Steps: first\nNote: second"),
            (
                "Name: Mia\nOrder: 12\nEmail: m@x.example\n".to_owned(),
                "Name: Mia\nOrder: 12\nEmail: m@x.example",
            ),
            (
                "Order 20261130 gives me this:\n\n".to_owned(),
                "Order 20261130 gives me this:",
            ),
            (String::new(), ""),
            (format!("{above}\nall quoted"), ""),
        ] {
            assert_eq!(said(&mail), expected, "{mail}");
        }
    }
}
