"""The claims of SECURITY.md, each with a test that tries to break it.

What is watched runs in a process of its own in which Python tells everything that it does (PEP 578): what is opened,
imported, executed or connected cannot hide. What a claim needs more than this module has is named in ``HELD``.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dailypapers
from dailypapers import DailyPapersError
from dailypapers._command.main import main
from support import ROOT, on_terminal, write_metadata

# The tests that try to break each claim, by how its line begins.
HELD = {
    "Nothing is evaluated.": [
        "test_security.py::test_nothing_is_evaluated",
        "test_security.py::test_what_is_more_than_a_printed_list_or_dict_stays_text",
        "readers/test_jsontext.py::test_other_text_is_not_what_python_printed",
        "readers/test_jsontext.py::test_many_characters_take_little_time_and_memory",
    ],
    "Nothing uses the network.": ["test_security.py::test_nothing_uses_the_network"],
    "The parser is kept in memory.": ["test_security.py::test_the_parser_is_kept_in_memory"],
    "XML with a document type": [
        "authors/test_authors.py::test_no_entity_is_ever_resolved",
        "authors/test_authors.py::test_namespaces_that_are_refused_and_messages_that_stay_short",
    ],
    "Text is brought into Unicode's normal form": ["test_text.py::test_no_text_is_looked_at_for_long"],
    "Patterns are matched in time proportional": [
        "digest/test_linear_time.py::test_a_long_run_behind_any_beginning_takes_no_longer_than_its_length",
        "digest/test_complexity.py::test_four_times_as_much_takes_no_more_than_eight_times_as_long",
        "exporters/test_time.py::test_an_exporter_takes_a_time_in_proportion",
        "exporters/test_time.py::test_a_reader_takes_a_time_in_proportion",
        "references/test_linear.py::test_time_is_linear",
    ],
    "Text of the CSV": [
        "exporters/test_csv.py::test_formulas_in_any_column_behind_any_delimiter",
        "exporters/test_bibtex.py::test_two_parsers_read_every_entry_without_complaint",
        "references/test_math.py::test_a_program_is_no_math_wherever_it_stands",
        "references/test_tex.py::test_tex_reads_and_writes_no_file_for_a_title",
        "test_security.py::test_control_characters_are_made_visible_before_a_terminal_gets_them",
        "test_security.py::test_control_characters_of_an_output_are_made_visible_on_a_terminal",
    ],
    "Text in the HTML page": [
        "exporters/test_html.py::test_the_words_of_a_digest_are_text_and_nothing_else",
        "exporters/test_html.py::test_what_is_no_link_of_the_web_is_text",
        "exporters/test_html.py::test_the_policy",
        "exporters/test_html_browser.py::test_hostile_words_in_every_field",
    ],
    "In notes, titles and summaries": [
        "exporters/test_notes.py::test_titles_are_shown_and_end_nothing",
        "exporters/test_notes.py::test_math_in_a_heading_is_no_tag_no_picture_and_no_link",
        "exporters/test_notes.py::test_nothing_in_a_summary_acts",
        "exporters/test_notes.py::test_markdown_it_reads_nothing_that_acts",
        "exporters/test_notes.py::test_no_command_of_templater_stands_in_the_front_matter",
    ],
    "Models refuse values of other types": [
        "test_models.py::test_a_value_of_another_type",
        "test_models.py::test_a_value_out_of_range",
        "test_models.py::test_points_to_sixteen_levels",
    ],
    "A template cannot ask for the day": [
        "exporters/test_template.py::test_nothing_is_another_each_day_or_in_each_place",
        "exporters/test_template.py::test_a_form_of_dates_has_no_widths",
    ],
    "Finding plugins reads metadata alone": [
        "test_security.py::test_finding_plugins_reads_metadata_alone",
        "test_security.py::test_a_built_in_name_cannot_be_taken",
    ],
    "Outputs go where the caller said.": [
        "test_security.py::test_outputs_go_where_the_caller_said",
        "plugins/test_many_files.py::test_paths_that_are_refused",
        "io/test_folders.py::test_no_link_below_it_is_followed",
        "io/test_folders.py::test_nothing_is_ever_lost",
    ],
}


def test_each_claim_is_held_by_tests_that_are_there():
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    claims = re.findall(r"^- (.*)$", page, re.MULTILINE)
    assert len(claims) == len(HELD)
    for claim, (begins, tests) in zip(claims, HELD.items(), strict=True):
        assert claim.startswith(begins)
        for test in tests:
            file, name = test.split("::")
            assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text("utf-8"), test


# -- what a hostile digest, and hostile data, hold ------------------------------------------------------------

CODE = "__import__('os').system('touch pwned')"
SECRET = "secret.txt"
URLS = ["http://127.0.0.1:9/x.png", "https://example.org/x.mp4", "ftp://example.org/a", "//example.org/x", "data:,x"]
PATHS = [SECRET, f"file:{SECRET}", f"./{SECRET}", "../../../../etc/passwd", "/etc/passwd", "~/.netrc", "C:\\x", "|id"]
VALUES = [
    *(f"[{CODE}]", f"{{'a': {CODE}}}", f"['a', *{CODE}]", f"[f'{{{CODE}}}']", f"[(lambda: {CODE})()]", "[b'a']"),
    f"['a'][{CODE}]",
    *(f"[x for x in {CODE}]", "[__builtins__]", "['%s' % 1]", "[1 .__class__]", f"[(y := {CODE})]", "{**{'a': 1}}"),
]

ITEM = "{'paper': {'id': '2407.08348', 'title': A}}"  # as Python prints one, but for the title


def digest_of(lines):
    """Give a digest with a paper for each line, which stands wherever a line may hold it."""
    papers = [
        f"### [{line}]({line})\n\n![]({line})\n\nVote: 3\n\nAuthors: {line}\n\n- **L**: {line}\n- {line}\n{line}\n\n"
        for line in lines
    ]
    return "## Daily Papers (2024-07-12)\n\n" + "".join(papers)


DATA = {
    "version": 1,
    "digests": [
        {
            "date": "2024-07-12",
            "papers": [
                {
                    "title": line,
                    "url": line.replace(" ", "%20"),  # Markdown has no blank in a link
                    "media": {"kind": "image", "url": line},
                    "votes": None,
                    "authors": [line],
                    "authors_omitted_at": None,
                    "summary": [{"label": None, "text": line, "points": [], "emphasis": None}],
                }
                for line in [*URLS, *PATHS, *VALUES]
            ],
        }
    ],
}

FORMATS = ["json", "jsonl", "csv", "bibtex", "csl", "html", "markdown", "atom", "sqlite", "notes"]

# All that is done with it. What is needed once is loaded before anything is watched.
DEEDS = (
    f"FORMATS = {FORMATS}"
    + """
