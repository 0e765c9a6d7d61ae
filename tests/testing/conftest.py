"""Fixtures of the tests of laws."""

import sys
import tempfile

import pytest

from dailypapers.testing import exporter_laws, reader_laws


@pytest.fixture
def temporary_folder(tmp_path, monkeypatch):
    """Have files that a mistake leaves in a folder of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def no_processes(monkeypatch):
    """Leave out the laws of fresh processes, for tests of other laws."""
    for module in (exporter_laws, reader_laws):
        monkeypatch.setattr(module, "check_in_processes", lambda *_: "")


@pytest.fixture
def package_folder(tmp_path, monkeypatch):
    """Return a folder that modules are imported from."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path
