// One key, one decision. Any element with data-key is pressed, opened or focused by that key; where reasons are open,
// a number chooses one. The moderator may switch the keys off; that stays in this browser.
"use strict";

(() => {
  const SWITCH = "medpay-keys-off";
  const toggle = document.querySelector("[data-keys-on]");
  const story = document.querySelector("[data-story]");
  const marked = document.querySelector("[data-marked]");
  const mark = document.querySelector("[data-mark]");

  const isTyping = (target) =>
    target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

  const isOn = () => !toggle || toggle.checked;

  const open = (details) => {
    details.open = !details.open;
    details.querySelector("summary").focus();
    details.scrollIntoView({ block: "nearest" });
  };

  const press = (element) => (element.matches("details") ? open(element) : element.click());

  const choose = (number) =>
    document.querySelector(`details[open][data-key] [data-number="${CSS.escape(number)}"]`)?.click();

  const close = () => document.querySelectorAll("details[data-key][open]").forEach((details) => (details.open = false));

  // The words selected in the story, without the names of what was found.
  const selectedWords = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !story.contains(selection.anchorNode) || !story.contains(selection.focusNode)) {
      return "";
    }
    const fragment = selection.getRangeAt(0).cloneContents();
    fragment.querySelectorAll("[data-not-story]").forEach((name) => name.remove());
    return fragment.textContent.trim().replace(/\s+/g, " ");
  };

  if (toggle) {
    toggle.checked = localStorage.getItem(SWITCH) === null;
    toggle.addEventListener("change", () =>
      toggle.checked ? localStorage.removeItem(SWITCH) : localStorage.setItem(SWITCH, "1"),
    );
  }

  if (mark && marked && story) {
    mark.hidden = false;
    mark.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    mark.addEventListener("click", () => {
      const words = selectedWords();
      if (words) {
        marked.value = [...marked.value.split("\n").filter((line) => line.trim()), words].join("\n");
      }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
      return;
    }
    if (isTyping(event.target)) {
      if (event.key === "Escape") {
        event.target.blur();
      }
      return;
    }
    if (event.key === "Escape") {
      close();
    } else if (isOn() && /^[1-9]$/.test(event.key)) {
      choose(event.key);
    } else {
      const element = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (element && (isOn() || event.key === "?")) {
        event.preventDefault();
        close();
        press(element);
      }
    }
  });
})();
