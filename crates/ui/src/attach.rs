//! Files on their way up: picked, pasted or dropped; with progress, and a way to think better.

use crate::dom::{El, ElementRef, click, el, keyed};
use crate::{Icon, icon};
use crate::{word, words};
use client::{Item, Tray, Upload, Word};
use leptos::prelude::*;
use protocol::{Attachment, AttachmentId, Code, Media, Problem};
use wasm_bindgen::prelude::*;
use web_sys::{ClipboardEvent, DragEvent, File, FileList, ProgressEvent, XmlHttpRequest};

/// Where files go: the path, and a bearer token where no cookie says who sends them.
type Address = Box<dyn Fn() -> Option<(String, Option<String>)>>;

/// The files of the message being written; a handle.
#[derive(Clone, Copy)]
pub struct Attach {
    tray: RwSignal<Tray>,
    address: StoredValue<Address, LocalStorage>,
    running: StoredValue<Vec<Running>, LocalStorage>,
}

struct Running {
    key: u32,
    file: File,
    request: XmlHttpRequest,
    _on_progress: Closure<dyn Fn(ProgressEvent)>,
}

impl Attach {
    /// An empty tray whose files go to this address.
    pub fn new(address: impl Fn() -> Option<(String, Option<String>)> + 'static) -> Self {
        Self {
            tray: RwSignal::default(),
            address: StoredValue::new_local(Box::new(address)),
            running: StoredValue::new_local(Vec::new()),
        }
    }

    /// Follows whatever changes in the tray, which takes room on the screen.
    pub fn track(self) {
        self.tray.track();
    }

    /// Whether nothing is in the tray.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.tray.with_untracked(|tray| tray.items().is_empty())
    }

    /// Whether the message must wait for a file.
    #[must_use]
    pub fn is_sending(self) -> bool {
        self.tray.with(Tray::is_sending)
    }

    /// Whether there is a file to say, even without words.
    #[must_use]
    pub fn has_ready(self) -> bool {
        self.tray.with(Tray::has_ready)
    }

    /// The files to say now; the tray is empty afterwards.
    #[must_use]
    pub fn take(self) -> Vec<Attachment> {
        self.running.update_value(Vec::clear);
        self.tray.try_update(Tray::take).unwrap_or_default()
    }

    /// Files that were taken, and not said after all.
    pub fn put_back(self, files: Vec<Attachment>) {
        let _gone = self.tray.try_update(|tray| tray.put_back(files));
    }

    fn add_all(self, files: &FileList) {
        for index in 0..files.length() {
            if let Some(file) = files.get(index) {
                let key = self
                    .tray
                    .try_update(|tray| tray.add(file.name(), file.size()))
                    .flatten();
                if let Some(key) = key {
                    self.send(key, file);
                }
            }
        }
    }

    fn send(self, key: u32, file: File) {
        if self.try_send(key, file).is_none() {
            self.ended(key, Err(offline()));
        }
    }

    fn try_send(self, key: u32, file: File) -> Option<()> {
        let (path, token) = self.address.with_value(|address| address())?;
        let name = String::from(js_sys::encode_uri_component(&file.name()));
        let request = XmlHttpRequest::new().ok()?;
        request.open("POST", &path).ok()?;
        let header = |name, value: &str| request.set_request_header(name, value).ok();
        header("content-type", "application/octet-stream")?;
        header("x-file-name", &name)?;
        if let Some(token) = token {
            header("authorization", &format!("Bearer {token}"))?;
        }
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            let percent = (100.0 * event.loaded() / event.total().max(1.0)) as u8;
            let _gone = self.tray.try_update(|tray| tray.sent(key, percent));
        });
        let upload = request.upload().ok()?;
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        let answered = request.clone();
        let on_end = Closure::once_into_js(move || {
            let text = answered.response_text().ok().flatten().unwrap_or_default();
            let outcome = match answered.status().unwrap_or(0) {
                201 => crate::from_text(&text).ok_or_else(offline),
                _ => Err(crate::from_text(&text).unwrap_or_else(offline)),
            };
            self.ended(key, outcome);
        });
        request.set_onloadend(Some(on_end.unchecked_ref()));
        request.send_with_opt_blob(Some(&file)).ok()?;
        self.running.update_value(|running| {
            running.push(Running {
                key,
                file,
                request,
                _on_progress: on_progress,
            });
        });
        Some(())
    }

    fn ended(self, key: u32, outcome: Result<Attachment, Problem>) {
        let _gone = self.tray.try_update(|tray| tray.ended(key, outcome));
    }

    /// What is known of a file's way up; it is forgotten here.
    fn stop(self, key: u32) -> Option<Running> {
        let stop = |running: &mut Vec<Running>| {
            let at = running.iter().position(|it| it.key == key)?;
            Some(running.remove(at))
        };
        self.running.try_update_value(stop).flatten()
    }

    fn retry(self, key: u32) {
        if let Some(running) = self.stop(key) {
            self.tray.update(|tray| tray.retry(key));
            self.send(key, running.file);
        }
    }

    /// Takes a file out: stops it on its way, or takes it back from the server.
    fn remove(self, key: u32) {
        let running = self.stop(key);
        let stored = self.tray.try_update(|tray| tray.remove(key)).flatten();
        if let Some(running) = running {
            // Its end is heard, and finds the tray without it.
            let _ended_already = running.request.abort();
        }
        if let Some(id) = stored {
            self.take_back(&id);
        }
    }

    /// Best effort: what stays behind is dropped by the server within a day.
    fn take_back(self, id: &AttachmentId) {
        let Some((path, token)) = self.address.with_value(|address| address()) else {
            return;
        };
        let Ok(request) = XmlHttpRequest::new() else {
            return;
        };
        if request.open("DELETE", &format!("{path}/{id}")).is_ok() {
            if let Some(token) = token {
                let _set = request.set_request_header("authorization", &format!("Bearer {token}"));
            }
            let _sent = request.send();
        }
    }
}

