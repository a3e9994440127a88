// The demo page's switches: who is signed in, and the language of the page.
// A real LMS renders these; the chat hears of them the way it would there.
(() => {
  const who = document.getElementById("who");
  const language = document.getElementById("language");
  const people = {
    learner: { name: "Maya Okafor", email: "maya.okafor@riverside.example" },
    instructor: { name: "Dr. Tomas Reyes", email: "t.reyes@riverside.example" },
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
    if (person) baton("identify", person);
  };
  who.addEventListener("change", () => {
    save("demo:who", who.value);
    // Another person at this computer: nothing of the one before may stay.
    baton("shutdown");
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
