/* Runs before the first paint, therefore small, classic and blocking: no flash of the wrong paper. */
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    /* storage may be forbidden; the system's wish decides */
  }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
