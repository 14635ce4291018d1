/** − and + around a number field, within its own min, max and step. */
export default function start(stepper) {
  const input = stepper.querySelector("input");
  const buttons = [...stepper.querySelectorAll("[data-step]")];
  const show = () => {
    const value = Number(input.value);
    for (const button of buttons) {
      const edge = Number(button.dataset.step) > 0 ? input.max : input.min;
      // an empty field has no edge yet: both directions may fill it
      button.disabled = input.value !== "" && edge !== "" && value === Number(edge);
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (Number(button.dataset.step) > 0) input.stepUp();
      else input.stepDown();
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  input.addEventListener("input", show);
  show();
}
