// Shows a message as soon as a slow form is sent, and keeps it from being sent twice.
"use strict";

addEventListener("submit", ({ target, submitter }) => {
  const message = target.querySelector("[data-busy]");
  if (!message || submitter?.name === "back") return;
  message.textContent = message.dataset.busy;
  // Only after the browser has read the form: it leaves out disabled buttons.
  setTimeout(() => submitter && (submitter.disabled = true));
});
// After going back to the page, the form can be sent again.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
