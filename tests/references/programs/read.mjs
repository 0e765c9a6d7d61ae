// Reads a file of references with a package of npm, and prints what it makes of each:
//   node read.mjs PACKAGE FILE
//   items of CSL-JSON, or {"id": …, "printed": what a style makes of one}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [, , program, path] = process.argv;
const read = (name) => readFileSync(name, "utf-8");
const text = read(path);

const PROGRAMS = {
  // Better BibTeX for Zotero is made of it. Macros that it does not know are errors to it, and stay.
  "@retorquere/bibtex-parser": async () => {
    const { parse } = await import("@retorquere/bibtex-parser");
    return parse(text).entries.map(({ key, fields }) => ({
      id: key,
      title: fields.title,
      author: fields.author?.map(({ name, lastName, firstName, prefix, suffix }) =>
        name ? { literal: name } : { family: lastName, given: firstName, "dropping-particle": prefix, suffix },
      ),
    }));
  },
  "@citation-js/core": () => {
    const { Cite } = require("@citation-js/core");
    for (const name of ["bibtex", "csl", "ris"]) require(`@citation-js/plugin-${name}`);
    const options = path.endsWith(".ris") ? { forceType: "@ris/file" } : {}; // an @ in a title is BibTeX to it
    return new Cite(text, { generateGraph: false, ...options }).data;
  },
  "biblatex-csl-converter": () => {
    const { BibLatexParser, CSLExporter } = require("biblatex-csl-converter");
    const { entries, errors } = new BibLatexParser(text, { processUnexpected: true }).parse();
    if (errors.length) throw new Error(JSON.stringify(errors));
    const items = Object.values(new CSLExporter(entries).parse());
    return items.map((item, index) => ({ ...item, id: Object.values(entries)[index].entry_key }));
  },
  // A style of ours prints the title and the parts of each name.
  citeproc: () => {
    const { Engine } = require("citeproc");
    const items = Object.fromEntries(JSON.parse(text).map((item) => [item.id, item]));
    const here = (name) => read(new URL(name, import.meta.url));
    const engine = new Engine(
      { retrieveLocale: () => here("locale.xml"), retrieveItem: (id) => items[id] },
      here("parts.csl"),
    );
    engine.updateItems(Object.keys(items));
    const [{ entry_ids: ids }, entries] = engine.makeBibliography();
    return ids.map(([id], index) => ({ id, printed: entries[index] }));
  },
};

console.log(JSON.stringify(await PROGRAMS[program]()));
