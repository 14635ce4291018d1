/**
 * The person's own page: kept in this browser for when there is no network, found again by one's own code, and honest
 * about how old it is. data-serial, data-moment, data-worker, data-served-at (ms); inside, [data-offline] with a <time>.
 */
import { askServer, rightNow, write } from "./moment.js";

const OLD_MS = 60_000; // a page older than this when it opens came out of the store
const AGAIN = "own-page-reloaded";

export default function start(page) {
  const path = location.pathname;
  if (page.dataset.serial) {
    write(`own-page:${page.dataset.serial}`, path);
    write(`own-name:${page.dataset.serial}`, page.querySelector("h1").textContent);
  }
  if (page.dataset.worker) keep(page.dataset.worker, path);
  check(page, true);
  addEventListener("online", () => check(page, true));
  addEventListener("offline", () => tell(page, true));
  document.addEventListener("visibilitychange", () => document.hidden || check(page, false));
}

async function check(page, mayReload) {
  const answer = await askServer(page.dataset.moment);
  tell(page, answer === false);
  if (answer === null) return location.reload(); // the link was renewed: the store empties itself
  if (!answer || !mayReload || rightNow() - Number(page.dataset.servedAt) < OLD_MS) return;
  if (sessionStorage.getItem(AGAIN) === page.dataset.servedAt) return;
  sessionStorage.setItem(AGAIN, page.dataset.servedAt);
  location.reload();
}

function tell(page, isOffline) {
  page.querySelector("[data-offline]").hidden = !isOffline;
}

/** Everything this page is made of goes into its store, once it has been loaded. */
async function keep(worker, path) {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker, { scope: path });
  const registration = await navigator.serviceWorker.ready;
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const made = performance.getEntriesByType("resource").map((entry) => entry.name);
  registration.active.postMessage({ keep: [path, ...made] });
}
