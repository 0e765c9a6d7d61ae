"""Coverage-guided fuzzing: a target for digests, each reader, each way back, orders of authors, templates and paths.

Atheris has wheels for Linux and some versions of Python; in an environment that has one:

    pip install -e '.[fuzz]'
    python tests/fuzz/fuzz.py bibtex -max_total_time=1800

The first argument is the target; without one they are listed. All others are libFuzzer's. Without a folder among them the
corpus is kept in ``build/fuzz/TARGET``, and begins with ``tests/fuzz/corpus/TARGET`` or the seeds. An input that breaks a
law is written to a file ``crash-…`` in the current folder; given as an argument, that file alone is tried again.

A target of bytes is given what a file may hold. A target of models is a test of Hypothesis: the fuzzer's bytes decide
what is drawn.
"""

import io
import random
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import atheris
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

ROOMS = ("digest", "exporters", "plugins", "readers")
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), *(str(ROOT / "tests" / room) for room in ROOMS)]
settings.register_profile("fuzz", database=None, deadline=None)
settings.load_profile("fuzz")
with atheris.instrument_imports(include=["dailypapers"]):
    # With every module that a law reaches: one that is loaded later has no counters.
    import test_fuzz
    import test_json_readers
    import test_many_files
    import test_newsletters
    import test_records
    import test_reference_readers
    import test_round_trips

    import dailypapers
    import dailypapers.authors.order_files
    import dailypapers.data.converter
    import dailypapers.exporters.markdown
    import dailypapers.problems
    import dailypapers.references.known_entries
    import dailypapers.references.macros
    import dailypapers.references.math

CODES = dailypapers.problems.CODES
READERS = [row.name for row in dailypapers.formats() if row.kind == "reader" and row.builtin]


def hold_reader(name: str, data: bytes) -> None:
    """Hold a reader to digests that are valid data, or errors, whatever the bytes of a file."""
    file = io.BytesIO(data)
    file.name = f"2024-07-12.{name}"
    try:
        document = dailypapers.read(file, name)
    except dailypapers.DigestSyntaxError:  # it cannot be decoded, or is Markdown without a digest
        return
    assert document.digests or document.errors
    for digest in document.digests:
        assert dailypapers.from_data(dailypapers.to_data(digest)) == (digest,)
    for problem in document.problems:
        assert min(problem.line, problem.column) >= 1
        assert problem.code in CODES


def hold_author_orders(data: bytes) -> None:
    """Hold a file of author orders, of any form, to names of papers on arXiv, or our own error."""
    suffix = (".json", ".xml", ".atom", ".bib", ".ris")[(data[0] - 48) % 5 if data else 0]
    path = Path(tempfile.gettempdir()) / f"dailypapers-fuzz{suffix}"
    path.write_bytes(data[1:])
    try:
        orders = dailypapers.read_author_orders(path)
    except dailypapers.AuthorOrdersError:
        return
    for identifier, names in orders.items():
        assert dailypapers.Paper("A", f"https://arxiv.org/abs/{identifier}").arxiv_id == identifier
        assert names
        assert all(names)


def models(
    test: Callable[..., None], some: SearchStrategy[Any] | None = None, *values: object
) -> Callable[[bytes], object]:
    """Return a test of Hypothesis as a target; ``some`` is what to draw where it has other parameters, with their values."""
    if some is not None:
        inner = test.hypothesis.inner_test
        test = given(some)(lambda drawn: inner(*values, drawn))
    return test.hypothesis.fuzz_one_input


PAPERS = st.lists(
    test_reference_readers.PAPERS.filter(test_reference_readers.is_some),
    min_size=1,
    max_size=4,
    unique_by=lambda paper: paper.identity,
)
MODELS: dict[str, Callable[[bytes], object]] = {
    "back-markdown": models(test_round_trips.test_markdown_and_back_is_the_same_and_is_written_the_same),
    "back-json": models(test_json_readers.test_json_is_the_identity),
    "back-jsonl": models(test_json_readers.test_json_lines_are_the_identity_but_for_digests_without_papers),
    "back-csv": models(test_records.test_our_csv_comes_back),
    **{
        f"back-{name}": models(test_reference_readers.test_our_own_files_come_back, PAPERS, name, options)
        for name, options in test_reference_readers.WRITTEN[:1] + test_reference_readers.WRITTEN[-4:]
    },
    "templates": models(test_newsletters.test_a_message_has_the_tags_of_its_template),
    "paths": models(test_many_files.test_paths_that_are_taken_are_different_everywhere),
}
TARGETS: dict[str, Callable[[bytes], object]] = {
    "digests": test_fuzz.hold_laws_of_bytes,
    **{f"read-{name}": partial(hold_reader, name) for name in READERS},
    **MODELS,
    "author-orders": hold_author_orders,
}
"""What is fuzzed: a name, and what gets the bytes."""


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change lines as often as bytes: of a text changed in its bytes alone, few lines would still be of any kind."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(data, max_size)
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        edit, words = chance.choice(test_fuzz.EDITS), chance.choice(test_fuzz.FRAGMENTS)
        text = test_fuzz.edited(text, edit, chance.randrange(2**20), chance.randrange(2**20), words)
    return text.encode()[:max_size]


def begin_corpus(target: str) -> Path:
    """Return the folder of a target's corpus, with what is in the tree, the seeds, or bytes to draw from."""
    corpus = ROOT / "build/fuzz" / target
    corpus.mkdir(parents=True, exist_ok=True)
    if target in MODELS:  # of a few bytes nearly nothing is drawn
        for number in range(40):
            (corpus / f"random-{number}").write_bytes(random.Random(number).randbytes(100 * number))
    if (HERE / "corpus" / target).is_dir():
        shutil.copytree(HERE / "corpus" / target, corpus, dirs_exist_ok=True)
    if target in ("digests", "read-markdown"):
        for seed, (heading, *papers) in zip(test_fuzz.SEEDS, test_fuzz.PAPERS, strict=True):
            (corpus / seed.name).write_bytes(seed.read_bytes())
            for number, paper in enumerate(papers):
                (corpus / f"{seed.stem}-{number}.txt").write_bytes(f"{heading}\n{paper}".encode())
    return corpus


def main() -> None:
    """Run libFuzzer for a target, with the arguments given."""
    program, target, *arguments = [*sys.argv, ""][: max(2, len(sys.argv))]
    if target not in TARGETS:
        sys.exit(f"usage: fuzz.py TARGET …; targets: {' '.join(TARGETS)}")
    if all(argument.startswith("-") for argument in arguments):
        arguments.append(str(begin_corpus(target)))
    warnings.simplefilter("ignore", dailypapers.ExportWarning)
    mutator = {"custom_mutator": mutate} if target in ("digests", "read-markdown", "read-tables") else {}
    atheris.Setup([program, *arguments], TARGETS[target], **mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
