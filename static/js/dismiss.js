/** A message that can be put away once it is read. */
export default function start(notice) {
  const button = notice.querySelector("[data-dismiss]");
  button.hidden = false;
  button.addEventListener("click", () => notice.remove());
}
