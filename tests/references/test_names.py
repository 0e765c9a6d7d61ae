"""Two hundred names of people and groups of all kinds: the same parts in BibTeX, biblatex and CSL.

What BibTeX, biber and pandoc make of them is read back. The people are known from books and papers.
"""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import Digest, Paper
from dailypapers.references import Person, names, person
from support import needs, output_of

# given | particle | family | suffix; what is empty at the end is left out
PERSONS = """
Alan|| Turing; Ada|| Lovelace; Grace|| Hopper; Katherine|| Johnson; Yann|| LeCun; Geoffrey|| Hinton; Fei-Fei|| Li
Yoshua|| Bengio; Andrew|| Ng; Demis|| Hassabis; Kaiming|| He; Ilya|| Sutskever; Tim|| Berners-Lee; Judea|| Pearl
Marie|| Curie; Emmy|| Noether; Sofia|| Kovalevskaya; Maryam|| Mirzakhani; Terence|| Tao; Srinivasa|| Ramanujan
Claude|| Shannon; Norbert|| Wiener; Donald|| Knuth; Barbara|| Liskov; Margaret|| Hamilton; Radia|| Perlman
Albert|| Einstein; Niels|| Bohr; Werner|| Heisenberg; Paul|| Dirac; Enrico|| Fermi; Lise|| Meitner; Max|| Born
Isaac|| Newton; Leonhard|| Euler; Blaise|| Pascal; Carl Friedrich|| Gauss; Bernhard|| Riemann; Henri|| Lebesgue
Donald E.|| Knuth; Richard P.|| Feynman; Edsger W.|| Dijkstra; John F.|| Nash; Leslie G.|| Valiant; C. A. R.|| Hoare
J. J.|| Thomson; G. H.|| Hardy; J. R. R.|| Tolkien; H. G.|| Wells; B. F.|| Skinner; W. V. O.|| Quine; A. A.|| Milne
J.-P.|| Serre; C. N.|| Yang; T. S.|| Eliot; D. H.|| Lawrence; E. E.|| Cummings; W. E. B.|| Dubois; E. O.|| Wilson
Jean-Pierre|| Serre; Jean-Paul|| Sartre; Pierre-Simon|| Laplace; Joseph-Louis|| Lagrange; Marie-Jeanne|| Koffmann
Ming-Hsuan|| Yang; Shing-Tung|| Yau; Chen-Ning|| Yang; Tsung-Dao|| Lee; Chien-Shiung|| Wu; Hung-yi|| Lee
Kyunghyun|| Cho; Kyung-Wha|| Chung; Ban|| Ki-moon; Bong|| Joon-ho; Yuna|| Kim; Chan-ho|| Park; Seung-Yong|| Moon
Daniel|| Cohen-Or; Frances|| Arnold-Smith; Dorothy Crowfoot|| Hodgkin; Frédéric|| Joliot-Curie; Olivia|| Newton-John
Gabriel|| García; Santiago Ramón|| Cajal; Mario|| Vargas; Severo|| Ochoa; Luis|| Borges; Rigoberta|| Menchú
Émile|| Zola; François|| Viète; Évariste|| Galois; René|| Descartes; Gaspard|| Monge; Édouard|| Lucas; Élie|| Cartan
Kurt|| Gödel; Erwin|| Schrödinger; Otto|| Hölder; Alfréd|| Rényi; Paul|| Erdős; László|| Lovász; Béla|| Bollobás
Jan|| Łukasiewicz; Stanisław|| Ulam; Wacław|| Sierpiński; Lech|| Wałęsa; Karel|| Čapek; Antonín|| Dvořák
Søren|| Kierkegaard; Niels Henrik|| Abel; Anders|| Ångström; Åsa|| Larsson; Björn|| Borg; Halldór|| Laxness
Nazım|| Hikmet; Aziz|| Sancar; Orhan|| Pamuk; İsmet|| İnönü; Mimar|| Sinan; Oğuz|| Atay
Лев|| Толстой; Андрей|| Колмогоров; Софья|| Ковалевская; Νίκος|| Καζαντζάκης; Κωνσταντίνος|| Καβάφης
Conan|| O'Brien; Sinéad|| O'Connor; Flannery|| O’Connor; Niall|| Ó'Briain; Anne|| L'Huillier; Ian|| McEwan
Catherine|| D'Ignazio; Brian|| D'Arcy; Gabriele|| D'Annunzio; Jean|| d'Alembert; Jeanne|| d'Arc; Roger|| d'Hodt
Muhammad|| al-Khwarizmi; Abdus|| Salam; Ahmed|| Zewail; Alaaeldin|| El-Nouby; Mohamed|| El-Erian; Naguib|| Mahfouz
Ludwig|van|Beethoven; Vincent|van|Gogh; Johannes|van der|Waals; Wil M. P.|van der|Aalst; Guido|van|Rossum
Aad|van der|Vaart; Laurens|van der|Maaten; Jan|van de|Snepscheut; Aäron|van den|Oord; Ursula|von der|Leyen
John|von|Neumann; Alexander|von|Humboldt; Wernher|von|Braun; Luis|von|Ahn; Charles|de|Gaulle; Simone|de|Beauvoir
Pierre|de|Fermat; Honoré|de|Balzac; Nicola|de|Cao; Philippe|de|Bekker; Jean|de la|Fontaine; Walter|de la|Mare
Guillermo|del|Toro; Benicio|del|Toro; Cicero|dos|Santos; John|dos|Passos; Leonardo|da|Vinci; Vasco|da|Gama
Robert|di|Niro; Alessandra|della|Porta; Gerard|| 't Hooft; Jacobus Henricus|van|'t Hoff; Dirk|ter|Haar
Jean|de|La Fontaine; Bernard|de|Fontenelle; Christian Schroeder|de|Witt; Louis|de|Broglie
Ludwig|| Van Beethoven; Vincent|| Van Gogh; Dick|| Van Dyke; Eddie|| Van Halen; Sander|| Van Den Berg
Robert|| De Niro; Simone|| De Beauvoir; Oscar|| De La Hoya; Martin|| De la Cruz; Jacob|| Von Neumann; Lars|| Von Trier
Leonardo|| Di Caprio; Emanuele|| La Malfa; Laurent|| El Ghaoui; Nicolas|| Le Roux; Ursula|| Le Guin; Jan|| Van der Berg
Alan|| Del Piero; Andrea|| Della Valle; Stephen|| Du Toit; Marie|| Da Silva; Eyal|| Ben David; Jill|| St. John
Linh Van|| Nguyen; Quoc|| Le; Minh Le|| Pham; Thich|| Nhat; Nguyen The|| Anh; Al|| Gore; Ben|| Affleck; Van|| Morrison
Martin Luther|| King|Jr.; Sammy|| Davis|Jr.; Ken|| Griffey|Jr; Henry|| Ford|II; Robert|| Downey|Jr.
T.-K. Ada|| Berg; A.-B.|| Doe; The Anh|| Bui; The Van|| Đặng; Linda "Jo"|| Frey; Ann “bob”|| One; "Al Bo"|| Two; "Al Bo"|van|Three; Ann Bo Xi|| Four
Jean|de la|Fontaine|III; Thurston|| Howell|III; Ann “The Lab”|| One; Ivan|| V; Adam Clayton|| Powell|IV; Vincent|| Van Dyke|Sr.; Dick|van|Dyke|Jr.
Qingyao|| Ai; Ai|| Weiwei; Ann|| The; Theo|| Thebe; Müller|| İnc; Ann|| Reſearch; Anders|| Sand; Wei|| Lablanc
"""
WHOLE = """
OpenAI; NVIDIA; DeepSeek-AI; Evan; Supryadi; Aristotle; Gemini Team; Qwen Team; Team OLMo; Gemma Team; Mistral AI; 01. AI
Google DeepMind; Kimi Team; BigScience Workshop; The LIGO Scientific Collaboration; Stanford University; Meta AI
The Llama Team; Physical Intelligence Company; European Organization for Nuclear Research; 김 철수; 봉준호; 李 飞飞; 山田 太郎; 毛泽东
bell hooks; danah boyd; Smith, John; Jones and Sons; Ann (Google)
"""


