// A button that saves the text of the element named in data-save as a file, a plain text with the address where it is of
// use. Without this file it stays hidden.
for (const button of document.querySelectorAll("button[data-save]")) {
  const source = document.getElementById(button.dataset.save);
  if (!source) continue;
  const where = document.getElementById(`${source.id}-where`);
  button.hidden = false;
  button.addEventListener("click", () => {
    const foot = where && button.dataset.saveAs.endsWith(".txt") ? `\n${where.href}\n` : "";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${source.textContent.trim()}\n${foot}`], { type: "text/plain" }));
    link.download = button.dataset.saveAs;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
