"""Code that raises, ends the process or prints: each way of it ends as an error of ours, and the output stays clean."""

import io
import os
import subprocess
import sys
import textwrap
import threading

import pytest

import dailypapers
from dailypapers import Digest, Paper, PluginError
from dailypapers._command.main import main
from dailypapers._plugins.find import find
from dailypapers._plugins.load import load
from dailypapers._plugins.run import run as run_exporter
from support import process, write_metadata

SOME = [Digest(None, (Paper("A"), Paper("B")))]
TEXT = "## Daily Papers (2024-07-12)\n\n### [Good](https://arxiv.org/abs/2407.08348)\n\n"

HEAD = """\
import sys
import warnings
from typing import ClassVar

import attrs
import dailypapers

"""


def source(export, *, before="", fields="", meta="type"):
    """Give a module with an exporter ``E``: what its ``export`` does, what stands before it, and what fields it has."""
    lines = [f"@attrs.define(slots=False)\nclass E(metaclass={meta}):", "    '''About it.'''"]
    lines.append(textwrap.indent(textwrap.dedent(fields), "    "))
    lines.append("    def export(self, digests):")
    lines.append(textwrap.indent(textwrap.dedent(export), "        "))
    return HEAD + textwrap.dedent(before) + "\n" + "\n".join(lines) + "\n"


def raising(body, base="Exception", raised="Odd('x')"):
    """Give a module with an exporter that raises an exception of a class with this body."""
    return source(f"raise {raised}\nyield ''", before=f"class Odd({base}):\n{textwrap.indent(body, '    ')}")


def meta(body):
    """Give a module with an exporter whose metaclass has this body."""
    return source("yield ''", before=f"class Meta(type):\n{textwrap.indent(body, '    ')}", meta="Meta")


EXITS = "property(lambda self: sys.exit(0))"

