"""What tests share: where things are, and which programs they need."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def needs(*programs):
    """Stop a test where a program is missing, saying which."""
    if missing := [program for program in programs if shutil.which(program) is None]:
        stop(f"{', '.join(missing)} not installed; CONTRIBUTING.md names the packages")


def stop(reason):
    """Skip a test for want of what it needs; with ``EVERY_PROGRAM`` set, fail it."""
    (pytest.fail if os.environ.get("EVERY_PROGRAM") else pytest.skip)(reason)
