/* The roster: inside a row a letter sets the mark and the next row opens; r goes to the reason, Backspace takes the mark back,
   Shift and the first mark's letter (Shift+P) marks the rest so. Totals follow. Marks (codes and row ids, no names, no reasons) stay in this tab until saved. */
"use strict";

(() => {
  const roster = document.querySelector("[data-roster]");
  if (!roster) return;
  const rows = Array.from(roster.querySelectorAll("[data-roster-row]"));
  const on = () => document.documentElement.dataset.letters === "on";
  const radios = (row) => Array.from(row.querySelectorAll(".mark-keys input"));
  const chosen = (row) => radios(row).find((radio) => radio.checked);

  const last = new Map();

  function open(row) {
    if (row) (chosen(row) || radios(row)[0]).focus();
  }

  function after(row) {
    return rows[rows.indexOf(row) + 1];
  }

  function set(row, radio) {
    radio.checked = true;
    marked(row);
  }

  function unset(row) {
    const radio = chosen(row);
    if (!radio) return;
    radio.checked = false;
    marked(row);
    radio.focus();
  }

  // Somebody who was not there has no minutes; who comes back gets those of the session, unless they were typed.
  function marked(row) {
    const minutes = row.querySelector(".roster__minutes input");
    const absent = (radio) => Boolean(radio) && radio.dataset.asks === "reason";
    const before = last.get(row);
    const now = chosen(row);
    last.set(row, now);
    if (minutes) {
      if (absent(now) && !absent(before)) minutes.value = "0";
      else if (!absent(now) && absent(before) && minutes.value === "0") minutes.value = minutes.max || minutes.defaultValue;
    }
    total();
    keep();
  }

  function total() {
    const sums = { marked: 0 };
    for (const row of rows) {
      const radio = chosen(row);
      if (!radio) continue;
      sums.marked += 1;
      for (const name of (radio.dataset.totals || "").split(" ")) if (name) sums[name] = (sums[name] || 0) + 1;
    }
    for (const place of roster.querySelectorAll("[data-total]")) {
      const sum = String(sums[place.dataset.total] || 0);
      if (place.textContent !== sum) place.textContent = sum;
    }
  }

  const prefix = `portal.marks.${roster.dataset.keep}:`;
  const name = prefix + roster.dataset.keepVersion;

  function keep() {
    const marks = {};
    for (const row of rows) marks[row.dataset.rosterRow] = chosen(row)?.value || "";
    try {
      sessionStorage.setItem(name, JSON.stringify(marks));
      for (const note of roster.querySelectorAll("[data-kept-note]")) note.hidden = false;
    } catch { /* storage is off: marks live on the page only */ }
  }

  // Kept marks belong to one version of the session; once it was saved, they are of the past.
  function bringBack() {
    let marks = null;
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix) && key !== name) sessionStorage.removeItem(key);
      marks = JSON.parse(sessionStorage.getItem(name) || "null");
    } catch { /* storage is off, or not ours */ }
    if (!marks || typeof marks !== "object") return;
    for (const row of rows) {
      const code = marks[row.dataset.rosterRow];
      if (typeof code !== "string") continue;
      for (const radio of radios(row)) radio.checked = radio.value === code;
    }
    for (const note of roster.querySelectorAll("[data-kept-note]")) note.hidden = false;
  }

  function rest() {
    for (const row of rows) if (!chosen(row)) set(row, radios(row)[0]);
  }

  function reasonOf(row) {
    const field = row.querySelector(".roster__reason input, .roster__reason select");
    return field && chosen(row)?.dataset.asks ? field : null;
  }

  // The row's own reason, else the one of the row marked just before.
  function toReason(row) {
    const before = rows.slice(0, rows.indexOf(row)).reverse().find((earlier) => reasonOf(earlier) && !reasonOf(earlier).value);
    const field = reasonOf(row) || (before && reasonOf(before));
    field?.focus();
    return Boolean(field);
  }

  const text = (target) => target.matches("input:not([type=radio]), select, textarea");

  roster.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-roster-row]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (text(event.target)) {
      // Enter in a reason or in minutes goes on to the next row instead of sending a half-marked roster.
      if (event.key === "Enter") {
        event.preventDefault();
        open(after(row) || row);
      }
      return;
    }
    if (!on()) return;
    if (take(row, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  function take(row, event) {
    if (event.key === "Backspace") {
      unset(row);
      return true;
    }
    const letter = event.key.toLowerCase();
    if (event.shiftKey && letter === radios(row)[0].dataset.letter) {
      rest();
      return true;
    }
    const radio = radios(row).find((one) => one.dataset.letter === letter);
    if (radio) {
      set(row, radio);
      open(after(row) || row);
      return true;
    }
    if (letter === "r") return toReason(row);
    if (letter === "j" || letter === "k") {
      open(rows[rows.indexOf(row) + (letter === "j" ? 1 : -1)]);
      return true;
    }
    return false;
  }

  roster.addEventListener("change", (event) => {
    const row = event.target.closest("[data-roster-row]");
    if (row && event.target.matches(".mark-keys input")) marked(row);
  });
  document.querySelector("[data-rest-present]")?.addEventListener("click", (event) => {
    event.preventDefault();
    rest();
  });

  bringBack();
  for (const row of rows) last.set(row, chosen(row));
  total();
})();
