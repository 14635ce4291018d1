/** Adds up the score fields inside; in hundredths, since 0.1 + 0.2 must be 0.3. */
export default function start(sheet) {
  const line = sheet.querySelector("[data-total-line]");
  const output = sheet.querySelector("[data-total]");
  const show = () => {
    const fields = [...sheet.querySelectorAll("[data-score]")];
    const cents = fields.reduce((sum, field) => sum + Math.round(Number(field.value) * 100), 0);
    output.textContent = String(cents / 100);
    line.classList.toggle("over", fields.some((field) => field.max && Number(field.value) > Number(field.max)));
  };
  line.hidden = false;
  sheet.addEventListener("input", show);
  show();
}
