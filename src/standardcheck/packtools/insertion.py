"""Putting suggested examples into rule files, after the last example of their rule, without touching another line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from standardcheck.packtools.suggest import Suggestion
from standardcheck.ruleset.packs import Origin
from standardcheck.ruleset.resolve import Resolved

INDENT = 6
"""Spaces before the dash of an example where rules are written as usual."""


class Inserted(NamedTuple):
    """A rule file with examples added, and how many."""

    file: str
    text: str
    added: int


def indented(example: str, indent: int = INDENT) -> str:
    """A line of YAML at the depth of an example."""
    return " " * indent + example


def insert(suggestions: Iterable[Suggestion], resolved: Resolved, pack: str) -> tuple[list[Inserted], list[Suggestion]]:
    """The changed files of a pack, and the suggestions for rules that have no list of examples there, one a line."""
    edits: dict[str, list[tuple[int, str]]] = {}
    documents = {}
    left = []
    for suggested in suggestions:
        rule, origin = resolved.rules[suggested.rule]
        place = _after_last(origin, len(rule.examples)) if origin.pack == pack and rule.examples else None
        if place is None:
            left.append(suggested)
            continue
        line, indent = place
        documents[origin.document.file] = origin.document
        edits.setdefault(origin.document.file, []).append((line, indented(suggested.yaml(), indent)))
    changed = [Inserted(file, _edited(documents[file].text, found), len(found)) for file, found in edits.items()]
    return changed, left


def _after_last(origin: Origin, number: int) -> tuple[int, int] | None:
    """The number of the last line of a rule's examples, and how far their dashes are indented; ``None`` where they
    are not written one below the other."""
    lines = origin.document.text.split("\n")
    at = origin.at("examples", number - 1).place().line
    first = lines[at - 1]
    indent = len(first) - len(first.lstrip(" "))
    if not first[indent:].startswith("- "):
        return None
    last = at
    for offset, line in enumerate(lines[at:], start=at + 1):
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        if line.strip():
            last = offset
    return last, indent


def _edited(text: str, edits: list[tuple[int, str]]) -> str:
    """The text with new lines after lines of it; they end as its lines do."""
    end = "\r" if "\r\n" in text else ""
    lines = text.split("\n")
    below: dict[int, list[str]] = {}
    for line, new in edits:
        below.setdefault(line, []).append(new + end)
    for line in sorted(below, reverse=True):
        lines[line:line] = below[line]
    return "\n".join(lines)
