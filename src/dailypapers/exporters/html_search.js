// What is looked for: a query taken apart, a paper held to it, and where its words stand in a text. No document here.

// Two texts that differ in case alone are the same, and so are two ways of writing one character, or white space.
function fold(text) {
  const lower = text.normalize("NFC").toLowerCase(); // ẞ is no other letter's upper case, but ß becomes SS
  const plain = ODD_CASES.test(lower) ? lower.toUpperCase().toLowerCase().replaceAll("ς", "σ") : lower;
  return plain.replace(/\s{2,}|[^\S ]/g, " ");
}

// All but ASCII, punctuation and Hangul, which most texts are made of.
const ODD_CASES = /[^\0-\x7f\u2000-\u206f\u3000-\u303f\uac00-\ud7a3]/;

// A paper's text to search is its names and then its other texts, each between two of these, which no page holds.
const BETWEEN = "\0";

// 2407.08348 or its beginning, as 2407, and cs/0112017 or math.GT/0309136, whose GT is no part of the id.
const ARXIV_ID = String.raw`(?:(\d\d(?:0[1-9]|1[0-2])(?:\.\d*)?)|([a-z]+(?:-[a-z]+)*)(?:\.[a-z]{2})?/(\d{7}))(?:v\d*)?`;
const IS_ARXIV_ID = new RegExp(`^(?:arxiv: ?)?${ARXIV_ID}$`);
const ARXIV_PAGES = [
  String.raw`\barxiv\.org/(?:abs/(?:arxiv:)?|pdf/|html/|src/)`,
  String.raw`\bhuggingface\.co/papers/`,
  String.raw`\balphaxiv\.org/abs/`,
  String.raw`\bar5iv\.org/abs/`,
  String.raw`\bar5iv\.labs\.arxiv\.org/html/`,
  String.raw`\b10\.48550/arxiv\.`,
];
const IS_ARXIV_LINK = new RegExp(`(?:${ARXIV_PAGES.join("|")})${ARXIV_ID}(?:\\.pdf)?/?(?:[?#].*)?$`);

const MOST_CHARACTERS = 1000; // as the search box takes; of a word of 5,000 a browser makes no pattern

const TERM = /(author:)?(?:"((?:\\["\\]|[^"])*)("?)|[“„]([^“”]*)([“”]?))|arxiv: (?=\d{4}\.)\S+|\S+/g;

