/* The lock of a page that nobody used for a while: it covers everything, asks for the password, and gives the page back
   as it was, with what was typed. Without script the next click asks instead. */
"use strict";

(() => {
  const dialog = document.querySelector("[data-lock]");
  if (!dialog) return;
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector("[data-lock-wrong]");
  const title = document.title;
  const idle = Number(dialog.dataset.idle) * 1000;
  let last = Date.now();

  function lock() {
    if (dialog.open || Date.now() - last < idle) return;
    document.title = dialog.dataset.title;
    dialog.showModal();
  }

  function open() {
    form.reset();
    wrong.hidden = true;
    document.title = title;
    last = Date.now();
    dialog.close();
  }

  for (const kind of ["keydown", "pointerdown", "input", "scroll"]) {
    document.addEventListener(kind, () => { if (!dialog.open) last = Date.now(); }, { capture: true, passive: true });
  }
  setInterval(lock, 5000);
  document.addEventListener("visibilitychange", lock);
  dialog.addEventListener("cancel", (event) => event.preventDefault());

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const fields = new FormData(form);
    fields.set("quiet", "1");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
    } catch {
      wrong.hidden = false;
      return;
    }
    if (answer.status === 204) {
      open();
    } else if (answer.status === 422) {
      wrong.hidden = false;
      form.elements.password.select();
    } else {
      location.assign("/sign-in");
    }
  });
})();
