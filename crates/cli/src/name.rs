//! An article's id, made of where it stands: stable, unique, and readable where that is possible.

use anyhow::Result;
use protocol::ArticleId;
use sha2::{Digest as _, Sha256};

/// Characters of an id that are made of a name; the digest comes behind them.
const MAX_ID: usize = 100;

/// The id of what stands at `whole`, a path with dots, after the source's prefix. What no id may
/// hold becomes a dash, and a digest keeps two that clean up alike apart.
pub(crate) fn article_id(prefix: &str, whole: &str) -> Result<ArticleId> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let clean: String = whole
        .chars()
        .map(|c| if is_plain(c) { c } else { '-' })
        .collect();
    let mut text = prefix.to_owned();
    if clean == whole && clean.len() <= MAX_ID {
        text.push_str(&clean);
    } else {
        let digest = Sha256::digest(whole.as_bytes());
        text.extend(clean.chars().take(MAX_ID));
        text.push_str(&format!(
            "-{:02x}{:02x}{:02x}{:02x}",
            digest[0], digest[1], digest[2], digest[3]
        ));
    }
    Ok(ArticleId::new(text)?)
}

#[cfg(test)]
mod tests {
    use super::article_id;

    #[test]
    fn names_of_any_script_make_ids() {
        let id = |whole: &str| article_id("help.", whole).unwrap().to_string();
        assert_eq!(id("start.reset"), "help.start.reset");
        assert!(
            id("Getting started.Reset the code")
                .starts_with("help.Getting-started.Reset-the-code-")
        );
        assert_ne!(id("ヘルプ.ログイン"), id("ヘルプ.ログアウ"));
        assert_eq!(id("relevé de notes"), id("relevé de notes"));
        assert!(article_id("", &"x".repeat(300)).is_ok());
    }
}
