/** Shows a question only while other answers make it matter; what was typed into a hidden one waits there. */
function isTrue(form, conditions) {
  return conditions.some(([code, values]) => {
    const controls = [...form.elements].filter((one) => one.name === code);
    return controls.some((one) => {
      const isChosen = one.type === "radio" || one.type === "checkbox" ? one.checked : true;
      return isChosen && !one.closest("[data-shown-if][hidden]") && values.includes(one.value);
    });
  });
}

export default function start(form) {
  const waiting = [...form.querySelectorAll("[data-shown-if]")];
  const update = () => {
    for (const question of waiting) question.hidden = !isTrue(form, JSON.parse(question.dataset.shownIf));
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
}
