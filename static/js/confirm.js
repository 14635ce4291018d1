/** Adds the way back to a confirmation: a button and the Escape key. */
export default function start(details) {
  const close = () => {
    details.open = false;
    details.querySelector("summary").focus();
  };
  const cancel = details.querySelector("[data-confirm-cancel]");
  cancel.hidden = false;
  cancel.addEventListener("click", close);
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) close();
  });
}
