// In a static copy no server searches: this looks through a file that has the text of every paper.
"use strict";

(() => {
  const search = document.querySelector("[data-search]");
  const field = search.querySelector("input");
  const { one, many, unavailable } = search.dataset;
  const results = document.getElementById("results");
  const status = document.querySelector("[data-filter-status]");
  const shownFirst = [...results.childNodes];
  const letters = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ß: "ss", ς: "σ" };
  let papers; // the file, once it is asked for

  // As common/text/search.py does: no case, no accents.
  const fold = (text) =>
    text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[øłđðþæœıħßς]/g, (letter) => letters[letter]);

  async function load() {
    const answer = await fetch(search.dataset.search);
    if (!answer.ok) throw answer;
    return answer.json();
  }

  async function show() {
    const words = fold(field.value.replace(/["“”„«»]/g, " ")).split(/\s+/).filter(Boolean);
    if (!words.length) {
      results.replaceChildren(...shownFirst);
      status.textContent = "";
      return;
    }
    const asked = field.value;
    try {
      const all = await (papers ??= load());
      if (field.value !== asked) return; // more has been typed since
      const found = all.filter(({ text }) => words.every((word) => text.includes(word)));
      const count = document.createElement("p");
      count.className = "nothing";
      count.textContent = found.length === 1 ? one : many.replace("%s", found.length);
      const page = new DOMParser().parseFromString(found.map(({ html }) => html).join(""), "text/html");
      results.replaceChildren(count, ...page.body.childNodes);
      status.textContent = count.textContent;
    } catch {
      papers = undefined; // the next letter tries again
      status.textContent = unavailable;
    }
  }

  field.addEventListener("input", show);
  search.hidden = false;
})();
