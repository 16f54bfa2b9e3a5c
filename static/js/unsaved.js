// Asks before leaving an admin form with unsaved changes.
"use strict";

(() => {
  // Ticking rows for a list action is not a change.
  const IGNORED = ["csrfmiddlewaretoken", "_draft", "_selected_action", "action", "select_across"];
  const before = new Map();
  let sent = null;
  let cameBack = false;

  function content(form) {
    const fields = [...new FormData(form)].filter(([name]) => !IGNORED.includes(name));
    return JSON.stringify(fields.map(([n, v]) => (v instanceof File ? [n, v.name, v.size] : [n, v])));
  }

  // A form that was refused, or that is shown again for review, has not been saved.
  const isUnsaved = (form) => form.matches("[data-unsaved]") || cameBack;
  const isChanged = (form) => isUnsaved(form) || content(form) !== before.get(form);

  addEventListener("DOMContentLoaded", () => {
    cameBack = document.querySelector("#content :is(.errornote, .errorlist), .messagelist .resumed") !== null;
    const forms = document.querySelectorAll("#content form[method='post']");
    for (const form of forms) {
      if (!form.querySelector("[type='password']") && !document.body.matches(".login")) {
        before.set(form, content(form));
      }
    }
  });

  // If a list action would drop new numbers, Django's own script asks.
  addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) sent = target;
  });

  addEventListener("beforeunload", (event) => {
    for (const form of before.keys()) {
      if (form !== sent && form.isConnected && isChanged(form)) event.preventDefault();
    }
  });

  // After going back to the page, ask again.
  addEventListener("pageshow", () => (sent = null));
})();
