// Finds in a text what could name a patient: the rules of reports/screening, carried out in the browser.
// The server decides; here they only mark. Offsets are UTF-16 units of the text. Nothing leaves the page.

const LOADED = new Map(); // by address: each page asks for its rules once, whoever needs them

/** The rules, ready to run, the same for all who ask; fails where they cannot be had. */
export function loadRules(url) {
  if (!LOADED.has(url)) LOADED.set(url, fetchRules(url));
  return LOADED.get(url);
}

async function fetchRules(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The screening rules answered ${answer.status}`);
  return prepareRules(await answer.json());
}

export function prepareRules(data) {
  const prepared = ({ pattern, ...rule }) => ({ ...rule, pattern: new RegExp(pattern, "dg") });
  const ofClass = (wanted) => data.rules.filter((rule) => rule.class === wanted).map(prepared);
  const { folding } = data;
  return {
    ...data,
    hard: ofClass("hard"),
    last: ofClass("last"),
    soft: ofClass("soft"),
    zipAfterAddress: prepared(data.zip_after_address),
    lists: Object.fromEntries(Object.entries(data.lists).map(([name, words]) => [name, new Set(words)])),
    digitLike: new RegExp(folding.digit_like, "g"),
    spacedOut: new RegExp(folding.spaced_out, "g"),
    blanks: new Set(folding.blanks),
    fillers: new Set(folding.fillers),
    folded: new Map(),
  };
}

/** Every finding as {kind, words, class, start, end}, in order, none overlapping; what is hard hides what is soft. */
export function findIdentifiers(text, rules) {
  const hard = scan(text, rules.hard, rules, rules.last);
  const clear = (match) => hard.every(({ start, end }) => match.end <= start || end <= match.start);
  const soft = scan(text, rules.soft, rules).filter(clear);
  const named = (found, name) => found.map(({ kind, start, end }) => ({ kind, words: rules.words[kind], class: name, start, end }));
  return [...named(hard, "hard"), ...named(soft, "soft")].sort((one, other) => one.start - other.start);
}

/** The text with each finding replaced by words such as "[phone number removed]". */
export function redact(text, findings) {
  let kept = 0;
  let redacted = "";
  for (const { words, start, end } of [...findings].sort((one, other) => one.start - other.start)) {
    redacted += `${text.slice(kept, start)}[${words} removed]`;
    kept = end;
  }
  return redacted + text.slice(kept);
}

// The last ones read what the others left, once these find nothing more or enough was read.
function scan(text, table, rules, last = []) {
  let plain = fold(text, rules);
  let left = rules.read_at_most * Math.max(rules.short, plain.text.length);
  let found = [];
  for (let round = 0; round < rules.rounds; round += 1) {
    const ways = readings(plain, rules);
    const read = (rows) => merged(ways.flatMap((reading) => scanned(reading, rows, rules)));
    let fresh = left > 0 ? read(table) : [];
    if (fresh.length === 0) fresh = read(last);
    found = merged([...found, ...fresh]);
    if (left <= 0 || fresh.length === 0) break;
    left -= ways.length * plain.text.length;
    plain = masked(plain, fresh, rules.folding.mask);
    if (!/[0-9a-z]/.test(plain.text)) break;
  }
  return found;
}

function merged(matches) {
  const spans = [];
  const byPlace = (one, other) => one.start - other.start || one.end - other.end || one.rank - other.rank;
  for (const match of [...matches].sort(byPlace)) {
    const last = spans.at(-1);
    if (last && match.start < last.end) {
      const { rank, kind } = match.rank < last.rank ? match : last;
      spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, match.end), rank, kind };
    } else spans.push(match);
  }
  return spans;
}

function scanned({ text, starts, ends }, table, rules) {
  const hinted = (rule, rank) => (has(rule.hint, text) ? matches(rule, rank, text, rules) : []);
  const found = table.flatMap(hinted);
  const streets = found.filter(({ kind }) => kind === "address").map(({ end }) => end);
  found.push(...streets.flatMap((end) => zipBehind(text, end, table.length, rules)));
  return found.map(({ start, end, ...rest }) => ({ start: starts[start], end: ends[end - 1], ...rest }));
}

// A refused match gives up one character only, so that it cannot hide another one inside it.
function matches({ kind, pattern, conditions }, rank, text, rules) {
  const found = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    if (conditions.every((condition) => holds(condition, match, rules))) {
      const [start, end] = match.indices[1];
      found.push({ start, end, rank, kind });
      pattern.lastIndex = Math.max(end, match.index + 1);
    } else pattern.lastIndex = match.index + 1;
  }
  return found;
}

function zipBehind(text, end, rank, { zipAfterAddress, after_address }) {
  const { kind, pattern } = zipAfterAddress;
  pattern.lastIndex = end;
  const match = pattern.exec(text.slice(0, end + after_address));
  return match ? [{ start: match.indices[1][0], end: match.indices[1][1], rank, kind }] : [];
}

// What a rule asks of a match: the twin of reports/screening/conditions.py.
const PATTERNS = new Map();

function has(pattern, text) {
  if (!PATTERNS.has(pattern)) PATTERNS.set(pattern, new RegExp(pattern));
  return PATTERNS.get(pattern).test(text);
}

const upTo = (match, start, { context }) => match.input.slice(Math.max(0, start - context), start);
const onlyDigits = (text) => text.replace(/[^0-9]/g, "");
const stripped = (word) => word.replace(/^[.,']+|[.,']+$/g, "");

const ANSWERS = {
  before: (match, rules, pattern) => has(pattern, upTo(match, match.indices[1][0], rules)),
  before_label: (match, rules, pattern) => has(pattern, upTo(match, match.index, rules)),
  label: (match, rules, pattern) => has(pattern, match.input.slice(match.index, match.indices[1][0])),
  after: (match, { context }, pattern) => {
    const end = match.indices[1][1];
    return has(pattern, match.input.slice(end, end + context));
  },
  value: (match, rules, pattern, group) => has(pattern, match[group]),
  digits: (match, rules, pattern) => has(pattern, onlyDigits(match[1])),
  has_word_of: (match, { lists }, words, group) => match[group].split(" ").some((word) => lists[words].has(stripped(word))),
  is_one_of: (match, { lists }, words, group) => lists[words].has(match[group]),
  computed: (match, rules, algorithm, ...rest) => ALGORITHMS[algorithm](match, rules, ...rest),
  no: (match, rules, condition) => !holds(condition, match, rules),
  either: (match, rules, ...conditions) => conditions.some((condition) => holds(condition, match, rules)),
  both: (match, rules, ...conditions) => conditions.every((condition) => holds(condition, match, rules)),
};

function holds([ask, ...rest], match, rules) {
  return ANSWERS[ask](match, rules, ...rest);
}

// What no pattern can say: the twin of reports/screening/algorithms.py.
const ALGORITHMS = {
  npi: ([, number]) => luhn(`80840${number}`),
  ipv6: ([, address]) => isIpv6(address),
  month_and_day: ([, value], rules, first) => {
    const [one, other] = value.match(/[0-9]+/g).slice(first, first + 2).map(Number);
    const [low, high] = [Math.min(one, other), Math.max(one, other)];
    return low >= 1 && low <= 12 && high >= 1 && high <= 31;
  },
  over_89: ([, year]) => new Date().getUTCFullYear() - Number(year) >= 90,
  zip_in_state: (match, { states, zip_prefixes }) => {
    const place = match.input.slice(match.index, match.indices[1][0]).replaceAll("/", ",").replace(/[ ,.]+$/, "");
    const prefix = Number(match[1].slice(0, 3));
    const names = [place.split(",").at(-1), place.split(" ").at(-1), place.split(" ").slice(-2).join(" ")];
    const spansOf = (name) => zip_prefixes[states[name.trim()] ?? name.trim()] ?? [];
    return names.flatMap(spansOf).some(([low, high]) => low <= prefix && prefix <= high);
  },
  ndc_again: (match) => {
    const [start, end] = match.indices[1];
    if (match[1].length !== 11) return false;
    const near = match.input.slice(Math.max(0, start - 120), end + 120);
    const found = [...near.matchAll(/(?<![0-9a-z-])([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})(?![0-9a-z-])/g)];
    return found.some(([, ...parts]) => parts.map((part, place) => part.padStart([5, 4, 2][place], "0")).join("") === match[1]);
  },
};

function luhn(number) {
  const values = [...number].reverse().map((digit, place) => Number(digit) * (place % 2 ? 2 : 1));
  return values.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10 === 0;
}

function isIpv6(address) {
  const groups = address.split(":");
  const parts = groups.filter(Boolean);
  const gaps = address.match(/::/g)?.length ?? 0;
  const edged = (address.startsWith(":") && !address.startsWith("::")) || (address.endsWith(":") && !address.endsWith("::"));
  const valid = !edged && !address.includes(":::") && (gaps === 0 ? groups.length === 8 : gaps === 1 && parts.length <= 7);
  return valid && (parts.length > 2 || parts.some((part) => part.length === 4));
}

// Folding: the twin of reports/screening/folding.py. `starts` and `ends` lead back to the text as typed.
export function fold(text, rules) {
  const chars = [];
  const starts = [];
  const ends = [];
  let offset = 0;
  for (const typed of text) {
    for (const char of foldedOf(typed, rules)) {
      if (char !== " " || chars.at(-1) !== " ") {
        chars.push(char);
        starts.push(offset);
        ends.push(offset + typed.length);
      }
    }
    offset += typed.length;
  }
  return { text: chars.join(""), starts, ends };
}

function foldedOf(typed, rules) {
  if (!rules.folded.has(typed)) rules.folded.set(typed, folded(typed, rules));
  return rules.folded.get(typed);
}

const INVISIBLE = /^[\p{Cf}\p{Cc}\p{Mn}\p{Me}\p{Cs}\p{Co}\p{Cn}]$/u;
const translated = (text, table) => [...text].map((char) => table[char] ?? char).join("");

function folded(typed, rules) {
  const { blanks, folding } = rules;
  if (blanks.has(typed)) return " ";
  if (folding.digits[typed]) return folding.digits[typed];
  const decomposed = translated(typed, folding.punctuation).normalize("NFKD");
  if ([...decomposed].length > folding.longest_decomposed) return typed.length === 1 ? typed : folding.replaced;
  const latin = translated(translated(decomposed, folding.letters), folding.punctuation);
  const lower = [...latin].map((char) => folding.cases[char] ?? char.toLowerCase()).join("");
  return [...lower].map((char) => plain(char, rules)).join("");
}

function plain(char, { blanks, fillers, folding }) {
  if (blanks.has(char) && char !== "\u2800") return " ";
  if (INVISIBLE.test(char) || fillers.has(char)) return "";
  if (char.length > 1) return folding.replaced;
  return /^\p{Pd}$/u.test(char) ? "-" : char;
}

// Each span, in order and apart, becomes one mark.
function masked({ text, starts, ends }, spans, mask) {
  const from = (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const left = { text: "", starts: [], ends: [] };
  let kept = 0;
  for (const { start, end } of spans) {
    const [first, last] = [from(start), from(end)];
    const upTo = Math.min(first + 1, last);
    left.text += text.slice(kept, first) + (first < last ? mask : "");
    for (let place = kept; place < upTo; place += 1) left.starts.push(starts[place]), left.ends.push(ends[place]);
    kept = last;
  }
  return { text: left.text + text.slice(kept), starts: [...left.starts, ...starts.slice(kept)], ends: [...left.ends, ...ends.slice(kept)] };
}

function asDigitsOf(token) {
  const numbered = token.replaceAll("o", "0").replace(/[il|]/g, "1");
  return numbered.replace(/(?<=[0-9])b(?=[0-9])/g, "8").replace(/(?<=[0-9])s(?=[0-9])/g, "5");
}

function readings(plainReading, rules) {
  const digits = plainReading.text.replace(rules.digitLike, (token) =>
    /[0-9]/.test(token) ? asDigitsOf(token) : token,
  );
  const asDigits = { ...plainReading, text: digits };
  const found = digits === plainReading.text ? [plainReading] : [plainReading, asDigits];
  const runs = [...digits.matchAll(rules.spacedOut)];
  return runs.length === 0 ? found : [...found, closedUp(asDigits, runs)];
}

function closedUp({ text, starts, ends }, runs) {
  const dropped = new Set();
  for (const run of runs)
    for (let place = run.index; place < run.index + run[0].length; place += 1) if (text[place] === " ") dropped.add(place);
  const kept = [...text].map((_, place) => place).filter((place) => !dropped.has(place));
  return {
    text: kept.map((place) => text[place]).join(""),
    starts: kept.map((place) => starts[place]),
    ends: kept.map((place) => ends[place]),
  };
}
