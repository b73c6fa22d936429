"""Calling git: to read, never to write, and so that nothing in a repository makes it run another program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from standardcheck.errors import UsageError

SECONDS = 120
"""How long a call may take."""

_QUIET = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.splitIndex=false"),
)
"""Options of every call: no pager, no hooks, no file monitor, no pattern in a path, nothing beside a copied index."""

_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_LONGEST = 300


class Change(NamedTuple):
    """A path that differs from what it was; ``old`` is the name that it had, if it had another."""

    status: str
    """``A`` added, ``D`` deleted, ``M`` modified, ``R`` renamed, ``T`` of another type."""
    path: str
    old: str | None = None


class Entry(NamedTuple):
    """What a path was at a commit: its mode as git writes it, and the id of its content."""

    mode: str
    id: str

    @property
    def is_link(self) -> bool:
        """Whether it was a symbolic link."""
        return self.mode == "120000"

    @property
    def is_submodule(self) -> bool:
        """Whether it was the commit of another repository."""
        return self.mode == "160000"


class Repository:
    """A repository with a working tree, read by calls of git. Paths are relative to its root, ``/`` between names."""

    def __init__(self, folder: str, rev: str) -> None:
        """The repository around a folder; ``rev`` is for messages. Raises ``UsageError`` if there is none."""
        self.folder = folder
        self._more: tuple[str, ...] = ()
        done = self._run(("rev-parse", "--show-toplevel"))
        if done.returncode:
            not_ours = b"dubious ownership" in done.stderr
            raise UsageError("git-not-ours" if not_ours else "git-no-repository", folder=folder, rev=rev)
        self.root = os.fsdecode(done.stdout.removesuffix(b"\n"))
        if not self.root:
            raise UsageError("git-no-repository", folder=folder, rev=rev)
        self.folder = self.root
        self._more = tuple(self._no_filters())

    def commit(self, rev: str) -> str:
        """The id of the commit that a user names; ``REV...`` is the last one that it and HEAD have in common.

        Raises ``UsageError`` for a name of no commit.
        """
        base = rev.endswith("...")
        found = self._commit(rev.removesuffix("..."), rev)
        if not base:
            return found
        done = self._run(("merge-base", found, "HEAD"))
        if done.returncode:
            raise UsageError("git-no-base-shallow" if self._is_shallow() else "git-no-base", rev=rev)
        return done.stdout.decode().strip()

    def _commit(self, name: str, rev: str) -> str:
        if name.startswith("-"):  # git would take it for an option
            raise UsageError("git-no-name", rev=rev)
        if name and "\0" not in name:
            done = self._run(("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"))
            if done.returncode == 0:
                return done.stdout.decode().strip()
        if self._is_shallow():
            raise UsageError("git-shallow", rev=rev)
        raise UsageError("git-unknown", rev=rev, hint=self._near(name))

    def _is_shallow(self) -> bool:
        return self._run(("rev-parse", "--is-shallow-repository")).stdout.strip() == b"true"

    def _near(self, name: str) -> str:
        from standardcheck.hints import near

        listed = self._run(("for-each-ref", "--format=%(refname:short)", "--count=1000"))
        return near(name, listed.stdout.decode("utf-8", "replace").split("\n"))

    def changes(self, commit: str, untracked: Sequence[str] = ()) -> list[Change]:
        """What the working tree has otherwise than a commit, renamed files with both names.

        Of files that git does not know, those of ``untracked`` count.
        """
        import tempfile

        options = ("--name-status", "-z", "--find-renames", "--no-ext-diff", "--no-textconv", "--no-color")
        diff = ("diff", *options, "--no-relative", "--ignore-submodules=none", commit, "--")
        if not untracked:
            return list(_changes(self._output(diff)))
        with tempfile.TemporaryDirectory() as place:  # the index of the repository stays as it is
            index = self._own_index(place)
            named = b"\0".join(map(os.fsencode, untracked))
            add = ("add", "--intent-to-add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
            there = self._run(add, named, index).returncode == 0  # else a new name is not followed to the old one
            return list(_changes(self._output(diff, env=index if there else None)))

    def _own_index(self, place: str) -> dict[str, str]:
        """A copy of the index, as the environment that makes git use it. It keeps its time, by which git knows the
        files that were written so soon after it that it has to look into them."""
        import shutil

        name = os.fsdecode(self._output(("rev-parse", "--git-path", "index")).removesuffix(b"\n"))
        path, copy = os.path.join(self.root, name), os.path.join(place, "index")  # noqa: PTH118
        if os.path.exists(path):  # noqa: PTH110
            shutil.copy2(path, copy)
        return {"GIT_INDEX_FILE": copy}

    def entries(self, commit: str) -> dict[str, Entry]:
        """Every path of a commit."""
        found = {}
        for line in self._output(("ls-tree", "-r", "-z", "--full-tree", commit)).split(b"\0"):
            if line:
                about, _, name = line.partition(b"\t")
                mode, _, id_ = about.decode().split(" ")
                found[os.fsdecode(name)] = Entry(mode, id_)
        return found

    def contents(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of files by their ids."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        rest = memoryview(self._output(("cat-file", "--batch"), "".join(f"{id_}\n" for id_ in wanted).encode()))
        found = {}
        for id_ in wanted:
            head, _, _ = bytes(rest[: len(id_) + 40]).partition(b"\n")
            kind, _, size = head.decode("ascii", "replace").partition(" ")[2].partition(" ")
            if kind != "blob":
                raise UsageError("git-failed", command="cat-file", why=head.decode("utf-8", "replace"))
            start = len(head) + 1
            found[id_] = bytes(rest[start : start + int(size)])
            rest = rest[start + int(size) + 1 :]
        return found

    def _no_filters(self) -> Iterator[str]:
        """Options that switch off every filter of file contents that somebody has configured: filters are programs."""
        listed = self._run(("config", "--null", "--name-only", "--get-regexp", r"^filter\..*"))
        drivers = {line.rpartition(".")[0] for line in os.fsdecode(listed.stdout).split("\0") if line}
        for driver in sorted(drivers):
            for key, value in (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")):
                yield from ("-c", f"{driver}.{key}={value}")

    def _output(self, arguments: Sequence[str], given: bytes = b"", env: dict[str, str] | None = None) -> bytes:
        done = self._run(arguments, given, env)
        if done.returncode:
            why = " ".join(done.stderr.decode("utf-8", "replace").split())[:_LONGEST]
            raise UsageError("git-failed", command=arguments[0], why=why or f"exit {done.returncode}")
        return done.stdout

    def _run(
        self, arguments: Sequence[str], given: bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *_QUIET, *self._more, *arguments],
                cwd=self.folder,
                input=given,
                env={**os.environ, **_ENVIRONMENT, **(env or {})},
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except FileNotFoundError:
            raise UsageError("git-missing") from None
        except subprocess.TimeoutExpired:
            raise UsageError("git-slow", command=arguments[0], seconds=SECONDS) from None
        except OSError as error:
            raise UsageError("git-failed", command=arguments[0], why=error.strerror or str(error)) from None


def _changes(listed: bytes) -> Iterator[Change]:
    """The lines of ``git diff --name-status -z``."""
    parts = iter(os.fsdecode(listed).split("\0"))
    for status in parts:
        if status[:1] in ("R", "C"):
            old = next(parts)
            yield Change(status[0], next(parts), old)
        elif status:
            yield Change(status[0], next(parts))
