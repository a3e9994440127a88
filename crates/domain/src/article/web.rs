//! A page of a website as an article: its main part, without what stands around it on every page; and the addresses that a
//! sitemap lists.

use super::markup::of_html;
use super::tag::{after_end, attribute, decoded, without_tags, written};

/// Most letters of a title.
const MOST_TITLE: usize = 300;

/// Elements that stand around a page's own words.
const AROUND: &[&str] = &[
    "aside", "button", "dialog", "footer", "form", "iframe", "nav", "noscript", "script", "style",
    "svg", "template",
];

/// The same, by their role (WAI-ARIA landmarks).
const ROLES: &[&str] = &[
    "banner",
    "complementary",
    "contentinfo",
    "navigation",
    "search",
];

/// The same, by a word of their class or id.
const CLASSES: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "feedback",
    "pagination",
    "sidebar",
    "skip-link",
    "toc",
];

/// Elements that may be told by role or class: they have an end.
const BOXES: &[&str] = &["div", "header", "ol", "section", "span", "ul"];

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebPage {
    /// Its title: the heading of its main part, or else the document's.
    pub title: String,
    /// Its language, as it says: a BCP 47 tag.
    pub language: Option<String>,
    /// What it says, as Markdown.
    pub text: String,
}

/// Reads a page; `resolve` makes a link's address whole.
///
/// # Errors
/// Why it is no article, in words for people.
pub fn of_page(
    html: &str,
    resolve: &dyn Fn(&str) -> Option<String>,
) -> Result<WebPage, &'static str> {
    let tags = |name: &'static str| tags(html).filter(move |(_, tag)| tag.0 == name);
    let says_no = |(_, (_, attributes)): &(usize, (String, &str))| {
        let value = |name| {
            let value = attribute(attributes, name).unwrap_or_default();
            value.to_ascii_lowercase()
        };
        let content = value("content");
        let mut said = content.split(',').map(str::trim);
        value("name") == "robots" && said.any(|it| matches!(it, "noindex" | "none"))
    };
    if tags("meta").any(|tag| says_no(&tag)) {
        return Err("it asks not to be indexed");
    }
    let language = tags("html").find_map(|(_, tag)| attribute(tag.1, "lang"));
    let is_tag = |it: &String| {
        (2..=35).contains(&it.len()) && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let main = main_part(html);
    let own = without_around(main.unwrap_or(html), main.is_none(), resolve);
    let heading = element(&own, |name, _| name == "h1");
    let heading = heading.map(words).filter(|title| !title.is_empty());
    let named = element(html, |name, _| name == "title").map(words);
    let title = heading
        .clone()
        .or_else(|| named.map(|title| without_site(&title)))
        .filter(|title| !title.is_empty())
        .ok_or("it has no title")?;
    let text = of_html(&own);
    // The title is not said twice.
    let first = text.lines().next().unwrap_or_default();
    let text = match first.strip_prefix("# ") {
        Some(first) if heading.is_some_and(|it| words(first) == it) => {
            text.split_once('\n').map_or("", |(_, rest)| rest)
        }
        _ => &text,
    };
    let text = text.trim().to_owned();
    if !text.chars().any(char::is_alphanumeric) {
        return Err("it has no text");
    }
    Ok(WebPage {
        title: title.chars().take(MOST_TITLE).collect(),
        language: language.filter(is_tag),
        text,
    })
}

/// The tags that begin an element, each with where it ends.
fn tags(html: &str) -> impl Iterator<Item = (usize, (String, &str))> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += html.get(at..)?.find('<')?;
            if html[at..].starts_with("<!--") {
                at += html[at..].find("-->")? + 3;
                continue;
            }
            let Some(tag) = written(&html[at..]) else {
                at += 1;
                continue;
            };
            at += tag.length;
            if is_raw(&tag.name) && !tag.is_end {
                at += after_raw(&html[at..], &tag.name);
                continue;
            }
            if !tag.is_end {
                return Some((at, (tag.name, tag.attributes)));
            }
        }
    })
}

/// Whether what stands in an element is no HTML: it ends where it is first said to end.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea")
}

/// Bytes up to behind the end of such an element.
fn after_raw(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find("</") {
        at += found;
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        if after.is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes())) {
            return text[at..].find('>').map_or(text.len(), |end| at + end + 1);
        }
        at += 2;
    }
    text.len()
}

/// What stands in the first element that is one of these.
fn element(html: &str, is: impl Fn(&str, &str) -> bool) -> Option<&str> {
    let (at, tag) = tags(html).find(|(_, (name, attributes))| is(name, attributes))?;
    let inner = &html[at..];
    let end = after_end(inner, &tag.0);
    let inner = &inner[..end];
    Some(inner.rfind("</").map_or(inner, |end| &inner[..end]))
}

