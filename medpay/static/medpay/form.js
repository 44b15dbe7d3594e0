// Shows of the report form only what the chosen kind needs; a part in which something is filled in stays.
// After an error the summary of problems has the focus, so that it is read first.
document.getElementById("problems")?.focus();
const kind = document.querySelector("[data-kinds] [name=kind]");
if (kind) {
  const parts = [...document.querySelectorAll("[data-hide-for], [data-show-for]")];
  const filled = (part) =>
    part.classList.contains("wrong") ||
    part.querySelector(".wrong") ||
    [...part.querySelectorAll("input, select")].some((input) => input.value !== "");
  const fits = ({ dataset }) =>
    dataset.hideFor ? !dataset.hideFor.split(" ").includes(kind.value) : dataset.showFor.split(" ").includes(kind.value);
  const settle = () => {
    for (const part of parts) part.hidden = !fits(part) && !filled(part);
  };
  kind.addEventListener("change", settle);
  settle();
}
