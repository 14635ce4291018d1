/** The light/dark button; remembers the choice on this device. */
export default function start(button) {
  const root = document.documentElement;
  const use = button.querySelector("use");
  const show = () => {
    const isDark = root.dataset.bsTheme === "dark";
    button.setAttribute("aria-pressed", String(isDark));
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, isDark ? "#sun" : "#moon"));
  };
  button.addEventListener("click", () => {
    root.dataset.bsTheme = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.bsTheme);
    } catch {
      /* forbidden storage: the choice lasts for this page */
    }
    show();
  });
  button.hidden = false;
  show();
}