/// The part of a page that is its own.
fn main_part(html: &str) -> Option<&str> {
    let is_role = |attributes: &str| attribute(attributes, "role").is_some_and(|it| it == "main");
    let main = element(html, |name, attributes| {
        name == "main" || is_role(attributes)
    });
    // One article is the page's; several are a list.
    let within = main.unwrap_or(html);
    let articles = tags(within).filter(|(_, tag)| tag.0 == "article").count();
    match articles {
        1 => element(within, |name, _| name == "article"),
        _ => main,
    }
}

/// A part without what stands around it, its links whole.
fn without_around(html: &str, is_whole: bool, resolve: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let Some(tag) = written(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = tag.name.as_str();
        let is_begin = !tag.is_end && !tag.is_empty;
        let after = &rest[tag.length..];
        if is_begin && is_raw(name) {
            rest = &after[after_raw(after, name)..];
            continue;
        }
        if is_begin && is_around(name, tag.attributes, is_whole) {
            let inner = &after[..after_end(after, name)];
            // A form may be the whole page.
            if name != "form" || !inner.contains("<h") {
                rest = &after[inner.len()..];
                continue;
            }
        }
        let link = (name == "a" && is_begin).then(|| attribute(tag.attributes, "href"));
        match link.flatten().map(|href| resolve(&decoded(&href))) {
            Some(Some(href)) => {
                out.push_str(&format!("<a href=\"{}\">", href.replace('"', "%22")));
            }
            // A link that leads nowhere is its words.
            Some(None) => out.push_str("<a>"),
            None => out.push_str(&rest[..tag.length]),
        }
        rest = &rest[tag.length..];
    }
    out.push_str(rest);
    out
}

fn is_around(name: &str, attributes: &str, is_whole: bool) -> bool {
    if AROUND.contains(&name) || (is_whole && name == "header") {
        return true;
    }
    if !BOXES.contains(&name) {
        return false;
    }
    let value = |of| attribute(attributes, of).unwrap_or_default();
    let named = format!("{} {}", value("class"), value("id")).to_ascii_lowercase();
    let mut named = named.split(|c: char| c.is_whitespace() || c == '_');
    ROLES.contains(&value("role").as_str()) || named.any(|word| CLASSES.contains(&word))
}

/// The words of a piece of HTML, in one line.
fn words(html: &str) -> String {
    let text = decoded(&without_tags(html));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A document's title without the site's name behind it: "Reset your password | Riverside".
fn without_site(title: &str) -> String {
    let ends = [" | ", " – ", " — ", " - ", " · ", " :: "];
    let end = ends.iter().filter_map(|it| title.rfind(it)).max();
    let own = end.map_or(title, |end| &title[..end]);
    own.trim().to_owned()
}

/// Longest address of a sitemap, in bytes, with what may stand around it (sitemaps.org: 2,048 characters).
const MOST_LOC: usize = 4_096;

/// What a sitemap lists (sitemaps.org).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitemap {
    /// Other sitemaps.
    Sitemaps(Vec<String>),
    /// Pages.
    Pages(Vec<String>),
}