// The terms of a query, all of which a paper must have: words, "phrases", author:"Ann One" (the whole of a name, in which a
// quotation mark is written \" and a backslash \\), author:"Ann O (the beginning of a name), author:one (a part of one),
// arXiv ids and links. While Korean is being typed, the last syllable may become another one: see pattern. A word is looked
// for by the source of a pattern: as it is typed, or loosely.
function termsOf(query, unfinished, sourceOf) {
  const terms = [];
  const text = fold(query.slice(0, MOST_CHARACTERS));
  for (const { 0: all, 1: author, 2: straight, 3: end, 4: curly, 5: curlyEnd, index } of text.matchAll(TERM)) {
    const phrase = (straight?.replace(/\\(["\\])/g, "$1") ?? curly)?.trim();
    const isClosed = Boolean(end || curlyEnd);
    const growth = !isClosed && index + all.length === text.length ? unfinished : FINISHED;
    if (phrase === undefined) terms.push(termOf(all, growth, sourceOf));
    else if (!phrase) continue;
    else if (author) terms.push({ ...pattern(BETWEEN + phrase + (isClosed ? BETWEEN : ""), growth), isName: true });
    else terms.push(pattern(phrase, growth));
  }
  return terms.filter((term) => term.text);
}

function termOf(word, growth, sourceOf) {
  if (word.startsWith("author:")) return { ...pattern(word.slice(7), growth), isName: true };
  const bare = word.replace(/^[[(<]+|[\])>.,;:!?]+$/g, ""); // as in a sentence, or [2407.08348] in titles of arXiv's pages
  const match = [IS_ARXIV_ID, IS_ARXIV_LINK].map((each) => word.match(each) ?? bare.match(each)).find(Boolean);
  const id = match && (match[1] ?? `${match[2]}/${match[3]}`);
  const link = /^https?:\/\//.test(bare) ? BETWEEN + bare : null;
  return { ...pattern(word, growth, sourceOf), id, link };
}

// What stands in the search box for all papers of somebody.
const ofAuthor = (name) => `author:"${name.replace(/["\\]/g, "\\$&")}"`;

function holds(paper, term) {
  if (term.isName) {
    const place = term.pattern ? paper.text.search(term.pattern) : paper.text.indexOf(term.text);
    return place >= 0 && place < paper.names - 1; // there stands the end of the last name
  }
  return (
    (term.pattern ? term.pattern.test(paper.text) : paper.text.includes(term.text)) ||
    Boolean(term.id && paper.arxivId.startsWith(term.id)) ||
    Boolean(term.link && paper.links().includes(term.link))
  );
}

// -- words that are written in one or in two: 강화학습 and 강화 학습, GPT4 and GPT-4, pretraining and pre-training --------

const literal = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

// Where a text may have a blank or a hyphen, or none: in place of a hyphen, before a digit, beside Hangul. There stand two
// characters before it and behind Hangul, else too much would be found: 수학 in 할 수 학습, and L2 in model 2.
const IN_TWO =
  /(?<=[\p{L}\p{N}]{2})(?:\\-(?=[\p{L}\p{N}])|(?<=\p{L})(?=\p{N})|(?=[\p{L}\p{N}]{2})(?:(?=\p{sc=Hang})|(?<=\p{sc=Hang})))/gu;
const HYPHENED = /(?<=\p{L})\\-(?=[\p{L}\p{N}])|(?<=\p{L}{2})(?=\p{L}{2})/gu; // where it may have a hyphen, or none

// The source of a pattern of a word, however it is written. It is looked for where no paper has all words as they are typed.
const loosely = (word) => literal(word).replace(IN_TWO, "[ -]?").replace(HYPHENED, "-?");

// -- Korean that is being typed: 하 may become 학, 고 become 과, 닭 become 달기, and ㅎ is the beginning of all of them ------

const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"; // in the order of syllables, none first
const LAST_VOWEL_FROM = { 8: 11, 13: 16, 18: 19 }; // ㅗ to ㅚ, ㅜ to ㅟ, ㅡ to ㅢ, in the order of syllables
const LAST_FINAL_FROM = { 1: 3, 4: 6, 8: 15, 17: 18 }; // ㄱ to ㄳ, ㄴ to ㄶ, ㄹ to ㅀ, ㅂ to ㅄ
const TWO_FINALS = { ㄳ: "ㄱㅅ", ㄵ: "ㄴㅈ", ㄶ: "ㄴㅎ", ㄺ: "ㄹㄱ", ㄻ: "ㄹㅁ", ㄼ: "ㄹㅂ", ㄽ: "ㄹㅅ", ㄾ: "ㄹㅌ" };
Object.assign(TWO_FINALS, { ㄿ: "ㄹㅍ", ㅀ: "ㄹㅎ", ㅄ: "ㅂㅅ" });
const FIRST_SYLLABLE = 0xac00;
const OF_AN_INITIAL = 588;
const OF_A_VOWEL = 28;

const syllables = (first, last) => `[${String.fromCharCode(first)}-${String.fromCharCode(last)}]`;

// How far the last syllable of a query can be trusted.
const FINISHED = 0;
const GROWING = 1; // 하 becomes 학
const INITIAL = 2; // on a phone's keyboard of three vowels 하 comes by way of 히, and 허 by way of ㅎㆍ

function syllablesOfInitial(jamo) {
  const index = INITIALS.indexOf(jamo);
  const first = FIRST_SYLLABLE + index * OF_AN_INITIAL;
  return index < 0 ? "" : syllables(first, first + OF_AN_INITIAL - 1);
}

// The text of a word and, if there is more than one way to write it or its last syllable may become another one, the pattern
// of all that it may be.
function pattern(word, growth, sourceOf = literal) {
  if (growth === INITIAL) word = initialAtTheEnd(word);
  const last = word.slice(-1);
  const whole = sourceOf(word);
  if (!growth || !IS_KOREAN.test(last)) return { text: word, pattern: whole === literal(word) ? null : new RegExp(whole) };
  const before = whole.slice(0, -1);
  const code = last.charCodeAt(0);
  if (code < FIRST_SYLLABLE) {
    const source = before + syllablesOfInitial(last); // a lone vowel is passed over
    return source ? { text: word, pattern: new RegExp(source) } : { text: "" };
  }
  const final = (code - FIRST_SYLLABLE) % OF_A_VOWEL;
  const open = code - final; // without its final
  if (final === 0) {
    const vowel = Math.floor((code - FIRST_SYLLABLE) / OF_A_VOWEL) % 21;
    const more = ((LAST_VOWEL_FROM[vowel] ?? vowel) - vowel + 1) * OF_A_VOWEL - 1;
    return { text: word, pattern: new RegExp(before + syllables(code, code + more)) };
  }
  const [stays, moves] = TWO_FINALS[FINALS[final]] ?? [" ", FINALS[final]];
  const alone = String.fromCharCode(open + FINALS.indexOf(stays)); // what stays where the last consonant moves on
  const grown = syllables(code, code + (LAST_FINAL_FROM[final] ?? final) - final);
  return { text: word, pattern: new RegExp(`${before}(?:${grown}|${alone}${syllablesOfInitial(moves)})`) };
}

const IS_KOREAN = /[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]$/;

// A word whose last syllable is cut down to its initial: 히 and ㅎㆍ to ㅎ.
function initialAtTheEnd(word) {
  const start = word.replace(/(?<=.)[\u314f-\u3163\u3187-\u318e\u1161-\u11a7]+$/, "");
  const code = start.charCodeAt(start.length - 1);
  if (!(code >= FIRST_SYLLABLE && code <= 0xd7a3)) return start;
  return start.slice(0, -1) + INITIALS[Math.floor((code - FIRST_SYLLABLE) / OF_AN_INITIAL)];
}

// -- where words stand in a text ------------------------------------------------------------------------------------

// The places [start, end] of all terms in a text as it stands.
function placesOf(text, terms) {
  const folded = fold(text);
  const places = [];
  for (const term of terms) {
    const source = term.pattern?.source ?? literal(term.text);
    term.every ??= new RegExp(source.replace(BETWEEN, "^").replace(BETWEEN, "$"), "g"); // at the ends of a name
    for (const match of folded.matchAll(term.every)) {
      places.push([match.index, match.index + match[0].length]);
    }
  }
  if (!places.length || folded === text.toLowerCase().replace(/\s/g, " ")) return places;
  // Some characters are longer or shorter when folded: ß, or a letter and its accent. So each tells where it is.
  const starts = [];
  for (const { 0: cluster, index } of text.matchAll(/[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|\s+|\P{M}\p{M}*|\p{M}/gu)) {
    for (const _ of fold(cluster)) starts.push(index);
  }
  starts.push(text.length);
  return places.map(([start, end]) => [starts[start], starts[end]]).filter(([start, end]) => start < end);
}
