// The papers of each week as bars. Dragging over them chooses days, as the two date fields do, which are there for keyboards.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 864e5; // milliseconds

const LEAST_WEEKS = 12; // or bars of a few would be blocks

const numberOf = (date) => Date.parse(date) / DAY;
const dateOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const weekOf = (date) => Math.floor((numberOf(date) + 3) / 7); // from Monday on: 1970 began with a Thursday
const mondayOf = (week) => week * 7 - 3;

class Chart {
  // choose(first, last) is told the days over which somebody dragged.
  constructor(place, first, last, choose) {
    this.days = [first, last];
    this.chosen = ["", ""];
    this.first = Math.min(weekOf(first), weekOf(last) - LEAST_WEEKS + 1);
    this.weeks = weekOf(last) - this.first + 1;
    this.choose = choose;
    this.from = null; // the week in which dragging began
    this.isDragged = false; // over more than that week, so that nobody scrolls past it
    this.svg = this.shape("svg", { viewBox: `0 0 ${this.weeks} 1`, preserveAspectRatio: "none", role: "img" });
    this.svg.setAttribute("aria-label", say("Papers a week, {first} to {last}: drag to choose", { first, last }));
    this.span = this.shape("rect", { class: "span", y: 0, height: 1 });
    this.bars = this.shape("path", { class: "bars" });
    this.svg.append(this.span, this.bars);
    const ends = document.createElement("p");
    this.ends = [document.createElement("span"), document.createElement("span")];
    ends.append(...this.ends);
    place.append(this.svg, ends);
    this.stop();
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.svg.setPointerCapture(event.pointerId);
      this.from = this.weekAt(event);
    });
    this.svg.addEventListener("pointermove", (event) => this.from !== null && this.drag(event));
    this.svg.addEventListener("pointerup", (event) => {
      if (this.from === null) return;
      const days = this.daysUntil(event);
      this.stop();
      this.choose(...days);
    });
    this.svg.addEventListener("pointercancel", () => this.stop()); // as where a finger scrolls the page
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

  // The first and the last day of the weeks from where dragging began, of those that the page has.
  daysUntil(event) {
    const weeks = [this.from, this.weekAt(event)].sort((one, other) => one - other);
    const [first, last] = [dateOf(mondayOf(weeks[0])), dateOf(mondayOf(weeks[1]) + 6)];
    return [first < this.days[0] ? this.days[0] : first, last > this.days[1] ? this.days[1] : last];
  }

  // Show the days, and choose none until they are let go.
  drag(event) {
    this.isDragged ||= this.weekAt(event) !== this.from;
    if (!this.isDragged) return;
    const days = this.daysUntil(event);
    this.markDays(...days);
    this.ends.forEach((end, index) => (end.textContent = days[index]));
  }

  stop() {
    this.from = null;
    this.isDragged = false;
    this.markDays(...this.chosen);
    const months = [dateOf(mondayOf(this.first)), this.days[1]];
    this.ends.forEach((end, index) => (end.textContent = months[index].slice(0, 7)));
  }

  // Draw how many papers each week has, and mark the days that are chosen.
  draw(counts, from, until) {
    const most = Math.max(1, ...counts.values());
    const bars = Array.from(counts, ([week, count]) => `M${week - this.first + 0.1} 1v${-count / most}h.8V1z`);
    this.bars.setAttribute("d", bars.join(""));
    this.chosen = [from, until];
    if (!this.isDragged) this.markDays(from, until);
  }

  markDays(from, until) {
    const start = from ? weekOf(from) - this.first : 0;
    const end = until ? weekOf(until) - this.first + 1 : this.weeks;
    this.span.setAttribute("x", start);
    this.span.setAttribute("width", from || until ? Math.max(0, end - start) : 0);
  }
}
