// One key, one decision: a, r, c press the button that names them; x goes to the reasons of a rejection.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) {
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const field = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (field) {
    event.preventDefault();
    field.focus();
  }
});
