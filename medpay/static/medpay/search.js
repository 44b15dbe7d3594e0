// Suggestions under the search box as somebody types: a combobox with a listbox, after WAI-ARIA's authoring practices.
// The list comes from the server as HTML. Without this file the form searches all the same.
(() => {
  const PAUSE = 120; // ms without a key before anything is asked
  const SHORTEST = 2; // characters

  const box = document.querySelector("input[data-suggestions]");
  const popup = document.getElementById("suggestions");
  const news = document.getElementById("suggestions-news");
  if (!box || !popup || !news || !window.fetch) return;

  let timer = 0;
  let asking = null;
  let active = null;

  const options = () => [...popup.querySelectorAll("[role=option]")];
  const isOpen = () => !popup.hidden;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-haspopup", "listbox");
  box.setAttribute("aria-expanded", "false");

  function stop() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  }

  function close() {
    stop();
    activate(null);
    popup.hidden = true;
    popup.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-controls");
  }

  function activate(option) {
    active?.setAttribute("aria-selected", "false");
    active = option;
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // One step down or up; beyond either end lies the box itself.
  function move(step) {
    const all = options();
    const at = all.indexOf(active);
    const next = at < 0 && step < 0 ? all.length - 1 : at + step;
    activate(all[next] || null);
  }

  async function ask() {
    const typed = box.value.trim();
    if (typed.length < SHORTEST) {
      close();
      news.textContent = "";
      return;
    }
    stop();
    const mine = new AbortController();
    asking = mine;
    try {
      const answer = await fetch(`${box.dataset.suggestions}?${new URLSearchParams({ q: typed })}`, {
        credentials: "omit",
        signal: mine.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (asking === mine && document.activeElement === box) show(html);
    } catch {
      if (asking === mine) close();
    }
  }

  function show(html) {
    asking = null;
    activate(null);
    const fresh = new DOMParser().parseFromString(html, "text/html");
    popup.replaceChildren(...fresh.body.children);
    const list = popup.querySelector("[role=listbox]");
    const said = popup.querySelector("[data-news]")?.dataset.news || "";
    if (!list) close();
    else {
      popup.hidden = false;
      popup.scrollTop = 0;
      box.setAttribute("aria-expanded", "true");
      box.setAttribute("aria-controls", list.id);
    }
    news.textContent = said;
  }

  box.addEventListener("input", () => {
    stop();
    timer = setTimeout(ask, PAUSE);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) move(event.key === "ArrowDown" ? 1 : -1);
      else ask();
    } else if (event.key === "Enter") {
      stop();
      if (!active) return;
      event.preventDefault();
      active.click();
    } else if (event.key === "Escape") {
      if (isOpen()) event.preventDefault();
      close();
      news.textContent = "";
    }
  });

  box.addEventListener("blur", close);
  popup.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
})();
