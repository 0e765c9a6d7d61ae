// The list in the document: of a few hundred papers all, of more those near the view, in blocks of a few papers. A block
// that is not filled has the height that it had, or probably has.

const MOST_PAPERS = 300; // so many stay in the document
const OF_A_BLOCK = 5;
const OF_A_TASK = 200; // blocks put into the document
const REST = 100; // milliseconds after a key in which nothing is filled
const LONG_REST = 500; // and in which nothing is that is not near the view, as the next search throws it away
const NEAR = "150%"; // of the height of the view, above and below it

class List {
  // work.complete(fragment) is given what comes into the document, work.marks marks the blocks in it, and work.done() is
  // called when nothing is left to fill.
  constructor(main, work) {
    this.main = main;
    this.work = work;
    this.rows = [];
    this.blocks = [];
    this.placed = 0; // so many of the blocks are in the document
    this.queue = []; // blocks to fill
    this.timer = 0;
    this.keyAt = -Infinity;
    this.whole = true;
    this.height = 0; // of a paper, about
    this.rest = document.createElement("div"); // has the height of what is not in the document yet
    this.observer = new IntersectionObserver((entries) => this.see(entries), { rootMargin: `${NEAR} 0px` });
  }

  // Forget what is shown: what comes is another view of it, in which a paper has about this height.
  begin(height) {
    this.rows = [];
    this.height = height;
  }

  // Show days, headings and papers in this order: all of them, or those near the view.
  show(rows, whole = false) {
    if (rows.length === this.rows.length && whole <= this.whole && rows.every((row, index) => row === this.rows[index])) {
      for (const block of this.blocks) if (block.isFilled) this.work.marks.mark(block);
      this.goOn();
      return;
    }
    this.observer.disconnect();
    for (const block of this.blocks) this.work.marks.unmark(block);
    this.rows = rows;
    this.blocks = [];
    this.placed = 0;
    let papers = 0;
    let block = null;
    for (const row of rows) {
      if (!block || block.papers === OF_A_BLOCK) {
        block = { node: null, rows: [], papers: 0, isFilled: false, isNear: false, marks: [] };
        this.blocks.push(block);
      }
      block.rows.push(row);
      row.place = this.blocks.length - 1;
      if (row instanceof Paper) {
        block.papers++;
        papers++;
      }
    }
    this.whole = whole || papers <= MOST_PAPERS;
    this.main.replaceChildren(this.rest);
    this.placeUntil(MOST_PAPERS / OF_A_BLOCK);
    this.queue = this.whole ? this.blocks.slice(1) : [];
    if (this.blocks.length) this.fill(this.blocks[0]);
    this.goOn();
  }

  // Put so many of the blocks into the document, which has one element for all others.
  placeUntil(count) {
    const blocks = this.blocks.slice(this.placed, count);
    for (const block of blocks) {
      block.node = document.createElement("div");
      block.node.block = block;
      block.node.style.height = `${Math.round(block.papers * this.height)}px`;
    }
    this.placed += blocks.length;
    this.rest.style.height = `${Math.round((this.blocks.length - this.placed) * OF_A_BLOCK * this.height)}px`;
    this.rest.before(...blocks.map((block) => block.node));
    for (const block of blocks) this.observer.observe(block.node);
  }

  see(entries) {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const block = target.block;
      block.isNear = isIntersecting;
      if (isIntersecting && !block.isFilled) {
        this.queue = [block, ...this.queue.filter((other) => other !== block)];
      } else if (!isIntersecting && !this.whole) {
        this.queue = this.queue.filter((other) => other !== block);
        if (block.isFilled) this.empty(block, boundingClientRect.height);
      }
    }
    this.goOn();
  }

  // Leave the time to somebody who types, or to nobody any more.
  wait(isTyped) {
    this.keyAt = isTyped ? performance.now() : -Infinity;
    this.goOn();
  }

  // One block is filled a task, so that a key never waits for more.
  goOn() {
    clearTimeout(this.timer);
    const block = this.queue.find((each) => each.node);
    const isAll = !block && this.placed >= this.blocks.length;
    const rest = isAll ? 0 : block?.isNear ? REST : LONG_REST;
    this.timer = setTimeout(() => {
      if (block) {
        this.queue.splice(this.queue.indexOf(block), 1);
        keepInView(this.main, () => this.fill(block));
      } else this.placeUntil(this.placed + OF_A_TASK);
      if (this.queue.length || this.placed < this.blocks.length) this.goOn();
      else this.work.done();
    }, Math.max(0, this.keyAt + rest - performance.now()));
  }

  fill(block) {
    if (block.isFilled) return;
    block.isFilled = true;
    // Its markup was the page's own before the script took it: what is safe there is safe here.
    const filling = document.createRange().createContextualFragment(block.rows.map((row) => row.html).join(""));
    this.work.complete(filling);
    block.node.style.height = "";
    block.node.replaceChildren(filling);
    this.work.marks.mark(block);
  }

  empty(block, height) {
    if (block.node.matches(":focus-within") || block.node.querySelector("[open], .unfolded")) return;
    this.work.marks.unmark(block);
    block.isFilled = false;
    if (block.papers) this.height += (height / block.papers - this.height) / 20;
    block.node.style.height = `${height}px`;
    block.node.replaceChildren();
  }

  // Fill all of it, at once: for paper.
  fillAll() {
    this.placeUntil(this.blocks.length);
    for (const block of this.blocks) this.fill(block);
    this.queue = [];
  }

  // Keep what is near the view, and empty the rest.
  emptyFar() {
    this.observer.disconnect();
    for (const block of this.blocks) this.observer.observe(block.node);
  }

  // The element of a day or paper, which is filled for it.
  element(row) {
    const block = this.blocks[row.place];
    if (!block?.rows.includes(row)) return null; // it is not shown
    this.placeUntil(row.place + 1);
    this.fill(block);
    return document.getElementById(row.id);
  }
}

// Change something, and keep in its place what somebody reads. Some browsers do so of themselves, and not always.
function keepInView(main, change) {
  const place = placeInView(main);
  change();
  if (place?.top < innerHeight) comeBackTo(place, document.getElementById(place.id));
}

function comeBackTo({ top }, element) {
  const by = element ? element.getBoundingClientRect().top - top : 0;
  if (by) scrollBy(0, by);
}

// The paper at the top of the view, or the first one below it, by its id, and where it begins.
function placeInView(main) {
  const endsInView = (each) => each.getBoundingClientRect().bottom > 0;
  const blocks = main.children;
  let first = 0; // of the blocks that end in the view or below it, by halves: there may be a thousand
  for (let end = blocks.length; first < end; ) {
    const middle = (first + end) >> 1;
    if (endsInView(blocks[middle])) end = middle;
    else first = middle + 1;
  }
  for (; first < blocks.length; first++) {
    const article = Array.from(blocks[first].querySelectorAll("article")).find(endsInView);
    if (article) return { id: article.id, top: article.getBoundingClientRect().top };
  }
  return null;
}
