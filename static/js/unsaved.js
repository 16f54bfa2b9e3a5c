// A form of the admin that was changed and not saved is not left without a question. Without this
// script it is left as ever.
"use strict";

(() => {
  // Ticks for the actions of a list are not typed content.
  const IGNORED = ["csrfmiddlewaretoken", "_selected_action", "action", "select_across"];
  const before = new Map();
  let sent = null;
  let cameBack = false;

  function content(form) {
    const fields = [...new FormData(form)].filter(([name]) => !IGNORED.includes(name));
    return JSON.stringify(fields.map(([n, v]) => (v instanceof File ? [n, v.name, v.size] : [n, v])));
  }

  // What came back refused, or to be sent once more, is saved nowhere.
  const isUnsaved = (form) => form.matches("[data-unsaved]") || cameBack;
  const isChanged = (form) => isUnsaved(form) || content(form) !== before.get(form);

  addEventListener("DOMContentLoaded", () => {
    cameBack = document.querySelector("#content :is(.errornote, .errorlist)") !== null;
    const forms = document.querySelectorAll("#content form[method='post']");
    for (const form of forms) {
      if (!form.querySelector("[type='password']") && !document.body.matches(".login")) {
        before.set(form, content(form));
      }
    }
  });

  // Before an action of a list that would drop new numbers, Django's own script asks.
  addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) sent = target;
  });

  addEventListener("beforeunload", (event) => {
    for (const form of before.keys()) {
      if (form !== sent && form.isConnected && isChanged(form)) event.preventDefault();
    }
  });

  // Back to the page from the next one: it asks again.
  addEventListener("pageshow", () => (sent = null));
})();
