/* News on the wall a few at a time, until somebody lets them rest; without this script all are there. */
"use strict";
(() => {
  const EVERY = 9000;
  let turn = 0, resting = false;

  function show() {
    const list = document.querySelector("[data-at-once]"), button = document.querySelector("[data-rest]");
    if (!list) return;
    const most = Number(list.dataset.atOnce), lines = [...list.children];
    const pages = Math.ceil(lines.length / most);
    lines.forEach((line, place) => { line.hidden = !resting && Math.floor(place / most) !== turn % pages; });
    button.hidden = pages < 2;
    button.setAttribute("aria-pressed", String(resting));
  }
  document.addEventListener("DOMContentLoaded", () => {
    show();
    setInterval(() => { if (!resting) { turn += 1; show(); } }, EVERY);
  });
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-rest]")) { resting = !resting; show(); }
  });
})();