def table():
    """Give each name and its parts; ``None`` where it is whole."""
    for row in re.split(r"[;\n]", PERSONS.strip()):
        given, particle, family, *suffix = row.strip().split("|")
        parts = Person(given, particle, family.strip(), "".join(suffix))
        yield " ".join(filter(None, (parts.given, parts.particle, parts.family, parts.suffix))), parts
    for name in re.split(r"[;\n]", WHOLE.strip()):
        yield name.strip(), None


NAMES = dict(table())
PAPERS = [Paper(f"Paper {n}", f"https://example.org/{n}", authors=(name,)) for n, name in enumerate(NAMES)]


def plain(text):
    """Give text with the quotation marks that a keyboard has; which ones they are, is the printer's to choose."""
    return re.sub("``|''|[“”]", '"', unicodedata.normalize("NFC", text)).replace("’", "'").strip()


def test_there_are_enough():
    assert len(NAMES) > 200


@pytest.mark.parametrize("name", NAMES)
def test_parts(name):
    assert person(name) == NAMES[name]


@pytest.mark.parametrize("name", ["- One", unicodedata.normalize("NFD", "김 가람"), "Ann \u11ff"])
def test_without_a_letter_before_the_family_name_or_in_the_parts_of_hangul_a_name_is_whole(name):
    assert person(name) is None


