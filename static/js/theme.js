// Light or dark: the system's choice, until the visitor makes one. Loaded before the page is
// drawn, so that a remembered choice never flashes.
"use strict";

(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is switched off: the choice lasts for this page
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem("theme", theme);
    } catch {}
  }

  const current = () => root.dataset.theme || (system.matches ? "dark" : "light");

  const theme = remembered();
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const label = () => {
      const { dataset } = button;
      const [text, name] = current() === "dark" ? [dataset.light, dataset.lightName] : [dataset.dark, dataset.darkName];
      button.textContent = text;
      button.setAttribute("aria-label", name);
    };
    button.addEventListener("click", () => {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      remember(root.dataset.theme);
      label();
    });
    system.addEventListener("change", label);
    label(); // it is out of sight until it has a name, in a room of its own: nothing moves
  });
})();
