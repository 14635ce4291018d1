/**
 * Keeps one person's own page for when there is no network. It is served below that page and reaches no further: other
 * people's pages and the back office never pass through it. Network first; the store answers when that takes too long.
 */
const PAGE = new URL(self.registration.scope).pathname; // /e/43/registration/<key>
const STORE = `own-page:${PAGE}`;
const STATIC = `${PAGE.slice(0, PAGE.indexOf("/e/"))}/static/`;
const PATIENCE_MS = 3000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data.keep ?? [])));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !isKept(url)) return;
  event.respondWith(isForEver(url) ? fromStore(event.request) : fromNetwork(event));
});

/** Its address changes when the file does. */
function isForEver(url) {
  return isStatic(url) && new URL(url, self.location).searchParams.has("v");
}

function isStatic(url) {
  const { origin, pathname } = new URL(url, self.location);
  return origin === self.location.origin && pathname.startsWith(STATIC);
}

function isKept(url) {
  const { origin, pathname } = new URL(url, self.location);
  return isStatic(url) || (origin === self.location.origin && [PAGE, `${PAGE}/ticket.png`].includes(pathname));
}

/** The page is one page in whatever language it was asked for last; files of the site carry their version. */
function nameOf(url) {
  const { pathname, href } = new URL(url, self.location);
  return isStatic(url) ? href : pathname;
}

async function keepAll(urls) {
  const store = await caches.open(STORE);
  await Promise.all(urls.filter(isKept).map(async (url) => {
    if (isForEver(url) && (await store.match(nameOf(url)))) return;
    const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
    if (response?.ok) await put(store, url, response);
  }));
}

async function put(store, url, response) {
  if (isForEver(url)) await store.delete(nameOf(url), { ignoreSearch: true }); // the version before
  await store.put(nameOf(url), response);
}

async function fromStore(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(nameOf(request.url));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await put(store, request.url, response.clone());
  return response;
}

async function fromNetwork(event) {
  const store = await caches.open(STORE);
  const kept = await store.match(nameOf(event.request.url));
  const answer = fetch(event.request).then(async (response) => {
    if (response.ok) await store.put(nameOf(event.request.url), response.clone());
    if (response.status === 404 && nameOf(event.request.url) === PAGE) await forget(); // renewed, or erased
    return response;
  });
  event.waitUntil(answer.catch(() => {}));
  if (!kept) return answer;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([answer.then((response) => (response.status >= 500 ? kept : response)), late]).catch(() => kept);
}

async function forget() {
  await caches.delete(STORE);
  await self.registration.unregister();
}
