"""Outputs of many files as a folder: all files are staged in it, then each is placed in one step.

A file that is not as we wrote it is never replaced or deleted. A run that is killed leaves whole files. The manifest is
saved before the first of them is placed, so the next run knows them as ours and finishes.
"""

import hashlib
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from posixpath import basename

import attrs

from dailypapers._io.atomic import keep_owner_and_mode, os_errors_as_output_errors, require_closed_database
from dailypapers._io.manifest import NAME, Sums, manifest, read_manifest
from dailypapers._io.stages import Lock, fill_stage, make_stage, remove_stage, stage_for
from dailypapers._plugins.run import FileStart
from dailypapers.errors import OutputError

_LINK, _IN_THE_WAY, _SEVERAL = "a link", "in the way", "several"  # no file has such a sum


@attrs.frozen
class FolderReport:
    """The result of writing a folder, besides the files in it.

    ``kept`` maps each file that was neither replaced nor deleted to the reason. ``blocked`` lists the paths where
    something stands that is no file. ``stay`` and ``pruned`` count the files of earlier runs that this one did not
    write: those that stay, and those that were deleted.
    """

    kept: dict[str, str]
    blocked: list[str]
    stay: int
    pruned: int


@attrs.frozen
class _Found:
    """A path as it was found: the sum of a file, or why there is none; ``None`` where nothing is there."""

    sum: str | None
    status: os.stat_result | None = None


def write_folder(
    chunks: Iterable[str | bytes | FileStart], folder: str, format_name: str, may_prune: Callable[[str], bool] | None
) -> FolderReport:
    """Write files to a folder as :func:`~dailypapers.write` does.

    Nothing is placed before the exporter has ended well. Files of earlier runs that this one does not write are deleted
    where ``may_prune`` returns true for their path. Raises :class:`~dailypapers.OutputError`.
    """
    stage, is_new = stage_for(folder), False
    lock: Lock | None = None

    def clean_up() -> None:
        if lock:
            lock.close()
        remove_stage(stage)
        if is_new:
            with suppress(OSError):  # it is not empty
                os.rmdir(folder)

    try:  # around all that makes something, as a signal may come at any time
        with os_errors_as_output_errors(folder):
            is_new = not os.path.isdir(folder)
            if is_new:
                os.mkdir(folder)
            lock = make_stage(stage)
        staged = fill_stage(chunks, stage)
        with os_errors_as_output_errors(folder), closing(Lock(folder)):
            return _Placing(folder, stage, format_name, staged).place(may_prune)
    finally:
        try:
            clean_up()
        except BaseException:
            clean_up()  # a signal came; the next one is ignored for a second
            raise


