"""The same bytes on every machine: what the command writes and prints in processes that have little in common.

In one process it writes the same each time, as the laws for plugins hold (``testing/test_check_exporter.py``).
"""

import os
import subprocess
import sys

import pytest

import dailypapers
from dailypapers._plugins.find import BUILTIN
from dailypapers.testing import samples
from support import ROOT, SEEDS, needs, stop, write_metadata

OUTPUTS = {name: [name] for name in BUILTIN["exporter"] if name != "notes"}
OUTPUTS["template"] += ["--option", f"file={ROOT}/docs/examples/newsletter.html.j2"]
OUTPUTS |= {"notes.tar": ["notes"], "notes.zip": ["notes"]}

# What each process does, in a folder with the inputs. A program that uses us may set its locale. Words for people have
# the encoding of where they are printed; for the lines of ``list`` and ``check`` it is one here.
SCRIPT = f"""
import locale, os, sys
locale.setlocale(locale.LC_ALL, "")
sys.stdout.reconfigure(encoding="utf-8")
from dailypapers._command.main import main
os.umask(int(sys.argv[1]))
os.mkdir("out")
for name, (format, *options) in {OUTPUTS!r}.items():
    if status := main(["export", "--quiet", "-f", format, "-o", f"out/{{name}}", *options, "seeds", "odd.jsonl"]):
        sys.exit(f"{{name}}: {{status}}")
sys.exit(main(["list", "seeds", "odd.jsonl"]) or main(["check", "--notes", "seeds"]) > 1 or main(["formats"]))
"""

SETTINGS = {
    "a server": {"LC_ALL": "C", "TZ": "UTC0", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Istanbul": {"LC_ALL": "tr_TR.UTF-8", "TZ": "WEST12", "PYTHONHASHSEED": "2", "PYTHONIOENCODING": "utf-16"},
    "Berlin": {"LC_ALL": "de_DE.ISO-8859-1", "TZ": "EAST-14", "PYTHONHASHSEED": "3", "PYTHONUTF8": "0"},
    "Windows": {"LC_ALL": "C", "TZ": "EST5", "PYTHONHASHSEED": "4", "PYTHONUTF8": "1", "PYTHONIOENCODING": "cp1252"},
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """Make the locales, which few machines have."""
    needs("localedef")
    folder = tmp_path_factory.mktemp("locales")
    for name in ("tr_TR.UTF-8", "de_DE.ISO-8859-1"):
        language, _, encoding = name.partition(".")
        made = subprocess.run(["localedef", "-i", language, "-f", encoding, folder / name], check=False)
        if made.returncode:
            stop(f"localedef cannot make {name}: on Debian it needs the package locales")
    return folder


def results(folder, number, environment):
    """Run the script in a folder with the inputs, whose lines end otherwise in every second one."""
    (folder / "seeds").mkdir(parents=True)
    for seed in SEEDS if number % 2 else reversed(SEEDS):  # a folder may list its files in the order of their making
        data = seed.read_bytes()
        (folder / "seeds" / seed.name).write_bytes(data.replace(b"\n", b"\r\n") if number % 2 else data)
    dailypapers.write(samples.valid(), folder / "odd.jsonl")
    plugins = [folder / "plugins" / name for name in ("first", "second")]
    for plugin in plugins:
        write_metadata(
            plugin, plugin.name, "1", f"[dailypapers.exporters]\n{plugin.name} = {plugin.name}:A\nboth = a:A\n"
        )
        code = 'class A:\n    """Titles."""\n    def export(self, digests):\n        yield "a"\n'
        (plugin / f"{plugin.name}.py").write_text(code, "utf-8")
    path = os.pathsep.join(map(str, plugins[::-1] if number % 2 else plugins))
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(number * 9)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "USER": folder.name} | environment,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode(errors="replace")[-3000:]
    return {each.name: each.read_bytes() for each in (folder / "out").iterdir()} | {"printed": result.stdout}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="locales are set in another way there")
def test_the_same_bytes_on_every_machine(tmp_path, locales):
    pytest.importorskip("pyarrow")
    pytest.importorskip("jinja2")
    first, *others = [
        results(tmp_path / name, number, environment | {"LOCPATH": str(locales)})
        for number, (name, environment) in enumerate(SETTINGS.items())
    ]
    assert len(first) == len(OUTPUTS) + 1
    assert b"second" in first["printed"]
    for name, other in zip([*SETTINGS][1:], others, strict=True):
        assert [each for each in first if first[each] != other[each]] == [], name
