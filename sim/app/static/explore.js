/* Explore: moves what is on the page, and asks for the page again when a control has changed.

   The page is a function of its address. What changes is taken from the page that the server
   makes for the new address; without this script the form does the same, one click later. */
"use strict";
(function () {
  const QUIET = 450, WEEKS_A_SECOND = 13, CALM_STEP = 500;
  const NOT_SAID = ["from", "person", "since", "week"];
  const form = document.getElementById("form");
  const canvas = document.getElementById("network");
  const slider = document.getElementById("week");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const network = new window.Network(canvas);
  let data, week, why = new URLSearchParams(location.search).get("why") || "", since = "";
  let playing = false, asking = false, again = false, anew = false, later = 0, calls = 0;

  const byId = (id) => document.getElementById(id);
  const formats = new Map();

  /* A number in the page's language, with a true minus sign. */
  function number(value, digits, sign) {
    const key = `${digits}${sign ? "+" : ""}`;
    if (!formats.has(key)) {
      formats.set(key, new Intl.NumberFormat(document.documentElement.lang, {
        minimumFractionDigits: digits, maximumFractionDigits: digits,
        signDisplay: sign ? "exceptZero" : "auto",
      }));
    }
    return formats.get(key).format(value).replace("-", "\u2212");
  }

  // Browsers write small numbers of a slider in their own way.
  const same = (usual, value) => usual === value || Number(usual) === Number(value);
  const filled = (said, value) => said.replace("#", value);
  const percent = (share) => `${number(100 * share, 0)} %`;

  /* The address that the controls say; `more` are keys of the view. */
  function address(more) {
    const found = new URLSearchParams();
    for (const field of form.elements) {
      if (!field.name || !field.value || field.disabled || NOT_SAID.includes(field.name)) continue;
      if (field.dataset.usual !== undefined && same(field.dataset.usual, field.value)) continue;
      found.append(field.name, field.value);
    }
    if (why) found.set("why", why);
    if (why && since) found.set("since", since);
    if (Math.round(week) !== data.weeks) found.set("week", String(Math.round(week)));
    for (const [key, value] of Object.entries(more || {})) found.set(key, value);
    return `/explore?${found}`;
  }

  /* Ask for the page of the controls, one at a time; what came meanwhile is asked for after it. */
  async function refresh() {
    if (asking) { again = true; return; }
    asking = true;
    clearTimeout(later);
    const call = ++calls, whole = anew;
    anew = false;
    const plain = address();
    if (await taken(plain, whole)) {
      history.replaceState(null, "", plain);
      if (!again) later = setTimeout(() => band(call), QUIET);
    }
    asking = false;
    if (again) { again = false; refresh(); }
  }

  /* The other companies take a second: they come when nobody moves anything. */
  async function band(call) {
    const pending = byId("pending");
    if (!pending || call !== calls) return;
    const page = await fetched(address({ band: "1" }));
    if (page && call === calls) { swap(page, "numbers"); show(week); }
  }

  async function fetched(where) {
    const note = byId("note");
    try {
      const answer = await fetch(where, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const wrong = page.getElementById("wrong");
      note.textContent = wrong ? wrong.textContent : answer.ok ? "" : note.dataset.failed;
      note.hidden = !note.textContent;
      return answer.ok ? page : null;
    } catch (error) {
      note.textContent = note.dataset.failed;
      note.hidden = false;
      return null;
    }
  }

  async function taken(where, whole) {
    document.body.setAttribute("aria-busy", "true");
    const page = await fetched(where);
    document.body.removeAttribute("aria-busy");
    if (!page) return false;
    const focused = document.activeElement ? document.activeElement.name : "";
    for (const id of ["numbers", "rest", "below", "why", "summary", "whose", "drawn"]) swap(page, id);
    if (whole) swap(page, "controls");
    byId("data").textContent = page.getElementById("data").textContent;
    canvas.setAttribute("aria-label", page.getElementById("network").getAttribute("aria-label"));
    if (whole && focused && form.elements[focused] && form.elements[focused].focus) form.elements[focused].focus();
    read();
    return true;
  }

  function swap(page, id) {
    const old = byId(id), fresh = page.getElementById(id);
    const open = new Set([...old.querySelectorAll("details[open]")].map((each) => each.id));
    fresh.querySelectorAll("details").forEach((each) => { each.open = each.open || open.has(each.id); });
    old.replaceWith(document.adoptNode(fresh));
  }

  function read() {
    const all = !data || Math.round(week) === data.weeks;
    data = JSON.parse(byId("data").textContent);
    slider.max = String(data.weeks);
    week = Math.min(all ? data.week : week, data.weeks);
    document.body.classList.toggle("departments", !data.network.stages);
    choose();
    network.show(data);
    show(week);
  }

  /* Who is asked about stands in a ring. */
  function choose() {
    const [kind, place] = why.split(".");
    network.chosen = kind === (data.network.stages ? "person" : "department") ? Number(place) - 1 : -1;
  }

  /* Everything as it was in a week; `soft` while it plays: then only dots move between two weeks. */
  function show(wanted, soft) {
    const whole = Math.round(wanted), row = whole - 1;
    const same = soft && Math.round(week) === whole;
    week = wanted;
    network.draw(still.matches || !soft ? whole : week);
    if (same) return;
    if (slider.value !== String(whole)) slider.value = String(whole);
    const said = filled(slider.dataset.said, whole);
    slider.setAttribute("aria-valuetext", said);
    byId("week-said").textContent = said;
    const summary = byId("summary");
    summary.textContent = summary.dataset.said.replace("#u", percent(data.weekly.genuine_use[row]))
      .replace("#r", percent(data.weekly.reported_use[row])).replace("#n", number(data.using[row], 0));
    for (const line of document.querySelectorAll("#numbers .cursor")) {
      const from = Number(line.dataset.from), to = Number(line.dataset.to);
      const x = from + (to - from) * row / Math.max(1, data.weeks - 1);
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }
    friction(data.friction[whole]);
    if (!soft) departments(data.departments[row]);
  }

  function friction(kinds) {
    const chart = byId("friction"), most = Number(chart.dataset.most);
    chart.querySelectorAll("g.bar").forEach((bar, k) => {
      const from = Number(bar.dataset.from), to = Number(bar.dataset.to);
      let start = 0;
      bar.querySelectorAll("rect").forEach((rect, phase) => {
        rect.setAttribute("x", from + (to - from) * start / most);
        rect.setAttribute("width", (to - from) * kinds[k][phase] / most);
        start += kinds[k][phase];
      });
    });
    chart.querySelectorAll("text.said").forEach((text, k) => {
      text.textContent = number(kinds[k].reduce((sum, each) => sum + each, 0), 2);
    });
  }

  function departments(rows) {
    byId("departments").querySelectorAll("tbody tr").forEach((row, d) => {
      const people = rows[d].reduce((sum, each) => sum + each, 0);
      rows[d].forEach((count, stage) => { row.cells[stage + 1].textContent = number(count, 0); });
      row.cells[rows[d].length + 1].textContent = percent(1 - rows[d][0] / people);
    });
  }

  function play(on) {
    const button = byId("play");
    playing = on;
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", on ? button.dataset.pause : button.dataset.play);
    if (!on) { show(Math.round(week)); settle(); return; }
    if (week >= data.weeks) show(1);
    if (still.matches) { stepwise(); return; }
    const from = week, start = performance.now();
    (function frame(now) {
      if (!playing) return;
      show(Math.min(data.weeks, from + Math.max(0, now - start) / 1000 * WEEKS_A_SECOND), true);
      if (week >= data.weeks) play(false);
      else requestAnimationFrame(frame);
    })(start);
  }

  function stepwise() {
    if (!playing) return;
    show(Math.min(data.weeks, Math.round(week) + 1));
    if (week >= data.weeks) play(false);
    else setTimeout(stepwise, CALM_STEP);
  }

  /* The address remembers the week; tables of the week come with the page. */
  function settle() {
    history.replaceState(null, "", address());
    if (why || [...document.querySelectorAll("#below details")].some((each) => each.open)) refresh();
  }

  function leave(fields) {
    for (const each of form.querySelectorAll(fields)) each.disabled = true;
  }

  async function explain(what) {
    why = what;
    choose();
    network.draw(Math.round(week));
    await refresh();
    const head = byId("why-head");
    if (head) head.scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" });
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (NOT_SAID.includes(field.name)) return;
    if (field.type === "range") {
      const step = Number(field.dataset.step);
      if (field.step === "any" && step) {
        field.value = String(Number((Math.round(Number(field.value) / step) * step).toFixed(6)));
      }
      const said = filled(field.dataset.said, number(field.value * field.dataset.factor, Number(field.dataset.digits)));
      field.parentElement.querySelector("output").textContent = said;
      field.setAttribute("aria-valuetext", said);
    }
    if (field.dataset.anew !== undefined || field.name === "weeks" || field.tagName === "SELECT") anew = true;
    // Sliders of another plan or scenario start anew, as they do where the form is sent.
    if (field.name === "strategy") leave("[name^='strategy.'], [name='with'], [name='without']");
    if (field.name === "scenario") leave("input:not([name='seed']), select:not([name='scenario'], [name='strategy'], [name='companies'])");
    refresh();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); anew = true; refresh(); });
  slider.addEventListener("input", (event) => { event.stopPropagation(); if (playing) play(false); show(Number(slider.value)); });
  slider.addEventListener("change", settle);
  byId("play").addEventListener("click", () => play(!playing));
  byId("rewind").addEventListener("click", () => { if (playing) play(false); show(1); settle(); });
  canvas.addEventListener("click", (event) => {
    const found = network.at(event.clientX, event.clientY);
    if (found >= 0) explain(`${data.network.stages ? "person" : "department"}.${found + 1}`);
  });
  canvas.addEventListener("pointermove", (event) => {
    canvas.classList.toggle("hit", network.at(event.clientX, event.clientY) >= 0);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-why]");
    if (!link) return;
    event.preventDefault();
    explain(link.dataset.why);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "since") { since = event.target.value; if (why) refresh(); }
    if (event.target.name === "person" && event.target.value) explain(`person.${event.target.value}`);
  });
  new ResizeObserver(() => { if (data) network.resize(); }).observe(byId("stage"));

  week = Number(slider.value);
  read();
  band(calls);
})();
