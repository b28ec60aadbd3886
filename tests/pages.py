"""Printed pages, measured in a browser: what lies outside its box, is cut off, or overlaps."""

from __future__ import annotations

BOXES = """() => [...document.querySelectorAll('.page')].map(page => {
  const foot = page.querySelector('.foot').getBoundingClientRect();
  const box = page.getBoundingClientRect();
  const wrong = [];
  for (const each of page.querySelectorAll('*')) {
    if (each.closest('.foot') || each.closest('details') || each.closest('defs')) continue;
    if (['clipPath', 'title', 'desc', 'TITLE'].includes(each.tagName)) continue;
    const own = each.getBoundingClientRect();
    if (!own.width || !own.height) continue;
    const name = each.tagName + ' ' + (each.textContent || '').trim().slice(0, 40);
    if (own.bottom > foot.top + 0.5) wrong.push('below the footer line: ' + name);
    if (own.right > box.right - 30 || own.left < box.left + 30)
      wrong.push('in the margin: ' + name);
  }
  for (const each of page.querySelectorAll('td, th, dt, dd, li, p, h1, h2, h3, h4')) {
    if (each.closest('details')) continue;
    if (each.scrollWidth > each.clientWidth + 1)
      wrong.push('cut off: ' + each.textContent.slice(0, 40));
  }
  for (const figure of page.querySelectorAll('svg')) {
    const edge = figure.getBoundingClientRect();
    const texts = [...figure.querySelectorAll('text')].map(
      each => [each.textContent, each.getBoundingClientRect()]);
    texts.forEach(([words, one], place) => {
      if (one.left < edge.left - 1 || one.right > edge.right + 1 || one.top < edge.top - 1 ||
          one.bottom > edge.bottom + 1) wrong.push('text outside its figure: ' + words);
      for (const [more, two] of texts.slice(place + 1)) {
        const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (across > 1 && down > 2.5) wrong.push('texts overlap: ' + words + ' / ' + more);
      }
    });
  }
  return {id: page.id, height: box.height, wrong};
})"""
"""Evaluated on a page whose sections are called `page` and have a `foot`: one entry a section."""
