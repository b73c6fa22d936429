"""Which object of a plan a finding is filed under, found from the places of what was judged.

The report names no level as the one that people think in, so it is found: the deepest kind of object that at least
four fifths of the findings are about, or about something inside it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from standardcheck.writers.html.words import Text, said, same

Data = dict[str, Any]
Kind = tuple[str, ...]
SHARE = 0.8


class Group(NamedTuple):
    """An object that findings are filed under; ``pointer`` is ``None`` for what lies above all of them."""

    pointer: str | None
    label: Text


def groups_of(findings: list[Data]) -> tuple[list[Group], list[int]]:
    """The groups, in the order of the plan, and the group of each finding."""
    level = _level(findings)
    labels = label_of(findings)
    homes = [_home(finding["subject"]["pointer"], level) for finding in findings]
    order = [None, *sorted({home for home in homes if home is not None}, key=_order)]
    groups = [Group(home, said("above") if home is None else labels.get(home, same(home))) for home in order]
    at = {group.pointer: number for number, group in enumerate(groups)}
    return groups, [at[home] for home in homes]


def label_of(findings: list[Data]) -> dict[str, Text]:
    """The labels of all objects that findings speak of, by pointer.

    An object that no finding is about has the label of one that lies in it, without its last part.
    """
    labels = {finding["subject"]["pointer"]: finding["subject"]["label"] for finding in findings}
    for pointer, label in list(labels.items()):
        above = chain(pointer)[-2:-1]
        parts = {language: text.rsplit(" / ", 1)[0] for language, text in label.items()}
        if above and parts != label:
            labels.setdefault(above[0][1], parts)
    return labels


def chain(pointer: str) -> list[tuple[Kind, str]]:
    """The objects from the outermost to the one at a pointer: the names on the way to each, and its own pointer.

    The number of an item stands behind the name of its list, or behind ``items`` where a list says that it is
    incomplete.
    """
    steps = pointer.split("/")[1:]
    found: list[tuple[Kind, str]] = []
    names: Kind = ()
    prefix, at = "", 0
    while at < len(steps):
        rest = steps[at + 1 : at + 3]
        size = 2 if rest[:1] and rest[0].isdigit() else 3 if rest[:1] == ["items"] and rest[-1].isdigit() else 1
        names, prefix = (*names, steps[at]), "/".join((prefix, *steps[at : at + size]))
        found.append((names, prefix))
        at += size
    return found


def _level(findings: list[Data]) -> Kind:
    """The names on the way to the kind of object that findings are filed under; empty when there is none."""
    places = Counter(names for f in findings for names, _ in chain(f["subject"]["pointer"])[-1:])
    best: Kind = ()
    for names in places:
        inside = sum(number for other, number in places.items() if other[: len(names)] == names)
        if inside >= SHARE * len(findings) and len(names) > len(best):
            best = names
    return best


def _home(pointer: str, level: Kind) -> str | None:
    return next((prefix for names, prefix in chain(pointer) if names == level), None)


def _order(pointer: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdigit() else (0, step) for step in pointer.split("/")]
