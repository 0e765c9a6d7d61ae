"""Coverage-guided fuzzing: whatever the bytes of a file, a document or an error of ours, and every way back holds.

The laws are those of ``tests/digest/test_fuzz.py``. Atheris has wheels for Linux and some versions of Python; in an
environment that has one:

    pip install atheris -e '.[test]'
    python tests/fuzz/fuzz_parse.py -max_len=4096 -max_total_time=3600

All arguments are libFuzzer's. Without a folder among them the corpus is kept in ``build/fuzz`` and begins with the
seeds. An input that breaks a law is written to a file ``crash-…`` in the current folder; given as an argument,
that file alone is tried again:

    python tests/fuzz/fuzz_parse.py crash-0123456789abcdef
"""

import random
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "build/fuzz"

sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/digest")]
with atheris.instrument_imports(include=["dailypapers"]):
    # With every module that a law reaches: one that is loaded later has no counters.
    from test_fuzz import EDITS, FRAGMENTS, PAPERS, SEEDS, edited, hold_laws_of_bytes

    import dailypapers.data.converter
    import dailypapers.exporters.markdown
    import dailypapers.plugins  # noqa: F401


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Change lines as often as bytes: of a text changed in its bytes alone, few lines would still be of any kind."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(data, max_size)
    text = data.decode("utf-8", "replace")
    for _ in range(chance.randint(1, 4)):
        edit, words = chance.choice(EDITS), chance.choice(FRAGMENTS)
        text = edited(text, edit, chance.randrange(2**20), chance.randrange(2**20), words)
    return text.encode()[:max_size]


def begin_corpus() -> None:
    """Write each seed, and each of its papers as a digest of its own, which is tried much faster."""
    CORPUS.mkdir(parents=True, exist_ok=True)
    for seed, (heading, *papers) in zip(SEEDS, PAPERS, strict=True):
        (CORPUS / seed.name).write_bytes(seed.read_bytes())
        for number, paper in enumerate(papers):
            (CORPUS / f"{seed.stem}-{number}.txt").write_bytes(f"{heading}\n{paper}".encode())


def main() -> None:
    """Run libFuzzer with the arguments given."""
    arguments = sys.argv
    if all(argument.startswith("-") for argument in arguments[1:]):
        begin_corpus()
        arguments = [*arguments, str(CORPUS)]
    atheris.Setup(arguments, hold_laws_of_bytes, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
