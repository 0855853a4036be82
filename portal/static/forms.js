/* Forms, on every page: the list of errors gets the focus, characters are counted while typing, a form is sent once.
   All of it only adds; the forms work without. */
"use strict";

(() => {
  const NEAR = 20;

  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  // A line break travels as two characters but is one to the person and to the server.
  function lengthOf(area) {
    return Array.from(area.value.replace(/\r\n/g, "\n")).length;
  }

  function showCount(area) {
    const note = document.querySelector(`[data-count-for="${CSS.escape(area.id)}"]`);
    if (!note) return;
    const limit = Number(area.dataset.limit);
    const count = lengthOf(area);
    const text = count > limit
      ? fill(note.dataset.over, { over: count - limit, limit })
      : fill(note.dataset.left, { count, limit });
    note.querySelector("[data-count-text]").textContent = text;
    note.classList.toggle("is-over", count > limit);
    // Screen readers hear it near the end only, and after a pause.
    clearTimeout(area.countTimer);
    area.countTimer = setTimeout(() => {
      const status = document.querySelector(`[data-count-status="${CSS.escape(area.id)}"]`);
      if (status) status.textContent = count > limit - NEAR ? text : "";
    }, 800);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("textarea[data-limit]")) showCount(event.target);
  });

  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget]")) forgetMarks();
    if (!form.matches("[data-once]")) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    sent.add(form);
    form.setAttribute("aria-busy", "true");
  });
  // A page that comes back from the browser's memory may be sent again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-once]")) {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    }
  });
  // htmx took the answer into the page: the form may be sent again.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-once]");
    if (form) {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    }
  });

  // Marks kept for one person must not meet the next one at the same machine.
  function forgetMarks() {
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith("portal.marks.")) sessionStorage.removeItem(key);
    } catch { /* storage is off: nothing was kept */ }
  }

  function begin(root) {
    for (const area of root.querySelectorAll("textarea[data-limit]")) showCount(area);
    focusErrors(root);
  }
  if (document.querySelector("[data-forget]:not(form)")) forgetMarks();
  begin(document);
  document.addEventListener("htmx:afterSwap", (event) => begin(event.target));
})();
