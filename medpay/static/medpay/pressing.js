// What appears while the pointer is pressed moves what is below it from under the pointer, and the click is lost.
const ENDS = ["pointerup", "pointercancel"];
let pressed = false;
addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ENDS) addEventListener(end, () => setTimeout(() => (pressed = false)), true);

// Does `work` now, or as soon as nothing is pressed.
export function unpressed(work) {
  if (!pressed) {
    work();
    return;
  }
  const once = new AbortController();
  const released = () => { once.abort(); setTimeout(work); };
  for (const end of ENDS) addEventListener(end, released, { signal: once.signal });
}
