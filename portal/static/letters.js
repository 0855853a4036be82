/* Before anything is painted: are single-letter keys on? Hints for keys show only then. A page without script shows none. */
"use strict";
try {
  document.documentElement.dataset.letters = localStorage.getItem("portal.letters") === "off" ? "off" : "on";
} catch {
  document.documentElement.dataset.letters = "on";
}
