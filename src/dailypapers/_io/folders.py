"""Outputs of many files as a folder: staged in it first, then placed, each file in one step.

What is not as we wrote it is never replaced or deleted. A run that was killed leaves whole files; the next one knows
them by the manifest, which was saved before the first of them was placed, and finishes.
"""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property

import attrs

from dailypapers._io.atomic import (
    closing_chunks,
    keep_owner_and_mode,
    os_errors_as_output_errors,
    require_closed_database,
)
from dailypapers._io.manifest import NAME, Sums, manifest, read_manifest
from dailypapers._io.stages import Lock, create, fill_stage, locked, make_stage, remove_stage, stage_for
from dailypapers._plugins.run import FileStart
from dailypapers.errors import OutputError

_LINK, _IN_THE_WAY, _SEVERAL = "a link", "in the way", "several"  # no file has such a sum


@attrs.frozen
class FolderReport:
    """What came of a folder besides the files that were written.

    ``kept`` has the files that were neither replaced nor deleted, each with what is so of it, and ``blocked`` the paths
    at which something stands that is no file. Of the files of ours that were not written this time ``stay`` is how many
    stay, and ``pruned`` how many were deleted; ``None`` where none may be.
    """

    kept: dict[str, str]
    blocked: list[str]
    stay: int
    pruned: int | None


@attrs.frozen
class _Found:
    """What stands at a path: a sum, or why there is none; ``None`` for nothing. ``status`` is that of a file."""

    sum: str | None
    status: os.stat_result | None = None


def write_folder(
    chunks: Iterable[str | bytes | FileStart], folder: str, format_name: str, may_prune: Callable[[], bool] | None
) -> FolderReport:
    """Write files to a folder as :func:`~dailypapers.write` does; with ``may_prune`` others of ours are deleted.

    Raises :class:`~dailypapers.OutputError`. Before the exporter has ended well nothing is placed.
    """
    stage, is_new = stage_for(folder), False
    lock: Lock | None = None

    def clean_up() -> None:
        if lock:
            lock.release()
        remove_stage(stage)
        if is_new:
            with suppress(OSError):  # unless something is in it
                os.rmdir(folder)

    try:  # from here on, as a signal may come as soon as something is there
        with closing_chunks(chunks):
            with os_errors_as_output_errors(folder):
                is_new = not os.path.isdir(folder)
                if is_new:
                    os.mkdir(folder)
                lock = make_stage(stage)
            staged = fill_stage(chunks, stage)
        with os_errors_as_output_errors(folder), locked(folder):
            return _Placing(folder, stage, format_name, staged).place(may_prune)
    finally:
        try:
            clean_up()
        except BaseException:
            clean_up()  # a signal came; a second signal is ignored for a second
            raise


