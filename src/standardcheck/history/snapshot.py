"""The files of a repository as they were at a commit, beside those that are there now."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence

from standardcheck.history.git import Change, Entry, Repository

_LINKS = 32
"""Links that are followed before a path leads nowhere."""
_AT_ONCE = 64
"""Files that are read in one call of git."""


class Snapshot:
    """The files at a commit. Paths are relative to the root of the repository, ``/`` between names, ``""`` the root.

    What git says to be the same now is read from the disk, so that conversions of line ends make no difference.
    """

    def __init__(self, repository: Repository, commit: str, entries: dict[str, Entry], changes: Sequence[Change]):
        self.repository, self.commit, self.entries, self.changes = repository, commit, entries, changes
        self.changed = frozenset(name for change in changes for name in (change.path, change.old) if name is not None)
        self.renamed = {change.path: change.old for change in changes if change.status == "R" and change.old}
        """Old names by new ones."""
        self._folders: dict[str, set[str]] = {}
        for path in entries:
            self._note_folders(path)

    def _note_folders(self, path: str) -> None:
        while path:
            above, _, name = path.rpartition("/")
            known = above in self._folders
            self._folders.setdefault(above, set()).add(name)
            if known:
                return
            path = above

    # -- names ---------------------------------------------------------------------------------------------------

    def inside(self, path: str) -> str | None:
        """A whole path as one of the repository, as it is written; nothing if it lies outside."""
        return _inside(self.repository.root, path)

    def is_reached(self, path: str) -> bool:
        """Whether what a path leads to may be otherwise now: it, a folder or link on its way, or its end."""
        real = self.inside(os.path.realpath(os.path.join(self.repository.root, path)))  # noqa: PTH118
        if real is None or real not in self.entries or self.resolved(path) != real:
            return True
        return any(above in self.changed for end in (path, real) for above in _way(end))

    def submodule_of(self, path: str) -> str | None:
        """The submodule that a path lies in or is."""
        return next((a for a in _way(path) if a in self.entries and self.entries[a].is_submodule), None)

    # -- what was there ------------------------------------------------------------------------------------------

    def resolved(self, path: str) -> str | None:
        """The path of the file or folder that a path led to, links followed; nothing if it led nowhere."""
        left, found, links = [step for step in path.split("/") if step], "", 0
        while left:
            step, *left = left
            if step == "..":
                if not found:
                    return None
                found = found.rpartition("/")[0]
                continue
            found = f"{found}/{step}" if found else step
            entry = self.entries.get(found)
            if entry is not None and entry.is_link:
                links += 1
                target = os.fsdecode(self._blob(found))
                if links > _LINKS or target.startswith("/"):
                    return None
                found, left = found.rpartition("/")[0], [s for s in target.split("/") if s not in ("", ".")] + left
            elif found not in self._folders and (entry is None or left):
                return None
        return found

    def is_file(self, path: str) -> bool:
        """Whether a path led to a file."""
        found = self.resolved(path)
        return found is not None and found in self.entries and not self.entries[found].is_submodule

    def is_folder(self, path: str) -> bool:
        """Whether a path led to a folder that held something."""
        found = self.resolved(path)
        return found is not None and found in self._folders

    def names(self, path: str) -> list[str]:
        """The names in a folder; none if it is none."""
        found = self.resolved(path)
        return sorted(self._folders.get(found, ())) if found is not None else []

    def below(self, path: str) -> Iterator[str]:
        """Every file and link below a folder, as the path from it; links to folders are not followed."""
        found = self.resolved(path)
        if found is None:
            return
        start = f"{found}/" if found else ""
        yield from (name[len(start) :] for name in self.entries if name.startswith(start) and name != start)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; nothing if there was none."""
        return next((raw for _, raw in self.read_many([path])), None)

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of those paths that led to files, some at a time."""
        wanted = [(path, found) for path in paths if self.is_file(path) and (found := self.resolved(path)) is not None]
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            blobs = self.repository.contents(self.entries[p].id for _, p in some if p in self.changed)
            for path, found in some:
                yield path, blobs[self.entries[found].id] if found in self.changed else self._now(found)

    def _blob(self, path: str) -> bytes:
        id_ = self.entries[path].id
        return self.repository.contents([id_])[id_]

    def _now(self, path: str) -> bytes:
        """A file that has not changed, from the disk; from the commit where the disk is sparse."""
        try:
            with open(os.path.join(self.repository.root, path), "rb") as stream:  # noqa: PTH118, PTH123
                return stream.read()
        except OSError:
            return self._blob(path)


def snapshot(folder: str, rev: str, untracked: Iterable[str] = ()) -> Snapshot:
    """The files at the commit that a user names, in the repository around a folder.

    ``untracked`` are files that may be unknown to git and count as new, as whole paths. Raises ``UsageError``.
    """
    repository = Repository(folder, rev)
    commit = repository.commit(rev)
    entries = repository.entries(commit)
    names = (_inside(repository.root, path) for path in untracked)
    new = [name for name in names if name and name not in entries and _may_be_added(repository.root, name, entries)]
    return Snapshot(repository, commit, entries, repository.changes(commit, new))


def _inside(root: str, path: str) -> str | None:
    for folder in dict.fromkeys((root, os.path.realpath(root))):
        try:
            found = os.path.relpath(path, folder).replace(os.sep, "/")
        except ValueError:  # another drive
            continue
        if found != ".." and not found.startswith("../"):
            return "" if found == "." else found
    return None


def _may_be_added(root: str, path: str, entries: dict[str, Entry]) -> bool:
    """Whether git takes a path for one of the repository: not within a submodule nor behind a link."""
    if any(above in entries and entries[above].is_submodule for above in _way(path)):
        return False
    whole = os.path.join(os.path.realpath(root), posixpath.dirname(path))  # noqa: PTH118
    return os.path.realpath(whole) == os.path.normpath(whole)


def _way(path: str) -> Iterator[str]:
    """A path and every folder above it."""
    while path:
        yield path
        path = posixpath.dirname(path)
