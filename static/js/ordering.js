// Moves numbered rows by dragging a handle, or with the arrow keys, Home and End. The numbers follow,
// and the form's own Save button stores them. Without this script, owners type the numbers.
"use strict";

(() => {
  const PLACES = new WeakMap(); // the numbers that are distributed among the rows of a list
  const status = document.createElement("div");
  let drag = null;

  const number = (row) => row.querySelector("input[name$='-position']");
  const isList = (body) => PLACES.has(body);
  const unit = (row) => {
    const errors = row.previousElementSibling;
    return errors?.matches(".row-form-errors") ? [errors, row] : [row];
  };
  const rowsOf = (body) => [...body.rows].filter((r) => number(r) && !r.matches(".empty-form"));
  // Deleted rows have no place, and neither do rows that move to another page of the list.
  const placed = (row) =>
    !row.querySelector("input[name$='-DELETE']:checked") && row.dataset.elsewhere === undefined;
  const ordered = (body) => rowsOf(body).filter(placed);

  function nameOf(row) {
    const chosen = row.querySelector("select.admin-autocomplete")?.selectedOptions[0];
    const text = [chosen, row.querySelector("th"), row.querySelector(".original p")];
    return text.map((element) => element?.textContent.trim()).find(Boolean) || gettext("the new row");
  }

  // Moves the other rows around this one, so that it keeps the focus.
  function place(row, others, index) {
    unit(row)[0].before(...others.slice(0, index).flatMap(unit));
    row.after(...others.slice(index).flatMap(unit));
  }

  function renumber(body) {
    ordered(body).forEach((row, index) => {
      const input = number(row);
      const value = String(isList(body) ? PLACES.get(body)[index] : index + 1);
      if (input.value === value) return;
      input.value = value;
      input.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "ordering" }));
    });
  }

  function settle(row) {
    const body = row.parentElement;
    const rows = ordered(body);
    renumber(body);
    const moved = { name: nameOf(row), number: rows.indexOf(row) + 1, count: rows.length };
    status.textContent = interpolate(gettext("%(name)s is now %(number)s of %(count)s"), moved, true);
  }

  function move(row, wanted) {
    const rows = ordered(row.parentElement);
    const index = Math.max(0, Math.min(wanted, rows.length - 1));
    place(row, rows.filter((other) => other !== row), index);
    settle(row);
  }

  function follow() {
    if (!drag) return;
    const margin = 48;
    if (drag.y < margin) scrollBy(0, -12);
    if (drag.y > innerHeight - margin) scrollBy(0, 12);
    const index = drag.others.filter((other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2 < drag.y;
    }).length;
    if (index !== drag.index) place(drag.row, drag.others, (drag.index = index));
  }

  function finish(keep) {
    if (!drag) return;
    const { row, others, start, index } = drag;
    drag = null;
    row.classList.remove("is-dragged");
    if (!keep) place(row, others, start);
    else if (index !== start) settle(row);
  }

  function grab(event, row) {
    if (event.button !== 0 || drag || !placed(row)) return;
    const rows = ordered(row.parentElement);
    const start = rows.indexOf(row);
    const others = rows.filter((other) => other !== row);
    drag = { row, others, start, index: start, y: event.clientY };
    event.currentTarget.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
    const frame = () => drag && (follow(), requestAnimationFrame(frame));
    requestAnimationFrame(frame);
  }

  function press(event, row) {
    const rows = ordered(row.parentElement);
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || drag || at < 0) return;
    event.preventDefault();
    move(row, to);
    event.currentTarget.scrollIntoView({ block: "nearest" });
  }

  function addHandle(row) {
    const handle = document.createElement("button");
    const label = () => handle.setAttribute("aria-label", interpolate(gettext("Move %s"), [nameOf(row)]));
    handle.type = "button";
    handle.className = "order-handle";
    handle.title = gettext("Drag, or press the arrow keys");
    handle.addEventListener("pointerdown", (event) => grab(event, row));
    handle.addEventListener("pointermove", (event) => drag && (drag.y = event.clientY));
    handle.addEventListener("pointerup", () => (follow(), finish(true)));
    handle.addEventListener("pointercancel", () => finish(false));
    handle.addEventListener("keydown", (event) => press(event, row));
    handle.addEventListener("focus", label);
    label();
    number(row).before(handle);
  }

  // A typed number moves its row at once. In a list it may belong to another page.
  function moveToTypedNumber(event) {
    const row = event.target.closest?.("tr");
    const body = row?.parentElement;
    if (event.detail === "ordering" || !row?.querySelector(".order-handle")) return;
    if (event.target.matches("input[name$='-DELETE']")) renumber(body);
    if (event.target !== number(row) || event.target.value === "") return;
    const value = Number(event.target.value);
    const index = isList(body) ? PLACES.get(body).indexOf(value) : value - 1;
    if (isList(body) && index < 0) row.dataset.elsewhere = "";
    else if (placed(row)) move(row, index);
  }

  // When a row is removed, Django renumbers the remaining fields in the order of the page, in which
  // saved rows must come first.
  function handleRemovedRow(event) {
    const body = document.getElementById(`${event.detail.formsetName}-group`)?.querySelector("tbody");
    const template = body?.querySelector(".empty-form");
    if (!template || !number(template)) return;
    const rows = rowsOf(body);
    const index = (row) => Number(number(row).name.match(/-(\d+)-position$/)[1]);
    template.before(...[...rows].sort((a, b) => index(a) - index(b)).flatMap(unit));
    queueMicrotask(() => {
      template.before(...rows.flatMap(unit));
      renumber(body);
    });
  }

  function handleAddedRow(event) {
    const row = event.target;
    if (!number(row)) return;
    addHandle(row);
    number(row).value = ordered(row.parentElement).length;
  }

  // On a phone a row becomes a card, in which each cell shows the label of its column.
  function labelCells(table) {
    for (const header of table.querySelectorAll("thead th")) {
      const [, name] = header.className.match(/column-(\w+)/) ?? [];
      const cells = name ? `td.field-${name}` : header.matches(":last-child") && "td.delete";
      const label = (header.querySelector(".text") ?? header.firstChild)?.textContent.trim();
      if (!cells || !label) continue;
      table.querySelectorAll(cells).forEach((cell) => (cell.dataset.label = label));
    }
  }

  // Enter in a list would press the first button, which runs an action and loses typed numbers.
  function saveOnEnter(event) {
    const row = event.target.closest?.("tr");
    if (event.key !== "Enter" || !row || event.target !== number(row)) return;
    const { form } = event.target;
    if (!form.elements._save || !row.closest("#result_list")) return;
    event.preventDefault();
    form.requestSubmit(form.elements._save);
  }

  addEventListener("DOMContentLoaded", () => {
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
    const list = document.querySelector("#result_list tbody");
    const sorted = document.querySelectorAll("#result_list th.sorted");
    if (list && sorted.length === 1 && sorted[0].matches(".column-position.ascending")) {
      let last = -Infinity;
      const values = rowsOf(list).map((row) => Number(number(row).value));
      PLACES.set(list, values.map((value) => (last = Math.max(value, last + 1))));
      rowsOf(list).forEach(addHandle);
    }
    if (list) labelCells(list.closest("table"));
    document.querySelectorAll(".inline-group.js-inline-admin-formset tbody").forEach((body) => {
      labelCells(body.closest("table"));
      rowsOf(body).forEach(addHandle);
    });
    document.addEventListener("change", moveToTypedNumber);
    document.addEventListener("keydown", saveOnEnter);
    document.addEventListener("formset:added", handleAddedRow);
    document.addEventListener("formset:removed", handleRemovedRow);
    addEventListener("keydown", (event) => event.key === "Escape" && finish(false));
  });
})();