/// Reads a sitemap; `None` if it is none.
#[must_use]
pub fn sitemap(xml: &str) -> Option<Sitemap> {
    let mut listed = Vec::new();
    let mut is_index = None;
    // What names begin with; a picture's `image:loc` is none of a page's.
    let mut prefix = String::new();
    for (at, (name, _)) in tags(xml) {
        let (begins, own) = name.rsplit_once(':').unwrap_or(("", &name));
        match own {
            "sitemapindex" | "urlset" => {
                is_index = Some(own == "sitemapindex");
                begins.clone_into(&mut prefix);
            }
            "loc" if begins == prefix => {
                let near = xml.floor_char_boundary((at + MOST_LOC).min(xml.len()));
                let text = xml[at..near].trim_start();
                let text = match text.strip_prefix("<![CDATA[") {
                    Some(text) => text.split("]]>").next(),
                    None => text.split('<').next(),
                };
                listed.push(decoded(text.unwrap_or_default().trim()));
            }
            _ => {}
        }
    }
    is_index.map(|is_index| match is_index {
        true => Sitemap::Sitemaps(listed),
        false => Sitemap::Pages(listed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Result<WebPage, &'static str> {
        of_page(html, &|href| match href.strip_prefix('/') {
            Some(path) => Some(format!("https://help.example/{path}")),
            None => href.starts_with("https://").then(|| href.to_owned()),
        })
    }

    #[test]
    fn a_page_is_its_main_part_with_whole_links() {
        let page = read(
            r#"<!doctype html><html lang="en-GB"><head><title>Reset your password | Riverside</title>
            <script>if (1 < 2) document.write("<h1>Not this</h1>")</script></head><body>
            <header><a href="/">Riverside</a><nav><ul><li>Courses</li></ul></nav></header>
            <main><div class="breadcrumbs"><a href="/">Home</a> › Account</div>
            <h1>Reset your <em>password</em></h1>
            <p>Open <a href="/sign-in?a=1&amp;b=2">the sign-in page</a>, see <a href="javascript:x()">this</a>.</p>
            <ol><li>Select <b>Forgot password?</b></li><li>Open the e-mail.</li></ol>
            <aside>Was this helpful?</aside><form><button>Yes</button></form></main>
            <footer>© Riverside</footer></body></html>"#,
        )
        .unwrap();
        assert_eq!(page.title, "Reset your password");
        assert_eq!(page.language.as_deref(), Some("en-GB"));
        let link = "[the sign-in page](https://help.example/sign-in?a=1&b=2)";
        assert!(page.text.contains(link), "{}", page.text);
        assert!(page.text.contains("1. Select **Forgot password?**"));
        for around in [
            "Riverside",
            "Courses",
            "Home",
            "helpful",
            "Yes",
            "Not this",
            "javascript",
            "# Reset",
        ] {
            assert!(!page.text.contains(around), "{around}: {}", page.text);
        }
    }

    #[test]
    fn a_page_without_a_main_part_is_its_body_without_header_and_footer() {
        let page = read(
            "<html><head><title>Late work - Riverside Help</title></head><body><header><h1>Riverside</h1></header>\
             <div role=navigation>Menu</div><p>The teacher decides.</p><footer>Imprint</footer></body></html>",
        )
        .unwrap();
        assert_eq!(
            (page.title.as_str(), page.text.as_str()),
            ("Late work", "The teacher decides.")
        );
    }

    #[test]
    fn one_article_is_the_page_and_several_are_a_list() {
        let one = read(
            "<title>A</title><main><p>Around</p><article><h1>B</h1><p>Own</p></article></main>",
        );
        assert_eq!(one.unwrap().text, "Own");
        let several = read(
            "<title>A</title><main><article><p>One</p></article><article><p>Two</p></article></main>",
        );
        assert!(several.unwrap().text.contains("Two"));
    }

    #[test]
    fn a_script_ends_where_it_is_first_said_to_and_a_form_may_be_the_page() {
        let page = read(
            "<title>A</title><script>document.write('<script src=x><\\/script>')</script>\
             <form><h2>How</h2><p>Own words</p></form><form>Search</form><meta name=robots content='max-image-preview:none'>",
        );
        assert_eq!(page.unwrap().text, "## How\n\nOwn words");
    }

    /// Each takes far below a second; what reads such a text again and again takes minutes.
    #[test]
    fn hostile_texts_are_read_once() {
        let many = |piece: &str| format!("<title>A</title><p>B</p>{}", piece.repeat(5_000));
        for piece in ["<!", "<?", "<", "</", "<a {", "<script", "<form>"] {
            let _any = read(&many(piece));
        }
        let listed = sitemap(&format!("<urlset>{}", "<loc>".repeat(20_000)));
        assert!(matches!(listed, Some(Sitemap::Pages(all)) if all.iter().all(String::is_empty)));
    }

    #[test]
    fn what_is_no_article_says_why() {
        for (html, why) in [
            ("<title>A</title><main><nav>Menu</nav></main>", "no text"),
            ("<main><p>Words</p></main>", "no title"),
            (
                "<meta name=robots content='noindex, follow'><title>A</title><p>Words</p>",
                "not to be indexed",
            ),
            ("", "no title"),
            ("<main", "no title"),
        ] {
            assert!(read(html).unwrap_err().contains(why), "{html}");
        }
    }

    #[test]
    fn a_sitemap_lists_pages_or_sitemaps() {
        let pages = "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
            <url><loc> https://help.example/a?x=1&amp;y=2 </loc><lastmod>2026-01-01</lastmod></url>\
            <url><loc><![CDATA[https://help.example/b]]></loc></url></urlset>";
        let expected = ["https://help.example/a?x=1&y=2", "https://help.example/b"];
        assert_eq!(
            sitemap(pages),
            Some(Sitemap::Pages(expected.map(str::to_owned).into()))
        );
        let index =
            "<sitemapindex><sitemap><loc>https://help.example/s.xml</loc></sitemap></sitemapindex>";
        assert_eq!(
            sitemap(index),
            Some(Sitemap::Sitemaps(vec![
                "https://help.example/s.xml".to_owned()
            ]))
        );
        assert_eq!(sitemap("<html><body>Not found</body></html>"), None);
        let pictures = "<s:urlset><s:url><s:loc>https://help.example/a</s:loc>\
            <image:image><image:loc>https://help.example/a.png</image:loc></image:image></s:url></s:urlset>";
        assert_eq!(
            sitemap(pictures),
            Some(Sitemap::Pages(vec!["https://help.example/a".to_owned()]))
        );
    }
}