fn offline() -> Problem {
    Problem::new(Code::Unknown, "the connection was lost")
}

/// The button that opens the browser's file picker.
#[must_use]
pub fn attach_button(attach: Attach) -> El {
    let picker = ElementRef::new_local(None);
    let input = el("input")
        .keep(picker)
        .attr("type", "file")
        .attr("multiple", "")
        .attr("hidden", "")
        .attr("accept", Media::ACCEPTED);
    let chosen = input.clone();
    let input = input.on("change", move |_| {
        if let Some(files) = chosen.files() {
            attach.add_all(&files);
        }
        // The same file may be chosen again.
        chosen.set_current_value("");
    });
    el("span").class("attach").child((
        input,
        el("button")
            .attr("type", "button")
            .class("icon-button")
            .attr("aria-label", word(Word::AttachFile))
            .attr("title", word(Word::AttachFile))
            .on("click", move |_| click(picker))
            .child(icon(Icon::CLIP)),
    ))
}

/// Lets files be pasted into and dropped on an element; `attach` says where they go then.
#[must_use]
pub fn takes_files(element: El, attach: impl Fn() -> Attach + Copy + 'static) -> El {
    element
        .on("paste", move |event| {
            let files = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(ClipboardEvent::clipboard_data)
                .and_then(|data| data.files());
            // Pasted text goes its usual way.
            if let Some(files) = files.filter(|files| files.length() > 0) {
                event.prevent_default();
                attach().add_all(&files);
            }
        })
        // Without it the browser would open the file instead of dropping it here.
        .on("dragover", |event| event.prevent_default())
        .on("drop", move |event| {
            event.prevent_default();
            let files = event
                .dyn_ref::<DragEvent>()
                .and_then(DragEvent::data_transfer)
                .and_then(|data| data.files());
            if let Some(files) = files {
                attach().add_all(&files);
            }
        })
}

/// The files of the message being written.
#[must_use]
pub fn tray(attach: Attach) -> El {
    el("ul")
        .class("tray")
        .attr("aria-label", word(Word::Attachments))
        .attr("hidden", move || {
            let is_empty = attach.tray.with(|tray| tray.items().is_empty());
            is_empty.then_some("")
        })
        .child(keyed(
            move || attach.tray.with(|tray| tray.items().to_vec()),
            // A row is made anew when the kind of its state changes; percents move inside.
            |item: &Item| match item.upload {
                Upload::Sending(_) => item.key.to_string(),
                Upload::Ready(_) => format!("{} ready", item.key),
                Upload::Failed(_) => format!("{} failed", item.key),
            },
            move |item| self::item(attach, item),
        ))
}

fn item(attach: Attach, item: Item) -> El {
    let Item { key, name, upload } = item;
    let class = match upload {
        Upload::Failed(_) => "failed",
        Upload::Sending(_) | Upload::Ready(_) => "",
    };
    let remove = words().with(Word::Remove, &name);
    el("li").class(class).child((
        el("span").class("name").child(name),
        state(attach, key, upload),
        el("button")
            .attr("type", "button")
            .class("icon-button")
            .attr("aria-label", remove)
            .on("click", move |_| attach.remove(key))
            .child(icon(Icon::CLOSE)),
    ))
}

