// The page at work: what is chosen, the controls, the address, the keyboard.

const PAUSE = 150; // milliseconds without a key, before a search begins
const STEP = 2000; // milliseconds without a key, behind which back leads to what was found before
const SLICE = 5; // milliseconds of searching in one go
const HEIGHTS = { full: 640, titles: 75 }; // of a paper, before any was seen

const root = document.documentElement;
root.className = "js";
document.addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("papers");
  const list = Array.from(main.querySelectorAll("noscript"), (day) => day.textContent);
  try {
    start(main, list);
  } catch (error) {
    // It can still be read. The markup is the page's own: see fill.
    main.replaceChildren(document.createRange().createContextualFragment(list.join("")));
    root.className = "";
    throw error;
  }
});

// A phrase in the language of the page, with its values.
function say(phrase, values = {}) {
  return WORDS[phrase].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function start(main, list) {
  const form = document.querySelector("form");
  const status = document.querySelector("[role=status]");
  const { q, from, until, votes, sort, view } = form.elements;
  const controls = [q, from, until, votes, sort, view];

  // -- what there is ------------------------------------------------------------------------------------------

  const days = daysOf(list);
  const papers = days.flatMap((day) => day.papers);
  const byId = new Map([...days.filter((day) => day.papers.length), ...papers].map((row) => [row.id, row]));
  const ranking = papers.slice().sort((one, other) => other.votes - one.votes);
  const dates = days.filter((day) => day.papers.length && day.date).map((day) => day.date); // the newest first
  const [newest, oldest] = [dates[0], dates.at(-1)];
  from.min = until.min = oldest ?? "";
  from.max = until.max = newest ?? "";
  for (const button of form.elements.days) button.disabled = !newest;
  const top = { html: `<h2>${say("Most votes first")}</h2>` };
  const marks = new Marks();
  const shown = new List(main, { complete, done, marks });
  const chart = dates.length && new Chart(document.getElementById("chart"), oldest, newest, (first, last) => {
    from.value = first;
    until.value = last;
    change();
  });

  // So that the first search does not wait for all of it.
  function foldAhead(next) {
    const end = performance.now() + SLICE;
    while (next < papers.length && performance.now() < end) papers[next++].fold();
    if (next < papers.length) setTimeout(foldAhead, 0, next);
  }

  // -- what is chosen -------------------------------------------------------------------------------------------

  let run = 0; // the newest search; older ones are given up
  let pause = 0;
  let composing = false;
  let isSearching = false;
  const waiting = []; // what is to be done when the search has ended
  let chosen = []; // papers in the order shown
  let stops = []; // days with papers that the search and the votes find, the newest first
  let shownAs = "";
  let typedAt = -Infinity;
  let isStep = false; // the next address does not take the place of this one, to which back leads
  let addressed = null; // the paper that the address names
  let notice = null; // a row that says what the address names, and the page does not have
  let settle = null; // goes to the place that was asked for, until that stays where it is

  // Give up the older search, and return the number of a new one.
  function begin() {
    clearTimeout(pause);
    isSearching = true;
    main.ariaBusy = "true";
    return ++run;
  }

  // What is typed may be unfinished. Where nothing is found, words may be written in one or in two, and a keyboard may not
  // have said that it composes (학스, on its way to 학습), or shows another vowel first (히, on its way to 학).
  function choose({ isTyped = false, unfinished = composing ? GROWING : FINISHED, sourceOf = literal, then } = {}) {
    const own = begin();
    const least = votes.value === "" ? -1 : Math.max(0, Number(votes.value)); // -1: unknown votes as well
    const wanted = termsOf(q.value, unfinished, sourceOf);
    let next = 0;
    (function some() {
      if (own !== run) return;
      const end = performance.now() + SLICE;
      while (next < papers.length) {
        const paper = papers[next++];
        if (wanted.length) paper.fold();
        paper.found = paper.votes >= least && wanted.every((term) => holds(paper, term));
        if (next % 16 === 0 && performance.now() > end) {
          setTimeout(some, 0);
          return;
        }
      }
      const isNone = wanted.length && !papers.some((paper) => paper.found);
      if (isNone && sourceOf === literal) {
        choose({ isTyped, unfinished, sourceOf: loosely, then });
      } else if (isNone && isTyped && unfinished < INITIAL && IS_KOREAN.test(q.value)) {
        choose({ isTyped, unfinished: unfinished + 1, then });
      } else {
        marks.terms = wanted;
        isSearching = false;
        show();
        then?.();
        for (const act of waiting.splice(0)) act();
      }
    })();
  }

  // Do something with what is chosen, of which a search knows more when it has ended.
  function withChosen(act) {
    if (isSearching) waiting.push(act);
    else act();
  }

  function show() {
    const inBounds = (day) =>
      (!from.value || day.date >= from.value) && (!until.value || (day.date && day.date <= until.value));
    const counts = new Map();
    const rows = [];
    stops = [];
    for (const day of days) {
      const found = day.papers.filter((paper) => paper.found);
      if (!found.length) continue;
      if (inBounds(day)) rows.push(day, ...found);
      if (!day.date) continue;
      stops.push(day.date);
      counts.set(weekOf(day.date), (counts.get(weekOf(day.date)) ?? 0) + found.length);
    }
    chosen = rows.filter((row) => row instanceof Paper);
    if (sort.value === "votes") {
      const within = new Set(chosen);
      chosen = ranking.filter((paper) => within.has(paper));
    }
    main.classList.toggle("ranked", sort.value === "votes");
    main.classList.toggle("titles", view.value === "titles");
    if (shownAs !== view.value) shown.begin(HEIGHTS[(shownAs = view.value)]);
    status.textContent = say(`{count} of {total} paper${papers.length === 1 ? "" : "s"}`, {
      count: chosen.length,
      total: papers.length,
    });
    const set = controls.filter((each) => each !== q && !isDefault(each)).map(inWords).join(", ");
    more.querySelector("summary span").textContent = set && `: ${set}`;
    if (chart) chart.draw(counts, from.value, until.value);
    form.elements.before.ariaDisabled = String(!dayBefore()); // a button that is disabled loses the focus
    form.elements.after.ariaDisabled = String(!dayAfter());
    for (const button of [form.elements.copy, form.elements.save]) button.ariaDisabled = String(!chosen.length);
    const list = sort.value === "date" || !chosen.length ? rows : [top, ...chosen];
    shown.show(notice ? [notice, ...list] : list);
    form.elements.all.hidden = shown.whole;
    main.querySelector(".named")?.classList.remove("named");
    if (addressed) document.getElementById(addressed.id)?.classList.add("named");
    if (!chosen.length) main.replaceChildren(...(papers.length ? [nothing()] : []));
  }

  function nothing() {
    const isBackwards = from.value && until.value && from.value > until.value;
    const advice = isBackwards ? "From is later than Until." : "Fewer words, more days or fewer votes find more.";
    return paragraph(say("No paper has all of this."), document.createElement("br"), say(advice));
  }

  function paragraph(...words) {
    const said = document.createElement("p");
    said.className = "nothing";
    said.append(...words);
    return said;
  }

  // The nearest of these days before what is chosen, and behind it. With no day chosen the first one is the newest.
  const dayBefore = () => stops.find((date) => (from.value ? date < from.value : !until.value));
  const dayAfter = () => stops.findLast((date) => until.value && date > until.value);

  function goTo(day) {
    if (day) from.value = until.value = day;
  }

  function change({ wait = 0 } = {}) {
    if (!wait || performance.now() - typedAt > STEP) {
      keepPlace();
      isStep = true;
    }
    typedAt = wait ? performance.now() : -Infinity;
    shown.wait(wait > 0);
    begin();
    const isDown = scrollY > 0; // asked before the list changes, so that nothing is laid out for it
    settle = null;
    const now = () => {
      addressed = notice = null;
      choose({
        isTyped: wait > 0,
        then: () => {
          if (isDown) scrollTo(0, 0);
          writeAddress();
        },
      });
    };
    if (wait) pause = setTimeout(now, wait);
    else now();
  }

  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => {
    composing = false;
    change({ wait: PAUSE });
  });
  form.addEventListener("input", (event) => change({ wait: event.target.localName === "input" ? PAUSE : 0 }));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.localName === "input" && !event.isComposing) change();
  });

  const actions = {
    before: () => goTo(dayBefore()),
    after: () => goTo(dayAfter()),
    days: (button) => {
      from.value = dateOf(numberOf(newest) - Number(button.value) + 1);
      until.value = newest;
    },
    clear: () => form.reset(),
  };
  form.addEventListener("click", ({ target }) => {
    if (target.ariaDisabled === "true") return;
    if (actions[target.name]) {
      withChosen(() => {
        actions[target.name](target);
        change();
      });
    } else if (target.name === "all") withChosen(() => showAll(target));
    else if (target.name === "copy") withChosen(() => chosen.length && copy(bibtex(), target));
    else if (target.name === "save") withChosen(() => chosen.length && save(bibtex()));
  });

  function showAll(button) {
    const place = placeInView(main);
    shown.show(shown.rows, true);
    if (document.activeElement === button) main.focus({ preventScroll: true }); // it is hidden now
    button.hidden = true;
    if (place && scrollY > 0) comeBack(place);
  }

  // Where they do not stand beside the papers, the controls of these are folded away, and the fold says what is chosen.
  const more = form.querySelector("details");
  const roomy = matchMedia("(min-width: 64rem)");
  const unfold = () => (more.open = roomy.matches);
  roomy.addEventListener("change", unfold);
  unfold();

  function inWords(control) {
    return `${control.labels[0].firstChild.data.trim()} ${control.selectedOptions?.[0].text ?? control.value}`;
  }

  // -- the address: #?q=… is a state, any other fragment is a paper or a day -----------------------------------------

  const isDefault = (control) => (control.options ? control.selectedOptions[0].defaultSelected : !control.value);

  function writeAddress() {
    const state = new URLSearchParams();
    for (const control of controls) if (!isDefault(control)) state.set(control.name, control.value);
    const url = new URL(String(state) ? `#?${state}` : location.pathname + location.search, location).href;
    keepState(null, url, isStep && url !== location.href ? "pushState" : "replaceState");
    isStep = false;
  }

  function keepState(state, url, how = "replaceState") {
    try {
      history[how](state, "", url);
    } catch {
      // Some browsers allow so many a minute. The page itself is right.
    }
  }

  function readAddress() {
    form.reset();
    const place = history.state;
    const fragment = location.hash.slice(1).replace(/[+&]/g, encodeURIComponent);
    const name = new URLSearchParams(`name=${fragment}`).get("name"); // which takes a lone %, too
    const wasIn = main.contains(document.activeElement);
    let target = null;
    if (location.hash.startsWith("#?")) {
      const state = new URLSearchParams(location.hash.slice(2));
      for (const control of controls) {
        if (state.has(control.name)) control.value = state.get(control.name);
        if (control.selectedIndex < 0) control.selectedIndex = 0;
      }
    } else target = byId.get(name);
    addressed = target instanceof Paper ? target : null;
    const isThere = !name || name.startsWith("?") || target || document.getElementById(name);
    notice = isThere ? null : { html: paragraph(say("{name} is not on this page.", { name })).outerHTML };
    settle = null;
    typedAt = -Infinity;
    choose({
      unfinished: FINISHED,
      then: () => {
        if (place && byId.has(place.id)) settle = () => comeBack(place);
        else if (target) settle = () => shown.element(target)?.scrollIntoView();
        if (wasIn && document.activeElement === document.body) main.focus({ preventScroll: true }); // what had it is gone
        if (!settle) return scrollTo(0, 0);
        settle();
        if (!place) location.replace(location.href); // now that it is in the document, it is what the address names
      },
    });
  }

  // The paper at the top of the view, and where in it, is kept with the address: back and reload lead to it.
  const comeBack = (place) => comeBackTo(place, shown.element(byId.get(place.id)));

  function keepPlace() {
    if (isSearching || settle) return; // the place that is kept is still to be found
    keepState(scrollY > 0 ? placeInView(main) : null, location.href);
  }

  history.scrollRestoration = "manual";
  let scrolled = 0;
  addEventListener("scroll", () => {
    clearTimeout(scrolled);
    scrolled = setTimeout(keepPlace, 150);
  });
  addEventListener("pagehide", keepPlace);
  addEventListener("hashchange", readAddress);
  for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(type, () => (settle = null), { passive: true });
  }

  // -- the keyboard ---------------------------------------------------------------------------------------------------

  // Whoever speaks to the computer may need the single keys off. No search resets that, and the browser keeps it.
  const keys = document.getElementById("keys");
  try {
    keys.checked = localStorage.getItem("dailypapers-keys") !== "off";
    keys.addEventListener("change", () => localStorage.setItem("dailypapers-keys", keys.checked ? "on" : "off"));
  } catch {
    // Some browsers keep nothing for a page from the disk.
  }

  function step(by) {
    const here = document.activeElement.closest("article") ?? (scrollY > 0 ? placeInView(main) : null);
    const index = here ? chosen.indexOf(byId.get(here.id)) + by : 0;
    const paper = chosen[Math.min(Math.max(index, 0), chosen.length - 1)];
    if (!paper) return;
    const element = shown.element(paper);
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    element.scrollIntoView();
  }

  addEventListener("keydown", (event) => {
    shown.wait(event.key !== "Enter");
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !keys.checked) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    if (event.key === "/") {
      q.focus();
      q.select();
    } else if (event.key === "j" || event.key === "ㅓ") step(1); // the same keys of a Korean keyboard
    else if (event.key === "k" || event.key === "ㅏ") step(-1);
    else return;
    event.preventDefault();
  });

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // as an address it would clear what was chosen
    main.focus();
    main.scrollIntoView();
  });
  document.querySelector('footer a[href="#"]').addEventListener("click", (event) => {
    event.preventDefault();
    scrollTo(0, 0);
  });

  // -- what comes into the document -----------------------------------------------------------------------------------

  function complete(filling) {
    for (const article of filling.querySelectorAll("article")) {
      if (article.id === addressed?.id) article.classList.add("named");
      completeArticle(article, () => unescaped(bibtexOf(byId.get(article.id), byId)));
    }
  }

  // The list is as it will stay, if the place that was asked for does: while the document was short, it may have been below
  // its end. Zotero looks at the papers of the document once more.
  function done() {
    if (settle && !isSearching) {
      const before = scrollY;
      settle();
      if (Math.abs(scrollY - before) >= 1) return shown.goOn();
      settle = null;
    }
    if (!isSearching) main.ariaBusy = "false";
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true }));
  }

  // -- on paper, and BibTeX -------------------------------------------------------------------------------------------

  const unfolded = []; // the names that are open on paper alone

  function toPaper() {
    shown.fillAll();
    for (const rest of main.querySelectorAll(".names details:not([open])")) {
      rest.open = true;
      unfolded.push(rest);
    }
  }

  function fromPaper() {
    for (const rest of unfolded.splice(0)) rest.open = false;
    shown.emptyFar();
  }

  addEventListener("beforeprint", toPaper);
  addEventListener("afterprint", fromPaper);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? toPaper() : fromPaper()));

  // The entries of all that is chosen, each once.
  function bibtex() {
    return [...new Set(chosen.map((paper) => bibtexOf(paper, byId)))].map(unescaped).join("\n");
  }

  main.addEventListener("click", ({ target }) => {
    const article = target.closest("article");
    if (target.matches(".copy")) copyEntry(article.querySelector(".tools details"), target);
    else if (target.matches(".unfold")) target.ariaExpanded = article.classList.toggle("unfolded");
    else if (target.closest("a")) keepPlace(); // back leads here
  });

  root.className = "js ready";
  readAddress();
  requestAnimationFrame(() => setTimeout(foldAhead, 0, 0));
}
