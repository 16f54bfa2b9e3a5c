// Beside the form on a wide screen: the page as it would be, drawn by the server without saving.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector(".live-preview");
  const form = document.querySelector("#publication_form");
  if (!panel || !form) return;
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin"); // no scripts
  frame.title = panel.dataset.title;
  panel.append(frame);
  const status = panel.querySelector("[role=status]");
  const wide = matchMedia("(min-width: 1500px)");
  let waiting = 0;
  let asked = null;
  let scrolled = 0;

  async function draw() {
    if (!wide.matches) return;
    asked?.abort();
    asked = new AbortController();
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    try {
      const answer = await fetch(panel.dataset.url, { method: "POST", body: typed, signal: asked.signal, redirect: "error" });
      if (answer.ok) {
        const page = await answer.text();
        scrolled = frame.contentWindow.scrollY;
        frame.srcdoc = page;
      }
      status.textContent = answer.ok ? "" : answer.status === 422 ? status.dataset.refused : status.dataset.failed;
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = status.dataset.failed;
    }
  }

  const drawSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 700);
  };
  const show = () => {
    panel.hidden = !wide.matches;
    if (wide.matches) drawSoon();
  };

  frame.addEventListener("load", () => {
    frame.contentDocument.documentElement.dataset.theme = document.documentElement.dataset.theme;
    frame.contentWindow.scrollTo(0, scrolled);
  });
  for (const event of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(event, drawSoon);
  django.jQuery(form).on("select2:select select2:unselect", drawSoon);
  wide.addEventListener("change", show);
  show();
});
