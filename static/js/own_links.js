/** Who registers again on the phone that has opened their page gets back to it; the server tells nobody who is registered. */
import { askServer, read, write } from "./moment.js";

const OWN = "own-page:";
const MOST = 5;

export default async function start(place) {
  const pages = location.pathname.replace(/received$/, "");
  for (const name of names().slice(-MOST)) {
    const path = read(name);
    if (!path?.startsWith(pages) || !/^[A-Za-z0-9_-]{20,}$/.test(path.slice(pages.length))) continue;
    if ((await askServer(`${path}/moment`)) === null) write(name, null); // renewed meanwhile
    else offer(place, path, read(name.replace(OWN, "own-name:")) ?? "");
  }
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(OWN));
  } catch {
    return []; // storage is forbidden
  }
}

function offer(place, path, person) {
  const link = document.createElement("a");
  link.className = "btn";
  link.href = path;
  link.textContent = `${place.dataset.open} ${person}`.trim(); // a family may share a phone
  place.querySelector("[data-links]").append(link);
  place.hidden = false;
}
