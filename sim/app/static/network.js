/* The network of a company on a canvas: people one by one, or departments as stacked circles.

   Colour is the stage of use, shape the role. `draw(week)` takes weeks between two whole ones, too:
   who changes stage grows for a moment. No library, and nothing that says a word. */
"use strict";
(function () {
  const FILL = ["#ffffff", "#b7d7ea", "#6caed6", "#2070b4", "#08306b"];
  const EDGE = "#444444", TIES = "rgba(90, 90, 90, 0.13)", CHOSEN = "#d55e00", CHAMPION = "#d55e00";
  const SHARPEST = 2, SIZE = 8, NEAR = 22;

  class Network {
    constructor(canvas) {
      this.canvas = canvas;
      this.pen = canvas.getContext("2d");
      this.ties = document.createElement("canvas");
      this.chosen = -1;
      this.week = 1;
    }

    /* What there is to see; `departments` are people by week, department and stage. */
    show(data) {
      this.data = data.network;
      this.departments = data.departments;
      this.weeks = data.weeks;
      this.single = Boolean(this.data.stages);
      this.resize();
    }

    resize() {
      const { width, height } = this.data;
      const sharp = Math.min(SHARPEST, window.devicePixelRatio || 1);
      this.scale = (this.canvas.clientWidth || width) * sharp / width;
      this.canvas.width = this.ties.width = Math.round(width * this.scale);
      this.canvas.height = this.ties.height = Math.round(height * this.scale);
      // A dot stays large enough to be hit on a phone, where the field is small.
      this.size = Math.max(SIZE, 5 * sharp / this.scale);
      this.drawTies();
      this.draw(this.week);
    }

    drawTies() {
      const pen = this.ties.getContext("2d"), { x, y, ties } = this.data;
      pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      pen.clearRect(0, 0, this.data.width, this.data.height);
      pen.strokeStyle = TIES;
      if (this.single) {
        pen.lineWidth = 1;
        pen.beginPath();
        for (let k = 0; k < ties.length; k += 2) {
          pen.moveTo(x[ties[k]], y[ties[k]]);
          pen.lineTo(x[ties[k + 1]], y[ties[k + 1]]);
        }
        pen.stroke();
        return;
      }
      for (let k = 0; k < ties.length; k += 3) {
        pen.lineWidth = Math.min(12, 0.6 * ties[k + 2]);
        pen.beginPath();
        pen.moveTo(x[ties[k]], y[ties[k]]);
        pen.lineTo(x[ties[k + 1]], y[ties[k + 1]]);
        pen.stroke();
      }
    }

    draw(week) {
      this.week = week;
      const pen = this.pen;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      pen.drawImage(this.ties, 0, 0);
      pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
      const first = Math.min(this.weeks, Math.max(1, Math.floor(week))), part = week - first;
      const next = Math.min(this.weeks, first + 1);
      if (this.single) this.drawPeople(first - 1, next - 1, part);
      else this.drawDepartments(first - 1, next - 1, part);
    }

    drawPeople(from, to, part) {
      const pen = this.pen, { x, y, role, stages } = this.data;
      const before = stages[from], after = stages[to], swell = 1 + 0.5 * Math.sin(part * Math.PI);
      // One path for each shape and colour: as many strokes as there are kinds, not people.
      for (let stage = 0; stage < FILL.length; stage++) {
        pen.fillStyle = FILL[stage];
        for (let kind = 0; kind < 3; kind++) {
          let any = false;
          pen.beginPath();
          for (let i = 0; i < x.length; i++) {
            if (+role[i] !== kind || +(part > 0.5 ? after : before)[i] !== stage) continue;
            any = true;
            outline(pen, x[i], y[i], kind, this.size * (before[i] === after[i] ? 1 : swell));
          }
          if (!any) continue;
          pen.fill();
          pen.strokeStyle = kind === 1 ? CHAMPION : EDGE;
          pen.lineWidth = kind === 1 ? 2.6 : 1.3;
          pen.stroke();
        }
      }
      if (this.chosen >= 0 && this.chosen < x.length) this.ring(x[this.chosen], y[this.chosen], 2 * this.size);
    }

    drawDepartments(from, to, part) {
      const pen = this.pen, { x, y, r } = this.data;
      for (let d = 0; d < x.length; d++) {
        const before = this.departments[from][d], after = this.departments[to][d];
        const people = before.reduce((sum, each) => sum + each, 0);
        let inside = people;
        // The outer ring are those who do not use it; the core are those who use it most.
        for (let stage = 0; stage < FILL.length; stage++) {
          if (inside > 0.01) {
            pen.beginPath();
            pen.arc(x[d], y[d], r[d] * Math.sqrt(inside / people), 0, 2 * Math.PI);
            pen.fillStyle = FILL[stage];
            pen.fill();
            if (stage === 0) { pen.strokeStyle = EDGE; pen.lineWidth = 1.3; pen.stroke(); }
          }
          inside -= before[stage] + (after[stage] - before[stage]) * part;
        }
      }
      if (this.chosen >= 0 && this.chosen < x.length) this.ring(x[this.chosen], y[this.chosen], r[this.chosen] + 6);
    }

    ring(x, y, radius) {
      this.pen.beginPath();
      this.pen.arc(x, y, radius, 0, 2 * Math.PI);
      this.pen.strokeStyle = CHOSEN;
      this.pen.lineWidth = 3;
      this.pen.stroke();
    }

    /* The person or department at a place of the window; -1 for none. */
    at(clientX, clientY) {
      const box = this.canvas.getBoundingClientRect(), { x, y, r, width } = this.data;
      const left = (clientX - box.left) * width / box.width, top = (clientY - box.top) * width / box.width;
      let best = -1, least = NEAR * Math.max(1, width / box.width);
      for (let i = 0; i < x.length; i++) {
        const far = Math.hypot(x[i] - left, y[i] - top) - (r ? r[i] : 0);
        if (far < least) { best = i; least = far; }
      }
      return best;
    }
  }

  function outline(pen, x, y, kind, size) {
    if (kind === 2) {
      pen.rect(x - 0.9 * size, y - 0.9 * size, 1.8 * size, 1.8 * size);
    } else if (kind === 1) {
      pen.moveTo(x, y - 1.45 * size);
      pen.lineTo(x + 1.35 * size, y + size);
      pen.lineTo(x - 1.35 * size, y + size);
      pen.closePath();
    } else {
      pen.moveTo(x + size, y);
      pen.arc(x, y, size, 0, 2 * Math.PI);
    }
  }

  window.Network = Network;
})();
