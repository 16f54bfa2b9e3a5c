// Names for screen readers: Select2, with which the admin chooses by typing, leaves them out.
"use strict";

(() => {
  function nameChoice(select) {
    const container = select.nextElementSibling;
    const label = select.labels[0];
    const name = select.getAttribute("aria-label") || label?.textContent.trim().replace(/:$/, "");
    if (!name || !container?.matches(".select2-container")) return;
    const shown = container.querySelector(".select2-selection__rendered");
    const box = container.querySelector("[role=combobox]");
    container.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
    if (box?.matches(".select2-selection--single")) {
      for (const name of ["role", "aria-readonly"]) shown.removeAttribute(name); // it is the value of the box, not a field of its own
      box.setAttribute("aria-label", shown.textContent ? `${name}: ${shown.title || shown.textContent}` : name);
      box.removeAttribute("aria-labelledby");
    } else box?.setAttribute("aria-label", name);
  }

  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);
  addEventListener("load", () => {
    setTimeout(nameAll); // jQuery is ready a moment later
    for (const event of ["change", "formset:added"]) document.addEventListener(event, () => setTimeout(nameAll));
    django.jQuery(document).on("select2:select select2:unselect select2:clear", () => setTimeout(nameAll));
    django.jQuery(document).on("select2:open", ({ target }) => {
      document.querySelector(".select2-container--open .select2-dropdown .select2-search__field")?.setAttribute("aria-label", target.labels[0]?.textContent ?? target.getAttribute("aria-label"));
    });
  });
})();