def test_initials_with_a_blank_before_their_hyphen():
    assert person("T. -K. Ada Berg") == person("T.-K. Ada Berg")


# Words of names of all kinds, and what is hard on whoever reads a list of them.
WORDS = [
    *{word for name in NAMES for word in name.split()},
    *["Arc", "of", "and", "And", ",", ";", "@a", "@", "{", "}", "(", "$x$", "&", "\\", "A.", "-B.", "\x00", "\n"],
]
SOME_NAMES = st.sampled_from([*NAMES]) | st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def written(every, format_name, options):
    """Give what a format writes for each name of a list."""
    output = dailypapers.export(Digest(None, [Paper("A", authors=every)]), format_name, fields="author", **options)
    match format_name:
        case "csl":
            return json.loads(output)[0].get("author", [])
        case "ris":
            return re.findall("^AU  - (.*)\r$", output, re.MULTILINE)
    return re.search(r"^  (?:author|key) = \{(.*)\},$", output, re.MULTILINE)[1]


@pytest.mark.filterwarnings("ignore::dailypapers.ExportWarning")
@pytest.mark.parametrize(
    ("format_name", "options"),
    [("bibtex", {"ascii": True}), ("bibtex", {"dialect": "biblatex"}), ("csl", {}), ("ris", {})],
)
@given(st.lists(SOME_NAMES, min_size=2, max_size=4))
def test_what_a_name_is_does_not_depend_on_who_stands_beside_it(format_name, options, some):
    every, _ = names(Paper("A", authors=some))
    alone = [written([name], format_name, options) for name in every]
    expected = " and ".join(alone) if format_name == "bibtex" else [part for parts in alone for part in parts]
    assert not every or written(every, format_name, options) == expected


def test_csl_has_the_same_parts():
    for item, (name, parts) in zip(
        json.loads(dailypapers.export(Digest(None, PAPERS), "csl")), NAMES.items(), strict=True
    ):
        (author,) = item["author"]
        if parts is None:
            assert author == {"literal": name}
            continue
        of_csl = ("given", parts.given), ("dropping-particle", parts.particle), ("family", parts.family)
        expected = {key: plain(value) for key, value in (*of_csl, ("suffix", parts.suffix)) if value}
        assert {key: plain(value) for key, value in author.items()} == expected


