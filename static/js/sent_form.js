/** On the page after a form: the server has what was typed, so the copies that were sent go from this browser. */
import { copyFor } from "./draft_copy.js";

export default function start(element) {
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith("form "))) {
      const copy = copyFor(name);
      if (copy.find()?.isSent) copy.drop();
    }
  } catch {
    // storage is forbidden: nothing was kept
  }
  element.remove();
}
