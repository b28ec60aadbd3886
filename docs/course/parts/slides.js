// One slide at a time: keys, a tap on the left or right edge, the number behind # in the address.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const nav = document.querySelector("nav");
  let now = 0;
  const show = (at) => {
    now = Math.max(0, Math.min(slides.length - 1, at));
    slides.forEach((each, place) => each.classList.toggle("now", place === now));
    if (location.hash !== `#${now + 1}`) history.replaceState(null, "", `#${now + 1}`);
    slides[now].focus({ preventScroll: true });
  };
  const fromAddress = () => show((parseInt(location.hash.slice(1), 10) || 1) - 1);
  const steps = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("button")) return;
    if (event.key in steps) show(now + steps[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key.toLowerCase() === "p") print();
    else if (event.key.toLowerCase() === "f") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    } else return;
    event.preventDefault();
  });
  addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) show(now + Number(button.dataset.step));
    else if (!event.target.closest("a")) {
      const across = event.clientX / innerWidth;
      if (across > 0.85) show(now + 1);
      if (across < 0.15) show(now - 1);
    }
  });
  addEventListener("hashchange", fromAddress);
  document.body.classList.add("one");
  nav.hidden = false;
  fromAddress();
})();
