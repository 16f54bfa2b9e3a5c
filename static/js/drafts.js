// Keeps what is typed into an admin form in this browser until it is saved, and offers it after a crash.
// Files, passwords and hidden fields are never kept.
"use strict";

(() => {
  const { user, found, restore, discard } = document.currentScript.dataset;
  const PREFIX = "vita-draft:";
  const MOST = 20; // drafts
  const LONGEST = 300_000; // characters of one
  const DAYS = 30;
  const NAMES = "[name]:not([type=file], [type=password], [type=hidden], [type=submit], [type=button])";
  const token = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const forget = (key) => localStorage.removeItem(key);

  function dropOldOnes() {
    const saved = document.cookie.match(/(?:^|; )saved_forms=([^;]*)/)?.[1].split(".") ?? [];
    const kept = keys().filter((key) => {
      const draft = read(key);
      const isOld = !draft || Date.now() - draft.at > DAYS * 86_400_000;
      if (isOld || saved.includes(draft.token)) forget(key);
      else return true;
    });
    kept.sort((a, b) => read(b).at - read(a).at).slice(MOST).forEach(forget);
  }

  const valueOf = (field) => {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked;
    if (field.matches("select")) return [...field.selectedOptions].map(({ value, text }) => [value, text]);
    return field.value;
  };
  const fieldsOf = (form) => [...form.elements].filter((field) => field.matches(NAMES) && !field.name.includes("__prefix__"));
  const nameOf = (field) => (field.matches("[type=radio]") ? `${field.name}=${field.value}` : field.name);
  const contentOf = (form) => Object.fromEntries(fieldsOf(form).map((field) => [nameOf(field), valueOf(field)]));

  function fill(field, value) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = value;
    else if (field.matches("select")) {
      for (const option of field.options) option.selected = false;
      for (const [key, text] of value) {
        const option = [...field.options].find((one) => one.value === key);
        if (option) option.selected = true;
        else field.add(new Option(text, key, true, true));
      }
    } else field.value = value;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  }

  // Rows that had been added are added again.
  function addRows(form, content) {
    for (const group of form.querySelectorAll(".js-inline-admin-formset")) {
      const prefix = group.id.replace(/-group$/, "");
      const numbers = Object.keys(content).map((name) => Number(name.match(`^${prefix}-(\\d+)-`)?.[1] ?? -1));
      const wanted = Math.min(Math.max(-1, ...numbers) + 1, 200);
      const count = () => Number(form.elements[`${prefix}-TOTAL_FORMS`].value);
      for (let tries = wanted - count(); tries > 0; tries--) group.querySelector(".add-row a")?.click();
    }
  }

  function putBack(form, { content }) {
    addRows(form, content);
    for (const field of fieldsOf(form)) {
      const value = content[nameOf(field)];
      if (value === undefined || JSON.stringify(value) === JSON.stringify(valueOf(field))) continue;
      field.closest("details")?.setAttribute("open", "");
      fill(field, value);
    }
  }

  function offer(form, key, draft) {
    const box = document.createElement("p");
    box.className = "draft-found";
    box.setAttribute("role", "status");
    box.append(found.replace("%s", new Date(draft.at).toLocaleString()), " ");
    const answers = [[restore, () => putBack(form, draft)], [discard, () => {}]];
    for (const [text, act] of answers) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      button.addEventListener("click", () => (act(), forget(key), box.remove()));
      box.append(button, " ");
    }
    form.before(box);
  }

  function keep(form) {
    const path = `${PREFIX}${user}:${location.pathname}:`;
    const key = path + token;
    const before = contentOf(form);
    const same = (content) => Object.entries(content).every(([name, value]) => JSON.stringify(before[name]) === JSON.stringify(value));
    const others = keys().filter((other) => other.startsWith(path));
    others.filter((other) => same(read(other).content)).forEach(forget);
    const [newest] = others.filter(read).sort((a, b) => read(b).at - read(a).at);
    const cameBack = document.querySelector(".errornote, .messagelist .resumed");
    if (newest && !cameBack) offer(form, newest, read(newest));
    if (cameBack && newest) forget(newest); // it is what came back

    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "_draft", value: token });
    form.append(hidden);
    let waiting = 0;
    const store = () => {
      clearTimeout(waiting);
      const content = contentOf(form);
      const text = JSON.stringify({ at: Date.now(), token, content });
      if (same(content) && !cameBack) forget(key);
      else if (text.length <= LONGEST) try { localStorage.setItem(key, text); } catch { /* the browser's room is used up */ }
    };
    const storeSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(store, 500);
    };
    for (const event of ["input", "change", "formset:added", "formset:removed"]) form.addEventListener(event, storeSoon);
    addEventListener("load", () => globalThis.django?.jQuery?.(form).on("select2:select select2:unselect", storeSoon));
    form.addEventListener("submit", store);
    if (cameBack) store();
  }

  addEventListener("load", () => {
    try {
      dropOldOnes();
      const form = document.querySelector(".change-form #content-main > form[method=post]");
      if (form && !form.querySelector("[type=password]") && !document.body.matches(".popup")) keep(form);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // the browser keeps nothing
    }
  });
})();
