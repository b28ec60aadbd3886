/* Lets the rings of departments grow through the weeks of a round: once, when a new round has come. */
"use strict";
(() => {
  const SECONDS = 5;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const seen = new Set();
  const name = (svg) => `${svg.id} ${svg.dataset.weeks}`;

  function grow(svg) {
    const rings = [...svg.querySelectorAll("[data-r]")]
      .map((each) => [each, each.dataset.r.split(" ").map(Number), each.getAttribute("r")]);
    const start = performance.now();
    (function frame(now) {
      if (!svg.isConnected) return;
      const part = Math.max(0, now - start) / 1000 / SECONDS;
      for (const [each, radii, last] of rings) {
        const at = part * (radii.length - 1), week = Math.floor(at);
        each.setAttribute("r", part >= 1 ? last
          : radii[week] + (at - week) * (radii[Math.min(week + 1, radii.length - 1)] - radii[week]));
      }
      if (part < 1) requestAnimationFrame(frame);
    })(start);
  }

  function look(moves) {
    for (const svg of document.querySelectorAll("svg[data-weeks]")) {
      if (seen.has(name(svg))) continue;
      seen.add(name(svg));
      if (moves && !still.matches) grow(svg);
    }
  }
  document.addEventListener("DOMContentLoaded", () => look(false));
  document.addEventListener("htmx:afterSwap", () => look(true));
})();
