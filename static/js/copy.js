// A button that copies the text of the element it names: <button data-copy="id" hidden>. What came
// of it is said beside the button, to screen readers too.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const outcome = button.parentElement.querySelector("[data-copied]");

  button.addEventListener("click", async () => {
    outcome.textContent = ""; // the same words once more are news to a screen reader
    try {
      await navigator.clipboard.writeText(source.textContent);
      outcome.textContent = outcome.dataset.copied;
    } catch { // not allowed, or no HTTPS
      getSelection().selectAllChildren(source);
      outcome.textContent = outcome.dataset.selected;
    }
  });
  button.hidden = false;
}
