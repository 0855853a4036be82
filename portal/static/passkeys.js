/* Passkeys: asks the portal for a challenge and the device for an answer, and sends it with the form of the page. */
"use strict";

(() => {
  const able = window.PublicKeyCredential
    && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!able) return;
  for (const note of document.querySelectorAll("[data-passkey-missing]")) note.hidden = true;

  async function optionsFrom(button) {
    const fields = new FormData();
    fields.set("csrf_token", button.form.elements.csrf_token.value);
    const answer = await fetch(button.dataset.options, { method: "POST", body: fields });
    if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
    return answer.json();
  }

  async function ask(button) {
    const options = await optionsFrom(button);
    const credential = button.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    button.form.elements.credential.value = JSON.stringify(credential.toJSON());
    button.form.submit();
  }

  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const wrong = document.querySelector("[data-passkey-wrong]");
      wrong.hidden = true;
      button.disabled = true;
      try {
        await ask(button);
      } catch {
        wrong.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
