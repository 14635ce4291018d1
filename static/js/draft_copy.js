/** A copy of what is typed, in this browser only, until the server has it. */
const SKIPPED = new Set(["csrf_token", "revision", "pasted"]);

export function typedIn(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");
  return new URLSearchParams(pairs).toString();
}

/** Where the choices stand that the server sent; the first one if it sent none. */
function sentChoices(select) {
  const sent = [...select.options].filter((option) => option.defaultSelected).map((option) => option.index);
  return sent.length ? sent : [Math.min(0, select.options.length - 1)];
}

/** Whether the form holds something else than the server sent. */
export function isTouched(form) {
  return [...form.elements].some((control) => {
    if (!control.name || SKIPPED.has(control.name)) return false;
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    if (control.options) return !sentChoices(control).includes(control.selectedIndex);
    return control.defaultValue !== undefined && control.value !== control.defaultValue;
  });
}

function store(work) {
  try {
    return work(localStorage);
  } catch {
    return null; // full, or forbidden in private windows: the server still has what was saved
  }
}

export function copyFor(name) {
  return {
    keep: (copy) => store((place) => place.setItem(name, JSON.stringify(copy))),
    drop: () => store((place) => place.removeItem(name)),
    find: () => store((place) => JSON.parse(place.getItem(name) ?? "null")),
  };
}

/** Puts a copy back into the form; rows that are not there are asked for. */
export function putBack(form, typed) {
  const values = new URLSearchParams(typed);
  const rows = [...values.keys()].map((name) => /^rows-(\d+)-/.exec(name)).filter(Boolean);
  const most = Math.max(-1, ...rows.map((found) => Number(found[1])));
  form.dispatchEvent(new CustomEvent("rows-needed", { detail: most + 1 }));
  for (const control of form.elements) {
    if (!control.name || SKIPPED.has(control.name) || control.type === "hidden") continue;
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.getAll(control.name).includes(control.value);
    } else if (values.has(control.name)) control.value = values.get(control.name);
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}
