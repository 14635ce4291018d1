/** Suggestions under a field while one types: a list for thumb, arrow keys and screen readers; typing on is always fine. */
const PAUSE_MS = 200;
let lists = 0;

export default function start(box) {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let timer = 0;
  let asked = 0; // answers that come late, after a newer question, are dropped
  let at = -1;

  lists += 1;
  list.id = `lookup-${lists}`;
  list.className = "lookup-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  said.className = "only-read-aloud";
  said.setAttribute("role", "status");
  input.autocomplete = "off";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  box.append(list, said);

  const options = () => [...list.children];
  function show(isShown) {
    list.hidden = !isShown;
    input.setAttribute("aria-expanded", String(isShown));
    if (!isShown) mark(-1);
  }
  function mark(number) {
    at = number;
    options().forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    options()[at].scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", options()[at].id);
  }
  function choose(option) {
    asked += 1;
    clearTimeout(timer);
    input.value = option.textContent;
    show(false);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function offer(names) {
    list.replaceChildren(
      ...names.map((name, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.textContent = name;
        option.setAttribute("role", "option");
        // before the field loses the focus
        option.addEventListener("pointerdown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(option));
        return option;
      }),
    );
    said.textContent = names.length ? box.dataset.lookupFound.replace("%(count)s", names.length) : "";
    show(names.length > 0 && document.activeElement === input && names.join() !== input.value);
    mark(-1);
    if (!list.hidden) list.scrollIntoView({ block: "nearest" });
  }
  async function look() {
    asked += 1;
    const mine = asked;
    const url = new URL(box.dataset.lookupUrl, location.href);
    url.searchParams.set("q", input.value);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const names = answer.ok ? (await answer.json()).names : [];
      if (mine === asked) offer(names);
    } catch {
      // no net: one types the name
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  if (document.activeElement === input && input.value !== input.defaultValue) look(); // typed before this came
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) mark((at + moves[event.key] + options().length) % options().length);
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
  });
}
