/**
 * Hundreds of files dropped anywhere on the page, folders too, are sent in small portions; then one import begins.
 * A portion that fails is sent again; what cannot be sent is named. Without this the form sends all files at once.
 */
const MOST_FILES = 10;
const MOST_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 3;

const words = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function portionsOf(files) {
  const portions = [];
  let bytes = Infinity;
  for (const file of files) {
    const last = portions.at(-1);
    if (!last || last.length === MOST_FILES || bytes + file.size > MOST_BYTES) {
      portions.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return portions;
}

async function send(url, token, files) {
  const body = new FormData();
  for (const file of files) body.append("files", file, file.name);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await fetch(url, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
      });
      if (answer.ok || answer.status === 413) return await answer.json();
      throw new Error(`HTTP ${answer.status}`);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await pause(attempt * 1000);
    }
  }
}

export default function start(area) {
  const form = area.querySelector("form");
  const input = form.querySelector("input[type=file]");
  const drop = area.querySelector(".file-drop");
  const [box, say] = [area.querySelector("[data-progress]"), area.dataset];
  const [bar, line, list] = box.children;
  const limit = Number(say.limit);

  const complain = (text) => {
    const item = document.createElement("li");
    item.textContent = text;
    list.append(item);
  };

  const isUsable = (file) => {
    const fault = (file.size === 0 && say.empty) || (file.size > limit * 1048576 && say.large);
    if (fault) complain(words(fault, { name: file.name, limit }));
    return !fault;
  };

  const upload = async (files) => {
    const kept = [];
    let done = 0;
    for (const portion of portionsOf(files)) {
      line.textContent = words(say.sending, { done, total: files.length });
      try {
        const answer = await send(say.keepUrl, form.elements.csrf_token.value, portion);
        kept.push(...answer.kept);
        answer.refused.forEach(complain);
      } catch {
        for (const file of portion) complain(words(say.failed, { name: file.name }));
      }
      done += portion.length;
      bar.value = done / files.length;
    }
    return kept;
  };

  const begin = (kept) => {
    input.value = "";
    for (const number of kept) {
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: "kept", value: number });
      form.append(hidden);
    }
    line.textContent = words(say.finished, { total: kept.length });
    form.submit();
  };

  form.addEventListener("submit", async (event) => {
    if (input.files.length === 0) return;
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    list.replaceChildren();
    box.hidden = false;
    const kept = await upload([...input.files].filter(isUsable));
    if (kept.length && list.children.length) {
      await pause(4000); // long enough to see what was left out
    }
    if (kept.length) begin(kept);
    else line.textContent = say.nothing;
    button.disabled = false;
  });

  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.closest("details")?.setAttribute("open", "");
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || drop.contains(event.target)) return;
    event.preventDefault();
    drop.dispatchEvent(new DragEvent("drop", { dataTransfer: event.dataTransfer, cancelable: true }));
  });
}
