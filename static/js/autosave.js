/** Saves what is typed into a form a moment after the last key; tells how it went, and tries until it has worked. */
import { copyFor, isTouched, putBack, typedIn } from "./draft_copy.js";

const PAUSE_MS = 1200;
const RETRY_MS = 5000;
const KEEPALIVE_BYTES = 60000; // browsers send no more after the page is gone

export default function start(form) {
  const state = form.querySelector("[data-autosave-state]");
  const revision = form.elements.revision;
  const copy = copyFor(`draft ${location.pathname}`);
  let saved = isTouched(form) ? "" : typedIn(form); // somebody may type before this module has come
  let timer = 0;
  let isBusy = false;
  let isStopped = false;

  const tell = (text, isFailing = false, ...buttons) => {
    state.replaceChildren(text, ...buttons);
    state.classList.toggle("is-failing", isFailing);
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    const typed = typedIn(form);
    if (isBusy) return later(PAUSE_MS);
    if (isStopped || typed === saved) return undefined;
    isBusy = true;
    tell(form.dataset.saving);
    try {
      const body = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "pasted"));
      const answer = await fetch(form.dataset.saveUrl, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        keepalive: body.toString().length < KEEPALIVE_BYTES,
      });
      await settle(answer, typed);
    } catch {
      tell(navigator.onLine ? form.dataset.retrying : form.dataset.offline, true);
      later(RETRY_MS);
    } finally {
      isBusy = false;
    }
    return undefined;
  }

  async function settle(answer, typed) {
    if (answer.status >= 500 || answer.status === 429) throw new Error("try again");
    const said = await answer.json();
    if (answer.ok) {
      saved = typed;
      revision.value = said.revision;
      if (typedIn(form) === saved) copy.drop();
      else later(PAUSE_MS);
      tell(`${form.dataset.saved} ${said.saved_at}`);
      return;
    }
    isStopped = true; // another page saved, or the form is closed: what is typed stays here
    const mine = button(form.dataset.useMine, () => {
      revision.value = said.revision;
      isStopped = false;
      save();
    });
    tell(said.message, true, ...(answer.status === 409 ? [mine] : []));
  }

  function offerCopy() {
    const found = copy.find();
    const isOld = !found || found.typed === saved || (found.isSent && Number(revision.value) > found.revision);
    if (isOld) return saved ? copy.drop() : noteChange();
    return tell(
      form.dataset.found,
      true,
      button(form.dataset.restore, () => putBack(form, found.typed)),
      button(form.dataset.drop, () => {
        copy.drop();
        tell("");
      }),
    );
  }

  /** Another form of the page (a file, an attachment) leaves it: what is typed is saved before. */
  function letMeFirst(event) {
    if (event.target === form || event.defaultPrevented || isStopped || typedIn(form) === saved) return;
    event.preventDefault();
    document.removeEventListener("submit", letMeFirst); // once: also when it could not be saved
    save().finally(() => event.target.requestSubmit(event.submitter));
  }

  const note = (isSent) => copy.keep({ typed: typedIn(form), revision: Number(revision.value), isSent });
  const noteChange = () => {
    note(false);
    if (isStopped) return;
    tell(form.dataset.waiting);
    later(PAUSE_MS);
  };
  form.addEventListener("input", noteChange);
  form.addEventListener("submit", () => {
    isStopped = true;
    clearTimeout(timer);
    note(true); // always: what was pasted has left a copy too, though it is not part of one
  });
  window.addEventListener("online", () => later(0));
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", () => document.hidden && save()); // a timer may never come: the page goes
  document.addEventListener("submit", letMeFirst);
  offerCopy();
}
