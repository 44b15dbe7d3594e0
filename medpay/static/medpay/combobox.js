// A text field with suggestions under it: a combobox with a listbox, after WAI-ARIA's authoring practices.
// Nothing is chosen unless an arrow key or the pointer says so. `find(typed)` answers [{code, words}], best first, at
// once or later; `take(option)` puts one into the field; `note(typed)` says what becomes of what stands there.

import { unpressed } from "./pressing.js";

const MOST = 8; // suggestions

export function combobox(field, { label, find, take, note }) {
  const popup = element("div", { id: `${field.id}_list`, className: "suggestions", hidden: true });
  popup.setAttribute("role", "listbox");
  popup.setAttribute("aria-label", label);
  const said = element("p", { id: `${field.id}_note`, className: "help note", hidden: true });
  const news = element("p", { className: "visually-hidden" });
  news.setAttribute("aria-live", "polite");
  const box = element("div", { className: "combo" });
  const isTypedIn = document.activeElement === field; // the lists came late: moved, it loses focus and caret
  const { selectionStart, selectionEnd } = field;
  field.before(box);
  box.append(field, popup);
  box.after(said, news);

  field.removeAttribute("list");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", popup.id);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${said.id}`.trim());

  let found = [];
  let active = -1;
  let asked = 0;

  async function open() {
    asked += 1;
    const mine = asked;
    const answer = find(field.value);
    const options = Array.isArray(answer) ? answer : await answer;
    if (mine === asked) show(options);
  }

  function show(options) {
    found = options.slice(0, MOST);
    active = -1;
    popup.replaceChildren(...found.map(row));
    popup.hidden = found.length === 0;
    popup.scrollTop = 0;
    if (!popup.hidden) popup.scrollIntoView({ block: "nearest" }); // on a phone it opens below the screen
    field.setAttribute("aria-expanded", String(!popup.hidden));
    field.removeAttribute("aria-activedescendant");
    news.textContent = popup.hidden ? "" : `${found.length} suggestion${found.length === 1 ? "" : "s"}`;
  }

  function close() {
    asked += 1; // what is still on its way comes too late
    found = [];
    active = -1;
    popup.hidden = true;
    popup.replaceChildren();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function row(option, at) {
    const line = element("div", { id: `${popup.id}_${at}` });
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    if (option.code) line.append(element("span", { className: "code", textContent: option.code }), " ");
    line.append(element("span", { className: "name", textContent: option.words }));
    line.addEventListener("click", () => choose(option));
    return line;
  }

  // One step down or up; beyond either end lies the field itself.
  function move(step) {
    popup.children[active]?.setAttribute("aria-selected", "false");
    const next = active < 0 && step < 0 ? found.length - 1 : active + step;
    active = next < found.length ? next : -1;
    const line = popup.children[active];
    if (!line) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", line.id);
  }

  function choose(option) {
    take(option);
    close();
    news.textContent = "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function tell() {
    said.textContent = note(field.value);
    said.hidden = !said.textContent;
  }

  field.addEventListener("input", open);
  field.addEventListener("change", () => unpressed(tell));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (popup.hidden) open().then(() => move(step));
      else move(step);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(found[active]);
    } else if (event.key === "Tab" && active >= 0) {
      choose(found[active]);
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      close();
      news.textContent = "";
    }
  });
  field.addEventListener("blur", close);
  popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  tell();
  if (isTypedIn) {
    field.focus({ preventScroll: true });
    field.setSelectionRange(selectionStart, selectionEnd);
    if (field.value) open();
  }
  return { tell };
}

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}