fn state(attach: Attach, key: u32, upload: Upload) -> Vec<El> {
    let percent = move || {
        let percent = |tray: &Tray| match tray.get(key)?.upload {
            Upload::Sending(percent) => Some(percent.to_string()),
            Upload::Ready(_) | Upload::Failed(_) => None,
        };
        attach.tray.with(percent)
    };
    match upload {
        Upload::Sending(_) => vec![
            el("progress")
                .attr("max", "100")
                .attr("value", percent)
                .attr("aria-label", word(Word::Uploading)),
        ],
        Upload::Failed(problem) => {
            let why = el("span")
                .class("why")
                .attr("role", "alert")
                .child(words().problem(&problem));
            // What the file itself is at fault for does not change by trying again.
            let is_worth_it = matches!(
                problem.code,
                Code::Unknown | Code::Internal | Code::TooFast | Code::Unauthenticated
            );
            let again = is_worth_it.then(|| {
                el("button")
                    .attr("type", "button")
                    .class("link")
                    .on("click", move |_| attach.retry(key))
                    .child(word(Word::TryAgain))
            });
            [Some(why), again].into_iter().flatten().collect()
        }
        Upload::Ready(_) => Vec::new(),
    }
}

/// Where the content of a stored file is.
pub enum Content {
    /// The browser may load it by itself.
    Address(String),
    /// It takes a token to fetch it, from this path.
    Token(String, String),
    /// It is not to be had yet: what it belongs to is on its way.
    Later,
}

/// Files beside something that was said: images in place, everything else to be downloaded.
pub fn attachments(
    attachments: Vec<Attachment>,
    content: impl Fn(&Attachment) -> Content,
) -> Option<El> {
    if attachments.is_empty() {
        return None;
    }
    let files: Vec<El> = attachments
        .into_iter()
        .map(|attachment| {
            let content = content(&attachment);
            file(attachment, content)
        })
        .collect();
    Some(el("div").class("files").child(files))
}

fn file(attachment: Attachment, content: Content) -> El {
    let name = attachment.name.clone();
    let link = el("a").class("file").attr("title", name.clone());
    let is_image = attachment.media.is_image();
    let link = if is_image {
        link.attr("target", "_blank").attr("rel", "noopener")
    } else {
        link.attr("download", name.clone())
    };
    let is_image = is_image && !matches!(content, Content::Later);
    let image = el("img").attr("alt", name.clone()).attr("loading", "lazy");
    let inside = if is_image {
        image.clone()
    } else {
        el("span").class("chip-file").child((
            icon(Icon::ARTICLE),
            el("span").class("name").child(name),
            el("span").class("size").child(size(attachment.bytes)),
        ))
    };
    match content {
        Content::Later => link.child(inside),
        Content::Address(address) => {
            let _shown = image.attr("src", address.clone());
            link.attr("href", address).child(inside)
        }
        Content::Token(path, token) => {
            let target = link.clone();
            fetch(&path, &token, move |address| {
                let _shown = image.attr("src", address.clone());
                let _linked = target.attr("href", address);
            });
            link.child(inside)
        }
    }
}

/// Fetches a file for this page alone; `arrived` gets an address that ends with the page.
fn fetch(path: &str, token: &str, arrived: impl FnOnce(String) + 'static) {
    let Ok(request) = XmlHttpRequest::new() else {
        return;
    };
    if request.open("GET", path).is_err() {
        return;
    }
    let _set = request.set_request_header("authorization", &format!("Bearer {token}"));
    request.set_response_type(web_sys::XmlHttpRequestResponseType::Blob);
    let answered = request.clone();
    let on_load = Closure::once_into_js(move || {
        let is_here = answered.status().is_ok_and(|status| status == 200);
        let blob = answered.response().ok().filter(|_| is_here);
        let address = blob
            .and_then(|blob| web_sys::Url::create_object_url_with_blob(blob.unchecked_ref()).ok());
        if let Some(address) = address {
            arrived(address);
        }
    });
    request.set_onload(Some(on_load.unchecked_ref()));
    let _sent = request.send();
}

/// A size in the unit people read.
fn size(bytes: u32) -> String {
    match bytes {
        0..=1_023 => format!("{bytes} bytes"),
        1_024..=1_048_575 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => {
            let tenths = bytes.div_ceil(104_858);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}
