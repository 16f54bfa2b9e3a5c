// The venue of a paper is typed. Enter takes what was typed, and goes on to the next field.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("#id_venue");
  const status = field?.parentElement.querySelector("[data-new]");
  if (!status) return;
  const fold = (text) => text.trim().toLowerCase();
  const known = new Set([...field.list.options].flatMap((option) => [fold(option.value), fold(option.text)]));
  const tell = () => (status.textContent = fold(field.value) && !known.has(fold(field.value)) ? status.dataset.new : "");

  field.addEventListener("input", () => known.has(fold(field.value)) && tell());
  field.addEventListener("change", tell);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    tell();
    document.querySelector("#id_when")?.focus();
  });
});
