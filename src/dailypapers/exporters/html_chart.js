// The papers of each week as bars. Dragging over them chooses days, as the two date fields do, which are there for keyboards.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 864e5; // milliseconds

const LEAST_WEEKS = 12; // or bars of a few would be blocks

const numberOf = (date) => Date.parse(date) / DAY;
const dateOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const weekOf = (date) => Math.floor((numberOf(date) + 3) / 7); // from Monday on: 1970 began with a Thursday
const mondayOf = (week) => week * 7 - 3;

class Chart {
  // choose(first, last, isFinal) is told the days over which somebody drags.
  constructor(place, first, last, choose) {
    this.first = Math.min(weekOf(first), weekOf(last) - LEAST_WEEKS + 1);
    this.weeks = weekOf(last) - this.first + 1;
    this.choose = choose;
    this.from = null; // the week in which dragging began
    this.svg = this.shape("svg", { viewBox: `0 0 ${this.weeks} 1`, preserveAspectRatio: "none", role: "img" });
    this.svg.setAttribute("aria-label", say("Papers a week, {first} to {last}: drag to choose", { first, last }));
    this.span = this.shape("rect", { class: "span", y: 0, height: 1 });
    this.bars = this.shape("path", { class: "bars" });
    this.svg.append(this.span, this.bars);
    const ends = document.createElement("p");
    for (const date of [dateOf(mondayOf(this.first)), last]) {
      const month = document.createElement("span");
      month.textContent = date.slice(0, 7);
      ends.append(month);
    }
    place.append(this.svg, ends);
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.svg.setPointerCapture(event.pointerId);
      this.from = this.weekAt(event);
      this.drag(event, false);
    });
    this.svg.addEventListener("pointermove", (event) => this.from !== null && this.drag(event, false));
    this.svg.addEventListener("pointerup", (event) => this.from !== null && this.drag(event, true));
    this.svg.addEventListener("pointercancel", () => (this.from = null));
  }

  shape(name, attributes) {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    return shape;
  }

  weekAt(event) {
    const { left, width } = this.svg.getBoundingClientRect();
    const week = Math.floor(((event.clientX - left) / width) * this.weeks);
    return this.first + Math.min(Math.max(week, 0), this.weeks - 1);
  }

  drag(event, isFinal) {
    const weeks = [this.from, this.weekAt(event)].sort((one, other) => one - other);
    if (isFinal) this.from = null;
    this.choose(dateOf(mondayOf(weeks[0])), dateOf(mondayOf(weeks[1]) + 6), isFinal);
  }

  // Draw how many papers each week has, and mark the days that are chosen.
  draw(counts, from, until) {
    const most = Math.max(1, ...counts.values());
    const bars = Array.from(counts, ([week, count]) => `M${week - this.first + 0.1} 1v${-count / most}h.8V1z`);
    this.bars.setAttribute("d", bars.join(""));
    this.mark(from, until);
  }

  mark(from, until) {
    const start = from ? weekOf(from) - this.first : 0;
    const end = until ? weekOf(until) - this.first + 1 : this.weeks;
    this.span.setAttribute("x", start);
    this.span.setAttribute("width", from || until ? Math.max(0, end - start) : 0);
  }
}
