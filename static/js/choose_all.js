/** One box chooses every line of the page; how many are chosen is said. The boxes belong to this form by their `form`.
 * The box of an archive stands for everything in it: its lines follow it, and it stands no more when one of them is left out. */
export default function start(form) {
  const label = form.querySelector("[data-choose-all]");
  const all = label.querySelector("input");
  const said = form.querySelector("[data-chosen]");
  const boxes = [...document.querySelectorAll(`[data-choice][form="${form.id}"]`)];
  const inside = (archive) => boxes.filter((box) => box.dataset.inside === archive.value);
  const files = (box) => (box.checked ? Number(box.dataset.unseen ?? 1) : 0);
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    const number = boxes.reduce((sum, box) => sum + files(box), 0);
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    said.textContent = chosen ? said.dataset.chosen.replace("{number}", number) : "";
  };
  const follow = (box) => {
    for (const one of inside(box)) one.checked = box.checked;
    const archive = boxes.find((one) => one.value === box.dataset.inside);
    if (archive && !box.checked) archive.checked = false;
  };
  label.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes)
    box.addEventListener("change", () => {
      follow(box);
      count();
    });
  count();
}
