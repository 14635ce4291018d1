/** On the page after a form: the server has what was typed, so the copies in this browser go. */
import { copyFor } from "./draft_copy.js";

export default function start(element) {
  for (const path of element.dataset.sentForms.split(" ")) copyFor(`form ${path}`).drop();
  element.remove();
}
