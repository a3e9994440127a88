// Where an e-mail leads: `#open=…` opens the conversation it was about, `#stop=…` ends the e-mails about it.
// What stands after the # is sent to us alone, and to no address.
const { team, language } = document.documentElement.dataset;
const words = {
  en: {
    opening: "Opening your conversation…",
    open: "Open the chat",
    gone: "This link is not valid any more. Open the chat on your course page.",
    offline: "No connection. Please try again.",
    again: "Try again",
    ask: "Stop e-mails about this conversation? Replies stay in the chat.",
    stop: "Stop e-mails",
    stopped: "You will get no more e-mails about this conversation.",
  },
  es: {
    opening: "Abriendo tu conversación…",
    open: "Abrir el chat",
    gone: "Este enlace ya no es válido. Abre el chat en la página de tu curso.",
    offline: "Sin conexión. Inténtalo de nuevo.",
    again: "Reintentar",
    ask: "¿No recibir más correos sobre esta conversación? Las respuestas siguen en el chat.",
    stop: "No recibir más correos",
    stopped: "No recibirás más correos sobre esta conversación.",
  },
  de: {
    opening: "Ihre Unterhaltung wird geöffnet …",
    open: "Chat öffnen",
    gone: "Dieser Link gilt nicht mehr. Öffnen Sie den Chat auf Ihrer Kursseite.",
    offline: "Keine Verbindung. Bitte versuchen Sie es noch einmal.",
    again: "Erneut versuchen",
    ask: "Keine E-Mails mehr zu dieser Unterhaltung? Die Antworten bleiben im Chat.",
    stop: "Keine E-Mails mehr",
    stopped: "Sie erhalten keine E-Mails mehr zu dieser Unterhaltung.",
  },
  fr: {
    opening: "Ouverture de votre conversation…",
    open: "Ouvrir le chat",
    gone: "Ce lien n’est plus valable. Ouvrez le chat sur la page de votre cours.",
    offline: "Pas de connexion. Veuillez réessayer.",
    again: "Réessayer",
    ask: "Ne plus recevoir d’e-mails sur cette conversation ? Les réponses restent dans le chat.",
    stop: "Ne plus recevoir d’e-mails",
    stopped: "Vous ne recevrez plus d’e-mails sur cette conversation.",
  },
  pt: {
    opening: "Abrindo a sua conversa…",
    open: "Abrir o chat",
    gone: "Este link não é mais válido. Abra o chat na página do seu curso.",
    offline: "Sem conexão. Tente de novo.",
    again: "Tentar de novo",
    ask: "Não receber mais e-mails sobre esta conversa? As respostas continuam no chat.",
    stop: "Não receber mais e-mails",
    stopped: "Você não receberá mais e-mails sobre esta conversa.",
  },
  ar: {
    opening: "جارٍ فتح محادثتك…",
    open: "فتح المحادثة",
    gone: "لم يعد هذا الرابط صالحًا. افتح المحادثة من صفحة المقرر.",
    offline: "لا يوجد اتصال. حاول مرة أخرى.",
    again: "إعادة المحاولة",
    ask: "هل تريد إيقاف الرسائل عن هذه المحادثة؟ تبقى الردود في المحادثة.",
    stop: "إيقاف الرسائل",
    stopped: "لن تصلك رسائل أخرى عن هذه المحادثة.",
  },
};
const spoken = [...navigator.languages, language].map((tag) => String(tag).slice(0, 2));
const code = spoken.find((it) => words[it]) || "en";
const said = words[code];
document.documentElement.lang = code;
document.documentElement.dir = code === "ar" ? "rtl" : "ltr";

const line = document.getElementById("said");
const button = document.getElementById("do");
const say = (text, label, does) => {
  line.textContent = text;
  button.hidden = !label;
  button.textContent = label || "";
  button.onclick = does;
};

const post = (path, body) =>
  fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Opens the chat as the learner of the link; what this browser had of our own page is replaced. */
async function open(token) {
  say(said.opening);
  try {
    const answer = await post("/api/learner/mail/open", { token });
    if (!answer.ok) return say(answer.status < 500 ? said.gone : said.offline, answer.status < 500 ? "" : said.again, () => open(token));
    const { renewal } = await answer.json();
    localStorage.setItem(`baton:${team}`, JSON.stringify({ renewal }));
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    return say(said.offline, said.again, () => open(token));
  }
  show();
}

/** Opens the panel, whether its loader has come or not. */
function show() {
  (window.baton ||= []).push((chat) => {
    chat.on("open", () => say(""));
    chat.on("close", () => say("", said.open, () => chat.open()));
    chat.open();
  });
}

async function stop(token) {
  try {
    const answer = await post(`/api/learner/mail/stop?token=${encodeURIComponent(token)}`, {});
    if (answer.ok) return say(said.stopped);
    say(answer.status < 500 ? said.gone : said.offline, answer.status < 500 ? "" : said.again, () => stop(token));
  } catch {
    say(said.offline, said.again, () => stop(token));
  }
}

const [what, token] = location.hash.slice(1).split("=");
if (what === "open" && token) open(token);
else if (what === "stop" && token) say(said.ask, said.stop, () => stop(token));
else show();
