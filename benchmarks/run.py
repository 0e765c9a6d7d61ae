"""Measure everything and print it as a table: ``python benchmarks/run.py [--quick] [--million]``. Nothing is asserted.

All is measured in processor time, which other programs on the machine do not add to: work in a process is done in
memory, by one thread, and of a command the system tells it. What is compared takes turns, round by round, so that a
machine that becomes slower becomes so for all. Of all rounds the median counts. The garbage collector runs as it does
for anybody.

It measures the dailypapers that is installed: a wheel has the table of the parser, an editable install has not. It takes
Linux or macOS, which tell how much memory a command took.
"""

import argparse
import importlib
import importlib.metadata
import importlib.util
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from archive import SEEDS, archive
from listings import listings
from million import million

import dailypapers
from command import FORMATS, command, export

# distribution: module
PEERS = {"cmarkgfm": "cmarkgfm", "pyromark": "pyromark", "mistune": "mistune", "markdown-it-py": "markdown_it"}
SEED = str(SEEDS / "000_ccaff32132fc4ccc.txt")

Work = Callable[[], object]
Row = tuple[str, float, str]  # what, how much, and how many times what

# In a fresh process: the module and what it needs is loaded, and the first text read.
FIRST = "import time, sys; begun = time.process_time(); text = open({seed!r}, encoding='utf-8').read()\n{code}\n"
FIRST += "print(time.process_time() - begun)"
FIRST_CALLS = {
    "dailypapers": "import dailypapers; dailypapers.parse(text)",
    "cmarkgfm": "import cmarkgfm; cmarkgfm.markdown_to_html(text)",
    "pyromark": "import pyromark; pyromark.html(text)",
    "mistune": "import mistune; mistune.create_markdown(renderer=None)(text)",
    "markdown-it-py": "import markdown_it; markdown_it.MarkdownIt().parse(text)",
}

# In a fresh process: a file is read and parsed.
PARSE = "import dailypapers, sys; dailypapers.parse(open(sys.argv[1], encoding='utf-8').read())"
FAULTY_LINES = 1_000_000
FAULTY = ("a line that belongs nowhere\n", "Vote: many\n")
BEFORE_THEM = "## Daily Papers (2024-07-12)\n\n### [A](https://arxiv.org/abs/2407.00001)\n\n"


# -- how it is measured ---------------------------------------------------------------------------------------


