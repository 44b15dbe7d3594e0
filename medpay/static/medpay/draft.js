// Keeps what is typed into the report form as a draft, in this browser only: for a day, or until the form was sent.
// Text in which the screening finds something is not kept, and none at all before its rules are here.
const PREFIX = "medpay:draft:";
const KEY = PREFIX + location.pathname;
const KEPT = 24 * 3600 * 1000; // ms
const PAUSE = 400; // ms without a change before it is kept
const TRAP = "subject"; // a field that people do not see

const form = document.querySelector("form[data-draft]");
const isTyped = form?.dataset.draft === "typed"; // it came back with what was typed
const store = openStore();
if (store) {
  dropOld();
  if (document.querySelector("[data-draft-sent]")) store.removeItem(KEY);
  if (form) await keep();
}

function openStore() {
  try {
    localStorage.setItem(`${PREFIX}test`, "");
    localStorage.removeItem(`${PREFIX}test`);
    return localStorage;
  } catch {
    return null; // the browser keeps nothing
  }
}

function dropOld() {
  for (const key of Object.keys(store).filter((name) => name.startsWith(PREFIX))) {
    if (!(read(key)?.at > Date.now() - KEPT)) store.removeItem(key);
  }
}

function read(key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

async function keep() {
  const said = document.querySelector("[data-draft-said]");
  const news = said.querySelector("[data-draft-news]");
  said.hidden = false;
  if (!isTyped && putBack(read(KEY)?.fields ?? {})) news.textContent = "Your draft was put back.";

  let identifies = null;
  let timer = 0; // 0 unless something is to be kept
  let isTouched = false;
  const now = () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    write(identifies);
  };
  const later = () => {
    isTouched = true;
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  const atOnce = () => identifies && now(); // the last keys before the reader goes
  addEventListener("pagehide", atOnce);
  document.addEventListener("visibilitychange", atOnce);
  said.querySelector("[data-draft-clear]").addEventListener("click", () => {
    clearTimeout(timer);
    timer = 0;
    store.removeItem(KEY);
    if (isTyped) return location.assign(location.pathname);
    form.reset();
    for (const field of form.elements) field.dispatchEvent(new Event("change", { bubbles: false }));
    news.textContent = "The draft is cleared, and the form is empty.";
    return undefined;
  });

  try {
    const { loadRules, findIdentifiers } = await import(form.dataset.screening);
    const rules = await loadRules(form.dataset.rules);
    identifies = (text) => findIdentifiers(text, rules).length > 0;
    if (isTouched) later(); // something was typed meanwhile
  } catch {
    // no network, or the reader has gone on: no text is kept
  }
}

function write(identifies) {
  const fields = {};
  for (const field of form.elements) {
    const { name } = field;
    if (!isAsked(field) || !isChanged(field)) continue;
    if (isText(field) && (!identifies || identifies(field.value))) continue;
    (fields[name] ??= []).push(field.value);
  }
  if (Object.keys(fields).length) store.setItem(KEY, JSON.stringify({ at: Date.now(), fields }));
  else store.removeItem(KEY);
}

// Whether anything was put back.
function putBack(fields) {
  let some = false;
  for (const field of form.elements) {
    const values = fields[field.name];
    if (!values || !isAsked(field)) continue;
    if (field.type === "checkbox") field.checked = values.includes(field.value);
    else [field.value] = values;
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("change", { bubbles: true }));
    some = true;
  }
  return some;
}

function isAsked({ name, type }) {
  return Boolean(name) && name !== TRAP && type !== "hidden";
}

function isText(field) {
  return field.type === "text" || field.type === "textarea";
}

function isChanged(field) {
  if (field.type === "checkbox") return field.checked;
  return field.value !== "" && (isTyped || !isText(field) || field.value !== field.defaultValue);
}
