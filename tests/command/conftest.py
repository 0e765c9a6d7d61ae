"""Fixtures of the tests of the command."""

import pytest

from dailypapers._command.main import main


@pytest.fixture
def run(capfd):
    """Run the command in this process; give its status, standard output and standard error."""

    def run(*arguments):
        return main(arguments), *capfd.readouterr()

    return run
