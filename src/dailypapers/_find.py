"""Exporters found: the metadata of installed distributions says which there are, and nothing of them is imported.

For a built-in format the metadata of this distribution is read and no other, so that nobody's plugin costs it
anything.
"""

import re
from importlib import metadata

import attrs

from dailypapers import __version__
from dailypapers.errors import ExporterClaimedError, ExporterError, ExporterImportError, UnknownFormatError
from dailypapers.plugins import GROUP

_OURS = "dailypapers"

IN_A_FILE = re.compile(r"(?P<path>.+\.py):(?P<attribute>[^:]+)")
"""An exporter that is in no package: ``./mine.py:Titles``."""


@attrs.frozen
class Found:
    """What promises to be an exporter; nothing of it has been imported.

    ``entry_point`` is ``module:attribute``, or ``path.py:attribute`` for one that is in no distribution.
    """

    name: str
    entry_point: str
    distribution: str = ""
    version: str = ""

    @property
    def builtin(self) -> bool:
        return self.distribution == _OURS

    def error(self, kind: type[ExporterError], reason: str) -> ExporterError:
        """Make an error about this exporter."""
        return kind(self.name, self.distribution, self.version, self.entry_point, reason)


def find(name: str) -> Found:
    """Find the exporter of a format: by name, or as ``path.py:Class``. A built-in name is ours, whoever claims it.

    Raises :class:`~dailypapers.UnknownFormatError` when there is none of this name, and
    :class:`~dailypapers.ExporterClaimedError` when several distributions claim it.
    """
    if IN_A_FILE.fullmatch(name):
        return Found(name, name)
    for found in ours():
        if found.name == name:
            return found
    everything = find_all()
    for found in everything:
        if found.name == name:
            if reason := claimed(found, everything):
                raise found.error(ExporterClaimedError, reason)
            return found
    raise UnknownFormatError(name, dict.fromkeys(found.name for found in everything))


def claimed(found: Found, everything: list[Found]) -> str | None:
    """Say why an exporter cannot be used though it may load: somebody else has its name."""
    claims = [each for each in everything if each.name == found.name]
    if claims[0].builtin:
        return None if found.builtin else "is shadowed by the built-in format of this name"
    if len(claims) == 1:
        return None
    claimants = " and ".join(f"{each.distribution} {each.version}" for each in claims)
    return f"is claimed by {claimants}; uninstall all but one of them"


def find_all() -> list[Found]:
    """Find all exporters: the built-in ones first, the others by name and distribution."""
    builtin = ours()
    others: dict[tuple[str, str], Found] = {}
    for distribution in metadata.distributions():
        for found in _exporters_of(distribution):
            if not found.builtin:
                others.setdefault((found.name, found.distribution), found)
    return builtin + [others[key] for key in sorted(others)]


def ours() -> list[Found]:
    """Read the metadata of this distribution alone: a built-in format costs no look at any other."""
    try:
        entry_points = metadata.distribution(_OURS).entry_points
    except metadata.PackageNotFoundError:
        reason = "is not registered: dailypapers runs without having been installed"
        raise Found("any", GROUP, _OURS).error(ExporterImportError, reason) from None
    # To read our name and version from the metadata would load a parser of e-mail.
    ours = [Found(each.name, each.value, _OURS, __version__) for each in entry_points if each.group == GROUP]
    return sorted(ours, key=lambda found: found.name)


def _exporters_of(distribution: metadata.Distribution) -> list[Found]:
    try:
        entry_points = [each for each in distribution.entry_points if each.group == GROUP]
        if not entry_points:
            return []
        name, version = distribution.metadata["Name"] or "a distribution without a name", distribution.version or ""
    except Exception:
        return []  # metadata that cannot be read, of somebody else
    return [Found(each.name, each.value, name, version) for each in entry_points]


def missing_extra(found: Found, missing: str) -> str | None:
    """Give the command that installs a missing module, if the distribution of ``found`` names it as an extra."""
    if not missing or not found.distribution:
        return None
    try:
        requirements = metadata.requires(found.distribution) or ()
    except Exception:
        return None  # metadata that cannot be read, of somebody else
    missing = _normalized(missing.partition(".")[0])
    for requirement in requirements:
        name, extra = re.match(r"[\w.-]*", requirement), re.search(r"extra\s*==\s*['\"]([\w.-]+)['\"]", requirement)
        if name and extra and _normalized(name[0]) == missing:
            return f'pip install "{found.distribution}[{extra[1]}]"'
    return None


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
