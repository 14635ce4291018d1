/** Keeps what is typed into a form in this browser until it is sent, and puts it back for who returns later. */
import { copyFor, putBack, typedIn } from "./draft_copy.js";

const KEPT_MS = 7 * 24 * 3600 * 1000;
const SENDING_MS = 8000; // a second tap on the way is no second registration

export default function start(form) {
  const copy = copyFor(`form ${location.pathname}`);
  const notice = form.querySelector("[data-kept]");
  const { nonce } = form.elements;
  const fresh = typedIn(form);
  let sentAt = 0;

  const keep = (isSent) => copy.keep({ typed: typedIn(form), nonce: nonce?.value, at: Date.now(), isSent });
  function clear() {
    copy.drop();
    location.reload();
  }
  function restore() {
    const found = copy.find();
    if (!found || Date.now() - found.at > KEPT_MS) return copy.drop();
    if (!form.matches("[data-shown-again]") && found.typed !== fresh) {
      putBack(form, found.typed);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = form.dataset.clear;
      button.addEventListener("click", clear);
      notice.replaceChildren(form.dataset.restored, " ", button);
      notice.hidden = false;
    }
    if (nonce && found.nonce) nonce.value = found.nonce; // sent again, it is still the same registration
    return undefined;
  }

  restore();
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", (event) => {
    if (Date.now() - sentAt < SENDING_MS) event.preventDefault();
    else sentAt = Date.now();
    keep(true);
  });
  window.addEventListener("pageshow", () => (sentAt = 0));
}
