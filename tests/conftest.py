"""Fixtures of all tests, and how much Hypothesis tries."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from dailypapers._command.main import main
from support import ROOT, SEEDS

# Generated models are large; how fast they come says nothing about the laws they are held to.
settings.register_profile(
    "default", deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=5000)
# A change must not turn red over an input that has nothing to do with it; new ones are looked for elsewhere.
settings.register_profile("ci", settings.get_profile("default"), max_examples=100, derandomize=True)
# A mutant needs no smallest example.
settings.register_profile(
    "mutants", settings.get_profile("ci"), max_examples=5, phases=[Phase.explicit, Phase.generate]
)
MUTANTS = "MUTANT_UNDER_TEST" in os.environ  # as mutmut sets it
USUAL = "mutants" if MUTANTS else "ci" if os.environ.get("CI") else "default"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", USUAL))

# Each whole collection of garbage would look at nine thousand tests.
gc.set_threshold(50_000, 20, 20)

# What programs write is buffered, as it is where nobody asks for something else.
os.environ.pop("PYTHONUNBUFFERED", None)

if MUTANTS:
    # What a process makes once, such as the parser, a mutant has to make again. To find the tests that reach a function,
    # mutmut runs each of them once: there each makes it.
    @pytest.fixture(autouse=True, scope="function" if os.environ["MUTANT_UNDER_TEST"] == "stats" else "session")
    def nothing_is_remembered():
        modules = [module for name, module in sys.modules.items() if name.startswith("dailypapers.")]
        for value in [value for module in modules for value in vars(module).values()]:
            if hasattr(value, "cache_clear"):
                value.cache_clear()


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem)
def seed(request):
    """Each of the five seeds in turn."""
    return request.param


@pytest.fixture
def run(capfd):
    """Run the command in this process; give its status, standard output and standard error."""

    def run(*arguments):
        streams = sys.stdout, sys.stderr
        try:
            return main(arguments), *capfd.readouterr()
        finally:
            sys.stdout, sys.stderr = streams  # a plugin may have changed them

    return run


@pytest.fixture
def as_in_a_terminal():
    """Have no signal ignored: programs are begun like this one, and ``nohup`` and the background of a shell ignore some."""
    ignored = [
        number
        for name in ("SIGINT", "SIGTERM", "SIGHUP")
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_IGN
    ]
    for number in ignored:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """Make environments of their own that have what this one has, but nothing of this project.

    ``make()`` gives a function that runs a Python in a new one, outside of the source tree.
    """

    def make():
        home = tmp_path_factory.mktemp("environment")
        venv.create(home / "venv", with_pip=False, symlinks=os.name != "nt")
        python = home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        site = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        # Through a .pth file this environment's packages are seen, but not what is installed editable in it.
        Path(site, "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")

        def run(*arguments, status=0):
            result = subprocess.run([python, *arguments], cwd=home, capture_output=True, text=True, encoding="utf-8")
            assert result.returncode == status, result.stderr
            return result.stdout

        return run

    return make


@pytest.fixture(scope="session")
def source_tree(tmp_path_factory):
    """Copy the project's files, as builds leave things behind in the tree they are made from."""
    copy = tmp_path_factory.mktemp("source") / "dailypapers"
    ignored = shutil.ignore_patterns(
        ".git", ".venv*", "*.egg-info", "build", "dist", "mutants", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    return copy
