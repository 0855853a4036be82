/* Single-letter keys. A control names its letter in data-key (whole page) or data-row-key (the row that has the focus);
   a list marked data-rows is walked with j and k. Letters act only while they are switched on (WCAG 2.1.4), never while
   typing, never with Ctrl, Alt or Meta. `?` opens the list of keys. Ctrl+Enter saves a form marked data-save-key. */
"use strict";

(() => {
  const root = document.documentElement;
  const STORED = "portal.letters";
  const on = () => root.dataset.letters === "on";

  function typing(target) {
    if (target.isContentEditable || target.matches("textarea, select")) return true;
    return target.matches("input") && !target.matches("[type=radio], [type=checkbox], [type=button], [type=submit]");
  }

  function visible(element) {
    return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  }

  function rows() {
    return Array.from(document.querySelectorAll("[data-rows] tbody tr")).filter((row) => row.querySelector(".row-link") && visible(row));
  }

  function walk(step) {
    const all = rows();
    if (!all.length) return false;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    all[next].querySelector(".row-link").focus();
    return true;
  }

  function press(selector, scope) {
    const control = Array.from(scope.querySelectorAll(selector)).find(visible);
    if (!control) return false;
    if (control.matches("input:not([type=submit]):not([type=button]), select, textarea")) control.focus();
    else control.click();
    return true;
  }

  function act(letter) {
    const quoted = CSS.escape(letter);
    const row = document.activeElement?.closest?.("tr");
    if (row && press(`[data-row-key="${quoted}"]`, row)) return true;
    if (press(`[data-key="${quoted}"]`, document)) return true;
    if (letter === "j") return walk(1);
    if (letter === "k") return walk(-1);
    if (letter === "?") {
      const help = document.querySelector("[data-keys-help]");
      help?.togglePopover?.();
      return Boolean(help);
    }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[data-save-key]") || document.querySelector("form[data-save-key]");
      if (form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[type=submit].usa-button--primary, [type=submit].usa-button:not(.usa-button--outline)") || undefined);
      }
      return;
    }
    if (!on() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (typing(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });

  function show() {
    const any = document.querySelector("[data-key], [data-row-key], [data-rows], [data-roster]");
    for (const button of document.querySelectorAll("[data-letters-switch]")) {
      button.hidden = !any;
      button.textContent = on() ? button.dataset.offText : button.dataset.onText;
    }
    // Assistive technology hears of a key only while it works.
    for (const control of document.querySelectorAll("[data-key], [data-row-key]")) {
      const letter = control.dataset.key || control.dataset.rowKey;
      if (on()) control.setAttribute("aria-keyshortcuts", letter);
      else control.removeAttribute("aria-keyshortcuts");
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.matches?.("[data-letters-switch]")) return;
    root.dataset.letters = on() ? "off" : "on";
    try {
      localStorage.setItem(STORED, root.dataset.letters);
    } catch { /* storage is off: the choice holds for this page */ }
    show();
  });

  show();
  document.addEventListener("htmx:afterSwap", show);
})();
