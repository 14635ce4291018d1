/**
 * Rows that can be added, taken away and pasted from a sheet; Enter goes down like in Excel.
 * Headings that are pasted along say which column is which: [data-words] of a heading are its names, parted by |.
 */
const EMPTY_AT_END = 1;
const HEADINGS_NEEDED = 2;
const bare = (text) => text.normalize("NFKC").replace(/\([^()]*\)|[\s*:;,。、_]/g, "").toLowerCase();

export default function start(form) {
  const grid = form.querySelector("[data-rows]");
  const template = form.querySelector("[data-row-template]");
  const add = form.querySelector("[data-add-row]");
  const count = form.querySelector("[data-row-count]");
  const lines = () => [...grid.querySelectorAll("[data-row]")];
  const cellsOf = (line) => [...line.querySelectorAll("select, input:not([type=hidden])")];
  const isFilled = (line) => cellsOf(line).some((cell) => cell.tagName === "INPUT" && cell.value.trim());
  const isShown = (cell) => cell.offsetParent !== null;
  const words = new Map();
  for (const [index, heading] of [...grid.querySelectorAll("[data-words]")].entries())
    for (const word of heading.dataset.words.split("|")) if (!words.has(word)) words.set(word, index);
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

  function addRow() {
    const number = Math.max(-1, ...lines().map((line) => Number(/rows-(\d+)-/.exec(cellsOf(line)[0].name)[1]))) + 1;
    const made = document.createElement("div");
    made.innerHTML = template.innerHTML.replaceAll("__n__", number).replaceAll("__m__", lines().length + 1);
    const line = made.firstElementChild;
    const above = lines().at(-1);
    grid.append(line);
    const [first] = cellsOf(line);
    if (above && first.tagName === "SELECT") first.value = cellsOf(above)[0].value; // the same kind goes on
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

  /** The option that says so; in annex 3 the one of teams or groups; else, where nothing may be lost, a new one. */
  function put(cell, text) {
    const said = text.trim();
    if (cell.tagName !== "SELECT") {
      cell.value = said;
      return;
    }
    if (!said) return;
    const same = [...cell.options].find((option) => option.value === said || option.text.trim() === said);
    if (same) cell.value = same.value;
    else if ("keepsUnknown" in grid.dataset) cell.add(new Option(said, said, true, true));
    else cell.value = (/班组|信组/.test(said) ? cell.options[1] : cell.options[0]).value;
  }

  /** Which cell of a row each pasted column goes to: by headings, else from the cell on in which one pastes. */
  function order(first, target) {
    const named = first.map((text) => words.get(bare(text)) ?? -1);
    if (named.filter((index) => index >= 0).length >= HEADINGS_NEEDED) return { isNamed: true, places: named };
    const shown = cellsOf(target.closest("[data-row]")).map((cell, index) => (isShown(cell) ? index : -1));
    const places = shown.filter((index) => index >= 0);
    return { isNamed: false, places: places.slice(places.indexOf(cellsOf(target.closest("[data-row]")).indexOf(target))) };
  }

  /** Excel puts a cell into quotation marks when it holds breaks or tabs; other cells begin with one by themselves. */
  function cellsPasted(text) {
    const rows = [[]];
    for (const [whole, quoted, end] of text.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*)(\t|\n|$)/g)) {
      const plain = whole.slice(0, whole.length - end.length);
      rows.at(-1).push(/[\t\n]|""/.test(quoted ?? "") ? quoted.replaceAll('""', '"').replaceAll("\n", " ") : plain);
      if (end === "\n") rows.push([]);
      if (!end) break;
    }
    return rows;
  }

  function paste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const from = event.target.closest("[data-row]");
    if (!from || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const pasted = cellsPasted(text.replace(/\r/g, "").replace(/\n+$/, ""));
    const { isNamed, places } = order(pasted[0], event.target);
    let line = from;
    for (const texts of isNamed ? pasted.slice(1) : pasted) {
      line ??= addRow();
      const cells = cellsOf(line);
      texts.forEach((cell, offset) => cells[places[offset]] && put(cells[places[offset]], cell));
      line = line.nextElementSibling;
    }
    if (cellsOf(from).some((cell, index) => places.includes(index) && !isShown(cell))) showAll();
    grow();
    changed();
  }

  function showAll() {
    const box = form.querySelector(".show-all");
    if (box) box.checked = true;
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
    cellsOf(addRow())
      .find((cell) => cell.tagName === "INPUT")
      .focus();
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
