"""Which object of a plan a finding is filed under, found from the places of what was judged.

The report names no level as the one that people think in, so it is found: the deepest kind of object that at least
four fifths of the findings are about, or about something inside it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from standardcheck.writers.html.words import Text, said

Data = dict[str, Any]
Pattern = tuple[str, ...]
SHARE = 0.8


class Group(NamedTuple):
    """An object that findings are filed under; ``pointer`` is ``None`` for what lies above all of them."""

    pointer: str | None
    label: Text


def groups_of(findings: list[Data]) -> tuple[list[Group], list[int]]:
    """The groups, in the order of the plan, and the group of each finding."""
    pattern = _level(findings)
    labels: dict[str, Text] = {}
    for finding in findings:
        _note(labels, finding["subject"])
    homes = [_home(finding["subject"]["pointer"], pattern) for finding in findings]
    order = [None, *sorted({home for home in homes if home is not None}, key=_steps)]
    groups = [Group(home, said("above") if home is None else labels.get(home, _named(home))) for home in order]
    at = {group.pointer: number for number, group in enumerate(groups)}
    return groups, [at[home] for home in homes]


def label_of(findings: list[Data]) -> dict[str, Text]:
    """The labels of all objects that findings speak of, by pointer."""
    labels: dict[str, Text] = {}
    for finding in findings:
        _note(labels, finding["subject"])
    return labels


def _note(labels: dict[str, Text], subject: Data) -> None:
    labels[subject["pointer"]] = subject["label"]
    above = _parent(subject["pointer"])
    parts = {language: label.rsplit(" / ", 1)[0] for language, label in subject["label"].items()}
    if above and parts != subject["label"]:
        labels.setdefault(above, parts)


def _parent(pointer: str) -> str:
    """The object that an object of a list, or a single object, lies in."""
    steps = pointer.split("/")
    return "/".join(steps[: -2 if steps[-1].isdigit() else -1])


def _pattern(pointer: str) -> Pattern:
    return tuple("*" if step.isdigit() else step for step in pointer.split("/"))


def _level(findings: list[Data]) -> Pattern:
    """The pattern of the places of the kind that findings are filed under; empty when there is none."""
    places = Counter(_pattern(finding["subject"]["pointer"]) for finding in findings)
    best: Pattern = ()
    for pattern in places:
        inside = sum(number for other, number in places.items() if other[: len(pattern)] == pattern)
        if inside >= SHARE * len(findings) and len(pattern) > len(best):
            best = pattern
    return best


def _home(pointer: str, pattern: Pattern) -> str | None:
    steps = pointer.split("/")
    if not pattern or _pattern(pointer)[: len(pattern)] != pattern:
        return None
    return "/".join(steps[: len(pattern)])


def _steps(pointer: str | None) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdigit() else (0, step) for step in (pointer or "").split("/")]


def _named(pointer: str) -> Text:
    return {"zh": pointer, "en": pointer}
