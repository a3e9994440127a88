// The only thing of ours on the host page: a button, and on first use a frame.
// Works under a strict CSP and Trusted Types: no inline script or style, no HTML from text.
// Keeps the learner's token in the page's own storage, and speaks to the frame by
// postMessage, both ends pinned to their origin.
(() => {
  const tag = document.currentScript || document.querySelector('script[data-team][src*="widget.js"]');
  // A page that carries the tag twice has one chat all the same.
  if (window.baton?.open) return;
  const { origin } = new URL(tag.src);
  const { team = "", locale = "", position, color } = tag.dataset;
  const KEY = `baton:${team}`;
  const queued = Array.isArray(window.baton) ? window.baton : [];
  const listeners = {};
  let frame, isBooted, isReady, isOpen, memory, user, who, keeps = true, side = "";

  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      keeps = false;
      return memory || {};
    }
  };
  const store = (value) => {
    memory = value;
    try {
      if (value) localStorage.setItem(KEY, JSON.stringify(value));
      else localStorage.removeItem(KEY);
    } catch {
      keeps = false;
    }
  };
  // The server ends it too: a copy of what was kept opens nothing.
  const forget = () => {
    const { renewal } = load();
    if (renewal) navigator.sendBeacon?.(`${origin}/api/learner/session/end`, JSON.stringify({ renewal }));
    store();
  };
  // A tag that is no language makes the browser's formats throw.
  const language = () => {
    try {
      return Intl.getCanonicalLocales(locale || document.documentElement.lang || [])[0];
    } catch {
      return undefined;
    }
  };
  // What stands on the launcher: open, close, unread; and the frame's title, where it is not "Chat".
  const labels = {
    en: ["Open chat", "Close chat", "unread"],
    es: ["Abrir el chat", "Cerrar el chat", "sin leer"],
    de: ["Chat öffnen", "Chat schließen", "ungelesen"],
    fr: ["Ouvrir le chat", "Fermer le chat", "non lus"],
    pt: ["Abrir o chat", "Fechar o chat", "não lidas"],
    ar: ["فتح الدردشة", "إغلاق الدردشة", "غير مقروءة", "الدردشة"],
  };
  const words = () =>
    labels[[language(), ...navigator.languages].map((tag) => String(tag).slice(0, 2)).find((it) => labels[it]) || "en"];
  const page = () => ({ url: location.origin + location.pathname, title: document.title });
  const tell = (message) => isReady && frame.contentWindow.postMessage(message, origin);
  const emit = (name, detail) => (listeners[name] || []).forEach((hear) => hear(detail));

  // Whom a signed token is about. Read to tell people at one computer apart; believed by the server alone.
  const subject = (token) => {
    try {
      return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).sub;
    } catch {
      return undefined;
    }
  };

  const root = document.createElement("div");
  const shadow = root.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host{all:initial}
    button,iframe{position:fixed;right:16px;z-index:2147483000;border:0}
    .left{right:auto;left:16px}
    button{bottom:16px;width:56px;height:56px;border-radius:50%;padding:0;cursor:pointer;background:var(--c,#3452cc);color:var(--t,#fff);box-shadow:0 4px 16px #1016283d;transition:transform .12s ease-out}
    button:hover{transform:scale(1.05)}
    button:focus-visible{outline:3px solid var(--c,#3452cc);outline-offset:3px}
    svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;display:block;margin:auto}
    span{position:absolute;top:-4px;right:-4px;min-width:20px;border-radius:10px;background:#b3261e;color:#fff;font:600 12px/20px system-ui,sans-serif}
    iframe{bottom:88px;width:400px;height:min(720px,85dvh - 88px);max-width:calc(100vw - 32px);border-radius:16px;background:Canvas;box-shadow:0 8px 32px #10162829,0 1px 4px #1016281a;color-scheme:light dark}
    [hidden]{display:none}
    @media(max-width:480px){iframe,iframe.left{inset:0;width:100%;max-width:none;height:100dvh;border-radius:0}button.open{display:none}}
    @media(prefers-reduced-motion:reduce){button{transition:none}}
    @media(forced-colors:active){button{border:2px solid ButtonText}}
  `);
  shadow.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  const badge = document.createElement("span");
  const draw = () => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", isOpen ? "m6 9 6 6 6-6" : "M4 5.5h16v11h-9l-4 3.5v-3.5h-3z");
    svg.append(path);
    button.replaceChildren(svg, badge);
    button.className = `${isOpen ? "open" : ""} ${side}`;
    button.setAttribute("aria-label", words()[+!!isOpen]);
    button.setAttribute("aria-expanded", String(!!isOpen));
    if (frame) [frame.hidden, frame.className] = [!isOpen, side];
  };
  const unread = (count) => {
    badge.hidden = !count;
    badge.textContent = count > 9 ? "9+" : count;
    button.setAttribute("aria-description", count ? `${count} ${words()[2]}` : "");
    emit("unread", count);
  };
  // What the tag says counts before what the team's settings say.
  const dress = (look) => {
    side = (position || look?.side || "").includes("left") ? "left" : "";
    draw();
    const own = color || look?.color;
    if (/^#([\da-f]{3}|[\da-f]{6})$/i.test(own)) {
      const hex = own.length > 4 ? own.slice(1) : own.replace(/[^#]/g, "$&$&").slice(1);
      const [r, g, b] = [0, 2, 4].map((at) => (parseInt(hex.substr(at, 2), 16) / 255) ** 2.2);
      root.style.setProperty("--c", own);
      root.style.setProperty("--t", 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.2 ? "#10131a" : "#fff");
    }
    shadow.append(button);
  };

  // What the settings said is kept for an hour: a page view costs no request. A page that may not ask shows the chat
  // as the tag has it; nobody waits for it longer than a second.
  const ask = async () => {
    const key = `${KEY}:look`;
    // A tag that says both needs nothing else.
    let known = color && position ? { at: Infinity } : null;
    try {
      known ||= JSON.parse(localStorage.getItem(key));
    } catch {}
    if (known) dress(known);
    if (Date.now() - known?.at < 36e5) return;
    const late = setTimeout(dress, 1000, known);
    try {
      const answer = await fetch(`${origin}/widget/look?team=${encodeURIComponent(team)}`);
      // A server that is out of order takes nothing of what it said before.
      if (answer.ok) {
        known = { ...(await answer.json()), at: Date.now() };
        localStorage.setItem(key, JSON.stringify(known));
      }
    } catch {}
    clearTimeout(late);
    dress(known);
  };

  const mount = () => {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = words()[3] || "Chat";
    frame.src = `${origin}/widget/frame?team=${encodeURIComponent(team)}#origin=${encodeURIComponent(location.origin)}&language=${language() ?? ""}`;
    const made = frame;
    // What was refused loads too, and says nothing.
    const check = (pause, isThere, remove) => () =>
      setTimeout(() => {
        if (isThere() || frame !== made) return;
        console.error(
          `Baton: the chat did not start. Is there a team "${team}", and is ${location.origin} among the allowed origins in its settings?`,
        );
        api.close();
        made.remove();
        frame = undefined;
        if (remove) root.remove();
      }, pause);
    frame.addEventListener("load", check(1000, () => isBooted, true));
    frame.addEventListener("load", check(20000, () => isReady));
    shadow.prepend(frame);
  };

  const api = {
    open() {
      if (isOpen) return;
      isOpen = true;
      mount();
      draw();
      frame.focus();
      tell({ type: "page", page: page() });
      tell({ type: "open" });
      emit("open");
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      draw();
      button.focus();
      tell({ type: "close" });
      emit("close");
    },
    toggle: () => (isOpen ? api.close() : api.open()),
    // `token` is what the LMS signed (docs/identity.md); the rest is shown to agents as not verified.
    identify(details = {}) {
      const { id, name, email, token } = details;
      const next = id ?? subject(token);
      const before = who ?? load().who;
      // Another person at this computer: nothing of the one before is theirs.
      if (before && before !== next) {
        const wasOpen = isOpen;
        api.shutdown();
        if (wasOpen) api.open();
      }
      who = next;
      user = { name, email, token };
      tell({ type: "identify", ...user });
    },
    // For shared computers: nothing of this learner stays.
    shutdown() {
      api.close();
      frame?.remove();
      frame = user = who = isReady = isBooted = undefined;
      forget();
      unread(0);
    },
    on(name, hear) {
      (listeners[name] ||= []).push(hear);
    },
    // A call as a list, or a function that is given the API.
    push: (...calls) =>
      calls.forEach((call) => (typeof call === "function" ? call(api) : api[call[0]]?.(...call.slice(1)))),
  };

  addEventListener("message", ({ origin: from, source, data }) => {
    if (!frame || from !== origin || source !== frame.contentWindow) return;
    switch (data?.type) {
      case "ready": {
        isReady = true;
        // Who was signed in is not any more: what they said is not the next one's.
        if (load().who !== who && !who) forget();
        const { renewal, outbox, seen = 0 } = load();
        if (user) tell({ type: "identify", ...user });
        tell({ type: "init", renewal, outbox, seen, color, page: page(), keeps });
        if (!isOpen) tell({ type: "close" });
        break;
      }
      case "boot":
        isBooted = true;
        break;
      case "store":
        store({ renewal: data.renewal, outbox: data.outbox, seen: data.seen, waits: data.waits, who });
        break;
      case "refused":
        console.error(`Baton: who the learner is was not believed: ${data.why}. The chat goes on without it.`);
        break;
      case "unread":
        unread(data.count);
        break;
      case "close":
        api.close();
    }
  });
  // Where the learner is changes without a load in single-page apps.
  window.navigation?.addEventListener("currententrychange", () => tell({ type: "page", page: page() }));

  const start = () => {
    button.type = "button";
    button.addEventListener("click", api.toggle);
    unread(0);
    draw();
    document.body.append(root);
    ask();
    window.baton = api;
    api.push(...queued);
    // Who waits for a person hears of the reply on whatever page they are.
    if (load().waits && load().who === who) {
      mount();
      draw();
    }
    document.dispatchEvent(new CustomEvent("baton:ready", { bubbles: true }));
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
