//! The browser's WebSocket, kept alive by `client::Session`: the one file of glue.

use crate::time::now;
use client::{Line, Session, Step};
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, WebSocket, Window};

/// How often the session is asked what to do next.
const TICK_MS: i32 = 1_000;

/// What the runtime answers to a ping, without waking anybody.
const PONG: &str = "pong";

/// Where to open the socket: its path and subprotocols, found anew on every try, as the last
/// event seen has moved and what opens it may have ended.
type Address = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Option<(String, Vec<String>)>>>>>;

/// A socket that connects again by itself, for as long as the page lives.
#[derive(Clone)]
pub struct Socket(Rc<Inner>);

struct Inner {
    session: RefCell<Session>,
    socket: RefCell<Option<WebSocket>>,
    address: Address,
    on_text: Box<dyn Fn(String)>,
    on_line: Box<dyn Fn(Line)>,
    closed: Cell<bool>,
    /// Counts what was begun and dropped: what comes late belongs to a try that is over.
    tries: Cell<u32>,
    wakers: RefCell<Option<Wakers>>,
}

impl Socket {
    /// Connects to a path of this server, and goes on connecting. `on_line` hears every change
    /// of the line, `on_frame` every frame it can read: what it cannot is newer than this page.
    /// With no address the try counts as failed.
    pub fn open<F: DeserializeOwned, A>(
        address: impl Fn() -> A + 'static,
        on_frame: impl Fn(F) + 'static,
        on_line: impl Fn(Line) + 'static,
    ) -> Self
    where
        A: Future<Output = Option<(String, Vec<String>)>> + 'static,
    {
        let on_text = move |text: String| {
            if let Some(frame) = crate::json::from_text(&text) {
                on_frame(frame);
            }
        };
        let inner = Rc::new(Inner {
            session: RefCell::new(Session::default()),
            socket: RefCell::new(None),
            address: Box::new(move || Box::pin(address())),
            on_text: Box::new(on_text),
            on_line: Box::new(on_line),
            closed: Cell::new(false),
            tries: Cell::new(0),
            wakers: RefCell::new(None),
        });
        inner.step();
        *inner.wakers.borrow_mut() = Wakers::new(&inner);
        Self(inner)
    }

    /// Sends a frame, if the line is live; `false` if it is not.
    pub fn send(&self, text: &str) -> bool {
        let is_live = self.0.session.borrow().line() == Line::Live;
        let socket = self.0.socket.borrow();
        match socket.as_ref() {
            Some(socket) if is_live => socket.send_with_str(text).is_ok(),
            _ => false,
        }
    }

    /// Drops the line and connects at once: events are missing.
    pub fn reconnect(&self) {
        self.0.drop_socket();
        self.0.session.borrow_mut().lost(now(), 0.0);
        self.0.session.borrow_mut().woken(now());
        self.0.step();
    }

    /// Ends it for good.
    pub fn close(&self) {
        self.0.closed.set(true);
        self.0.wakers.borrow_mut().take();
        self.0.drop_socket();
    }
}

impl Inner {
    fn step(self: &Rc<Self>) {
        if self.closed.get() {
            return;
        }
        let before = self.session.borrow().line();
        let step = self.session.borrow_mut().step(now());
        match step {
            Some(Step::Connect) => self.connect(),
            Some(Step::Ping) => {
                if let Some(socket) = self.socket.borrow().as_ref() {
                    let _closed = socket.send_with_str("ping");
                }
            }
            Some(Step::Drop) => {
                self.drop_socket();
                self.lost();
            }
            None => {}
        }
        self.tell(before);
    }

    fn connect(self: &Rc<Self>) {
        let this = self.tries.get();
        let (address, inner) = ((self.address)(), Rc::clone(self));
        spawn_local(async move {
            let address = address.await;
            if inner.tries.get() == this && !inner.closed.get() {
                let before = inner.session.borrow().line();
                inner.connect_to(address);
                inner.tell(before);
            }
        });
    }

