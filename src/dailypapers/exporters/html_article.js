// What an article gets when it comes into the document: buttons, links of names, its picture. Marks of
// what was looked for, and what the buttons do.

function completeArticle(article, bibtex) {
  const title = article.querySelector("h3").textContent;
  article.ariaLabel = title; // heard where keys focus it
  const again = article.querySelector("a.bibtex");
  if (again) {
    const entry = document.createElement("details");
    entry.append(document.createElement("summary"), document.createElement("pre"));
    entry.firstChild.textContent = "BibTeX";
    entry.lastChild.textContent = bibtex();
    again.replaceWith(entry);
  }
  article.querySelector(".tools details").after("\n", buttonOf("Copy BibTeX", "copy"));
  const unfold = buttonOf("Summary", "unfold");
  unfold.ariaExpanded = "false";
  article.querySelector(".facts").append(" ", unfold);
  // Each is named by its paper, for those who hear links out of their place.
  for (const each of article.querySelectorAll(".facts :is(a, button), .names summary, .picture, .media, .tools :is(a, summary, button)")) {
    each.ariaLabel = `${each.textContent}: ${title}`;
  }
  for (const link of article.querySelectorAll(".picture")) showPicture(link);
  linkNames(article.querySelectorAll(".names > bdi"));
  const rest = article.querySelector(".names details"); // of a thousand names, until somebody unfolds them
  rest?.addEventListener("toggle", () => linkNames(rest.querySelectorAll("bdi")), { once: true });
}

function linkNames(names) {
  for (const name of names) {
    if (!name.textContent.trim()) continue; // a link of no words has no name, and would find everything
    const link = document.createElement("a");
    link.href = `#?${new URLSearchParams({ q: ofAuthor(name.textContent) })}`;
    link.dir = "auto"; // as a <bdi> has it
    if (name.lang) link.lang = name.lang;
    link.append(...name.childNodes);
    name.replaceWith(link);
  }
}

function buttonOf(phrase, name) {
  return Object.assign(document.createElement("button"), { type: "button", className: name, textContent: say(phrase) });
}

// Put the picture in place of the words of its link. The browser loads it when it is near the view.
function showPicture(link) {
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

// Marks of what was looked for, by ranges: the text itself stays as it is. Some browsers have none.
class Marks {
  constructor() {
    this.terms = [];
    this.ranges = globalThis.Highlight ? new Highlight() : null;
    if (this.ranges) CSS.highlights.set("found", this.ranges);
  }

  mark(block) {
    this.unmark(block);
    if (!this.ranges || !this.terms.length) return;
    const inAll = this.terms.filter((term) => !term.isName);
    for (const part of block.node.querySelectorAll("h3:not(.untitled), bdi, .names a, li > b, li > p")) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      const before = block.marks.length;
      while (texts.nextNode()) {
        const node = texts.currentNode;
        for (const [startOffset, endOffset] of placesOf(node.data, part.closest(".names") ? this.terms : inAll)) {
          const range = new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset });
          this.ranges.add(range);
          block.marks.push(range);
        }
      }
      if (block.marks.length === before) continue;
      part.closest("details")?.firstChild.classList.add("hit"); // where it is folded, what unfolds it is marked
      if (part.localName !== "h3") part.closest("article").querySelector(".unfold").classList.add("hit");
    }
  }

  unmark(block) {
    if (!block.marks.length) return;
    for (const each of block.node.querySelectorAll(".hit")) each.classList.remove("hit");
    for (const range of block.marks) this.ranges.delete(range);
    block.marks = [];
  }
}

async function copyEntry(entry, button) {
  if (await copy(entry.lastChild.textContent, button)) return;
  entry.open = true; // to copy it by hand
  getSelection().selectAllChildren(entry.lastChild);
}

// Copy a text, say on its button whether it was, and return that.
async function copy(text, button) {
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed, as where the page comes from a plain http server: the older way.
    const area = document.createElement("textarea");
    area.value = text;
    button.after(area);
    area.select();
    isCopied = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  tell(button, isCopied ? say("Copied") : say("Not copied"));
  return isCopied;
}

function tell(button, phrase) {
  const { textContent: words, ariaLabel: name } = button;
  if ([say("Copied"), say("Not copied")].includes(words)) return;
  const said = document.getElementById("said");
  button.textContent = said.textContent = phrase;
  button.ariaLabel = null;
  setTimeout(() => {
    button.textContent = words;
    button.ariaLabel = name;
    said.textContent = "";
  }, 2000);
}

function save(text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/x-bibtex;charset=utf-8" }));
  link.download = "papers.bib";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
