//! Files of a help centre, read in the browser: Markdown, HTML and plain text become drafts of articles.

use protocol::{ActionId, ArticleDraft, ArticleFormat, ArticleId, Audience};

/// Names of files that can be read here, by their endings; `baton articles sync` reads more.
pub const ENDINGS: &str = ".md,.markdown,.mdx,.html,.htm,.txt";

/// Longest title, in characters.
const MAX_TITLE: usize = 300;

/// A draft of a file's text; `None` if it is none of these kinds.
#[must_use]
pub fn draft(file_name: &str, text: &str) -> Option<ArticleDraft> {
    let (stem, ending) = file_name.rsplit_once('.')?;
    let (format, title) = match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" | "mdx" => (ArticleFormat::Markdown, markdown_title(text)),
        "html" | "htm" => (ArticleFormat::Html, html_title(text)),
        "txt" => (ArticleFormat::Text, None),
        _ => return None,
    };
    let title = title.unwrap_or_else(|| name(stem));
    let title = title.trim();
    Some(ArticleDraft {
        title: title.chars().take(MAX_TITLE).collect(),
        text: text.to_owned(),
        format,
        audience: Audience::default(),
        url: None,
        tags: Vec::new(),
        synonyms: Vec::new(),
        language: None,
    })
}

/// An id of a name that no article has yet.
#[must_use]
pub fn id(name: &str, is_taken: impl Fn(&ArticleId) -> bool) -> Option<ArticleId> {
    let slug = ActionId::named(name).to_string();
    // Room for a number.
    let slug: String = slug.chars().take(100).collect();
    let mut ids = (1..10_000).filter_map(|number| match number {
        1 => ArticleId::new(slug.clone()).ok(),
        _ => ArticleId::new(format!("{slug}-{number}")).ok(),
    });
    ids.find(|id| !is_taken(id))
}

/// `title:` of the front matter, else the first heading.
#[must_use]
pub fn markdown_title(text: &str) -> Option<String> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let mut first = lines.clone().skip_while(|line| line.trim().is_empty());
    let fence = first.next().map(str::trim);
    if let Some(fence @ ("---" | "+++")) = fence {
        let matter = first.take_while(|line| line.trim() != fence);
        let title = matter.into_iter().find_map(|line| {
            let (name, value) = line.split_once([':', '='])?;
            (name.trim() == "title").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        if title.as_ref().is_some_and(|title| !title.is_empty()) {
            return title;
        }
    }
    let mut is_code = false;
    let mut before = "";
    lines.find_map(|line| {
        is_code ^= line.trim_start().starts_with("```");
        // `# Title`, or a title with a line of `=` under it.
        let is_rule = line.len() >= 3 && line.bytes().all(|it| it == b'=');
        let heading = match is_rule {
            true => Some(std::mem::take(&mut before)),
            false => line.strip_prefix("# "),
        };
        before = line;
        let heading = heading.filter(|_| !is_code)?;
        let heading = heading.trim().trim_end_matches('#').trim();
        (!heading.is_empty()).then(|| heading.to_owned())
    })
}

/// The first heading, else the document's title.
#[must_use]
pub fn html_title(text: &str) -> Option<String> {
    between(text, "<h1", "</h1>").or_else(|| between(text, "<title", "</title>"))
}

/// The text of the first element that begins and ends so.
fn between(html: &str, start: &str, end: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let from = lower.find(start)?;
    let from = from + lower[from..].find('>')? + 1;
    let to = from + lower[from..].find(end)?;
    let mut text = String::new();
    let mut is_tag = false;
    for c in html[from..to].chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&amp;", "&").replace("&nbsp;", " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// What a file is called, in words.
fn name(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Untitled".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_an_article_with_the_title_that_a_person_would_give_it() {
        for (file, text, title, format) in [
            (
                "a.md",
                "---\ntitle: \"Reset your password\"\n---\n\n# Other",
                "Reset your password",
                ArticleFormat::Markdown,
            ),
            (
                "a.md",
                "+++\ntitle = 'Grades'\n+++\ntext",
                "Grades",
                ArticleFormat::Markdown,
            ),
            (
                "a.MD",
                "\u{feff}\n\n# Enrol in a course #\n\ntext",
                "Enrol in a course",
                ArticleFormat::Markdown,
            ),
            (
                "a.mdx",
                "```sh\n# no heading\n```\n# A heading",
                "A heading",
                ArticleFormat::Markdown,
            ),
            (
                "turn-in_homework.md",
                "## Second level",
                "Turn in homework",
                ArticleFormat::Markdown,
            ),
            (
                "a.html",
                "<html><title>Site</title><h1 class=x>Certificates &amp; <em>badges</em>\n</h1>",
                "Certificates & badges",
                ArticleFormat::Html,
            ),
            ("a.htm", "<TITLE>Site</TITLE>", "Site", ArticleFormat::Html),
            ("notes.txt", "# not a heading", "Notes", ArticleFormat::Text),
        ] {
            let draft = draft(file, text).unwrap();
            assert_eq!(
                (draft.title.as_str(), draft.format),
                (title, format),
                "{file}"
            );
            assert_eq!(draft.text, text);
        }
        for file in ["a.pdf", "a.docx", "README", "a.png"] {
            assert!(draft(file, "x").is_none(), "{file}");
        }
    }

    #[test]
    fn an_id_is_of_the_title_and_nobody_elses() {
        let taken = [ArticleId::new("grades").unwrap()];
        let id = |name: &str| id(name, |id| taken.contains(id)).unwrap().to_string();
        assert_eq!(id("Grades"), "grades-2");
        assert_eq!(id("Where are my grades?"), "where-are-my-grades");
        assert!(id("درجات").starts_with("n-"));
        assert!(id(&"long ".repeat(90)).len() <= 128);
    }
}
