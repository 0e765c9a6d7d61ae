"""What somebody's code raised, and the error that reports it. Its class may do anything when asked for its text."""

from typing import TYPE_CHECKING

from dailypapers.errors import ExportWarning, PluginError

if TYPE_CHECKING:
    from dailypapers._plugins.find import FoundPlugin


class Guard:
    """Whatever somebody's code raises in here becomes an error about its plugin; Ctrl-C stays what it is."""

    def __init__(
        self, found: "FoundPlugin", stage: str, what: str, passes: tuple[type[BaseException], ...] = ()
    ) -> None:
        self._found, self._stage, self._what, self._passes = found, stage, what, passes

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if (
            kind is None
            or error is None
            or issubclass(kind, (KeyboardInterrupt, PluginError, ExportWarning, *self._passes))
        ):
            return
        raise fault(self._found, error, self._stage, self._what) from error


def fault(
    found: "FoundPlugin", error: BaseException, stage: str, what: str, *, when: str = "", closing: bool = False
) -> PluginError:
    """Make the error that says what a plugin raised: from what its class inherits, as it may override all of it."""
    if issubclass(type(error), RuntimeError) and text_of(error) == "generator ignored GeneratorExit":
        return found.error(stage, "went on when it was told to end")
    if issubclass(type(error), SystemExit) and not closing:
        code = text_of(SystemExit.__dict__["code"].__get__(error))
        return found.error(stage, f"tried to end the process{when}: {code}")
    if issubclass(type(error), ImportError) and not closing:
        missing = text_of(ImportError.__dict__["name"].__get__(error) or "")
        if command := found.missing_extra(missing):
            return found.error(stage, f"needs {missing}, which is not installed: {command}")
    return found.error(stage, f"{what}: {describe(error)}")


def text_of(value: object) -> str:
    """Return ``str(value)`` as a plain ``str``; nothing where it cannot be had, whatever that raises."""
    try:
        return str.__str__(str(value))
    except KeyboardInterrupt:
        raise
    except BaseException:
        return ""


def describe(error: BaseException) -> str:
    """Return the name of an exception's class, and its text if it has any."""
    return ": ".join(filter(None, (name_of(type(error)), text_of(error))))


def name_of(cls: type) -> str:
    """Return the name of a class, which its metaclass cannot change."""
    return str.__str__(type.__dict__["__name__"].__get__(cls))
