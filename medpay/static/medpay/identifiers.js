// Marks under each text field of the report form what could identify a person, with a button that takes it out.
// The rules are the server's, and the server decides; nothing leaves the page before the form is sent.
import { unpressed } from "./pressing.js";

const PAUSE = 200; // ms without a key before a text is looked at
const SHOWN = 4; // characters of a finding that are repeated under its field

const form = document.querySelector("form[data-rules]");
const screening = form && (await load());
if (screening) {
  const { findIdentifiers, redact, rules } = screening;
  for (const field of form.querySelectorAll("textarea, input[type=text]:not([tabindex='-1'])")) mark(field);

  function mark(field) {
    const list = document.createElement("ul");
    list.className = "marks";
    list.id = `${field.id}_marks`;
    list.hidden = true;
    const news = document.createElement("p");
    news.className = "visually-hidden";
    news.setAttribute("role", "status");
    (field.closest(".combo") ?? field).after(list, news);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${list.id}`.trim());

    let timer = 0;
    let before = "";
    let seen = "";
    function look() {
      clearTimeout(timer);
      seen = field.value;
      const found = findIdentifiers(field.value, rules);
      list.replaceChildren(...found.map((finding) => line(field, finding, look)));
      list.hidden = found.length === 0;
      const said = found.length ? `Found: ${found.map(words).join(", ")}. See below the field.` : "";
      if (said !== before) news.textContent = said || "Nothing is found any more.";
      before = said;
    }
    function lookSoon() {
      clearTimeout(timer);
      timer = setTimeout(() => unpressed(look), PAUSE);
    }
    field.addEventListener("input", lookSoon);
    field.addEventListener("change", () => {
      if (field.value !== seen) lookSoon(); // a draft was put back or cleared
    });
    if (field.value) look();
  }

  function line(field, finding, look) {
    const item = document.createElement("li");
    item.className = finding.class;
    const text = field.value.slice(finding.start, finding.end);
    const shown = finding.class === "soft" ? text : `${text.slice(0, SHOWN)}…`;
    const told = document.createElement("span");
    told.textContent = finding.class === "soft"
      ? `${words(finding)}: “${shown}”. A person will look before it counts.`
      : `${words(finding)}: “${shown}”. It would be refused.`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Take it out";
    button.setAttribute("aria-label", `Take it out: ${words(finding)}, ${shown}`);
    button.addEventListener("click", () => {
      field.value = redact(field.value, [finding]);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      look();
      field.focus();
    });
    item.append(told, " ", button);
    return item;
  }

  function words(finding) {
    return finding.class === "soft" ? `perhaps a ${finding.words}` : finding.words;
  }
}

async function load() {
  try {
    const module = await import(form.dataset.screening);
    return { ...module, rules: await module.loadRules(form.dataset.rules) };
  } catch {
    return null; // no network, or the reader has gone on: nothing is marked, and the server decides as ever
  }
}
