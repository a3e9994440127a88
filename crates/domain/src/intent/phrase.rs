//! Phrases: words in order, with few others between them.

/// A part of a phrase: any of these words. One that ends with `*` stands for all that begin so.
pub(super) type Part = &'static [&'static str];

/// Whether `words` have the parts of a phrase in order, with at most `gap` words between two.
pub(super) fn has(words: &[String], phrase: &[Part], gap: usize) -> bool {
    let Some((first, rest)) = phrase.split_first() else {
        return false;
    };
    (0..words.len()).any(|at| is(&words[at], first) && follows(&words[at + 1..], rest, gap))
}

fn follows(words: &[String], phrase: &[Part], gap: usize) -> bool {
    let Some((first, rest)) = phrase.split_first() else {
        return true;
    };
    (0..words.len().min(gap + 1))
        .any(|at| is(&words[at], first) && follows(&words[at + 1..], rest, gap))
}

fn is(word: &str, part: Part) -> bool {
    part.iter().any(|it| match it.strip_suffix('*') {
        Some("#") => word.bytes().all(|byte| byte.is_ascii_digit()),
        Some(beginning) => word.starts_with(beginning),
        None => *it == word,
    })
}

#[cfg(test)]
mod tests {
    use super::has;
    use crate::words::words;

    #[test]
    fn parts_stand_in_order_with_few_words_between() {
        let phrase: &[&[&str]] = &[&["can", "could"], &["you"], &["restor*", "check"]];
        for (text, expected) in [
            ("could you please check it", true),
            ("Can you restore them?", true),
            ("you can check", false),
            ("can I ask what you would do to check", false),
        ] {
            assert_eq!(has(&words(text), phrase, 1), expected, "{text}");
        }
        assert!(has(&words("order 48213"), &[&["order"], &["#*"]], 0));
    }
}
