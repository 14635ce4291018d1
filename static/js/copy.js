/** <button data-behavior="copy" data-copy="text" data-copied="已复制" hidden>…</button> */
export default function start(button) {
  if (!navigator.clipboard) return; // plain http: the text can still be selected by hand
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 2000);
  });
}
