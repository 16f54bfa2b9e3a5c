// Presses the button that continues a long search, until the search is done or is stopped.
"use strict";

const button = document.querySelector("[data-go-on]");
const timer = setTimeout(() => button.form.requestSubmit(button), 300);
button.form.addEventListener("submit", () => clearTimeout(timer));
