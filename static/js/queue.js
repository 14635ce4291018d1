/** A queue decided by keys: J and K go down and up, Y takes the main button of the item, N opens the refusal. */
export default function start(list) {
  const items = [...list.querySelectorAll("[data-queue-item]")];
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");
  const at = () => items.findIndex((item) => item.contains(document.activeElement));
  const go = (step) => items[Math.max(0, Math.min(items.length - 1, at() + step))]?.focus();
  const acts = {
    j: () => go(1),
    k: () => go(at() < 0 ? 1 : -1),
    y: (item) => item.querySelector(".button-form .btn-primary")?.click(),
    n: (item) => {
      const refusal = item.querySelector("details");
      if (!refusal) return;
      refusal.open = true;
      refusal.querySelector("button[type=submit]").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const act = acts[event.key.toLowerCase()];
    const item = items[at()];
    if (!act || (!item && "yn".includes(event.key.toLowerCase()))) return;
    event.preventDefault();
    act(item);
  });
}
