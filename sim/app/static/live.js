// Keeps a page current. Without it the page is the same plain forms.
//
// <main data-live="/team" data-events="/events" data-version="7"> is fetched again when the stream
// says another version, when the page becomes visible, after silence, and by a clock where the
// stream fails. <time data-left="250"> counts seconds down.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const SILENCE = 25000, POLL = 10000;
  let stream = null, heard = 0, failed = false, fetching = false, again = false;

  const main = () => document.getElementById("main");
  const live = () => main() && main().dataset.live;

  function refresh() {
    if (!live()) return;
    if (fetching) { again = true; return; }
    fetching = true;
    const done = () => { fetching = false; if (again) { again = false; refresh(); } };
    htmx.ajax("GET", main().dataset.live,
      { source: main(), target: "#main", select: "#main", swap: "outerHTML" }).then(done, done);
  }

  // What somebody has opened or is typing stays when the page is drawn again.
  let kept = null;
  function keep() {
    const typed = "input[type=number][id], input:not([type])[id], input[type=text][id]";
    kept = {
      open: [...document.querySelectorAll("details[id]")].map((each) => [each.id, each.open]),
      typed: [...document.querySelectorAll(typed)]
        .filter((each) => each.value !== each.defaultValue).map((each) => [each.id, each.value]),
    };
  }
  function restore() {
    if (!kept) return;
    for (const [id, open] of kept.open) {
      const each = document.getElementById(id);
      if (each) each.open = open;
    }
    for (const [id, value] of kept.typed) {
      const each = document.getElementById(id);
      if (each) each.value = value;
    }
    kept = null;
  }

  // A form that did not arrive must not look as if it had.
  function unsent(event) {
    const note = document.getElementById("unsent"), form = event.detail.elt;
    if (!note || event.detail.requestConfig.verb !== "post") return;
    if (form.matches("[hx-trigger*=change]")) form.reset();
    note.hidden = false;
  }

  function listen() {
    if (!main() || !main().dataset.events) return;
    if (stream) stream.close();
    heard = Date.now();
    stream = new EventSource(main().dataset.events);
    stream.addEventListener("version", (event) => {
      heard = Date.now(); failed = false;
      if (main() && event.data !== main().dataset.version) refresh();
    });
    stream.addEventListener("beat", () => { heard = Date.now(); failed = false; });
    stream.onerror = () => { failed = true; };
  }

  function seconds() {
    for (const each of document.querySelectorAll("time[data-left]")) {
      if (!each.dataset.until) each.dataset.until = Date.now() + 1000 * Number(each.dataset.left);
      if (each.dataset.paused) continue;
      const left = Math.max(0, Math.round((Number(each.dataset.until) - Date.now()) / 1000));
      each.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    listen();
    seconds();
    setInterval(seconds, 500);
    setInterval(() => {
      if (!live()) return;
      if (Date.now() - heard > SILENCE) { listen(); refresh(); }
    }, 5000);
    setInterval(() => { if (main() && main().dataset.poll) refresh(); }, 2000);
    setInterval(() => { if (failed && !document.hidden) refresh(); }, POLL);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && live()) { listen(); refresh(); }
    });
    document.addEventListener("htmx:sendError", unsent);
    document.addEventListener("htmx:responseError", unsent);
    document.addEventListener("htmx:beforeSwap", keep);
    document.addEventListener("htmx:afterSwap", restore);
    document.addEventListener("click", (event) => {
      const asked = event.target.closest("[data-confirm]");
      if (asked && !window.confirm(asked.dataset.confirm)) event.preventDefault();
    });
  });
})();
