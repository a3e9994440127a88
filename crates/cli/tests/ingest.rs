//! Sources that strangers write: each gives its articles, and names what it left out.
#![allow(clippy::unwrap_used, reason = "it is a test")]

use baton::{Collected, Crawl, Extractor, crawl, folder};
use protocol::{ArticleFormat, Audience};
use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn extractor() -> Extractor {
    Extractor::Apart {
        program: env!("CARGO_BIN_EXE_baton").into(),
        arguments: ["articles", "extract"].map(str::to_owned).to_vec(),
        patience: Duration::from_secs(30),
    }
}

/// A folder of its own, empty.
fn place(name: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    place
}

fn text<'a>(collected: &'a Collected, id: &str) -> &'a str {
    let mut articles = collected.articles.iter();
    let found = articles.find(|(it, _)| it.as_str() == id);
    &found
        .unwrap_or_else(|| panic!("no {id} in {:?}", collected.articles.keys()))
        .1
        .text
}

/// Why the source that ends so was left out.
fn why<'a>(collected: &'a Collected, ending: &str) -> &'a str {
    let mut skipped = collected.skipped.iter();
    let found = skipped.find(|it| it.source.ends_with(ending));
    &found
        .unwrap_or_else(|| panic!("{ending} was not skipped: {:?}", collected.skipped))
        .why
}

#[test]
fn files_of_any_name_and_front_matter_of_any_tool_are_read() {
    let folder_ = place("names");
    for (path, text_) in [
        (
            "Getting started/Reset the sign-in code.md",
            "---\ntitle: Codes\ntags:\n  - a\n---\nText.",
        ),
        (
            "Extra time (staff) & breaks.md",
            "# Extra time\n\nTwo hours.",
        ),
        ("ヘルプ/ログイン.md", "# ログイン\n\n再設定。"),
        (
            "Étudiants/relevé-de-notes.md",
            "+++\ntitle = \"Relevé\"\n+++\nTexte.",
        ),
        (
            "letterhead.md",
            "---\n**College**\nRegistry\n---\n\n# Fees\n\n14 euros.",
        ),
    ] {
        let path = folder_.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text_).unwrap();
    }
    let collected = folder(&folder_, "help.", &Extractor::None).unwrap();
    assert!(collected.skipped.is_empty(), "{:?}", collected.skipped);
    assert_eq!(collected.articles.len(), 5);
    let titles: Vec<&str> = collected
        .articles
        .values()
        .map(|it| it.title.as_str())
        .collect();
    assert!(
        titles.contains(&"Codes") && titles.contains(&"Relevé") && titles.contains(&"ログイン")
    );
    let again = folder(&folder_, "help.", &Extractor::None).unwrap();
    assert!(
        again.articles.keys().eq(collected.articles.keys()),
        "ids are stable"
    );
}

#[test]
fn a_pdf_whose_font_one_reader_does_not_know_is_read_by_another() {
    // The byte 0xae is the ligature "fi" in the standard encoding.
    let mut file = pdf("Of?cial certi?cates");
    for byte in &mut file {
        if *byte == b'?' {
            *byte = 0xae;
        }
    }
    let at = file
        .windows(15)
        .position(|it| it == b"WinAnsiEncoding")
        .unwrap();
    file[at..at + 16].copy_from_slice(b"StandardEncoding");
    let folder_ = place("ligatures");
    std::fs::write(folder_.join("a.pdf"), file).unwrap();
    let collected = folder(&folder_, "", &extractor()).unwrap();
    assert!(
        text(&collected, "a").contains("Official certificates"),
        "{collected:?}"
    );
}

