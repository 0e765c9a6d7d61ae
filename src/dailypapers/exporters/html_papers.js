// The days and papers of the page, from the list in it, which is text: cut into pieces, none parsed before it is shown.

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#13;": "\r" };

function unescaped(html) {
  return html.includes("&") ? html.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity) : html;
}

// What stands between two marks, the first time.
function between(text, before, after) {
  const start = text.indexOf(before);
  if (start < 0) return "";
  const end = text.indexOf(after, start + before.length);
  return text.slice(start + before.length, end);
}

const OPENING = "<" + "article "; // in two, so that who counts it in the file counts papers
const SEARCHED = /<(h3|bdi|b|p)(?: lang="(?:en|ko)")?>(.*?)<\/\1>/gs;

class Paper {
  constructor(piece) {
    this.piece = piece; // the article behind its opening
    this.id = between(piece, 'id="', '"');
    this.arxivId = this.id.startsWith("arxiv-") ? this.id.slice(6).replace(/-\d+$/, "") : "";
    const votes = between(piece.slice(0, piece.indexOf(">")), 'data-votes="', '"');
    this.votes = votes === "" ? -1 : Number(votes);
    this.text = null; // to search, made by fold
    this.names = 0; // how long the names in it are
    this.hrefs = null; // to search, made by links
    this.found = true;
    this.place = 0; // the number of its block in the list
  }

  // Its markup, without line feeds between elements, each of which would be a node.
  get html() {
    return (OPENING + this.piece).replaceAll(">\n<", "><");
  }

  // Where its links lead, each behind a mark that no link has, folded as queries are.
  links() {
    this.hrefs ??= fold(unescaped(Array.from(this.piece.matchAll(/ href="([^"]*)"/g), ([, href]) => BETWEEN + href).join("")));
    return this.hrefs;
  }

  fold() {
    if (this.text !== null) return;
    const names = [""];
    const others = [""];
    const end = this.piece.indexOf('<div class="tools">');
    for (const [, tag, text] of this.piece.slice(0, end).matchAll(SEARCHED)) {
      const words = unescaped(text.includes("<") ? text.replace(/<[^>]*>/g, "") : text);
      if (tag === "bdi") names.push(words.trim());
      else others.push(words);
    }
    this.names = fold(names.join(BETWEEN)).length + 1;
    this.text = fold([...names, ...others, ""].join(BETWEEN)); // in one piece, as others are copied when they are searched
  }
}

class Day {
  constructor(list) {
    const [heading, ...papers] = list.split(`\n${OPENING}`);
    this.html = heading;
    this.id = between(heading, 'id="', '"');
    this.date = between(heading, "<time>", "</time>");
    this.papers = papers.map((each) => new Paper(each));
    this.place = 0;
  }
}

// The days of the list, the newest first. Days of one date, and their papers, stay in the order of the file.
function daysOf(list) {
  const days = list.map((each) => new Day(each));
  return days.sort((one, other) => (one.date < other.date ? 1 : one.date > other.date ? -1 : 0));
}

// The markup of a paper's BibTeX. That of a paper which is featured again stands where it was featured first.
function bibtexOf(paper, byId) {
  const first = between(paper.piece, '<a class="bibtex" href="#', '"');
  return first ? bibtexOf(byId.get(unescaped(first)), byId) : between(paper.piece, "<pre>", "</pre>");
}
