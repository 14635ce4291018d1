/**
 * Finds elements with data-behavior="name" and gives each to the default function of ./name.js.
 * Every page works without these modules; they only make it quicker or kinder.
 */
function startOne(element, name) {
  const started = (element.dataset.started || "").split(" ");
  if (started.includes(name) || !/^[a-z_]+$/.test(name)) return;
  element.dataset.started = [...started, name].join(" ").trim();
  import(`./${name}.js`).then((module) => module.default(element));
}

function startAll(root) {
  const found = [...root.querySelectorAll("[data-behavior]")];
  if (root.matches?.("[data-behavior]")) found.unshift(root);
  for (const element of found) {
    for (const name of element.dataset.behavior.split(" ")) startOne(element, name);
  }
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
