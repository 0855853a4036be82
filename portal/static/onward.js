/* Back from an agency's own sign-in: presses the one button of the page. */
"use strict";

document.querySelector("[data-at-once]")?.click();