def interleaved(works: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Give the median of what each work gives, all of them taking turns."""
    measured: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            measured[name].append(work())
    return {name: statistics.median(each) for name, each in measured.items()}


def processor_time(work: Work) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def apart(measure: Callable[..., Iterator[Row]], *arguments: object) -> list[Row]:
    """Measure in a fresh process: what was measured before leaves behind memory that makes some of it slower."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(rows, measure, *arguments).result()


def rows(measure: Callable[..., Iterator[Row]], *arguments: object) -> list[Row]:
    return list(measure(*arguments))


def in_process(works: dict[str, Work], rounds: int) -> dict[str, float]:
    for work in works.values():
        work()  # what is made once is not counted
    return interleaved({name: partial(processor_time, work) for name, work in works.items()}, rounds)


def printed(*arguments: str) -> float:
    """Give the number that a Python command prints."""
    return float(subprocess.run([sys.executable, *arguments], check=True, capture_output=True, text=True).stdout)


# -- what is measured -----------------------------------------------------------------------------------------


def texts_of(all_lines_differ: bool = False) -> list[str]:
    return [text for _, text in archive(all_lines_differ=all_lines_differ)]


def each(read: Callable[[str], object], texts: Iterable[str]) -> None:
    for text in texts:
        read(text)


def scan(text: str) -> list[dict[str, object]]:
    """Take the lines apart and check nothing: what any reading in Python costs at least."""
    papers: list[dict[str, object]] = []
    paper: dict[str, object] = {}
    bullets: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            bullets.append(line[2:])
        elif line.startswith("### ["):
            title, _, link = line[5:-1].rpartition("](")
            bullets = []
            paper = {"title": title, "link": link, "bullets": bullets}
            papers.append(paper)
        elif line.startswith("![]("):
            paper["image"] = line[4:-1]
        elif line.startswith("Vote: "):
            paper["votes"] = line[6:]
        elif line.startswith("Authors: "):
            paper["authors"] = line[9:].split(", ")
    return papers


def readers(missing: Iterable[str]) -> dict[str, Callable[[str], object]]:
    """Give dailypapers and its peers, cmarkgfm first, and the floor last."""
    found: dict[str, Callable[[str], object]] = {}
    if "cmarkgfm" not in missing:
        import cmarkgfm

        found["cmarkgfm, markdown_to_html"] = cmarkgfm.markdown_to_html
        found["cmarkgfm, github_flavored_markdown_to_html"] = cmarkgfm.github_flavored_markdown_to_html
    if "pyromark" not in missing:
        import pyromark

        found["pyromark, html"] = pyromark.html
        found["pyromark, events as a list"] = lambda text: list(pyromark.events(text))
    found["**dailypapers**, text to models"] = dailypapers.parse
    if "mistune" not in missing:
        import mistune

        found["mistune, syntax tree"] = mistune.create_markdown(renderer=None)
    if "markdown-it-py" not in missing:
        import markdown_it

        found["markdown-it-py, tokens"] = markdown_it.MarkdownIt().parse
    found["a bare line scanner without checks"] = scan
    return found


def reading(all_lines_differ: bool, missing: Iterable[str], rounds: int) -> Iterator[Row]:
    texts = texts_of(all_lines_differ)
    works: dict[str, Work] = {name: partial(each, read, texts) for name, read in readers(missing).items()}
    times = in_process(works, rounds)
    times |= in_process({"dailypapers, all models kept": lambda: [dailypapers.parse(text) for text in texts]}, rounds)
    base = next((name for name in times if name.startswith("cmarkgfm")), next(iter(times)))
    for name, seconds in times.items():
        yield name, seconds, f"{seconds / times[base]:.2f} × {base.partition(',')[0].strip('*')}"


def oddities(rounds: int) -> Iterator[Row]:
    """Measure the archive with something in each file that might send a reader down a slower way."""
    plain = texts_of()
    works: dict[str, Work] = {
        "plain": partial(each, dailypapers.parse, plain),
        "CRLF": partial(each, dailypapers.parse, [text.replace("\n", "\r\n") for text in plain]),
        "a tab in each file": partial(
            each, dailypapers.parse, [text.replace("Authors: ", "Authors: \t", 1) for text in plain]
        ),
        "a no-break space in each file": partial(
            each, dailypapers.parse, [text.replace("- ", "- \xa0", 1) for text in plain]
        ),
    }
    times = in_process(works, rounds)
    for name, seconds in times.items():
        yield name, seconds, f"{seconds / times['plain']:.2f} × plain"


def first_calls(missing: Iterable[str], rounds: int) -> Iterator[Row]:
    works = {
        name: partial(printed, "-c", FIRST.format(seed=SEED, code=code))
        for name, code in FIRST_CALLS.items()
        if name not in missing
    }
    times = interleaved(works, rounds)
    for name, seconds in times.items():
        yield f"{name}, one digest", seconds, f"{seconds / min(times.values()):.2f} × the fastest"


def built_in() -> list[str]:
    """Give the formats that are written, but for the one that takes a template."""
    all_of_them = [each.name for each in dailypapers.formats() if each.builtin and each.kind == "exporter"]
    return [name for name in all_of_them if name != "template" and (name != "parquet" or installed("pyarrow"))]


def exporting(rounds: int) -> Iterator[Row]:
    """Measure parsing, and parsing with each format, beside a parser of Markdown that writes HTML."""
    texts = texts_of()

    def exported(format_name: str) -> object:
        return dailypapers.export((dailypapers.parse(text) for text in texts), format_name)

    works: dict[str, Work] = {"parsing alone": partial(each, dailypapers.parse, texts)}
    works |= {name: partial(exported, name) for name in built_in()}
    if installed("cmarkgfm"):
        import cmarkgfm

        works = {"cmarkgfm": partial(each, cmarkgfm.markdown_to_html, texts)} | works
    times = in_process(works, rounds)
    base = next(iter(times))
    for name, seconds in times.items():
        yield name, seconds, f"{seconds / times[base]:.2f} × {base}"


def reading_data(rounds: int) -> Iterator[Row]:
    """Measure what reads JSON beside ``json.loads`` of the same text."""
    documents = [dailypapers.parse(text, source=name) for name, text in archive()]
    whole, lines = (dailypapers.export(documents, name) for name in ("json", "jsonl"))
    contents = listings(digest for document in documents for digest in document.digests)

    def read(format_name: str, *texts: str) -> None:
        for text in texts:
            dailypapers.read(io.StringIO(text), format=format_name)

    megabytes = sum(map(len, contents)) / 1e6
    works: dict[str, tuple[Work, Work]] = {
        "json": (partial(json.loads, whole), partial(read, "json", whole)),
        "jsonl": (partial(each, json.loads, lines.splitlines()), partial(read, "jsonl", lines)),
        f"{len(contents)} listings, {megabytes:.0f} MB": (
            partial(each, json.loads, contents),
            partial(read, "huggingface", *contents),
        ),
    }
    for name, (load, work) in works.items():
        times = in_process({f"json.loads of {name}": load, name: work}, rounds)
        yield f"json.loads of {name}", times[f"json.loads of {name}"], ""
        yield f"reading {name}", times[name], f"{times[name] / times[f'json.loads of {name}']:.2f} × json.loads"


def commands(folder: str, rounds: int) -> Iterator[Row]:
    works = {f"export to {name}, the archive": export(name, folder) for name in FORMATS}
    times = interleaved({name: lambda run=run: command(*run)[0] for name, run in works.items()}, rounds)
    for name, seconds in times.items():
        yield name, seconds, ""


def starting(rounds: int) -> Iterator[Row]:
    # What, and what it is compared with.
    works = {
        "a bare interpreter": (["-c", "pass"], None),
        "--version": (["-m", "dailypapers", "--version"], "a bare interpreter"),
        "--help": (["-m", "dailypapers", "--help"], "a bare interpreter"),
        "import attrs": (["-c", "import attrs"], None),
        "import dailypapers": (["-c", "import dailypapers"], "import attrs"),
        "import lark, cattrs": (["-c", "import lark, cattrs"], None),
        "one digest to BibTeX": (export("bibtex", SEED), "import lark, cattrs"),
        "one digest to JSON": (export("json", SEED), "import lark, cattrs"),
    }
    times = interleaved({name: lambda run=run: command(*run)[0] for name, (run, _) in works.items()}, rounds)
    for name, (_, other) in works.items():
        yield name, times[name], f"{times[name] / times[other]:.2f} × {other}" if other else ""


def checking(folder: str) -> Iterator[Row]:
    """Measure ``check`` of lines that are all wrong; a file with one of them tells what all else takes."""
    for line in FAULTY:
        path = os.path.join(folder, "faulty.md")
        Path(path).write_text(BEFORE_THEM + line, "utf-8")
        _, peak_of_one = command("-m", "dailypapers", "check", path, status=1)
        Path(path).write_text(BEFORE_THEM + line * FAULTY_LINES, "utf-8")
        parsed, _ = command("-c", PARSE, path)
        seconds, peak = command("-m", "dailypapers", "check", path, status=1)
        name = f"`{line.strip()}`"
        yield f"parse {name}", parsed, ""
        memory = f"{(peak - peak_of_one) / FAULTY_LINES:.0f} bytes a line"
        yield f"check {name}", seconds, f"{seconds / parsed:.2f} × parse; {memory}"


def memory(folders: list[str]) -> Iterator[Row]:
    """Give the peak of exports of one archive and of all of them, in megabytes; it hardly differs from run to run."""
    for name in (*FORMATS, *(["parquet"] if installed("pyarrow") else [])):
        once, all_of_them = (command(*export(name, *some))[1] / 1e6 for some in (folders[:1], folders))
        yield f"{name}, the archive", once, ""
        yield f"{name}, {len(folders)} times the files", all_of_them, f"{all_of_them / once:.2f} × once"


def growth() -> Iterator[Row]:
    texts = texts_of()

    def times_over(times: int) -> None:
        for _ in range(times):
            each(dailypapers.parse, texts)

    times_over(1)  # what is made once is not counted
    seconds = {times: processor_time(partial(times_over, times)) for times in (1, 10, 100)}
    for times, each_time in seconds.items():
        yield f"{times} times the archive", each_time, f"{each_time / seconds[1]:.1f} × once"


# -- what is printed ------------------------------------------------------------------------------------------


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def table(title: str, rows: Iterable[Row], unit: str = "ms") -> None:
    say(f"\n| {title:50} | {unit:>8} | {'ratio':38} |\n|{'-' * 52}|{'-' * 9}:|{'-' * 40}|")
    for name, amount, ratio in rows:
        say(f"| {name:50} | {amount * (1000 if unit == 'ms' else 1):8.1f} | {ratio:38} |")


def megabytes(all_lines_differ: bool) -> str:
    return f"{sum(len(text.encode()) for text in texts_of(all_lines_differ)) / 1e6:.1f} MB"


def processor() -> str:
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def versions(missing: Iterable[str]) -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    yield f"dailypapers {dailypapers.__version__}"
    for name in (
        "lark",
        "attrs",
        "cattrs",
        *(["pyarrow"] if installed("pyarrow") else []),
        *(name for name in PEERS if name not in missing),
    ):
        yield f"{name} {importlib.metadata.version(name)}"


def installed(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def write(folder: str, files: Iterable[tuple[str, str]]) -> str:
    os.mkdir(folder)
    for name, text in files:
        Path(folder, name).write_text(text, "utf-8", newline="\n")
    return folder


def main() -> None:
    arguments = argparse.ArgumentParser(description="Measure dailypapers beside its peers.")
    arguments.add_argument("--quick", action="store_true", help="fewer rounds, for a first look")
    arguments.add_argument(
        "--million", action="store_true", help="a million papers to each format as well: 20 GB, 30 min"
    )
    options = arguments.parse_args()
    quick = options.quick
    rounds, starts = (2, 5) if quick else (7, 31)
    missing = [name for name, module in PEERS.items() if not installed(module)]

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or stale bytecode is compiled again in each process

    say(f"{processor()}, {os.cpu_count()} cores, {platform.system()}")
    say(", ".join(versions(missing)))
    table_is_there = importlib.util.find_spec("dailypapers.grammar.table") is not None
    say(f"The installed dailypapers has {'the' if table_is_there else 'no'} table of the parser.")
    for name in missing:
        say(f"{name} is not installed and left out")
    with tempfile.TemporaryDirectory() as home:
        folders = [write(os.path.join(home, str(number)), archive(number)) for number in range(10)]
        table("start-up", starting(starts))
        table("first call in a process, import included", first_calls(missing, starts))
        for title, differ in (("the archive", False), ("all lines differ", True)):
            table(f"{title}, {megabytes(differ)}", apart(reading, differ, missing, rounds))
        table("something odd in each file", apart(oddities, rounds))
        table("parsed and exported in process", apart(exporting, rounds))
        table("read in process", apart(reading_data, rounds))
        table("commands", commands(folders[0], rounds))
        table("peak memory of the command", memory(folders), "MB")
        table("growth, parsing in a stream", apart(growth))
        table(f"{FAULTY_LINES:,} lines that are wrong", checking(home))
    if options.million:
        for row in million(built_in()):
            say(row)


if __name__ == "__main__":
    main()
