"""Fixtures of the tests of laws."""

import tempfile

import pytest


@pytest.fixture
def temporary_folder(tmp_path, monkeypatch):
    """Have files that a mistake leaves in a folder of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