import json, os, sys
import dailypapers
from dailypapers import canonical
from dailypapers._command.main import main

def deeds(folder):
    os.chdir(folder)
    for name in ("hostile.md", "fixable.md"):
        with open(name, encoding="utf-8", newline="") as file:
            text = file.read()
        dailypapers.parse(text)
        try:
            canonical(text)
        except ValueError:
            pass
        for format_name in FORMATS:
            main(["export", name, "--keep-going", "--format", format_name, "--output", "out." + format_name])
        main(["export", name, "--keep-going", "--format", "json"])
        main(["check", "--notes", name])
        main(["check", "--diff", name])
        main(["check", "--fix", name])
    main(["export", "listing.json", "--from", "huggingface", "--keep-going", "--format", "json"])
    with open("hostile.json", encoding="utf-8") as file:
        digests = dailypapers.from_data(json.load(file))
    for format_name in FORMATS:
        dailypapers.export(digests, format_name)

events = []
warm, cold = sys.argv[1:]
deeds(warm)
sys.addaudithook(lambda event, about: events.append((event, [repr(each)[:200] for each in about])))
deeds(cold)
watched, events = events, []
print("\\n" + json.dumps(watched), file=sys.stderr)
"""
)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """Do all of it with hostile files; give what Python told of it, and the folder it was done in."""
    # Of code in brackets the authors are an error, and nothing is mended: the second file has it in summaries alone.
    summaries = "## Daily Papers (2024-07-12)\n\n### [A](b)\n\n" + "".join(f"- **L**: {value}\n" for value in VALUES)
    warm, cold = folders = [tmp_path_factory.mktemp(name) for name in ("warm", "cold")]
    for folder in folders:
        (folder / "hostile.md").write_text(digest_of([*URLS, *PATHS, *VALUES]), "utf-8", newline="")
        (folder / "fixable.md").write_text(f"{summaries}\n- **M**: ['x', {{'y': 1}}]\n", "utf-8", newline="")
        (folder / "hostile.json").write_text(json.dumps(DATA), "utf-8")
        (folder / "listing.json").write_text(
            json.dumps([*VALUES, *map(ITEM.replace, ["A"] * len(VALUES), VALUES)]), "utf-8"
        )
        (folder / SECRET).write_text("secret", "utf-8")
        (folder / "out.notes").mkdir()
    command = [sys.executable, "-B", "-X", "utf8", "-c", DEEDS, str(warm), str(cold)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stderr
    assert "fixable.md: fixed" in result.stderr
    return json.loads(result.stderr.splitlines()[-1]), cold


# -- the claims ---------------------------------------------------------------------------------------------


def test_nothing_is_evaluated(watched):
    events, _ = watched
    kinds = {event for event, _ in events}
    assert kinds & {"exec", "import", "pickle.find_class", "marshal.loads", "ctypes.dlopen", "os.system"} == set()
    assert [event for event in kinds if event.startswith(("subprocess", "os.exec", "os.posix_spawn", "os.fork"))] == []
    # A syntax tree is made of a text in memory; what were to run would be executed.
    assert {about[1] for event, about in events if event == "compile"} == {"'<unknown>'"}


@pytest.mark.parametrize("value", VALUES)
def test_what_is_more_than_a_printed_list_or_dict_stays_text(value):
    (digest,) = dailypapers.parse(digest_of([value])).digests
    labelled, *_ = digest.papers[0].summary
    assert (labelled.label, labelled.text, labelled.points) == ("L", value, ())
    assert digest.papers[0].authors in ((), tuple(name.strip(" ") for name in value.split(",")))


def test_nothing_uses_the_network(watched):
    events, _ = watched
    assert {event for event, _ in events if re.match("socket|urllib|http|ssl|ftplib", event)} == set()


NOTE = r"((paper-[0-9a-f]{8}|digest-[0-9-]{10})\.md|\.dailypapers\.json)"
STAGE = r"\.dailypapers-[0-9a-f]{16}"


def test_no_file_is_read_or_written_that_was_not_named(watched):
    """But for what Python itself reads, and unfinished outputs, beside the target or temporary: under names nobody knows."""
    events, folder = watched
    named = rf"({re.escape(str(folder))}/)?((hostile|fixable)\.md|(hostile|listing)\.json|out\.\w+(/{NOTE}|/{STAGE}(/\w+)?)?)"
    temporary = re.escape(tempfile.gettempdir())
    unfinished = (
        rf"{re.escape(str(folder))}/\.[0-9a-f]{{16}}\.tmp|{temporary}(/\w+|/dailypapers-[0-9a-f]{{16}}\.sqlite)?"
    )
    pythons = "|".join(re.escape(os.path.realpath(path)) for path in {sys.prefix, sys.base_prefix})
    allowed = re.compile(rf"'({named}|{unfinished}|({pythons}|{re.escape(sys.prefix)})/.*)'|[0-9]+")
    opened = [about[0] for event, about in events if event == "open"]
    assert repr(str(folder / "hostile.md")) in opened
    assert [name for name in opened if not allowed.fullmatch(name)] == []
    assert {path.name for path in folder.iterdir()} - {f"out.{name}" for name in FORMATS} == {
        *("hostile.md", "fixable.md", "hostile.json", "listing.json", SECRET)
    }
    assert (folder / SECRET).read_text("utf-8") == "secret"


def test_outputs_go_where_the_caller_said(watched):
    events, folder = watched
    inside = re.escape(str(folder))
    files = [f"out.{name}" for name in FORMATS if name != "notes"]
    targets = [about[1].strip("'") for event, about in events if event in ("os.rename", "os.link")]
    notes = [path for path in targets if re.fullmatch(rf"{inside}/out\.notes/{NOTE}", path)]
    assert len(notes) > len([*URLS, *PATHS, *VALUES])
    assert set(targets) - set(notes) == {str(folder / name) for name in ("fixable.md", *files)}
    made = [about[0] for event, about in events if event in ("os.mkdir", "os.symlink", "os.truncate")]
    assert [path for path in made if not re.fullmatch(rf"'{inside}/out\.notes(/{STAGE})?'", path)] == []


def test_the_parser_is_kept_in_memory(tmp_path):
    """Lark's cache would be a file in the temporary folder, and be unpickled."""
    script = (
        "import dailypapers, os, sys, tempfile\n"
        "assert tempfile.gettempdir() == sys.argv[1]\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, about: seen.append((event, str(about))))\n"
        "dailypapers.parse('## Daily Papers (2024-07-12)')\n"
        "bad = [each for each in seen if each[0].startswith('pickle') or each[0] == 'open' and sys.argv[1] in each[1]]\n"
        "sys.exit(bool(bad or os.listdir(sys.argv[1])))\n"
    )
    env = os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    subprocess.run([sys.executable, "-B", "-c", script, str(tmp_path)], env=env, check=True)