class _Placing:
    """Places staged files in a folder that is locked."""

    def __init__(self, folder: str, stage: str, format_name: str, staged: dict[str, str]) -> None:
        self._folder, self._stage, self._format_name, self._staged = folder, stage, format_name, staged
        before = read_manifest(folder, format_name)  # another process may have written it by now
        self._before: Sums = before or {}
        # Without a manifest, as where dot files are not synchronized, what is as this run would write it is ours.
        self._ours: Sums = {path: (new,) for path, new in staged.items()} if before is None else before
        self._after = dict(self._before)
        self._looked_at: dict[str, dict[str | None, list[tuple[str, _Found]]]] = {}
        self._kept: dict[str, str] = {}
        self._blocked: list[str] = []

    def place(self, may_prune: Callable[[], bool] | None) -> FolderReport:
        """Place all that may be, and return what was kept and what came of the rest of ours."""
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
        stay, pruned = self._others(may_prune is not None and may_prune())
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
            self._kept[path] = "was not written by this format"

    def _path(self, path: str) -> str:
        return os.path.join(self._folder, *path.split("/"))

    def _look_for(self, path: str) -> tuple[str, _Found]:
        """Return where a file is, and what stands there: at its own path, or where somebody moved it.

        The manifest keeps the path that the exporter yields, so a file that was moved is looked for in each run. One
        that is not as we wrote it may be a file of ours, moved and changed, where a single path of ours has its name:
        the ``index.html`` of somebody else is none of the many of a site.
        """
        found = self._look_at(path)
        if found.sum is not None or path not in self._ours:
            return path, found
        by_sum = self._elsewhere(_name(path))
        groups = [by_sum[sum_] for sum_ in self._ours[path] if by_sum.get(sum_)]
        if len(groups) == 1 and len(groups[0]) == 1:
            return groups[0].pop()  # of two files of ours that are the same it is one
        if path not in self._before:
            return path, found
        if not groups and self._paths_by_name[_name(path)] == 1:
            groups = [group for sum_, group in by_sum.items() if sum_ not in self._known_sums]
        if not groups:
            return path, found
        return groups[0][0] if len(groups) == len(groups[0]) == 1 else (groups[0][0][0], _Found(_SEVERAL))

    def _elsewhere(self, name: str) -> dict[str | None, list[tuple[str, _Found]]]:
        """Return by their sums what stands at the paths with a name that are neither ours nor of this run."""
        if name not in self._looked_at:
            by_sum = self._looked_at[name] = {}
            for path in self._others_by_name.get(name, ()):
                found = self._look_at(path)
                by_sum.setdefault(found.sum, []).append((path, found))
        return self._looked_at[name]

    @cached_property
    def _paths_by_name(self) -> Counter[str]:
        """How many paths of ours, with those of this run, have a name."""
        return Counter(map(_name, {**self._before, **self._staged}))

    @cached_property
    def _others_by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for parent, folders, names in os.walk(self._folder):
            if NAME in names and parent != self._folder:  # what is in here is of another output
                folders.clear()
                continue
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                file = os.path.join(parent, name)
                path = os.path.relpath(file, self._folder).replace(os.sep, "/")
                is_ours = name.startswith(".") or path in self._before or path in self._staged
                if not is_ours and os.path.isfile(file) and not os.path.islink(file):
                    by_name.setdefault(name, []).append(path)
        return by_name

    @cached_property
    def _known_sums(self) -> frozenset[str]:
        return frozenset(each for sums in self._ours.values() for each in sums)

    def _look_at(self, path: str) -> _Found:
        """Return what stands at a path; a link above it counts as one."""
        *above, _ = parts = path.split("/")
        for end in range(1, len(parts) + 1):
            each = os.path.join(self._folder, *parts[:end])
            try:
                status = os.lstat(each)
            except FileNotFoundError:
                return _Found(None)
            if stat.S_ISLNK(status.st_mode) or getattr(os.path, "isjunction", lambda _: False)(each):
                return _Found(_LINK)
            if end <= len(above) and not stat.S_ISDIR(status.st_mode):
                return _Found(_IN_THE_WAY)
        if not stat.S_ISREG(status.st_mode):
            return _Found(_IN_THE_WAY)
        with open(each, "rb") as file:
            return _Found(hashlib.file_digest(file, "sha256").hexdigest(), status)

    def _place_one(self, path: str, staged: str, found: _Found) -> bool:
        """Place a file in one step; return whether what stands there is still what was found."""
        target = self._path(path)
        if found.status is None:
            for end in range(1, path.count("/") + 1):
                with suppress(FileExistsError):
                    os.mkdir(os.path.join(self._folder, *path.split("/")[:end]))
            return _move_to_new(staged, target)
        if not _is_still(target, found.status):
            return False
        keep_owner_and_mode(found.status, staged)
        os.replace(staged, target)
        return True

    def _others(self, prune: bool) -> tuple[int, int | None]:
        """Count the files of ours that were not written this time; with ``prune`` delete what is as we wrote it.

        One that was moved stays.
        """
        others = [path for path in self._before if path not in self._staged]
        if not prune:
            return sum(os.path.lexists(self._path(path)) or self._look_for(path)[0] != path for path in others), None
        pruned = 0
        for path in others:
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
            self._remove_empty_folders_above(path)
        return 0, pruned

    def _remove_empty_folders_above(self, path: str) -> None:
        parts = path.split("/")
        with suppress(OSError):  # not empty
            for end in range(len(parts) - 1, 0, -1):
                os.rmdir(os.path.join(self._folder, *parts[:end]))

    def _save(self, files: Sums) -> None:
        with create(self._stage, "manifest") as file:
            file.writelines(each.encode() for each in manifest(self._format_name, files))
        os.replace(file.name, os.path.join(self._folder, NAME))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _move_to_new(staged: str, target: str) -> bool:
    """Move a file to where there is none; false where there is one by now."""
    try:
        try:
            os.link(staged, target)  # which never replaces anything
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            if os.path.lexists(target):
                return False
            os.rename(staged, target)
    except FileExistsError:  # on Windows
        return False
    return True


def _is_still(path: str, before: os.stat_result) -> bool:
    try:
        now = os.lstat(path)
    except FileNotFoundError:
        return True  # there is nothing to lose
    return (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_mode) == (
        *(before.st_ino, before.st_size, before.st_mtime_ns, before.st_ctime_ns, before.st_mode),
    )
