/* Compare: a short address, and a word while it runs; without this script the form does the same. */
"use strict";
(function () {
  const form = document.getElementById("form");
  const button = form.querySelector("button[data-running]");

  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && (!field.value || field.dataset.usual === field.value)) field.disabled = true;
    }
    document.getElementById("status").textContent = button.dataset.running;
    document.body.setAttribute("aria-busy", "true");
  });
  // Whoever comes back finds the form as it was.
  window.addEventListener("pageshow", () => {
    for (const field of form.elements) field.disabled = false;
    document.getElementById("status").textContent = "";
    document.body.removeAttribute("aria-busy");
  });
})();
