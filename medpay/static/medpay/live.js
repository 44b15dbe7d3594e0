// Keeps the figures of an open page fresh: asks every 3 s with If-None-Match, and changes the page only when they did.
// Nothing is asked while the page is hidden; errors are met with growing pauses.
(() => {
  const EVERY = 3000;
  const LONGEST = 60000;

  const section = document.querySelector("[data-live]");
  const news = document.getElementById("news");
  if (!section || !window.fetch) return;

  let etag = section.dataset.etag || "";
  let pause = EVERY;
  let timer = 0;
  let asking = false;

  const later = (wait) => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, wait);
  };

  async function ask() {
    if (asking) return;
    asking = true;
    const limit = new AbortController();
    const deadline = setTimeout(() => limit.abort(), 10000);
    const asked = section.dataset.live;
    try {
      const answer = await fetch(asked, {
        cache: "no-store",
        credentials: "omit",
        headers: etag ? { "If-None-Match": etag } : {},
        signal: limit.signal,
      });
      if (answer.status === 200) {
        const html = await answer.text();
        // Another question may have been asked of the page meanwhile: its links are not those of this answer.
        if (asked === section.dataset.live) {
          show(html);
          etag = answer.headers.get("ETag") || "";
        }
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      pause = EVERY;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    } finally {
      clearTimeout(deadline);
      asking = false;
      later(pause);
    }
  }

  function show(html) {
    const old = document.getElementById("figures");
    const answer = new DOMParser().parseFromString(html, "text/html");
    const fresh = answer.getElementById("figures");
    if (!old || !fresh || old.isEqualNode(fresh)) return;
    const open = new Set([...old.querySelectorAll("details[open][id]")].map((details) => details.id));
    for (const details of fresh.querySelectorAll("details[id]")) details.open = open.has(details.id);
    if (closed(old).isEqualNode(closed(fresh))) return;

    const focus = document.activeElement;
    const oldBrief = document.getElementById("brief");
    const brief = answer.getElementById("brief");
    const home = [old, oldBrief].find((part) => part?.contains(focus));
    const focused = home ? address(home, focus) : null;
    const stays = (element) => ![old, oldBrief].some((part) => part?.contains(element)) || answer.getElementById(element.id);
    const kept = keeper(old, focus, stays);
    const y = kept && edge(kept, old);
    const from = measures(old);
    if (brief) oldBrief?.replaceWith(brief);
    old.replaceWith(fresh);
    const same = focused && find(home === old ? fresh : brief, focused);
    same?.focus({ preventScroll: true });
    const successor = (element) =>
      element === old ? fresh : element === focus ? (focused ? same : focus) : document.getElementById(element.id);
    const now = kept && successor(kept);
    if (now) window.scrollBy({ top: edge(now, fresh) - y, behavior: "instant" });
    grow(fresh, from);
    section.classList.remove("changed");
    void section.offsetWidth;
    section.classList.add("changed");
    const summary = fresh.dataset.summary;
    for (const link of document.querySelectorAll("[data-live-summary]")) {
      link.textContent = summary || link.dataset.liveSummary;
    }
    if (news) news.textContent = summary ? `Statistics updated: ${summary}` : "Statistics are no longer shown";
  }

  // The same content with every fold closed: what a reader opened is no change.
  function closed(root) {
    const copy = root.cloneNode(true);
    for (const details of copy.querySelectorAll("details")) details.open = false;
    return copy;
  }

  // What keeps the reader's place: the focused element if it is in sight; else the first element in the window with an
  // id and a successor (it `stays`), one of the figures where they begin above it; else the end of the figures, if they do.
  function keeper(root, focus, stays) {
    const within = (element) => {
      const { top } = element.getBoundingClientRect();
      return top >= 0 && top < innerHeight && element.getClientRects().length > 0;
    };
    if (focus && focus !== document.body && !focus.contains(root) && within(focus)) return focus;
    const above = root.getBoundingClientRect().top < 0;
    const named = above ? root.querySelectorAll("[id]") : document.querySelectorAll("main [id]");
    const seen = [...named].find((element) => within(element) && stays(element));
    return seen || (above ? root : null);
  }

  function edge(element, root) {
    const box = element.getBoundingClientRect();
    return element === root ? box.bottom : box.top;
  }

  // Where an element stands: its own id, or that of the nearest parent with one, its tag and its number in there.
  function address(root, element) {
    if (element.id) return { id: element.id };
    const home = element.closest("[id]") || root;
    return { id: home.id, tag: element.tagName, at: [...home.querySelectorAll(element.tagName)].indexOf(element) };
  }

  function find(root, { id, tag, at }) {
    const home = id === root.id ? root : root.querySelector(`#${CSS.escape(id)}`);
    return tag ? home?.querySelectorAll(tag)[at] : home;
  }

  function measures(root) {
    const share = (bar) => bar.querySelector(".share")?.getAttribute("width");
    return new Map([...root.querySelectorAll("svg.bar[id]")].map((bar) => [bar.id, share(bar)]));
  }

  // Bars start at their former width; the style sheet moves them, where the reader's settings allow motion.
  function grow(root, from) {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const bar of root.querySelectorAll("svg.bar[id]")) {
      const share = bar.querySelector(".share");
      const width = share.getAttribute("width");
      const before = from.get(bar.id) || "0%";
      if (before === width) continue;
      share.setAttribute("width", before);
      void share.getBoundingClientRect();
      requestAnimationFrame(() => share.setAttribute("width", width));
    }
  }

  document.addEventListener("visibilitychange", () => {
    pause = EVERY;
    if (document.hidden) clearTimeout(timer);
    else ask();
  });
  window.addEventListener("online", () => { pause = EVERY; later(0); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) later(0); });
  later(EVERY);
})();
