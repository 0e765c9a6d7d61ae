"""The command ``completion``: what bash, zsh and fish complete by its scripts."""

import os
import select
import subprocess
import sys
import time

import pytest

from dailypapers._command.main import main
from support import needs, posix

pytestmark = [pytest.mark.outside, posix]

BASH = """\
source dailypapers.bash
COMP_WORDS=({words}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_shtab_dailypapers
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# A line that ends in Tab, and what it may be completed to.
LINES = [
    ("ex", {"explain", "export"}),
    ("he", {"help"}),
    ("help ch", {"check"}),
    ("--ver", {"--version"}),
    ("check --output-format j", {"json"}),
    ("export --format bib", {"bibtex"}),
    ("list --from hug", {"huggingface"}),
    ("formats not", {"notes"}),
    ("plugin new x --kind re", {"reader"}),
    ("export a.md --wi", {"--without"}),
    ("export a.md r", {"refs.bib"}),
]


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    pytest.importorskip("shtab")
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "refs.bib"):
        (tmp_path / name).touch()
    for shell, name in (("bash", "dailypapers.bash"), ("zsh", "_dailypapers"), ("fish", "dailypapers.fish")):
        assert main(["completion", shell]) == 0
        (tmp_path / name).write_text(capsys.readouterr().out, "utf-8")
    return tmp_path


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


@pytest.mark.usefixtures("folder")
def test_bash():
    needs("bash")
    for line, completed in LINES:
        assert set(said("bash", "-c", BASH.format(words=f"dailypapers {line}")).split()) == completed


@pytest.mark.usefixtures("folder")
def test_fish():
    needs("fish")
    for line, completed in LINES:
        shown = said("fish", "-c", f"source dailypapers.fish; complete -C 'dailypapers {line}'")
        assert {each.partition("\t")[0] for each in shown.splitlines()} == completed


def test_zsh(folder):
    """It completes on a terminal alone, where the end of a line shows that it was completed."""
    needs("zsh")
    for line, completed in LINES:
        if len(completed) == 1:
            (word,) = completed
            rest = word.removeprefix(line.rpartition(" ")[2])
            assert f"dailypapers {line}{rest} " in on_zsh(folder, f"dailypapers {line}", f"{rest} ")


def on_zsh(folder, line, until_shown):
    """Give what zsh shows when a line and Tab are typed, as soon as that has some words."""
    import pty

    (folder / ".zshrc").write_text(
        f"fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; PS1='ready> '\n", "utf-8"
    )
    process, terminal = pty.fork()
    if not process:
        os.execvpe("zsh", ["zsh", "-i"], os.environ | {"ZDOTDIR": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"})
    shown = ""
    try:
        for typed, until in (("", "ready> "), (f"{line}\t", until_shown)):
            os.write(terminal, typed.encode())
            last = time.monotonic() + 20
            while until not in shown and time.monotonic() < last:
                if select.select([terminal], [], [], 0.1)[0]:
                    shown += os.read(terminal, 65536).decode("utf-8", "replace")
    finally:
        os.close(terminal)
        os.waitpid(process, 0)
    return shown


def test_without_shtab_it_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert capsys.readouterr().err == "error: this needs shtab, which is not installed: pip install shtab\n"
