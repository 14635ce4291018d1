/**
 * The right time on a phone whose clock is wrong: what the server said last, carried on without network.
 * The difference is kept in this browser; asked for again whenever there is network.
 */
const PLACE = "clock-offset";

export function rightNow() {
  return Date.now() + Number(read(PLACE) ?? 0);
}

/** Asks the server; false without network. Answers 404 with null: the page is gone. */
export async function askServer(url) {
  const before = Date.now();
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (response.status === 404) return null;
    if (!response.ok) return false;
    const { now } = await response.json();
    write(PLACE, String(Math.round(now - (before + Date.now()) / 2)));
    return true;
  } catch {
    return false;
  }
}

export function read(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return null; // storage may be forbidden
  }
}

export function write(place, value) {
  try {
    if (value === null) localStorage.removeItem(place);
    else localStorage.setItem(place, value);
  } catch {
    /* storage may be forbidden or full: the page works without */
  }
}