class _Placing:
    """Places staged files in a folder that is locked."""

    def __init__(self, folder: str, stage: str, format_name: str, staged: dict[str, str]) -> None:
        self._folder, self._stage, self._format_name, self._staged = folder, stage, format_name, staged
        before = read_manifest(folder, format_name)  # another process may have written it by now
        self._before: Sums = before or {}
        # Without a manifest, which programs that synchronize folders may skip, a file is ours if it is as this run
        # would write it.
        self._ours: Sums = {path: (new,) for path, new in staged.items()} if before is None else before
        self._after = dict(self._before)
        self._moved = self._find_moved()
        self._kept: dict[str, str] = {}
        self._blocked: list[str] = []

    def place(self, may_prune: Callable[[str], bool] | None) -> FolderReport:
        """Place the files that may be placed, and keep, count or delete the others."""
        plan: list[tuple[str, str, str, _Found]] = []
        for number, (path, new) in enumerate(self._staged.items()):
            where, found = self._look_for(path)
            if found.sum == _LINK:
                raise OutputError(self._folder, f"there is a link at {path}, or above it; remove it")
            if found.sum == new and path in self._ours:
                self._after[path] = (new,)
            elif found.sum is None or found.sum in self._ours.get(path, ()):
                staged = os.path.join(self._stage, str(number))
                require_closed_database(self._path(where), self._folder, staged)
                plan.append((path, where, staged, found))
            else:
                self._keep(path, where, found)
        if plan:
            both = {path: tuple(dict.fromkeys((*self._ours.get(path, ()), self._staged[path]))) for path, *_ in plan}
            self._save({**self._before, **self._after, **both})
        for path, where, staged, found in plan:
            if self._place_one(where, staged, found):
                self._after[path] = (self._staged[path],)
            else:
                self._keep(path, where, found)
        stay, pruned = self._others(may_prune or (lambda _: False))
        if plan or self._after != self._before:
            self._save(self._after)
        return FolderReport(self._kept, self._blocked, stay, pruned)

    def _keep(self, path: str, where: str, found: _Found) -> None:
        if found.sum == _SEVERAL:
            self._kept[f"{where} (perhaps {path})"] = "is one of several of its name that may have been moved there"
        elif where != path:
            self._kept[f"{where} (perhaps {path})"] = "may have been moved there and changed"
        elif path in self._before:
            self._kept[path] = "was changed since it was written"
        elif found.sum == _IN_THE_WAY:
            self._blocked.append(path)
        else:
            self._kept[path] = "is not known to be written by this format"

    def _path(self, path: str) -> str:
        return os.path.join(self._folder, *path.split("/"))

    def _look_for(self, path: str) -> tuple[str, _Found]:
        """Return where a file is, at its own path or where somebody moved it, and what was found there."""
        found = self._look_at(path)
        return self._moved.get(path, (path, found)) if found.sum is None else (path, found)

    def _find_moved(self) -> dict[str, tuple[str, _Found]]:
        """Find the files of ours that are gone from their paths: where each is now, or may be, and what is there.

        The manifest keeps the path that the exporter yields, so each run looks for a moved file again. A file with an
        unknown sum may be one of ours that was moved and changed, if a single path of ours has its name. In a site many
        pages are called ``index.html``, so another one says nothing.
        """
        gone = [path for path in self._ours if not os.path.lexists(self._path(path))]
        others = self._others_by_name_and_sum({basename(path) for path in gone})
        known_sums = {each for sums in self._ours.values() for each in sums}
        paths_by_name = Counter(map(basename, {**self._before, **self._staged}))
        moved = {}
        for path in gone:
            by_sum = others[basename(path)]
            there = [each for sum_ in self._ours[path] for each in by_sum.get(sum_, ())]
            if len(there) == 1:
                moved[path] = there[0]
                by_sum[there[0][1].sum].clear()  # for one path only, where two files of ours were the same
            elif path in self._before:
                if not there and paths_by_name[basename(path)] == 1:
                    there = [each for sum_, group in by_sum.items() if sum_ not in known_sums for each in group]
                if there:
                    moved[path] = there[0] if len(there) == 1 else (there[0][0], _Found(_SEVERAL))
        return moved

    def _others_by_name_and_sum(self, wanted: set[str]) -> dict[str, dict[str | None, list[tuple[str, _Found]]]]:
        """Return the files with some names that are neither ours nor of this run, by their names and sums."""
        others: dict[str, dict[str | None, list[tuple[str, _Found]]]] = {name: defaultdict(list) for name in wanted}
        for parent, folders, names in os.walk(self._folder) if wanted else ():
            if NAME in names and parent != self._folder:  # another output
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(wanted.intersection(names)):
                file = os.path.join(parent, name)
                path = os.path.relpath(file, self._folder).replace(os.sep, "/")
                is_ours = name.startswith(".") or path in self._before or path in self._staged
                if not is_ours and os.path.isfile(file) and not os.path.islink(file):
                    found = self._look_at(path)
                    others[name][found.sum].append((path, found))
        return others

    def _look_at(self, path: str) -> _Found:
        """Look at a path and the folders above it, none of which may be a link."""
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            each = os.path.join(self._folder, *parts[:end])
            try:
                status = os.lstat(each)
            except FileNotFoundError:
                return _Found(None)
            if _is_link(status):
                return _Found(_LINK)
            if end < len(parts) and not stat.S_ISDIR(status.st_mode):
                return _Found(_IN_THE_WAY)
        if not stat.S_ISREG(status.st_mode):
            return _Found(_IN_THE_WAY)
        with open(each, "rb") as file:
            return _Found(hashlib.file_digest(file, "sha256").hexdigest(), status)

    def _place_one(self, path: str, staged: str, found: _Found) -> bool:
        """Place a file in one step, and return true; return false where its path has changed since it was found."""
        target = self._path(path)
        if found.status is None:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            try:
                os.link(staged, target)  # which never replaces a file that somebody puts there at this moment
            except FileExistsError:
                return False
            except OSError:  # a file system without links
                pass
            else:
                return True
        if not _is_still(target, found.status):
            return False
        if found.status:
            keep_owner_and_mode(found.status, staged)
        os.replace(staged, target)
        return True

    def _others(self, may_prune: Callable[[str], bool]) -> tuple[int, int]:
        """Count the files of ours that this run did not write; delete those that may go and are as we wrote them.

        A file that somebody moved stays.
        """
        stay = pruned = 0
        for path in [path for path in self._before if path not in self._staged]:
            if not may_prune(path):
                stay += path in self._moved or os.path.lexists(self._path(path))
                continue
            where, found = self._look_for(path)
            if where != path:
                continue
            if found.sum is not None and (found.status is None or found.sum not in self._before[path]):
                self._keep(path, path, found)
                continue
            if found.status and _is_still(self._path(path), found.status):
                os.unlink(self._path(path))
                pruned += 1
            del self._after[path]
            with suppress(OSError):  # not empty, as the folder with the stage never is
                os.removedirs(os.path.dirname(self._path(path)))
        return stay, pruned

    def _save(self, files: Sums) -> None:
        with open(os.path.join(self._stage, "manifest"), "xb") as file:
            file.writelines(each.encode() for each in manifest(self._format_name, files))
        os.replace(file.name, os.path.join(self._folder, NAME))


def _is_link(status: os.stat_result) -> bool:
    """Return whether ``lstat`` tells of a link, or of a junction, as which Windows has links to folders as well."""
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == 0xA0000003


def _is_still(path: str, before: os.stat_result | None) -> bool:
    """Return whether a file is the one that was found, unchanged, or is gone: then there is nothing to lose."""
    try:
        now = os.lstat(path)
    except FileNotFoundError:
        return True
    names = ("st_ino", "st_size", "st_mtime_ns", "st_ctime_ns", "st_mode")
    return before is not None and all(getattr(now, name) == getattr(before, name) for name in names)
