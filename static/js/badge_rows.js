/** Rows of the table of elements as values, and back. */
const nameOf = (input) => input.name.replace(/^[a-z_]+-\w+-/, "");

export function rowFrom(row) {
  const inputs = [...row.querySelectorAll("[name]")].filter((input) => input.type !== "checkbox");
  return Object.fromEntries(inputs.map((input) => [nameOf(input), input.value]));
}

export function readRows(list) {
  return [...list.querySelectorAll("[data-element]")].map(rowFrom);
}

export function writeRow(row, values) {
  for (const input of row.querySelectorAll("[name]")) {
    const value = values[nameOf(input)];
    if (value !== undefined && input.type !== "checkbox") input.value = value;
  }
  const field = row.querySelector("select[name$=-field]");
  const text = row.querySelector("textarea");
  if (field) row.querySelector("[data-element-title]").textContent = field.selectedOptions[0]?.textContent ?? field.value;
  if (text) row.querySelector("[data-element-title]").textContent = text.value.slice(0, 16);
}
