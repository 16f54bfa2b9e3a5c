// A form that takes its time says so as soon as it is sent, and cannot be sent twice.
"use strict";

addEventListener("submit", ({ target, submitter }) => {
  const message = target.querySelector("[data-busy]");
  if (!message) return;
  message.textContent = message.dataset.busy;
  // After the form was read: a disabled button would not be sent with it.
  setTimeout(() => submitter && (submitter.disabled = true));
});
// Back to the page from the next one: the form can be sent again.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
