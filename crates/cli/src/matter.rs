//! Front matter: YAML between `---`, TOML between `+++`, as far as help centres use them.
//!
//! Read tolerantly, line by line: tools disagree about YAML, and a title with a colon in it is no
//! reason to lose a page. Lists, folded and quoted text, comments and unknown fields are read or
//! passed over; what is no front matter at all, such as a letterhead between two rules, is text.

/// A field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    List(Vec<String>),
}

impl Value {
    /// As one text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => items.join(", "),
        }
    }

    /// As a list: `[a, b]`, `a, b`, or an item a line.
    pub(crate) fn list(&self) -> Vec<String> {
        match self {
            Self::List(items) => items.clone(),
            Self::Text(text) => items(text),
        }
    }
}

/// The fields of a text's front matter in order, and what follows it; the whole text, if it has
/// none.
pub(crate) fn split(text: &str) -> (Vec<(String, Value)>, &str) {
    let none = (Vec::new(), text);
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next() else {
        return none;
    };
    let rule = first.trim_end();
    if rule != "---" && rule != "+++" {
        return none;
    }
    let mut at = first.len();
    let mut matter = Vec::new();
    for line in lines {
        at += line.len();
        if line.trim_end() == rule {
            return match fields(&matter, if rule == "+++" { '=' } else { ':' }) {
                Some(fields) => (fields, &text[at..]),
                None => none,
            };
        }
        matter.push(line.trim_end());
    }
    none
}

/// The fields of lines; `None` if they are none.
fn fields(lines: &[&str], separator: char) -> Option<Vec<(String, Value)>> {
    let mut fields: Vec<(String, Value)> = Vec::new();
    // What is indented below a field, or the items of its list.
    let mut is_folded = false;
    // Of TOML, the table that a field is in: `extra` of `[extra]`.
    let mut table = String::new();
    for line in lines {
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            continue;
        }
        let head = bare.split(" #").next().unwrap_or_default().trim();
        if separator == '=' && line.starts_with('[') && head.ends_with(']') && !is_open(&fields) {
            table = format!("{}.", head.trim_matches(['[', ']']));
            continue;
        }
        let is_below = line.starts_with([' ', '\t', '-', ']', '}'])
            || bare.starts_with(['"', '\'']) && is_open(&fields);
        if is_below {
            let (_, value) = fields.last_mut()?;
            if let Some(item) = bare.strip_prefix("- ").filter(|_| !is_folded) {
                match value {
                    Value::List(items) => items.push(unquoted(item)),
                    Value::Text(_) => *value = Value::List(vec![unquoted(item)]),
                }
            } else if let Value::Text(text) = value {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(bare);
            }
            continue;
        }
        let (name, value) = bare.split_once(separator)?;
        let name = name.trim().trim_matches(['"', '\'']);
        let is_name = !name.is_empty()
            && name
                .trim_start_matches(['$', '<', '&', '@'])
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '));
        if !is_name {
            return None;
        }
        let value = value.trim();
        is_folded = matches!(value.trim_end_matches(['-', '+']), ">" | "|");
        let value = if is_folded { "" } else { value };
        let name = format!("{table}{}", name.to_lowercase());
        fields.push((name, Value::Text(unquoted(value))));
    }
    Some(fields)
}

/// Whether the last field has begun a list in brackets and not ended it.
fn is_open(fields: &[(String, Value)]) -> bool {
    fields.last().is_some_and(|(_, value)| match value {
        Value::Text(text) => text.starts_with('[') && !text.ends_with(']'),
        Value::List(_) => false,
    })
}

/// A value without its quotes, and without a comment behind it.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    let mut chars = value.chars();
    match chars.next() {
        Some('"') => {
            let mut out = String::new();
            let mut rest = chars;
            while let Some(c) = rest.next() {
                match c {
                    '"' => break,
                    '\\' => match rest.next() {
                        Some('n') => out.push(' '),
                        Some('u') => {
                            let digits: String = rest.by_ref().take(4).collect();
                            let code = u32::from_str_radix(&digits, 16).ok();
                            out.extend(code.and_then(char::from_u32));
                        }
                        Some(c) => out.push(c),
                        None => {}
                    },
                    c => out.push(c),
                }
            }
            out
        }
        Some('\'') => {
            let inner = &value[1..];
            let end = inner.replace("''", "\u{1}").find('\'');
            let plain = inner.replace("''", "\u{1}");
            plain[..end.unwrap_or(plain.len())].replace('\u{1}', "'")
        }
        _ => value
            .split_once(" #")
            .map_or(value, |(value, _)| value)
            .trim()
            .to_owned(),
    }
}

/// The items of `[a, b]` or `a, b`.
fn items(value: &str) -> Vec<String> {
    value
        .trim()
        .trim_matches(['[', ']'])
        .split(',')
        .map(unquoted)
        .filter(|item| !item.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str, name: &str) -> Option<Value> {
        let (fields, _) = split(text);
        fields.into_iter().find(|it| it.0 == name).map(|it| it.1)
    }

    #[test]
    fn lists_folded_text_comments_and_quotes_are_read() {
        let yaml = "--- \ntitle: \"It\\u2019s due: \\\"week 5\\\"\"  # in the menu\n# owner\ntags:\n  - seminar\n  - 'it''s'\ndescription: >-\n  Who may\n  borrow\nsidebar: 3\naliases: [a, \"b c\"]\n---\nBody";
        assert_eq!(field(yaml, "title").unwrap().text(), "It’s due: \"week 5\"");
        assert_eq!(field(yaml, "tags").unwrap().list(), ["seminar", "it's"]);
        assert_eq!(field(yaml, "description").unwrap().text(), "Who may borrow");
        assert_eq!(field(yaml, "aliases").unwrap().list(), ["a", "b c"]);
        assert_eq!(split(yaml).1, "Body");
        let toml = "+++\ntitle = \"Printing\"\nweight = 4\n+++\nBody";
        assert_eq!(field(toml, "title").unwrap().text(), "Printing");
        assert_eq!(
            field("---\ntitle: Live: join\n---\n", "title")
                .unwrap()
                .text(),
            "Live: join"
        );
    }

    #[test]
    fn what_other_tools_write_loses_no_field() {
        let zola = "+++\ntitle = \"Staff only\"\n[extra] # theme\ntitle = \"Other\"\n[taxonomies]\ntags = [\"a\"]\n+++\nBody";
        assert_eq!(field(zola, "title").unwrap().text(), "Staff only");
        assert_eq!(field(zola, "extra.title").unwrap().text(), "Other");
        assert_eq!(split(zola).1, "Body");
        let merged = "---\n<<: *page\n$schema: x\naudience: admin\n---\nBody";
        assert_eq!(field(merged, "audience").unwrap().text(), "admin");
    }

    #[test]
    fn what_is_no_front_matter_is_text() {
        for text in [
            "---\n**Northbank College**\nRegistry\n---\n\n# Fees",
            "---\nno colon\n---\nx",
            "---\nTerms & conditions: read them first.\n---\nBody",
            "No rule",
            "---\nnever: ends",
        ] {
            assert_eq!(split(text), (Vec::new(), text), "{text}");
        }
        assert_eq!(split("---\n---\n\n# T").1, "\n# T");
    }
}
