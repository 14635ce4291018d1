/** Live numbers: asks every three seconds while the page is looked at; the browser sends the tag of what it has. */
const EVERY_MS = 3000;

export default function start(element) {
  async function refresh() {
    const response = await fetch(element.dataset.url, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    for (const [name, value] of Object.entries(await response.json())) {
      const place = element.querySelector(`[data-count="${name}"]`);
      if (place) place.textContent = value;
    }
  }

  async function keepFresh() {
    if (!document.hidden) await refresh().catch(() => {}); // without network the old numbers stay
    setTimeout(keepFresh, EVERY_MS);
  }

  setTimeout(keepFresh, EVERY_MS);
}
