// What the page does beyond being read: search, bounds, order, the address, pictures that load late, and copying.
"use strict";
{
const AT_ONCE = 200; // so many papers are shown in one frame; with more it would be late

const root = document.documentElement;
root.className = "js"; // the list is laid out once, when all of it is there
document.addEventListener("DOMContentLoaded", () => {
  try {
    start();
  } catch (error) {
    root.className = ""; // it can still be read
    throw error;
  }
});

// Two texts that differ in case alone are the same, and so are two ways of writing one character.
function fold(text) {
  return text.normalize("NFC").toUpperCase().toLowerCase().replaceAll("ς", "σ");
}

function start() {
  const list = document.getElementById("papers");
  const form = document.querySelector("form");
  const status = document.querySelector("[role=status]");
  const { q, from, until, votes, sort } = form.elements;

  // -- what there is: days and papers, each with its element and whether it is wanted and shown ---------------

  const days = [];
  const papers = [];
  for (const node of list.children) {
    const item = { node, wanted: true, shown: true, placed: null };
    if (node.localName === "h2") {
      days.push(Object.assign(item, { date: node.querySelector("time")?.textContent ?? "", papers: [] }));
    } else {
      const count = node.getAttribute("data-votes");
      papers.push(Object.assign(item, { votes: count === null ? -1 : Number(count), text: null }));
      days.at(-1).papers.push(item);
    }
  }
  // Of one date, and of as many votes, all stay in the order of the file.
  days.sort((one, other) => (one.date < other.date ? 1 : one.date > other.date ? -1 : 0));
  const heading = { node: document.createElement("h2"), wanted: false, shown: true, placed: null };
  heading.node.textContent = "Most votes first";
  const ranking = days.flatMap((day) => day.papers).sort((one, other) => other.votes - one.votes);
  const orders = {
    date: [...days.flatMap((day) => [day, ...day.papers]), heading],
    votes: [heading, ...ranking, ...days],
  };
  const dates = days.map((day) => day.date).filter(Boolean);
  from.min = until.min = dates.at(-1) ?? "";
  from.max = until.max = dates[0] ?? "";

  function folded(paper) {
    if (paper.text === null) {
      const parts = paper.node.querySelectorAll("h3:not(.untitled), bdi, li > b, li > p");
      paper.text = fold(Array.from(parts, (part) => part.textContent).join("\n"));
    }
    return paper.text;
  }

  // So that the first search does not wait for all of it.
  function foldAhead(next) {
    const end = performance.now() + 8;
    while (next < papers.length && performance.now() < end) folded(papers[next++]);
    if (next < papers.length) setTimeout(foldAhead, 0, next);
  }

  // -- what is wanted, in which order --------------------------------------------------------------------------

  let order = null;
  let frame = 0;

  function choose() {
    const words = fold(q.value).split(/\s+/).filter(Boolean);
    const least = votes.value === "" ? -1 : Math.max(0, Number(votes.value)); // -1: unknown votes as well
    const first = from.value;
    const last = until.value;
    let count = 0;
    for (const day of days) {
      const inBounds = (!first || day.date >= first) && (!last || (day.date && day.date <= last));
      let any = false;
      for (const paper of day.papers) {
        paper.wanted = Boolean(inBounds && paper.votes >= least && words.every((word) => folded(paper).includes(word)));
        if (paper.wanted) {
          any = true;
          count++;
        }
      }
      day.wanted = any && sort.value === "date";
    }
    heading.wanted = count > 0 && sort.value === "votes";
    status.textContent = `${count} of ${papers.length} paper${papers.length === 1 ? "" : "s"}`;
  }

  function set(item, shown) {
    item.node.hidden = !shown;
    item.shown = shown;
  }

  // A few hundred a frame, in order: each is moved to its place, the end of the list, and shown if it is wanted. What has
  // not been moved yet is hidden.
  function show(atOnce) {
    cancelAnimationFrame(frame);
    if (order !== orders[sort.value]) {
      order = orders[sort.value];
      list.className = sort.value === "votes" ? "ranked" : "";
      for (const item of order) if (item.shown) set(item, false);
    } else {
      for (const item of order) if (item.shown && !item.wanted) set(item, false);
    }
    let next = 0;
    (function more() {
      for (let left = atOnce; left > 0 && next < order.length; next++) {
        const item = order[next];
        const shows = item.wanted && !item.shown;
        if (item.placed !== order) {
          list.append(item.node);
          item.placed = order;
        } else if (!shows) {
          continue;
        }
        if (shows) set(item, true);
        left--;
      }
      if (next < order.length) frame = requestAnimationFrame(more);
    })();
  }

  function update(atOnce = AT_ONCE) {
    choose();
    show(atOnce);
  }

  // -- the address: #?q=… is a state, any other fragment is a paper or a day ------------------------------------

  function writeAddress() {
    const state = new URLSearchParams();
    for (const control of [q, from, until, votes]) if (control.value) state.set(control.name, control.value);
    if (sort.value !== "date") state.set("sort", sort.value);
    const address = String(state) ? `#?${state}` : location.pathname + location.search;
    try {
      history.replaceState(null, "", address);
    } catch {
      // Some browsers allow so many a minute. The page itself is right.
    }
  }

  function readAddress() {
    form.reset();
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
      for (const control of [q, from, until, votes, sort]) {
        if (state.has(control.name)) control.value = state.get(control.name);
      }
      if (sort.selectedIndex < 0) sort.selectedIndex = 0;
      update();
      return;
    }
    const target = document.getElementById(location.hash.slice(1));
    update(target ? Infinity : AT_ONCE); // nothing may move the target once it is in view
    target?.scrollIntoView();
  }

  function chosen() {
    if (scrollY > 0) scrollTo(0, 0);
    update();
    writeAddress();
  }

  form.addEventListener("input", chosen);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("button").addEventListener("click", () => {
    form.reset();
    chosen();
  });
  addEventListener("hashchange", readAddress);
  document.querySelector("footer a").addEventListener("click", (event) => {
    event.preventDefault(); // as an address it would clear what was chosen
    scrollTo(0, 0);
  });

  // -- pictures, and entries to copy ----------------------------------------------------------------------------

  // The entry of a paper that is featured again stands where it was featured first.
  for (const link of list.querySelectorAll("a.bibtex")) {
    const first = document.getElementById(link.hash.slice(1));
    link.replaceWith(first.querySelector(".tools details").cloneNode(true));
  }

  const late = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target: link } of entries) {
        if (!isIntersecting) continue;
        late.unobserve(link);
        const picture = new Image();
        picture.loading = "lazy";
        picture.decoding = "async";
        picture.alt = link.textContent;
        picture.addEventListener("load", () => link.classList.add("loaded"));
        picture.addEventListener("error", () => {
          link.className = "media";
          link.replaceChildren(picture.alt);
        });
        picture.src = link.href;
        link.replaceChildren(picture);
      }
    },
    { rootMargin: "50%" },
  );

  async function copy(button) {
    const entry = button.closest("article").querySelector("pre");
    try {
      await navigator.clipboard.writeText(entry.textContent);
    } catch {
      // Not allowed, as where the page comes from a plain http server: the older way, which needs the text in sight.
      entry.closest("details").open = true;
      getSelection().selectAllChildren(entry);
      if (!document.execCommand("copy")) return;
    }
    button.textContent = "Copied";
    document.getElementById("said").textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy BibTeX";
      document.getElementById("said").textContent = "";
    }, 2000);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) copy(button);
  });

  root.className = "js ready";
  readAddress();
  for (const link of list.querySelectorAll("a.picture")) late.observe(link);
  requestAnimationFrame(() => setTimeout(foldAhead, 0, 0));
}
}
