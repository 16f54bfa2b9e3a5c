// A file may be dropped anywhere on the box that takes one.
"use strict";

for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const carriesFile = ({ dataTransfer }) => dataTransfer.types.includes("Files");
  for (const name of ["dragover", "dragleave", "drop"]) {
    box.addEventListener(name, (event) => {
      if (!carriesFile(event)) return;
      event.preventDefault();
      box.classList.toggle("drop-here", name === "dragover");
      if (name === "drop") input.files = event.dataTransfer.files;
    });
  }
}
