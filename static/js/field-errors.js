// The list of errors above a refused form: each opens its field, and the first has the focus.
"use strict";

(() => {
  const FIELDS = "input:not([type=hidden]), select, textarea, button";

  function open(link) {
    const found = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!found) return false;
    for (let box = found.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const row = found.matches("select.admin-autocomplete") ? found.nextElementSibling : found;
    const field = row?.querySelector(".select2-selection") ?? (row?.matches(FIELDS) ? row : row?.querySelector(FIELDS));
    (field ?? found).focus();
    (field ?? found).scrollIntoView({ block: "center" });
    return Boolean(field);
  }

  addEventListener("load", () => {
    const links = [...document.querySelectorAll(".field-errors a")];
    for (const link of links) link.addEventListener("click", (event) => open(link) && event.preventDefault());
    setTimeout(() => links[0] && open(links[0])); // after Select2 has drawn its fields
  });
})();