    fn connect_to(self: &Rc<Self>, address: Option<(String, Vec<String>)>) {
        let socket = address.and_then(|(path, protocols)| {
            let origin = web_sys::window()?.location().origin().ok()?;
            // http becomes ws, https wss.
            let url = format!("ws{}{path}", origin.strip_prefix("http")?);
            let protocols: js_sys::Array = protocols
                .iter()
                .map(|text| JsValue::from_str(text))
                .collect();
            if protocols.length() == 0 {
                WebSocket::new(&url).ok()
            } else {
                WebSocket::new_with_str_sequence(&url, &protocols).ok()
            }
        });
        let Some(socket) = socket else {
            self.lost();
            return;
        };
        let inner = Rc::downgrade(self);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let (Some(inner), Some(text)) = (inner.upgrade(), event.data().as_string()) else {
                return;
            };
            let before = inner.session.borrow().line();
            inner.session.borrow_mut().heard(now());
            inner.tell(before);
            if text != PONG {
                (inner.on_text)(text);
            }
        });
        let inner = Rc::downgrade(self);
        let this = socket.clone();
        let on_close = Closure::<dyn Fn()>::new(move || {
            let Some(inner) = inner.upgrade() else { return };
            // A socket that was dropped already says so again, late.
            let is_current = inner.socket.borrow().as_ref() == Some(&this);
            if is_current {
                let before = inner.session.borrow().line();
                inner.drop_socket();
                inner.lost();
                inner.tell(before);
            }
        });
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        // They live as long as the socket, which the browser drops.
        on_message.forget();
        on_close.forget();
        *self.socket.borrow_mut() = Some(socket);
    }

    fn lost(&self) {
        self.session
            .borrow_mut()
            .lost(now(), js_sys::Math::random());
    }

    fn drop_socket(&self) {
        self.tries.set(self.tries.get().wrapping_add(1));
        if let Some(socket) = self.socket.borrow_mut().take() {
            let _closed = socket.close();
        }
    }

    fn tell(&self, before: Line) {
        let line = self.session.borrow().line();
        if line != before {
            (self.on_line)(line);
        }
    }
}

/// What wakes a socket; removed when it is closed.
struct Wakers {
    window: Window,
    interval: i32,
    tick: Closure<dyn Fn()>,
    wake: Closure<dyn Fn()>,
}

/// Events of the window that wake a socket; the document's is `visibilitychange`.
const WAKING: [&str; 3] = ["online", "pageshow", "focus"];

impl Wakers {
    /// Ticks, and wakes when the network is back or the page is seen again.
    fn new(inner: &Rc<Inner>) -> Option<Self> {
        let window = web_sys::window()?;
        let weak = Rc::downgrade(inner);
        let tick = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.step();
            }
        });
        let interval = window
            .set_interval_with_callback_and_timeout_and_arguments_0(
                tick.as_ref().unchecked_ref(),
                TICK_MS,
            )
            .ok()?;
        let weak = Rc::downgrade(inner);
        let wake = Closure::<dyn Fn()>::new(move || {
            if let Some(inner) = weak.upgrade() {
                inner.session.borrow_mut().woken(now());
                inner.step();
            }
        });
        let function = wake.as_ref().unchecked_ref();
        for event in WAKING {
            let _added = window.add_event_listener_with_callback(event, function);
        }
        if let Some(document) = window.document() {
            let _added = document.add_event_listener_with_callback("visibilitychange", function);
        }
        Some(Self {
            window,
            interval,
            tick,
            wake,
        })
    }
}

impl Drop for Wakers {
    fn drop(&mut self) {
        self.window.clear_interval_with_handle(self.interval);
        let function = self.wake.as_ref().unchecked_ref();
        for event in WAKING {
            let _removed = self
                .window
                .remove_event_listener_with_callback(event, function);
        }
        if let Some(document) = self.window.document() {
            let _removed =
                document.remove_event_listener_with_callback("visibilitychange", function);
        }
        // Kept until here: the browser held on to it.
        let _ticks_no_more = &self.tick;
    }
}
