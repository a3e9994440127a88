//! Tags that the assistant gives by itself.

use super::{Settings, Wrong};

/// Tags that the assistant gives, examples of one, and characters of a text: what is compared with
/// every message.
const MAX_TAG_DEFINITIONS: usize = 50;
const MAX_EXAMPLES: usize = 30;
const MAX_EXAMPLE_CHARS: usize = 500;

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    if settings.tags.len() > MAX_TAG_DEFINITIONS {
        return Err(Wrong(format!("at most {MAX_TAG_DEFINITIONS} tags")));
    }
    let is_long = |text: &String| text.chars().count() > MAX_EXAMPLE_CHARS;
    for tag in &settings.tags {
        if tag.examples.len() > MAX_EXAMPLES
            || tag.examples.iter().any(is_long)
            || is_long(&tag.description)
        {
            return Err(Wrong(format!(
                "a tag has at most {MAX_EXAMPLES} examples, each text at most \
                 {MAX_EXAMPLE_CHARS} characters"
            )));
        }
    }
    Ok(())
}
