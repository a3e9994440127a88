// The demo page's switches: who is signed in, and the language of the page.
// A real LMS renders these; the chat hears of them the way it would there.
(() => {
  const who = document.getElementById("who");
  const language = document.getElementById("language");
  const people = {
    learner: { name: "Maya Okafor", email: "maya.okafor@riverside.example" },
    instructor: { name: "Dr. Tomas Reyes", email: "t.reyes@riverside.example" },
    admin: { name: "Ines Lindqvist", email: "i.lindqvist@riverside.example" },
  };
  const saved = (key, fallback) => {
    try {
      return localStorage.getItem(key) || fallback;
    } catch {
      return fallback;
    }
  };
  const save = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      // The switch then lasts as long as the page.
    }
  };
  who.value = saved("demo:who", "learner");
  language.value = saved("demo:language", "en");

  const baton = (...call) => (window.baton ||= []).push(call);
  const show = () => {
    const person = people[who.value];
    document.getElementById("avatar").textContent = person
      ? person.name.replace("Dr. ", "").split(" ").map((word) => word[0]).join("")
      : "?";
    document.documentElement.lang = language.value;
    document.documentElement.dir = language.value === "ar" ? "rtl" : "ltr";
    if (person) identify(`demo-${who.value}`, person);
  };
  // An LMS renders the token into its page; this page has to fetch it.
  const identify = async (id, person) => {
    baton("identify", { id, ...person });
    const answer = await fetch(`/demo/identity?as=${who.value}`).catch(() => undefined);
    const token = answer?.ok ? (await answer.json()).token : undefined;
    if (token && id === `demo-${who.value}`) baton("identify", { id, ...person, token });
  };
  who.addEventListener("change", () => {
    save("demo:who", who.value);
    // Whoever is nobody has to be said; another person says it by their id.
    if (!people[who.value]) baton("shutdown");
    show();
  });
  language.addEventListener("change", () => {
    save("demo:language", language.value);
    location.reload();
  });
  for (const link of document.querySelectorAll('a[href="#"]')) {
    link.addEventListener("click", (event) => event.preventDefault());
  }
  show();
})();