/// A PDF of one page that says `text`.
fn pdf(text: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(
        format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").bytes(),
    );
    out
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document: a heading by a German style, a link, a list, a table.
fn docx() -> Vec<u8> {
    let word = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
    let paragraph = |style: &str, text: &str| {
        format!("<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let document = format!(
        "<?xml version=\"1.0\"?><w:document {word}><w:body>{}{}{}\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Attempts</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>Three</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
        paragraph(r#"<w:pStyle w:val="berschrift1"/>"#, "Quizzes"),
        paragraph("", "A quiz closes by itself."),
        paragraph(
            r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#,
            "Open the quiz"
        ),
    );
    let styles = format!(
        "<?xml version=\"1.0\"?><w:styles {word}><w:style w:type=\"paragraph\" \
         w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>"
    );
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |kind: &str, to: &str| {
        format!(
            "<?xml version=\"1.0\"?><Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
             Type=\"{office}/{kind}\" Target=\"{to}\"/></Relationships>"
        )
    };
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        (
            "_rels/.rels",
            relation("officeDocument", "word/document.xml").as_bytes(),
        ),
        (
            "word/_rels/document.xml.rels",
            relation("styles", "styles.xml").as_bytes(),
        ),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

#[test]
fn a_folder_gives_what_can_be_read_and_names_the_rest() {
    let place = place("folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(place.join(name), bytes).unwrap();
    std::fs::create_dir(place.join("exams")).unwrap();
    write("exams/quiz.md", b"# Take a quiz\n\nOpen it.");
    write(
        "guide.pdf",
        &pdf("Choose Forgot password and follow the link."),
    );
    write("word.docx", &docx());
    write("page.html", b"<h1>Hi</h1><script>steal()</script>");
    write(
        "latin.txt",
        b"Die Pr\xfcfung beginnt sp\xe4ter, f\xfcr alle.",
    );
    write("broken.pdf", b"%PDF-1.4 and nothing else");
    write("broken.docx", b"PK\x03\x04 and nothing else");
    write("binary.txt", b"\x7fELF\x02\x01\0\0\0");
    write("empty.md", b"  \n");
    write("matter.md", b"---\naudience: everybody\n---\nText");
    write("a b.md", b"Text");
    write("picture.png", b"\x89PNG");
    write(
        "tabs.mdx",
        b"import Tabs from '@theme/Tabs'\n\nDue dates\n=========\n\nOpen the tab.",
    );
    write("old.rst", b"Old\n===\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", place.join("link.md")).unwrap();
    // Of 200 MB, without writing them.
    let large = std::fs::File::create(place.join("large.pdf")).unwrap();
    large.set_len(200_000_000).unwrap();

    let found = folder(&place, "help.", &extractor()).unwrap();
    assert_eq!(text(&found, "help.exams.quiz"), "# Take a quiz\n\nOpen it.");
    assert!(text(&found, "help.guide").contains("Choose Forgot password and follow the link."));
    assert_eq!(
        text(&found, "help.word"),
        "# Quizzes\n\nA quiz closes by itself.\n\n- Open the quiz\n\n| Attempts | Three |\n| --- | --- |"
    );
    assert!(text(&found, "help.latin").contains("Prüfung beginnt später"));
    let page = &found.articles[&protocol::ArticleId::new("help.page").unwrap()];
    assert_eq!(
        (page.format, page.title.as_str()),
        (ArticleFormat::Html, "Hi")
    );
    let tabs = &found.articles[&protocol::ArticleId::new("help.tabs").unwrap()];
    assert_eq!(tabs.title, "Due dates");
    assert_eq!(found.articles.len(), 8, "{:?}", found.articles.keys());
    for (file, reason) in [
        ("large.pdf", "larger than 20 MB"),
        ("broken.pdf", "cannot be read as"),
        ("broken.docx", "cannot be read as"),
        ("binary.txt", "not text"),
        ("empty.md", "no text"),
        ("old.rst", "no .rst files are read"),
    ] {
        assert!(
            why(&found, file).contains(reason),
            "{file}: {}",
            why(&found, file)
        );
    }
    assert_eq!(found.skipped.len(), 6, "{:?}", found.skipped);
}

#[test]
fn a_zip_is_read_within_limits() {
    let place = place("zip");
    let zeros = vec![b' '; 60_000_000];
    let files: &[(&str, &[u8])] = &[
        ("help/start.md", b"# Start\n\nHere."),
        ("../../outside.md", b"Escaped"),
        ("__MACOSX/help/._start.md", b"junk"),
        ("bomb.txt", &zeros),
        ("last.txt", b"Still read."),
    ];
    let file = place.join("help.zip");
    std::fs::write(&file, zip(files)).unwrap();
    assert!(file.metadata().unwrap().len() < 1_000_000);
    let found = folder(&file, "", &Extractor::None).unwrap();
    let ids: Vec<&str> = found
        .articles
        .keys()
        .map(protocol::ArticleId::as_str)
        .collect();
    assert_eq!(ids, ["help.start", "last"]);
    assert_eq!(why(&found, "bomb.txt"), "larger than 20 MB");
    assert_eq!(found.skipped.len(), 1);
    assert!(!place.parent().unwrap().join("outside.md").exists());

    std::fs::write(&file, b"PK\x03\x04 torn").unwrap();
    assert!(folder(&file, "", &Extractor::None).is_err());
}

#[test]
fn nothing_is_no_folder() {
    let error = folder(&place("nothing"), "", &Extractor::None).unwrap_err();
    assert!(error.to_string().contains("holds no"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_never_ends_or_dies_takes_only_its_document_with_it() {
    let reader = |script: &str| Extractor::Apart {
        program: "/bin/sh".into(),
        arguments: ["-c", script].map(str::to_owned).to_vec(),
        patience: Duration::from_millis(300),
    };
    let place = place("reader");
    std::fs::write(place.join("a.pdf"), pdf("x")).unwrap();
    for (script, reason) in [
        ("exec sleep 600", "longer than"),
        ("kill -9 $$", "cannot be read as pdf"),
        ("exit 101", "cannot be read as pdf"),
    ] {
        let found = folder(&place, "", &reader(script)).unwrap();
        assert!(why(&found, "a.pdf").contains(reason), "{:?}", found.skipped);
    }
}

/// A help centre on loopback: path to status, headers and body.
struct Site {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

type Page = (u16, &'static str, Vec<u8>);

impl Site {
    fn new(pages: impl Fn(&str) -> HashMap<&'static str, Page>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let pages = pages(&url);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let path = Self::path(stream.as_ref().unwrap());
                let missing = (404, "Content-Type: text/html", Vec::new());
                let (status, headers, body) = pages.get(path.as_str()).unwrap_or(&missing);
                log.lock().unwrap().push(path);
                let mut stream = stream.unwrap();
                let head = format!(
                    "HTTP/1.1 {status} X\r\n{headers}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                // A client that has read enough hangs up.
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(body);
            }
        });
        Self { url, asked }
    }

    fn path(mut stream: &TcpStream) -> String {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        head.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn plan() -> Crawl {
    Crawl {
        pages: 100,
        pause: Duration::ZERO,
        time: Duration::from_secs(60),
        allow_private: true,
        audience: Audience::Learner,
        prefix: "web.".to_owned(),
    }
}

fn html(status: u16, title: &str, text: &str) -> Page {
    let body = format!(
        "<html lang=\"en\"><head><title>{title}</title><script>steal()</script></head><body>\
         <nav><a href=\"/\">Home</a> <a href=\"/x\">Elsewhere</a></nav><main><article><h1>{title}</h1>\
         <p>{text}</p><p>{}</p></article></main><footer>Imprint</footer></body></html>",
        "And so it goes on, for as long as it takes to be the main part of a page, \
         with commas, and more of them, so that a reader knows where the text is. "
            .repeat(4)
    );
    (
        status,
        "Content-Type: text/html; charset=utf-8",
        body.into_bytes(),
    )
}

fn xml(body: String) -> Page {
    (200, "Content-Type: application/xml", body.into_bytes())
}

fn urlset(urls: impl Iterator<Item = String>) -> String {
    let locations: String = urls
        .map(|url| format!("<url><loc>{url}</loc></url>"))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{locations}</urlset>"
    )
}

#[test]
fn a_help_centre_is_crawled_politely() {
    let site = Site::new(|url| {
        let pages = [
            "/a",
            "/b?x=1&amp;y=2",
            "/secret/c",
            "/gone",
            "/broken",
            "/moved",
            "/away",
            "/huge",
            "/d.pdf",
            "/e.png",
        ];
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let list = urlset(
            pages
                .iter()
                .map(|page| format!("{url}{page}"))
                .chain(["https://example.com/x".to_owned()]),
        );
        packed.write_all(list.as_bytes()).unwrap();
        [
            (
                "/robots.txt",
                (
                    200,
                    "Content-Type: text/plain",
                    b"User-agent: *\nDisallow: /secret/\n".to_vec(),
                ),
            ),
            (
                "/sitemap.xml",
                xml(format!(
                    "<sitemapindex><sitemap><loc>{url}/pages.xml.gz</loc></sitemap></sitemapindex>"
                )),
            ),
            (
                "/pages.xml.gz",
                (
                    200,
                    "Content-Type: application/gzip",
                    packed.finish().unwrap(),
                ),
            ),
            (
                "/a",
                html(200, "Reset your password", "Choose Forgot password."),
            ),
            ("/b?x=1&y=2", html(200, "Quizzes", "Open the quiz.")),
            ("/secret/c", html(200, "Secret", "Not for robots.")),
            ("/broken", html(500, "Broken", "Try later.")),
            (
                "/moved",
                (301, "Location: /a2\r\nContent-Type: text/html", Vec::new()),
            ),
            ("/a2", html(200, "Moved", "It stands here now.")),
            (
                "/away",
                (
                    302,
                    "Location: http://169.254.169.254/latest\r\nContent-Type: text/html",
                    Vec::new(),
                ),
            ),
            (
                "/huge",
                (200, "Content-Type: text/html", vec![b'x'; 6_000_000]),
            ),
            (
                "/d.pdf",
                (200, "Content-Type: application/pdf", pdf("A guide in PDF.")),
            ),
            (
                "/e.png",
                (200, "Content-Type: image/png", b"\x89PNG".to_vec()),
            ),
        ]
        .into()
    });
    let found = crawl(
        &[format!("{}/sitemap.xml", site.url)],
        &plan(),
        &extractor(),
        |_| {},
    )
    .unwrap();
    let a = &found.articles[&protocol::ArticleId::new("web.a").unwrap()];
    assert_eq!(a.title, "Reset your password");
    assert_eq!(a.language.as_deref(), Some("en"));
    assert_eq!(a.url, Some(format!("{}/a", site.url)));
    assert!(a.text.contains("Choose Forgot password"), "{}", a.text);
    assert!(
        !a.text.contains("steal") && !a.text.contains("Elsewhere"),
        "{}",
        a.text
    );
    assert!(text(&found, "web.d.pdf").contains("A guide in PDF."));
    let moved = &found.articles[&protocol::ArticleId::new("web.moved").unwrap()];
    assert_eq!(moved.url, Some(format!("{}/a2", site.url)));
    assert_eq!(found.articles.len(), 4, "{:?}", found.articles.keys());
    for (url, reason) in [
        ("/secret/c", "robots.txt does not allow"),
        ("/broken", "status 500"),
        ("/away", "leads to another site"),
        ("/huge", "larger than 5 MB"),
        ("/e.png", "image/png is no article"),
        ("https://example.com/x", "another site than its list"),
    ] {
        assert!(
            why(&found, url).contains(reason),
            "{url}: {}",
            why(&found, url)
        );
    }
    // Gone is gone: it is not kept.
    assert_eq!(found.skipped.len(), 6, "{:?}", found.skipped);
    let asked = site.asked();
    assert!(!asked.contains(&"/secret/c".to_owned()), "{asked:?}");
    assert_eq!(
        asked.iter().filter(|path| *path == "/robots.txt").count(),
        1
    );
}

#[test]
fn a_feed_of_ten_thousand_pages_is_cut_where_it_was_said() {
    let site = Site::new(|url| {
        let list = urlset((0..10_000).map(|page| format!("{url}/page-{page}")));
        let page = || html(200, "Page", "Text.");
        [
            ("/sitemap.xml", xml(list)),
            ("/page-0", page()),
            ("/page-1", page()),
        ]
        .into()
    });
    let plan = Crawl { pages: 2, ..plan() };
    let found = crawl(
        &[format!("{}/sitemap.xml", site.url)],
        &plan,
        &extractor(),
        |_| {},
    )
    .unwrap();
    assert_eq!((found.articles.len(), found.skipped.len()), (2, 9_998));
    assert!(
        found
            .skipped
            .iter()
            .all(|it| it.id.is_some() && it.why.contains("--max-pages"))
    );
    let lines = baton::report(&found.skipped);
    assert_eq!(lines.len(), 21);
    assert!(lines[20].contains("and 9978 more"), "{}", lines[20]);
    assert_eq!(site.asked().len(), 4);
}

#[test]
fn a_sitemap_that_does_not_answer_deletes_nothing() {
    let site = Site::new(|url| {
        let index = format!(
            "<sitemapindex><sitemap><loc>{url}/one.xml</loc></sitemap><sitemap><loc>{url}/two.xml</loc></sitemap></sitemapindex>"
        );
        [
            ("/sitemap.xml", xml(index)),
            ("/one.xml", xml(urlset([format!("{url}/a")].into_iter()))),
            ("/two.xml", (503, "Content-Type: text/html", Vec::new())),
            ("/a", html(200, "A", "Text.")),
        ]
        .into()
    });
    let found = crawl(
        &[format!("{}/sitemap.xml", site.url)],
        &plan(),
        &extractor(),
        |_| {},
    )
    .unwrap();
    assert_eq!(found.articles.len(), 1);
    assert_eq!(found.unlisted.len(), 1);
    assert!(found.unlisted[0].why.contains("status 503"));
}

#[test]
fn a_site_that_says_nothing_of_robots_for_now_is_left_alone() {
    let site = Site::new(|_| {
        [
            ("/robots.txt", (503, "Content-Type: text/html", Vec::new())),
            ("/a", html(200, "A", "Text.")),
        ]
        .into()
    });
    let error = crawl(&[format!("{}/a", site.url)], &plan(), &extractor(), |_| {}).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("robots.txt answers with status 503"),
        "{error}"
    );
    assert_eq!(site.asked(), ["/robots.txt"]);
}

#[test]
fn private_networks_are_not_asked() {
    let site = Site::new(|_| [("/a", html(200, "A", "Text."))].into());
    let plan = Crawl {
        allow_private: false,
        ..plan()
    };
    let error = crawl(&[format!("{}/a", site.url)], &plan, &extractor(), |_| {}).unwrap_err();
    assert!(error.to_string().contains("private network"), "{error}");
    assert!(site.asked().is_empty());
    assert!(
        crawl(
            &["file:///etc/passwd".to_owned()],
            &plan,
            &extractor(),
            |_| {}
        )
        .is_err()
    );
}
