// What the report form offers while somebody types: payers by any of their names, reasons by number or in words, remarks
// that go with the reason, from one list that this site gives to everybody; and codes, from the public search. Without
// this file the fields are plain, with the browser's own lists.
import { combobox } from "./combobox.js";
import { unpressed } from "./pressing.js";

const PAUSE = 150; // ms without a key before a code is looked up
const CODE = /^[A-V0-9][0-9]{1,3}[0-9A-Z]?$/i; // or the beginning of one
const REASON = /^\s*(CO|PR|OA|PI|CR)?[\s:/\u2010-\u2015-]*([ABDPWY]?[0-9]{0,3})\s*$/i;
const NO_MATCH = 4;
const ABOUT_AMOUNTS = ["underpaid", "wrong_patient_share"]; // as in reports/remittance.py

const form = document.querySelector("form[data-choices]");
if (form) {
  const lists = await load(form.dataset.choices);
  if (lists) {
    offer(lists);
    for (const field of [form.elements.code, form.elements.paired_code]) offerCodes(field);
  }
}

async function load(url) {
  try {
    const answer = await fetch(url, { credentials: "omit" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no network, or the reader has gone on: the fields stay plain
  }
}

function offer({ payers, carcs, rarcs }) {
  const { payer, carc, group, rarcs: remarks, kind } = form.elements;
  const reasons = new Map(carcs.map((reason) => [reason.code, reason]));
  const remark = new Map(rarcs.map((reason) => [reason.code, reason]));
  const chosen = () => reasons.get(read(carc.value).code);
  document.getElementById(`${carc.id}_helptext`)?.append(" Words find it too: “bundled”.");

  combobox(payer, {
    label: "Payers",
    find: (typed) => best(payers, typed, ({ name, aliases }) => [name, ...aliases]).map(({ name, aliases }) => named(name, aliases, typed)),
    take: ({ name }) => { payer.value = name; },
    note: (typed) => (!typed.trim() || payers.some((one) => isCalled(one, typed)) ? "" : "Not on our list: it will be kept as “other”, and what you typed is not stored."),
  });

  combobox(carc, {
    label: "Reason codes",
    find: (typed) => numbered(carcs, read(typed).code) ?? best(carcs, typed, ({ words, names }) => [...names, words]),
    take: ({ code }) => { settleGroup(); carc.value = code; },
    note: () => chosen()?.words ?? "",
  });

  const { tell } = combobox(remarks, {
    label: "Remark codes",
    find: (typed) => {
      const word = lastWord(typed);
      if (!word) return (chosen()?.rarcs ?? []).map((code) => remark.get(code)).filter(Boolean);
      const usual = new Set(chosen()?.rarcs);
      const found = numbered(rarcs, word.toUpperCase()) ?? best(rarcs, word, ({ words, names }) => [...names, words]);
      return [...found].sort((one, other) => usual.has(other.code) - usual.has(one.code));
    },
    take: ({ code }) => { remarks.value = `${remarks.value.replace(/[^\s,;]*$/, "")}${code} `; },
    note: () => (chosen()?.rarcs.length ? `Often printed with ${chosen().code}: ${chosen().rarcs.join(", ")}. The down arrow lists them.` : ""),
  });

  // "CO-97" typed whole fills both fields.
  function settleGroup() {
    const typed = read(carc.value);
    if (!typed.group || ![...group.options].some(({ value }) => value === typed.group)) return;
    group.value = typed.group;
    if (typed.code) carc.value = typed.code;
  }

  function explain() {
    const reason = chosen();
    const said = document.getElementById("no-denial");
    const word = (value) => `“${[...kind.options].find((option) => option.value === value).text}”`;
    said.hidden = !reason?.share || ABOUT_AMOUNTS.includes(kind.value);
    said.textContent = said.hidden
      ? ""
      : `CARC ${reason.code} is ${reason.share}, not a denial by itself. If the amount is wrong, choose ${ABOUT_AMOUNTS.map(word).join(" or ")}.`;
  }

  carc.addEventListener("change", () => {
    settleGroup();
    unpressed(() => { tell(); explain(); });
  });
  carc.addEventListener("input", explain);
  kind.addEventListener("change", explain);
  explain();
}

// Codes are too many to be handed out, so the public list is searched; for what begins like a code and nothing else, since
// no word of a form may leave the page before it is sent.
function offerCodes(field) {
  let timer = 0;
  const search = async (typed) => {
    const found = await load(`${form.dataset.codes}?${new URLSearchParams({ search: typed })}`);
    return (found?.results ?? []).map(({ code, name }) => ({ code, words: name || "not described here yet" }));
  };
  combobox(field, {
    label: "Codes",
    find: (typed) => {
      clearTimeout(timer);
      if (!CODE.test(typed)) return [];
      return new Promise((answer) => { timer = setTimeout(() => answer(search(typed)), PAUSE); });
    },
    take: ({ code }) => { field.value = code; },
    note: () => "",
  });
}

function read(typed) {
  const found = REASON.exec(typed);
  return { group: (found?.[1] ?? "").toUpperCase(), code: (found?.[2] ?? "").toUpperCase().replace(/^0+/, "") };
}

// Codes that begin as typed, the shorter ones first; null where no number was typed.
function numbered(all, typed) {
  if (!/[0-9]/.test(typed)) return null;
  const found = all.filter(({ code }) => code.startsWith(typed));
  return found.sort((one, other) => one.code.length - other.code.length || (one.code < other.code ? -1 : 1));
}

// Those of whose names each typed word begins a word: first what is called so, then by own name, then by another one.
function best(all, typed, names) {
  const text = plain(typed);
  if (!text) return [];
  const wanted = text.split(" ");
  const rank = (one) => {
    const ranks = names(one).map(plain).map((name, place) => {
      if (name === text) return 0;
      if (name.startsWith(text)) return place ? 2 : 1;
      return wanted.every((word) => ` ${name}`.includes(` ${word}`)) ? 3 : NO_MATCH;
    });
    return Math.min(...ranks);
  };
  return all.map((one) => [rank(one), one]).filter(([at]) => at < NO_MATCH).sort(([one], [other]) => one - other).map(([, one]) => one);
}

function named(name, aliases, typed) {
  const alias = aliases.find((one) => plain(one).startsWith(plain(typed)));
  const own = plain(name).startsWith(plain(typed)) || !alias;
  return { name, words: own ? name : `${name} (${alias})` };
}

function plain(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function isCalled({ name, aliases }, typed) {
  return [name, ...aliases].some((one) => plain(one) === plain(typed));
}

function lastWord(typed) {
  return /[^\s,;]*$/.exec(typed)[0];
}
