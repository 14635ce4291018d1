import { droppedFiles } from "./dropped_files.js";

/** Files may be dropped on the whole area; their names and sizes are listed before sending. */
const MOST_NAMES = 10;

function sizeOf(file) {
  return file.size < 1048576 ? `${Math.ceil(file.size / 1024)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
}

export default function start(area) {
  const input = area.querySelector("input[type=file]");
  const names = area.querySelector("[data-file-names]");
  const show = () => {
    const files = [...input.files];
    const told = files.slice(0, MOST_NAMES).map((file) => `${file.name} · ${sizeOf(file)}`);
    if (files.length > MOST_NAMES) told.push(`… +${files.length - MOST_NAMES}`);
    names.replaceChildren(
      ...told.map((text) => {
        const line = document.createElement("li");
        line.textContent = text;
        return line;
      }),
    );
    names.hidden = input.files.length === 0;
  };
  const mark = (isOver) => (event) => {
    event.preventDefault();
    area.classList.toggle("file-drop-over", isOver);
  };
  area.querySelector("[data-file-hint]").hidden = matchMedia("(pointer: coarse)").matches;
  area.addEventListener("dragover", mark(true));
  area.addEventListener("dragleave", mark(false));
  area.addEventListener("drop", async (event) => {
    mark(false)(event);
    const files = new DataTransfer();
    const dropped = await droppedFiles(event.dataTransfer);
    for (const file of dropped.slice(0, input.multiple ? undefined : 1)) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
}
