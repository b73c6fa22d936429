"""Add to a rule file, or replace an entry of it, and leave every other character as it is.

Rule files are edited as lines. Whether an edit did what it was meant to, and nothing else, is checked by reading the
file again.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from standardcheck.errors import Fault, InvalidRuleSet, Place
from standardcheck.ruleset.packs import PackFiles
from standardcheck.source import read_yaml

_CONTENT = re.compile(r"\s*[^\s#]")


class Block(NamedTuple):
    """A block of the file (``rules:``) as lines: its header, the first line after it, the end of its content."""

    header: int
    start: int
    end: int
    indent: str


class RuleText:
    """The text of one rule file while it is edited. ``name`` is what messages call it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.lines = text.replace("\r\n", "\n").split("\n")

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.newline.join(self.lines)

    def data(self) -> Any:
        """The text read. Raises ``FaultyInput``."""
        text = self.text
        return read_yaml(text.encode(), self.name).data if _CONTENT.search(_without_comments(self.lines)) else {}

    def add(self, block: str, lines: Sequence[str], before: str = "") -> int:
        """Append an entry to a block; its lines come without the block's indentation. Returns the entry's line.

        A block that is missing is made: before the block ``before`` if that is there, else at the end.
        """
        found = self.block(block) or self._made(block, before)
        indented = [found.indent + line if line else line for line in lines]
        gap = [""] if self._apart(found) else []
        self.lines[found.end : found.end] = [*gap, *indented]
        return found.end + len(gap) + 1

    def replace(self, first: int, end: int, lines: Sequence[str]) -> None:
        """Put lines in place of those from ``first`` (from 1) to before ``end``."""
        self.lines[first - 1 : end - 1] = lines

    def entry_end(self, first: int, indent: int) -> int:
        """The line (from 1) after the entry that begins on ``first`` at a column: before what is no deeper."""
        end = first
        for number in range(first, len(self.lines)):
            line = self.lines[number]
            if _CONTENT.match(line):
                if len(line) - len(line.lstrip()) <= indent:
                    break
                end = number + 1
        return end + 1

    def block(self, name: str) -> Block | None:
        """The block of a name, if it is there. Raises :class:`InvalidRuleSet` if it is written on one line."""
        for header, line in enumerate(self.lines):
            match = re.match(rf"{name}:(.*)$", line)
            if match is None:
                continue
            rest = match[1].strip()
            if re.match(r"(\[\]|\{\})\s*(#.*)?$", rest):
                self.lines[header] = f"{name}:"
            elif rest and not rest.startswith("#"):
                place = Place(self.name, header + 1, 1)
                raise InvalidRuleSet([Fault("edit-one-line", {"block": name}, place, line)])
            return self._measured(header)
        return None

    def _measured(self, header: int) -> Block:
        end, indent = header + 1, None
        for number in range(header + 1, len(self.lines)):
            line = self.lines[number]
            if not _CONTENT.match(line):
                end = number + 1 if line.strip() and line[:1].isspace() else end
                continue
            if not line[:1].isspace() and not line.startswith("- "):
                break
            indent = line[: len(line) - len(line.lstrip())] if indent is None else indent
            end = number + 1
        return Block(header, header + 1, end, "  " if indent is None else indent)

    def _made(self, name: str, before: str) -> Block:
        other = self.block(before) if before else None
        if other is not None:
            self.lines[other.header : other.header] = [f"{name}:", ""]
            return Block(other.header, other.header + 1, other.header + 1, "  ")
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        gap = [""] if self.lines else []
        self.lines += [*gap, f"{name}:", ""]
        return Block(len(self.lines) - 2, len(self.lines) - 1, len(self.lines) - 1, "  ")

    def _apart(self, block: Block) -> bool:
        """Whether entries of a block are set apart by empty lines."""
        body = self.lines[block.start : block.end]
        return any(not line.strip() for line in body)


def _without_comments(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def added(before: Any, block: str, entry: Any) -> Any:
    """Data with an entry more: what a file must hold after :meth:`RuleText.add`."""
    after = copy.deepcopy(before) or {}
    if isinstance(entry, dict) and block != "rules":
        after[block] = {**(after.get(block) or {}), **entry}
    else:
        after[block] = [*(after.get(block) or []), entry]
    return after


def check_edit(text: RuleText, expected: Any) -> None:
    """Raises :class:`InvalidRuleSet` unless the edited text holds what it should, and nothing else changed."""
    if text.data() != expected:
        raise InvalidRuleSet([Fault("edit-not-clean", {"file": text.name})])


def with_file(files: PackFiles, name: str, text: str) -> PackFiles:
    """A pack's files with one file changed or added."""
    rest = [(other, raw) for other, raw in files.files if other != name]
    return files._replace(files=tuple(sorted([*rest, (name, text.encode())])))


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and put it there. Raises ``OSError``; then nothing has changed."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, raw: bytes) -> None:
    """The same for bytes."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(raw)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