FAULTY = {
    # -- the exception, when it is asked what it is
    "its text ends the process": (raising("def __str__(self): sys.exit(0)"), "failed: Odd"),
    "its cause is odd": (raising("def __str__(self): raise self", raised="Odd() from Odd()"), "failed: Odd"),
    "an ImportError of no text": (source("raise ImportError('x', name=5)\nyield ''"), "failed: ImportError: x"),
    "a SystemExit with an odd code": (
        raising("def __str__(self): sys.exit(0)\n__format__ = __str__", "Exception", "SystemExit(Odd())"),
        "tried to end the process: ",
    ),
    "an ExportError whose text ends the process": (
        raising("def __str__(self): sys.exit(0)", "dailypapers.ExportError"),
        "error: Odd",
    ),
    "an ExportError that ends the process when it is handled": (
        raising("def __setattr__(self, *_): sys.exit(0)", "dailypapers.ExportError"),
        "error: SystemExit: 0",
    ),
    "GeneratorExit": (source("yield 'half'\nraise GeneratorExit"), "failed: GeneratorExit"),
    "a group": (source("raise BaseExceptionGroup('x', [SystemExit(0)])\nyield ''"), "failed: BaseExceptionGroup: x"),
    "StopIteration": (source("raise StopIteration\nyield ''"), "failed: RuntimeError: generator raised StopIteration"),
    "too deep": (source("def deeper(): deeper()\ndeeper()\nyield ''"), "failed: RecursionError"),
    # -- the module and the class, when they are looked at
    "an ImportError of no text, on import": (HEAD + "raise ImportError('x', name=5)", "cannot be imported: ImportError: x"),
    "its module ends the process": (HEAD + "def __getattr__(name): sys.exit(0)", "tried to end the process: 0"),
    "an AttributeError whose text ends the process": (
        HEAD + "class Odd(AttributeError):\n    def __str__(self): sys.exit(0)\ndef __getattr__(name): raise Odd",
        "is not there: ",
    ),
    "its suffix ends the process": (meta(f"suffix = {EXITS}"), "tried to end the process: 0"),
    # -- the exporter, when it is made
    "making it gives another thing": (meta("def __call__(cls): return None"), "'NoneType' object has no attribute 'export'"),
    "making it ends the process": (meta("def __call__(cls): sys.exit(0)"), "tried to end the process: 0"),
    "making it raises no Exception": (
        source("yield ''", fields="def __attrs_post_init__(self): raise BaseException('x')"),
        "failed: BaseException: x",
    ),
    "its attributes end it": (source("yield ''", fields="def __getattribute__(self, name): sys.exit(0)"), "tried to end"),
    # -- what it gives
    "going over it ends the process": (
        source("return Odd()", before="class Odd:\n    def __iter__(self): sys.exit(0)"),
        "tried to end the process: 0",
    ),
    "closing it ends the process": (
        source("return Odd('x')", before="class Odd(list):\n    def close(self): sys.exit(0)"),
        "tried to end the process: 0",
    ),
    "asking whether it can be closed ends the process": (
        source("return Odd('x')", before="class Odd(list):\n    def __getattr__(self, name): sys.exit(0)"),
        "tried to end the process: 0",
    ),
    "it changes the standard streams": (source("sys.stdout = sys.stderr = None\n1 / 0\nyield ''"), "ZeroDivisionError"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.md").write_text(TEXT, "utf-8")
    return tmp_path


@pytest.mark.parametrize("what", FAULTY)
def test_a_faulty_exporter_is_an_error_of_ours(run, files, what):
    body, told = FAULTY[what]
    (files / "e.py").write_text(body, "utf-8")
    (files / "old").write_text("old", "utf-8")
    for output in ((), ("-o", "old")):
        status, out, err = run("export", "-f", "./e.py:E", *output, "d.md")
        assert (status, out) == (3, "")
        assert err.startswith("error: ")
        assert told in err
        assert "Traceback" not in err
    assert (files / "old").read_text("utf-8") == "old"
    status, out, err = run("formats", "./e.py:E")
    assert (status == 0) != err.startswith("error: ")
    with pytest.raises(dailypapers.DailyPapersError):
        dailypapers.export(SOME, "./e.py:E")


def test_one_that_closes_standard_error_has_the_status_left(files):
    (files / "e.py").write_text(source("sys.stdout.close()\nsys.stderr.close()\nyield 'x'"), "utf-8")
    assert process("export", "-f", "./e.py:E", "d.md") == (0, "x", "")
    (files / "e.py").write_text(source("sys.stderr.close()\n1 / 0\nyield 'x'"), "utf-8")
    assert process("export", "-f", "./e.py:E", "d.md") == (3, "", "")


@pytest.mark.parametrize("end", ["1 / 0", "sys.exit(0)", "raise GeneratorExit('other')", "import missing"])
def test_what_fails_when_it_is_told_to_end_hides_no_failure_of_the_output(files, end):
    (files / "e.py").write_text(source(f"try: yield 'x'\nfinally: {end}"), "utf-8")
    chunks = run_exporter(load(find("exporter", "./e.py:E")), {}, SOME)
    next(chunks)
    if "GeneratorExit" in end:
        chunks.close()  # it has ended, with other words
        return
    with pytest.raises(dailypapers.PluginError, match="failed when it was told to end: "):
        chunks.close()


@pytest.mark.parametrize(
    "raised", ["KeyError('x')", "SystemExit(0)", "GeneratorExit", "BaseException('x')", "ExportWarning('x')"]
)
@pytest.mark.parametrize("before", ["", "yield Digest(None); "])
def test_whatever_a_reader_raises_is_an_error_of_ours(run, files, raised, before):
    reader = f"import attrs\nfrom dailypapers import Digest, ExportWarning\n@attrs.frozen\nclass R:\n    def read(self, content, source): {before}raise {raised}; yield\n"
    (files / "r.py").write_text(reader, "utf-8")
    status, out, err = run("check", "--from", "./r.py:R", "d.md")
    assert (status, out) == (3, "")
    what = "tried to end the process" if "SystemExit" in raised else "failed on d.md"
    assert err.startswith(f"error: reader './r.py:R' (./r.py:R) {what}: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("yield 1", "yielded neither a digest nor a ReadError, but int"),
        ("return None", "returned NoneType; it has to yield digests"),
        ("return 'text'", "returned str; it has to yield digests"),
        ("yield Digest(None, [Paper('\\ud800')])", "yielded what is no valid digest: digests[0].papers[0].title: "),
        ("yield ReadError('x', line='3')", "failed on d.md: TypeError: line: expected "),
        ("yield ReadError('x', line=0)", "failed on d.md: ValueError: line: expected "),
        ("yield ReadError('x', line=1, column=0)", "failed on d.md: ValueError: column: expected "),
        ("yield ReadWarning('x', date='2024-07-12')", "failed on d.md: TypeError: date: expected "),
        ("raise ReadError(5, line=1)", "failed on d.md: "),
    ],
)
def test_what_a_reader_may_not_yield(run, files, read, told):
    reader = f"import attrs\nfrom dailypapers import *\n@attrs.frozen\nclass R:\n    def read(self, content, source):\n        {read}\n"
    (files / "r.py").write_text(reader, "utf-8")
    status, out, err = run("check", "--from", "./r.py:R", "d.md")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert told in err


def test_an_input_that_ends_the_process_is_no_fault_of_the_exporter():
    def ends():
        yield SOME[0]
        raise SystemExit(5)

    with pytest.raises(SystemExit, match="5"):
        dailypapers.export(ends(), "csv")


# -- what an exporter prints -----------------------------------------------------------------------------------

PRINTS = """
    from sys import stdout
    import logging
    print("imported")
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
"""
WHILE_IT_RUNS = """
    print("running")
    sys.stdout.write("written\\n")
    sys.stdout.buffer.write(b"bytes \\xff\\n")
    print("kept", file=stdout)
    stdout.buffer.write(b"kept bytes\\n")
    logging.warning("logged")
    sys.stdout.close()
    yield "output"
"""


@pytest.mark.parametrize("output", [[], ["-o", "out"], ["-o", "/dev/stdout"]], ids=["stdout", "file", "device"])
def test_nothing_that_an_exporter_prints_is_output(files, output):
    if "/dev/stdout" in output and not os.path.exists("/dev/stdout"):
        pytest.skip("needs /dev/stdout")
    body = source(WHILE_IT_RUNS, before=PRINTS, fields="def __attrs_post_init__(self): print('made')")
    (files / "e.py").write_text(body, "utf-8")
    status, out, err = process("export", "-f", "./e.py:E", *output, "d.md")
    assert (status, (files / "out").read_text() if "out" in output else out) == (0, "output")
    lines = ["imported", "made", "running", "written", "bytes \\xff", "kept", "kept bytes", "logged"]
    assert err.splitlines() == lines
    status, out, err = process("formats", "--output-format", "json", "./e.py:E")
    assert (status, out[0], err) == (0, "[", "imported\n")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_one_that_prints_where_standard_error_is_closed(files):
    (files / "e.py").write_text(source("print('x')\nsys.stdout.write('y')\nyield 'output'"), "utf-8")
    command = f"{sys.executable} -m dailypapers export -f ./e.py:E d.md"
    for stderr in ("2>&-", "2</dev/null", *(["2>/dev/full"] if os.path.exists("/dev/full") else [])):
        result = subprocess.run(["sh", "-c", f"{command} {stderr}"], capture_output=True, check=False)
        assert (result.returncode, result.stdout) == (0, b"output")


def test_what_is_raised_where_nobody_can_catch_it_is_told_in_a_line(files):
    (files / "e.py").write_text(source("yield 'x'", fields="def __del__(self): raise ValueError('late')"), "utf-8")
    assert process("export", "-f", "./e.py:E", "d.md") == (0, "x", "warning: ignored ValueError: late\n")


def test_in_python_nothing_is_redirected_in_any_thread(files, capfd):
    (files / "e.py").write_text(source("print('x')\nyield 'y'", before="print('imported')"), "utf-8")
    before = sys.stdout, sys.stderr
    seen, results = set(), []
    start = threading.Barrier(8)

    def export():
        start.wait()
        for _ in range(50):
            results.append(dailypapers.export(SOME, "./e.py:E"))
            seen.add((sys.stdout, sys.stderr))

    threads = [threading.Thread(target=export) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results, seen) == (["y"] * 400, {before})
    assert (sys.stdout, sys.stderr) == before
    out, err = capfd.readouterr()
    assert (out.count("imported"), out.count("x"), err) == (1, 400, "")


def test_the_command_gives_back_the_streams_it_found(monkeypatch, files):
    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["check", "d.md"]) == 0
    assert main(["exprt"]) == 2
    assert (sys.stdout, sys.stderr) == (out, err)
    assert err.getvalue().startswith("error: no command 'exprt'")


