/**
 * The canvas of the badge designer. The rows of the table are the truth: boxes are drawn from their inputs and write
 * into them. The picture below the boxes is made by the server with the fonts of print, so it never flatters.
 */
import { History } from "./badge_history.js";
import { snapped } from "./badge_snap.js";
import { readRows, rowFrom, writeRow } from "./badge_rows.js";

const PAUSE = 250; // milliseconds after the last change before a new picture is asked for
const round = (number) => Math.round(number * 10) / 10;

export default function start(form) {
  const canvas = form.querySelector("[data-canvas]");
  const stage = canvas.querySelector("[data-stage]");
  const boxes = canvas.querySelector("[data-boxes]");
  const picture = canvas.querySelector("[data-picture]");
  const guides = { x: canvas.querySelector("[data-guide=x]"), y: canvas.querySelector("[data-guide=y]") };
  const history = new History();
  let side = "front";
  let chosen = null; // the row of the table
  let timer = 0;
  let asked = 0;

  const section = (name = side) => form.querySelector(`section[data-side=${name}]`);
  const list = (name = side) => section(name).querySelector("[data-elements]");
  const rows = () => [...list().querySelectorAll("[data-element]")];
  const size = () => ({ w: Number(form.elements.width.value) || 90, h: Number(form.elements.height.value) || 130 });
  const cell = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const number = (row, name) => Number(cell(row, name)?.value) || 0;
  const boxOf = (row) => ({ x: number(row, "x"), y: number(row, "y"), w: number(row, "w"), h: number(row, "h") });

  function put(row, box) {
    for (const [name, value] of Object.entries(box)) cell(row, name).value = round(value);
  }

  function place(box, row) {
    const whole = size();
    const { x, y, w, h } = boxOf(row);
    box.style.left = `${(x / whole.w) * 100}%`;
    box.style.top = `${(y / whole.h) * 100}%`;
    box.style.width = `${(w / whole.w) * 100}%`;
    box.style.height = `${(h / whole.h) * 100}%`;
    box.setAttribute("aria-label", `${row.querySelector("[data-element-title]").textContent.trim()} ${x}, ${y}, ${w} × ${h} mm`);
  }

  function draw() {
    const whole = size();
    stage.style.aspectRatio = `${whole.w} / ${whole.h}`;
    boxes.replaceChildren(...rows().map(boxFor));
    for (const name of ["front", "back"]) section(name).hidden = name !== side;
    for (const tab of canvas.querySelectorAll("[data-tab]")) tab.setAttribute("aria-pressed", tab.dataset.tab === side);
    for (const tool of canvas.querySelectorAll("[data-chosen-tools] button")) tool.disabled = !chosen;
    canvas.querySelector("[data-do=undo]").disabled = !history.canUndo;
    canvas.querySelector("[data-do=redo]").disabled = !history.canRedo;
  }

  function boxFor(row) {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "designer-box";
    const handle = document.createElement("span");
    handle.className = "designer-handle";
    box.append(handle);
    place(box, row);
    box.classList.toggle("is-chosen", row === chosen);
    box.addEventListener("focus", () => choose(row));
    box.addEventListener("pointerdown", (event) => drag(event, box, row, event.target === handle));
    box.addEventListener("keydown", (event) => byKey(event, box, row));
    return box;
  }

  const boxAt = (row) => boxes.children[rows().indexOf(row)];

  function choose(row) {
    if (row === chosen) return;
    chosen = row;
    rows().forEach((each, index) => {
      each.open = each === row;
      each.classList.toggle("is-chosen", each === row);
      boxes.children[index]?.classList.toggle("is-chosen", each === row);
    });
    for (const tool of canvas.querySelectorAll("[data-chosen-tools] button")) tool.disabled = !row;
  }

  function drag(event, box, row, isResize) {
    event.preventDefault();
    box.focus({ preventScroll: true });
    choose(row);
    const begin = { x: event.clientX, y: event.clientY, ...{ box: boxOf(row) } };
    const scale = size().w / stage.clientWidth;
    box.setPointerCapture(event.pointerId);
    box.classList.add("is-moving");
    const others = rows().filter((each) => each !== row).map(boxOf);
    const move = (now) => {
      const by = { x: (now.clientX - begin.x) * scale, y: (now.clientY - begin.y) * scale };
      const free = isResize
        ? { ...begin.box, w: Math.max(1, begin.box.w + by.x), h: Math.max(1, begin.box.h + by.y) }
        : { ...begin.box, x: begin.box.x + by.x, y: begin.box.y + by.y };
      const found = canvas.querySelector("[data-snap]").checked ? snapped(free, others, size(), isResize) : { box: free };
      if (row.dataset.kind === "qr" && isResize) found.box.h = found.box.w;
      put(row, found.box);
      place(box, row);
      showGuides(found);
    };
    const end = () => {
      box.classList.remove("is-moving");
      box.removeEventListener("pointermove", move);
      showGuides({});
      if (JSON.stringify(boxOf(row)) !== JSON.stringify(begin.box)) changed();
    };
    box.addEventListener("pointermove", move);
    box.addEventListener("lostpointercapture", end, { once: true });
  }

  function showGuides({ x, y }) {
    const whole = size();
    guides.x.hidden = x === undefined;
    guides.y.hidden = y === undefined;
    if (x !== undefined) guides.x.style.left = `${(x / whole.w) * 100}%`;
    if (y !== undefined) guides.y.style.top = `${(y / whole.h) * 100}%`;
  }

  function byKey(event, box, row) {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "Delete") return act.remove();
    if (!(event.key in ways)) return undefined;
    event.preventDefault();
    const [across, down] = ways[event.key].map((way) => way * (event.shiftKey ? 5 : 1));
    const now = boxOf(row);
    if (event.altKey) put(row, { w: Math.max(1, now.w + across), h: Math.max(1, now.h + down) });
    else put(row, { x: now.x + across, y: now.y + down });
    place(box, row);
    changed();
    return undefined;
  }

  /** What the tools do to the chosen row. */
  const act = {
    left: () => put(chosen, { x: 5 }),
    center: () => put(chosen, { x: (size().w - boxOf(chosen).w) / 2 }),
    right: () => put(chosen, { x: size().w - boxOf(chosen).w - 5 }),
    middle: () => put(chosen, { y: (size().h - boxOf(chosen).h) / 2 }),
    raise: () => chosen.nextElementSibling?.after(chosen),
    lower: () => chosen.previousElementSibling?.before(chosen),
    duplicate: () => {
      const copy = { ...rowFrom(chosen), x: number(chosen, "x") + 3, y: number(chosen, "y") + 3 };
      choose(append(copy));
    },
    remove: () => {
      const next = chosen.nextElementSibling ?? chosen.previousElementSibling;
      chosen.remove();
      choose(next);
    },
  };

  function append(values, name = side) {
    const fresh = document.querySelector(`template[data-fresh=${values.kind}]`).content.firstElementChild.cloneNode(true);
    list(name).append(fresh);
    writeRow(fresh, values);
    renumber();
    fresh.querySelector("[data-without-script]").hidden = true;
    return fresh;
  }

  /** Names count the rows of their side, in the order in which they lie. */
  function renumber() {
    for (const name of ["front", "back"]) {
      [...list(name).children].forEach((row, index) => {
        for (const input of row.querySelectorAll("[name]")) {
          input.name = input.name.replace(/^[a-z_]+-\w+-(\w+)$/, `${name}-${index}-$1`);
        }
      });
    }
  }

  function changed() {
    renumber();
    history.add(snapshot());
    draw();
    boxAt(chosen)?.focus({ preventScroll: true });
    refresh();
  }

  const snapshot = () => ({ front: readRows(list("front")), back: readRows(list("back")), size: size() });

  function restore(state) {
    const at = chosen ? rows().indexOf(chosen) : -1;
    for (const name of ["front", "back"]) {
      list(name).replaceChildren();
      for (const values of state[name]) append(values, name);
    }
    form.elements.width.value = state.size.w;
    form.elements.height.value = state.size.h;
    chosen = null;
    choose(rows()[at] ?? null);
    draw();
    refresh();
  }

  function refresh() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    asked += 1;
    const mine = asked;
    const data = new FormData(form);
    data.set("side", side);
    const answer = await fetch(form.dataset.preview, { method: "POST", body: data }).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const { picture: source, faults } = await answer.json();
    if (source) picture.src = source;
    const told = faults.filter((fault) => !fault.place || fault.place.startsWith(side));
    canvas.querySelector("[data-faults]").replaceChildren(...told.map(lineFor));
    rows().forEach((_row, index) => {
      const isFaulty = told.some((fault) => fault.place === `${side}:${index + 1}` && fault.is_error);
      boxes.children[index]?.classList.toggle("is-faulty", isFaulty);
    });
  }

  function lineFor(fault) {
    const line = document.createElement("li");
    const row = rows()[Number(fault.place.split(":")[1]) - 1];
    const name = row?.querySelector("[data-element-title]").textContent.trim();
    line.textContent = name ? `${name}：${fault.text}` : fault.text;
    line.classList.toggle("is-error", fault.is_error);
    return line;
  }

  canvas.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.tab) {
      side = button.dataset.tab;
      chosen = null;
      draw();
      ask();
    } else if (button?.dataset.do === "undo") restore(history.undo());
    else if (button?.dataset.do === "redo") restore(history.redo());
    else if (button?.dataset.do && chosen) {
      act[button.dataset.do]();
      changed();
      button.focus({ preventScroll: true });
    }
  });
  form.addEventListener("keydown", (event) => {
    const isTyping = event.target.matches("input:not([type=checkbox]), textarea");
    if (!(event.ctrlKey || event.metaKey) || isTyping || !["z", "y"].includes(event.key.toLowerCase())) return;
    event.preventDefault();
    const isRedo = event.key.toLowerCase() === "y" || event.shiftKey;
    if (isRedo ? history.canRedo : history.canUndo) restore(isRedo ? history.redo() : history.undo());
  });
  form.addEventListener("change", (event) => {
    const adding = event.target.closest("[data-add]");
    if (adding?.value) {
      const [kind, field] = adding.value.split(/:(.*)/s);
      choose(append(field ? { kind, field } : { kind }));
      adding.value = "";
    }
    const row = event.target.closest("[data-element]");
    if (row) writeRow(row, {}); // its title may be another now
    if (event.target.name === "sample" || event.target.type === "file") refresh();
    else if (!event.target.matches("[data-snap]")) changed();
  });
  list("front").addEventListener("toggle", opened, true);
  list("back").addEventListener("toggle", opened, true);
  function opened(event) {
    if (event.target.open) choose(event.target);
  }

  for (const box of form.querySelectorAll("[data-without-script]")) box.hidden = true;
  canvas.hidden = false;
  history.add(snapshot());
  draw();
  ask();
}