# Controls of C0 and C1, an escape sequence, marks that turn the direction of what follows, a line separator.
CONTROLS = "\x1b]0;title\x07 \x1b[31m \x9b2J \x7f \x08 \x00 \r \x0c \u202e \u2066 \u2028 \u200f"


@pytest.mark.skipif(os.name == "nt", reason="no file can have such a name")
def test_control_characters_are_made_visible_before_a_terminal_gets_them(capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [
        *(f"### [{CONTROLS}](x) {CONTROLS}", f"### [{CONTROLS}", f"![{CONTROLS}](x)", f"Vote: {CONTROLS}", CONTROLS),
        *(f"Authors: {CONTROLS}", f"Authors: ['{CONTROLS}'", f"Authors: {CONTROLS}, {CONTROLS}"),
        f"- ***{CONTROLS}*: a",
    ]
    name = CONTROLS.replace("\x00", "") + ".md"
    (tmp_path / name).write_text("## Daily Papers (2024-07-13)\n### A\n" + "\n".join(lines), "utf-8", newline="")
    fixable = f"## Daily Papers (2024-07-14)\n### {CONTROLS}\n- {CONTROLS}\n- ***{CONTROLS}*: a"
    (tmp_path / f"fix{name}").write_text(fixable, "utf-8", newline="")
    said = ""
    for arguments in (
        *(["check", "--notes", "--output-format", kind] for kind in ("text", "json", "github")),
        *(["check", "--diff"], ["check", "--fix"], ["export", "--format", "json", "--output", "out"]),
    ):
        for each in (name, f"fix{name}", f"missing{name}"):
            main([*arguments, each])
            said += "".join(capfd.readouterr())
    with pytest.raises(DailyPapersError) as caught:
        dailypapers.read(name, strict=True)
    said += str(caught.value)
    assert [char for char in said if not char.isprintable() and char != "\n"] == []
    assert "\\x1b[31m" in said


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] * (name not in ("csv", "markdown")))
        for name in FORMATS
        if name not in ("sqlite", "notes")
    ],
)
def test_control_characters_of_an_output_are_made_visible_on_a_terminal(tmp_path, name):
    text = f"## Daily Papers (2024-07-14)\n### [{CONTROLS}](x{CONTROLS})\nAuthors: {CONTROLS}\n- **{CONTROLS}**: {CONTROLS}\n"
    (tmp_path / "a.md").write_text(text, "utf-8", newline="")
    _, lines = on_terminal("export", "--keep-going", "--format", name, str(tmp_path / "a.md"))
    assert any(lines)
    assert [char for line in lines for char in line if not char.isprintable() and char != "\t"] == []