@pytest.mark.parametrize("end", [None, io.TextIOWrapper.close, io.TextIOWrapper.detach])
def test_closed_streams_of_python(monkeypatch, files, end):
    """Not those of the system: a program may have set, closed or detached them itself."""
    stream = end and io.TextIOWrapper(io.BytesIO())
    if end:
        end(stream)
    monkeypatch.setattr(sys, "stderr", stream)
    assert main(["exprt"]) == 2
    assert main(["export", "-f", "csv", "-o", "out.csv", "d.md"]) == 0
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["--version"]) == 4
    assert main(["export", "-f", "csv", "d.md"]) == 4
    assert main(["check", "d.md"]) == 0


# -- what ends the process -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["sys.exit(5)", "os._exit(5)", "from os import _exit; _exit(5)"])
def test_one_that_ends_the_process_is_named(files, monkeypatch, end):
    """Also past Python, where no other code runs any more."""
    monkeypatch.setenv("PYTHONPATH", str(files))
    (files / "old").write_text("old", "utf-8")
    for name, distribution in (("ends", "acme-ends"), ("good", "acme-good")):
        (files / f"acme_{name}.py").write_text(
            source("yield 'output'", before=f"import os\n{end if name == 'ends' else ''}"), "utf-8"
        )
        write_metadata(files, distribution, "1.2", f"[dailypapers.exporters]\n{name} = acme_{name}:E\n")
    status, out, err = process("export", "-f", "ends", "-o", "old", "d.md")
    assert (status, out) == (3, "")
    reason = "tried to end the process when it was imported: 5"
    assert err.startswith(f"error: exporter 'ends' (acme-ends 1.2, acme_ends:E) {reason}")
    assert (files / "old").read_text("utf-8") == "old"
    status, out, err = process("formats")
    assert (status, err) == (0, "")
    assert f"cannot be used: exporter 'ends' (acme-ends 1.2, acme_ends:E) {reason}" in out
    assert "  good      About it. (acme-good 1.2)" in out.splitlines()
    (files / "e.py").write_text(source(f"import os\n{end}\nyield ''"), "utf-8")
    status, out, err = process("export", "-f", "./e.py:E", "d.md")
    assert (status, out) == (3, "")
    assert err.startswith("error: exporter './e.py:E' (./e.py:E) tried to end the process: 5")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_a_plugin_forks_may_end(files):
    forks = "if not (child := os.fork()): os._exit(7)\nyield str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    (files / "e.py").write_text(source(forks, before="import os"), "utf-8")
    assert process("export", "-f", "./e.py:E", "d.md") == (0, "7", "")
    before = os._exit
    assert main(["export", "-f", "./e.py:E", "-o", "out", "d.md"]) == 0
    assert os._exit is before


