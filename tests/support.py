"""What tests share: where things are, which programs they need, and what may be told of Markdown that we write."""

import errno
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import dailypapers
from dailypapers import Media, Point

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))

posix = pytest.mark.skipif(os.name == "nt", reason="signals, links, modes, pipes and mounts differ there")

# The codes of texts that themselves look like a heading, a field or a formatter's work, and of an empty title: what
# stands in the models is told of again wherever it is read. All else that is told of what we write is a note.
LOOKS_LIKE = frozenset({"S018", "S033", "S034", "F116", "F117", "F152"})


def seed_digests():
    """Give the digests of the seeds, in order."""
    return [digest for seed in SEEDS for digest in dailypapers.read(seed).digests]


def doubtful(document):
    """Return the codes of what a document tells, but for notes."""
    return {problem.code for problem in document.problems if problem.severity != "note"}


def short(value):
    """Name a case by the beginning of its text, for ``ids``.

    Tests may be collected twice in one process, as they are for mutants. Each time pytest doubles the backslashes of the
    names that it was given, so that a test has two names. It is not so with the names that pytest finds itself.
    """
    return ascii(value[:24]).replace("\\", "/") if isinstance(value, str | bytes) else None


def made_again(digest):
    """Make a digest again, from its innermost points on: with the checks that reading leaves out."""

    def point(given):
        return Point(given.label, given.text, tuple(map(point, given.points)), given.emphasis)

    def paper(given):
        media = given.media and Media(given.media.kind, given.media.url)
        return attrs.evolve(given, media=media, summary=tuple(map(point, given.summary)))

    return attrs.evolve(digest, papers=tuple(map(paper, digest.papers)))


def needs(*programs):
    """Stop a test where a program is missing, saying which."""
    if missing := [program for program in programs if shutil.which(program) is None]:
        stop(f"{', '.join(missing)} not installed; CONTRIBUTING.md names the packages")


def write_metadata(folder, name, version, entry_points, *requires):
    """Write what an installer writes of a distribution: its name and version, what it requires, its entry points."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {each}" for each in requires]
    (info / "METADATA").write_text("\n".join([*lines, ""]), "utf-8")
    (info / "entry_points.txt").write_text(entry_points, "utf-8")


def process(*arguments, flags=(), **more):
    """Run the command in a process of its own; returns its status, standard output and standard error."""
    command = [sys.executable, *flags, "-m", "dailypapers", *map(os.fspath, arguments)]
    result = subprocess.run(command, capture_output=True, check=False, **more)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def output_of(folder, *command):
    """Give what a program writes to standard output; one that fails is shown with the end of both streams."""
    result = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", timeout=900, check=False
    )
    assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
    return result.stdout


def run_where_it_may_mount(script, cwd, **env):
    """Run a script of the shell in a namespace of mounts of its own; skip where nobody may. Returns both streams."""
    needs("unshare")
    result = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", f"mount -t tmpfs none /mnt || exit 77\n{script}"],
        cwd=cwd,
        env=os.environ | {"PYTHON": sys.executable} | env,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode in (1, 77):
        pytest.skip("nothing can be mounted here")
    return result.stdout, result.stderr


def stop(reason):
    """Skip a test for want of what it needs; with ``EVERY_PROGRAM`` set, fail it."""
    (pytest.fail if os.environ.get("EVERY_PROGRAM") else pytest.skip)(reason)


def refused(law):
    """Expect the error of a law of exporters or readers."""
    return pytest.raises(AssertionError, match=f"law broken: {re.escape(law)}: ")


def on_terminal(*arguments, width=80, all_of_it=False, **environment):
    """Run a command on a terminal of its own; give its status and what it shows, line by line: standard output, or all."""
    pytest.importorskip("pty", reason="needs a terminal")
    import fcntl
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    env = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    env |= {"TERM": "dumb", "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-m", "dailypapers", *arguments]
    errors = theirs if all_of_it else subprocess.DEVNULL  # a slow machine may show progress
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=errors, env=env) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError as error:
                assert error.errno == errno.EIO  # noqa: PT017 - how Linux tells of its end
                break
            if not data:
                break
            shown += data
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")
