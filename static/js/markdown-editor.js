// The Markdown editor takes the Tab key for itself, so that a keyboard never gets out of it. Here Tab
// moves on to the next field, as everywhere else.
"use strict";

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Tab" && event.target.matches?.(".markdownx-editor")) {
      event.stopImmediatePropagation();
    }
  },
  true, // before the editor hears of it
);