# -- a file is imported once -----------------------------------------------------------------------------------


def test_a_file_is_imported_once_whatever_it_is_called_by(files):
    (files / "e.py").write_text(source("yield str(len(seen))", before="seen = []\nseen.append(1)\nprint('imported')"))
    for name in ("./e.py:E", "e.py:E", f"{files}/e.py:E", "./x/../e.py:E"):
        assert dailypapers.export(SOME, name) == "1"
    (first,) = {name for name, module in sys.modules.items() if getattr(module, "__file__", "") == str(files / "e.py")}
    assert first.startswith("_dailypapers_plugin_e_")
    assert not (files / "__pycache__").exists()


def test_a_file_that_was_edited_is_imported_again(files):
    for text in ("1", "2", "3", "2"):  # of one size, and within one tick of the clock
        (files / "e.py").write_text(source(f"yield '{text}'"))
        assert dailypapers.export(SOME, "./e.py:E") == text
    (files / "e.py").write_text("1 /")
    with pytest.raises(PluginError, match="cannot be imported: SyntaxError"):
        dailypapers.export(SOME, "./e.py:E")
    (files / "e.py").write_text(source("yield '2'"))
    assert dailypapers.export(SOME, "./e.py:E") == "2"
    (files / "e.py").unlink()
    with pytest.raises(PluginError, match="cannot be imported: FileNotFoundError"):
        dailypapers.export(SOME, "./e.py:E")


def test_two_files_of_one_name_are_two_modules(files):
    for folder in ("a", "b"):
        (files / folder).mkdir()
        kind = f"class Kind(enum.Enum):\n    ONE = '{folder}'"
        body = source("yield self.kind.value", before=f"import enum\n{kind}", fields="kind: 'Kind' = Kind.ONE")
        (files / folder / "e.py").write_text(body)
    assert [dailypapers.export(SOME, f"./{folder}/e.py:E", kind=folder) for folder in "abab"] == ["a", "b", "a", "b"]