# A style of BibTeX that prints the four parts of each author and nothing else.
STYLE = """ENTRY { author title } {} {}
FUNCTION {misc} { "<" cite$ * "|" *
  author #1 "{ff}" format.name$ * "|" * author #1 "{vv}" format.name$ * "|" *
  author #1 "{ll}" format.name$ * "|" * author #1 "{jj}" format.name$ * ">" * write$ newline$ }
READ
ITERATE {misc}
"""


def expected():
    return [
        ["", "", plain(name), ""]
        if parts is None
        else [plain(parts.given), plain(parts.particle), plain(parts.family), plain(parts.suffix)]
        for name, parts in NAMES.items()
    ]


def unbraced(text):
    return plain(re.sub(r"\s+", " ", text.replace("~", " ").replace("{", "").replace("}", "")))


@pytest.mark.outside
def test_bibtex_reads_these_parts(tmp_path):
    needs("bibtex")
    dailypapers.write(Digest(None, PAPERS), tmp_path / "papers.bib", protect=False)
    (tmp_path / "parts.bst").write_text(STYLE, "utf-8")
    (tmp_path / "document.aux").write_text("\\bibstyle{parts}\n\\citation{*}\n\\bibdata{papers}\n", "utf-8")
    output_of(tmp_path, "bibtex", "document")
    # It breaks lines, and a line that it breaks goes on with two spaces.
    rows = re.findall(r"<(.*?)>", (tmp_path / "document.bbl").read_text("utf-8").replace("\n", " "))
    assert [list(map(unbraced, row.split("|")[1:])) for row in rows] == expected()


@pytest.mark.outside
def test_biber_reads_these_parts(tmp_path):
    needs("biber", "lualatex")
    dailypapers.write(Digest(None, PAPERS), tmp_path / "papers.bib", dialect="biblatex")
    document = r"\documentclass{article}\usepackage[backend=biber,sorting=none]{biblatex}\addbibresource{papers.bib}"
    (tmp_path / "document.tex").write_text(document + r"\begin{document}\nocite{*}\end{document}", "utf-8")
    output_of(tmp_path, "lualatex", "-interaction=nonstopmode", "document")
    output_of(tmp_path, "biber", "document")
    text = (tmp_path / "document.bbl").read_text("utf-8")
    rows = []
    for entry in text.split(r"\name{author}{1}{}{%")[1:]:
        parts = dict(re.findall(r"^\s*(given|prefix|family|suffix)=\{(.*?)\}+[,%]*$", entry, re.MULTILINE))
        some = [parts.get(key, "") for key in ("given", "prefix", "family", "suffix")]
        rows.append([unbraced(re.sub(r"\\bibnamedelim\w|\\bibrangedash", " ", part)) for part in some])
    assert rows == expected()


@pytest.mark.outside
def test_pandoc_reads_these_parts_of_all_three(tmp_path):
    needs("pandoc")
    read = {}
    for suffix, options in ((".bib", {}), (".biblatex.bib", {"dialect": "biblatex"}), (".csl.json", {})):
        dailypapers.write(Digest(None, PAPERS), tmp_path / f"papers{suffix}", **options)
        form = {".bib": "bibtex", ".biblatex.bib": "biblatex", ".csl.json": "csljson"}[suffix]
        text = output_of(tmp_path, "pandoc", f"--from={form}", "--to=csljson", f"papers{suffix}")
        read[suffix] = {item["URL"]: item["author"] for item in json.loads(text)}
    assert read[".bib"] == read[".biblatex.bib"] == read[".csl.json"]
    for paper, parts in zip(PAPERS, expected(), strict=True):
        (author,) = read[".bib"][paper.url]
        if "literal" in author:
            assert ["", "", plain(author["literal"]), ""] == parts
            continue
        # A small particle of the family name, as that of d'Alembert, is one of its own to pandoc.
        family = re.sub(r"(?<=['’-]) ", "", f"{author.get('non-dropping-particle', '')} {author['family']}")
        some = author["given"], author.get("dropping-particle", ""), family, author.get("suffix", "")
        assert list(map(plain, some)) == parts
