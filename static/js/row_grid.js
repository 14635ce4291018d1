/** Rows that can be added, taken away and pasted from a sheet; Enter goes down like in Excel. */
const EMPTY_AT_END = 1;

export default function start(form) {
  const grid = form.querySelector("[data-rows]");
  const template = form.querySelector("[data-row-template]");
  const add = form.querySelector("[data-add-row]");
  const count = form.querySelector("[data-row-count]");
  const lines = () => [...grid.querySelectorAll("[data-row]")];
  const cellsOf = (line) => [...line.querySelectorAll("select, input:not([type=hidden])")];
  const isFilled = (line) => cellsOf(line).some((cell) => cell.tagName === "INPUT" && cell.value.trim());
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  function addRow() {
    const number = Math.max(-1, ...lines().map((line) => Number(/rows-(\d+)-/.exec(cellsOf(line)[0].name)[1]))) + 1;
    const made = document.createElement("div");
    made.innerHTML = template.innerHTML.replaceAll("__n__", number).replaceAll("__m__", lines().length + 1);
    const line = made.firstElementChild;
    const above = lines().at(-1);
    grid.append(line);
    if (above) cellsOf(line)[0].value = cellsOf(above)[0].value; // the same kind goes on
    show(line);
    return line;
  }

  function show(line) {
    const remove = line.querySelector("[data-remove-row]");
    remove.hidden = false;
    remove.addEventListener("click", () => {
      const next = line.nextElementSibling ?? line.previousElementSibling;
      line.remove();
      if (lines().length === 0) addRow();
      renumber();
      changed();
      next?.querySelector("input")?.focus();
    });
  }

  function renumber() {
    lines().forEach((line, index) => (line.querySelector(".row-number").textContent = index + 1));
    count.textContent = grid.dataset.countLabel.replace("{number}", lines().filter(isFilled).length);
  }

  function grow() {
    const blank = lines().reverse().findIndex(isFilled);
    for (let missing = EMPTY_AT_END - (blank < 0 ? lines().length : blank); missing > 0; missing -= 1) addRow();
    renumber();
  }

  /** 「信得过班组」 chooses the option that speaks of teams; anything else the one of QC groups. */
  function put(cell, text) {
    if (cell.tagName !== "SELECT") cell.value = text.trim();
    else if (text.trim()) cell.value = /班组|信组/.test(text) ? cell.options[1].value : cell.options[0].value;
  }

  function paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const from = event.target.closest("[data-row]");
    if (!from || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const column = cellsOf(from).indexOf(event.target);
    let line = from;
    for (const cells of text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((row) => row.split("\t"))) {
      line ??= addRow();
      cells.forEach((cell, offset) => cellsOf(line)[column + offset] && put(cellsOf(line)[column + offset], cell));
      line = line.nextElementSibling;
    }
    grow();
    changed();
  }

  function move(event) {
    const from = event.target.closest("[data-row]");
    if (!from || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // Enter in a grid never submits
    const to = event.shiftKey ? from.previousElementSibling : (from.nextElementSibling ?? addRow());
    cellsOf(to ?? from)[cellsOf(from).indexOf(event.target)]?.focus();
  }

  for (const line of lines()) show(line);
  add.hidden = false;
  add.addEventListener("click", () => {
    cellsOf(addRow())[1].focus();
    renumber();
  });
  grid.addEventListener("paste", paste);
  grid.addEventListener("keydown", move);
  grid.addEventListener("input", grow);
  form.addEventListener("rows-needed", (event) => {
    while (lines().length < event.detail) addRow();
  });
  renumber();
}
