// The Markdown editor uses the Tab key itself, so keyboard users cannot leave it. This lets Tab move
// on to the next field, as everywhere else.
"use strict";

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Tab" && event.target.matches?.(".markdownx-editor")) {
      event.stopImmediatePropagation();
    }
  },
  true, // before the editor receives the event
);