@pytest.fixture
def stranger(tmp_path, monkeypatch, capsys):
    """Install an exporter and a reader that take names of built-in ones; each module leaves a mark when imported."""
    points = ""
    for kind in ("exporter", "reader"):
        points += f"[dailypapers.{kind}s]\nother = stranger_{kind}:Class\njson = stranger_{kind}:Class\n"
        marking = f"open({str(tmp_path / kind)!r}, 'w').close()\nraise SystemExit(9)\n"
        (tmp_path / f"stranger_{kind}.py").write_text(marking, "utf-8")
    write_metadata(tmp_path, "stranger", "1.0", points)
    for name in ("a.md", "a.unheard", "digests/a.md", "others/a.unheard", "others/b.csv", "others/c.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("## Daily Papers (2024-07-12)\n\n", "utf-8")
    (tmp_path / "nothing").mkdir()

    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        status = main(arguments)
        imported = {kind for kind in ("exporter", "reader") if (tmp_path / kind).exists()}
        return status, *capsys.readouterr(), imported

    return run


@pytest.mark.parametrize(
    ("arguments", "imports", "status"),
    [
        ("export --format json a.md", "", 0),
        ("export --output out.json a.md", "", 0),
        ("export --format markdown a.md", "", 0),
        ("export --format notes --output out/ a.md", "", 0),
        ("export --format otter a.md", "", 2),
        ("export --format json --from otter a.md", "", 2),
        ("export --format json --without a.md digests", "", 0),
        ("check a.md", "", 0),
        ("check --fix a.md", "", 0),
        ("explain F131", "", 0),
        ("formats json", "", 0),
        ("plugin new mine", "", 0),
        ("--version", "", 0),
        ("--help", "", 0),
        # a folder imports none, whatever is in it
        *(
            (f"{command} {folder}", "", 0 if folder == "digests" else 1)
            for command in ("export --format json", "list", "check", "check --diff")
            for folder in ("digests", "others", "nothing")
        ),
        ("list --from json others", "", 1),
        ("list .", "", 0),
        # who asks gets what was asked for
        ("formats", "exporter reader", 0),
        ("formats other", "exporter reader", 3),
        ("export --output out.unheard a.md", "exporter", 2),
        ("export --format other a.md", "exporter", 3),
        ("export --format json --from other a.md", "reader", 3),
        ("export --format json a.unheard", "reader", 0),
        ("list a.unheard", "reader", 0),
        ("check a.unheard", "reader", 0),
        ("export --format json --without a.unheard a.md", "reader", 0),
    ],
)
def test_finding_plugins_reads_metadata_alone(stranger, arguments, imports, status):
    ended, _, err, imported = stranger(*arguments.split())
    assert (ended, imported) == (status, set(imports.split())), err


def test_a_built_in_name_cannot_be_taken(stranger):
    _, out, _, imported = stranger("export", "--format", "json", "a.md")
    assert (json.loads(out)["digests"][0]["date"], imported) == ("2024-07-12", set())
    status, _, _, imported = stranger("list", "--from", "json", "a.md")
    assert (status, imported) == (1, set())


def test_other_readers_are_told_with_a_hint_and_not_imported(stranger):
    _, _, err, imported = stranger("list", "others")
    files = "no *.md or *.txt file with a digest in this folder"
    hint = "1 *.json: name it, or add --from huggingface, json or records; 1 *.csv: add --from records"
    assert (err, imported) == (f"others:1:1: S004 {files}; {hint}\n", set())


# -- what counts: a result, or an error of ours ---------------------------------------------------------------

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([CODE, *URLS, *PATHS])
KEYS = (
    st.sampled_from(["version", "digests", "papers", "title", "summary", "points", "media", "kind", "url"]) | st.text()
)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(TREES | TREES.map(lambda tree: {"version": 1, "digests": [{"date": None, "papers": [tree]}]}))
def test_data_ends_in_digests_or_an_error_of_ours(data):
    with contextlib.suppress(DailyPapersError):
        dailypapers.from_data(data)
