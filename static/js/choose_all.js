/** One box chooses every line of the page; how many are chosen is said. The boxes belong to this form by their `form`. */
export default function start(form) {
  const label = form.querySelector("[data-choose-all]");
  const all = label.querySelector("input");
  const said = form.querySelector("[data-chosen]");
  const boxes = [...document.querySelectorAll(`[data-choice][form="${form.id}"]`)];
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    said.textContent = chosen ? said.dataset.chosen.replace("{number}", chosen) : "";
  };
  label.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
}
